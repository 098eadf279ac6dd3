//! Reads another state of the catalog from git: its files at a revision, and the files changed since.

use crate::error::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files of a repository at a revision, in a folder that is removed on drop.
#[derive(Debug)]
pub(crate) struct Checkout {
    folder: PathBuf,
    catalog: PathBuf,
}

impl Checkout {
    /// Returns the folder of the catalog at the revision.
    #[must_use]
    pub(crate) fn catalog(&self) -> &Path {
        &self.catalog
    }

    /// Returns the folder with all files of the revision.
    #[must_use]
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Checkout {
    #[expect(clippy::disallowed_methods, reason = "`read` is the module that touches disk")]
    fn drop(&mut self) {
        // What cannot be removed is left to the machine's cleanup of temporary files.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Checks out the catalog in `folder` as of `revision`. The repository's own files and index
/// are not touched.
///
/// # Errors
/// If git is not installed, the folder is in no repository, or the revision is unknown.
#[expect(clippy::disallowed_methods, reason = "`read` is the module that touches disk")]
pub(crate) fn checkout(folder: &Path, revision: &str) -> Result<Checkout> {
    let commit = commit(folder, revision)?;
    let prefix = git(folder, &["rev-parse", "--show-prefix"])?;
    let top = PathBuf::from(git(folder, &["rev-parse", "--show-toplevel"])?);
    let name = format!("glassbox-{}-{commit}", std::process::id());
    let target = std::env::temp_dir().join(name);
    let _ = std::fs::remove_dir_all(&target);
    let tree = target.join("tree");
    std::fs::create_dir_all(&tree).map_err(Error::write(&tree))?;
    let checkout = Checkout { catalog: tree.join(&prefix), folder: target.clone() };
    // A separate index, so that the repository's own stays unchanged.
    let index = target.join("index");
    let with_index = |arguments: &[&str]| run(&top, arguments, Some(&index));
    with_index(&["read-tree", &commit])?;
    let to = format!("--prefix={}/", tree.display());
    with_index(&["checkout-index", "--all", "--quiet", &to])?;
    if !checkout.catalog.is_dir() {
        let folder = prefix.trim_end_matches('/').to_owned();
        return Err(Error::NoSuchFolder { folder, revision: revision.to_owned() });
    }
    Ok(checkout)
}

/// Returns the files that differ from where this branch left `revision`, committed or not, by their paths
/// relative to the catalog's folder; those outside it begin with `../`.
///
/// # Errors
/// See [`checkout`].
pub(crate) fn touched(folder: &Path, revision: &str) -> Result<Vec<String>> {
    let commit = commit(folder, revision)?;
    // Without a merge base, everything since the revision itself counts.
    let base = git(folder, &["merge-base", &commit, "HEAD"]).unwrap_or(commit);
    let prefix = git(folder, &["rev-parse", "--show-prefix"])?;
    let changed = git(folder, &["diff", "--name-only", "-z", &base])?;
    let untracked = git(folder, &["ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/"])?;
    let paths = changed.split('\0').chain(untracked.split('\0')).filter(|path| !path.is_empty());
    let below = |path: &str| match path.strip_prefix(&prefix) {
        Some(path) => path.to_owned(),
        None => format!("{}{path}", "../".repeat(prefix.matches('/').count())),
    };
    Ok(paths.map(below).collect())
}

fn commit(folder: &Path, revision: &str) -> Result<String> {
    git(folder, &["rev-parse", "--show-toplevel"])
        .map_err(|error| error.unless_no_git(Error::NoRepository { folder: folder.to_owned() }))?;
    let wanted = format!("{revision}^{{commit}}");
    git(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])
        .map_err(|_| Error::UnknownRevision { revision: revision.to_owned(), folder: folder.to_owned() })
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String> {
    run(folder, arguments, None)
}

/// Returns git's output, without the trailing newline.
fn run(folder: &Path, arguments: &[&str], index: Option<&Path>) -> Result<String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    if let Some(index) = index {
        command.env("GIT_INDEX_FILE", index);
    }
    let output = command.output().map_err(|source| Error::NoGit { source })?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Error::Git { command: arguments[0].to_owned(), message });
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.trim_end_matches('\n').to_owned())
}
