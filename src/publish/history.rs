//! What is written beside the catalog's own files: its history, a file for each month, to which lines are
//! only added; and schemas for editors.

use jiff::civil::Date;
use std::fs::OpenOptions;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// Adds lines to the file of the day's month in `folder`, and gives its path.
///
/// A line that was torn, because the machine stopped while it was written, is ended first, so that
/// it spoils no other.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn append(folder: &Path, day: Date, lines: &[String]) -> io::Result<PathBuf> {
    let path = folder.join(format!("{:04}-{:02}.ndjson", day.year(), day.month()));
    add(&path, lines)?;
    Ok(path)
}

/// Adds lines to the record of changes in `folder`, and then keeps the shape that they lead to: should
/// the machine stop in between, the changes are found again, and recorded twice rather than never.
///
/// # Errors
/// When the folder or a file cannot be written.
#[expect(clippy::disallowed_methods, reason = "`publish` is a room that touches disk")]
pub fn keep_changes(folder: &Path, lines: &[String], shape: &str) -> io::Result<()> {
    add(&folder.join("changes.ndjson"), lines)?;
    let path = folder.join("shape.jsonl");
    let fresh = folder.join(".shape.jsonl.new");
    std::fs::create_dir_all(folder)?;
    std::fs::write(&fresh, shape)?;
    std::fs::rename(fresh, path)
}

/// Adds lines to a file, which is made if it is not there.
#[expect(clippy::disallowed_methods, reason = "`publish` is a room that touches disk")]
fn add(path: &Path, lines: &[String]) -> io::Result<()> {
    std::fs::create_dir_all(path.parent().unwrap_or(path))?;
    if lines.is_empty() {
        return Ok(());
    }
    let mut file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
    let mut text = String::new();
    if file.metadata()?.len() > 0 {
        let mut last = [0];
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            text.push('\n');
        }
    }
    text.extend(lines.iter().map(String::as_str));
    file.write_all(text.as_bytes())
}

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
