//! Work due this quarter and work at risk, by name: the two lists that answer most questions about a plan.

use super::RoadmapPage;
use crate::model::{
    DeliveryAssessment, DomainIx, Initiative, ProductIx, Quarter, Status, WorkItem, WorkState, capitalised,
    day_in_words,
};
use crate::prose::en;
use crate::site::context::initiative_ref;
use crate::site::parts::{Label, PageRef};
use crate::site::words;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeSet;

/// A longer list is a table of the first few rows.
pub(super) const ROWS: usize = 20;
const FIRST: usize = 10;
/// The most products that are named as failing or late.
const NAMES: usize = 3;

/// Open work in a list; [`super::open`] has all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DueList {
    /// The first pieces of work.
    pub rows: Vec<DueRow>,
    /// The number of pieces of work in the list.
    pub total: usize,
    /// The number of these that the list of work at risk has, too.
    pub repeated: usize,
    /// What is known of their risks, in a sentence; may be empty.
    pub risks: String,
    /// How many of the products are failing or late today, in the words before their names; may be empty.
    pub failing_today: String,
    /// The first of these products, by name.
    pub broken: Vec<PageRef>,
    /// The number of the others.
    pub more_broken: usize,
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
    /// The status of its product, if that is failing or late today; on the home page also if it is at risk.
    pub today: Option<Label>,
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
    pub(super) product: Option<ProductIx>,
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
        let all = self.worked_on().flat_map(move |(_, initiative, assessment)| {
            let on_products = initiative.deliveries.iter().zip(&assessment.deliveries);
            let on_products = on_products.map(move |(delivery, stands)| OpenWork {
                initiative,
                product: Some(delivery.product),
                name: &catalog.product(delivery.product).name,
                piece: &delivery.piece,
                stands,
            });
            let on_platform = initiative.platform.iter().zip(&assessment.platform);
            let on_platform = on_platform.map(move |(work, stands)| OpenWork {
                initiative,
                product: None,
                name: &work.name,
                piece: &work.piece,
                stands,
            });
            on_products.chain(on_platform)
        });
        all.filter(|work| self.counts(work.product, work.stands))
    }

    /// Returns the open work that is still to be delivered in a quarter, whatever its risks.
    pub(super) fn due_in(&self, quarter: Quarter) -> DueList {
        let work_due = self.open_work(|stands| self.is_due_in(quarter, stands));
        let count = |state| work_due.iter().filter(|work| work.stands.state == state).count();
        let broken: BTreeSet<ProductIx> = work_due
            .iter()
            .filter_map(|work| work.product)
            .filter(|product| self.broken(*product).is_some())
            .collect();
        let mut named: Vec<PageRef> =
            broken.iter().map(|product| self.context.product_ref(*product)).collect();
        named.sort_by(|left, right| (&left.name, &left.id).cmp(&(&right.name, &right.id)));
        named.truncate(NAMES);
        DueList {
            risks: en::known_risks(work_due.len(), count(WorkState::AtRisk), count(WorkState::Paused)),
            failing_today: en::products_failing_today(broken.len()),
            more_broken: broken.len() - named.len(),
            broken: named,
            repeated: work_due.iter().filter(|work| self.is_endangered(work.stands)).count(),
            ..self.list(&work_due)
        }
    }

    /// Returns the status of a product if it is failing or late.
    fn broken(&self, product: ProductIx) -> Option<Status> {
        self.context.status(product).filter(|status| status.is_impaired())
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
        self.list(&self.endangered())
    }

    /// Returns that work, all of it.
    pub(super) fn endangered(&self) -> Vec<OpenWork<'c>> {
        self.open_work(|stands| self.is_endangered(stands))
    }

    /// Returns whether work is past its due date or at risk of being late.
    pub(super) fn is_endangered(&self, stands: &DeliveryAssessment) -> bool {
        self.is_past_due(stands) || stands.state == WorkState::AtRisk
    }

    /// Returns whether work is on a product that is failing or late.
    pub(super) fn is_broken(&self, work: &OpenWork<'_>) -> bool {
        work.product.and_then(|product| self.broken(product)).is_some()
    }

    /// Returns the domain of the product that work is on.
    pub(super) fn domain_of(&self, work: &OpenWork<'_>) -> Option<DomainIx> {
        self.context.product(work.product?).domain
    }

    /// Returns the open work that satisfies a predicate: overdue work first, then by day; on one day, first the work
    /// on products that are failing or late.
    pub(super) fn open_work(&self, holds: impl Fn(&DeliveryAssessment) -> bool) -> Vec<OpenWork<'c>> {
        let mut open_work: Vec<OpenWork<'c>> = self.all_work().filter(|work| holds(work.stands)).collect();
        open_work.sort_by_cached_key(|work| {
            let stands = work.stands;
            (stands.state != WorkState::Overdue, stands.due.is_none(), stands.due, !self.is_broken(work))
        });
        open_work
    }

    fn list(&self, work: &[OpenWork<'c>]) -> DueList {
        let most = if work.len() > ROWS { FIRST } else { ROWS };
        let rows = work.iter().take(most).map(|work| self.row(work)).collect();
        DueList { total: work.len(), rows, ..DueList::default() }
    }

    pub(super) fn name(&self, work: &OpenWork<'_>) -> DueName {
        let path = work.product.map(|product| self.context.product_ref(product).path);
        DueName { name: work.name.to_owned(), path }
    }

    pub(super) fn row(&self, work: &OpenWork<'_>) -> DueRow {
        let stands = work.stands;
        let why = capitalised(&self.context.fact_in_words(stands.risk.as_ref()));
        let overdue = stands.due.filter(|_| self.is_past_due(stands));
        DueRow {
            date: stands.due.map(|day| day.to_string()),
            on: self.name(work),
            work: work.piece.work.clone(),
            initiative: initiative_ref(work.initiative),
            state: words::work_state(stands.state),
            why: if why.is_empty() {
                overdue.map(|day| format!("Was due on {}", day_in_words(day))).unwrap_or_default()
            } else {
                why
            },
            today: work.product.and_then(|product| self.broken(product)).map(words::status),
        }
    }
}
