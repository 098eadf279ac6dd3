//! What was measured of a promise, as facts: `prose` makes the sentences.

use super::AssetIx;
use jiff::Timestamp;

/// What was measured of a promise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Measure {
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
        /// What it is made of and nobody checks the age of.
        unchecked: Unchecked,
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
pub struct Unchecked {
    /// The first of them, in the catalog's order.
    pub assets: Vec<AssetIx>,
    /// Whether there are more.
    pub more: bool,
}

/// Why nothing could be measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmeasured {
    /// No run was seen, and no load.
    NothingSeen,
    /// How old the data is, or how it came about, is not known because of an asset.
    NotKnown {
        /// The asset.
        asset: AssetIx,
        /// What is missing.
        why: Gap,
    },
    /// No run was seen.
    NoRun,
    /// No load of what it is made of was seen.
    NoLoad,
    /// Fewer than two successful runs are no history.
    NoHistory,
}

/// What is missing to know of an asset how old its data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// No run of it was seen.
    NotSeen,
    /// No run of it succeeded.
    NoSuccess,
    /// It was last seen too long ago.
    TooOld {
        /// As of when its data was then.
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

/// A piece of data of a fact, for programs.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    /// A moment.
    Time(Timestamp),
    /// An asset.
    Asset(AssetIx),
    /// Several assets.
    Assets(Vec<AssetIx>),
    /// A number of things.
    Count(u64),
    /// A share, in percent.
    Percent(f64),
    /// Whether something is so.
    Flag(bool),
}

impl Measure {
    /// The word by which programs know it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::NotMeasurable(why) => why.code(),
            Self::DataAsOf { .. } => "data-as-of",
            Self::NoData { .. } => "no-data",
            Self::Delay { .. } => "delay",
            Self::Share { .. } => "share",
            Self::Rate { .. } => "rate",
            Self::LateAfter { .. } => "late-after",
            Self::TimesSince { .. } => "times-since",
            Self::Unrepaired { .. } => "unrepaired",
            Self::Repaired { .. } => "repaired",
        }
    }

    /// As of when the data is; nothing where there is none, or something else was measured.
    #[must_use]
    pub fn as_of(&self) -> Option<Timestamp> {
        match self {
            Self::DataAsOf { at, .. } => Some(*at),
            _ => None,
        }
    }

    /// Its data, by name, for programs.
    #[must_use]
    pub fn data(&self) -> Vec<(&'static str, Datum)> {
        use Datum::{Asset, Assets, Count, Flag, Percent, Time};
        let count = |count: usize| Count(count as u64);
        let mut data = match self {
            Self::Nothing => Vec::new(),
            Self::NotMeasurable(why) => why.data(),
            Self::DataAsOf { at, late_since, unchecked, .. } => {
                let mut data = vec![("at", Time(*at))];
                data.extend(late_since.map(|since| ("late_since", Time(since))));
                if !unchecked.assets.is_empty() {
                    data.push(("unchecked", Assets(unchecked.assets.clone())));
                    data.push(("more_unchecked", Flag(unchecked.more)));
                }
                data
            }
            Self::NoData { .. } => Vec::new(),
            Self::Delay { loaded, made } => vec![("loaded", Time(*loaded)), ("made", Time(*made))],
            Self::Share { down, since, of, runs } => {
                let up = hundredths(of.saturating_sub(*down), *of);
                vec![("up", Percent(up as f64 / 100.0)), ("since", Time(*since)), ("runs", count(*runs))]
            }
            Self::Rate { failed, of } => vec![("failed", count(*failed)), ("runs", count(*of))],
            Self::LateAfter { at, due, grace, .. } => {
                vec![("at", Time(*at)), ("due", Time(*due)), ("grace", Flag(*grace))]
            }
            Self::TimesSince { times, since, grace } => {
                vec![("times", count(*times)), ("since", Time(*since)), ("grace", Flag(*grace))]
            }
            Self::Unrepaired { failed } => vec![("failed", Time(*failed))],
            Self::Repaired { failures, since } => {
                vec![("failures", count(*failures)), ("since", Time(*since))]
            }
        };
        if let Self::DataAsOf { holder: Some(holder), .. } | Self::NoData { holder: Some(holder) } = self {
            data.push(("held_up_by", Asset(*holder)));
        }
        data
    }
}

/// A share in hundredths of a percent, rounded down, so that nothing less than all is 100 percent.
#[must_use]
pub fn hundredths(part: u64, of: u64) -> u64 {
    let share = u128::from(part) * 10_000 / u128::from(of.max(1));
    u64::try_from(share).unwrap_or(u64::MAX)
}

impl Unmeasured {
    fn code(&self) -> &'static str {
        match self {
            Self::NothingSeen => "nothing-seen",
            Self::NotKnown { why, .. } => why.code(),
            Self::NoRun => "no-run",
            Self::NoLoad => "no-load",
            Self::NoHistory => "no-history",
        }
    }

    fn data(&self) -> Vec<(&'static str, Datum)> {
        let Self::NotKnown { asset, why } = self else { return Vec::new() };
        let at = why.at().map(|at| ("at", Datum::Time(at)));
        std::iter::once(("asset", Datum::Asset(*asset))).chain(at).collect()
    }
}

impl Gap {
    fn code(self) -> &'static str {
        match self {
            Self::NotSeen => "not-seen",
            Self::NoSuccess => "no-success",
            Self::TooOld { .. } => "too-old",
            Self::NotChecked => "not-checked",
            Self::CheckCrashed { .. } => "check-crashed",
            Self::NoRowTime { .. } => "no-row-time",
            Self::RowsToCome { .. } => "rows-to-come",
        }
    }

    fn at(self) -> Option<Timestamp> {
        match self {
            Self::NotSeen | Self::NoSuccess | Self::NotChecked => None,
            Self::TooOld { at }
            | Self::CheckCrashed { at }
            | Self::NoRowTime { at }
            | Self::RowsToCome { at } => Some(at),
        }
    }
}
