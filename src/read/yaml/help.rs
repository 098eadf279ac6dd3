//! Turns the parser's errors into messages with help: YAML's special characters in unquoted text,
//! unclosed quotes and brackets, wrongly indented lines.
//!
//! The parser reports where it could not go on; the remedy depends on the text around that
//! position. If no advice is sure to be right, none is given.

use super::advice::{Advice, as_in, before_colon, begins_with, comment, holds_colon};
use super::flow::{self, Bracket};
use super::values::shown;
use crate::diagnostics::Diagnostic;
use crate::source::{FileId, Span, floor_char_boundary};
use granit_parser::{ErrorKind, ScanError};

/// Returns the parser's error at its position, with help if the cause is known. Reading had reached
/// `read`; `open` are the brackets that were open there.
pub(super) fn parser_diagnostic(
    file: FileId,
    text: &str,
    error: &ScanError,
    read: usize,
    open: &[Bracket],
) -> Diagnostic {
    let at = floor_char_boundary(text, error.marker().byte_offset().unwrap_or(0));
    let around = ErrorContext::new(text, at, read);
    if let Some(tab) = around.tab(error.kind()) {
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
    match around.advice(error.kind(), &open) {
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
    at: usize,
    /// The position that reading had reached.
    read: usize,
    /// The position where the line begins.
    begins: usize,
    /// The line, without its end.
    line: &'t str,
    /// The character at the position.
    here: char,
}

impl<'t> ErrorContext<'t> {
    fn new(text: &'t str, at: usize, read: usize) -> Self {
        let begins = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[begins..].lines().next().unwrap_or_default();
        let here = text[at..].chars().next().unwrap_or('\n');
        Self { text, at, read: floor_char_boundary(text, read.min(at)), begins, line, here }
    }

    /// Returns a tab that indents the line, or the next line at which the parser could not go on.
    fn tab(&self, kind: &ErrorKind) -> Option<usize> {
        let of_line = |line: &str| line[..line.len() - line.trim_start_matches([' ', '\t']).len()].find('\t');
        if let Some(tab) = of_line(self.line) {
            return Some(self.begins + tab);
        }
        let tabs = [ErrorKind::TabInPlainScalar, ErrorKind::TabInIndentation, ErrorKind::TabNotAllowed];
        if !tabs.contains(kind) {
            return None;
        }
        let mut begins = self.begins;
        for line in self.text[self.begins..].split_inclusive('\n') {
            if let Some(tab) =
                of_line(line.trim_end()).or_else(|| line.trim().is_empty().then(|| line.find('\t'))?)
            {
                return Some(begins + tab);
            }
            begins += line.len();
        }
        None
    }

    fn advice(&self, kind: &ErrorKind, open: &[Bracket]) -> Option<Advice> {
        if let Some(mark) = self.mark_of_a_merge() {
            let help = format!("a merge left its markers (`{mark}`): keep one of the two sides");
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
            ErrorKind::UnknownAnchor => self.alias(&self.rest(self.at, in_brackets)),
            ErrorKind::MissingAnchorOrAliasName => begins_with(self.here, &self.rest(self.at, in_brackets)),
            ErrorKind::UndeclaredTagHandle
            | ErrorKind::ExpectedTagBang
            | ErrorKind::InvalidTagTerminator
            | ErrorKind::MissingTagUri
            | ErrorKind::UnclosedVerbatimTag
            | ErrorKind::InvalidTagEscape
            | ErrorKind::InvalidGlobalTagCharacter => begins_with('!', &self.rest_of_tag(in_brackets)),
            ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => {
                let header = if matches!(self.here, '|' | '>') { self.at } else { self.value_before(&['|', '>'])? };
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
            | ErrorKind::DocumentIndicatorInQuotedScalar => return self.open_quote(),
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
                format!("this `{}` closes nothing: remove it, or put quotes around the text", self.here)
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
            ErrorKind::MappingKeyNotAllowed if self.here == '?' => begins_with('?', &self.rest(self.at, in_brackets)),
            _ if in_brackets => return flow::advice(self.text, self.at, open),
            _ if self.here == ',' && self.begins_a_value() => self.cannot_begin(false),
            ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => return self.colon().map(Into::into),
            ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedDocumentStart => return self.no_key().map(Into::into),
            ErrorKind::SimpleKeyExpected => return self.no_colon().map(Into::into),
            ErrorKind::ExpectedBlockSequenceEntry => {
                "begin each item of the list with `- `, in the same column; indent what belongs to an item deeper".to_owned()
            }
            ErrorKind::InvalidIndentation => column(),
            _ => return None,
        };
        Some(help.into())
    }

    /// Returns the value that begins at a position: to the end of the line, in brackets to the next comma or
    /// bracket, and for a key to its colon.
    fn rest(&self, from: usize, in_brackets: bool) -> String {
        let from = floor_char_boundary(self.text, from);
        let line = self.text[from..].lines().next().unwrap_or_default();
        let line = if in_brackets { line.split([',', ']', '}']).next().unwrap_or_default() } else { line };
        let line = if self.begins_a_line(from) { before_colon(line) } else { line };
        let line = line.get(1..).and_then(|rest| rest.find(" #")).map_or(line, |hash| &line[..=hash]);
        line.trim().to_owned()
    }

    fn rest_of_tag(&self, in_brackets: bool) -> String {
        self.rest(self.value_before(&['!']).unwrap_or(self.at), in_brackets)
    }

    /// Returns the position of a value that begins with one of these, in the line up to the position.
    fn value_before(&self, marks: &[char]) -> Option<usize> {
        let up_to = self.at + if marks.contains(&self.here) { self.here.len_utf8() } else { 0 };
        let line = &self.text[self.begins..up_to];
        let begins = |at: &usize| *at == 0 || line[..*at].ends_with([' ', '\t', '[', '{', ',']);
        line.char_indices()
            .filter(|(_, letter)| marks.contains(letter))
            .map(|(at, _)| at)
            .find(begins)
            .map(|at| self.begins + at)
    }

    /// Returns whether only dashes precede a position in its line, so that a key may begin there.
    fn begins_a_line(&self, at: usize) -> bool {
        let begins = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        self.text[begins..at].chars().all(|letter| matches!(letter, ' ' | '-'))
    }

    /// Returns whether a value begins at the position: after a colon, a dash or at the beginning of the line.
    fn begins_a_value(&self) -> bool {
        let before = self.text[self.begins..self.at].trim_end();
        before.is_empty() || before.ends_with(':') || before.chars().all(|letter| matches!(letter, ' ' | '-'))
    }

    fn mark_of_a_merge(&self) -> Option<&'t str> {
        let above = self.lines_above().next().map(|(_, line)| line);
        let is_mark = |line: &&str| {
            ["<<<<<<< ", ">>>>>>> "].iter().any(|mark| line.starts_with(mark)) || *line == "======="
        };
        [Some(self.line), above].into_iter().flatten().find(is_mark).map(|line| &line[..7])
    }

    /// Returns the non-empty lines above, nearest first, and where they begin.
    fn lines_above(&self) -> impl Iterator<Item = (usize, &'t str)> {
        let mut end = self.begins;
        let text = self.text;
        std::iter::from_fn(move || {
            while end > 0 {
                let begins = text[..end - 1].rfind('\n').map_or(0, |newline| newline + 1);
                let line = text[begins..end].trim_end();
                end = begins;
                if !line.is_empty() {
                    return Some((begins, line));
                }
            }
            None
        })
    }

    /// Returns advice for a character that nothing can begin with.
    fn cannot_begin(&self, in_brackets: bool) -> String {
        format!(
            "nothing can begin with `{}`: put quotes around it{}",
            self.here,
            as_in(&self.rest(self.at, in_brackets))
        )
    }

    /// Returns advice for an alias without an anchor; most often it is meant as text.
    fn alias(&self, value: &str) -> String {
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
    fn colon(&self) -> Option<String> {
        let key = before_colon(self.line);
        if self.begins + key.len() < self.at {
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
        if let Some(name) = glued(above) {
            return Some(format!("put a space after the `:` of `{name}:` in the line above"));
        }
        let is_key = before_colon(above).len() < above.len() || above.starts_with('#');
        (!is_key).then(|| format!("the line above is not `key: value`: `{}`", shown(above)))
    }

    /// Returns advice for something that is not a key where one is expected.
    fn no_key(&self) -> Option<String> {
        let before = self.text[self.begins..self.at].trim_end();
        let value = self.line.get(before_colon(self.line).len() + 1..).unwrap_or(self.line).trim();
        let value = if value.is_empty() { self.line.trim().trim_start_matches("- ") } else { value };
        let value = if self.line.starts_with(['[', '{']) { self.line } else { value };
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
        before.trim().is_empty().then(column)
    }

    /// Returns advice for a line that is neither a key nor the continuation of something.
    fn no_colon(&self) -> Option<String> {
        let line = self.line.trim_start();
        if let Some(name) = glued(line.trim_start_matches("- ")) {
            return Some(format!("put a space after the `:` of `{name}:`"));
        }
        let above = self.lines_above().next().map(|(_, line)| line.trim_start());
        if line.starts_with('-') && above.is_some_and(|line| line.starts_with("- ")) {
            return Some("put a space after the `-` that begins an item".to_owned());
        }
        Some("write `key: value`, or indent the line deeper if it goes on with the text above".to_owned())
    }

    /// Returns advice for an unclosed quote.
    fn open_quote(&self) -> Option<Advice> {
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
            return self.open_quote();
        }
        let (other, escaped) = if mark == '"' { ("single", "\\\"") } else { ("double", "''") };
        let before = self.text[..self.at].trim_end_matches([' ', '\t']);
        let is_inside = before.len() == self.at && self.here.is_alphanumeric();
        let rest = &self.text[self.at..].lines().next().unwrap_or_default();
        if self.here == ',' && !in_brackets {
            let list = self.text[quote..self.at + rest.len()].trim_end();
            return Some(format!("put brackets around a list: `[{list}]`").into());
        }
        if in_brackets && matches!(self.here, '"' | '\'') {
            return Some("put a comma between the items".to_owned().into());
        }
        if is_inside || rest.contains(mark) {
            let help = format!(
                "put {other} quotes around text that holds `{mark}`, or write `{escaped}` for each of them inside"
            );
            return Some(help.into());
        }
        Some(
            format!("the `{mark}` must be at both ends of the value, with nothing after the second one")
                .into(),
        )
    }

    /// Returns the quote that opened the text that the parser was in, if nothing else began before it.
    fn opening_quote(&self) -> Option<usize> {
        if matches!(self.here, '"' | '\'')
            && self.at >= self.read
            && self.text[self.read..self.at].find(['"', '\'']).is_none()
        {
            return Some(self.at);
        }
        let between = &self.text[self.read..self.at];
        let begins = |at: &usize| *at == 0 || between[..*at].ends_with([' ', '\t', '\n', '[', '{', ',']);
        between
            .char_indices()
            .filter(|(_, letter)| matches!(letter, '"' | '\''))
            .map(|(at, _)| at)
            .find(begins)
            .map(|at| self.read + at)
    }
}

/// Returns a key whose colon has no space after it; addresses do not count.
fn glued(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once(':')?;
    let is_name =
        !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || "_-".contains(letter));
    (is_name && !rest.is_empty() && !rest.starts_with([' ', '/'])).then_some(name)
}

fn column() -> String {
    "begin the line in the same column as the keys or items that it belongs to".to_owned()
}
