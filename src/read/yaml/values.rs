//! Single values: text, ids, dates, durations, links, words of a fixed vocabulary.
//!
//! Each function reads one node and returns its value with its span, or pushes a diagnostic.

use super::{Node, NodeKind};
use crate::diagnostics::{Diagnostic, Diagnostics, one_of};
use crate::model::{InvalidPeriod, Period};
use crate::source::Spanned;
use jiff::civil::Date;

/// Reads any single value as its written text. Diagnostics: `wrong-type`.
pub(crate) fn text(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    if let NodeKind::Scalar(text) = &node.kind {
        return Some(Spanned::new(text.clone(), node.span));
    }
    let message = format!("expected text, found {}", node.describe());
    let diagnostic = Diagnostic::error("wrong-type", message).at(node.span, "expected text");
    diagnostics.push(match node.kind {
        NodeKind::Mapping(_) => {
            diagnostic.help("put quotes around text that contains `: ` or begins with `{`")
        }
        _ => diagnostic,
    });
    None
}

/// Reads an id: `a`–`z`, `0`–`9` and `-`, starting with a letter or digit, at most 100 long.
///
/// Diagnostics: `wrong-type`, `bad-id`.
pub(crate) fn id(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    let text = text(node, diagnostics)?;
    if is_id(&text.value) {
        return Some(text);
    }
    let diagnostic = Diagnostic::error("bad-id", format!("`{}` cannot be an id", shown(&text.value)))
        .at(text.span, "not an id")
        .note("an id is part of web addresses: lower-case letters a to z, digits and hyphens, 100 at most");
    let slug = slug(&text.value);
    diagnostics.push(if is_id(&slug) {
        diagnostic.help(format!("`{slug}` would be valid"))
    } else {
        diagnostic
    });
    None
}

/// Returns whether a text is a valid id.
#[must_use]
pub(crate) fn is_id(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.len() <= 100
        && text.bytes().next().is_some_and(is_allowed)
        && text.bytes().all(|byte| is_allowed(byte) || byte == b'-')
}

/// Returns the id closest to a text: lower case, one hyphen for each run of anything else.
#[must_use]
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Reads `true` or `false`. Diagnostics: `wrong-type`.
pub(crate) fn boolean(node: &Node, diagnostics: &mut Diagnostics) -> Option<bool> {
    let text = text(node, diagnostics)?;
    match text.value.as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => {
            let message = format!("expected `true` or `false`, found `{}`", shown(&text.value));
            diagnostics
                .push(Diagnostic::error("wrong-type", message).at(text.span, "neither true nor false"));
            None
        }
    }
}

/// Reads an integer. Diagnostics: `wrong-type`.
pub(crate) fn integer(node: &Node, diagnostics: &mut Diagnostics) -> Option<i64> {
    let text = text(node, diagnostics)?;
    let number = text.value.parse().ok();
    if number.is_none() {
        let message = format!("expected a whole number, found `{}`", shown(&text.value));
        diagnostics.push(Diagnostic::error("wrong-type", message).at(text.span, "not a whole number"));
    }
    number
}

/// Reads a non-negative integer. Diagnostics: `wrong-type`.
pub(crate) fn count(node: &Node, diagnostics: &mut Diagnostics) -> Option<u32> {
    let text = text(node, diagnostics)?;
    let number = text.value.parse().ok();
    if number.is_none() {
        let message = format!("expected a whole number, found `{}`", shown(&text.value));
        let diagnostic = Diagnostic::error("wrong-type", message);
        diagnostics.push(diagnostic.at(text.span, "not a whole number that is zero or more"));
    }
    number
}

/// Reads a day, such as `2026-11-20`. Diagnostics: `wrong-type`, `bad-date`.
pub(crate) fn date(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<Date>> {
    let text = text(node, diagnostics)?;
    let has_right_form = text.value.len() == 10 && text.value.is_ascii();
    match text.value.parse::<Date>() {
        Ok(day) if has_right_form => Some(Spanned::new(day, text.span)),
        _ => {
            let diagnostic = Diagnostic::error("bad-date", format!("`{}` is not a date", shown(&text.value)))
                .at(text.span, "not a date")
                .help("write year, month and day, as in `2026-11-20`");
            diagnostics.push(diagnostic);
            None
        }
    }
}

/// Reads a duration, such as `90d` or `1 business day`. Diagnostics: `wrong-type`, `bad-duration`.
pub(crate) fn length(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<Period>> {
    let text = text(node, diagnostics)?;
    match text.value.parse() {
        Ok(length) => Some(Spanned::new(length, text.span)),
        Err(InvalidPeriod) => {
            let message = format!("`{}` is not a duration", shown(&text.value));
            let diagnostic = Diagnostic::error("bad-duration", message)
                .at(text.span, "not a duration")
                .help("write a whole number and a unit, as in `6h`, `90d` or `1 business day`");
            diagnostics.push(diagnostic);
            None
        }
    }
}

/// Reads a link that a page may have: `https:`, `http:`, `mailto:`, or a path on the site.
///
/// Diagnostics: `wrong-type`, `unsafe-url`.
pub(crate) fn url(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    let text = text(node, diagnostics)?;
    if crate::model::is_safe_url(&text.value) {
        return Some(text);
    }
    let diagnostic =
        Diagnostic::error("unsafe-url", format!("`{}` is not a link that pages allow", shown(&text.value)))
            .at(text.span, "not an https, http or mailto link")
            .help("write the whole address, as in `https://example.com/page`");
    diagnostics.push(diagnostic);
    None
}

/// Reads a word of a fixed vocabulary with `parse`; `what` names the vocabulary: "a lifecycle".
///
/// Diagnostics: `wrong-type`, `unknown-word`.
pub(crate) fn word<T>(
    what: &'static str,
    words: &'static [&'static str],
    parse: fn(&str) -> Option<T>,
) -> impl Fn(&Node, &mut Diagnostics) -> Option<Spanned<T>> {
    move |node, diagnostics| {
        let text = text(node, diagnostics)?;
        if let Some(value) = parse(&text.value) {
            return Some(Spanned::new(value, text.span));
        }
        let diagnostic = Diagnostic::error("unknown-word", format!("`{}` is not {what}", shown(&text.value)))
            .at(text.span, format!("expected {}", one_of(words.iter().copied())))
            .did_you_mean(&text.value, words.iter().copied());
        diagnostics.push(diagnostic);
        None
    }
}

/// Returns the first 60 characters of a text, for a message of one line.
#[must_use]
pub(crate) fn shown(text: &str) -> String {
    let line: String =
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(60).collect();
    if text.chars().count() > 60 { format!("{}…", line.trim_end()) } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_limited_to_characters_safe_in_urls() {
        assert!(is_id("revenue-mart") && is_id("2026-review"));
        for wrong in ["", "Revenue", "-x", "a b", "a/b", "..", "é", "a_b"] {
            assert!(!is_id(wrong), "{wrong}");
        }
        assert_eq!(slug("Revenue Mart (EU)"), "revenue-mart-eu");
    }
}
