//! What `glassbox record` wrote on earlier days: a line of JSON for each day and product, in a file
//! for each month. Lines may stand in any order and twice, as merges of branches leave them, and
//! the last one may be torn.

use super::config::ConfigDoc;
use super::dbt::json::excerpt;
use super::dbt::lenient::{Entries, Flag, Record, Text};
use super::files;
use super::yaml::Faults;
use crate::diagnostics::Diagnostic;
use crate::source::SourceMap;
use serde::Deserialize;
use std::io;
use std::path::Path;

/// How a product stood on a day.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DayDoc {
    /// The day: `2026-11-20`.
    pub day: Text,
    /// When that was written, in RFC 3339: of several lines the newest counts.
    pub at: Text,
    /// The product's id.
    pub product: Text,
    /// The word of its status.
    pub status: Text,
    /// Whether each promise was kept, by what tells them apart: `freshness/bookings`.
    pub promises: Entries<Flag>,
}

/// The folder of the history, from the catalog's.
#[must_use]
pub fn folder(config: &ConfigDoc) -> &str {
    config.evidence.history.as_ref().map_or("history", |folder| &folder.value)
}

/// Reads what stands in the folder of the history, which may be missing.
///
/// # Errors
/// When a file that is there cannot be read. Faults: `bad-history`, a warning.
pub fn days(
    folder: &Path,
    root: &Path,
    sources: &mut SourceMap,
    faults: &mut Faults,
) -> io::Result<Vec<DayDoc>> {
    let mut days = Vec::new();
    for path in files::below(folder, &[".ndjson"])? {
        let shown = files::shown(root, &path);
        let bytes = files::named_bytes(&path)?;
        for (number, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            match serde_json::from_slice::<Record<DayDoc>>(line) {
                Ok(Record(day)) if day.day.filled().is_some() && day.product.filled().is_some() => {
                    days.push(day)
                }
                read => {
                    let column = read.err().map_or(1, |error| error.column());
                    let place = excerpt(&bytes, &shown, (number + 1, column), sources);
                    let fault = Diagnostic::warning(
                        "bad-history",
                        format!("a line of `{shown}` is no day of a product"),
                    )
                    .at(place, "left out")
                    .help("remove the line; the other days are not touched by it");
                    faults.push(fault);
                }
            }
        }
    }
    Ok(days)
}
