//! The files and folders that a catalog is read from, so that they can be watched for changes.

use super::config::{self, ConfigDoc};
use super::evidence::places::{self, Scope};
use super::{catalog_files, contract, files, history, yaml};
use crate::source::FileId;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

/// How much of a folder is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WatchScope {
    /// Files in it, by the endings of their names, and folders in it by their names.
    Direct(Vec<String>),
    /// Everything below it.
    All,
}

/// The folders that a catalog is read from, whether they exist or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Inputs {
    /// How much of each is read, by path.
    pub folders: BTreeMap<PathBuf, WatchScope>,
}

/// The folders of a catalog that are read completely, in addition to those of [`catalog_files::KINDS`].
const OTHER_FOLDERS: &[&str] =
    &[contract::FOLDER, files::TEMPLATES_FOLDER, files::THEMES_FOLDER, files::STATIC_FOLDER];

/// Returns the inputs of the catalog in the folder `root`, as absolute paths, as the system reports them. If
/// `glassbox.yml` cannot be read, the paths that it names are unknown.
#[must_use]
pub(crate) fn inputs(root: &Path) -> Inputs {
    let root = &std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let mut inputs = Inputs::default();
    let config = config_of(root).unwrap_or_default();
    let history = history::folder(&config).to_owned();
    let folders = || catalog_files::folders().chain(OTHER_FOLDERS.iter().copied());
    let patterns = folders().map(str::to_owned).chain([".yml".to_owned(), ".yaml".to_owned()]);
    inputs.add(root.to_owned(), WatchScope::Direct(patterns.chain([history.clone()]).collect()));
    for folder in folders().map(str::to_owned).chain([history]) {
        inputs.add(root.join(folder), WatchScope::All);
    }
    for place in places::places(root, &config) {
        if place.scope == Scope::BesideManifest {
            let endings = places::ENDINGS.iter().map(|ending| (*ending).to_owned());
            inputs.add_outside(&place.path, WatchScope::Direct(endings.collect()));
        } else {
            inputs.add_named(&place.path);
        }
    }
    inputs.follow_links();
    inputs
}

/// Returns the time zone of the catalog in the folder `root`; UTC if it is not set or cannot be read.
#[must_use]
pub(crate) fn time_zone(root: &Path) -> TimeZone {
    let named = config_of(root).and_then(|config| config.time_zone);
    named.and_then(|name| TimeZone::get(&name.value).ok()).unwrap_or(TimeZone::UTC)
}

fn config_of(root: &Path) -> Option<ConfigDoc> {
    let path = files::yaml(root, "glassbox")?;
    let diagnostics = &mut Vec::new();
    let source = files::decode(FileId(0), "glassbox.yml", files::bytes(&path).ok()?, diagnostics);
    config::config(&yaml::parse(FileId(0), &source.text, diagnostics)?, diagnostics)
}

impl Inputs {
    fn add(&mut self, folder: PathBuf, depth: WatchScope) {
        match (self.folders.get_mut(&folder), depth) {
            (Some(WatchScope::All), _) => {}
            (Some(WatchScope::Direct(known)), WatchScope::Direct(more)) => known.extend(more),
            (_, depth) => {
                self.folders.insert(folder, depth);
            }
        }
    }

    /// Adds a folder that may be anywhere, and watches its parent for when the folder is removed or created again.
    fn add_outside(&mut self, folder: &Path, depth: WatchScope) {
        if let (Some(above), Some(name)) = (folder.parent(), folder.file_name()) {
            self.add(above.to_owned(), WatchScope::Direct(vec![name.to_string_lossy().into_owned()]));
        }
        self.add(folder.to_owned(), depth);
    }

    /// Adds a file or a folder, whichever it is.
    fn add_named(&mut self, path: &Path) {
        if path.is_file() {
            self.add_file(path);
        } else {
            self.add_outside(path, WatchScope::All);
        }
    }

    fn add_file(&mut self, path: &Path) {
        if let (Some(folder), Some(name)) = (path.parent(), path.file_name()) {
            self.add(folder.to_owned(), WatchScope::Direct(vec![name.to_string_lossy().into_owned()]));
        }
    }

    /// The targets of links change elsewhere.
    fn follow_links(&mut self) {
        let mut targets = Vec::new();
        self.each(|path, _| {
            if path.is_symlink() {
                targets.extend(path.canonicalize().ok());
            }
        });
        for target in targets {
            if target.is_dir() {
                self.add_outside(&target, WatchScope::All);
            } else {
                self.add_file(&target);
            }
        }
    }

    /// Returns whether a change at a path can affect the catalog.
    #[must_use]
    pub(crate) fn concern(&self, path: &Path) -> bool {
        if self.folders.contains_key(path) {
            return true;
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        path.ancestors().skip(1).enumerate().any(|(up, folder)| match self.folders.get(folder) {
            Some(WatchScope::All) => true,
            Some(WatchScope::Direct(names)) => {
                up == 0 && names.iter().any(|ending| name.ends_with(ending.as_str()))
            }
            None => false,
        })
    }

    /// Returns a number that changes when a file is added, removed or written to.
    #[must_use]
    pub(crate) fn stamp(&self) -> u64 {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        self.each(|path, about| {
            path.hash(&mut hasher);
            about.len().hash(&mut hasher);
            about.modified().ok().hash(&mut hasher);
        });
        hasher.finish()
    }

    /// Calls `visit` with each file and link that is read, in the order of their paths.
    fn each(&self, mut visit: impl FnMut(&Path, &std::fs::Metadata)) {
        for (folder, depth) in &self.folders {
            let entries = match depth {
                WatchScope::All => files::below(folder, &[""]),
                WatchScope::Direct(_) => files::within(folder),
            };
            for path in entries.unwrap_or_default() {
                if self.concern(&path)
                    && let Ok(about) = path.metadata()
                    && (about.is_file() || path.is_symlink())
                {
                    visit(&path, &about);
                }
            }
        }
    }
}
