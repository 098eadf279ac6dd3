//! Errors that prevent a command from running: failures of the machine, and invalid requests.
//!
//! A problem in a catalog is not an error but a [`Diagnostic`](crate::diagnostics::Diagnostic), collected with
//! its span.

use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The result of an operation on the machine.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something could not be done, and on what.
#[derive(Debug, Error)]
pub(crate) enum Error {
    /// A file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A folder cannot be listed.
    #[error("cannot list {}: {source}", path.display())]
    List {
        /// The folder.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A file or folder cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A file is not evidence, though given as such.
    #[error("{message}")]
    NotEvidence {
        /// The problem, with the path of the file.
        message: String,
    },
    /// An argument of the command line cannot be used.
    #[error("{help}")]
    BadArgument {
        /// What would be right.
        help: &'static str,
    },
    /// A folder that was given in place of those of the catalog has no dbt artifacts.
    #[error("there is no dbt manifest in `{}`, nor in {}", folder.display(), or(looked))]
    NoArtifacts {
        /// The folder.
        folder: PathBuf,
        /// The other paths that were tried.
        looked: Vec<PathBuf>,
    },
    /// Git is not installed.
    #[error("cannot run git: {source}")]
    NoGit {
        /// The error of the operating system.
        source: io::Error,
    },
    /// Git failed.
    #[error("git {command} failed: {message}")]
    Git {
        /// The first of its arguments.
        command: String,
        /// Its error message.
        message: String,
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
        /// The revision, as written.
        revision: String,
        /// A folder of the repository.
        folder: PathBuf,
    },
    /// The catalog's folder did not exist at a revision.
    #[error("there is no folder `{folder}` at `{revision}`")]
    NoSuchFolder {
        /// The folder, from the top of the repository.
        folder: String,
        /// The revision, as written.
        revision: String,
    },
    /// The preview cannot listen.
    #[error("cannot listen on {address} port {port}: {source}")]
    Listen {
        /// The address of this machine.
        address: IpAddr,
        /// The first port that was tried.
        port: u16,
        /// The error of the operating system.
        source: io::Error,
    },
    /// `SOURCE_DATE_EPOCH` is not a timestamp.
    #[error("SOURCE_DATE_EPOCH is `{value}`, which is not a number of seconds")]
    BadEpoch {
        /// Its value.
        value: String,
    },
}

impl Error {
    /// Returns the error of a file that cannot be read.
    pub(crate) fn read(path: &Path) -> impl Fn(io::Error) -> Self + '_ {
        move |source| Self::Read { path: path.to_owned(), source }
    }

    /// Returns the error of a folder that cannot be listed.
    pub(crate) fn list(path: &Path) -> impl Fn(io::Error) -> Self + '_ {
        move |source| Self::List { path: path.to_owned(), source }
    }

    /// Returns the error of a file or folder that cannot be written.
    pub(crate) fn write(path: &Path) -> impl Fn(io::Error) -> Self + '_ {
        move |source| Self::Write { path: path.to_owned(), source }
    }

    /// Returns the error that a failure of git stands for; that git is not installed stays as it is.
    pub(crate) fn unless_no_git(self, stands_for: Self) -> Self {
        match self {
            Self::NoGit { .. } => self,
            _ => stands_for,
        }
    }

    /// Returns whether a file simply does not exist.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Read { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

fn or(paths: &[PathBuf]) -> String {
    let paths: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
    paths.join(" or ")
}
