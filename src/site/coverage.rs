//! `/coverage/`: which dbt nodes belong to a product, and which to none.

use super::home::Share;
use serde::Serialize;

/// The page on coverage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CoverageView {
    /// All dbt nodes together.
    pub all: Share,
    /// By kind of node.
    pub kinds: Vec<CoverageRow>,
    /// By package, for catalogs of several dbt projects.
    pub packages: Vec<CoverageRow>,
    /// The nodes of no product by folder, at most two hundred nodes in all.
    pub unclaimed: Vec<UnclaimedGroup>,
    /// How many nodes of no product there are.
    pub unclaimed_total: usize,
    /// The file that lists them all.
    pub path: String,
}

/// How much of one kind or package is held by products.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CoverageRow {
    /// The kind or package, for people.
    pub name: String,
    /// How much.
    pub share: Share,
}

/// Nodes of no product that stand in one folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct UnclaimedGroup {
    /// The folder, with a selector that would claim it: `path:models/scratch`.
    pub selector: String,
    /// The nodes' names.
    pub names: Vec<String>,
}
