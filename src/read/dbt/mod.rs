//! dbt's manifests: read into structs that skip unused fields, with what selectors need of each node.

pub(in crate::read) mod json;
pub(crate) mod lenient;
pub(crate) mod manifest;
pub(crate) mod node;
mod pieces;
pub(crate) mod place;
mod recording;
pub(crate) mod selection;
pub(crate) mod settings;

use super::config::DbtProjectDoc;
use super::files;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::error::Result;
use crate::source::{SourceMap, Spanned};
use manifest::ManifestDoc;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// A dbt project that the catalog names, with the contents of its artifacts.
#[derive(Clone, Debug)]
pub(crate) struct ProjectDoc {
    /// The path of its artifacts in `glassbox.yml`.
    pub path: Spanned<String>,
    /// `manifest.json`.
    pub manifest: ManifestDoc,
}

/// The result of reading one project: its manifest or its diagnostic, which points into its own sources.
pub(super) type ProjectResult = Result<ManifestDoc, (Box<Diagnostic>, SourceMap)>;

/// Returns the files that define the nodes: each project's manifest.
pub(super) fn artifacts(root: &Path, named: &[DbtProjectDoc]) -> Vec<PathBuf> {
    named.iter().map(|doc| manifest_path(root, doc)).collect()
}

/// Returns the path of a project's manifest: the file that is named, or the one in the folder that is.
fn manifest_path(root: &Path, doc: &DbtProjectDoc) -> PathBuf {
    let named = root.join(&doc.path.value);
    if named.is_dir() { named.join("manifest.json") } else { named }
}

/// Reads the manifests of the projects that `glassbox.yml` names, in its order.
pub(super) fn manifests(root: &Path, named: &[DbtProjectDoc]) -> Vec<Result<ProjectResult>> {
    named.par_iter().map(|doc| manifest_of(root, doc)).collect()
}

/// Returns the projects that were read, in their order; adds problems to `diagnostics`, and the texts that
/// they quote to the sources.
///
/// # Errors
/// If an existing manifest cannot be read. Diagnostics: `missing-manifest`, `bad-manifest`.
pub(super) fn adopt(
    named: &[DbtProjectDoc],
    read: Vec<Result<ProjectResult>>,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<ProjectDoc>> {
    let mut projects = Vec::new();
    for (doc, read) in named.iter().zip(read) {
        match read? {
            Ok(manifest) => projects.push(ProjectDoc { path: doc.path.clone(), manifest }),
            Err((diagnostic, artifacts)) => diagnostics.push(adopted(*diagnostic, &artifacts, sources)),
        }
    }
    Ok(projects)
}

/// Returns a diagnostic whose spans are in `own_sources`, with its files moved to the sources of the catalog; a diagnostic
/// without files of its own already points into the catalog's.
pub(super) fn adopted(
    mut diagnostic: Diagnostic,
    own_sources: &SourceMap,
    sources: &mut SourceMap,
) -> Diagnostic {
    for label in &mut diagnostic.labels {
        if let Some(file) = own_sources.file(label.span.file) {
            label.span.file = sources.add(file.clone());
        }
    }
    diagnostic
}

fn manifest_of(root: &Path, doc: &DbtProjectDoc) -> Result<ProjectResult> {
    let path = manifest_path(root, doc);
    let shown = files::shown(root, &path);
    if let Some(manifest) = files::open(&path).and_then(manifest::parse_in_pieces) {
        return Ok(Ok(manifest));
    }
    let bytes = match files::bytes(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.is_missing() => {
            let message = format!("there is no dbt manifest at `{shown}`");
            let diagnostic = Diagnostic::error("missing-manifest", message)
                .at(doc.path.span, "no `manifest.json` here")
                .help("create it with `dbt parse`, and give the folder that it writes to");
            return Ok(Err((Box::new(diagnostic), SourceMap::default())));
        }
        Err(error) => return Err(error),
    };
    let mut sources = SourceMap::default();
    Ok(manifest::parse(&bytes, &shown, &mut sources).map_err(|diagnostic| (diagnostic, sources)))
}
