//! What is due this quarter and what is at risk, by name: the two lists that answer most questions about a plan.

use super::RoadmapPage;
use crate::model::{
    Delivery, DeliveryAssessment, Initiative, Quarter, TeamIx, WorkState, capitalised, day_in_words,
};
use crate::site::context::initiative_term;
use crate::site::parts::{Label, PageRef};
use crate::site::words;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many rows a list shows at most, and each group of a longer one.
const ROWS: usize = 15;
/// How many groups a list has at most.
const GROUPS: usize = 12;

/// Open work in a list; the file for spreadsheets has all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DueList {
    /// The first of it.
    pub rows: Vec<DueRow>,
    /// All of it by sponsor, where it is more than a list shows; those who sponsor most first.
    pub groups: Vec<DueGroup>,
    /// How many pieces there are.
    pub total: usize,
    /// How many of them no group shows.
    pub left: usize,
}

/// What one team sponsors of a long list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DueGroup {
    /// The team; none for what nobody sponsors.
    pub sponsor: Option<PageRef>,
    /// The first of its work.
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
        let groups = if own.len() > ROWS { self.groups(&own) } else { Vec::new() };
        let shown: usize = groups.iter().map(|group| group.rows.len()).sum();
        let left = if groups.is_empty() { 0 } else { own.len() - shown };
        DueList { total: own.len(), rows: self.rows(&own), groups, left }
    }

    /// The same by sponsor.
    fn groups(&self, own: &[OpenWork<'c>]) -> Vec<DueGroup> {
        let mut by_sponsor: BTreeMap<Option<TeamIx>, Vec<OpenWork<'c>>> = BTreeMap::new();
        for one in own {
            by_sponsor.entry(one.0.sponsor).or_default().push(*one);
        }
        let mut groups: Vec<_> = by_sponsor.into_iter().collect();
        groups.sort_by_key(|(sponsor, own)| (sponsor.is_none(), Reverse(own.len())));
        let group = |(sponsor, own): (Option<TeamIx>, Vec<OpenWork<'c>>)| DueGroup {
            sponsor: sponsor.map(|team| self.context.team(team)),
            rows: self.rows(&own),
            total: own.len(),
        };
        groups.into_iter().take(GROUPS).map(group).collect()
    }

    fn rows(&self, own: &[OpenWork<'c>]) -> Vec<DueRow> {
        let rows = own.iter().take(ROWS);
        rows.map(|(initiative, one, stands)| self.row(initiative, one, stands)).collect()
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
