//! Numbers in words and digits.

/// Returns a number with a comma between thousands: `12,000`.
#[must_use]
pub(crate) fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns a count in the singular or plural: `1 file`, `1,200 files`.
#[must_use]
pub(crate) fn counted(count: usize, singular: &str) -> String {
    format!("{} {singular}{}", number(count), if count == 1 { "" } else { "s" })
}

/// Returns a share in percent, rounded down: 0% only if there is none of it.
#[must_use]
pub(crate) fn share_at_least(part: f64, whole: f64) -> String {
    match (100.0 * part / whole).floor() {
        share if share < 1.0 && part > 0.0 => "under 1%".to_owned(),
        share => format!("{share}%"),
    }
}

/// Returns a share in percent, rounded up: 100% only if it is all.
#[must_use]
pub(crate) fn share_at_most(part: f64, whole: f64) -> String {
    match (100.0 * part / whole).ceil() {
        share if share >= 100.0 && part < whole => "over 99%".to_owned(),
        share => format!("{share}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::{number, share_at_least, share_at_most};

    #[test]
    fn a_rounded_share_is_none_or_all_only_if_that_is_exact() {
        let least: Vec<String> =
            [0.0, 1.0, 13.0, 999.0, 1000.0].map(|part| share_at_least(part, 1000.0)).into();
        assert_eq!(least, ["0%", "under 1%", "1%", "99%", "100%"]);
        let most: Vec<String> =
            [0.0, 1.0, 13.0, 999.0, 1000.0].map(|part| share_at_most(part, 1000.0)).into();
        assert_eq!(most, ["0%", "1%", "2%", "over 99%", "100%"]);
    }

    #[test]
    fn thousands_are_separated_by_commas() {
        let in_words: Vec<String> = [0, 999, 1000, 12_345, 1_000_000].into_iter().map(number).collect();
        assert_eq!(in_words, ["0", "999", "1,000", "12,345", "1,000,000"]);
    }
}
