//! Disk to text: finding the files of a catalog and decoding them.

use super::yaml::Faults;
use crate::diagnostics::Diagnostic;
use crate::source::{FileId, SourceFile, Span};
use std::io;
use std::path::{Path, PathBuf};

/// Deeper folders than this are a loop of links.
const DEEPEST: usize = 32;

/// The bytes of a file.
///
/// # Errors
/// What the operating system says.
#[expect(clippy::disallowed_methods, reason = "`read` is the room that touches disk")]
pub fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// The bytes of a file that somebody named or that was found; an error says which file it is.
///
/// # Errors
/// What the operating system says, with the path.
pub fn named_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let said =
        |error: io::Error| io::Error::new(error.kind(), format!("cannot read {}: {error}", path.display()));
    bytes(path).map_err(said)
}

/// Every file below `folder` whose name ends in one of `endings`, sorted by path; hidden ones
/// are passed over. A folder that does not exist has none.
///
/// # Errors
/// What the operating system says of a folder that is there and cannot be listed.
pub fn below(folder: &Path, endings: &[&str]) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if folder.is_dir() {
        walk(folder, endings, &mut found, 0)?;
    }
    found.sort();
    Ok(found)
}

/// The file of YAML that is called `name` in a folder, if there is one.
#[must_use]
pub fn yaml(folder: &Path, name: &str) -> Option<PathBuf> {
    [".yml", ".yaml"].iter().map(|ending| folder.join(format!("{name}{ending}"))).find(|path| path.is_file())
}

/// What stands in `folder` itself, sorted; nothing in a folder that does not exist.
///
/// # Errors
/// What the operating system says of a folder that is there and cannot be listed.
#[expect(clippy::disallowed_methods, reason = "`read` is the room that touches disk")]
pub fn within(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(folder)?;
    let mut found: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    found.sort();
    Ok(found)
}

#[expect(clippy::disallowed_methods, reason = "`read` is the room that touches disk")]
fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>, depth: usize) -> io::Result<()> {
    if depth > DEEPEST {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        let path = entry.path();
        // The entry's own type spares a call per file; a link is looked through.
        let kind = entry.file_type()?;
        if kind.is_dir() || kind.is_symlink() && path.is_dir() {
            walk(&path, endings, found, depth + 1)?;
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
    Ok(())
}

/// A path for people and for the site: relative to the catalog, with `/` between its parts.
#[must_use]
pub fn shown(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    // The root of the disk is a part of its own: a slash.
    parts.join("/").replacen("//", "/", 1)
}

/// The text of a file without its byte order mark. Faults: `not-utf-8`, after which what could
/// not be decoded is replaced, so that the place can still be shown.
pub fn decode(id: FileId, path: &str, bytes: Vec<u8>, faults: &mut Faults) -> SourceFile {
    let bytes = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    match String::from_utf8(bytes) {
        Ok(text) => SourceFile::new(path, text),
        Err(fault) => {
            let at = fault.utf8_error().valid_up_to();
            let bytes = fault.into_bytes();
            let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
            let message = if utf16 { "the file is UTF-16, not UTF-8" } else { "the file is not UTF-8 text" };
            let diagnostic = Diagnostic::error("not-utf-8", message)
                .at(Span::new(id, at, at + 3), "this cannot be decoded")
                .help("save the file as UTF-8");
            faults.push(diagnostic);
            SourceFile::new(path, String::from_utf8_lossy(&bytes).into_owned())
        }
    }
}
