//! Reads all files of the catalog into [`Documents`], in parallel.

use super::cache::{CachedFile, ReadCache};
use super::catalog_files::{self, CatalogFileKind};
use super::config::ConfigDoc;
use super::documents::{Documents, ReadFile};
use super::evidence::{self, EvidenceDocs, EvidenceReadCache};
use super::file_kind::OpenFile;
use super::stamp::FileStamp;
use super::{contract, dbt, files};
use crate::diagnostics::Diagnostics;
use crate::error::Result;
use crate::source::FileId;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is known of a catalog from an earlier read.
pub(crate) struct ReadOptions<'k> {
    /// The contents of its own files; `None` if the catalog will not be read again.
    pub files: Option<&'k mut ReadCache>,
    /// The stamp of the dbt artifacts that were already interpreted, so that they need not be read again.
    pub artifacts_stamp: Option<FileStamp>,
    /// A folder to read dbt's artifacts from, in place of the one in `glassbox.yml`.
    pub artifacts_folder: Option<&'k Path>,
}

/// Reads the catalog in the folder `root`; files that are known and unchanged are not read again.
///
/// # Errors
/// If an existing folder or file cannot be read. Faults in the contents of files are pushed.
pub(crate) fn documents(
    root: &Path,
    previous: &mut ReadOptions<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Documents> {
    let listed = catalog_files::listed(root, diagnostics)?;
    let mut evidence_cache = previous.files.as_deref_mut().map(|cache| std::mem::take(&mut cache.evidence));
    let cache = previous.files.as_deref();
    let file = |position: usize| read_unless_kept(root, &listed, position, cache);
    // The config comes first, if it exists: it names dbt's artifacts, which take longest.
    let first = usize::from(listed.first().is_some_and(|(kind, _)| kind.is_settings()));
    let mut documents = Documents::default();
    let mut files = Vec::with_capacity(listed.len());
    let mut add = |(file, cached): (Arc<ReadFile>, Option<CachedFile>), documents: &mut Documents| {
        files.push(cached);
        documents.add(&file, diagnostics);
    };
    for position in 0..first {
        add(file(position)?, &mut documents);
    }
    documents.project_places =
        dbt::place::places(root, &mut documents.config.dbt, previous.artifacts_folder)?;
    let config = documents.config.clone();
    let mut problems = evidence::EvidenceDiagnostics::default();
    let others = || (first..listed.len()).into_par_iter().map(file).collect::<Vec<_>>();
    let (artifacts, others) = read_artifacts_alongside(
        root,
        &config,
        previous.artifacts_stamp,
        evidence_cache.as_mut(),
        &mut problems,
        others,
    )?;
    for other in others {
        add(other?, &mut documents);
    }
    if let Some(cache) = previous.files.as_deref_mut() {
        cache.keep(files);
        cache.evidence = evidence_cache.unwrap_or_default();
    }
    let before = diagnostics.len();
    documents.dbt = dbt::adopt(&config.dbt, artifacts.manifests, &mut documents.sources, diagnostics)?;
    // Files with problems are not cached, so that the problems are reported again.
    documents.artifacts_stamp = artifacts.stamp.filter(|_| diagnostics.len() == before);
    documents.evidence = artifacts.evidence;
    problems.adopted(&mut documents.sources, diagnostics);
    documents.contracts = contract::contracts(root, &mut documents.sources, diagnostics)?;
    Ok(documents)
}

/// What was read from artifacts about the warehouse.
struct Artifacts {
    evidence: Arc<EvidenceDocs>,
    /// The manifests of the dbt projects; none if they were already interpreted.
    manifests: Vec<Result<dbt::ProjectResult>>,
    /// Their stamp, if it distinguishes them from a later state.
    stamp: Option<FileStamp>,
}

/// Reads the evidence and dbt's manifests in parallel with `others`.
fn read_artifacts_alongside<T: Send>(
    root: &Path,
    config: &ConfigDoc,
    known: Option<FileStamp>,
    cache: Option<&mut EvidenceReadCache>,
    problems: &mut evidence::EvidenceDiagnostics,
    others: impl FnOnce() -> T + Send,
) -> Result<(Artifacts, T)> {
    // The columns of the warehouse are part of what dbt's artifacts mean. If that meaning may already be known,
    // check that first.
    let Some(cache) = cache else {
        let manifests_and_evidence = || {
            rayon::join(
                || dbt::manifests(root, &config.dbt),
                || evidence::evidence(root, config, None, problems),
            )
        };
        let ((manifests, evidence), others) = rayon::join(manifests_and_evidence, others);
        return Ok((Artifacts { evidence: evidence?, manifests, stamp: None }, others));
    };
    let stamp = FileStamp::of_all(&dbt::artifacts(root, &config.dbt));
    let evidence = evidence::evidence(root, config, Some(cache), problems)?;
    let stamp = stamp.map(|stamp| stamp.with(evidence.columns_fingerprint));
    let is_known = stamp.is_some() && stamp == known;
    let manifests_and_evidence = || if is_known { Vec::new() } else { dbt::manifests(root, &config.dbt) };
    let (manifests, others) = rayon::join(manifests_and_evidence, others);
    Ok((Artifacts { evidence, manifests, stamp }, others))
}

/// Returns the contents of the listed file at a position, read unless they are known, and what to cache of them.
fn read_unless_kept(
    root: &Path,
    listed: &[(&CatalogFileKind, PathBuf)],
    position: usize,
    cache: Option<&ReadCache>,
) -> Result<(Arc<ReadFile>, Option<CachedFile>)> {
    let (kind, path) = &listed[position];
    let stamp = cache.and_then(|_| FileStamp::of(path));
    if let Some(known) = cache.and_then(|cache| cache.file(path, position, stamp?)) {
        return Ok((Arc::clone(&known.file), Some(known.clone())));
    }
    let file = Arc::new(read_file(root, position, kind, path)?);
    let keep = |stamp| CachedFile { path: path.as_path().into(), stamp, file: Arc::clone(&file) };
    let kept = stamp.map(keep);
    Ok((file, kept))
}

fn read_file(root: &Path, position: usize, kind: &CatalogFileKind, path: &Path) -> Result<ReadFile> {
    let file = FileId(u32::try_from(position).unwrap_or(u32::MAX));
    let path_shown = files::shown(root, path);
    let mut diagnostics = Vec::new();
    let bytes = files::bytes(path)?;
    let source = files::decode(file, &path_shown, bytes, &mut diagnostics);
    let open = OpenFile { about: kind.about, file, path: &source.path, text: &source.text };
    let content = if diagnostics.is_empty() { (kind.read)(&open, &mut diagnostics) } else { None };
    Ok(ReadFile { source, content, diagnostics })
}
