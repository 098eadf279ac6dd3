//! Reads the history that `glassbox record` writes: a line of JSON for each day and product, in a file per month.
//! After merges, lines may be out of order and duplicated, and the last one may be incomplete.

use super::config::{self, ConfigDoc};
use super::dbt::json::{excerpt, parsed};
use super::dbt::lenient::{Entries, Flag, LenientRecord, Number, Text, Texts};
use super::files;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::error::Result;
use crate::source::SourceMap;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The status of a product on a day.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DayDoc {
    /// The day: `2026-11-20`.
    pub day: Text,
    /// When the line was written, in RFC 3339: of several lines the newest counts.
    pub at: Text,
    /// The product's id.
    pub product: Text,
    /// The word of its status.
    pub status: Text,
    /// Whether each promise was kept, by the key of the promise: `freshness/bookings`.
    pub promises: Entries<Flag>,
    /// The row counts of its output ports, by the keys of the assets; missing in lines older than this field.
    pub rows: Entries<Number>,
}

/// A recorded change.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChangeDoc {
    /// The day: `2026-11-20`.
    pub day: Text,
    /// The kind of change, by its word.
    pub kind: Text,
    /// The id of the product; empty for a system.
    pub product: Text,
    /// The id of the system.
    pub system: Text,
    /// Its name at the time.
    pub name: Text,
    /// What changed.
    pub text: Text,
    /// Whether it may break what others have built.
    pub breaking: Flag,
    /// Who had to be told.
    pub tell: Texts,
    /// The same with names and channels; missing in older lines.
    pub recipients: serde_json::Value,
    /// Everyone that it concerns.
    pub concerns: serde_json::Value,
    /// What changed, as a code; missing in lines older than the codes.
    pub code: Text,
    /// The data of the code.
    pub data: serde_json::Value,
}

/// The file of recorded changes, in the folder of the history.
pub(crate) const CHANGES: &str = "changes.ndjson";
/// The file with the catalog's shape as last recorded, in the same folder.
pub(crate) const SHAPE: &str = "shape.jsonl";

/// Returns the shape kept by the last recording; `None` before the first one.
///
/// # Errors
/// If the file exists and cannot be read.
pub(crate) fn kept_shape(folder: &Path) -> Result<Option<String>> {
    let path = folder.join(SHAPE);
    if !path.is_file() {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&files::bytes(&path)?).into_owned()))
}

/// Returns the recorded changes, in order, if their file is among those of the history.
///
/// # Errors
/// If the file exists and cannot be read. Diagnostics: `bad-history`, a warning.
pub(crate) fn changes(listed: &[PathBuf], diagnostics: &mut Diagnostics) -> Result<Vec<ChangeDoc>> {
    let Some(path) = listed.iter().find(|path| path.ends_with(CHANGES)) else { return Ok(Vec::new()) };
    let bytes = files::bytes(path)?;
    let mut changes = Vec::new();
    let mut odd = 0;
    for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.iter().all(u8::is_ascii_whitespace)) {
        match parsed::<LenientRecord<ChangeDoc>>(line) {
            Ok(LenientRecord(change))
                if change.day.filled().is_some()
                    && (change.product.filled().is_some() || change.system.filled().is_some()) =>
            {
                changes.push(change);
            }
            _ => odd += 1,
        }
    }
    if odd > 0 {
        let message = format!(
            "{odd} line{} of `{CHANGES}` cannot be read as a change",
            if odd == 1 { "" } else { "s" }
        );
        let diagnostic = Diagnostic::warning("bad-history", message);
        diagnostics.push(diagnostic.help("remove them; the other changes are not affected"));
    }
    Ok(changes)
}

/// Returns the folder of the history, relative to the catalog's.
#[must_use]
pub(crate) fn folder(config: &ConfigDoc) -> &str {
    config.evidence.history.as_ref().map_or(config::HISTORY, |folder| &folder.value)
}

/// Reads the days in the files of the history.
///
/// # Errors
/// If an existing file cannot be read. Diagnostics: `bad-history`, a warning.
pub(crate) fn days(
    root: &Path,
    listed: &[PathBuf],
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<DayDoc>> {
    let mut days = Vec::new();
    for path in listed.iter().filter(|path| !path.ends_with(CHANGES)) {
        let shown = files::shown(root, path);
        let bytes = files::bytes(path)?;
        for (number, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            match parsed::<LenientRecord<DayDoc>>(line) {
                Ok(LenientRecord(day)) if day.day.filled().is_some() && day.product.filled().is_some() => {
                    days.push(day)
                }
                read => {
                    let column = read.err().map_or(1, |error| error.column());
                    let place = excerpt(&bytes, &shown, number + 1, column, sources);
                    let diagnostic =
                        Diagnostic::warning("bad-history", format!("a line of `{shown}` cannot be read"))
                            .at(place, "ignored")
                            .help("remove the line; the other days are not affected");
                    diagnostics.push(diagnostic);
                }
            }
        }
    }
    Ok(days)
}
