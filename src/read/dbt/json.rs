//! JSON files written by programs: read as a whole. If one is broken, only the faulty part is shown,
//! because the file may be too large to keep.

use super::lenient::LenientRecord;
use crate::source::{FileId, Position, SourceFile, SourceMap, Span};
use serde::de::{Deserialize, DeserializeOwned};

/// A file, and how messages refer to it.
#[derive(Clone, Copy)]
pub(in crate::read) struct JsonFile<'a> {
    pub(in crate::read) bytes: &'a [u8],
    /// The path for display.
    pub(in crate::read) path: &'a str,
    /// What it should be: `dbt manifest`.
    pub(in crate::read) what: &'a str,
    /// The command that writes it again.
    pub(in crate::read) again: &'a str,
}

/// What is wrong with a file.
pub(in crate::read) struct JsonError {
    pub(in crate::read) message: String,
    pub(in crate::read) place: Span,
    /// The problem at that place; may be empty.
    pub(in crate::read) problem: String,
    pub(in crate::read) help: String,
}

impl JsonFile<'_> {
    /// Reads the contents of the file; anything that is no record becomes an empty one.
    ///
    /// # Errors
    /// If it is not valid JSON.
    pub(in crate::read) fn read<T: DeserializeOwned + Default>(
        &self,
        sources: &mut SourceMap,
    ) -> Result<T, JsonError> {
        let bytes = self.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(self.bytes);
        let LenientRecord(value) = parsed::<LenientRecord<T>>(bytes).map_err(|error| {
            let defect = if error.is_eof() { "is cut off" } else { "is not valid JSON" };
            JsonError {
                message: format!("`{}` {defect}", self.path),
                place: excerpt(bytes, self.path, error.line(), error.column(), sources),
                problem: problem(&error),
                help: format!("write it again with `{}`", self.again),
            }
        })?;
        Ok(value)
    }

    /// Returns the diagnostic of a file that is JSON but of another kind; `lacks` names what it should contain.
    pub(in crate::read) fn wrong_document(&self, lacks: &str, sources: &mut SourceMap) -> JsonError {
        JsonError {
            message: format!("`{}` is not {}: it has {lacks}", self.path, self.what),
            place: excerpt(self.bytes, self.path, 1, 1, sources),
            problem: String::new(),
            help: "give the folder in which dbt writes its artifacts, usually `target`".to_owned(),
        }
    }
}

/// Parses bytes. UTF-8 is validated once for all of them, not for each text.
///
/// # Errors
/// If they are not valid JSON.
pub(in crate::read) fn parsed<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> serde_json::Result<T> {
    match std::str::from_utf8(bytes) {
        Ok(text) => serde_json::from_str(text),
        // The parser reports the position.
        Err(_) => serde_json::from_slice(bytes),
    }
}

/// Returns the parser's message without the position, which is shown separately.
fn problem(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// Keeps the surroundings of a line and column (both from 1, in bytes) of a file that may be too
/// large to keep, and returns the span in them.
pub(in crate::read) fn excerpt(
    bytes: &[u8],
    path: &str,
    line: usize,
    column: usize,
    sources: &mut SourceMap,
) -> Span {
    const AROUND: usize = 40;
    let begins = bytes
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum::<usize>();
    let at = (begins + column.saturating_sub(1)).min(bytes.len());
    let from = at.saturating_sub(AROUND).max(begins.min(at));
    let to = (at + AROUND).min(bytes.len());
    let shown = |part: &[u8]| -> String {
        let text = String::from_utf8_lossy(part);
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
    };
    let end = bytes[at..to].iter().position(|byte| *byte == b'\n').map_or(to, |newline| at + newline);
    let before = shown(&bytes[from..at]);
    let text = format!("{before}{}", shown(&bytes[at..end]));
    let start = before.len();
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    let begins = Position { line, column: from - begins.min(from) + 1 };
    let file: FileId = sources.add(SourceFile::excerpt(path, text, begins));
    Span::new(file, start, start + length)
}
