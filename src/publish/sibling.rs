//! Writes files that people continue to edit: a new catalog, and schemas for editors.

use crate::error::{Error, Result};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

/// Writes files into a folder, creating it if needed; existing files of the same names are replaced.
///
/// # Errors
/// If the folder or a file cannot be written.
#[expect(clippy::disallowed_methods, reason = "`publish` is a room that touches disk")]
pub(crate) fn write_all(folder: &Path, files: &[(String, String)]) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(Error::write(folder))?;
    files.iter().try_for_each(|(name, text)| {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(Error::write(&path))
    })
}

/// Writes a file unless it exists, and returns whether it did: existing files are never lost.
///
/// # Errors
/// If its folder or the file cannot be written.
#[expect(clippy::disallowed_methods, reason = "`publish` is a room that touches disk")]
pub(crate) fn write_new(path: &Path, text: &str) -> Result<bool> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(Error::write(folder))?;
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).map(|()| true).map_err(Error::write(path)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(Error::write(path)(error)),
    }
}
