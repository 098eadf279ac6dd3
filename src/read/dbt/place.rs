//! Where the artifacts of dbt projects are: at the paths in `glassbox.yml`, or in a folder with the artifacts
//! of another state.

use crate::error::{Error, Result};
use crate::read::config::DbtProjectDoc;
use std::path::{Path, PathBuf};

/// A dbt project that a catalog names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProjectPlace {
    /// The path in `glassbox.yml`.
    pub named: String,
    /// The path to look for its artifacts at: a folder, or the manifest.
    pub path: PathBuf,
    /// Whether this is another path than the one in `glassbox.yml`.
    pub is_elsewhere: bool,
}

impl ProjectPlace {
    /// Returns whether dbt's description of the warehouse (`catalog.json`) exists there.
    #[must_use]
    pub(crate) fn has_catalog(&self) -> bool {
        self.folder().join("catalog.json").is_file()
    }

    /// Returns whether it is in a folder, after following links.
    #[must_use]
    pub(crate) fn is_in(&self, folder: &Path) -> bool {
        match (self.path.canonicalize(), folder.canonicalize()) {
            (Ok(path), Ok(folder)) => path.starts_with(folder),
            // A missing file is reported as such.
            _ => true,
        }
    }

    fn folder(&self) -> &Path {
        if self.path.is_dir() { &self.path } else { self.path.parent().unwrap_or(&self.path) }
    }
}

/// Returns the projects of the catalog in the folder `root`, taken from the folder `elsewhere` if that has them:
/// at the path in `glassbox.yml` or, for a single project, in the folder itself.
///
/// # Errors
/// If `elsewhere` has the artifacts of none of them.
pub(in crate::read) fn places(
    root: &Path,
    named: &mut [DbtProjectDoc],
    elsewhere: Option<&Path>,
) -> Result<Vec<ProjectPlace>> {
    let is_only = named.len() == 1;
    let mut places = Vec::new();
    for doc in named.iter_mut() {
        let known = elsewhere.and_then(|folder| kept_in(folder, &doc.path.value, is_only));
        places.push(ProjectPlace {
            named: doc.path.value.clone(),
            path: known.clone().unwrap_or_else(|| root.join(&doc.path.value)),
            is_elsewhere: known.is_some(),
        });
        if let Some(path) = known {
            doc.path.value = path.to_string_lossy().into_owned();
        }
    }
    match elsewhere {
        Some(folder) if !places.is_empty() && places.iter().all(|place| !place.is_elsewhere) => {
            let looked = places.iter().map(|place| within(folder, &place.named)).collect();
            Err(Error::NoArtifacts { folder: folder.to_owned(), looked })
        }
        _ => Ok(places),
    }
}

/// Returns where a folder keeps the artifacts of the project with this path in `glassbox.yml`, as an absolute path.
fn kept_in(folder: &Path, named: &str, is_only: bool) -> Option<PathBuf> {
    let has_manifest = |path: &Path| path.is_file() || path.join("manifest.json").is_file();
    let own_folder = Some(folder.to_owned()).filter(|_| is_only);
    let path = Some(within(folder, named)).into_iter().chain(own_folder).find(|path| has_manifest(path))?;
    Some(std::path::absolute(&path).unwrap_or(path))
}

/// Returns the path of a project in a folder, without steps out of it.
fn within(folder: &Path, named: &str) -> PathBuf {
    let parts = Path::new(named).components();
    let inside = parts.filter(|part| matches!(part, std::path::Component::Normal(_)));
    inside.fold(folder.to_owned(), |path, part| path.join(part))
}
