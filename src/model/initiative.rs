//! Initiatives: requests, and the products that they need.

use super::{
    DeliveryStatus, Due, Effort, GoalIx, InitiativeIx, InitiativeKind, Link, ProductIx, TeamIx, Upkeep,
    ValueDuration,
};
use crate::source::Span;
use jiff::civil::Date;
use std::ops::Deref;
use std::sync::Arc;

/// What the company wants to reach, above single asks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Goal {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// The team that answers for it.
    pub owner: Option<TeamIx>,
    /// When it should be reached.
    pub target: Option<Due>,
}

/// An ask in the words of who asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Initiative {
    /// The id.
    pub id: String,
    /// Where the id is written.
    pub span: Span,
    /// The file that it is written in, from the folder of the catalog.
    pub file: Arc<str>,
    /// The title.
    pub title: String,
    /// What is asked for, if somebody says it.
    pub kind: Option<InitiativeKind>,
    /// The ask, in the sponsor's words; may be empty.
    pub ask: String,
    /// The team that asked.
    pub sponsor: Option<TeamIx>,
    /// The goal that it serves.
    pub goal: Option<GoalIx>,
    /// The value, once delivered; may be empty.
    pub outcome: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Further reading.
    pub links: Vec<Link>,
    /// The work on each product.
    pub deliveries: Vec<Delivery>,
    /// The work that supports products and is none itself.
    pub platform: Vec<PlatformWork>,
}

impl Initiative {
    /// Whether all its products are said to be for this ask only.
    pub(crate) fn is_for_itself(&self) -> bool {
        let mut kept = self.deliveries.iter().filter(|one| one.status != DeliveryStatus::Dropped);
        kept.all(|one| one.value == Some(ValueDuration::ThisAsk))
    }

    /// Whether of any of its work it is said how long it is of use.
    pub(crate) fn says_value(&self) -> bool {
        self.work().any(|piece| piece.value.is_some())
    }

    /// All its work.
    pub(crate) fn work(&self) -> impl Iterator<Item = &WorkItem> {
        self.deliveries.iter().map(Deref::deref).chain(self.platform.iter().map(Deref::deref))
    }
}

/// The work on one product for an initiative.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Delivery {
    /// The product.
    pub product: ProductIx,
    /// What is done on it.
    pub piece: WorkItem,
}

/// WorkItem on the platform that products stand on: a supporting element, not a product.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlatformWork {
    /// What it is about.
    pub name: String,
    /// What is done.
    pub piece: WorkItem,
}

/// A piece of work.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WorkItem {
    /// Where it is written what it is about.
    pub span: Span,
    /// Where it says when it is due.
    pub target_span: Option<Span>,
    /// What is done; may be empty.
    pub work: String,
    /// How much work.
    pub effort: Option<Effort>,
    /// How much work it makes from then on.
    pub upkeep: Option<Upkeep>,
    /// What it makes possible beyond this ask.
    pub enables: Vec<Enabled>,
    /// How long its value lasts.
    pub value: Option<ValueDuration>,
    /// Where it stands.
    pub status: DeliveryStatus,
    /// When it is due.
    pub target: Option<Due>,
    /// When it was delivered.
    pub delivered: Option<Date>,
    /// Products that must come first.
    pub waits_for: Vec<ProductIx>,
}

/// What a piece of work makes possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Enabled {
    /// Another ask.
    Initiative(InitiativeIx),
    /// Something in words.
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
