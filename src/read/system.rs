//! `systems.yml`: the systems that data comes from and goes to.

use super::document::document;
use super::document::kinds::{IdValue, MarkdownValue, TextValue, UrlValue, WordOf};
use super::document::references::{ContractPath, TeamId};
use super::file_kind::{FileAbout, FileKind};
use crate::model::SystemDirection;

document! {
    /// The systems that data comes from and goes to.
    pub struct SystemsDoc as "the file of systems" {
        /// The systems.
        systems: list SystemDoc,
    }
}

document! {
    /// A system outside the warehouse: an application whose tables are read, or a tool that data is written to.
    pub struct SystemDoc as "a system" {
        /// Unique in the catalog, and part of the address of its page. A dbt source with the same name belongs to it.
        #[example = "inventory-service"]
        id: required IdValue,
        /// The display name; by default, derived from the id.
        #[example = "Inventory service"]
        name: optional TextValue,
        /// What it is.
        description: optional MarkdownValue,
        /// The team that runs it.
        #[example = "app-engineering"]
        team: optional TeamId,
        /// Which way data flows; by default, the direction that the catalog shows.
        direction: optional WordOf<SystemDirection>,
        /// The address at which it is opened or described.
        url: optional UrlValue,
        /// Its data contract: a file, relative to the folder of `glassbox.yml`, or an address.
        #[example = "contracts/inventory.odcs.yaml"]
        contract: optional ContractPath,
        /// The names of the dbt sources that belong to it, if they are not the same as its id.
        #[example = "inventory_feed"]
        sources: one_or_more TextValue,
    }
}

/// `systems.yml`.
pub(super) const FILE: FileKind<SystemsDoc> = FileKind::yaml(FileAbout {
    name: "systems",
    files: "systems.yml",
    title: "Systems",
    at_least: Some("write a list of systems under `systems`, or remove the file"),
});
