//! Links, and which of them are allowed on a page.

use std::fmt::Write as _;

/// A link to further reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The title of its target.
    pub title: String,
    /// The address.
    pub url: String,
}

/// Returns whether a link leads to a page, a mail or a phone, and never to a script.
///
/// Allowed are `https:`, `http:`, `mailto:` and `tel:` addresses without control characters or whitespace. Anything
/// else that a browser might run, above all `javascript:` and `data:`, is not.
#[must_use]
pub(crate) fn is_safe_url(url: &str) -> bool {
    if url.chars().any(|letter| letter.is_control() || letter.is_whitespace()) {
        return false;
    }
    has_scheme(url, &["https://", "http://", "mailto:", "tel:"])
}

/// Returns whether an address is that of a mailbox.
#[must_use]
pub(crate) fn is_mail_address(url: &str) -> bool {
    is_safe_url(url) && has_scheme(url, &["mailto:"])
}

/// Returns whether an address is a web address, which a page may link to.
#[must_use]
pub(crate) fn is_web_url(url: &str) -> bool {
    is_safe_url(url) && has_scheme(url, &["https://", "http://"])
}

/// The placeholders for a run in an address template of runs.
pub(crate) const RUN_WORDS: [&str; 3] = ["run", "job", "namespace"];

/// The placeholders for an output port in an address template for access requests.
pub(crate) const ACCESS_WORDS: [&str; 3] = ["product", "port", "address"];

/// The placeholder for the path of a file in an address template of files; slashes in the path are kept.
pub(crate) const FILE_WORDS: [&str; 1] = ["path"];

/// The placeholders for a page in an address template for reporting problems.
pub(crate) const FEEDBACK_WORDS: [&str; 3] = ["page", "url", "team"];

/// The placeholders for a file of a dbt project in an address template of a repository.
pub(crate) const REPOSITORY_WORDS: [&str; 2] = ["path", "project"];

/// Returns whether it is a web address, possibly with some of these placeholders in braces.
#[must_use]
pub(crate) fn is_address_with(placeholders: &[&str], address: &str) -> bool {
    let mut rest = address.to_owned();
    for word in placeholders {
        rest = rest.replace(&["{", word, "}"].concat(), word);
    }
    !rest.contains(['{', '}']) && is_web_url(&rest)
}

/// Fills in the placeholders of an address template, escaped except for the slashes of a path. Returns `None` if a
/// placeholder has no value.
#[must_use]
pub(crate) fn filled_address(address: &str, values: &[(&str, &str)]) -> Option<String> {
    let mut parts = address.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (word, rest) = part.split_once('}')?;
        let (_, value) = values.iter().find(|(name, value)| *name == word && !value.is_empty())?;
        let parts = value.split('/').map(escaped).collect::<Vec<_>>();
        filled.push_str(&parts.join(if FILE_WORDS.contains(&word) { "/" } else { "%2F" }));
        filled.push_str(rest);
    }
    Some(filled).filter(|address| is_web_url(address))
}

/// Returns the address of a file of a dbt project in a repository, given the address of the project's folder or a
/// template with [placeholders](REPOSITORY_WORDS) in braces. Returns `None` for a file outside of the project.
#[must_use]
pub(crate) fn repository_address(repository: &str, project: &str, path: &str) -> Option<String> {
    let is_inside = |folder: &str| !matches!(folder, "" | "." | "..");
    if !path.split('/').all(is_inside) {
        return None;
    }
    let with_path = match repository.contains("{path}") {
        true => repository.to_owned(),
        false => [repository.trim_end_matches('/'), "/{path}"].concat(),
    };
    filled_address(&with_path, &[("path", path), ("project", project)])
}

/// Escapes a text for use in an address.
#[must_use]
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// Returns whether an address has one of these schemes and is not empty after it.
fn has_scheme(url: &str, schemes: &[&str]) -> bool {
    let starts = |scheme: &&str| {
        url.len() > scheme.len()
            && url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    schemes.iter().any(starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_project_file_is_built_from_the_repository() {
        let address = |repository| repository_address(repository, "shop", "models/a b/orders#1.sql");
        for folder in ["https://git.example/data/blob/main/shop", "https://git.example/data/blob/main/shop/"]
        {
            assert_eq!(
                address(folder).as_deref(),
                Some("https://git.example/data/blob/main/shop/models/a%20b/orders%231.sql")
            );
        }
        assert_eq!(
            address("https://git.example/{project}?path=/{path}&version=main").as_deref(),
            Some("https://git.example/shop?path=/models/a%20b/orders%231.sql&version=main")
        );
        for outside in ["../other/orders.sql", "models//orders.sql", "/orders.sql", ""] {
            assert_eq!(repository_address("https://git.example", "shop", outside), None, "{outside}");
        }
    }

    #[test]
    fn only_addresses_that_cannot_run_script_are_safe() {
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
