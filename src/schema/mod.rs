//! What editors and readers are told of the catalog's files: JSON Schemas, with which editors complete keys,
//! show what each is for, and mark mistakes while they are typed, and the reference page of every key.
//!
//! [`crate::read::document`] declares the keys; this module only writes them out.

mod ids;
mod reference;
mod write;

pub(crate) use ids::CatalogIds;
pub(crate) use reference::reference;

use crate::read::document::DocumentDeclaration;
use crate::read::file_kind::FileAbout;
use crate::read::{icons, kinds};

/// A kind of file that people write.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SchemaKind {
    /// What is said of it.
    pub about: FileAbout,
    keys: fn() -> DocumentDeclaration,
}

/// Every kind of file that people write: those of the catalog, and those of its themes.
pub(crate) fn kinds() -> impl Iterator<Item = SchemaKind> {
    let of_catalog = kinds::KINDS.iter().map(|kind| SchemaKind { about: kind.about, keys: kind.keys });
    of_catalog.chain([SchemaKind { about: icons::FILE.about, keys: icons::FILE.keys }])
}

impl SchemaKind {
    /// The JSON Schema of such files, in which the ids that are known stand where they may be written.
    #[must_use]
    pub(crate) fn json(&self, ids: &CatalogIds) -> String {
        write::schema(self, ids)
    }
}
