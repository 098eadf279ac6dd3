//! The catalog's own files: their kinds, the files that exist, and their contents.

use super::document::DocumentDeclaration;
use super::documents::{AddToDocuments, Documents};
use super::file_kind::{FileAbout, OpenFile};
use super::{config, files, goal, initiative, organisation, page, product, regulation, standard, system};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::error::Result;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A kind of catalog file, independent of the type of its contents.
pub(crate) struct CatalogFileKind {
    /// Its description.
    pub about: FileAbout,
    /// The keys of such a file.
    pub keys: fn() -> DocumentDeclaration,
    /// Reads a file.
    pub(super) read: fn(&OpenFile<'_>, &mut Diagnostics) -> Option<AddToDocuments>,
}

/// Makes the list of kinds: each is declared in its own file, and here its contents are assigned a place.
macro_rules! catalog_files {
    ($($kind:path => |$doc:ident, $documents:ident| $keep:expr;)*) => {
        /// Every kind of catalog file, in reading order: single files first.
        pub(crate) const KINDS: &[CatalogFileKind] = &[$(CatalogFileKind {
            about: $kind.about,
            keys: $kind.keys,
            read: |open, diagnostics| {
                let $doc = Arc::new(($kind.read)(open, diagnostics)?);
                Some(Box::new(move |$documents: &mut Documents| $keep))
            },
        }),*];
    };
}

catalog_files! {
    config::FILE => |doc, documents| documents.config.clone_from(&doc);
    product::FILE => |doc, documents| documents.products.push(Arc::clone(&doc));
    organisation::TEAMS_FILE => |doc, documents| documents.teams.extend_from_slice(&doc.teams);
    organisation::TEAM_FILE => |doc, documents| documents.teams.push((*doc).clone());
    organisation::DOMAINS_FILE => |doc, documents| documents.domains.extend_from_slice(&doc.domains);
    goal::FILE => |doc, documents| documents.goals.extend_from_slice(&doc.goals);
    system::FILE => |doc, documents| documents.systems = Some(doc.systems.clone());
    regulation::FILE => |doc, documents| documents.regulations.push((*doc).clone());
    initiative::FILE => |doc, documents| documents.initiatives.push((*doc).clone());
    standard::FILE => |doc, documents| documents.standards = Some((*doc).clone());
    page::FILE => |doc, documents| documents.pages.push((*doc).clone());
}

/// Where the files of a kind are.
enum FilePlace {
    /// A YAML file in the folder of the catalog, by its name without the extension.
    Alone(&'static str),
    /// All files below a folder whose names end in one of these.
    Below(&'static str, &'static [&'static str]),
}

impl CatalogFileKind {
    /// Returns whether it is `glassbox.yml`, which names what else is read.
    pub(super) fn is_settings(&self) -> bool {
        self.about.files == config::FILE.about.files
    }

    fn place(&self) -> FilePlace {
        let path = self.about.files;
        match path.split_once('/') {
            None => FilePlace::Alone(path.trim_end_matches(".yml")),
            Some((folder, names)) if names.ends_with(".md") => FilePlace::Below(folder, &[".md"]),
            Some((folder, _)) => FilePlace::Below(folder, &[".yml", ".yaml"]),
        }
    }
}

/// Returns the folders that hold catalog files.
pub(super) fn folders() -> impl Iterator<Item = &'static str> {
    KINDS.iter().filter_map(|kind| match kind.place() {
        FilePlace::Below(folder, _) => Some(folder),
        FilePlace::Alone(_) => None,
    })
}

/// Returns the files of the catalog, each with its kind.
pub(super) fn listed(
    root: &Path,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<(&'static CatalogFileKind, PathBuf)>> {
    let (mut alone, mut below) = (Vec::new(), Vec::new());
    for kind in KINDS {
        match kind.place() {
            FilePlace::Alone(name) => match files::yaml(root, name) {
                Some(path) => alone.push((kind, path)),
                None if kind.is_settings() => diagnostics.push(no_settings(root)),
                None => {}
            },
            FilePlace::Below(folder, endings) => {
                for path in files::below(&root.join(folder), endings)? {
                    let name = files::shown(root, &path);
                    // Files of the standards for data products and contracts may be next to ours.
                    if name.contains(".odps.") || name.contains(".odcs.") {
                        diagnostics.push(other_format(name));
                    } else {
                        below.push((kind, path));
                    }
                }
            }
        }
    }
    alone.append(&mut below);
    Ok(alone)
}

fn no_settings(root: &Path) -> Diagnostic {
    Diagnostic::error("no-config", format!("there is no `glassbox.yml` in `{}`", root.display()))
        .help("give the folder of a catalog, or start one with `glassbox init`")
}

fn other_format(name: String) -> Diagnostic {
    let message = format!("`{name}` is skipped: only Glassbox's own product format can be read so far");
    Diagnostic::warning("format-not-read", message).about(name)
}
