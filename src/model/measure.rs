//! The measurement of a promise, as facts; `prose` makes the sentences.

use super::AssetIx;
use jiff::{SignedDuration, Timestamp};

/// The measured value of a promise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Measure {
    /// The promise is not measured.
    #[default]
    Nothing,
    /// It could be measured, but there is no value.
    NotMeasurable(Unmeasured),
    /// The as-of time of the data.
    DataAsOf {
        /// The time.
        at: Timestamp,
        /// The asset that keeps it from being newer, if other than the measured one.
        limiting_asset: Option<AssetIx>,
        /// Since when the data has been older than promised, if it is.
        late_since: Option<Timestamp>,
        /// When the age was measured.
        measured_at: Timestamp,
        /// The inputs whose age is not checked.
        unchecked: Unchecked,
    },
    /// When the data of a day was ready.
    Ready {
        /// When it was due.
        due: Timestamp,
        /// When it was ready; `None` if it is not yet.
        at: Option<Timestamp>,
        /// How late that is, if it is.
        late_by: Option<SignedDuration>,
        /// The asset that delayed it, if other than the measured one.
        limiting_asset: Option<AssetIx>,
        /// Whether what was ready in time is older than it should be: built from old data, or left from an earlier run.
        is_old: bool,
    },
    /// There is no data: a source that it is built from is empty.
    NoData {
        /// The source, if other than the measured asset.
        limiting_asset: Option<AssetIx>,
    },
    /// The time that data took.
    Delay {
        /// When it was loaded.
        loaded: Timestamp,
        /// When it was ready.
        built_at: Timestamp,
        /// By how much that is too long, if it is.
        late_by: Option<SignedDuration>,
    },
    /// The share of time in which the last run had neither failed nor been skipped: after either, the output is not
    /// delivered.
    Share {
        /// The milliseconds during which the last run had failed or been skipped.
        down: u64,
        /// The start of the measured time.
        since: Timestamp,
        /// All milliseconds of the measured time.
        of: u64,
        /// The number of observed runs, without skipped ones.
        runs: usize,
        /// The number of runs that were skipped.
        skipped: usize,
    },
    /// The share of failed runs.
    Rate {
        /// The number of failed runs.
        failed: usize,
        /// The number of runs.
        of: usize,
    },
    /// Nothing arrived in time after a moment.
    LateAfter {
        /// The moment.
        at: Timestamp,
        /// When something was due.
        due: Timestamp,
        /// How late it arrived, or is by now.
        late_by: SignedDuration,
        /// Whether that moment is the first one observed, with nothing arriving then either.
        first: bool,
        /// Whether `due` includes an hour of grace.
        grace: bool,
    },
    /// The number of arrivals, all in time.
    TimesSince {
        /// The number of arrivals.
        times: usize,
        /// The start of the measured time.
        since: Timestamp,
        /// Whether arrivals may have been up to an hour later than promised.
        grace: bool,
    },
    /// A failure that was not repaired in time.
    Unrepaired {
        /// When it failed.
        failed: Timestamp,
        /// Whether the run was only skipped.
        skipped: bool,
        /// How late the repair was, or is by now.
        late_by: SignedDuration,
    },
    /// All failures were repaired in time or may still be.
    Repaired {
        /// The number of failures.
        failures: usize,
        /// How many times it was only skipped until the next success.
        skipped: usize,
        /// The start of the measured time.
        since: Timestamp,
        /// By when the last of them still has to be repaired; `None` if all are.
        fix_by: Option<Timestamp>,
    },
}

/// The inputs of data whose age is not checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unchecked {
    /// The first of them, in catalog order.
    pub assets: Vec<AssetIx>,
    /// Whether there are more.
    pub more: bool,
}

/// Why nothing could be measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unmeasured {
    /// Neither a run nor a load was observed.
    NoRunOrLoad,
    /// The age of the data, or its origin, is unknown because of an asset.
    NotKnown {
        /// The asset.
        asset: AssetIx,
        /// The missing information.
        why: UnknownAge,
    },
    /// No run was observed.
    NoRun,
    /// No load of its inputs was observed.
    NoLoad,
    /// There are fewer than two successful runs: too few for a history.
    NoHistory,
    /// It is not due today.
    NotDue {
        /// When it is due next.
        next: Timestamp,
    },
}

/// The information that is missing to know the age of an asset's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnknownAge {
    /// No run of it was observed.
    NotSeen,
    /// It was not observed until after a day that counts.
    NotObservedByDeadline {
        /// The deadline of that day.
        due: Timestamp,
    },
    /// No run of it succeeded.
    NoSuccess,
    /// It is a stream: it was observed running, but does not report how new its data is.
    StillRunning {
        /// When it was last observed running.
        at: Timestamp,
    },
    /// Its last run began before its inputs were built, and the build of the data that it carries was not observed.
    Behind {
        /// When its inputs were built.
        built_at: Timestamp,
    },
    /// It was last observed too long ago.
    TooOld {
        /// When that was.
        at: Timestamp,
    },
    /// It has been observed since, but last succeeded too long ago.
    SuccessTooOld {
        /// When it succeeded.
        at: Timestamp,
    },
    /// Its freshness was never checked.
    NotChecked,
    /// The check of its freshness crashed.
    CheckCrashed {
        /// When.
        at: Timestamp,
    },
    /// The check of its freshness does not report when its newest row was loaded.
    NoRowTime {
        /// When it was checked.
        at: Timestamp,
    },
    /// The timestamp of its newest row is later than the check.
    FutureRows {
        /// That timestamp.
        at: Timestamp,
    },
}

impl Measure {
    /// Returns the as-of time of the data; `None` if there is no data, or something else was measured.
    #[must_use]
    pub(crate) fn as_of(&self) -> Option<Timestamp> {
        match self {
            Self::DataAsOf { at, .. } => Some(*at),
            _ => None,
        }
    }
}

/// Returns a share in hundredths of a percent, rounded down so that only the whole is 100 percent.
#[must_use]
pub(crate) fn hundredths(part: u64, whole: u64) -> u64 {
    let share = u128::from(part) * 10_000 / u128::from(whole.max(1));
    u64::try_from(share).unwrap_or(u64::MAX)
}
