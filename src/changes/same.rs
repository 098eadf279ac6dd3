//! Whether two names mean the same thing.

/// Returns whether two names mean the same table: they are equal, or one of them is more qualified.
pub(super) fn is_same_table(old: &str, new: &str) -> bool {
    let (short, long) = if old.len() < new.len() { (old, new) } else { (new, old) };
    long.strip_suffix(short).is_some_and(|place| place.is_empty() || place.ends_with(['.', '/']))
}

/// Returns whether two types in lower case are the same, up to spaces and the aliases of some tools.
pub(super) fn is_same_type(old: &str, new: &str) -> bool {
    let plain = |name: &str| {
        let name: String = name.split_whitespace().collect();
        match name.as_str() {
            "int" | "int4" | "int32" => "integer".to_owned(),
            "int8" | "int64" | "long" => "bigint".to_owned(),
            "bool" => "boolean".to_owned(),
            "float8" | "float64" | "doubleprecision" => "double".to_owned(),
            _ => name,
        }
    };
    plain(old) == plain(new)
}
