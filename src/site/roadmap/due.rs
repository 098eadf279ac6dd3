//! Work due this quarter and work at risk, by name: the two lists that answer most questions about a plan.

use super::RoadmapPage;
use crate::model::{
    DeliveryAssessment, Initiative, ProductIx, Quarter, TeamIx, WorkItem, WorkState, capitalised,
    day_in_words,
};
use crate::prose::en;
use crate::site::context::initiative_ref;
use crate::site::parts::{Label, PageRef};
use crate::site::words;
use jiff::civil::Date;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The most rows in a list, and in each group of a longer one.
const ROWS: usize = 15;
/// The most groups in a list.
const GROUPS: usize = 12;
/// The most days in the list by day.
const DAYS: usize = 12;
/// The most names for each day.
const NAMES: usize = 4;

/// Open work in a list; the file for spreadsheets has all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DueList {
    /// The first pieces of work.
    pub rows: Vec<DueRow>,
    /// The work by sponsor, if there is more than a list shows; those who sponsor most first.
    pub groups: Vec<DueGroup>,
    /// The number of pieces of work.
    pub total: usize,
    /// What is known of their risks, in a sentence or two; may be empty.
    pub risks: String,
    /// The number of pieces that no group shows.
    pub left: usize,
    /// The work by day, if there is more than a list shows.
    pub days: Vec<DueDay>,
    /// The number of further days.
    pub more_days: usize,
}

/// The work of one sponsor in a long list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DueGroup {
    /// The team; `None` for work without a sponsor.
    pub sponsor: Option<PageRef>,
    /// The first pieces of its work.
    pub rows: Vec<DueRow>,
    /// The number of all pieces.
    pub total: usize,
}

/// A piece of open work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DueRow {
    /// The last day when it is in time: `2026-12-31`.
    pub date: Option<String>,
    /// Its subject.
    pub on: DueName,
    /// The work; may be empty.
    pub work: String,
    /// The initiative that it is for.
    pub initiative: PageRef,
    /// Its status.
    pub state: Label,
    /// The reason why it is late or at risk; may be empty.
    pub why: String,
}

/// The work that is due on one day, in one line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DueDay {
    /// The day: `2026-12-31`; `None` for work without a date.
    pub date: Option<String>,
    /// The first subjects.
    pub rows: Vec<DueName>,
    /// The number of further pieces.
    pub more: usize,
}

/// The subject of open work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DueName {
    /// The product, or the part of the platform.
    pub name: String,
    /// The page of the product; work on the platform has none.
    pub path: Option<String>,
}

/// A piece of work with its initiative; without a product it is on the platform.
#[derive(Clone, Copy)]
pub(super) struct OpenWork<'c> {
    pub(super) initiative: &'c Initiative,
    product: Option<ProductIx>,
    name: &'c str,
    pub(super) piece: &'c WorkItem,
    pub(super) stands: &'c DeliveryAssessment,
}

impl<'c> OpenWork<'c> {
    /// Returns when it was delivered, and its subject.
    pub(super) fn delivered(&self) -> Option<(Date, &'c str)> {
        let is_done = self.stands.state == WorkState::Delivered;
        Some((self.piece.delivered.filter(|_| is_done)?, self.name))
    }
}

impl<'c> RoadmapPage<'_, 'c> {
    /// Returns all work, on products and on the platform.
    pub(super) fn all_work(&self) -> impl Iterator<Item = OpenWork<'c>> + '_ {
        let catalog = self.context.catalog;
        self.own().flat_map(move |(_, initiative, assessment)| {
            let on_products = initiative.deliveries.iter().zip(&assessment.deliveries);
            let on_products = on_products.map(move |(one, stands)| OpenWork {
                initiative,
                product: Some(one.product),
                name: &catalog.product(one.product).name,
                piece: &one.piece,
                stands,
            });
            let on_platform = initiative.platform.iter().zip(&assessment.platform);
            let on_platform = on_platform.map(move |(one, stands)| OpenWork {
                initiative,
                product: None,
                name: &one.name,
                piece: &one.piece,
                stands,
            });
            on_products.chain(on_platform)
        })
    }

    /// Returns the open work that is still to be delivered in a quarter, whatever its risks.
    pub(super) fn due_in(&self, quarter: Quarter) -> DueList {
        let holds = |stands: &DeliveryAssessment| self.is_due_in(quarter, stands);
        let own = || self.all_work().filter(|one| holds(one.stands));
        let is_broken =
            |product: &ProductIx| self.context.status(*product).is_some_and(|status| status.is_broken());
        let broken = own().filter_map(|one| one.product).filter(is_broken).collect::<BTreeSet<_>>().len();
        let count = |state| own().filter(|one| one.stands.state == state).count();
        let (at_risk, paused) = (count(WorkState::AtRisk), count(WorkState::Paused));
        let risks = en::known_risks(own().count(), at_risk, paused, broken);
        DueList { risks, ..self.list(holds) }
    }

    /// Returns whether open work is due in a quarter, on a day that has not passed.
    pub(super) fn is_due_in(&self, quarter: Quarter, stands: &DeliveryAssessment) -> bool {
        stands.quarter == Some(quarter) && stands.state > WorkState::Delivered && !self.is_past_due(stands)
    }

    /// Returns whether the day by which open work was due has passed.
    pub(super) fn is_past_due(&self, stands: &DeliveryAssessment) -> bool {
        stands.state > WorkState::Delivered && stands.due.is_some_and(|due| due < self.context.today)
    }

    /// Returns the work that is past its due date, paused or not, or at risk of being late.
    pub(super) fn in_danger(&self) -> DueList {
        self.list(|stands| self.is_past_due(stands) || stands.state == WorkState::AtRisk)
    }

    /// Returns the open work that satisfies a predicate: overdue work first, then by day.
    fn list(&self, holds: impl Fn(&DeliveryAssessment) -> bool) -> DueList {
        let mut own: Vec<OpenWork<'c>> = self.all_work().filter(|one| holds(one.stands)).collect();
        own.sort_by_key(|OpenWork { stands, .. }| {
            (stands.state != WorkState::Overdue, stands.due.is_none(), stands.due)
        });
        let is_long = own.len() > ROWS;
        let groups = if is_long { self.groups(&own) } else { Vec::new() };
        let mut days = if is_long { self.days(&own) } else { Vec::new() };
        let more_days = days.len().saturating_sub(DAYS);
        days.truncate(DAYS);
        let shown: usize = groups.iter().map(|group| group.rows.len()).sum();
        let left = if groups.is_empty() { 0 } else { own.len() - shown };
        DueList {
            total: own.len(),
            rows: self.rows(&own),
            risks: String::new(),
            groups,
            left,
            days,
            more_days,
        }
    }

    /// Groups the work by sponsor.
    fn groups(&self, own: &[OpenWork<'c>]) -> Vec<DueGroup> {
        let mut by_sponsor: BTreeMap<Option<TeamIx>, Vec<OpenWork<'c>>> = BTreeMap::new();
        for one in own {
            by_sponsor.entry(one.initiative.sponsor).or_default().push(*one);
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

    /// Groups the work by day, earliest first.
    fn days(&self, own: &[OpenWork<'c>]) -> Vec<DueDay> {
        let mut by_day: BTreeMap<(bool, Option<Date>), Vec<&OpenWork<'c>>> = BTreeMap::new();
        for one in own {
            by_day.entry((one.stands.due.is_none(), one.stands.due)).or_default().push(one);
        }
        let day = |((_, date), own): ((bool, Option<Date>), Vec<&OpenWork<'c>>)| DueDay {
            date: date.map(|day| day.to_string()),
            rows: own.iter().take(NAMES).map(|one| self.name(one)).collect(),
            more: own.len().saturating_sub(NAMES),
        };
        by_day.into_iter().map(day).collect()
    }

    fn rows(&self, own: &[OpenWork<'c>]) -> Vec<DueRow> {
        own.iter().take(ROWS).map(|one| self.row(one)).collect()
    }

    pub(super) fn name(&self, one: &OpenWork<'_>) -> DueName {
        let path = one.product.map(|product| self.context.product_ref(product).path);
        DueName { name: one.name.to_owned(), path }
    }

    fn row(&self, one: &OpenWork<'_>) -> DueRow {
        let stands = one.stands;
        let why = capitalised(&self.context.said(stands.risk.as_ref()));
        let overdue = stands.due.filter(|_| self.is_past_due(stands));
        DueRow {
            date: stands.due.map(|day| day.to_string()),
            on: self.name(one),
            work: one.piece.work.clone(),
            initiative: initiative_ref(one.initiative),
            state: words::work_state(stands.state),
            why: if why.is_empty() {
                overdue.map(|day| format!("Was due on {}", day_in_words(day))).unwrap_or_default()
            } else {
                why
            },
        }
    }
}
