//! Appends to the history of the catalog: one file for each month.

use crate::error::{Error, Result};
use jiff::civil::Date;
use std::fs::OpenOptions;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// Appends lines to the file of the day's month in `folder`, and returns its path.
///
/// A line that was cut off, because the machine stopped while it was written, is terminated first, so that it does
/// not spoil the next one.
///
/// # Errors
/// If the folder or the file cannot be written.
pub(crate) fn append(folder: &Path, day: Date, lines: &[String]) -> Result<PathBuf> {
    let path = folder.join(format!("{:04}-{:02}.ndjson", day.year(), day.month()));
    add(&path, lines).map_err(Error::write(&path))?;
    Ok(path)
}

/// Appends lines to the record of changes in `folder`, and then stores the resulting shape: if the machine stops in
/// between, the changes are found again, and recorded twice rather than never.
///
/// # Errors
/// If the folder or a file cannot be written.
#[expect(clippy::disallowed_methods, reason = "`publish` is a room that touches disk")]
pub(crate) fn keep_changes(folder: &Path, lines: &[String], shape: &str) -> Result<()> {
    let changes = folder.join("changes.ndjson");
    add(&changes, lines).map_err(Error::write(&changes))?;
    let path = folder.join("shape.jsonl");
    let fresh = folder.join(".shape.jsonl.new");
    std::fs::write(&fresh, shape).map_err(Error::write(&fresh))?;
    std::fs::rename(fresh, &path).map_err(Error::write(&path))
}

/// Appends lines to a file, creating it if needed.
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
