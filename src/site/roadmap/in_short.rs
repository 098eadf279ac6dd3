//! The plan in short, as the home page shows it.

use super::due::{DueList, DueRow, OpenWork};
use super::{RoadmapPage, RoadmapScope};
use crate::model::{Status, WorkState};
use crate::site::context::ViewContext;
use crate::site::words;
use serde::Serialize;

/// What matters in the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PlanView {
    /// In at most two paragraphs: what is to be delivered, and what was.
    pub paragraphs: Vec<String>,
    /// The first pieces of work that are overdue or at risk.
    pub in_danger: Vec<DueRow>,
    /// The next pieces of work that are due this quarter, without those.
    pub due: DueList,
    /// The number of further pieces that are due this quarter, without any of these.
    pub more_due: usize,
}

/// The most pieces of work in danger.
const IN_DANGER: usize = 2;
/// The most pieces of work due next.
const DUE_NEXT: usize = 4;

/// Returns the whole plan in short; `None` without initiatives.
pub(in crate::site) fn plan(context: &ViewContext<'_>) -> Option<PlanView> {
    if context.catalog.initiatives.is_empty() {
        return None;
    }
    let quarter = context.catalog.settings.fiscal_year.quarter(context.today);
    let page = RoadmapPage { part: RoadmapScope::All, context };
    let mut in_danger = page.endangered();
    in_danger.truncate(IN_DANGER);
    let is_due = |work: &&OpenWork<'_>| page.is_due_in(quarter, work.stands);
    let named_as_risk = in_danger.iter().filter(is_due).count();
    let mut due = page.due_in(quarter);
    let next = page.open_work(|stands| stands.state != WorkState::AtRisk && page.is_due_in(quarter, stands));
    due.rows = next.iter().take(DUE_NEXT).map(|work| row(work, &page)).collect();
    Some(PlanView {
        paragraphs: page.headline(quarter),
        in_danger: in_danger.iter().map(|work| page.row(work)).collect(),
        more_due: due.total - due.rows.len() - named_as_risk,
        due,
    })
}

/// Returns work that is due next. Few rows have room for a warning, too: what the product builds on has a problem.
fn row(work: &OpenWork<'_>, page: &RoadmapPage<'_, '_>) -> DueRow {
    let row = page.row(work);
    let status = work.product.and_then(|product| page.context.status(product));
    let at_risk = status.filter(|status| *status == Status::AtRisk).map(words::status);
    DueRow { today: row.today.or(at_risk), ..row }
}
