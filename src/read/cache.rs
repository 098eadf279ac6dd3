//! Keeps what was read from files, for the preview, which reads the same catalog again after every edit.

use super::documents::ReadFile;
use super::evidence::EvidenceReadCache;
use super::stamp::FileStamp;
use std::path::Path;
use std::sync::Arc;

/// The contents of the catalog's own files, by their positions among them: every span in a file refers to
/// its position.
#[derive(Default)]
pub(crate) struct ReadCache {
    files: Vec<Option<CachedFile>>,
    pub(super) evidence: EvidenceReadCache,
}

/// What a file contained at a given stamp.
#[derive(Clone)]
pub(super) struct CachedFile {
    pub(super) path: Arc<Path>,
    pub(super) stamp: FileStamp,
    pub(super) file: Arc<ReadFile>,
}

impl ReadCache {
    /// The file at a path and a position, if it still has the stamp that it had.
    pub(super) fn file(&self, path: &Path, position: usize, stamp: FileStamp) -> Option<&CachedFile> {
        let known = self.files.get(position)?.as_ref()?;
        (known.stamp == stamp && known.path.as_os_str() == path.as_os_str()).then_some(known)
    }

    /// Keeps the contents of files, by their positions, with the stamps that they had before they were read;
    /// `None` for those that had none.
    pub(super) fn keep(&mut self, files: Vec<Option<CachedFile>>) {
        self.files = files;
    }
}
