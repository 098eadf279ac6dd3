//! Source locations: files, spans of bytes in them, and lines and columns for people.
//!
//! Every value that can be wrong carries a [`Span`]; the [`SourceMap`] turns it back into the
//! file, line and column that people look for.

use std::sync::Arc;

/// A file that was read, as an index into the [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in the text of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte, counted from the start of the file's text (after a byte order mark).
    pub start: u32,
    /// One past the last byte; never before `start`.
    pub end: u32,
}

impl Span {
    /// Creates the span of the bytes `start..end` of `file`.
    #[must_use]
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clip = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: clip(start), end: clip(end.max(start)) }
    }
}

/// A value and its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its span.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Combines a value with its span.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Maps the value and keeps the span.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }
}

/// A position for people: both counted from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// The text of one file, or of the part of a large file that a diagnostic shows.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path relative to the catalog's folder, with `/` as separator.
    pub path: Arc<str>,
    /// The text without a byte order mark.
    pub text: Arc<str>,
    first_line: usize,
    first_column: usize,
}

impl SourceFile {
    /// Creates a whole file.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into(), first_line: 1, first_column: 1 }
    }

    /// Creates a part of a file too large to keep, whose first character is at `begins`.
    pub fn excerpt(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>, begins: Position) -> Self {
        Self { path: path.into(), text: text.into(), first_line: begins.line, first_column: begins.column }
    }

    /// Returns the number of the first line of `text`: 1 unless it is an excerpt.
    #[must_use]
    pub fn first_line(&self) -> usize {
        self.first_line
    }

    /// Returns the line and column of a byte of the text; past the end, those of the end.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let offset = floor_char_boundary(&self.text, offset as usize);
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let breaks = before.bytes().filter(|byte| *byte == b'\n').count();
        let in_line = before[line_start..].chars().count();
        Position {
            line: self.first_line + breaks,
            column: in_line + if breaks == 0 { self.first_column } else { 1 },
        }
    }
}

/// All files that were read, in the order of their [`FileId`]s.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a file and returns its id.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file);
        id
    }

    /// Returns the number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Returns whether it contains no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Returns the file with an id of this map.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// Returns the paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| &*file.path)
    }

    /// Returns the path of a file of this map, shared; `?` for an id of another map.
    #[must_use]
    pub fn shared_path(&self, id: FileId) -> Arc<str> {
        self.file(id).map_or_else(|| "?".into(), |file| Arc::clone(&file.path))
    }

    /// Returns the path of a file of this map; `?` for an id of another map.
    #[must_use]
    pub fn path(&self, id: FileId) -> &str {
        self.file(id).map_or("?", |file| &file.path)
    }
}

/// Returns the last character boundary of `text` at or before `offset`.
#[must_use]
pub(crate) fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let file = SourceFile::new("teams.yml", "id: café\nname: x\n");
        assert_eq!(file.position(9), Position { line: 1, column: 9 });
        assert_eq!(file.position(10), Position { line: 2, column: 1 });
        assert_eq!(file.position(999), Position { line: 3, column: 1 });
    }

    #[test]
    fn positions_in_an_excerpt_count_from_its_start_in_the_file() {
        let file = SourceFile::excerpt("manifest.json", "abc\nd", Position { line: 7, column: 41 });
        assert_eq!(file.position(2), Position { line: 7, column: 43 });
        assert_eq!(file.position(4), Position { line: 8, column: 1 });
    }
}
