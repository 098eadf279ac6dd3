//! The reasons for a status, as facts; `prose` makes the sentences.

use super::{
    AssetIx, EvidenceOrigin, ExclusionReason, FailureCause, Measure, NewestRow, Period, ProductIx, Schedule,
    Status, TableLoss,
};
use jiff::{SignedDuration, Timestamp};

/// Why something has its status.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reason {
    /// The status that it causes.
    pub status: Status,
    /// The fact.
    pub fact: StatusFact,
    /// When it was observed.
    pub at: Option<Timestamp>,
    /// Who reported it.
    pub origin: EvidenceOrigin,
}

/// A fact about an asset or a product.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum StatusFact {
    /// No run was observed.
    NoRun {
        /// The latest observation, which is not about the table in production.
        only: Option<ExclusionReason>,
    },
    /// It carries data elsewhere, and no job is named whose runs could be observed.
    NoJob,
    /// Its last run is too long ago.
    RunTooOld {
        /// When it was last observed to run.
        last: Timestamp,
    },
    /// The last result known of it is a failure, too long ago to say whether that still holds.
    FailedEarlier {
        /// What failed.
        what: EarlierFailure,
        /// When that was observed.
        at: Timestamp,
    },
    /// Its scheduled time has passed without a successful run.
    Overdue {
        /// By when it should have run.
        schedule: Schedule,
        /// When its last successful run was.
        last: Option<Timestamp>,
        /// When it was due, and how late it is by now, if known.
        missed: Option<MissedDeadline>,
    },
    /// It ran later than its schedule says.
    RanLate {
        /// By when it should have run.
        schedule: Schedule,
        /// When it was due, and how late it was.
        missed: MissedDeadline,
    },
    /// Its last run failed.
    RunFailed {
        /// Whether it is a load by another party, as for a source.
        load: bool,
        /// Why.
        why: FailureCause,
    },
    /// A job removed its data, and it has not been built again since.
    TableGone {
        /// What the job did.
        how: TableLoss,
        /// The job, as `NAMESPACE/NAME`.
        job: String,
    },
    /// Its last run was skipped because something upstream failed.
    RunSkipped,
    /// Its last run began before an input was built: it has the data of the run before.
    Behind {
        /// The input.
        read: AssetIx,
        /// When the run began.
        started_at: Timestamp,
        /// When the input was last built.
        built_at: Timestamp,
        /// The number of further inputs that were built after that run began.
        more: usize,
    },
    /// A run began, shows no end, and has taken far longer than runs usually do.
    RunHangs {
        /// When it began.
        since: Timestamp,
        /// The last sign of life.
        last: Timestamp,
    },
    /// A stream, which only reports that it is running, has not reported for a long time.
    StreamSilent {
        /// When it last reported.
        last: Timestamp,
    },
    /// Its first run has not ended yet.
    FirstRunUnended {
        /// When it began.
        since: Timestamp,
    },
    /// A freshness check is set up, but none was observed.
    FreshnessNotChecked,
    /// The last freshness check is too long ago.
    FreshnessTooOld {
        /// When it was.
        last: Timestamp,
    },
    /// The last freshness check crashed.
    FreshnessCrashed {
        /// Its message; may be empty.
        message: String,
    },
    /// A freshness check passed a limit other than the one set up, and the age is unknown.
    FreshnessOfAnotherLimit,
    /// Its data is older than it may be.
    SourceLate {
        /// The as-of time of its data.
        loaded: NewestRow,
        /// How old it may be, if known.
        limit: Option<Period>,
    },
    /// Tests failed.
    TestsFailed {
        /// The failed tests.
        failed: Vec<TestFailure>,
        /// The number of all tests.
        of: usize,
    },
    /// Tests warned.
    TestsWarned {
        /// The tests that warned.
        warned: Vec<TestFailure>,
        /// The number of all tests.
        of: usize,
    },
    /// Tests did not run when they were due.
    TestsSkipped {
        /// The number of skipped tests.
        count: usize,
        /// The number of all tests.
        of: usize,
    },
    /// Tests are declared, but have no result that still counts.
    TestsMissing {
        /// The number of tests without a result.
        count: usize,
        /// The number of all tests.
        of: usize,
    },
    /// A check of its data by a tool other than dbt failed or warned.
    CheckFailed {
        /// The name of the check.
        name: String,
        /// The column, if any.
        column: Option<String>,
    },
    /// A check of its data by a tool other than dbt did not run.
    CheckSkipped {
        /// The name of the check.
        name: String,
        /// The column, if any.
        column: Option<String>,
    },
    /// It has no rows, and had some before.
    NoRows {
        /// Whether its newest load wrote none, which may be a part of the table.
        is_load: bool,
        /// The number of rows that it had.
        before: u64,
        /// When it had them.
        on: Timestamp,
    },
    /// A guard of it failed.
    GuardFailed {
        /// The guard.
        guard: AssetIx,
        /// Why.
        why: Box<StatusFact>,
    },
    /// A guard that carries out a control ran before the data was last built: the control is not known to hold for it.
    GuardedEarly {
        /// The guard.
        guard: AssetIx,
    },
    /// It is the cause of a broken promise.
    BreaksPromise {
        /// The product with the promise.
        product: ProductIx,
        /// The index of the promise.
        sla: usize,
        /// The measured value.
        measure: Measure,
    },
    /// A promise of the product is broken, and the cause is none of its assets.
    PromiseBroken {
        /// The product.
        product: ProductIx,
        /// The index of the promise.
        sla: usize,
        /// The measured value.
        measure: Measure,
    },
    /// An upstream asset is broken.
    Upstream {
        /// That asset.
        cause: AssetIx,
        /// Why.
        why: Box<StatusFact>,
    },
    /// An upstream asset should have been observed, but was not.
    UpstreamUnknown {
        /// That asset.
        cause: AssetIx,
        /// Why.
        why: Box<StatusFact>,
    },
    /// A product that it declares as upstream is broken.
    DeclaredUpstream {
        /// That product.
        product: ProductIx,
        /// Its status.
        status: Status,
    },
}

/// A missed deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MissedDeadline {
    /// When something was due.
    pub due: Timestamp,
    /// When it arrived, or the current time if it has not.
    pub until: Timestamp,
}

impl MissedDeadline {
    /// Returns by how much it was missed.
    #[must_use]
    pub(crate) fn late_by(&self) -> SignedDuration {
        self.until.duration_since(self.due)
    }
}

impl Reason {
    /// Returns whether it affects those who read the asset: it is late or failing, or its data is old.
    #[must_use]
    pub(crate) fn affects_readers(&self) -> bool {
        self.status.is_impaired() || self.fact.has_old_data()
    }

    /// Returns whether something is wrong with the asset itself, and not only with its upstream.
    #[must_use]
    pub(crate) fn is_problem(&self) -> bool {
        let is_known = self.status != Status::Unknown;
        self.status.is_impaired() || self.status == Status::Warning || is_known && self.fact.has_old_data()
    }
}

impl StatusFact {
    /// Returns whether it puts everything downstream of the asset at risk although the asset itself has not failed.
    #[must_use]
    pub(crate) fn spreads(&self) -> bool {
        matches!(self, Self::Behind { .. })
    }

    /// Returns whether something failed when it was last observed, too long ago to count.
    #[must_use]
    pub(crate) fn is_earlier_failure(&self) -> bool {
        matches!(self, Self::FailedEarlier { .. })
    }

    /// Returns whether an output port has no rows although it had some before.
    #[must_use]
    pub(crate) fn is_empty_output(&self) -> bool {
        matches!(self, Self::NoRows { .. })
    }

    /// Returns whether the data is from an earlier run, because the last one was too early or did not happen.
    #[must_use]
    pub(crate) fn has_old_data(&self) -> bool {
        matches!(self, Self::Behind { .. } | Self::Overdue { .. })
    }

    /// Returns whether it is unknown if the data is as it should be; then this is unknown downstream, too. A test
    /// without a result does not count.
    #[must_use]
    pub(crate) fn leaves_data_unknown(&self) -> bool {
        matches!(
            self,
            Self::NoRun { .. }
                | Self::NoJob
                | Self::RunTooOld { .. }
                | Self::FailedEarlier { .. }
                | Self::Overdue { .. }
                | Self::RunSkipped
                | Self::RunHangs { .. }
                | Self::StreamSilent { .. }
                | Self::FirstRunUnended { .. }
                | Self::FreshnessNotChecked
                | Self::FreshnessTooOld { .. }
                | Self::FreshnessCrashed { .. }
                | Self::FreshnessOfAnotherLimit
                | Self::SourceLate { .. }
        )
    }
}

/// What failed when something was last observed, without a newer result.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum EarlierFailure {
    /// Its run.
    Run,
    /// Some of its tests.
    Tests {
        /// How many.
        failed: usize,
        /// The number of all tests.
        of: usize,
    },
    /// A check of its data by a tool other than dbt.
    Check {
        /// The name of the check.
        name: String,
        /// The column, if any.
        column: Option<String>,
    },
    /// Its data was older than it may be.
    Late,
    /// A guard of it.
    Guard(AssetIx),
}

/// A failed test and its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TestFailure {
    /// The unique id of the test: one test of several tables fails for each of them.
    pub id: String,
    /// Its name: `unique`, or the name of a singular test.
    pub name: String,
    /// The column, if any.
    pub column: Option<String>,
    /// Whether the test itself crashed, so that its result is unknown.
    pub crashed: bool,
    /// The number of wrong rows, if it counts rows.
    pub rows: Option<u64>,
}
