//! Errors that keep a command from running: failures of the machine, and invalid requests.
//!
//! What is wrong with a catalog is no error but a [`Diagnostic`](crate::diagnostics::Diagnostic), collected with
//! its place.

use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What the machine gives, or why it does not.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something could not be done, with what it was about.
#[derive(Debug, Error)]
pub(crate) enum Error {
    /// A file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// A folder cannot be listed.
    #[error("cannot list {}: {source}", path.display())]
    List {
        /// The folder.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// A file or folder cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// A file is not what it was given as.
    #[error("{message}")]
    NotEvidence {
        /// What is wrong with it, with its path.
        message: String,
    },
    /// An argument of the command line cannot be used.
    #[error("{help}")]
    BadArgument {
        /// What would be right.
        help: &'static str,
    },
    /// A folder that was given instead of those of the catalog has no dbt artifacts.
    #[error("there is no dbt manifest in `{}`, nor in {}", folder.display(), or(looked))]
    NoArtifacts {
        /// The folder.
        folder: PathBuf,
        /// Where else was looked.
        looked: Vec<PathBuf>,
    },
    /// Git is not there.
    #[error("cannot run git: {source}")]
    NoGit {
        /// What the operating system says.
        source: io::Error,
    },
    /// Git failed.
    #[error("git {command} failed: {said}")]
    Git {
        /// The first of its arguments.
        command: String,
        /// What it said.
        said: String,
    },
    /// A folder is not in a git repository.
    #[error("`{}` is not in a git repository", folder.display())]
    NoRepository {
        /// The folder.
        folder: PathBuf,
    },
    /// A git repository has no such revision.
    #[error("there is no git revision `{revision}` in `{}`", folder.display())]
    UnknownRevision {
        /// The revision, as it was written.
        revision: String,
        /// A folder of the repository.
        folder: PathBuf,
    },
    /// The catalog's folder did not exist at a revision.
    #[error("there is no folder `{folder}` at `{revision}`")]
    NoSuchFolder {
        /// The folder, from the top of the repository.
        folder: String,
        /// The revision, as it was written.
        revision: String,
    },
    /// The preview cannot listen.
    #[error("cannot listen on {address} port {port}: {source}")]
    Listen {
        /// The address of this machine.
        address: IpAddr,
        /// The first port that was tried.
        port: u16,
        /// What the operating system says.
        source: io::Error,
    },
    /// `SOURCE_DATE_EPOCH` is set to something else than a time.
    #[error("SOURCE_DATE_EPOCH is `{value}`, which is not a number of seconds")]
    BadEpoch {
        /// What it is set to.
        value: String,
    },
}

impl Error {
    /// A file that cannot be read.
    pub(crate) fn read(path: &Path) -> impl Fn(io::Error) -> Self + '_ {
        move |source| Self::Read { path: path.to_owned(), source }
    }

    /// A folder that cannot be listed.
    pub(crate) fn list(path: &Path) -> impl Fn(io::Error) -> Self + '_ {
        move |source| Self::List { path: path.to_owned(), source }
    }

    /// A file or folder that cannot be written.
    pub(crate) fn write(path: &Path) -> impl Fn(io::Error) -> Self + '_ {
        move |source| Self::Write { path: path.to_owned(), source }
    }

    /// The error that a failure of git stands for; that git is not there stays what it is.
    pub(crate) fn unless_no_git(self, stands_for: Self) -> Self {
        match self {
            Self::NoGit { .. } => self,
            _ => stands_for,
        }
    }

    /// Whether a file is just not there.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Read { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

fn or(paths: &[PathBuf]) -> String {
    let paths: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
    paths.join(" or ")
}
