//! OpenLineage run events: what any job said of its runs, one JSON document a line.
//!
//! The shape is that of the OpenLineage specification (spec version 2, events of jobs and runs);
//! facets that are not used are passed over.

use super::dbt::json::excerpt;
use super::dbt::lenient::{Flag, Record, Records, Text};
use super::files;
use super::yaml::Faults;
use crate::diagnostics::Diagnostic;
use crate::source::{SourceMap, Spanned};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// All events.
#[derive(Clone, Debug, Default)]
pub struct EventsDoc {
    /// The events, in the order of their files.
    pub events: Vec<EventDoc>,
    /// How many files of events there are, also broken ones.
    pub files: usize,
}

/// A run event.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct EventDoc {
    /// `START`, `RUNNING`, `COMPLETE`, `FAIL`, `ABORT` or `OTHER`.
    pub event_type: Text,
    /// When, in RFC 3339.
    pub event_time: Text,
    /// The run.
    pub run: Record<RunDoc>,
    /// The job.
    pub job: Record<JobDoc>,
    /// What it read.
    pub inputs: Records<DatasetDoc>,
    /// What it wrote.
    pub outputs: Records<DatasetDoc>,
}

/// A run of a job.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct RunDoc {
    /// Tells runs apart.
    pub run_id: Text,
    /// More about it.
    pub facets: Record<RunFacetsDoc>,
}

/// More about a run.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RunFacetsDoc {
    /// Why it failed.
    #[serde(rename = "errorMessage")]
    pub error_message: Record<ErrorMessageDoc>,
    /// Of dbt: which of its runs.
    pub dbt_run: Record<DbtRunDoc>,
}

/// Why a run failed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ErrorMessageDoc {
    /// In words.
    pub message: Text,
}

/// A run of dbt.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DbtRunDoc {
    /// The same as in `run_results.json`.
    pub invocation_id: Text,
}

/// A job.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct JobDoc {
    /// Where its name is unique.
    pub namespace: Text,
    /// Its name.
    pub name: Text,
    /// More about it.
    pub facets: Record<JobFacetsDoc>,
}

/// More about a job.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct JobFacetsDoc {
    /// Of dbt: the node.
    pub dbt_node: Record<DbtNodeDoc>,
}

/// A node of dbt.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DbtNodeDoc {
    /// dbt's unique id.
    pub unique_id: Text,
}

/// A dataset that a job reads or writes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct DatasetDoc {
    /// Where its name is unique.
    pub namespace: Text,
    /// Its name: for a table `database.schema.table`.
    pub name: Text,
    /// More about it.
    pub facets: Record<DatasetFacetsDoc>,
    /// More about it, as far as this run goes.
    pub input_facets: Record<DatasetFacetsDoc>,
}

/// More about a dataset.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct DatasetFacetsDoc {
    /// What was found to be right or wrong.
    pub data_quality_assertions: Record<AssertionsDoc>,
}

/// What was found to be right or wrong with a dataset.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AssertionsDoc {
    /// One by one.
    pub assertions: Records<AssertionDoc>,
}

/// A check of a dataset.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AssertionDoc {
    /// What is checked: `not_null`, `unique`…
    pub assertion: Text,
    /// Of which column.
    pub column: Text,
    /// Whether it is so.
    pub success: Flag,
    /// What was found; dbt leaves it out where the test was skipped.
    pub actual: Text,
    /// `error` or `warn`.
    pub severity: Text,
}

/// A broken line counts as no evidence; of many in a file, so many are shown.
const SHOWN: usize = 3;

/// The files and those in the folders that `glassbox.yml` names, sorted.
///
/// # Errors
/// When a folder that is there cannot be listed. Faults: `missing-evidence`, a warning.
pub(super) fn listed(
    root: &Path,
    named: &[Spanned<String>],
    faults: &mut Faults,
) -> io::Result<Vec<PathBuf>> {
    const ENDINGS: &[&str] = &[".ndjson", ".jsonl", ".json", ".ndjson.gz", ".jsonl.gz", ".json.gz"];
    let mut paths = Vec::new();
    for written in named {
        let path = root.join(&written.value);
        if path.is_file() {
            paths.push(path);
        } else if path.is_dir() {
            paths.extend(files::below(&path, ENDINGS)?);
        } else {
            let fault = Diagnostic::warning(
                "missing-evidence",
                format!("there are no events at `{}`", written.value),
            )
            .at(written.span, "neither a file nor a folder")
            .help("without them, what they would say is unknown");
            faults.push(fault);
        }
    }
    paths.sort();
    paths.dedup();
    Ok(paths)
}

/// Reads the events in the files that were [`listed`], also gzipped.
///
/// # Errors
/// When a file that is there cannot be read. Faults: `bad-evidence`, a warning.
pub(super) fn events(
    root: &Path,
    listed: &[PathBuf],
    sources: &mut SourceMap,
    faults: &mut Faults,
) -> io::Result<EventsDoc> {
    let mut read = EventsDoc { files: listed.len(), events: Vec::new() };
    for path in listed {
        let shown = files::shown(root, path);
        let bytes = files::named_bytes(path)?;
        let bytes = match inflated(bytes) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("`{shown}` cannot be unpacked: {error}");
                faults.push(Diagnostic::warning("bad-evidence", message).help("write it again"));
                continue;
            }
        };
        read.events.extend(lines(&bytes, &shown, sources, faults));
    }
    Ok(read)
}

/// The bytes, unpacked if they are packed.
fn inflated(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    if !bytes.starts_with(b"\x1f\x8b") {
        return Ok(bytes);
    }
    let mut inflated = Vec::new();
    MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut inflated)?;
    Ok(inflated)
}

/// The events of a file, a line each; also a file that is one event or one list of them.
fn lines(bytes: &[u8], path: &str, sources: &mut SourceMap, faults: &mut Faults) -> Vec<EventDoc> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(Records(events)) = serde_json::from_slice::<Records<EventDoc>>(bytes)
        && !events.is_empty()
    {
        return events;
    }
    let mut events = Vec::new();
    let mut broken = 0;
    for (number, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<Record<EventDoc>>(line) {
            Ok(Record(event)) => events.push(event),
            Err(error) => {
                broken += 1;
                if let Ok(Record(event)) = serde_json::from_slice::<Record<EventDoc>>(bytes) {
                    return vec![event];
                }
                if broken <= SHOWN {
                    let what = if error.is_eof() { "ends too early" } else { "is not valid JSON" };
                    let place = excerpt(bytes, path, (number + 1, error.column()), sources);
                    let fault = Diagnostic::warning("bad-evidence", format!("an event of `{path}` {what}"))
                        .at(place, "left out")
                        .help("each line must be one event as OpenLineage writes it");
                    faults.push(fault);
                }
            }
        }
    }
    if broken > SHOWN {
        let message = format!("{} more events of `{path}` are left out", broken - SHOWN);
        faults.push(Diagnostic::warning("bad-evidence", message));
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;
    use std::io::Write as _;

    const EVENT: &str = r#"{"eventType": "COMPLETE", "eventTime": "2026-11-21T01:00:00Z", "run": {"runId": "a"}, "job": {"namespace": "n", "name": "j"}}"#;

    fn read(text: &[u8]) -> (usize, usize) {
        let mut faults = Vec::new();
        let events = lines(text, "events.ndjson", &mut SourceMap::default(), &mut faults);
        (events.len(), faults.len())
    }

    #[test]
    fn events_stand_in_lines_in_a_list_or_alone() {
        assert_eq!(read(format!("{EVENT}\n\n{EVENT}\r\n").as_bytes()), (2, 0));
        assert_eq!(read(format!("[{EVENT},\n{EVENT}]").as_bytes()), (2, 0));
        assert_eq!(read(EVENT.replace(", ", ",\n").as_bytes()), (1, 0));
        assert_eq!(read(b""), (0, 0));
    }

    #[test]
    fn a_torn_line_costs_only_itself() {
        assert_eq!(read(format!("{EVENT}\n{}", &EVENT[..60]).as_bytes()), (1, 1));
        assert_eq!(read(format!("nonsense\n{EVENT}\n").as_bytes()), (1, 1));
        assert_eq!(read("x\n".repeat(50).as_bytes()), (0, SHOWN + 1));
    }

    #[test]
    fn packed_events_are_unpacked() {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(EVENT.as_bytes()).unwrap();
        let packed = packed.finish().unwrap();
        assert_eq!(inflated(packed.clone()).unwrap(), EVENT.as_bytes());
        assert!(inflated(packed[..packed.len() / 2].to_vec()).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_end_well(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            read(&bytes);
        }

        #[test]
        fn any_truncation_ends_well(length in 0..EVENT.len()) {
            read(&EVENT.as_bytes()[..length]);
        }
    }
}
