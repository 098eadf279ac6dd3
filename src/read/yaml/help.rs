//! Turns the parser's errors into messages with help: YAML's special characters in unquoted text,
//! unclosed quotes and brackets, wrongly indented lines.
//!
//! The parser reports where it could not go on; the remedy depends on the text around that
//! position. If no advice is sure to be right, none is given.

use super::advice::{Advice, as_in, before_colon, begins_with, comment, holds_colon, line_start};
use super::flow::{self, Bracket};
use super::values::shown;
use crate::diagnostics::Diagnostic;
use crate::source::{FileId, Span, floor_char_boundary};
use granit_parser::{ErrorKind, ScanError};

/// Returns the parser's error at its position, with help if the cause is known. `read` is the position that reading had
/// reached, and `open` are the brackets that were open there.
pub(super) fn parser_diagnostic(
    file: FileId,
    text: &str,
    error: &ScanError,
    read: usize,
    open: &[Bracket],
) -> Diagnostic {
    let at = floor_char_boundary(text, error.marker().byte_offset().unwrap_or(0));
    let context = ErrorContext::new(text, at, read);
    if let Some(tab) = context.tab(error.kind()) {
        return Diagnostic::error("yaml-syntax", "a tab is used for indentation, which YAML does not allow")
            .at(Span::new(file, tab, tab + 1), "this is a tab")
            .help("indent with spaces");
    }
    let end = at + text[at..].chars().next().filter(|next| *next != '\n').map_or(0, char::len_utf8);
    if error.kind() == &ErrorKind::RecursionLimitExceeded {
        return Diagnostic::error("yaml-syntax", "lists and mappings are nested too deeply")
            .at(Span::new(file, at, end), "nothing is read from here on");
    }
    let info = error.info();
    let mut letters = info.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    let message = format!("the file is not valid YAML: {first}{}", letters.as_str());
    let diagnostic = Diagnostic::error("yaml-syntax", message);
    let open = flow::open_at(text, read, open, at);
    match context.advice(error.kind(), &open) {
        None => diagnostic.at(Span::new(file, at, end), ""),
        Some(Advice { help, place: Some((start, label)) }) => {
            let stop = start + text[start..].chars().next().map_or(0, char::len_utf8);
            diagnostic.at(Span::new(file, start, stop), label).at(Span::new(file, at, end), "").help(help)
        }
        Some(Advice { help, place: None }) => diagnostic.at(Span::new(file, at, end), "").help(help),
    }
}

/// The text around the place where the parser stopped.
struct ErrorContext<'t> {
    text: &'t str,
    /// The position at which the parser stopped.
    at: usize,
    /// The position that reading had reached.
    read: usize,
    /// The position at which the line begins.
    line_start: usize,
    /// The line in which the parser stopped, without its end.
    line: &'t str,
    /// The character at which the parser stopped; a newline at the end of the text.
    letter: char,
}

impl<'t> ErrorContext<'t> {
    fn new(text: &'t str, at: usize, read: usize) -> Self {
        let line_start = line_start(text, at);
        let line = text[line_start..].lines().next().unwrap_or_default();
        let letter = text[at..].chars().next().unwrap_or('\n');
        Self { text, at, read: floor_char_boundary(text, read.min(at)), line_start, line, letter }
    }

    /// Returns a tab that indents the line at which the parser stopped or, if the error is about tabs, that line or one
    /// below it.
    fn tab(&self, kind: &ErrorKind) -> Option<usize> {
        let in_indent =
            |line: &str| line[..line.len() - line.trim_start_matches([' ', '\t']).len()].find('\t');
        if let Some(tab) = in_indent(self.line) {
            return Some(self.line_start + tab);
        }
        let tabs = [ErrorKind::TabInPlainScalar, ErrorKind::TabInIndentation, ErrorKind::TabNotAllowed];
        if !tabs.contains(kind) {
            return None;
        }
        let mut line_start = self.line_start;
        for line in self.text[self.line_start..].split_inclusive('\n') {
            let tab = if line.trim().is_empty() { line.find('\t') } else { in_indent(line.trim_end()) };
            if let Some(tab) = tab {
                return Some(line_start + tab);
            }
            line_start += line.len();
        }
        None
    }

    /// Returns advice for an error of the parser; `open` are the brackets that are open where it stopped.
    fn advice(&self, kind: &ErrorKind, open: &[Bracket]) -> Option<Advice> {
        if let Some(marker) = self.conflict_marker() {
            let help = format!("a merge left its markers (`{marker}`): keep one of the two sides");
            return Some(help.into());
        }
        let in_brackets = !open.is_empty();
        let help = match kind {
            ErrorKind::UnexpectedCharacter { character: '%' } if self.text[..self.at].ends_with('{') => {
                begins_with('{', &self.rest(self.at - 1, false))
            }
            ErrorKind::UnexpectedCharacter { character: '`' } => {
                "nothing can begin with a backtick: put quotes around it".to_owned()
            }
            ErrorKind::UnexpectedCharacter { character: '@' | '%' | '|' | '>' } => self.cannot_begin(in_brackets),
            ErrorKind::ExpectedDocumentStart | ErrorKind::MissingDocumentEndBeforeDirective
                if self.text.starts_with('%') || self.line.starts_with('%') =>
            {
                "nothing can begin with `%`: put quotes around it".to_owned()
            }
            ErrorKind::UnknownAnchor => self.alias_advice(&self.rest(self.at, in_brackets)),
            ErrorKind::MissingAnchorOrAliasName => begins_with(self.letter, &self.rest(self.at, in_brackets)),
            ErrorKind::UndeclaredTagHandle
            | ErrorKind::ExpectedTagBang
            | ErrorKind::InvalidTagTerminator
            | ErrorKind::MissingTagUri
            | ErrorKind::UnclosedVerbatimTag
            | ErrorKind::InvalidTagEscape
            | ErrorKind::InvalidGlobalTagCharacter => begins_with('!', &self.rest_of_tag(in_brackets)),
            ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => {
                let header = if matches!(self.letter, '|' | '>') { self.at } else { self.value_before(&['|', '>'])? };
                let mark = self.text[header..].chars().next()?;
                format!(
                    "`{mark}` begins a text on the lines below it: put quotes around text that begins with `{mark}`{}, or begin it on the next line",
                    as_in(&self.rest(header, in_brackets))
                )
            }
            ErrorKind::InvalidBlockScalarIndent | ErrorKind::TabAtBlockScalarStart => {
                "indent all lines of the text alike, with spaces".to_owned()
            }
            ErrorKind::CommentNotSeparated if self.text[..self.at].ends_with(['"', '\'']) => {
                "`#` begins a comment only after a space: add a space before it, or put it inside the quotes".to_owned()
            }
            ErrorKind::CommentNotSeparated => comment(&self.rest(self.at, in_brackets)),
            ErrorKind::UnclosedQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::DocumentIndicatorInQuotedScalar => return self.unclosed_quote(),
            ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
                return self.after_quotes(in_brackets);
            }
            ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidUnicodeEscape => {
                "`\\` has a meaning of its own in double quotes: write `\\\\`, or put single quotes around the text".to_owned()
            }
            ErrorKind::MisplacedFlowCollectionEnd if self.begins_a_value() => self.cannot_begin(false),
            ErrorKind::MisplacedFlowCollectionEnd => {
                format!("this `{}` closes nothing: remove it, or put quotes around the text", self.letter)
            }
            ErrorKind::UnclosedFlowCollection { .. } | ErrorKind::MismatchedFlowCollectionEnd { .. } => {
                return Some(flow::unclosed(self.text, Bracket::at(self.text, self.at)?, kind));
            }
            ErrorKind::BlockSequenceEntryNotAllowed if self.begins_a_value() => format!(
                "begin a list on a line of its own, or put quotes around text that begins with `- `{}",
                as_in(&self.rest(self.at, false))
            ),
            ErrorKind::BlockEntryInFlowCollection | ErrorKind::PlainScalarStartsWithDashFlowIndicator => {
                "inside of brackets items are separated by commas: leave out the `-`, or put quotes around the text".to_owned()
            }
            ErrorKind::MappingKeyNotAllowed if self.letter == '?' => begins_with('?', &self.rest(self.at, in_brackets)),
            _ if in_brackets => return flow::advice(self.text, self.at, open),
            _ if self.letter == ',' && self.begins_a_value() => self.cannot_begin(false),
            ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => return self.colon_advice().map(Into::into),
            ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedDocumentStart => return self.not_a_key().map(Into::into),
            ErrorKind::SimpleKeyExpected => return self.missing_colon().map(Into::into),
            ErrorKind::ExpectedBlockSequenceEntry => {
                "begin each item of the list with `- `, in the same column; indent what belongs to an item deeper".to_owned()
            }
            ErrorKind::InvalidIndentation => align_with_siblings(),
            _ => return None,
        };
        Some(help.into())
    }

    /// Returns the text of a value that begins at a position: up to the end of the line, in brackets up to the next
    /// comma or bracket, for a key up to its colon, and never with a comment.
    fn rest(&self, from: usize, in_brackets: bool) -> String {
        let from = floor_char_boundary(self.text, from);
        let line = self.text[from..].lines().next().unwrap_or_default();
        let line = if in_brackets { line.split([',', ']', '}']).next().unwrap_or_default() } else { line };
        let line = if self.begins_a_line(from) { before_colon(line) } else { line };
        let line = line.get(1..).and_then(|rest| rest.find(" #")).map_or(line, |hash| &line[..=hash]);
        line.trim().to_owned()
    }

    /// Returns the value that begins with the tag at which the parser stopped.
    fn rest_of_tag(&self, in_brackets: bool) -> String {
        self.rest(self.value_before(&['!']).unwrap_or(self.at), in_brackets)
    }

    /// Returns the position of the first value in the line that begins with one of these characters, up to where the
    /// parser stopped.
    fn value_before(&self, marks: &[char]) -> Option<usize> {
        let up_to = self.at + if marks.contains(&self.letter) { self.letter.len_utf8() } else { 0 };
        let line = &self.text[self.line_start..up_to];
        let is_start = |at: &usize| *at == 0 || line[..*at].ends_with([' ', '\t', '[', '{', ',']);
        line.char_indices()
            .filter(|(_, letter)| marks.contains(letter))
            .map(|(at, _)| at)
            .find(is_start)
            .map(|at| self.line_start + at)
    }

    /// Returns whether only dashes precede a position in its line, so that a key may begin there.
    fn begins_a_line(&self, at: usize) -> bool {
        self.text[line_start(self.text, at)..at].chars().all(|letter| matches!(letter, ' ' | '-'))
    }

    /// Returns whether a value begins where the parser stopped: after a colon, a dash or at the beginning of the line.
    fn begins_a_value(&self) -> bool {
        let before = self.text[self.line_start..self.at].trim_end();
        before.is_empty() || before.ends_with(':') || before.chars().all(|letter| matches!(letter, ' ' | '-'))
    }

    /// Returns a marker of git for a merge conflict, in the line or the one above.
    fn conflict_marker(&self) -> Option<&'t str> {
        let above = self.lines_above().next().map(|(_, line)| line);
        let has_marker = |line: &&str| {
            ["<<<<<<< ", ">>>>>>> "].iter().any(|marker| line.starts_with(marker)) || *line == "======="
        };
        [Some(self.line), above].into_iter().flatten().find(has_marker).map(|line| &line[..7])
    }

    /// Returns the non-empty lines above, nearest first, each after the position at which it begins.
    fn lines_above(&self) -> impl Iterator<Item = (usize, &'t str)> {
        let mut end = self.line_start;
        let text = self.text;
        std::iter::from_fn(move || {
            while end > 0 {
                let line_start = line_start(text, end - 1);
                let line = text[line_start..end].trim_end();
                end = line_start;
                if !line.is_empty() {
                    return Some((line_start, line));
                }
            }
            None
        })
    }

    /// Returns advice for a character that nothing can begin with.
    fn cannot_begin(&self, in_brackets: bool) -> String {
        format!(
            "nothing can begin with `{}`: put quotes around it{}",
            self.letter,
            as_in(&self.rest(self.at, in_brackets))
        )
    }

    /// Returns advice for an alias without an anchor; most often it is meant as text.
    fn alias_advice(&self, value: &str) -> String {
        let name = value.trim_start_matches('*').split([' ', ',']).next().unwrap_or_default();
        let is_name = name.chars().all(|letter| letter.is_alphanumeric() || "_-".contains(letter));
        if !is_name || name.is_empty() || value.len() > name.len() + 1 {
            return begins_with('*', value);
        }
        format!(
            "`{value}` repeats a value that is marked with `&{name}` further up, and none is; {}",
            begins_with('*', value)
        )
    }

    /// Returns advice for a colon in a block where none is allowed.
    fn colon_advice(&self) -> Option<String> {
        let key = before_colon(self.line);
        if self.line_start + key.len() < self.at {
            // A second colon in the line: it is part of the value of the first.
            let value = self.line.get(key.len() + 1..).unwrap_or_default().trim();
            return Some(holds_colon(value));
        }
        let name = key.trim_start_matches([' ', '-']);
        let indent = key.len() - key.trim_start().len();
        let parent = self.lines_above().find(|(_, line)| line.len() - line.trim_start().len() < indent);
        if parent.is_some_and(|(_, line)| before_colon(line).len() + 1 < line.len()) {
            if key.trim_start().starts_with("- ") {
                return Some(
                    "the key above has a value in its own line: a list can only follow without it".to_owned(),
                );
            }
            let quotes = "put quotes around a text that goes on in another line and holds `: `";
            return Some(match name.contains(' ') {
                true => quotes.to_owned(),
                false => format!(
                    "begin `{name}` in the same column as the key above, which has its value; or {quotes}"
                ),
            });
        }
        let (_, above) = self.lines_above().next()?;
        let above = above.trim_start_matches([' ', '-']);
        if let Some(name) = key_without_space(above) {
            return Some(format!("put a space after the `:` of `{name}:` in the line above"));
        }
        let is_key = before_colon(above).len() < above.len() || above.starts_with('#');
        (!is_key).then(|| format!("the line above is not `key: value`: `{}`", shown(above)))
    }

    /// Returns advice for something that is not a key where one is expected.
    fn not_a_key(&self) -> Option<String> {
        let before = self.text[self.line_start..self.at].trim_end();
        let after_colon = self.line.get(before_colon(self.line).len() + 1..).unwrap_or(self.line).trim();
        let value = if self.line.starts_with(['[', '{']) {
            self.line
        } else if after_colon.is_empty() {
            self.line.trim().trim_start_matches("- ")
        } else {
            after_colon
        };
        if before.ends_with([']', '}']) && value.starts_with(['[', '{']) {
            return Some(begins_with(value.chars().next()?, value));
        }
        if value.starts_with('*') && !before.is_empty() {
            return Some(begins_with('*', value));
        }
        let (_, above) = self.lines_above().next()?;
        if above.trim_start().starts_with('#') && before_colon(self.line) == self.line {
            return Some("a text cannot go on after a comment: put the comment above the text, or quotes around the text".to_owned());
        }
        if before.trim_start() == "-" {
            return Some("a list cannot go on from keys: give it a key of its own, and indent it".to_owned());
        }
        before.trim().is_empty().then(align_with_siblings)
    }

    /// Returns advice for a line that is neither a key nor the continuation of something.
    fn missing_colon(&self) -> Option<String> {
        let line = self.line.trim_start();
        if let Some(name) = key_without_space(line.trim_start_matches("- ")) {
            return Some(format!("put a space after the `:` of `{name}:`"));
        }
        let above = self.lines_above().next().map(|(_, line)| line.trim_start());
        if line.starts_with('-') && above.is_some_and(|line| line.starts_with("- ")) {
            return Some("put a space after the `-` that begins an item".to_owned());
        }
        Some("write `key: value`, or indent the line deeper if it goes on with the text above".to_owned())
    }

    /// Returns advice for an unclosed quote.
    fn unclosed_quote(&self) -> Option<Advice> {
        let quote = self.opening_quote()?;
        let mark = self.text[quote..].chars().next()?;
        let other_quote = if mark == '"' { "single" } else { "double" };
        let help = format!(
            "close the `{mark}` at the end of the text; around text that begins with `{mark}` put {other_quote} quotes"
        );
        Some(Advice { help, place: (quote != self.at).then_some((quote, "this quote is not closed")) })
    }

    /// Returns advice for something after the quotes that ended a value.
    fn after_quotes(&self, in_brackets: bool) -> Option<Advice> {
        let quote = self.opening_quote()?;
        let mark = self.text[quote..].chars().next()?;
        if self.text[quote..self.at].contains('\n') {
            return self.unclosed_quote();
        }
        let (other_quotes, escaped) = if mark == '"' { ("single", "\\\"") } else { ("double", "''") };
        let before = self.text[..self.at].trim_end_matches([' ', '\t']);
        let is_inside = before.len() == self.at && self.letter.is_alphanumeric();
        let rest = &self.text[self.at..].lines().next().unwrap_or_default();
        if self.letter == ',' && !in_brackets {
            let list = self.text[quote..self.at + rest.len()].trim_end();
            return Some(format!("put brackets around a list: `[{list}]`").into());
        }
        if in_brackets && matches!(self.letter, '"' | '\'') {
            return Some("put a comma between the items".to_owned().into());
        }
        if is_inside || rest.contains(mark) {
            let help = format!(
                "put {other_quotes} quotes around text that holds `{mark}`, or write `{escaped}` for each of them inside"
            );
            return Some(help.into());
        }
        Some(
            format!("the `{mark}` must be at both ends of the value, with nothing after the second one")
                .into(),
        )
    }

    /// Returns the position of the quote that opened the text in which the parser stopped: the first since reading ended at
    /// which a value can begin.
    fn opening_quote(&self) -> Option<usize> {
        if matches!(self.letter, '"' | '\'')
            && self.at >= self.read
            && self.text[self.read..self.at].find(['"', '\'']).is_none()
        {
            return Some(self.at);
        }
        let between = &self.text[self.read..self.at];
        let is_start = |at: &usize| *at == 0 || between[..*at].ends_with([' ', '\t', '\n', '[', '{', ',']);
        between
            .char_indices()
            .filter(|(_, letter)| matches!(letter, '"' | '\''))
            .map(|(at, _)| at)
            .find(is_start)
            .map(|at| self.read + at)
    }
}

/// Returns the key of a line whose colon has no space after it; addresses do not count.
fn key_without_space(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once(':')?;
    let is_name =
        !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || "_-".contains(letter));
    (is_name && !rest.is_empty() && !rest.starts_with([' ', '/'])).then_some(name)
}

/// Returns advice for a line in the wrong column.
fn align_with_siblings() -> String {
    "begin the line in the same column as the keys or items that it belongs to".to_owned()
}
