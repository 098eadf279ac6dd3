//! The obligations of a product, and the evidence for them.

use crate::model::{self, Control, ControlIx, Obligation, ObservedControl, is_safe_url};
use crate::site::context::ViewContext;
use crate::site::parts::{Label, PageRef};
use crate::site::words::{self, EvidenceState};
use jiff::civil::Date;
use serde::Serialize;

/// A regulation that applies to the product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ObligationView {
    /// The regulation.
    pub regulation: PageRef,
    /// Why the data may be held; may be empty.
    pub basis: String,
    /// The data it applies to.
    pub data: Vec<String>,
    /// Why the obligation ends here for those downstream; Markdown, may be empty.
    pub drops: String,
    /// The controls that the regulation requires.
    pub controls: Vec<ObligationEvidenceView>,
}

/// A control and its evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ObligationEvidenceView {
    /// The control; its path leads to it on the regulation's page.
    pub control: PageRef,
    /// `seen`, `given`, `partly`, `stale`, `missing` or `failing`, in words too. A control that was carried out and never
    /// reviewed is `stale` as well.
    pub state: Label,
    /// Whether nothing needs to be done.
    #[serde(skip)]
    pub current: bool,
    /// The evidence as text; may be empty.
    pub text: String,
    /// The evidence as a link.
    pub url: Option<String>,
    /// When it was last reviewed: `2026-09-30`.
    pub reviewed: Option<String>,
    /// When the next review is due: `2026-12-31`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_due: Option<String>,
    /// The observed results of its guards in the product: `ran 02:05 today, 3 of 3 tables`; may be empty.
    pub seen: String,
    /// The same in numbers; `None` if no guard of the control covers the product.
    pub guarded: Option<GuardedView>,
}

impl ObligationEvidenceView {
    /// Whether the evidence is a text, which a cell of a table has no room for.
    pub(in crate::site) fn is_described(&self) -> bool {
        self.url.is_none() && !self.text.is_empty()
    }
}

/// The observed results of a control's guards in a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct GuardedView {
    /// The number of tables in the product.
    pub tables: usize,
    /// The number of tables that a guard of the control covers.
    pub guarded: usize,
    /// The number of tables where a guard did its work.
    pub passed: usize,
    /// The number of tables where a guard failed.
    pub failed: usize,
    /// The time of that, in RFC 3339.
    pub at: Option<String>,
}

/// Returns the obligations of a product.
pub(super) fn obligations(product: &model::Product, context: &ViewContext<'_>) -> Vec<ObligationView> {
    let view = |obligation: &Obligation| ObligationView {
        regulation: context.regulation(obligation.regulation),
        basis: obligation.basis.clone(),
        data: obligation.data.clone(),
        drops: obligation.reason_not_passed_on.clone().unwrap_or_default(),
        controls: evidence(product, obligation, context).into_iter().map(|control| control.view).collect(),
    };
    product.obligations.iter().map(view).collect()
}

/// A control of a regulation with the evidence of a product for it.
#[derive(Clone, Debug)]
pub(in crate::site) struct EvidencedControl {
    /// The state of the evidence.
    pub(in crate::site) state: EvidenceState,
    /// What pages show of it.
    pub(in crate::site) view: ObligationEvidenceView,
}

/// Returns each control of the obligation's regulation with the evidence for it, in the order of the regulation.
pub(in crate::site) fn evidence(
    product: &model::Product,
    obligation: &Obligation,
    context: &ViewContext<'_>,
) -> Vec<EvidencedControl> {
    let regulation = &context.catalog.regulations[obligation.regulation.position()];
    let page = context.regulation(obligation.regulation).path;
    let view = |(position, control): (usize, &Control)| {
        let given = obligation.evidence_for(position);
        let control_ix = ControlIx { regulation: obligation.regulation, control: position };
        let state_of = |at: usize| context.assessment.guards.get(at).copied().unwrap_or_default();
        let seen = ObservedControl::of(control_ix, &product.assets, context.catalog, &state_of);
        let review = obligation.review_of(position);
        let state = state(control, given, review, seen.as_ref(), context.today);
        let text = given.map(|evidence| evidence.text.clone()).unwrap_or_default();
        let is_link = is_safe_url(&text);
        let view = ObligationEvidenceView {
            control: PageRef {
                id: control.id.clone(),
                name: control.name.clone(),
                path: format!("{page}#control-{}", control.id),
                ..PageRef::default()
            },
            state: words::evidence(state),
            current: state.is_current(),
            url: is_link.then(|| text.clone()),
            text: if is_link { String::new() } else { text },
            reviewed: review.and_then(|evidence| evidence.reviewed).map(|date| date.to_string()),
            review_due: review.and_then(|evidence| control.due(evidence)).map(|day| day.to_string()),
            seen: seen.as_ref().map(|seen| control_seen(seen, context)).unwrap_or_default(),
            guarded: seen.map(|seen| GuardedView {
                tables: seen.tables,
                guarded: seen.guarded,
                passed: seen.passed,
                failed: seen.failed,
                at: seen.at.map(|at| at.to_string()),
            }),
        };
        EvidencedControl { state, view }
    };
    regulation.controls.iter().enumerate().map(view).collect()
}

fn control_seen(seen: &ObservedControl, context: &ViewContext<'_>) -> String {
    crate::prose::en::control_seen(seen, context.now, context.catalog)
}

/// Observed evidence counts more than declared evidence, unless it covers only some of the tables or a review is
/// overdue: that is a finding of `stale-evidence`, and the same everywhere. Where it covers all marked tables, but
/// not the others, it is not missing. A job that succeeds is no review, so evidence whose review is overdue cannot be
/// made current by removing it.
fn state(
    control: &Control,
    given: Option<&model::ControlEvidence>,
    review: Option<&model::ControlEvidence>,
    seen: Option<&ObservedControl>,
    today: Date,
) -> EvidenceState {
    let is_complete = seen.is_some_and(ObservedControl::is_complete);
    let is_reviewed = review.is_some_and(|review| review.reviewed.is_some());
    match given {
        _ if seen.is_some_and(ObservedControl::has_failed) => EvidenceState::Failing,
        _ if is_complete && !control.is_reviewed_in_time(review, today) && !is_reviewed => {
            EvidenceState::Unreviewed
        }
        _ if is_complete && !control.is_reviewed_in_time(review, today) => EvidenceState::Stale,
        Some(given) if !control.is_current(given, today) => EvidenceState::Stale,
        _ if is_complete => EvidenceState::Seen,
        None if seen.is_some_and(ObservedControl::is_partial_evidence) => EvidenceState::Partly,
        None => EvidenceState::Missing,
        Some(_) if seen.is_some() => EvidenceState::Partly,
        Some(_) => EvidenceState::Given,
    }
}
