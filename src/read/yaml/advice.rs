//! Advice for YAML errors, shared by their kinds.

/// What to do about an error, and the place to mend with its label, if that is not where the parser stopped.
pub(super) struct Advice {
    pub(super) help: String,
    pub(super) place: Option<(usize, &'static str)>,
}

impl From<String> for Advice {
    fn from(help: String) -> Self {
        Self { help, place: None }
    }
}

/// Returns the position at which the line of a position begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Returns a line up to the colon that ends its key; the whole line if there is none.
pub(super) fn before_colon(line: &str) -> &str {
    let ends_key = |at: &usize| {
        let after = &line[at + 1..];
        after.is_empty() || after.starts_with([' ', '\t'])
    };
    line.match_indices(':').map(|(at, _)| at).find(ends_key).map_or(line, |at| &line[..at])
}

/// Returns help for text that begins with a character that has another meaning.
pub(super) fn begins_with(mark: char, value: &str) -> String {
    format!("put quotes around text that begins with `{mark}`{}", as_in(value))
}

/// Returns help for a value that contains a colon.
pub(super) fn holds_colon(value: &str) -> String {
    let example = if value.starts_with(['"', '\'']) { String::new() } else { as_in(value) };
    format!("put quotes around a value that contains `: `{example}")
}

/// Returns help for text that begins with `#` and was read as a comment.
pub(super) fn comment(value: &str) -> String {
    format!("`#` begins a comment; put quotes around it: `{}`", quoted(value))
}

/// Returns `, as in …` with the value in quotes; empty if the value cannot be shown, such as a long one.
pub(super) fn as_in(value: &str) -> String {
    let is_short = (1..=60).contains(&value.chars().count()) && !value.contains(char::is_control);
    // A backtick inside would end the example.
    let is_plain = is_short && !value.contains('`');
    if is_plain { format!(", as in `{}`", quoted(value)) } else { String::new() }
}

/// Returns a text in quotes: those that need no escapes inside, or else single quotes with its own doubled.
pub(super) fn quoted(text: &str) -> String {
    match (text.contains(['"', '\\']), text.contains('\'')) {
        (false, _) => format!("\"{text}\""),
        (true, false) => format!("'{text}'"),
        (true, true) => format!("'{}'", text.replace('\'', "''")),
    }
}
