//! Text from people in Markdown: on a page, and in comments on a pull request.

/// Returns a text of which nothing is markup, a new line, a cell of a table or a mention of somebody.
#[must_use]
pub(crate) fn escaped_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => out.push(' '),
            '<' => out.push_str("&lt;"),
            // A backslash does not keep GitHub from telling people that they were mentioned.
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '&' | '~' | '|' | '#' | '!' => out.extend(['\\', letter]),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(escaped_markdown("*x* [a](b)"), "\\*x\\* \\[a\\](b)");
        assert_eq!(escaped_markdown("~~a~~ &lt; <b>\n| @all"), "\\~\\~a\\~\\~ \\&lt; &lt;b> \\| &#64;all");
    }
}
