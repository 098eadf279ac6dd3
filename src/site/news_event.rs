//! Events as `/whats-new/` and the feeds show them.

use super::parts::{Label, PageRef};
use super::paths;
use super::words::NewsKind;
use crate::model::ConcernedParties;
use jiff::civil::Date;
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// An event of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct NewsItem {
    /// `breaking`, `delivered`, `achieved`, `came` or `changed`, in words too.
    pub kind: Label,
    /// The product, or the name of work on the platform; without a path if it is gone or is no product.
    pub product: PageRef,
    /// What happened, each to be read after the product's name; for deliveries and achievements, in whole
    /// sentences.
    pub texts: Vec<String>,
    /// Where to read more, if not on the product's page.
    pub more: Option<PageRef>,
    /// Who was to be notified.
    pub tell: Vec<PageRef>,
}

/// An event with its day and its identity.
#[derive(Clone, Debug)]
pub(super) struct NewsEvent {
    /// The day.
    pub(super) day: Date,
    /// The kind, in the order of kinds within a day.
    pub(super) kind: NewsKind,
    /// Distinguishes it from all others, permanently.
    pub(super) id: String,
    /// What is shown.
    pub(super) item: NewsItem,
    /// Everyone else who is concerned: products and teams further downstream, and the owners of readers.
    pub(super) concerns: ConcernedParties,
}

impl NewsEvent {
    /// Compares by the order of events: newest first.
    pub(super) fn in_order(&self, other: &Self) -> Ordering {
        (other.day, self.kind, &self.id).cmp(&(self.day, other.kind, &other.id))
    }

    /// Returns the ids of the products that it is about: the product itself, and those that were to be notified.
    pub(super) fn products(&self) -> impl Iterator<Item = &str> {
        let is_product = |recipient: &&PageRef| recipient.path == paths::product(&recipient.id);
        let recipients = self.item.tell.iter().filter(is_product).map(|recipient| recipient.id.as_str());
        let downstream = self.concerns.products.iter().map(String::as_str);
        let all: BTreeSet<&str> =
            recipients.chain(downstream).chain([self.item.product.id.as_str()]).collect();
        all.into_iter()
    }
}
