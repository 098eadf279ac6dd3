//! Whether two names mean the same thing.

/// Returns whether two names mean the same table: they are equal, or one of them is more qualified.
pub(super) fn is_same_table(old: &str, new: &str) -> bool {
    let (short, long) = if old.len() < new.len() { (old, new) } else { (new, old) };
    long.strip_suffix(short).is_some_and(|place| place.is_empty() || place.ends_with(['.', '/']))
}

/// Returns whether two types are the same, up to case, spaces and the aliases of some tools. Only names that mean the
/// same type in each warehouse that knows both count as aliases: `timestamp` and `datetime`, for example, do not.
pub(super) fn is_same_type(old: &str, new: &str) -> bool {
    plain_type(old) == plain_type(new)
}

/// Returns a type in its plainest form: its name without its aliases, then its length or its parts.
fn plain_type(written: &str) -> String {
    let plain = written.to_lowercase().split_whitespace().collect::<String>();
    // Of `timestamp(6) with time zone`, what follows the precision is part of the name.
    let (name, arguments) = match (plain.find('('), plain.rfind(')')) {
        (Some(open), Some(close)) if open < close => {
            ([&plain[..open], &plain[close + 1..]].concat(), &plain[open..=close])
        }
        _ => (plain.clone(), ""),
    };
    let name = match name.as_str() {
        "int" | "int4" | "int32" => "integer",
        "int8" | "int64" | "long" => "bigint",
        "int2" | "int16" => "smallint",
        "bool" => "boolean",
        "float4" | "float32" => "real",
        "float8" | "float64" | "doubleprecision" => "double",
        "decimal" => "numeric",
        "charactervarying" => "varchar",
        "character" => "char",
        "timestampwithtimezone" => "timestamptz",
        "timestampwithouttimezone" => "timestamp",
        "timewithouttimezone" => "time",
        "timewithtimezone" => "timetz",
        name => name,
    };
    [name, arguments].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_of_a_type_are_no_change() {
        for (old, new) in [
            ("varchar(10)", "CHARACTER VARYING (10)"),
            ("int", "INTEGER"),
            ("int64", "bigint"),
            ("int2", "smallint"),
            ("bool", "BOOLEAN"),
            ("float8", "double precision"),
            ("float4", "real"),
            ("decimal(10, 2)", "NUMERIC(10,2)"),
            ("timestamptz", "timestamp with time zone"),
            ("timestamptz(6)", "timestamp(6) with time zone"),
            ("timestamp", "timestamp without time zone"),
        ] {
            assert!(is_same_type(old, new), "{old}, {new}");
        }
    }

    #[test]
    fn other_types_are_a_change() {
        for (old, new) in [
            ("varchar(10)", "varchar(20)"),
            ("numeric(10,2)", "numeric(10,3)"),
            ("integer", "bigint"),
            ("timestamp", "timestamptz"),
            ("timestamp_ntz", "timestamp_tz"),
            ("real", "double"),
            ("varchar", "text"),
            ("array<int>", "int"),
            ("datetime", "timestamp"),
        ] {
            assert!(!is_same_type(old, new), "{old}, {new}");
        }
    }
}
