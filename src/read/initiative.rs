//! Roadmap files: a request, and the products that it needs.

use super::document::kinds::{Day, DueDay, Id, Markdown, Text, WordOf, Work};
use super::document::references::{ProductId, TeamId};
use super::document::{Value as _, document};
use super::parts::LinkDoc;
use super::yaml::Node;
use crate::diagnostics::Diagnostics;
use crate::model::{DeliveryStatus, Value};

document! {
    /// A request, in the words of those who made it, and the products that it takes.
    pub struct InitiativeDoc as "an initiative" {
        /// Unique in the catalog.
        #[example = "people-insights"]
        id: required Id,
        /// The title for people.
        #[example = "One place for hiring, attrition and diversity"]
        title: required Text,
        /// What was requested, in the sponsor's words.
        #[example = "We need an HR dashboard. How hard can it be?"]
        ask: optional Text,
        /// The team that requested it.
        #[example = "people-team"]
        sponsor: optional TeamId,
        /// What will be better once it is delivered.
        #[example = "The People Team answers questions of the leadership in minutes."]
        outcome: optional Text,
        /// More about it.
        description: optional Markdown,
        /// Further reading.
        links: list LinkDoc,
        /// The work on each product.
        delivers: list DeliveryDoc,
    }
}

document! {
    /// The work on one product for an initiative.
    pub struct DeliveryDoc as "a delivery" {
        /// The product.
        #[example = "hr-replication"]
        product: required ProductId,
        /// What is done.
        #[example = "Load the applicants"]
        work: optional Text,
        /// How much work it is.
        effort: optional Work,
        /// How long its value lasts.
        value: optional WordOf<Value>,
        /// The status of the work.
        status: optional WordOf<DeliveryStatus> = DeliveryStatus::DEFAULT.word(),
        /// When it is due.
        target: optional DueDay,
        /// The day on which it was delivered.
        delivered: optional Day,
        /// The products that must be there first.
        #[example = "hr-replication"]
        waits_for: list ProductId,
    }
}

/// Reads a file of `roadmap/`.
pub(crate) fn initiative(node: &Node, diagnostics: &mut Diagnostics) -> Option<InitiativeDoc> {
    InitiativeDoc::read(node, diagnostics)
}
