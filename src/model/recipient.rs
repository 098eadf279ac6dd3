//! Whom to tell about a change, and everyone that it concerns further downstream.

use super::affected::NamedRef;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What somebody who is told about a change is in the catalog. A product and a team may have the same id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RecipientKind {
    /// A product that reads the changed one; its owner is told.
    #[default]
    Product,
    /// A team.
    Team,
    /// A job of no product that was seen to read it.
    Job,
}

/// Somebody to be told of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Recipient {
    /// The id of the product or the team, or the name of the job.
    pub id: String,
    /// What has this id.
    pub kind: RecipientKind,
    /// The name at that time.
    pub name: String,
    /// The team that owns the product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<NamedRef>,
    /// Where to notify the team, or the owner of the product.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
}

/// Everyone that a change concerns, directly or through other products.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ConcernedParties {
    /// The ids of the products that build on the changed one.
    pub products: BTreeSet<String>,
    /// The ids of the teams that own or use one of them.
    pub teams: BTreeSet<String>,
}

impl ConcernedParties {
    /// Returns whether it concerns nobody.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.products.is_empty() && self.teams.is_empty()
    }
}
