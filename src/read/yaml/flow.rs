//! Advice for lists and mappings in brackets that are unclosed or invalid.

use super::advice::{Advice, as_in, before_colon, comment, holds_colon, line_start};
use crate::source::Span;
use granit_parser::ErrorKind;

/// An open bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bracket {
    /// Its position.
    pub(super) at: usize,
    /// `[` or `{`.
    pub(super) mark: char,
}

impl Bracket {
    /// Returns the bracket that a list or mapping begins with; `None` if it is in block style.
    pub(super) fn of(text: &str, span: Span) -> Option<Self> {
        if span.end > span.start { Self::at(text, span.start as usize) } else { None }
    }

    /// Returns the bracket at a position, if there is one.
    pub(super) fn at(text: &str, at: usize) -> Option<Self> {
        let mark = text.get(at..)?.chars().next().filter(|mark| matches!(mark, '[' | '{'))?;
        Some(Self { at, mark })
    }

    /// Returns the bracket that closes this one.
    fn closing(self) -> char {
        if self.mark == '[' { ']' } else { '}' }
    }
}

/// A piece of the text inside brackets.
enum Piece {
    Open,
    Close,
    /// From the `#` to the end of the line.
    Comment(usize, usize),
}

/// Returns the brackets and comments of a text from a position on, outside of quotes.
fn pieces(text: &str, from: usize) -> impl Iterator<Item = (usize, Piece)> {
    let mut at = from;
    let mut is_begin = true;
    std::iter::from_fn(move || {
        while let Some(letter) = text[at..].chars().next() {
            let here = at;
            at += letter.len_utf8();
            let began =
                std::mem::replace(&mut is_begin, matches!(letter, ' ' | '\t' | '\n' | '[' | '{' | ','));
            match letter {
                '"' | '\'' if began => {
                    let end = end_of_quotes(&text[at..], letter);
                    at += end;
                    // After a quoted key, a value may begin without a space.
                    if text[at..].starts_with(':') {
                        at += 1;
                        is_begin = true;
                    }
                }
                '#' if began => {
                    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
                    at = end;
                    return Some((here, Piece::Comment(here, end)));
                }
                '[' | '{' => return Some((here, Piece::Open)),
                ']' | '}' => return Some((here, Piece::Close)),
                _ => {}
            }
        }
        None
    })
}

/// Returns the length of the rest of a quoted text, after its opening quote and through its closing one.
fn end_of_quotes(text: &str, quote: char) -> usize {
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' && quote == '"' {
            letters.next();
        } else if letter == quote {
            if quote == '\'' && letters.peek().is_some_and(|(_, next)| *next == quote) {
                letters.next();
                continue;
            }
            return at + 1;
        }
    }
    text.len()
}

/// Returns the brackets that are open at a position, outermost first: those open where reading ended, without those
/// closed and with those opened since.
pub(super) fn open_at(text: &str, read: usize, open: &[Bracket], at: usize) -> Vec<Bracket> {
    let mut open = open.to_vec();
    for (place, piece) in pieces(text, read.min(at)).take_while(|(place, _)| *place < at) {
        match piece {
            Piece::Open if open.iter().all(|bracket| bracket.at != place) => {
                open.extend(Bracket::at(text, place))
            }
            Piece::Close => drop(open.pop()),
            Piece::Open | Piece::Comment(..) => {}
        }
    }
    open
}

/// Returns advice for a position inside open brackets where the parser cannot go on; `None` if none is sure to be right.
pub(super) fn advice(text: &str, at: usize, open: &[Bracket]) -> Option<Advice> {
    let bracket = *open.last()?;
    if let Some(advice) = commented_out(text, bracket, at) {
        return Some(advice);
    }
    let letter = text[at..].chars().next()?;
    let is_another_line = text[bracket.at..at].contains('\n');
    let line_start = line_start(text, at);
    let line = text[line_start..].lines().next().unwrap_or_default();
    if letter == ':' && is_another_line && line_start + before_colon(line).len() == at {
        return Some(Advice {
            help: format!(
                "close the `{}` with `{}`, or put a comma at the end of the line above",
                bracket.mark,
                bracket.closing()
            ),
            place: Some((bracket.at, "this bracket is open")),
        });
    }
    if letter == ':' {
        let item = text[..at].rfind(['[', '{', ',']).map_or(line_start, |before| before + 1).max(line_start);
        let end = text[at..].find([',', ']', '}', '\n']).map_or(text.len(), |end| at + end);
        let item = &text[item..end];
        let value =
            if bracket.mark == '{' { item.get(before_colon(item).len() + 1..).unwrap_or(item) } else { item };
        return Some(holds_colon(value.trim()).into());
    }
    if letter == ',' {
        return Some(
            "something is missing before this comma: remove it, or put quotes around the text"
                .to_owned()
                .into(),
        );
    }
    let before = text[line_start..at].trim_end();
    if before.ends_with([']', '}', '"', '\'']) {
        return Some(
            "put a comma between the items, or quotes around the whole of an item".to_owned().into(),
        );
    }
    None
}

/// Returns advice for a bracket that is not closed, or closed by a different one.
pub(super) fn unclosed(text: &str, bracket: Bracket, kind: &ErrorKind) -> Advice {
    if let Some(advice) = commented_out(text, bracket, text.len()) {
        return advice;
    }
    let closing = bracket.closing();
    match kind {
        ErrorKind::MismatchedFlowCollectionEnd { close, .. } => {
            format!("close the `{}` with `{closing}` before the `{close}`", bracket.mark)
        }
        _ => format!("close the `{}` with `{closing}`", bracket.mark),
    }
    .into()
}

/// Returns advice for a comment, after a bracket and before a position, that contains the closing bracket.
fn commented_out(text: &str, bracket: Bracket, before: usize) -> Option<Advice> {
    let after = pieces(text, bracket.at + 1).take_while(|(place, _)| *place < before);
    let (hash, end) = after
        .filter_map(|(_, piece)| if let Piece::Comment(hash, end) = piece { Some((hash, end)) } else { None })
        .find(|(hash, end)| text[*hash..*end].contains(bracket.closing()))?;
    let line_start = line_start(text, hash);
    let line = &text[line_start..hash];
    // The value that the comment cuts off begins after the last bracket or comma, and after its key.
    let item = line.rfind(['[', '{', ',']).map_or(0, |before| before + 1);
    let start = match line[item..].rfind(": ") {
        Some(colon) => line_start + item + colon + 1,
        None => line_start + item,
    };
    let value = text[start..end].split([',', ']', '}']).next().unwrap_or_default().trim();
    let help = if value.starts_with('#') {
        comment(value)
    } else {
        format!("`#` begins a comment after a space; put quotes around text that contains it{}", as_in(value))
    };
    Some(Advice { help, place: Some((hash, "the rest of the line is a comment")) })
}
