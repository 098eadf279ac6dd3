//! Initiatives: requests, and the products that they need.

use super::{
    DeliveryStatus, Due, Effort, GoalIx, InitiativeIx, InitiativeKind, Link, ProductIx, TeamIx, Upkeep,
    ValueDuration,
};
use crate::source::Span;
use jiff::civil::Date;
use std::ops::Deref;
use std::sync::Arc;

/// What the company wants to achieve, above individual requests.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Goal {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// The team that owns it.
    pub owner: Option<TeamIx>,
    /// The target date.
    pub target: Option<Due>,
}

/// A request, in the sponsor's words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Initiative {
    /// The id.
    pub id: String,
    /// Where the id is written.
    pub span: Span,
    /// The file that defines it, relative to the folder of the catalog.
    pub file: Arc<str>,
    /// The title.
    pub title: String,
    /// What kind of thing is requested, if given.
    pub kind: Option<InitiativeKind>,
    /// The request, in the sponsor's words; may be empty.
    pub ask: String,
    /// The team that requested it.
    pub sponsor: Option<TeamIx>,
    /// The goal that it serves.
    pub goal: Option<GoalIx>,
    /// The value once delivered; may be empty.
    pub outcome: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Further reading.
    pub links: Vec<Link>,
    /// The work on each product.
    pub deliveries: Vec<Delivery>,
    /// Supporting work that is not on a product.
    pub platform: Vec<PlatformWork>,
}

impl Initiative {
    /// Returns whether all its products are declared to serve only this request.
    pub(crate) fn is_for_itself(&self) -> bool {
        let mut kept = self.deliveries.iter().filter(|delivery| delivery.status != DeliveryStatus::Dropped);
        kept.all(|delivery| delivery.value == Some(ValueDuration::ThisAsk))
    }

    /// Returns whether the lasting value of any of its work is declared.
    pub(crate) fn declares_value(&self) -> bool {
        self.work().any(|piece| piece.value.is_some())
    }

    /// Returns all its work.
    pub(crate) fn work(&self) -> impl Iterator<Item = &WorkItem> {
        self.deliveries.iter().map(Deref::deref).chain(self.platform.iter().map(Deref::deref))
    }
}

/// The work on one product for an initiative.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Delivery {
    /// The product.
    pub product: ProductIx,
    /// The work on it.
    pub piece: WorkItem,
}

/// Work on the platform underneath the products: a supporting element, not a product.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlatformWork {
    /// Its name.
    pub name: String,
    /// The team that does it, if given.
    pub team: Option<TeamIx>,
    /// The work on it.
    pub piece: WorkItem,
}

/// A piece of work.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WorkItem {
    /// Where its subject is written.
    pub span: Span,
    /// Where its target date is written.
    pub target_span: Option<Span>,
    /// A description of the work; may be empty.
    pub work: String,
    /// The effort.
    pub effort: Option<Effort>,
    /// The ongoing effort after delivery.
    pub upkeep: Option<Upkeep>,
    /// What it makes possible beyond this request.
    pub enables: Vec<Enabled>,
    /// How long its value lasts.
    pub value: Option<ValueDuration>,
    /// The status of the work.
    pub status: DeliveryStatus,
    /// The target date.
    pub target: Option<Due>,
    /// The date of delivery.
    pub delivered: Option<Date>,
    /// Products that must be delivered first.
    pub waits_for: Vec<ProductIx>,
}

/// What a piece of work makes possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Enabled {
    /// Another initiative.
    Initiative(InitiativeIx),
    /// A description in words.
    Text(String),
}

impl Deref for Delivery {
    type Target = WorkItem;

    fn deref(&self) -> &WorkItem {
        &self.piece
    }
}

impl Deref for PlatformWork {
    type Target = WorkItem;

    fn deref(&self) -> &WorkItem {
        &self.piece
    }
}
