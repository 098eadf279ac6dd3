//! Finds similar names, for "did you mean".

/// Returns the known name closest to `written`, if one is close enough to have been meant.
///
/// Close means a Damerau-Levenshtein distance of at most a third of the longer name, or one name
/// being part of the other. Among equals the alphabetically first wins.
pub(crate) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    known
        .into_iter()
        .filter_map(|name| Some((score(&lower, &name.to_lowercase())?, name)))
        .min()
        .map(|(_, name)| name)
}

/// Returns the distance, lower being closer; `None` if it is too far to suggest.
fn score(written: &str, known: &str) -> Option<usize> {
    let (short, long) = (
        written.chars().count().min(known.chars().count()),
        written.chars().count().max(known.chars().count()),
    );
    let reach = (long / 3).max(1);
    // The distance is at least the difference in length: a cheap way to rule most names out.
    let distance =
        if long - short <= reach { strsim::damerau_levenshtein(written, known) } else { usize::MAX };
    // Names without a letter in common are not alike, however short they are.
    if distance <= reach && distance < long {
        return Some(distance);
    }
    let part = short >= 4 && (known.contains(written) || written.contains(known));
    part.then_some(100 + long - short)
}

/// Returns the known names as a list for people: `a`, `b` or `c`; at most eight, then how many more.
pub(crate) fn one_of<'a>(known: impl IntoIterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = known.into_iter().map(|name| format!("`{name}`")).collect();
    // "or 1 more" would be as long as the name.
    let more = if names.len() > 9 { names.len() - 8 } else { 0 };
    names.truncate(names.len() - more);
    if more > 0 {
        return format!("{} or {more} more", names.join(", "));
    }
    match names.pop() {
        None => "nothing".to_owned(),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} or {last}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_finds_the_nearest_one() {
        let teams = ["people-team", "revenue-data", "care-data"];
        assert_eq!(nearest("revenue-dta", teams), Some("revenue-data"));
        assert_eq!(nearest("Revenue-Data", teams), Some("revenue-data"));
        assert_eq!(nearest("people", teams), Some("people-team"));
        assert_eq!(nearest("warehouse", teams), None);
        assert_eq!(nearest("q", ["j"]), None);
    }

    #[test]
    fn names_are_listed_as_in_a_sentence() {
        assert_eq!(one_of(["a"]), "`a`");
        assert_eq!(one_of(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(one_of([]), "nothing");
        assert!(one_of(["x"; 11]).ends_with("or 3 more"));
    }
}
