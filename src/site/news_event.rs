//! Something that happened, as `/whats-new/` and the feeds tell it.

use super::parts::{Label, PageRef};
use super::paths;
use super::words::NewsKind;
use jiff::civil::Date;
use serde::Serialize;
use std::cmp::Ordering;

/// Something that happened to a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct NewsItem {
    /// `breaking`, `delivered`, `achieved`, `came` or `changed`, in words too.
    pub kind: Label,
    /// The product, or the name of work on the platform; without a path, if it is gone or is no product.
    pub product: PageRef,
    /// What happened, each to be read after the product's name; of what was delivered and achieved, in
    /// whole sentences.
    pub texts: Vec<String>,
    /// Where more is told, if not on the product's page.
    pub more: Option<PageRef>,
    /// Who was to be told.
    pub tell: Vec<PageRef>,
}

/// What happened, with its day and what tells it apart from all else.
#[derive(Clone, Debug)]
pub(super) struct NewsEvent {
    /// The day.
    pub(super) day: Date,
    /// What it is, in the order in which kinds stand within a day.
    pub(super) kind: NewsKind,
    /// Tells it apart from all others, for ever.
    pub(super) id: String,
    /// What is shown.
    pub(super) item: NewsItem,
}

impl NewsEvent {
    /// The order of events: the newest first.
    pub(super) fn in_order(&self, other: &Self) -> Ordering {
        (other.day, self.kind, &self.id).cmp(&(self.day, other.kind, &other.id))
    }

    /// The ids of the products that it is about: the one to which it happened, and those that were to be told.
    pub(super) fn products(&self) -> impl Iterator<Item = &str> {
        let is_product = |one: &&PageRef| one.path == paths::product(&one.id);
        let told = self.item.tell.iter().filter(is_product).map(|one| one.id.as_str());
        std::iter::once(self.item.product.id.as_str()).chain(told)
    }
}
