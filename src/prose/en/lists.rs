//! Lists and counts in a sentence.

/// `a`, `b` and 3 more.
pub(super) fn listed(names: impl IntoIterator<Item = String>) -> String {
    const NAMED: usize = 3;
    let names: Vec<String> = names.into_iter().collect();
    match names.len() {
        0 => String::new(),
        1 => names[0].clone(),
        count if count <= NAMED => format!("{} and {}", names[..count - 1].join(", "), names[count - 1]),
        count => format!("{} and {} more", names[..NAMED].join(", "), count - NAMED),
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn a_long_list_ends_in_a_count() {
        let said = |names: &[&str]| listed(names.iter().map(|name| (*name).to_owned()));
        assert_eq!(said(&[]), "");
        assert_eq!(said(&["a"]), "a");
        assert_eq!(said(&["a", "b", "c"]), "a, b and c");
        assert_eq!(said(&["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
    }
}
