//! Links, and which of them are allowed on a page.

/// A link to further reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// What it leads to.
    pub title: String,
    /// The address.
    pub url: String,
}

/// Whether a link leads to a page, a mail or a phone, and never to a script.
///
/// Allowed are `https:`, `http:`, `mailto:` and `tel:` addresses without control characters or
/// blanks. Anything else that a browser might run, `javascript:` and `data:` above all, is not.
#[must_use]
pub(crate) fn is_safe_url(url: &str) -> bool {
    if url.chars().any(|letter| letter.is_control() || letter.is_whitespace()) {
        return false;
    }
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let web =
        ["https://", "http://"].iter().any(|scheme| lower.starts_with(scheme) && url.len() > scheme.len());
    let person =
        ["mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme) && url.len() > scheme.len());
    web || person
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_cannot_run_are_safe() {
        for safe in
            ["https://example.com/a?b#c", "HTTP://example.com", "mailto:jane@example.com", "tel:+49123"]
        {
            assert!(is_safe_url(safe), "{safe}");
        }
        for unsafe_url in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//example.com",
            "https://",
            "/a",
            "",
            "https://a b",
            "é́́́",
        ] {
            assert!(!is_safe_url(unsafe_url), "{unsafe_url}");
        }
    }
}
