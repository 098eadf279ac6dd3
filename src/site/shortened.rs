//! Texts that are cut to fit.

/// Returns a text, cut at the end of a word if it is longer than `letters`.
pub(in crate::site) fn shortened(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let start: String = text.chars().take(letters).collect();
    let whole = start.rsplit_once(' ').map(|(words, _)| words).filter(|words| words.len() * 2 > start.len());
    format!("{}…", whole.unwrap_or(&start).trim_end_matches([',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_between_words_if_possible() {
        assert_eq!(shortened("its last run failed", 19), "its last run failed");
        assert_eq!(shortened("its last run failed: no such column", 26), "its last run failed: no…");
        assert_eq!(shortened("its last run failed: no such column", 22), "its last run failed…");
        assert_eq!(shortened("ééééééééé", 4), "éééé…");
    }
}
