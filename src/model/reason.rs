//! The reasons for a status, as facts; `prose` makes the sentences.

use super::{
    AssetIx, EvidenceOrigin, ExclusionReason, FailureCause, Measure, NewestRow, Period, ProductIx, Schedule,
    Status, TableLoss,
};
use jiff::{SignedDuration, Timestamp};

/// Why something has its status.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reason {
    /// How that makes it stand.
    pub status: Status,
    /// What is known.
    pub fact: StatusFact,
    /// When it was seen.
    pub at: Option<Timestamp>,
    /// Who says so.
    pub origin: EvidenceOrigin,
}

/// What is known of an asset or a product.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum StatusFact {
    /// No run was seen; `only` says what was seen instead.
    NoRun {
        /// The newest thing that was seen and is not about the table in production.
        only: Option<ExclusionReason>,
    },
    /// It brings data elsewhere, and no job is named whose runs could be seen.
    NoJob,
    /// Its last run is too long ago.
    RunTooOld {
        /// When it was last seen to run.
        last: Timestamp,
    },
    /// Its schedule is over, and no good run was seen since.
    Overdue {
        /// By when it should have run.
        schedule: Schedule,
        /// When its last good run was.
        last: Option<Timestamp>,
        /// When it was due, and by how much it is late by now, if that is known.
        missed: Option<MissedDeadline>,
    },
    /// It ran later than its schedule says.
    RanLate {
        /// By when it should have run.
        schedule: Schedule,
        /// When it was due, and by how much it was late.
        missed: MissedDeadline,
    },
    /// Its last run failed.
    RunFailed {
        /// Whether it is a load by somebody else, as of a source.
        load: bool,
        /// Why.
        why: FailureCause,
    },
    /// A job took away what it held, and nothing has made it again since.
    TableGone {
        /// What the job did.
        how: TableLoss,
        /// The job, as `NAMESPACE/NAME`.
        job: String,
    },
    /// Its last run did not happen, because something before it failed.
    RunSkipped,
    /// Its last run began before what it reads was made: it carries the data of the run before.
    Behind {
        /// What it reads.
        read: AssetIx,
        /// When the run began.
        began: Timestamp,
        /// When what it reads was last made.
        made: Timestamp,
        /// How many more of what it reads were made after that run began.
        more: usize,
    },
    /// A run began, shows no end, and is out for far longer than runs take.
    RunHangs {
        /// When it began.
        since: Timestamp,
        /// The last sign of life.
        last: Timestamp,
    },
    /// A stream, which only says that it is at work, has not said so for long.
    StreamSilent {
        /// When it said so last.
        last: Timestamp,
    },
    /// Its first run has not ended yet.
    FirstRunUnended {
        /// When it began.
        since: Timestamp,
    },
    /// A freshness check is set up, and none was seen.
    FreshnessNotChecked,
    /// The last freshness check is too long ago.
    FreshnessTooOld {
        /// When it was.
        last: Timestamp,
    },
    /// The last freshness check failed itself.
    FreshnessCrashed {
        /// What it said; may be empty.
        message: String,
    },
    /// A freshness check passed a limit that is not the one that is set up, and the age is not known.
    FreshnessOfAnotherLimit,
    /// Its data is older than it may be.
    SourceLate {
        /// As of when its data is.
        loaded: NewestRow,
        /// How old it may be, if that is known.
        limit: Option<Period>,
    },
    /// Tests failed.
    TestsFailed {
        /// Which.
        failed: Vec<TestFailure>,
        /// Of how many.
        of: usize,
    },
    /// Tests warned.
    TestsWarned {
        /// Which.
        warned: Vec<TestFailure>,
        /// Of how many.
        of: usize,
    },
    /// Tests did not run when they were due.
    TestsSkipped {
        /// How many.
        count: usize,
        /// Of how many.
        of: usize,
    },
    /// Tests are declared and have no result that still counts.
    TestsMissing {
        /// How many.
        count: usize,
        /// Of how many.
        of: usize,
    },
    /// Somebody else's check of its data failed, or warned.
    CheckFailed {
        /// What is checked.
        name: String,
        /// Of which column.
        column: Option<String>,
    },
    /// A check of its data by somebody else did not run.
    CheckSkipped {
        /// What is checked.
        name: String,
        /// Of which column.
        column: Option<String>,
    },
    /// A guard of it failed.
    GuardFailed {
        /// The guard.
        guard: AssetIx,
        /// Why.
        why: Box<StatusFact>,
    },
    /// It keeps a promise from being kept.
    BreaksPromise {
        /// The product that promises.
        product: ProductIx,
        /// Which of its promises, as indices.
        sla: usize,
        /// What was measured.
        measure: Measure,
    },
    /// A promise of the product is broken, and no asset of it is told to be the cause.
    PromiseBroken {
        /// The product.
        product: ProductIx,
        /// Which, as indices.
        sla: usize,
        /// What was measured.
        measure: Measure,
    },
    /// Something that it builds on is broken.
    Upstream {
        /// What.
        cause: AssetIx,
        /// Why.
        why: Box<StatusFact>,
    },
    /// Something that it builds on should have been seen, and was not.
    UpstreamUnknown {
        /// What.
        cause: AssetIx,
        /// Why.
        why: Box<StatusFact>,
    },
    /// A product that it says it builds on is broken.
    DeclaredUpstream {
        /// Which.
        product: ProductIx,
        /// How it stands.
        status: Status,
    },
}

/// A deadline that was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MissedDeadline {
    /// When something was due.
    pub due: Timestamp,
    /// When it came, or what time it is if it has not come yet.
    pub until: Timestamp,
}

impl MissedDeadline {
    /// By how much it was missed.
    #[must_use]
    pub(crate) fn late_by(&self) -> SignedDuration {
        self.until.duration_since(self.due)
    }
}

impl Reason {
    /// Whether something is wrong with the asset itself, and not only with what it builds on.
    #[must_use]
    pub(crate) fn is_wrong(&self) -> bool {
        let is_known = self.status != Status::Unknown;
        self.status.is_broken() || self.status == Status::Warning || is_known && self.fact.has_old_data()
    }
}

impl StatusFact {
    /// Whether it puts at risk what builds on the asset, though the asset itself has not failed.
    #[must_use]
    pub(crate) fn spreads(&self) -> bool {
        matches!(self, Self::Behind { .. })
    }

    /// Whether the data is that of an earlier run, because the last one came too early or not at all.
    #[must_use]
    pub(crate) fn has_old_data(&self) -> bool {
        matches!(self, Self::Behind { .. } | Self::Overdue { .. })
    }

    /// Whether the data is not known to be as it should be: what builds on it is not known to be well either.
    /// A test that has no result yet says nothing of that.
    #[must_use]
    pub(crate) fn leaves_data_unknown(&self) -> bool {
        matches!(
            self,
            Self::NoRun { .. }
                | Self::NoJob
                | Self::RunTooOld { .. }
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

/// A test that failed, and what it found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TestFailure {
    /// What it tests: `unique`, or the name of a singular test.
    pub name: String,
    /// Of which column.
    pub column: Option<String>,
    /// Whether the test itself broke, so that nobody knows what it would have found.
    pub broken: bool,
    /// How many rows are wrong, if it counts rows.
    pub rows: Option<u64>,
}
