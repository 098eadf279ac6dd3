//! `systems.yml`: the systems that data comes from and goes to.

use super::document::document;
use super::document::kinds::{Id, Markdown, Text, Url, WordOf};
use super::document::references::{ContractPath, TeamId};
use super::file_kind::{FileAbout, FileKind};
use crate::model::Direction;

document! {
    /// The systems that data comes from and goes to.
    pub struct SystemsDoc as "the file of systems" {
        /// The systems.
        systems: list SystemDoc,
    }
}

document! {
    /// A system beside the warehouse: an application whose tables are read, or a tool that data is written to.
    pub struct SystemDoc as "a system" {
        /// Unique in the catalog, and part of the address of its page. A source of dbt with the same name is read from
        /// it.
        #[example = "inventory-service"]
        id: required Id,
        /// The name for people; without it, made of the id.
        #[example = "Inventory service"]
        name: optional Text,
        /// What it is.
        description: optional Markdown,
        /// The team that runs it.
        #[example = "app-engineering"]
        team: optional TeamId,
        /// Which way data flows; without it, what the catalog shows.
        direction: optional WordOf<Direction>,
        /// Where it is opened or described.
        url: optional Url,
        /// Its data contract: a file, from the folder of `glassbox.yml`, or an address.
        #[example = "contracts/inventory.odcs.yaml"]
        contract: optional ContractPath,
        /// The dbt sources whose tables are its own, by name, where they are called otherwise.
        #[example = "inventory_feed"]
        sources: one_or_more Text,
    }
}

/// `systems.yml`.
pub(super) const FILE: FileKind<SystemsDoc> = FileKind::yaml(FileAbout {
    name: "systems",
    files: "systems.yml",
    title: "Systems",
    at_least: Some("write a list of systems under `systems`, or remove the file"),
});
