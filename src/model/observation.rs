//! What was seen of assets: how their runs ended, what their tests found, how old their data was.

use super::AssetIx;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Everything that was seen, by asset. An asset of which nothing was seen is not there.
#[derive(Clone, Debug, Default)]
pub struct Observations {
    /// What was seen of each asset.
    pub assets: BTreeMap<AssetIx, Observed>,
    /// When something was last seen.
    pub newest: Option<Timestamp>,
    /// How many files could have something to say, also broken ones.
    pub files: usize,
    /// How each product stood on earlier days, by product and then by day.
    pub history: BTreeMap<super::ProductIx, BTreeMap<jiff::civil::Date, Day>>,
}

/// What was seen of an asset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// Its runs, the oldest first.
    pub runs: Vec<Run>,
    /// What each of its tests found last, by the test's position; a test may be missing.
    pub tests: BTreeMap<usize, TestRun>,
    /// What others than dbt checked, each by what it checks; the newest of each.
    pub checks: Vec<Check>,
    /// How old its data was.
    pub freshness: Option<FreshnessCheck>,
}

/// A run that made an asset, or should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// When it ended; when it began, while it has not ended.
    pub at: Timestamp,
    /// How long it worked, in whole seconds, if that was said.
    pub took: Option<u32>,
    /// How it ended.
    pub outcome: Outcome,
    /// What it said, in one line; may be empty.
    pub message: String,
    /// Which file or system said so, for people.
    pub origin: String,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It made the asset.
    Success,
    /// It failed.
    Error,
    /// It did not happen, because something before it failed.
    Skipped,
    /// It began, and no end was seen.
    Running,
}

/// What a test found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestRun {
    /// When.
    pub at: Timestamp,
    /// What.
    pub finding: TestFinding,
    /// How many rows are wrong, if the test counts rows.
    pub failures: Option<u64>,
    /// What it said, in one line; may be empty.
    pub message: String,
}

/// What a test found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestFinding {
    /// Nothing wrong.
    Pass,
    /// Something wrong that may be so for a while.
    Warn,
    /// Something wrong.
    Fail,
    /// Nothing: the test itself broke.
    Broken,
    /// Nothing: it did not run.
    Skipped,
}

/// What somebody else than dbt checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is checked: `not_null`.
    pub name: String,
    /// Of which column.
    pub column: Option<String>,
    /// When.
    pub at: Timestamp,
    /// What was found.
    pub finding: TestFinding,
}

/// How old the data of a source was when dbt looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreshnessCheck {
    /// When dbt looked.
    pub at: Timestamp,
    /// What it found.
    pub finding: FreshnessFinding,
    /// When the newest row was loaded.
    pub loaded: Option<Timestamp>,
}

/// What a look at the freshness of a source found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FreshnessFinding {
    /// Its data is as new as it should be.
    Pass,
    /// It is older than it should be.
    Warn,
    /// It is far older than it should be.
    Error,
    /// dbt could not look.
    Crashed,
}

/// How a product stood on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// When that was recorded.
    pub at: Timestamp,
    /// How it stood.
    pub status: super::Status,
    /// Whether each promise was kept, by what tells promises apart.
    pub promises: BTreeMap<String, bool>,
}
