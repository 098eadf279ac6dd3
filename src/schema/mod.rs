//! What editors and readers are told of the catalog's files: JSON Schemas, with which editors complete keys,
//! show what each is for, and mark mistakes while they are typed, and the reference page of every key.
//!
//! Nothing is known here: [`crate::read::document`] declares the keys, and this room writes them out.

mod ids;
mod reference;
mod write;

pub use ids::Ids;
pub use reference::reference;

use crate::read::config::ConfigDoc;
use crate::read::document::{Declared, Document};
use crate::read::initiative::InitiativeDoc;
use crate::read::organisation::{DomainsDoc, TeamDoc, TeamsDoc};
use crate::read::product::ProductDoc;
use crate::read::regulation::RegulationDoc;
use crate::read::standard::StandardsDoc;

/// A kind of file.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The word for it: `product`.
    pub name: &'static str,
    /// Where such files are: `products/**/*.yml`.
    pub files: &'static str,
    /// What they are, for a heading.
    title: &'static str,
    document: fn() -> Document,
}

/// Every kind of file that people write.
pub const KINDS: &[Kind] = &[
    Kind { name: "glassbox", files: "glassbox.yml", title: "Settings", document: ConfigDoc::document },
    Kind {
        name: "product",
        files: "products/**/*.yml",
        title: "Data product",
        document: ProductDoc::document,
    },
    Kind { name: "teams", files: "teams.yml", title: "Teams", document: TeamsDoc::document },
    Kind { name: "team", files: "teams/*.yml", title: "Team", document: TeamDoc::document },
    Kind { name: "domains", files: "domains.yml", title: "Domains", document: DomainsDoc::document },
    Kind {
        name: "regulation",
        files: "regulations/*.yml",
        title: "Regulation",
        document: RegulationDoc::document,
    },
    Kind {
        name: "initiative",
        files: "roadmap/*.yml",
        title: "Initiative",
        document: InitiativeDoc::document,
    },
    Kind { name: "standards", files: "standards.yml", title: "Standards", document: StandardsDoc::document },
];

impl Kind {
    /// The JSON Schema of such files, in which the ids that are known stand where they may be written.
    #[must_use]
    pub fn json(&self, ids: &Ids) -> String {
        write::schema(self, ids)
    }
}
