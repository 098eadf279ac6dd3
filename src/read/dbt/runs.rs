//! What dbt saw when it ran: `run_results.json`, `sources.json` and `catalog.json`, of any version.
//!
//! The shapes are those of dbt's published JSON schemas (run-results v4 to v6, sources v3, catalog
//! v1); statuses are kept as text, because dbt keeps adding to them.

use super::json::File;
use super::lenient::{Entries, Record, Records, Text};
use crate::diagnostics::Diagnostic;
use crate::read::config::DbtProjectDoc;
use crate::read::files;
use crate::read::yaml::Faults;
use crate::source::SourceMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::io;
use std::path::{Path, PathBuf};

/// What dbt saw, of all projects; files in the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct RunsDoc {
    /// `run_results.json` and others of its kind.
    pub results: Vec<Seen<RunResultsDoc>>,
    /// `sources.json` and others of its kind.
    pub sources: Vec<Seen<SourcesDoc>>,
    /// `catalog.json`.
    pub catalogs: Vec<Seen<CatalogDoc>>,
    /// How many files of runs there are, also broken ones.
    pub files: usize,
}

/// What a file says, and its path for people.
#[derive(Clone, Debug, Default)]
pub struct Seen<T> {
    /// The path from the catalog's folder, with `/`.
    pub path: String,
    /// What it says.
    pub doc: T,
}

/// `run_results.json`: how each node of one command ended.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RunResultsDoc {
    /// About the file.
    pub metadata: Record<RunMetadataDoc>,
    /// What dbt was asked to do.
    pub args: Record<ArgumentsDoc>,
    /// A row for each node.
    pub results: Option<Records<ResultDoc>>,
}

/// About a file of a run.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RunMetadataDoc {
    /// When it was written, in RFC 3339.
    pub generated_at: Text,
    /// Names the run; its events carry it too.
    pub invocation_id: Text,
}

/// What dbt was asked to do.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ArgumentsDoc {
    /// The command: `build`, `test`, `generate`…
    pub which: Text,
}

/// How one node ended.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ResultDoc {
    /// The node.
    pub unique_id: Text,
    /// `success`, `error`, `pass`, `fail`, `skipped`…, in any case.
    pub status: Text,
    /// What dbt says of it.
    pub message: Text,
    /// Of a test, how many rows are wrong.
    pub failures: Text,
    /// How long it was worked on, in seconds.
    pub execution_time: Text,
    /// When it was worked on.
    pub timing: Records<TimingDoc>,
}

/// A stretch of work on a node.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TimingDoc {
    /// From, in RFC 3339.
    pub started_at: Text,
    /// To.
    pub completed_at: Text,
}

/// `sources.json`: how old the data of each source was.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SourcesDoc {
    /// About the file.
    pub metadata: Record<RunMetadataDoc>,
    /// A row for each source that was looked at.
    pub results: Option<Records<FreshnessResultDoc>>,
}

/// How old the data of one source was.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FreshnessResultDoc {
    /// The source.
    pub unique_id: Text,
    /// `pass`, `warn`, `error` or `runtime error`, in any case.
    pub status: Text,
    /// When its newest row was loaded.
    pub max_loaded_at: Text,
    /// When dbt looked.
    pub snapshotted_at: Text,
    /// Why dbt could not look.
    pub error: Text,
}

/// `catalog.json`: what stands in the warehouse.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CatalogDoc {
    /// Models, seeds and snapshots by id.
    pub nodes: Entries<Record<TableDoc>>,
    /// Sources by id.
    pub sources: Entries<Record<TableDoc>>,
}

/// A table of the warehouse.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TableDoc {
    /// Its columns; the case of their names is the warehouse's.
    pub columns: Entries<Record<TableColumnDoc>>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TableColumnDoc {
    /// The name.
    pub name: Text,
    /// The type.
    #[serde(rename = "type")]
    pub data_type: Text,
    /// The place in the table.
    pub index: Text,
}

/// Reads what dbt saw from the files that were [`listed`].
///
/// # Errors
/// When a file that is there cannot be read. Faults: `bad-evidence`, a warning.
pub(in crate::read) fn runs(
    root: &Path,
    listed: &[PathBuf],
    sources: &mut SourceMap,
    faults: &mut Faults,
) -> io::Result<RunsDoc> {
    let mut runs = RunsDoc::default();
    for path in listed {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = files::named_bytes(path)?;
        let shown = files::shown(root, path);
        runs.files += usize::from(name != "catalog.json");
        let mut reading = Reading { bytes: &bytes, path: shown, sources, faults };
        if name.starts_with("run_results") {
            let doc = reading.read("run results", "dbt build", |doc: &RunResultsDoc| doc.results.is_some());
            runs.results.extend(doc);
        } else if name.starts_with("sources") {
            let doc = reading
                .read("source freshness", "dbt source freshness", |doc: &SourcesDoc| doc.results.is_some());
            runs.sources.extend(doc);
        } else {
            let doc = reading.read("dbt catalog", "dbt docs generate", |_: &CatalogDoc| true);
            runs.catalogs.extend(doc);
        }
    }
    Ok(runs)
}

/// The ids of what failed according to the file at `path`: nodes that broke and tests that failed.
///
/// # Errors
/// In words: when the file cannot be read, or holds no run results.
pub fn failed(path: &Path) -> Result<Vec<String>, String> {
    let shown = path.display();
    let bytes = files::bytes(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
    let Record(doc) = serde_json::from_slice::<Record<RunResultsDoc>>(&bytes)
        .map_err(|error| format!("{shown} is not valid JSON: {error}"))?;
    let rows = doc.results.ok_or_else(|| format!("{shown} holds no run results: it has no `results`"))?;
    let failed = rows.0.into_iter().filter(|row| {
        let status = row.status.or_empty().to_lowercase();
        ["error", "fail", "runtime error", "partial success"].contains(&status.as_str())
    });
    Ok(failed.filter_map(|row| row.unique_id.into_filled()).collect())
}

/// The files of the projects that `glassbox.yml` names, sorted: of a folder of artifacts the ones beside
/// the manifest, of `runs` whatever stands below.
///
/// # Errors
/// When a folder that is there cannot be listed. Faults: `missing-evidence`, a warning, where `runs` names
/// nothing; beside a manifest, what is missing is no evidence and no fault.
pub(in crate::read) fn listed(
    root: &Path,
    projects: &[DbtProjectDoc],
    faults: &mut Faults,
) -> io::Result<Vec<PathBuf>> {
    let is_run = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("run_results") || name.starts_with("sources") || name == "catalog.json"
    };
    let mut found = Vec::new();
    for project in projects {
        let named = root.join(&project.path.value);
        let folder = if named.is_dir() { named } else { named.parent().unwrap_or(root).to_path_buf() };
        let beside = files::below(&folder, &[".json"])?;
        found.extend(beside.into_iter().filter(|path| path.parent() == Some(&folder)).filter(is_run));
        for more in &project.runs {
            let path = root.join(&more.value);
            if path.is_file() {
                found.push(path);
            } else if path.is_dir() {
                found.extend(files::below(&path, &[".json"])?.into_iter().filter(is_run));
            } else {
                let fault =
                    Diagnostic::warning("missing-evidence", format!("there is nothing at `{}`", more.value))
                        .at(more.span, "neither a file nor a folder")
                        .help("without it, what it would say is unknown");
                faults.push(fault);
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

struct Reading<'a> {
    bytes: &'a [u8],
    path: String,
    sources: &'a mut SourceMap,
    faults: &'a mut Faults,
}

impl Reading<'_> {
    /// What the file says; a broken one is no evidence, and says so.
    fn read<T: DeserializeOwned + Default>(
        &mut self,
        what: &str,
        again: &str,
        is_whole: impl Fn(&T) -> bool,
    ) -> Option<Seen<T>> {
        let file = File { bytes: self.bytes, path: &self.path, what, again };
        let read = match file.read::<T>(self.sources) {
            Ok(doc) if is_whole(&doc) => Ok(doc),
            Ok(_) => Err(file.is_another("no `results`", self.sources)),
            Err(fault) => Err(fault),
        };
        match read {
            Ok(doc) => Some(Seen { path: self.path.clone(), doc }),
            Err(fault) => {
                let fault = Diagnostic::warning("bad-evidence", fault.message)
                    .at(fault.place, fault.said)
                    .note("what it would say counts as unknown")
                    .help(fault.help);
                self.faults.push(fault);
                None
            }
        }
    }
}
