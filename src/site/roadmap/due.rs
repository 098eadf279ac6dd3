//! What is due this quarter and what is at risk, by name: the two lists that answer most questions about a plan.

use super::RoadmapPage;
use crate::model::{Delivery, DeliveryAssessment, Initiative, Quarter, WorkState, capitalised, day_in_words};
use crate::site::context::initiative_term;
use crate::site::parts::{Label, PageRef};
use crate::site::words;
use serde::Serialize;

/// How many rows a list shows at most.
const ROWS: usize = 30;

/// Open work in a list; the file for spreadsheets has all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DueList {
    /// The work, at most thirty pieces.
    pub rows: Vec<DueRow>,
    /// How many pieces there are.
    pub total: usize,
}

/// A piece of open work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DueRow {
    /// The last day on which it is in time: `2026-12-31`.
    pub date: Option<String>,
    /// The product.
    pub product: PageRef,
    /// What is done; may be empty.
    pub work: String,
    /// The initiative that it is for.
    pub initiative: PageRef,
    /// How it stands.
    pub state: Label,
    /// Why it is late or at risk; may be empty.
    pub why: String,
}

/// A piece of work with its initiative.
type OpenWork<'c> = (&'c Initiative, &'c Delivery, &'c DeliveryAssessment);

impl<'c> RoadmapPage<'_, 'c> {
    /// What is due in a quarter and neither overdue nor at risk: such work is in a list of its own.
    pub(super) fn due_in(&self, quarter: Quarter) -> DueList {
        self.list(|stands| {
            stands.quarter == Some(quarter) && matches!(stands.state, WorkState::OnTrack | WorkState::Paused)
        })
    }

    /// What is overdue or at risk, whenever it is due.
    pub(super) fn in_danger(&self) -> DueList {
        self.list(|stands| matches!(stands.state, WorkState::Overdue | WorkState::AtRisk))
    }

    /// The open work for which something holds: what is overdue first, then by day.
    fn list(&self, holds: impl Fn(&DeliveryAssessment) -> bool) -> DueList {
        let mut own: Vec<OpenWork<'c>> = self.works().filter(|(_, _, stands)| holds(stands)).collect();
        own.sort_by_key(|(_, _, stands)| {
            (stands.state != WorkState::Overdue, stands.due.is_none(), stands.due)
        });
        let total = own.len();
        let rows = own.into_iter().take(ROWS);
        DueList {
            total,
            rows: rows.map(|(initiative, one, stands)| self.row(initiative, one, stands)).collect(),
        }
    }

    fn row(&self, initiative: &Initiative, one: &Delivery, stands: &DeliveryAssessment) -> DueRow {
        let why = capitalised(&self.context.said(stands.risk.as_ref()));
        let overdue = stands.due.filter(|_| stands.state == WorkState::Overdue);
        DueRow {
            date: stands.due.map(|day| day.to_string()),
            product: self.context.product_term(one.product),
            work: one.work.clone(),
            initiative: initiative_term(initiative),
            state: words::work_state(stands.state),
            why: if why.is_empty() {
                overdue.map(|day| format!("Was due on {}", day_in_words(day))).unwrap_or_default()
            } else {
                why
            },
        }
    }
}
