//! What changed in a catalog between two states of it.

use super::promise::words;
use jiff::civil::Date;

words! {
    /// What kind of change it is.
    ChangeKind {
        /// A product came.
        ProductAdded = "product-added",
        /// A product went.
        ProductRemoved = "product-removed",
        /// A product is at another place in its life.
        Lifecycle = "lifecycle",
        /// A product promises to be made for another tier.
        Tier = "tier",
        /// A product has another name.
        Renamed = "renamed",
        /// Another team answers for a product.
        Owner = "owner",
        /// A product belongs to another domain.
        Domain = "domain",
        /// A product is of another category.
        Category = "category",
        /// An output port came.
        PortAdded = "port-added",
        /// An output port went.
        PortRemoved = "port-removed",
        /// Another asset stands behind an output port.
        PortMoved = "port-moved",
        /// A column of an output port came.
        ColumnAdded = "column-added",
        /// A column of an output port went.
        ColumnRemoved = "column-removed",
        /// A column of an output port is of another type.
        ColumnType = "column-type",
        /// A promise came.
        PromiseAdded = "promise-added",
        /// A promise went.
        PromiseRemoved = "promise-removed",
        /// A promise is tighter.
        PromiseTightened = "promise-tightened",
        /// A promise is looser.
        PromiseLoosened = "promise-loosened",
        /// A promise is another one, and nobody can say whether a better one.
        PromiseChanged = "promise-changed",
        /// A product falls under a regulation.
        RegulationAdded = "regulation-added",
        /// A product no longer falls under a regulation.
        RegulationRemoved = "regulation-removed",
        /// A regulation ends at a product, or does no longer.
        RegulationEnds = "regulation-ends",
        /// A product builds on another one.
        InputAdded = "input-added",
        /// A product no longer builds on another one.
        InputRemoved = "input-removed",
    }
}

/// Something that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// The id of the product, which may be gone.
    pub product: String,
    /// Its name.
    pub name: String,
    /// What changed, to be read after the name: `no longer gives bookings`.
    pub text: String,
    /// Whether what was built on the product may no longer work.
    pub breaking: bool,
    /// Who uses the product and is to be told: ids of products and of teams.
    pub tell: Vec<String>,
}

/// A change and the day on which it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedChange {
    /// The day.
    pub day: Date,
    /// The change.
    pub change: Change,
}
