//! Where evidence is found: the folders and files that `glassbox.yml` names, and which of their files are read.

use super::FORMATS;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::error::Result;
use crate::read::config::ConfigDoc;
use crate::read::files;
use crate::source::{Span, Spanned};
use std::collections::BTreeMap;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

/// A place that `glassbox.yml` names.
#[derive(Clone, Debug)]
pub(in crate::read) struct EvidencePlace {
    /// The file or folder.
    pub(in crate::read) path: PathBuf,
    /// The path as written.
    pub(super) written: String,
    /// The span of that path.
    pub(super) span: Span,
    /// How much of it is read.
    pub(in crate::read) scope: Scope,
    /// The address of its runs, with placeholders for their names.
    pub(super) run_url: Option<String>,
}

/// How much of a place is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Scope {
    /// The files that dbt writes beside its manifest, by name: the folder may contain much else.
    BesideManifest,
    /// Every file, whatever its name.
    Runs,
    /// Every file, whatever its name; unrecognised files are read as events.
    Events,
}

/// The endings of the files that are read beside a manifest.
pub(in crate::read) const ENDINGS: &[&str] = &[".json", ".json.gz"];

/// Returns the places that the settings name, in their order.
pub(in crate::read) fn places(root: &Path, config: &ConfigDoc) -> Vec<EvidencePlace> {
    let place = |written: &Spanned<String>, scope, run_url: Option<&Spanned<String>>| EvidencePlace {
        path: root.join(&written.value),
        written: written.value.clone(),
        span: written.span,
        scope,
        run_url: run_url.map(|url| url.value.clone()),
    };
    let mut places = Vec::new();
    for project in &config.dbt {
        let mut sibling = place(&project.path, Scope::BesideManifest, project.run_url.as_ref());
        if sibling.path.extension().is_some_and(|ending| ending == "json") {
            sibling.path = sibling.path.parent().unwrap_or(root).to_owned();
        }
        places.push(sibling);
        let runs = project.runs.iter();
        places.extend(runs.map(|runs| place(runs, Scope::Runs, project.run_url.as_ref())));
    }
    let events = config.openlineage.iter();
    places.extend(events.map(|events| place(&events.path, Scope::Events, events.run_url.as_ref())));
    places
}

/// Returns a fingerprint of these places and of how they are written.
pub(super) fn fingerprint(places: &[EvidencePlace]) -> u64 {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    for place in places {
        (&place.written, place.span.start, place.span.end, &place.run_url).hash(&mut hasher);
    }
    hasher.finish()
}

/// A file to read, and the place that it belongs to.
#[derive(Clone, Debug)]
pub(super) struct ListedFile {
    pub(super) path: PathBuf,
    pub(super) place: usize,
}

/// Returns the files of these places, sorted by path, without duplicates.
///
/// # Errors
/// If an existing folder cannot be listed. Diagnostics: `missing-evidence`, a warning, if a place does not exist;
/// beside a manifest, a missing file is neither evidence nor a diagnostic.
pub(super) fn listed(places: &[EvidencePlace], diagnostics: &mut Diagnostics) -> Result<Vec<ListedFile>> {
    let mut files: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for (position, place) in places.iter().enumerate() {
        for path in place.files(diagnostics)? {
            files.entry(path).or_insert(position);
        }
    }
    Ok(files.into_iter().map(|(path, place)| ListedFile { path, place }).collect())
}

impl EvidencePlace {
    fn files(&self, diagnostics: &mut Diagnostics) -> Result<Vec<PathBuf>> {
        if self.scope == Scope::BesideManifest {
            let sibling = files::within(&self.path)?;
            return Ok(sibling.into_iter().filter(|path| is_dbt_evidence(path) && path.is_file()).collect());
        }
        if self.path.is_file() {
            return Ok(vec![self.path.clone()]);
        }
        if self.path.is_dir() {
            return files::below(&self.path, &[""]);
        }
        let problem = if self.scope == Scope::Events { "are no events" } else { "is nothing" };
        let diagnostic =
            Diagnostic::warning("missing-evidence", format!("there {problem} at `{}`", self.written))
                .at(self.span, "neither a file nor a folder")
                .help("without it, what it should report is unknown");
        diagnostics.push(diagnostic);
        Ok(Vec::new())
    }
}

fn is_dbt_evidence(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    !name.starts_with('.')
        && ENDINGS.iter().any(|ending| name.ends_with(ending))
        && FORMATS.iter().any(|(_, format)| !format.named.is_empty() && name.contains(format.named))
}
