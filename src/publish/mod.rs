//! Writes bytes to a folder: only what changed, all or nothing, and never over other people's files.
//!
//! 1. [`open`](Folder::open): the folder is ours (according to its [`ledger`]), empty or new.
//! 2. Each file whose fingerprint is new is rendered and staged beside the site.
//! 3. Only once every file is staged are they moved into place, each by a rename; then files that are in the
//!    ledger but no longer on the site are removed.
//!
//! A failure before step 3 leaves the old site as it was; a power cut during it leaves complete files and a ledger
//! that lists all of them.

mod folder;
mod history;
mod ledger;
mod sibling;

pub(crate) use folder::{Folder, Refusal, StagedFile};
pub(crate) use history::{append, keep_changes};
pub(crate) use sibling::{write_all, write_new};

use crate::error::Error;
use std::path::PathBuf;

/// The result of publishing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Published {
    /// Files that were not on the site before.
    pub added: usize,
    /// Files that were on the site and are written again.
    pub changed: usize,
    /// Files that remain as they were.
    pub unchanged: usize,
    /// Files that are no longer on the site.
    pub removed: usize,
}

/// Why nothing was published.
#[derive(Debug)]
pub(crate) enum PublishError<E> {
    /// A file could not be rendered, because of the catalog.
    Render(E),
    /// A file that Glassbox did not write is in the place of one of the site.
    Foreign(PathBuf),
    /// The machine failed.
    Machine(Error),
}

impl<E> From<Error> for PublishError<E> {
    fn from(error: Error) -> Self {
        Self::Machine(error)
    }
}
