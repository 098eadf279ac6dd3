//! dbt's wildcards: `*`, `?`, `[ab]` and `[!ab]`, which match dots and slashes as well.
//!
//! They are Python's (`fnmatch`, and `glob` for paths), translated for a crate with nearly the same syntax.

use glob::MatchOptions;

/// A text that may have wildcards.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct Pattern {
    text: String,
    /// `None` without wildcards.
    wild: Option<glob::Pattern>,
}

impl Pattern {
    /// Parses a pattern; every text is a valid one.
    pub(super) fn new(text: &str) -> Self {
        let wild = text.contains(['*', '?', '[']).then(|| glob::Pattern::new(&translated(text)).ok());
        Self { text: text.to_owned(), wild: wild.flatten() }
    }

    /// Returns the text as written.
    pub(in crate::resolve::dbt) fn text(&self) -> &str {
        &self.text
    }

    pub(in crate::resolve::dbt) fn is_wild(&self) -> bool {
        self.wild.is_some()
    }

    /// Returns whether it matches any text.
    pub(in crate::resolve::dbt) fn is_anything(&self) -> bool {
        self.text == "*"
    }

    /// Returns the prefix that every matching text has.
    pub(in crate::resolve::dbt) fn beginning(&self) -> &str {
        let end = if self.is_wild() { self.text.find(['*', '?', '[']) } else { None };
        &self.text[..end.unwrap_or(self.text.len())]
    }

    pub(in crate::resolve::dbt) fn matches(&self, text: &str) -> bool {
        match &self.wild {
            Some(wild) => wild.matches(text),
            None => self.text == text,
        }
    }
}

/// A path relative to the folder of the dbt project, as dbt resolves it.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct PathPattern {
    /// Without `.` and doubled slashes.
    text: String,
    wild: Option<glob::Pattern>,
    /// Whether it is restricted to folders, as with a trailing slash.
    is_folder: bool,
}

impl PathPattern {
    /// Parses a path pattern.
    pub(super) fn new(text: &str) -> Self {
        let mut parts: Vec<&str> = text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        // A pattern for all folders below a folder matches all files below it, too.
        let whole = parts.len();
        while parts.last() == Some(&"**") {
            parts.pop();
        }
        let is_folder = text.ends_with('/') || parts.len() < whole;
        let text = parts.join("/");
        let wild = text.contains(['*', '?', '[']).then(|| {
            let parts =
                parts.iter().map(|part| if *part == "**" { "**".to_owned() } else { translated(part) });
            glob::Pattern::new(&parts.collect::<Vec<_>>().join("/")).ok()
        });
        Self { text, wild: wild.flatten(), is_folder }
    }

    /// Returns the path if it has no wildcards.
    pub(in crate::resolve::dbt) fn plain(&self) -> Option<&str> {
        self.wild.is_none().then_some(self.text.as_str())
    }

    /// Returns the prefix that every matching path has.
    pub(in crate::resolve::dbt) fn beginning(&self) -> &str {
        &self.text[..self.text.find(['*', '?', '[']).unwrap_or(self.text.len())]
    }

    pub(in crate::resolve::dbt) fn is_folder(&self) -> bool {
        self.is_folder
    }

    pub(in crate::resolve::dbt) fn matches(&self, path: &str) -> bool {
        let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
        match &self.wild {
            Some(wild) => wild.matches_with(path, options),
            None => self.text == path,
        }
    }
}

/// Translates a pattern to the syntax of the crate, in which `**` means folders, and which rejects an unclosed
/// bracket that Python takes literally.
fn translated(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(letter) = letters.get(at).copied() {
        at += 1;
        match letter {
            '*' => {
                if letters.get(at) != Some(&'*') {
                    out.push('*');
                }
            }
            '[' => {
                let first = at + usize::from(letters.get(at) == Some(&'!')) + 1;
                let end = (first..letters.len()).find(|end| letters[*end] == ']');
                match end {
                    Some(end) => {
                        out.push('[');
                        out.extend(&letters[at..=end]);
                        at = end + 1;
                    }
                    None => out.push_str("[[]"),
                }
            }
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match_as_in_python_fnmatch() {
        // The results of `fnmatch.fnmatchcase`.
        let table = [
            ("a*b", "a.x/b", true),
            ("**", "", true),
            ("a**b", "ab", true),
            ("?", "é", true),
            ("[ab]c", "bc", true),
            ("[!ab]c", "bc", false),
            ("[]a]", "]", true),
            ("[!]a]", "]", false),
            ("[", "[", true),
            ("a[b", "a[b", true),
            ("a[!b", "a[!b", true),
            ("*[", "x[", true),
            ("[*]", "*", true),
            ("[*]", "x", false),
            ("[a-c]", "b", true),
            ("[^a]", "^", true),
            ("a]", "a]", true),
            ("A*", "abc", false),
        ];
        for (pattern, text, expected) in table {
            assert_eq!(Pattern::new(pattern).matches(text), expected, "{pattern} and {text}");
        }
    }

    #[test]
    fn a_star_in_a_path_does_not_match_a_slash() {
        let table = [
            ("models/*", "models/a", true),
            ("models/*", "models/a/b", false),
            ("models/**/b.sql", "models/b.sql", true),
            ("models/**/b.sql", "models/x/y/b.sql", true),
            ("**/b", "a/b", true),
            ("./models//a/", "models/a", true),
            ("models/**", "models", true),
        ];
        for (pattern, path, expected) in table {
            assert_eq!(PathPattern::new(pattern).matches(path), expected, "{pattern} and {path}");
        }
    }
}
