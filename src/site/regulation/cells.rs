//! The evidence of a product for each control of a regulation, in brief: the cells of the matrices.

use super::concerned::RegulatedProduct;
use crate::site::context::ViewContext;
use crate::site::parts::Label;
use crate::site::product::EvidencedControl;
use jiff::civil::Date;
use serde::Serialize;

/// The evidence for a control, in brief.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct MatrixCell {
    /// `seen`, `given`, `partly`, `stale`, `missing` or `failing`, in words too.
    pub state: Label,
    /// The time since the last review: `3 months`; may be empty.
    pub age: String,
    /// When it was last reviewed: `2026-09-30`.
    pub reviewed: Option<String>,
    /// When the next review is due.
    pub review_due: Option<String>,
    /// The observed results of its guards; may be empty.
    pub seen: String,
    /// Whether the guards were observed at only some of the tables.
    pub partly: bool,
    /// The evidence as a link.
    pub url: Option<String>,
}

/// Returns the evidence of a product for each control, in brief.
pub(super) fn cells(regulated: &RegulatedProduct<'_>, context: &ViewContext<'_>) -> Vec<MatrixCell> {
    let cell = |(position, EvidencedControl { view, .. }): (usize, &EvidencedControl)| {
        let written = regulated.obligation.evidence_for(position);
        let reviewed = written.and_then(|evidence| evidence.reviewed);
        MatrixCell {
            state: view.state.clone(),
            reviewed: view.reviewed.clone(),
            review_due: view.review_due.clone(),
            age: reviewed.map_or(String::new(), |day| age(day, context.today)),
            seen: view.seen.clone(),
            partly: view.guarded.as_ref().is_some_and(|seen| seen.passed < seen.tables),
            url: view.url.clone(),
        }
    };
    regulated.controls.iter().enumerate().map(cell).collect()
}

/// Returns the time since a day in words: `today`, `12 days`, `3 months`.
fn age(day: Date, today: Date) -> String {
    let days = day.duration_until(today).as_hours() / 24;
    match days {
        ..=0 => "today".to_owned(),
        1 => "1 day".to_owned(),
        2..=59 => format!("{days} days"),
        60..=729 => format!("{} months", days / 30),
        _ => format!("{} years", days / 365),
    }
}
