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

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn thousands_are_separated_by_commas() {
        let in_words: Vec<String> = [0, 999, 1000, 12_345, 1_000_000].into_iter().map(number).collect();
        assert_eq!(in_words, ["0", "999", "1,000", "12,345", "1,000,000"]);
    }
}
