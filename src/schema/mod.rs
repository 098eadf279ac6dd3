//! The keys of the catalog's files, for editors and readers: JSON Schemas, with which editors complete keys,
//! show their meaning, and mark mistakes while typing, and the reference page of every key.
//!
//! [`crate::read::document`] declares the keys; this module only writes them out.

mod ids;
mod reference;
mod write;

pub(crate) use ids::CatalogIds;
pub(crate) use reference::reference;

use crate::read::document::DocumentDeclaration;
use crate::read::file_kind::FileAbout;
use crate::read::{catalog_files, icons};

/// A kind of hand-written file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SchemaKind {
    /// Its description.
    pub about: FileAbout,
    keys: fn() -> DocumentDeclaration,
}

/// Returns every kind of hand-written file: those of the catalog, and those of its themes.
pub(crate) fn kinds() -> impl Iterator<Item = SchemaKind> {
    let of_catalog =
        catalog_files::KINDS.iter().map(|kind| SchemaKind { about: kind.about, keys: kind.keys });
    of_catalog.chain([SchemaKind { about: icons::FILE.about, keys: icons::FILE.keys }])
}

impl SchemaKind {
    /// Returns the JSON Schema of such files, with the known ids wherever they may be written.
    #[must_use]
    pub(crate) fn json(&self, ids: &CatalogIds) -> String {
        write::schema(self, ids)
    }
}
