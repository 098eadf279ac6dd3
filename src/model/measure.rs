//! The measurement of a promise, as facts; `prose` makes the sentences.

use super::AssetIx;
use jiff::{SignedDuration, Timestamp};

/// What was measured of a promise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Nothing: nobody measures what was promised.
    #[default]
    Nothing,
    /// Nothing, though it could be.
    NotMeasurable(Unmeasured),
    /// As of when the data is.
    DataAsOf {
        /// As of when.
        at: Timestamp,
        /// The asset that keeps it from being newer, where that is another than the one that was measured.
        holder: Option<AssetIx>,
        /// Since when that is older than promised, if it is.
        late_since: Option<Timestamp>,
        /// When the age was measured.
        measured_at: Timestamp,
        /// What it is made of and nobody checks the age of.
        unchecked: Unchecked,
    },
    /// When the data of a day was there.
    Ready {
        /// By when it had to be.
        due: Timestamp,
        /// When it was; `None` if it is not yet.
        at: Option<Timestamp>,
        /// By how much that is too late, if it is.
        late_by: Option<SignedDuration>,
        /// What kept it from being there, where that is another than the asset that was measured.
        holder: Option<AssetIx>,
    },
    /// There is no data: it is made of a source in which there is nothing.
    NoData {
        /// The source, where that is another than the asset that was measured.
        holder: Option<AssetIx>,
    },
    /// How long data took.
    Delay {
        /// When it was loaded.
        loaded: Timestamp,
        /// When it was there.
        made: Timestamp,
        /// By how much that is too long, if it is.
        late_by: Option<SignedDuration>,
    },
    /// The share of time in which the last run had not failed.
    Share {
        /// For how many milliseconds it had.
        down: u64,
        /// Since when.
        since: Timestamp,
        /// Of how many milliseconds.
        of: u64,
        /// How many runs were seen.
        runs: usize,
    },
    /// How many runs failed.
    Rate {
        /// How many failed.
        failed: usize,
        /// Of how many.
        of: usize,
    },
    /// Nothing came in time after a moment.
    LateAfter {
        /// The moment.
        at: Timestamp,
        /// Until when something had to come.
        due: Timestamp,
        /// By how much later it came, or by how much it is late by now.
        late_by: SignedDuration,
        /// Whether that moment is the first of which anything was seen, and nothing came then either.
        first: bool,
        /// Whether `due` has an hour of grace.
        grace: bool,
    },
    /// How often something came, always in time.
    TimesSince {
        /// How often.
        times: usize,
        /// Since when.
        since: Timestamp,
        /// Whether it may have come up to an hour later than promised.
        grace: bool,
    },
    /// A failure that was not repaired in time.
    Unrepaired {
        /// When it failed.
        failed: Timestamp,
        /// By how much too late it was repaired, or is by now.
        late_by: SignedDuration,
    },
    /// No failure that was not repaired in time, or is still to be.
    Repaired {
        /// How many failures there were.
        failures: usize,
        /// Since when.
        since: Timestamp,
    },
}

/// What data is made of and nobody checks the age of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unchecked {
    /// The first of them, in the catalog's order.
    pub assets: Vec<AssetIx>,
    /// Whether there are more.
    pub more: bool,
}

/// Why nothing could be measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unmeasured {
    /// No run was seen, and no load.
    NothingSeen,
    /// How old the data is, or how it came about, is not known because of an asset.
    NotKnown {
        /// The asset.
        asset: AssetIx,
        /// What is missing.
        why: AgeGap,
    },
    /// No run was seen.
    NoRun,
    /// No load of what it is made of was seen.
    NoLoad,
    /// Fewer than two successful runs are no history.
    NoHistory,
    /// It is not due today.
    NotDue {
        /// When it is due next.
        next: Timestamp,
    },
}

/// What is missing to know of an asset how old its data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AgeGap {
    /// No run of it was seen.
    NotSeen,
    /// Nothing was seen of it until after a day that counts.
    NotSeenThen {
        /// The deadline of that day.
        due: Timestamp,
    },
    /// No run of it succeeded.
    NoSuccess,
    /// It is a stream: it was seen at work, and does not say how new its data is.
    AtWork {
        /// When it was last seen at work.
        at: Timestamp,
    },
    /// Its last run began before what it reads was made, and what it carries was not seen to be made.
    Behind {
        /// When what it reads was made.
        made: Timestamp,
    },
    /// It was last seen too long ago.
    TooOld {
        /// As of when its data was then.
        at: Timestamp,
    },
    /// It was seen since, but it last succeeded too long ago.
    SuccessTooOld {
        /// When it succeeded.
        at: Timestamp,
    },
    /// The check of its freshness was never made.
    NotChecked,
    /// The check of its freshness crashed.
    CheckCrashed {
        /// When.
        at: Timestamp,
    },
    /// The check of its freshness does not say when its newest row was loaded.
    NoRowTime {
        /// When it was made.
        at: Timestamp,
    },
    /// Its newest row claims to be of a time after the check.
    RowsToCome {
        /// Of which time.
        at: Timestamp,
    },
}

impl Measure {
    /// As of when the data is; `None` if there is none, or something else was measured.
    #[must_use]
    pub(crate) fn as_of(&self) -> Option<Timestamp> {
        match self {
            Self::DataAsOf { at, .. } => Some(*at),
            _ => None,
        }
    }
}

/// A share in hundredths of a percent, rounded down, so that nothing less than all is 100 percent.
#[must_use]
pub(crate) fn hundredths(part: u64, of: u64) -> u64 {
    let share = u128::from(part) * 10_000 / u128::from(of.max(1));
    u64::try_from(share).unwrap_or(u64::MAX)
}
