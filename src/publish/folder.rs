//! The folder that a site is published into.
#![expect(clippy::disallowed_methods, reason = "`publish` is the room that writes to disk")]

use super::ledger::{Ledger, LedgerEntry, in_letters, is_inside};
use super::{PublishError, Published};
use crate::error::{Error, Result};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use xxhash_rust::xxh3::xxh3_128;

/// Where Glassbox keeps its own files inside the folder.
const OWN: &str = ".glassbox";

/// A folder that Glassbox may publish into.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    ledger: Ledger,
    /// When the ledger was written: a file that changed later was changed by somebody else.
    kept_at: Option<SystemTime>,
}

/// Why a folder cannot be published into.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It contains files that Glassbox did not write; holds the name of one of them.
    Foreign(String),
    /// Its ledger cannot be read: Glassbox can no longer tell its own files from others.
    BadLedger(PathBuf),
    /// It is not a folder.
    NotAFolder,
    /// The machine failed.
    Machine(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Machine(error)
    }
}

/// A file of the site that is ready to be moved into place.
#[derive(Clone, Debug)]
pub(crate) struct StagedFile {
    /// The path on the site, with `/` and without a leading one.
    pub(crate) path: String,
    entry: LedgerEntry,
    /// Whether new bytes are staged for it.
    is_new: bool,
}

/// Where new files wait beside the site until all of them are there.
pub(crate) struct Staging<'f> {
    folder: &'f Folder,
    temporary: PathBuf,
}

impl Folder {
    /// Opens a folder that is new, empty or was published into before. Writes nothing.
    ///
    /// # Errors
    /// If the folder contains other files, or cannot be read.
    pub(crate) fn open(root: &Path) -> Result<Self, Refusal> {
        let folder = |ledger, kept_at| Self { root: root.to_owned(), ledger, kept_at };
        let empty = Ledger::default();
        let entries = match fs::read_dir(root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(folder(empty, None)),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Err(Refusal::NotAFolder),
            Err(error) => return Err(Error::list(root)(error).into()),
        };
        let path = root.join(OWN).join("ledger.json");
        match fs::read(&path) {
            Ok(bytes) => {
                let kept_at = fs::metadata(&path).map_err(Error::read(&path))?.modified().ok();
                let ledger = Ledger::parse(&bytes).ok_or(Refusal::BadLedger(path))?;
                Ok(folder(ledger, kept_at))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let mut names: Vec<String> = Vec::new();
                for entry in entries {
                    names.push(entry.map_err(Error::list(root))?.file_name().to_string_lossy().into_owned());
                }
                names.sort();
                // A folder with nothing but version control in it counts as empty.
                match names.into_iter().find(|name| name != OWN && name != ".git") {
                    Some(name) => Err(Refusal::Foreign(name)),
                    None => Ok(folder(empty, None)),
                }
            }
            Err(error) => Err(Error::read(&path)(error).into()),
        }
    }

    /// Publishes the files that `stage_all` stages, and removes those that were published before and are not among them.
    ///
    /// # Errors
    /// Returns the error of `stage_all`, a file of others that would be replaced, or an I/O error with the path concerned.
    pub(crate) fn publish<E>(
        self,
        stage_all: impl FnOnce(&Staging<'_>) -> Result<Vec<StagedFile>, PublishError<E>>,
    ) -> Result<Published, PublishError<E>> {
        let temporary = self.root.join(OWN).join("staged");
        clear(&temporary)?;
        fs::create_dir_all(&temporary).map_err(Error::write(&temporary))?;
        let staging = Staging { folder: &self, temporary: temporary.clone() };
        let result = stage_all(&staging).and_then(|staged| self.move_into_place(staged, &temporary));
        // Files that were staged but not moved are of no further use.
        clear(&temporary)?;
        result
    }

    fn move_into_place<E>(
        &self,
        staged: Vec<StagedFile>,
        temporary: &Path,
    ) -> Result<Published, PublishError<E>> {
        if let Some(path) = self.foreign(&staged) {
            return Err(PublishError::Foreign(path));
        }
        let stale = self.stale(&staged);
        self.promise(&staged)?;
        move_tree(temporary, &self.root)?;
        for path in &stale {
            self.remove(path)?;
        }
        let written = staged.iter().filter(|file| file.is_new);
        let (changed, added): (Vec<_>, Vec<_>) =
            written.partition(|file| self.ledger.files.contains_key(&file.path));
        let published = Published {
            added: added.len(),
            changed: changed.len(),
            unchanged: staged.len() - added.len() - changed.len(),
            removed: stale.len(),
        };
        let files = staged.into_iter().map(|file| (file.path, file.entry)).collect();
        self.keep(&Ledger { files })?;
        Ok(published)
    }

    /// Returns the first file, by path, that would replace one that Glassbox did not write.
    fn foreign(&self, staged: &[StagedFile]) -> Option<PathBuf> {
        let new = staged.iter().filter(|file| !self.ledger.files.contains_key(&file.path));
        let foreign = new.filter(|file| self.root.join(&file.path).symlink_metadata().is_ok());
        foreign.map(|file| &file.path).min().map(|path| self.root.join(path))
    }

    /// Returns whether a file is still as written: of the same length, and not changed since.
    fn is_untouched(&self, path: &str, entry: &LedgerEntry) -> bool {
        let Ok(metadata) = self.root.join(path).symlink_metadata() else { return false };
        let changed_later = match (metadata.modified(), self.kept_at) {
            (Ok(changed), Some(kept)) => changed > kept,
            _ => true,
        };
        metadata.is_file() && metadata.len() == entry.length && !changed_later
    }

    /// Returns the files that are in the ledger but no longer on the site.
    fn stale(&self, staged: &[StagedFile]) -> Vec<String> {
        let new: BTreeSet<&str> = staged.iter().map(|file| file.path.as_str()).collect();
        self.ledger.files.keys().filter(|path| !new.contains(path.as_str())).cloned().collect()
    }

    /// Records, before anything moves, which files are ours and which are about to change, so that an interrupted run
    /// leaves no file that the next one would mistake for finished.
    fn promise(&self, staged: &[StagedFile]) -> Result<()> {
        let mut ledger = self.ledger.clone();
        let moving = staged.iter().filter(|file| file.is_new);
        ledger.files.extend(moving.map(|file| (file.path.clone(), LedgerEntry::default())));
        if ledger == self.ledger { Ok(()) } else { self.keep(&ledger) }
    }

    fn ledger_path(&self) -> PathBuf {
        self.root.join(OWN).join("ledger.json")
    }

    fn keep(&self, ledger: &Ledger) -> Result<()> {
        let waiting = self.root.join(OWN).join("ledger.new");
        fs::write(&waiting, ledger.to_bytes()).map_err(Error::write(&waiting))?;
        fs::rename(&waiting, self.ledger_path()).map_err(Error::write(&self.ledger_path()))
    }

    /// Removes a previously published file, and the folders that it leaves empty.
    fn remove(&self, path: &str) -> Result<()> {
        debug_assert!(is_inside(path), "the ledger is checked when it is read");
        let file = self.root.join(path);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::write(&file)(error)),
            _ => {}
        }
        let mut folder = Path::new(path).parent();
        while let Some(inner) = folder.filter(|folder| !folder.as_os_str().is_empty()) {
            // The system refuses this if the folder is not empty.
            if fs::remove_dir(self.root.join(inner)).is_err() {
                break;
            }
            folder = inner.parent();
        }
        Ok(())
    }
}

impl Staging<'_> {
    /// Stages a file at the same path below the temporary folder, so that a new folder can be moved as a whole.
    /// `fingerprint` is a hash of everything that its bytes depend on, and `render` returns them: it is called for new
    /// fingerprints only.
    ///
    /// # Errors
    /// Returns the error of `render`, or an I/O error with the path concerned.
    pub(crate) fn stage<E>(
        &self,
        path: String,
        fingerprint: u128,
        render: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<StagedFile, PublishError<E>> {
        let from = in_letters(fingerprint);
        let known = self.folder.ledger.files.get(&path);
        let known = known.filter(|entry| self.folder.is_untouched(&path, entry));
        if let Some(entry) = known.filter(|entry| entry.from == from) {
            return Ok(StagedFile { entry: entry.clone(), is_new: false, path });
        }
        let bytes = render().map_err(PublishError::Render)?;
        let entry = LedgerEntry { from, bytes: in_letters(xxh3_128(&bytes)), length: bytes.len() as u64 };
        if known.is_some_and(|known| known.bytes == entry.bytes) {
            return Ok(StagedFile { entry, is_new: false, path });
        }
        let waiting = self.temporary.join(&path);
        write(&waiting, &bytes).map_err(Error::write(&waiting))?;
        Ok(StagedFile { entry, is_new: true, path })
    }
}

/// Writes a file, creating its folder if needed.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::write(path, bytes) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(path, bytes)
        }
        result => result,
    }
}

/// Moves everything below `from` to the same path below `to`: a new folder in a single rename, otherwise its
/// contents.
fn move_tree(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from).map_err(Error::list(from))? {
        let entry = entry.map_err(Error::list(from))?;
        let target = to.join(entry.file_name());
        let is_folder = entry.file_type().map_err(Error::list(from))?.is_dir();
        if is_folder && target.is_dir() {
            move_tree(&entry.path(), &target)?;
        } else {
            fs::rename(entry.path(), &target).map_err(Error::write(&target))?;
        }
    }
    Ok(())
}

/// Removes everything from the staging folder, whether of this run or of an interrupted one.
fn clear(staged: &Path) -> Result<()> {
    match fs::remove_dir_all(staged) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::write(staged)(error)),
        _ => Ok(()),
    }
}
