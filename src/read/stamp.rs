//! Stamps that distinguish the states of a file, for what is cached of files.
//!
//! A file counts as unchanged if its size and time are the same, unless it was written so shortly before it
//! was read that a later write could have the same time.

use std::fs::Metadata;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The resolution of file system clocks, with a margin.
const COARSE: Duration = Duration::from_millis(50);

/// Distinguishes one state of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileStamp(u64);

impl FileStamp {
    /// Returns the stamp of a file; `None` if it does not exist or was written just now.
    #[must_use]
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let about = path.metadata().ok()?;
        let modified = about.modified().ok()?;
        // The clock only decides whether the cache may be used: it changes no result.
        let is_settled = modified.elapsed().is_ok_and(|since| since > COARSE);
        is_settled.then(|| Self(hashed(path, &about)))
    }

    /// Combines it with something else that distinguishes states.
    #[must_use]
    pub(crate) fn with(self, more: u64) -> Self {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        (self.0, more).hash(&mut hasher);
        Self(hasher.finish())
    }

    /// Returns the combined stamp of several files, if each has one.
    #[must_use]
    pub(crate) fn of_all(paths: &[PathBuf]) -> Option<Self> {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        for path in paths {
            // A missing file is a state as well.
            let stamp = if path.exists() { Self::of(path)?.0 } else { 0 };
            (path, stamp).hash(&mut hasher);
        }
        Some(Self(hasher.finish()))
    }
}

fn hashed(path: &Path, about: &Metadata) -> u64 {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    (path, about.len(), about.modified().ok(), inode(about)).hash(&mut hasher);
    hasher.finish()
}

#[cfg(unix)]
fn inode(about: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(about)
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> u64 {
    0
}
