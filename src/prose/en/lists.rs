//! Lists and counts in a sentence.

/// Returns `a, b and c`.
pub(super) fn all(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Returns the first few, and the number of others: `a, b, c and 2 more`. A single other one is named instead.
pub(crate) fn listed(names: impl IntoIterator<Item = String>) -> String {
    const MAX_NAMED: usize = 3;
    let mut names: Vec<String> = names.into_iter().collect();
    if names.len() > MAX_NAMED + 1 {
        let more = names.len() - MAX_NAMED;
        names.truncate(MAX_NAMED);
        names.push(format!("{more} more"));
    }
    all(&names)
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn a_long_list_ends_in_a_count() {
        let in_words = |names: &[&str]| listed(names.iter().map(|name| (*name).to_owned()));
        assert_eq!(in_words(&[]), "");
        assert_eq!(in_words(&["a"]), "a");
        assert_eq!(in_words(&["a", "b", "c"]), "a, b and c");
        assert_eq!(in_words(&["a", "b", "c", "d"]), "a, b, c and d");
        assert_eq!(in_words(&["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
    }
}
