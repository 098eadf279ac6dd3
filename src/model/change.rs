//! What changed in a catalog between two states of it.

use super::affected::Affected;
use super::change_fact::ChangeFact;
use jiff::civil::Date;

/// Something that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// The id of the product, which may be gone; empty for a change of a system.
    pub product: String,
    /// The id of the system that changed, where it is not a product.
    pub system: Option<String>,
    /// Its name.
    pub name: String,
    /// What changed.
    pub fact: ChangeFact,
    /// Whether what was built on the product may no longer work.
    pub breaking: bool,
    /// Who uses the product and is to be told: ids of products and of teams.
    pub tell: Vec<String>,
    /// Of a breaking change, the uses that it reaches through any number of products, those that go furthest first.
    pub reaches: Vec<Affected>,
}

/// A change and the day on which it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordedChange {
    /// The day.
    pub day: Date,
    /// The change.
    pub change: Change,
}
