//! The consumers of a product, in its file.

use super::document::kinds::{DayValue, DurationValue, TextValue, WordOf};
use super::document::references::{PortId, ProductId, TeamId};
use super::document::{CrossKeyCheck, document};
use crate::diagnostics::Diagnostic;
use crate::model::Stage;
use serde_json::json;

document! {
    /// Who uses it: a `team` or a `product`.
    pub struct ConsumerDoc as "a consumer" with SOMEBODY {
        /// The team.
        #[example = "people-team"]
        team: optional TeamId,
        /// The product.
        #[example = "revenue-dashboard"]
        product: optional ProductId,
        /// What it is used for.
        #[example = "The weekly forecast"]
        purpose as "use": optional TextValue,
        /// Where the output is used.
        stage: optional WordOf<Stage>,
        /// The day on which this use began; by default, the day on which `glassbox record` first saw it.
        #[example = "2026-09-01"]
        since: optional DayValue,
        /// The output ports that it uses, by their ids; one or several. By default, any of them.
        #[example = "bookings"]
        port: one_or_more PortId,
        /// Temporary logic of the consumer outside any product; one or several.
        last_mile: one_or_more LastMileDoc,
    }
}

const SOMEBODY: CrossKeyCheck = CrossKeyCheck {
    check: |fields| {
        if !fields.has("team") && !fields.has("product") {
            let message = "a consumer is a `team` or a `product`, but neither is given";
            let diagnostic = Diagnostic::error("missing-key", message).at(fields.whole(), "who is it?");
            fields.report(diagnostic);
        } else if fields.has("team") && fields.has("product") {
            let message = "a consumer is a `team` or a `product`, but both are given";
            let diagnostic = Diagnostic::error("wrong-type", message)
                .at(fields.place("product"), "`team` is given too")
                .help("write a consumer for each of them");
            fields.report(diagnostic);
        }
        Some(())
    },
    schema: || json!({"oneOf": [{"required": ["team"]}, {"required": ["product"]}]}),
};

document! {
    /// Temporary logic that a consumer keeps outside any product.
    pub struct LastMileDoc as "a last mile" {
        /// Where it is.
        #[example = "A spreadsheet of the finance team"]
        place as "where": optional TextValue,
        /// What the logic does.
        #[example = "Leaves out past seasons"]
        what: optional TextValue,
        /// The product that it should become part of.
        #[example = "customer-mart"]
        into: optional ProductId,
        /// The day on which it was created.
        since: optional DayValue,
        /// How long it may stay.
        #[example = "90d"]
        ttl: optional DurationValue,
    }
}
