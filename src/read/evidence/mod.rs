//! Evidence: dbt's runs, the events of other jobs, and the recorded history.
//!
//! 1. [`places`]: the files that the settings name;
//! 2. [`mod@format`]: the format of each file, detected by its content;
//! 3. one reader per format, all producing one type, [`observation`].
//!
//! A preview caches what was read, as it is large and changes less often than the catalog's own files.

mod format;
pub(crate) mod observation;
mod openlineage_events;
pub(super) mod places;
mod run_links;
mod written_facets;

use super::config::ConfigDoc;
use super::files;
use super::history::{self, ChangeDoc, DayDoc};
use super::stamp::FileStamp;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::error::{Error, Result};
use crate::model::{EvidenceFormat, EvidenceIx, ExclusionReason, TestOutcome, each_evidence_format};
use crate::source::{SourceMap, Span};
use flate2::read::MultiGzDecoder;
use format::{FilePrefix, FormatReader, Input, Reading};
use observation::{Observation, ObservedFact, ObservedSubject, RunEnding};
use places::{EvidencePlace, ListedFile, Scope};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Declares the modules of the formats, and makes the list of them.
macro_rules! format_readers {
    ($($(#[doc = $meaning:literal])* $format:ident {
        word: $word:literal, row: $row:literal, company_wide: $wide:literal, module: $module:ident
    })*) => {
        $(mod $module;)*

        /// Every format with its reader, in the order in which they are tried.
        const FORMATS: &[(EvidenceFormat, FormatReader)] =
            &[$((EvidenceFormat::$format, $module::FORMAT)),*];
    };
}
each_evidence_format!(format_readers);

/// All observations in the files.
#[derive(Debug, Default)]
pub(crate) struct EvidenceDocs {
    /// The files, in the order of their paths.
    pub files: Vec<EvidenceFileDoc>,
    /// The recorded statuses of earlier days.
    pub days: Vec<DayDoc>,
    /// The recorded changes.
    pub changes: Vec<ChangeDoc>,
    /// A fingerprint of the columns of the warehouse.
    pub columns_fingerprint: u64,
    /// Whether some observations are about a job or a dataset, not about a node of dbt.
    pub have_jobs_or_datasets: bool,
}

/// A file of evidence.
#[derive(Clone, Debug, Default)]
pub(crate) struct EvidenceFileDoc {
    /// The path from the catalog's folder, with `/`.
    pub path: String,
    /// Its format; `None` if unknown.
    pub format: Option<EvidenceFormat>,
    /// The entry of `glassbox.yml` that names it.
    pub place: String,
    /// The span of that entry.
    pub span: Option<Span>,
    /// The number of rows that may contain observations.
    pub rows: u32,
    /// The number of rows without observations, by reason.
    pub excluded: BTreeMap<ExclusionReason, usize>,
    /// The observations in its rows, in order.
    pub observations: Vec<Observation>,
}

impl EvidenceDocs {
    /// Adds a file after the others.
    fn add(&mut self, file: EvidenceFileDoc) {
        let is_node = |observation: &Observation| matches!(observation.subject, ObservedSubject::Node { .. });
        self.have_jobs_or_datasets = self.have_jobs_or_datasets || !file.observations.iter().all(is_node);
        self.files.push(file);
    }

    /// Returns the observations of all rows, in the order of the files and rows.
    pub(crate) fn observations(&self) -> impl Iterator<Item = &Observation> + Clone {
        self.files.iter().flat_map(|file| &file.observations)
    }
}

/// The contents of the files when last read, with the stamp that they had before.
#[derive(Default)]
pub(super) struct EvidenceReadCache(Option<(FileStamp, Arc<EvidenceDocs>)>);

/// Problems with evidence.
#[derive(Default)]
pub(super) struct EvidenceDiagnostics {
    /// Problems that point into `glassbox.yml`.
    settings: Diagnostics,
    /// Problems that point into excerpts of the files, with those excerpts.
    files: Vec<(Diagnostics, SourceMap)>,
}

impl EvidenceDiagnostics {
    fn is_nothing(&self) -> bool {
        self.settings.is_empty() && self.files.iter().all(|(diagnostics, _)| diagnostics.is_empty())
    }

    /// Adds all of them to the problems of the catalog.
    pub(super) fn adopted(self, sources: &mut SourceMap, diagnostics: &mut Diagnostics) {
        diagnostics.extend(self.settings);
        for (diagnostics_of_file, own_sources) in self.files {
            diagnostics.extend(
                diagnostics_of_file
                    .into_iter()
                    .map(|diagnostic| super::dbt::adopted(diagnostic, &own_sources, sources)),
            );
        }
    }
}

/// Reads the evidence that `glassbox.yml` names, unless it is known.
///
/// # Errors
/// If an existing file cannot be read. Faults, all warnings: `missing-evidence`, `bad-evidence`,
/// `unknown-evidence`, `bad-history`.
pub(super) fn evidence(
    root: &Path,
    config: &ConfigDoc,
    kept: Option<&mut EvidenceReadCache>,
    problems: &mut EvidenceDiagnostics,
) -> Result<Arc<EvidenceDocs>> {
    let places = places::places(root, config);
    let listed = places::listed(&places, &mut problems.settings)?;
    let history = files::below(&root.join(history::folder(config)), &[".ndjson"])?;
    let read = |problems: &mut EvidenceDiagnostics| -> Result<EvidenceDocs> {
        let mut docs = read_all(root, &listed, &places, problems)?;
        let (mut sources, mut diagnostics) = (SourceMap::default(), Diagnostics::new());
        docs.days = history::days(root, &history, &mut sources, &mut diagnostics)?;
        docs.changes = history::changes(&history, &mut diagnostics)?;
        problems.files.push((diagnostics, sources));
        Ok(docs)
    };
    let Some(kept) = kept else { return Ok(Arc::new(read(problems)?)) };
    let paths: Vec<PathBuf> = listed.iter().map(|file| &file.path).chain(&history).cloned().collect();
    // Problems with the files point to where the settings name them.
    let stamp = FileStamp::of_all(&paths).map(|stamp| stamp.with(places::fingerprint(&places)));
    if let Some((known, docs)) = &kept.0
        && Some(*known) == stamp
    {
        return Ok(Arc::clone(docs));
    }
    let docs = Arc::new(read(problems)?);
    // Files with problems are not cached, so that the problems are reported again.
    let is_fine = problems.is_nothing();
    kept.0 = stamp.filter(|_| is_fine).map(|stamp| (stamp, Arc::clone(&docs)));
    Ok(docs)
}

/// Reads the files in parallel; their contents are returned in order.
fn read_all(
    root: &Path,
    listed: &[ListedFile],
    places: &[EvidencePlace],
    problems: &mut EvidenceDiagnostics,
) -> Result<EvidenceDocs> {
    let results = listed
        .par_iter()
        .enumerate()
        .map(|(position, file)| read_file(root, &file.path, EvidenceIx::at(position), &places[file.place]));
    let results: Vec<(Option<EvidenceFormat>, Reading)> = results.collect::<Result<_>>()?;
    let mut docs = EvidenceDocs::default();
    let mut unknown: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (file, (format, reading)) in listed.iter().zip(results) {
        let path = files::shown(root, &file.path);
        let place = &places[file.place];
        problems.files.push((reading.diagnostics, reading.sources));
        if format.is_none() && reading.excluded.is_empty() {
            unknown.entry(file.place).or_default().push(path.clone());
        }
        docs.add(EvidenceFileDoc {
            path,
            format,
            place: place.written.clone(),
            span: Some(place.span),
            rows: reading.rows,
            excluded: reading.excluded,
            observations: reading.observations,
        });
    }
    for (place, paths) in unknown {
        report_unknown_format(&places[place], &paths, &mut problems.settings);
    }
    docs.columns_fingerprint = tables(&docs);
    Ok(docs)
}

fn read_file(
    root: &Path,
    path: &Path,
    file: EvidenceIx,
    place: &EvidencePlace,
) -> Result<(Option<EvidenceFormat>, Reading)> {
    let bytes = files::bytes(path)?;
    let origin = FileOrigin { file, scope: place.scope, run_url: place.run_url.as_deref() };
    Ok(read_bytes(&files::shown(root, path), bytes, origin))
}

/// The file being read, and the settings of its place.
#[derive(Clone, Copy)]
struct FileOrigin<'a> {
    file: EvidenceIx,
    scope: Scope,
    run_url: Option<&'a str>,
}

/// Returns the contents of a file, given its display path and its bytes.
fn read_bytes(path: &str, bytes: Vec<u8>, from: FileOrigin<'_>) -> (Option<EvidenceFormat>, Reading) {
    let mut reading = Reading::of(from.file);
    let bytes = match inflated(bytes) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("`{path}` cannot be unpacked: {error}");
            reading.diagnostics.push(Diagnostic::warning("bad-evidence", message).help("write it again"));
            reading.exclude_row(ExclusionReason::Unreadable);
            return (None, reading);
        }
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((format, reader)) = format_of(name, &bytes, from.scope) else { return (None, reading) };
    (reader.read)(&Input { bytes: &bytes, path, run_url: from.run_url }, &mut reading);
    (Some(*format), reading)
}

/// Returns the contents of files with these paths and texts, as if `openlineage` of `glassbox.yml` named their
/// folder. Problems with them are dropped.
#[must_use]
pub(crate) fn of_texts(texts: &[(&str, &str)]) -> EvidenceDocs {
    let mut docs = EvidenceDocs::default();
    for (position, (path, text)) in texts.iter().enumerate() {
        let origin = FileOrigin { file: EvidenceIx::at(position), scope: Scope::Events, run_url: None };
        let (format, reading) = read_bytes(path, text.as_bytes().to_vec(), origin);
        docs.add(EvidenceFileDoc {
            path: (*path).to_owned(),
            format,
            rows: reading.rows,
            excluded: reading.excluded,
            observations: reading.observations,
            ..EvidenceFileDoc::default()
        });
    }
    docs.columns_fingerprint = tables(&docs);
    docs
}

/// Returns the format of a file: by its content; if that does not tell, by its name; and in places of events by its
/// ending, because a file named like events that cannot be recognised contains broken events.
fn format_of(name: &str, bytes: &[u8], scope: Scope) -> Option<&'static (EvidenceFormat, FormatReader)> {
    let beginning = FilePrefix::of(name, bytes);
    if beginning.is_other_artifact() {
        return None;
    }
    let ending = name.trim_end_matches(".gz").rsplit('.').next().unwrap_or_default();
    let first =
        |is_format: &dyn Fn(&FormatReader) -> bool| FORMATS.iter().find(|(_, format)| is_format(format));
    first(&|format| (format.recognises)(&beginning))
        .or_else(|| first(&|format| beginning.is_called(format.named)))
        .or_else(|| first(&|format| scope == Scope::Events && format.ending_of_events.contains(&ending)))
}

/// Returns the bytes, decompressed if they are compressed.
fn inflated(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    if !bytes.starts_with(b"\x1f\x8b") {
        return Ok(bytes);
    }
    let mut inflated = Vec::new();
    MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut inflated)?;
    Ok(inflated)
}

/// How many files of unknown format are listed for each place.
const MAX_NAMED: usize = 20;

fn report_unknown_format(place: &EvidencePlace, paths: &[String], diagnostics: &mut Diagnostics) {
    let named: Vec<String> = paths.iter().take(MAX_NAMED).map(|path| format!("`{path}`")).collect();
    let more = match paths.len().saturating_sub(MAX_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let problem = if paths.len() == 1 { "is not evidence" } else { "are not evidence" };
    let message = format!("{}{more} {problem} of a known format, and skipped", named.join(", "));
    let formats: Vec<&str> =
        EvidenceFormat::MEANINGS.iter().map(|meaning| meaning.trim().trim_end_matches('.')).collect();
    let help = match formats.as_slice() {
        [others @ .., last] => format!("{} and {last} are read", others.join(", ")),
        [] => String::new(),
    };
    let diagnostic = Diagnostic::warning("unknown-evidence", message).at(place.span, "named here").help(help);
    diagnostics.push(diagnostic);
}

/// Returns a fingerprint of the columns of the warehouse.
fn tables(docs: &EvidenceDocs) -> u64 {
    use std::hash::{Hash as _, Hasher as _};
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    for observation in docs.observations() {
        if let (ObservedFact::Columns(columns), ObservedSubject::Node { id, .. }) =
            (&observation.fact, &observation.subject)
        {
            (id, columns).hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Returns the ids of what failed according to the run results at `path`: failed nodes and failed tests.
///
/// # Errors
/// If the file cannot be read, or contains no run results.
pub(crate) fn failed(path: &Path) -> Result<Vec<String>> {
    let bytes = inflated(files::bytes(path)?).map_err(Error::read(path))?;
    let mut reading = Reading::of(EvidenceIx(0));
    let shown = path.display().to_string();
    (run_results::FORMAT.read)(&Input { bytes: &bytes, path: &shown, run_url: None }, &mut reading);
    if let Some(diagnostic) = reading.diagnostics.first() {
        return Err(Error::NotEvidence { message: diagnostic.message.clone() });
    }
    let failed = reading.observations.into_iter().filter(|observation| match &observation.fact {
        ObservedFact::NodeRun { ending: RunEnding::Failed(_), .. } => true,
        ObservedFact::Test { outcome, .. } => matches!(outcome, TestOutcome::Fail | TestOutcome::Crashed),
        _ => false,
    });
    Ok(failed
        .filter_map(|observation| match observation.subject {
            ObservedSubject::Node { id, .. } => Some(id.into()),
            _ => None,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write as _;

    #[test]
    fn compressed_files_are_decompressed() {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(b"{}").unwrap();
        let packed = packed.finish().unwrap();
        assert_eq!(inflated(packed.clone()).unwrap(), b"{}");
        assert!(inflated(packed[..packed.len() / 2].to_vec()).is_err());
    }

    #[test]
    fn formats_are_recognised_by_content() {
        let format = |name: &str, text: &str, scope| {
            format_of(name, text.as_bytes(), scope).map(|(format, _)| *format)
        };
        let results_of =
            |schema: &str| format!(r#"{{"metadata": {{"dbt_schema_version": "{schema}"}}, "results": []}}"#);
        let results = results_of("https://schemas.getdbt.com/dbt/run-results/v6.json");
        assert_eq!(format("nightly", &results, Scope::Runs), Some(EvidenceFormat::RunResults));
        let sources = results_of("https://schemas.getdbt.com/dbt/sources/v3.json");
        assert_eq!(
            format("run_results.json", &sources, Scope::Events),
            Some(EvidenceFormat::SourceFreshness)
        );
        let manifest = results_of("https://schemas.getdbt.com/dbt/manifest/v12.json");
        assert_eq!(format("run_results.json", &manifest, Scope::Runs), None);
        let event = r#"{"eventTime": "2026-11-21T03:00:00Z"}"#;
        assert_eq!(format("lineage.log", event, Scope::Events), Some(EvidenceFormat::OpenLineage));
        assert_eq!(format("x", &format!("torn\n{event}"), Scope::Runs), Some(EvidenceFormat::OpenLineage));
        let bare = r#"{"results": [{"unique_id": "a", "max_loaded_at": "", "snapshotted_at": ""}]}"#;
        assert_eq!(format("x", bare, Scope::Runs), Some(EvidenceFormat::SourceFreshness));
        let bare = r#"{"results": [{"unique_id": "a", "timing": []}]}"#;
        assert_eq!(format("x", bare, Scope::Runs), Some(EvidenceFormat::RunResults));
        assert_eq!(format("README.md", "# Runs", Scope::Events), None);
        assert_eq!(format("run_results.json", "{", Scope::BesideManifest), Some(EvidenceFormat::RunResults));
    }
}
