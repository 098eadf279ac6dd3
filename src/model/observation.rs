//! Evidence about assets: the outcomes of their runs, the results of their tests, the age of their data.

use super::vocabulary_macro::vocabulary;
use super::{AssetIx, EvidenceFile, EvidenceOrigin, ExclusionReason, FreshnessLimits};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All observations, by asset. Assets without observations have no entry. The observations are shared: a preview has
/// the same ones after most edits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Observations {
    /// The observations of each asset.
    pub assets: Arc<ObservedAssets>,
    /// The time of the latest observation.
    pub newest: Option<Timestamp>,
    /// Every file of evidence, even if broken, by path.
    pub files: Arc<Vec<EvidenceFile>>,
    /// The state of each job that is not a dbt node, by name.
    pub jobs: Arc<Vec<ObservedJob>>,
    /// The tables that jobs dropped or renamed and that nothing has written since.
    pub dropped: Arc<BTreeSet<AssetIx>>,
    /// The end times of the last two successful runs of each workflow whose tasks reported their outputs, in order.
    pub workflows: Arc<BTreeMap<String, Vec<Timestamp>>>,
    /// The datasets of those jobs that are not assets, sorted by name.
    pub datasets: Arc<Vec<ObservedDataset>>,
    /// The namespaces of those jobs' datasets that are assets.
    pub namespaces: Arc<BTreeSet<String>>,
    /// The status of each product on earlier days, by product and then by day.
    pub history: Arc<DailyHistory>,
}

/// The observations of assets, by the assets' positions.
#[derive(Clone, Debug, Default)]
pub(crate) struct ObservedAssets(Vec<Option<Box<Observed>>>);

impl ObservedAssets {
    /// Returns the observations of an asset, if there are any.
    #[must_use]
    pub(crate) fn get(&self, asset: AssetIx) -> Option<&Observed> {
        self.0.get(asset.position())?.as_deref()
    }

    /// Returns the observations of an asset, to add to them.
    pub(crate) fn add_to(&mut self, asset: AssetIx) -> &mut Observed {
        if self.0.len() <= asset.position() {
            self.0.resize_with(asset.position() + 1, || None);
        }
        self.0[asset.position()].get_or_insert_default()
    }

    /// Returns whether no asset has observations.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Days by product and then by day.
pub(crate) type DailyHistory = BTreeMap<super::ProductIx, BTreeMap<jiff::civil::Date, RecordedDay>>;

/// The observations of an asset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Observed {
    /// Its runs, oldest first.
    pub runs: Vec<Run>,
    /// The last result of each of its tests, by the test's position; entries may be missing, also at the end.
    pub tests: Vec<Option<TestRun>>,
    /// The latest result of each check by a tool other than dbt, by what it checks.
    pub checks: Vec<ExternalCheck>,
    /// The age of its data.
    pub freshness: Option<FreshnessCheck>,
    /// Its size as last reported by the warehouse.
    pub size: Option<TableSize>,
    /// The newest report that it had rows, with their number.
    pub filled: Option<(Timestamp, u64)>,
    /// The latest observation of it that is not about its production state.
    pub excluded: Option<(Timestamp, ExclusionReason)>,
    /// The systems on which a table of its name was observed, if they are several and no setting tells which is
    /// meant: namespaces, sorted.
    pub systems: Vec<Arc<str>>,
}

/// A run that built an asset, or should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// When it ended; the last sign of life while it has not.
    pub at: Timestamp,
    /// When it began, if known.
    pub started_at: Option<Timestamp>,
    /// How long it took, if known.
    pub duration: Option<SignedDuration>,
    /// How it ended.
    pub outcome: RunOutcome,
    /// Why it failed, if it did.
    pub failure: FailureCause,
    /// Whether it is a stream that reported that it is running. It needs no end to count.
    pub is_streaming: bool,
    /// Who reported it.
    pub origin: EvidenceOrigin,
    /// On which of the asset's [`systems`](Observed::systems), as indices; `None` if there is only one.
    pub system: Option<u16>,
    /// A web address at which the tool that executed it shows the run.
    pub link: Option<Arc<str>>,
    /// The query that it executed, if known.
    pub query: Option<Arc<ExternalQuery>>,
    /// The known tables that it or a part of it read or wrote, sorted; empty if it names none, and for runs that are not
    /// of the job that the asset stands for.
    pub names: Arc<[AssetIx]>,
}

impl Run {
    /// Returns whether it took away what its table held.
    #[must_use]
    pub(crate) fn removed_data(&self) -> bool {
        matches!(self.failure, FailureCause::TableGone { .. })
    }
}

impl Observed {
    /// Returns the run that took away what the table held, unless it was written again since.
    #[must_use]
    pub(crate) fn data_loss(&self) -> Option<&Run> {
        let since = self.runs.iter().rev();
        since
            .take_while(|run| run.outcome != RunOutcome::Success && !run.is_streaming)
            .find(|run| run.removed_data())
    }

    /// Returns whether what was found at this moment is about data that the table has lost since.
    #[must_use]
    pub(crate) fn is_of_lost_data(&self, at: Timestamp) -> bool {
        self.data_loss().is_some_and(|loss| at <= loss.at)
    }
}

/// A query, identified by the system that executed it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ExternalQuery {
    /// Its id or its address.
    pub id: Box<str>,
    /// The namespace or address in which that id is valid; may be empty.
    pub source: Box<str>,
}

/// The outcome of a run; a later one is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RunOutcome {
    /// It began, but no end was observed.
    Running,
    /// It built the asset.
    Success,
    /// It was skipped because something upstream failed.
    Skipped,
    /// It failed.
    Error,
}

/// The result of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TestRun {
    /// When.
    pub at: Timestamp,
    /// The result; [`TestOutcome::Skipped`] only if it never had another one.
    pub outcome: TestOutcome,
    /// The number of wrong rows, if the test counts rows.
    pub failures: Option<u64>,
    /// Its message, in one line; may be empty.
    pub message: String,
    /// When it was last skipped, if that is later.
    pub skipped: Option<Timestamp>,
    /// Who reported it.
    pub origin: EvidenceOrigin,
}

/// What a run says of a test; a later one is worse.
///
/// A failing test has three names on its way from the run results to the pages: the *outcome* of a test is what a run
/// reported, as `Fail` or `Crashed`; a *failure* ([`TestFailure`](super::TestFailure)) is such an outcome as the reason
/// for a status, and is what the pages count; an *incident* ([`Incident`](super::Incident)) is a product that is broken
/// by failures of its own, with everything that depends on it, and is what the Quality page lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TestOutcome {
    /// It passed.
    Pass,
    /// It did not run.
    Skipped,
    /// It found a problem that is tolerated for a while.
    Warn,
    /// The test itself crashed.
    Crashed,
    /// It failed.
    Fail,
}

impl TestOutcome {
    /// Returns whether it failed or crashed.
    #[must_use]
    pub(crate) fn is_failure(self) -> bool {
        matches!(self, Self::Fail | Self::Crashed)
    }
}

/// A check by a tool other than dbt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExternalCheck {
    /// The name of the check: `not_null`.
    pub name: String,
    /// The column, if any.
    pub column: Option<String>,
    /// When.
    pub at: Timestamp,
    /// The result; [`TestOutcome::Skipped`] only if it never had another one.
    pub outcome: TestOutcome,
    /// When it was last skipped, if that is later.
    pub skipped: Option<Timestamp>,
    /// Who reported it.
    pub origin: EvidenceOrigin,
    /// On which of the asset's [`systems`](Observed::systems), as indices; `None` if there is only one.
    pub system: Option<u16>,
}

/// The age of a source's data when dbt checked its freshness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FreshnessCheck {
    /// When dbt checked.
    pub at: Timestamp,
    /// The result; [`FreshnessOutcome::Crashed`] only if it never had another one.
    pub outcome: FreshnessOutcome,
    /// When the newest row was loaded; `None` if that is unknown, or there is no row.
    pub loaded: Option<Timestamp>,
    /// Whether the source is known to have no rows.
    pub is_empty: bool,
    /// The limits that dbt applied, if known.
    pub limits: Option<FreshnessLimits>,
    /// When the check last crashed, if that is later, and its message.
    pub crashed: Option<(Timestamp, String)>,
    /// Who reported it.
    pub origin: EvidenceOrigin,
}

/// What a size covers. The warehouse's report on the whole table takes precedence over a job's report on its output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SizeScope {
    /// The output of a job's last run, which may be a part of the table.
    Written,
    /// The whole table.
    Table,
}

/// The size of a table, as reported by the warehouse or by the job that wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TableSize {
    /// What it covers.
    pub scope: SizeScope,
    /// When it was reported.
    pub at: Timestamp,
    /// The number of rows, if reported.
    pub rows: Option<u64>,
    /// The number of bytes, if reported.
    pub bytes: Option<u64>,
}

impl TableSize {
    /// Returns whether it was counted and has no rows.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.rows == Some(0)
    }

    /// Returns whether it covers what the newest load wrote, not the whole table.
    #[must_use]
    pub(crate) fn is_of_load(&self) -> bool {
        self.scope == SizeScope::Written
    }

    /// Returns whether it was counted on the day of a moment, so that it may serve as that day's value.
    #[must_use]
    pub(crate) fn is_of_day(&self, now: Timestamp, zone: &TimeZone) -> bool {
        let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
        self.at <= now && day(self.at) == day(now)
    }
}

/// The as-of time of the data of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NewestRow {
    /// Its newest row was loaded then.
    At(Timestamp),
    /// It has no rows.
    Never,
    /// Unknown.
    Unknown,
}

impl FreshnessCheck {
    /// Returns the as-of time of the data.
    #[must_use]
    pub(crate) fn data(&self) -> NewestRow {
        match self.loaded {
            Some(at) => NewestRow::At(at),
            None if self.is_empty => NewestRow::Never,
            None => NewestRow::Unknown,
        }
    }
}

/// The result of a source freshness check; a later one is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FreshnessOutcome {
    /// Its data is as fresh as it should be.
    Pass,
    /// The check crashed.
    Crashed,
    /// Its data is older than it should be.
    Warn,
    /// Its data is far older than it should be.
    Error,
}

/// The status of a product on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordedDay {
    /// When it was recorded.
    pub at: Timestamp,
    /// The status.
    pub status: super::Status,
    /// Whether each promise was kept, by the key that identifies promises.
    pub promises: BTreeMap<String, bool>,
    /// The numbers of rows of its output ports, by the keys of the assets, as far as known.
    pub rows: BTreeMap<String, u64>,
}

/// Why a run failed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FailureCause {
    /// Unknown.
    #[default]
    Unknown,
    /// The message of the run, in one line.
    Message(String),
    /// It was stopped.
    Stopped,
    /// It built only a part.
    Partly,
    /// A part of its work failed and was not repeated.
    Child {
        /// The job of that part, as `NAMESPACE/NAME`.
        job: String,
        /// The message of that part; may be empty.
        message: String,
    },
    /// It built nothing, but removed existing data.
    TableGone {
        /// How.
        how: TableLoss,
        /// The job, as `NAMESPACE/NAME`.
        job: String,
    },
}

vocabulary! {
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

/// The state of a job that is not a dbt node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ObservedJob {
    /// `NAMESPACE/NAME`.
    pub job: String,
    /// When its last run ended; its last sign of life while none has.
    pub at: Timestamp,
    /// The outcome of that run.
    pub outcome: RunOutcome,
    /// Why it failed, if it did.
    pub failure: FailureCause,
    /// If the last run failed, when the first of the failures since the last success happened.
    pub failing_since: Option<Timestamp>,
    /// Whether no run was seen before that, so that it may have failed for longer.
    pub always_failed: bool,
    /// The datasets that it writes, as `NAMESPACE/NAME`, sorted.
    pub writes: Vec<String>,
    /// The assets among them, sorted.
    pub feeds: Vec<AssetIx>,
    /// The datasets that it reads, as `NAMESPACE/NAME`, sorted.
    pub reads: Vec<String>,
    /// The assets among those, sorted.
    pub read_assets: Vec<AssetIx>,
    /// Whether it writes to another system than those that it reads: what it writes there is no asset.
    pub writes_elsewhere: bool,
    /// Whether it writes nothing and reports checks of what it reads.
    pub only_checks: bool,
    /// Whether dbt runs in it: what it writes then is what dbt builds.
    pub runs_dbt: bool,
    /// Those that each of its successful runs wrote, or all but the last one, sorted.
    pub always_written: Vec<AssetIx>,
    /// Those of `always_written` that the last of its successful runs did not write, sorted.
    pub missed: Vec<AssetIx>,
    /// Those that its successful runs wrote, but not the last two of them, sorted.
    pub dropped: Vec<AssetIx>,
    /// The end times of its last two successful runs that reported their outputs, in order. A run of its workflow
    /// without it counts as one that wrote nothing.
    pub reported_ends: Vec<Timestamp>,
    /// The jobs that it is a task of in each of its runs, such as an Airflow DAG, the nearest first.
    pub workflows: Vec<String>,
    /// The one of `workflows` that has since run without it, if one of `reported_ends` is such a run.
    pub left_out_of: Option<String>,
    /// The assets for which its last run is reported: the assets that it belongs to, those that it loads, and those
    /// of its parts; if that run failed, of its failed parts.
    pub assets: Vec<AssetIx>,
}

/// A dataset of OpenLineage events that is not an asset of the catalog.
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
    /// The assets that the writing jobs belong to, sorted.
    pub makers: Vec<AssetIx>,
}
