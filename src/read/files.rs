//! Disk to text: finding the files of a catalog and decoding them.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::error::{Error, Result};
use crate::source::{FileId, SourceFile, Span};
use rayon::prelude::*;
use std::ffi::OsString;
use std::fs::DirEntry;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of a catalog's own templates.
pub(crate) const TEMPLATES_FOLDER: &str = "templates";
/// The folder of its themes.
pub(crate) const THEMES_FOLDER: &str = "themes";
/// The folder of the files that are published as they are.
pub(crate) const STATIC_FOLDER: &str = "static";

/// Folders nested deeper than this are taken for a loop of links.
const MAX_DEPTH: usize = 32;

/// Returns the bytes of a file.
///
/// # Errors
/// If it cannot be read.
#[expect(clippy::disallowed_methods, reason = "`read` is the module that touches disk")]
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(Error::read(path))
}

/// Opens a file that is read piece by piece; `None` if that is not possible, which [`bytes`] reports.
pub(crate) fn open(path: &Path) -> Option<std::fs::File> {
    std::fs::File::open(path).ok()
}

/// Returns every file below `folder` whose name ends in one of `endings`, sorted by path; hidden files
/// are skipped. Empty if the folder does not exist.
///
/// # Errors
/// If an existing folder cannot be listed.
pub(crate) fn below(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    if folder.is_dir() { walk(folder, endings, 0) } else { Ok(Vec::new()) }
}

/// Returns the YAML file named `name` in a folder, if it exists.
#[must_use]
pub(crate) fn yaml(folder: &Path, name: &str) -> Option<PathBuf> {
    [".yml", ".yaml"].iter().map(|ending| folder.join(format!("{name}{ending}"))).find(|path| path.is_file())
}

/// Returns the direct entries of `folder`, sorted; none if the folder does not exist.
///
/// # Errors
/// If an existing folder cannot be listed.
#[expect(clippy::disallowed_methods, reason = "`read` is the module that touches disk")]
pub(crate) fn within(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let list = || -> io::Result<Vec<PathBuf>> {
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
    };
    let mut files = list().map_err(Error::list(folder))?;
    files.sort();
    Ok(files)
}

/// Walks folders in the order of their names, so that the paths need no sorting.
#[expect(clippy::disallowed_methods, reason = "`read` is the module that touches disk")]
fn walk(folder: &Path, endings: &[&str], depth: usize) -> Result<Vec<PathBuf>> {
    if depth > MAX_DEPTH {
        return Ok(Vec::new());
    }
    let list = || -> io::Result<Vec<(OsString, DirEntry)>> {
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| (entry.file_name(), entry))).collect()
    };
    let mut entries = list().map_err(Error::list(folder))?;
    entries.retain(|(name, _)| !name.as_encoded_bytes().starts_with(b"."));
    entries.sort_unstable_by(|(first, _), (second, _)| first.cmp(second));
    // The contents of each folder; `None` if it is not a folder.
    let inside = entries.par_iter().map(|(_, entry)| -> Result<Option<Vec<PathBuf>>> {
        // The entry's own type saves a system call per file; links are followed.
        let kind = entry.file_type().map_err(Error::read(&entry.path()))?;
        let is_folder = kind.is_dir() || kind.is_symlink() && entry.path().is_dir();
        is_folder.then(|| walk(&entry.path(), endings, depth + 1)).transpose()
    });
    let inside: Vec<Option<Vec<PathBuf>>> = inside.collect::<Result<_>>()?;
    let mut files = Vec::new();
    for ((name, entry), inside) in entries.iter().zip(inside) {
        match inside {
            Some(inside) => files.extend(inside),
            None if endings.iter().any(|ending| name.as_encoded_bytes().ends_with(ending.as_bytes())) => {
                files.push(entry.path());
            }
            None => {}
        }
    }
    Ok(files)
}

/// Returns a path for display and for the site: relative to the catalog, with `/` as separator.
#[must_use]
pub(crate) fn shown(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    // The root of the disk is a component of its own: a slash.
    parts.join("/").replacen("//", "/", 1)
}

/// Returns the text of a file without its byte order mark. Diagnostics: `not-utf-8`, after which undecodable
/// bytes are replaced, so that the place can still be shown.
pub(crate) fn decode(id: FileId, path: &str, bytes: Vec<u8>, diagnostics: &mut Diagnostics) -> SourceFile {
    let bytes = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    match String::from_utf8(bytes) {
        Ok(text) => SourceFile::new(path, text),
        Err(diagnostic) => {
            let at = diagnostic.utf8_error().valid_up_to();
            let bytes = diagnostic.into_bytes();
            let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
            let message = if utf16 { "the file is UTF-16, not UTF-8" } else { "the file is not UTF-8 text" };
            let diagnostic = Diagnostic::error("not-utf-8", message)
                .at(Span::new(id, at, at + 3), "this cannot be decoded")
                .help("save the file as UTF-8");
            diagnostics.push(diagnostic);
            SourceFile::new(path, String::from_utf8_lossy(&bytes).into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test makes the files that it looks for")]
    fn files_are_listed_in_the_order_of_their_paths() {
        let root = std::env::temp_dir().join(format!("glassbox-below-{}", std::process::id()));
        for path in [
            "b/z.yml",
            "b.yml",
            "b-c/y.yml",
            "a/b/c.yml",
            "a.yml/x.yml",
            "a-/d.yml",
            "B.yml",
            "é.yml",
            "a/.x.yml",
        ] {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap_or(&root)).unwrap_or_default();
            std::fs::write(&path, "").unwrap_or_default();
        }
        let files = below(&root, &[".yml"]).unwrap_or_default();
        let mut sorted = files.clone();
        sorted.sort();
        assert_eq!(files.len(), 8, "hidden files are skipped");
        assert_eq!(files, sorted);
        std::fs::remove_dir_all(&root).unwrap_or_default();
    }
}
