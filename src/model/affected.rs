//! Whom a change reaches: the uses of the changed product and of those built on it.

use serde::{Deserialize, Serialize};

/// A reference to something that may no longer exist when the change is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct NamedRef {
    /// Its id.
    pub id: String,
    /// Its name at that time.
    pub name: String,
}

/// A target that a product promises.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct PromisedTarget {
    /// The property, such as `freshness`.
    pub property: String,
    /// The target, such as `24 hours`.
    pub target: String,
}

/// A use that a change reaches: of the changed product, or of one built on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Affected {
    /// The product in use.
    pub product: NamedRef,
    /// Its tier, if declared.
    pub tier: Option<String>,
    /// The team that uses it, if known.
    pub team: Option<NamedRef>,
    /// The purpose; may be empty.
    pub purpose: String,
    /// The stage in which it is used, such as `operational`.
    pub stage: Option<String>,
    /// Whether the use reaches customers, judging by its stage or by the highest tier.
    pub customers: bool,
    /// Where to notify the team: its support channels, otherwise those of the product's owner.
    pub channels: Vec<String>,
    /// The product's promises.
    pub promises: Vec<PromisedTarget>,
    /// The logic that the team keeps on its own side, or where it is kept.
    pub last_miles: Vec<String>,
}
