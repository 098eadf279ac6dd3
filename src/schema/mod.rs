//! What editors and readers are told of the catalog's files: JSON Schemas, with which editors complete keys,
//! show what each is for, and mark mistakes while they are typed, and the reference page of every key.
//!
//! [`crate::read::document`] declares the keys; this module only writes them out.

mod ids;
mod reference;
mod write;

pub(crate) use ids::CatalogIds;
pub(crate) use reference::reference;

use crate::read::config::ConfigDoc;
use crate::read::document::{Declared, DocumentDeclaration};
use crate::read::goal::GoalsDoc;
use crate::read::initiative::InitiativeDoc;
use crate::read::organisation::{DomainsDoc, TeamDoc, TeamsDoc};
use crate::read::product::ProductDoc;
use crate::read::regulation::RegulationDoc;
use crate::read::standard::StandardsDoc;
use crate::read::system::SystemsDoc;

/// A kind of file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SchemaKind {
    /// The word for it: `product`.
    pub name: &'static str,
    /// Where such files are: `products/**/*.yml`.
    pub files: &'static str,
    /// What they are, for a heading.
    title: &'static str,
    document: fn() -> DocumentDeclaration,
}

/// Every kind of file that people write.
pub(crate) const KINDS: &[SchemaKind] = &[
    SchemaKind { name: "glassbox", files: "glassbox.yml", title: "Settings", document: ConfigDoc::document },
    SchemaKind {
        name: "product",
        files: "products/**/*.yml",
        title: "Data product",
        document: ProductDoc::document,
    },
    SchemaKind { name: "teams", files: "teams.yml", title: "Teams", document: TeamsDoc::document },
    SchemaKind { name: "team", files: "teams/*.yml", title: "Team", document: TeamDoc::document },
    SchemaKind { name: "domains", files: "domains.yml", title: "Domains", document: DomainsDoc::document },
    SchemaKind { name: "goals", files: "goals.yml", title: "Goals", document: GoalsDoc::document },
    SchemaKind { name: "systems", files: "systems.yml", title: "Systems", document: SystemsDoc::document },
    SchemaKind {
        name: "regulation",
        files: "regulations/*.yml",
        title: "Regulation",
        document: RegulationDoc::document,
    },
    SchemaKind {
        name: "initiative",
        files: "roadmap/*.yml",
        title: "Initiative",
        document: InitiativeDoc::document,
    },
    SchemaKind {
        name: "standards",
        files: "standards.yml",
        title: "Standards",
        document: StandardsDoc::document,
    },
];

impl SchemaKind {
    /// The JSON Schema of such files, in which the ids that are known stand where they may be written.
    #[must_use]
    pub(crate) fn json(&self, ids: &CatalogIds) -> String {
        write::schema(self, ids)
    }
}
