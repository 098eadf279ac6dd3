//! Advice for YAML errors, shared by their kinds.

/// The advice, and the place to fix if it is not where the parser stopped.
pub(super) struct Advice {
    pub(super) help: String,
    pub(super) place: Option<(usize, &'static str)>,
}

impl From<String> for Advice {
    fn from(help: String) -> Self {
        Self { help, place: None }
    }
}

/// A line up to the colon that ends its key; all of it where there is none.
pub(super) fn before_colon(line: &str) -> &str {
    let ends = |at: &usize| {
        let after = &line[at + 1..];
        after.is_empty() || after.starts_with([' ', '\t'])
    };
    line.match_indices(':').map(|(at, _)| at).find(ends).map_or(line, |at| &line[..at])
}

/// Help for text that begins with a character which means something else.
pub(super) fn begins_with(mark: char, value: &str) -> String {
    format!("put quotes around text that begins with `{mark}`{}", as_in(value))
}

/// Help for a value that holds a colon.
pub(super) fn holds_colon(value: &str) -> String {
    let example = if value.starts_with(['"', '\'']) { String::new() } else { as_in(value) };
    format!("put quotes around a value that contains `: `{example}")
}

/// Help for a comment that was meant as text.
pub(super) fn comment(value: &str) -> String {
    format!("`#` begins a comment; put quotes around it: `{}`", quoted(value))
}

/// `, as in …` with the value in quotes; empty if it is too long to be shown.
pub(super) fn as_in(value: &str) -> String {
    let is_short = (1..=60).contains(&value.chars().count()) && !value.contains(char::is_control);
    // A backtick inside would end the example.
    let is_plain = is_short && !value.contains('`');
    if is_plain { format!(", as in `{}`", quoted(value)) } else { String::new() }
}

/// A text in the quotes that need nothing inside of it to be changed, if there are such.
pub(super) fn quoted(text: &str) -> String {
    match (text.contains(['"', '\\']), text.contains('\'')) {
        (false, _) => format!("\"{text}\""),
        (true, false) => format!("'{text}'"),
        (true, true) => format!("'{}'", text.replace('\'', "''")),
    }
}
