//! Bytes to a folder: only what changed, all or nothing, and never somebody else's files.
//!
//! 1. [`open`](Folder::open): the folder is ours (its [`ledger`] says so), empty or new.
//! 2. Each file whose fingerprint is new is rendered and staged beside the site.
//! 3. Only when every file is staged are they moved into place, each by a rename; then what
//!    the ledger knows and the site no longer has is removed.
//!
//! A fault before step 3 leaves the old site as it was; a power cut during it leaves whole files
//! and a ledger that knows of all of them.

mod beside;
mod folder;
mod history;
mod ledger;

pub(crate) use beside::{write_all, write_new};
pub(crate) use folder::{Folder, Refusal};
pub(crate) use history::{append, keep_changes};

use crate::error::Error;
use std::path::PathBuf;

/// What is to stand at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Planned {
    /// The path on the site, with `/` and without a leading one.
    pub path: String,
    /// A hash of everything that the file's bytes depend on.
    pub fingerprint: u128,
}

/// What publishing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Published {
    /// Files that are new or have new bytes.
    pub written: usize,
    /// Files that stand as they did.
    pub unchanged: usize,
    /// Files that the site no longer has.
    pub removed: usize,
    /// The bytes of all files together, as far as they are new.
    pub bytes_written: u64,
}

/// Why nothing was published.
#[derive(Debug)]
pub(crate) enum PublishError<E> {
    /// A file could not be rendered: the catalog's fault.
    Render(E),
    /// A file that Glassbox did not write stands where one of the site belongs.
    Foreign(PathBuf),
    /// The machine failed.
    Machine(Error),
}

impl<E> From<Error> for PublishError<E> {
    fn from(error: Error) -> Self {
        Self::Machine(error)
    }
}
