//! Whether two names are of the same thing.

/// Whether two names are of one table: equal, or one of them says more of where it stands.
pub(super) fn is_same_table(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    long.strip_suffix(short).is_some_and(|place| place.is_empty() || place.ends_with(['.', '/']))
}

/// Whether two types in lower case are the same, up to spaces and the names that some tools have for them.
pub(super) fn is_same_type(one: &str, other: &str) -> bool {
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
    plain(one) == plain(other)
}
