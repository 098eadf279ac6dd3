//! What tells a state of a file from another one, for what is kept of files that were read before.
//!
//! A file counts as unchanged when its size and time are the same, unless it was written so short a time
//! before it was read that a later write could have the same time.

use std::fs::Metadata;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Clocks of file systems are that coarse, with a margin.
const COARSE: Duration = Duration::from_millis(50);

/// Tells a state of a file from another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileStamp(u64);

impl FileStamp {
    /// That of a file; `None` if it does not exist or was written just now.
    #[must_use]
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let about = path.metadata().ok()?;
        let modified = about.modified().ok()?;
        // The clock says only whether what was kept may be used: it changes no result.
        let is_settled = modified.elapsed().is_ok_and(|since| since > COARSE);
        is_settled.then(|| Self(hashed(path, &about)))
    }

    /// That of a file together with something else that tells a state from another one.
    #[must_use]
    pub(crate) fn with(self, more: u64) -> Self {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        (self.0, more).hash(&mut hasher);
        Self(hasher.finish())
    }

    /// That of several files together, if each has one.
    #[must_use]
    pub(crate) fn of_all(paths: &[PathBuf]) -> Option<Self> {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        for path in paths {
            // What is not there is a state as well.
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
