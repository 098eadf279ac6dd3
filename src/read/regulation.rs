//! Regulation files: which controls a regulation requires, and what counts as evidence.

use super::document::document;
use super::document::kinds::{DurationValue, FlagValue, IdValue, MarkdownValue, TextValue, UrlValue};
use super::document::references::TeamId;
use super::file_kind::{FileAbout, FileKind};

/// Whether a regulation travels downstream with the data, unless its file sets it.
pub(crate) const IS_CARRIED: bool = true;

document! {
    /// A regulation: the controls that it requires, and what counts as evidence.
    pub struct RegulationDoc as "a regulation" {
        /// Unique in the catalog, and part of the address of its page.
        #[example = "gdpr"]
        id: required IdValue,
        /// The display name.
        #[example = "GDPR"]
        name: required TextValue,
        /// One plain sentence.
        #[example = "Personal data of people in the EU is held only as long as there is a reason."]
        summary: optional TextValue,
        /// More about it.
        description: optional MarkdownValue,
        /// Where it applies.
        #[example = "European Union"]
        jurisdiction: optional TextValue,
        /// Whether it follows the data downstream, so that products that build on the data are subject to it too.
        carried: optional FlagValue = IS_CARRIED,
        /// The team that is responsible for it.
        #[example = "legal"]
        owner: optional TeamId,
        /// The address of its text.
        url: optional UrlValue,
        /// How tables and columns that it applies to are marked in dbt: tags, and keys or values of `meta`.
        #[example = "pii"]
        marks: one_or_more TextValue,
        /// The controls that it requires.
        controls: list ControlDoc,
    }
}

document! {
    /// A control that a regulation requires.
    pub struct ControlDoc as "a control" {
        /// Unique in the regulation.
        #[example = "reconciliation"]
        id: required IdValue,
        /// The display name; by default, derived from the id.
        #[example = "Reconciliation with the ledger"]
        name: optional TextValue,
        /// What has to be done.
        description: optional MarkdownValue,
        /// What counts as evidence.
        #[example = "A link to the signed report"]
        evidence: optional TextValue,
        /// How often the evidence is reviewed.
        #[example = "1 year"]
        review_every: optional DurationValue,
    }
}

/// `regulations/*.yml`.
pub(super) const FILE: FileKind<RegulationDoc> = FileKind::yaml(FileAbout {
    name: "regulation",
    files: "regulations/*.yml",
    title: "Regulation",
    at_least: Some("write at least an `id` and a `name`, or remove the file"),
});
