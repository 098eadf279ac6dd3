//! Evidence about assets: how their runs ended, what their tests found, how old their data was.

use super::promise::words;
use super::{AssetIx, EvidenceFile, EvidenceOrigin, ExclusionReason, FreshnessLimits};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything that was seen, by asset. An asset of which nothing was seen is not there. What was seen is
/// shared: a preview knows the same of it after most edits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Observations {
    /// What was seen of each asset.
    pub assets: Arc<ObservedAssets>,
    /// When something was last seen.
    pub newest: Option<Timestamp>,
    /// Every file that could have something to say, also broken ones, by path.
    pub files: Arc<Vec<EvidenceFile>>,
    /// What became of each job that is no node of dbt, by name.
    pub jobs: Arc<Vec<ObservedJob>>,
    /// The tables that jobs dropped or renamed, and that nothing has written since.
    pub dropped: Arc<BTreeSet<AssetIx>>,
    /// When the last two runs of each workflow ended that went well and whose tasks said what they wrote, in order.
    pub workflows: Arc<BTreeMap<String, Vec<Timestamp>>>,
    /// The datasets of those jobs that are no asset, sorted by name.
    pub datasets: Arc<Vec<ObservedDataset>>,
    /// The namespaces of those datasets of theirs that are assets.
    pub namespaces: Arc<BTreeSet<String>>,
    /// How each product stood on earlier days, by product and then by day.
    pub history: Arc<DailyHistory>,
}

/// What was seen of assets, by the assets' positions.
#[derive(Clone, Debug, Default)]
pub(crate) struct ObservedAssets(Vec<Option<Box<Observed>>>);

impl ObservedAssets {
    /// What was seen of an asset, if anything was.
    #[must_use]
    pub(crate) fn get(&self, asset: AssetIx) -> Option<&Observed> {
        self.0.get(asset.position())?.as_deref()
    }

    /// What was seen of an asset, to add to it.
    pub(crate) fn add_to(&mut self, asset: AssetIx) -> &mut Observed {
        if self.0.len() <= asset.position() {
            self.0.resize_with(asset.position() + 1, || None);
        }
        self.0[asset.position()].get_or_insert_default()
    }

    /// Whether nothing was seen of any asset.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Days by product and then by day.
pub(crate) type DailyHistory = BTreeMap<super::ProductIx, BTreeMap<jiff::civil::Date, Day>>;

/// What was seen of an asset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Observed {
    /// Its runs, the oldest first.
    pub runs: Vec<Run>,
    /// What each of its tests found last, by the test's position; tests may be missing, also at the end.
    pub tests: Vec<Option<TestRun>>,
    /// What others than dbt checked, each by what it checks; the newest of each.
    pub checks: Vec<Check>,
    /// How old its data was.
    pub freshness: Option<FreshnessCheck>,
    /// How large it was when the warehouse was last asked.
    pub size: Option<TableSize>,
    /// The newest thing that was seen of it and is not about it as it stands in production.
    pub excluded: Option<(Timestamp, ExclusionReason)>,
    /// The systems on which a table of its name was seen, where they are several and no setting says which
    /// is meant: namespaces, sorted.
    pub systems: Vec<Arc<str>>,
}

/// A run that made an asset, or should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// When it ended; the last sign of life, while it has not ended.
    pub at: Timestamp,
    /// When it began, if that was said.
    pub began: Option<Timestamp>,
    /// How long it worked, if that was said.
    pub took: Option<SignedDuration>,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it failed, if it did.
    pub failure: FailureCause,
    /// Whether it is a stream that said of itself that it is at work. It needs no end to count.
    pub is_streaming: bool,
    /// Who says so.
    pub origin: EvidenceOrigin,
    /// On which of the asset's [`systems`](Observed::systems), as indices; `None` if there is only one.
    pub system: Option<u16>,
    /// Where what ran it shows the run: a web address.
    pub link: Option<Arc<str>>,
    /// The query that it was, if it was said.
    pub query: Option<Arc<ExternalQuery>>,
}

/// A query by the name under which the system that ran it knows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ExternalQuery {
    /// Its id, or its address.
    pub id: Box<str>,
    /// Where that id is known: a namespace or an address; may be empty.
    pub source: Box<str>,
}

/// How a run ended; a later one is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// It began, and no end was seen.
    Running,
    /// It made the asset.
    Success,
    /// It did not happen, because something before it failed.
    Skipped,
    /// It failed.
    Error,
}

/// What a test found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TestRun {
    /// When.
    pub at: Timestamp,
    /// What; [`TestFinding::Skipped`] only where it never found anything.
    pub finding: TestFinding,
    /// How many rows are wrong, if the test counts rows.
    pub failures: Option<u64>,
    /// What it said, in one line; may be empty.
    pub message: String,
    /// When it was last to run and did not, if that is later.
    pub skipped: Option<Timestamp>,
    /// Who says so.
    pub origin: EvidenceOrigin,
}

/// What a test found; a later one is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TestFinding {
    /// Nothing wrong.
    Pass,
    /// Nothing: it did not run.
    Skipped,
    /// Something wrong that may be so for a while.
    Warn,
    /// Nothing: the test itself broke.
    Broken,
    /// Something wrong.
    Fail,
}

/// What somebody else than dbt checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Check {
    /// What is checked: `not_null`.
    pub name: String,
    /// Of which column.
    pub column: Option<String>,
    /// When.
    pub at: Timestamp,
    /// What was found; [`TestFinding::Skipped`] only where it never found anything.
    pub finding: TestFinding,
    /// When it was last to run and did not, if that is later.
    pub skipped: Option<Timestamp>,
    /// Who says so.
    pub origin: EvidenceOrigin,
    /// On which of the asset's [`systems`](Observed::systems), as indices; `None` if there is only one.
    pub system: Option<u16>,
}

/// How old the data of a source was when dbt looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FreshnessCheck {
    /// When dbt looked.
    pub at: Timestamp,
    /// What it found; [`FreshnessFinding::Crashed`] only where it never found anything.
    pub finding: FreshnessFinding,
    /// When the newest row was loaded; `None` if that is not known, or there is no row.
    pub loaded: Option<Timestamp>,
    /// Whether the source is known to have no rows.
    pub is_empty: bool,
    /// The limits that dbt measured by, if it says.
    pub limits: Option<FreshnessLimits>,
    /// When it last tried to look and could not, if that is later, and what it said.
    pub crashed: Option<(Timestamp, String)>,
    /// Who says so.
    pub origin: EvidenceOrigin,
}

/// What a size is of; what the warehouse says of the whole table goes before what a job says that it wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SizeScope {
    /// What the last run of a job wrote, which may be a part of the table.
    Written,
    /// The table.
    Table,
}

/// How large a table was, as the warehouse or the job that wrote it said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TableSize {
    /// What was counted.
    pub scope: SizeScope,
    /// When the warehouse was asked.
    pub at: Timestamp,
    /// How many rows it had, if the warehouse says.
    pub rows: Option<u64>,
    /// How many bytes it took, if the warehouse says.
    pub bytes: Option<u64>,
}

impl TableSize {
    /// Whether it was counted on the day of a moment, so that it may stand for that day.
    #[must_use]
    pub(crate) fn is_of_day(&self, now: Timestamp, zone: &TimeZone) -> bool {
        let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
        self.at <= now && day(self.at) == day(now)
    }
}

/// As of when the data of a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NewestRow {
    /// Its newest row was loaded then.
    At(Timestamp),
    /// It has no rows.
    Never,
    /// Nobody says.
    Unknown,
}

impl FreshnessCheck {
    /// As of when the data is.
    #[must_use]
    pub(crate) fn data(&self) -> NewestRow {
        match self.loaded {
            Some(at) => NewestRow::At(at),
            None if self.is_empty => NewestRow::Never,
            None => NewestRow::Unknown,
        }
    }
}

/// What a look at the freshness of a source found; a later one is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FreshnessFinding {
    /// Its data is as new as it should be.
    Pass,
    /// dbt could not look.
    Crashed,
    /// It is older than it should be.
    Warn,
    /// It is far older than it should be.
    Error,
}

/// How a product stood on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    /// When that was recorded.
    pub at: Timestamp,
    /// How it stood.
    pub status: super::Status,
    /// Whether each promise was kept, by what tells promises apart.
    pub promises: BTreeMap<String, bool>,
    /// How many rows its output ports had, by the keys of the assets, as far as that was known.
    pub rows: BTreeMap<String, u64>,
}

/// Why a run failed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FailureCause {
    /// Nobody says.
    #[default]
    Unknown,
    /// In the words of what ran, in one line.
    Message(String),
    /// It was stopped.
    Stopped,
    /// Only a part of it was made.
    Partly,
    /// A piece of its work failed, and was not done again.
    Child {
        /// The job of that piece, as `NAMESPACE/NAME`.
        job: String,
        /// What that piece said; may be empty.
        message: String,
    },
    /// It made nothing: it took what was there away.
    TableGone {
        /// What it did.
        how: TableLoss,
        /// The job, as `NAMESPACE/NAME`.
        job: String,
    },
}

words! {
    /// What took away what a table held; a later one is worse.
    TableLoss {
        /// It was emptied.
        Emptied = "emptied",
        /// It was given another name.
        Renamed = "renamed",
        /// It was dropped.
        Dropped = "dropped",
    }
}

/// What became of a job that is no node of dbt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ObservedJob {
    /// `NAMESPACE/NAME`.
    pub job: String,
    /// When its last run ended; while none has, its last sign of life.
    pub at: Timestamp,
    /// How that run ended.
    pub outcome: Outcome,
    /// Why it failed, if it did.
    pub failure: FailureCause,
    /// When the first of the runs failed since which none went well, if the last one failed.
    pub failing_since: Option<Timestamp>,
    /// The datasets that it writes, as `NAMESPACE/NAME`, sorted.
    pub writes: Vec<String>,
    /// The assets among them, sorted.
    pub feeds: Vec<AssetIx>,
    /// Those of them that each of its good runs wrote, or all but the last of them, sorted.
    pub steady: Vec<AssetIx>,
    /// Those of `steady` that the last of its good runs did not write, sorted.
    pub missed: Vec<AssetIx>,
    /// Those of them that its good runs wrote, and no longer the last two of them, sorted.
    pub dropped: Vec<AssetIx>,
    /// When the last two of its runs ended that went well and said what they wrote, in order. A run of its workflow
    /// without it counts as one that wrote nothing.
    pub said: Vec<Timestamp>,
    /// The job that it is a task of, a DAG of Airflow for example, if that is the same in all of its runs.
    pub workflow: Option<String>,
    /// Whether one of `said` is a run of its workflow without it.
    pub is_left_out: bool,
    /// The assets by which its last run is told: the ones that it is of, those that it loads, and those of its
    /// pieces; where that run failed, of its pieces that failed.
    pub assets: Vec<AssetIx>,
}

/// A dataset of OpenLineage events that is no asset of the catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ObservedDataset {
    /// `NAMESPACE/NAME`.
    pub name: String,
    /// The first part of that.
    pub namespace: String,
    /// The jobs that write it, as `NAMESPACE/NAME`, sorted.
    pub writers: Vec<String>,
    /// The jobs that read it, as `NAMESPACE/NAME`, sorted.
    pub readers: Vec<String>,
    /// The assets that the writing jobs are of, sorted.
    pub makers: Vec<AssetIx>,
}
