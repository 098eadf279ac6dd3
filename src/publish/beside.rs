//! Files that are written for people to go on with: a new catalog, and schemas for their editors.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

/// Writes files into a folder, which is made if it is not there; each takes the place of one of its name.
///
/// # Errors
/// When the folder or a file cannot be written.
#[expect(clippy::disallowed_methods, reason = "`publish` is a room that touches disk")]
pub fn write_all(folder: &Path, files: &[(String, String)]) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    files.iter().try_for_each(|(name, text)| std::fs::write(folder.join(name), text))
}

/// Writes a file that is not there yet, and whether it did: what somebody has is never lost.
///
/// # Errors
/// When its folder or the file cannot be written.
#[expect(clippy::disallowed_methods, reason = "`publish` is a room that touches disk")]
pub fn write_new(path: &Path, text: &str) -> io::Result<bool> {
    std::fs::create_dir_all(path.parent().unwrap_or(path))?;
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}
