//! Roadmap files: a request, and the products that it needs.

use super::document::kinds::{
    DayValue, DueValue, EffortValue, IdValue, MarkdownValue, TextValue, UpkeepValue, WordOf,
};
use super::document::references::{GoalId, ProductId, TeamId};
use super::document::{CrossKeyCheck, document};
use super::file_kind::{FileAbout, FileKind};
use super::parts::LinkDoc;
use crate::diagnostics::Diagnostic;
use crate::model::{DeliveryStatus, InitiativeKind, ValueDuration};
use serde_json::json;

document! {
    /// A request, in the words of those who made it, and the products that it needs.
    pub struct InitiativeDoc as "an initiative" {
        /// Unique in the catalog.
        #[example = "people-insights"]
        id: required IdValue,
        /// The title.
        #[example = "One place for hiring, attrition and diversity"]
        title: required TextValue,
        /// What was requested, in the sponsor's words.
        #[example = "We need an HR dashboard. How hard can it be?"]
        ask: optional TextValue,
        /// `new`: something new; `hardening`: existing products are made reliable.
        kind: optional WordOf<InitiativeKind>,
        /// The team that requested it.
        #[example = "people-team"]
        sponsor: optional TeamId,
        /// The goal that it serves.
        #[example = "fewer-spreadsheets"]
        goal: optional GoalId,
        /// What will be better once it is delivered.
        #[example = "The People Team answers questions of the leadership in minutes."]
        outcome: optional TextValue,
        /// More about it.
        description: optional MarkdownValue,
        /// Further reading.
        links: list LinkDoc,
        /// The work on each product, and on the platform that supports them.
        delivers: list DeliveryDoc,
    }
}

document! {
    /// The work on one product for an initiative, or on the platform.
    pub struct DeliveryDoc as "a delivery" with SOMETHING {
        /// Where the entry stands.
        span: placed,
        /// The product.
        #[example = "hr-replication"]
        product: optional ProductId,
        /// What the work is about, if it supports several products and is not a product itself.
        #[example = "A second warehouse for tests"]
        platform: optional TextValue,
        /// The team that does the work on the platform. Work on a product is for the product's owner.
        #[example = "data-platform"]
        team: optional TeamId,
        /// What is done.
        #[example = "Load the applicants"]
        work: optional TextValue,
        /// How much work it is.
        effort: optional EffortValue,
        /// How much work it takes to maintain from then on.
        upkeep: optional UpkeepValue,
        /// What it makes possible beyond this request: in words, or the id of another initiative.
        #[example = "Enriching Salesforce with the department of each employee"]
        enables: one_or_more TextValue,
        /// How long its value lasts.
        value: optional WordOf<ValueDuration>,
        /// The status of the work.
        status: optional WordOf<DeliveryStatus> = DeliveryStatus::DEFAULT.word(),
        /// When it is due.
        target: optional DueValue,
        /// The day on which it was delivered.
        delivered: optional DayValue,
        /// The products that have to be in use first.
        #[example = "hr-replication"]
        waits_for: list ProductId,
    }
}

const SOMETHING: CrossKeyCheck = CrossKeyCheck {
    check: |fields| {
        let (code, message) = match (fields.has("product"), fields.has("platform")) {
            (false, false) => {
                ("missing-key", "a delivery is about a `product` or `platform` work, but neither is given")
            }
            (true, true) => {
                ("wrong-type", "a delivery is about either a `product` or `platform` work, not both")
            }
            (true, false) if fields.has("team") => {
                ("wrong-type", "a delivery has a `team`, but is about a `product`, whose owner does the work")
            }
            // Nothing is wrong.
            _ => return Some(()),
        };
        let is_of_product = fields.has("product") && !fields.has("platform");
        let label = if is_of_product { "remove the `team`" } else { "what is the work about?" };
        fields.report(Diagnostic::error(code, message).at(fields.whole(), label));
        None
    },
    schema: || {
        json!({"oneOf": [
            {"required": ["product"], "not": {"anyOf": [{"required": ["team"]}, {"required": ["platform"]}]}},
            {"required": ["platform"], "not": {"required": ["product"]}},
        ]})
    },
};

/// `roadmap/*.yml`.
pub(super) const FILE: FileKind<InitiativeDoc> = FileKind::yaml(FileAbout {
    name: "initiative",
    files: "roadmap/*.yml",
    title: "Initiative",
    at_least: Some("write at least an `id` and a `title`, or remove the file"),
});
