//! Whom a change reaches: the uses of what changes and of what builds on it.

use serde::{Deserialize, Serialize};

/// Something that may be gone when a change is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct NamedRef {
    /// The id.
    pub id: String,
    /// The name then.
    pub name: String,
}

/// What a product promises.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct PromisedTarget {
    /// The property: `freshness`.
    pub property: String,
    /// How much: `24 hours`.
    pub target: String,
}

/// A use that a change reaches: of the product that changes, or of one that builds on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Affected {
    /// The product that is used.
    pub product: NamedRef,
    /// Its tier, if it declares one.
    pub tier: Option<String>,
    /// The team that uses it; `None` where nobody says so.
    pub team: Option<NamedRef>,
    /// What for; may be empty.
    pub purpose: String,
    /// The stage in which it is used: `operational`.
    pub stage: Option<String>,
    /// Whether what is used reaches customers: by the stage, or by the highest tier.
    pub customers: bool,
    /// Where the team is told: the names of its support channels, else of those of the product's owner.
    pub channels: Vec<String>,
    /// What the product promises.
    pub promises: Vec<PromisedTarget>,
    /// What logic of its own the team has, or where.
    pub last_miles: Vec<String>,
}
