//! The changes between two states of a catalog.

use super::affected::Affected;
use super::change_fact::ChangeFact;
use super::recipient::{ConcernedParties, Recipient};
use jiff::civil::Date;

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// The id of the product, which may no longer exist; empty for a change of a system.
    pub product: String,
    /// The id of the system that changed, if it is not a product.
    pub system: Option<String>,
    /// Its name.
    pub name: String,
    /// The change itself.
    pub fact: ChangeFact,
    /// Whether what others have built on the product may break.
    pub breaking: bool,
    /// Who is to be told: who uses the product directly, or loses something by the change.
    pub tell: Vec<Recipient>,
    /// For a breaking change or one that announces it, the uses that it reaches through any number of products,
    /// furthest first.
    pub reaches: Vec<Affected>,
    /// For the same changes, everyone that they concern.
    pub concerns: ConcernedParties,
}

/// A change and the day on which it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordedChange {
    /// The day.
    pub day: Date,
    /// The change.
    pub change: Change,
}
