//! The measured value of a promise, or why nothing could be measured.

use super::{lists, of_asset};
use crate::model::{AssetIx, Measure, Unchecked, UnknownAge, Unmeasured, hundredths};
use crate::prose::{Say, Voice};
use jiff::{SignedDuration, Timestamp};

impl Say for Measure {
    fn say(&self, voice: &Voice<'_>) -> String {
        let moment = |at: &Timestamp| crate::model::moment_in_words(*at, &voice.catalog.settings.time_zone);
        match self {
            Self::Nothing => String::new(),
            Self::NotMeasurable(why) => why.say(voice),
            Self::DataAsOf { at, limiting_asset, late_since: Some(since), measured_at, .. } => {
                let delayed = delayed_by(*limiting_asset, voice);
                let late = late_by(measured_at.duration_since(*since));
                format!("data as of {}{delayed}, too old since {}: {late}", moment(at), moment(since))
            }
            Self::Ready { due, at, late_by: Some(by), limiting_asset, .. } => {
                let ready =
                    at.map_or_else(|| "not ready".to_owned(), |at| format!("ready on {}", moment(&at)));
                let delayed = delayed_by(*limiting_asset, voice);
                format!("{ready}, due on {}{delayed}: {}", moment(due), late_by(*by))
            }
            Self::Ready { due, at, late_by: None, is_old, .. } => {
                let at = at.map_or_else(String::new, |at| format!(" on {}", moment(&at)));
                let old = if *is_old { ", but from old data" } else { "" };
                let done = if *is_old { "built" } else { "ready" };
                format!("{done}{at}, due on {}{old}", moment(due))
            }
            Self::DataAsOf { at, limiting_asset, late_since: None, unchecked, .. } => {
                let like = limiting_asset.map_or(String::new(), |limiting_asset| {
                    format!(" (oldest input: {})", of_asset(limiting_asset, voice))
                });
                format!("data as of {}{like}{}", moment(at), not_checked(unchecked, voice))
            }
            Self::NoData { limiting_asset: None } => "it has no data".to_owned(),
            Self::NoData { limiting_asset: Some(limiting_asset) } => {
                format!("there is no data in {}", of_asset(*limiting_asset, voice))
            }
            Self::Delay { loaded, built_at, late_by: by } => {
                let late = by.map_or_else(String::new, |by| format!(": {}", late_by(by)));
                format!("loaded on {}, available on {}{late}", moment(loaded), moment(built_at))
            }
            Self::Share { down, since, of, runs: 1, skipped: 0 } if down == of => {
                format!("the only known run failed: 0% since {}", moment(since))
            }
            Self::Share { down, since, of, runs, skipped } => {
                let up = percent(hundredths(of.saturating_sub(*down), *of));
                let all = amounts(&[(*runs, "run"), (*skipped, "skipped run")]);
                format!("{up} since {}, over {all}", moment(since))
            }
            Self::Rate { failed: 1, of: 1 } => "the only run failed".to_owned(),
            Self::Rate { failed: 0, of } => format!("none of {of} runs failed"),
            Self::Rate { failed, of } => {
                let rate = 10_000 - hundredths((of - failed) as u64, *of as u64);
                format!("{failed} of {of} runs failed: {}", percent(rate))
            }
            Self::LateAfter { at, due, late_by: by, first, grace } => {
                let first = if *first { ", when runs were first seen" } else { "" };
                let grace = if *grace { ", with an hour of grace" } else { "" };
                let (at, due, late) = (moment(at), moment(due), late_by(since_minute(*due, *by)));
                format!("nothing arrived on time after {at}{first}: it was due by {due}{grace}; {late}")
            }
            Self::TimesSince { times, since, grace } => {
                let in_time = if *grace { "never more than an hour late" } else { "always on time" };
                format!("{} since {}, {in_time}", how_often(*times), moment(since))
            }
            Self::Unrepaired { failed, skipped, late_by: by } => {
                let what = if *skipped { "skipped run" } else { "failure" };
                format!("the {what} of {} was not fixed in time: {}", moment(failed), late_by(*by))
            }
            Self::Repaired { failures: 0, skipped: 0, since, .. } => {
                format!("no run of its outputs failed or was skipped since {}", moment(since))
            }
            Self::Repaired { failures, skipped, since, fix_by } => {
                let all = amounts(&[(*failures, "failure"), (*skipped, "skipped run")]);
                let fixed = match (fix_by, failures + skipped) {
                    (None, 1) => "fixed in time".to_owned(),
                    (None, _) => "all fixed in time".to_owned(),
                    (Some(by), 1) => format!("still to be fixed by {}", moment(by)),
                    (Some(by), _) => {
                        format!("fixed in time, except for the last: still to be fixed by {}", moment(by))
                    }
                };
                format!("{all} since {}, {fixed}", moment(since))
            }
        }
    }
}

impl Say for Unmeasured {
    fn say(&self, voice: &Voice<'_>) -> String {
        match self {
            Self::NoRunOrLoad => "no run or load was seen".to_owned(),
            Self::NotKnown { asset, why } => missing(*why, *asset, voice),
            Self::NoRun => "no run was seen".to_owned(),
            Self::NoLoad => "no load of its data was seen".to_owned(),
            Self::NoHistory => "too few runs are known to tell whether it is kept".to_owned(),
            Self::NotDue { next } => {
                let next = crate::model::moment_in_words(*next, &voice.catalog.settings.time_zone);
                format!("due next on {next}")
            }
        }
    }
}

/// Returns `3 runs and 1 skipped run`, without what there is none of.
fn amounts(amounts: &[(usize, &str)]) -> String {
    let some = amounts.iter().filter(|(count, _)| *count > 0);
    lists::all(&some.map(|(count, one)| super::counted(*count, one)).collect::<Vec<_>>())
}

/// Returns `, delayed by raw.orders`; empty if the asset itself is late.
pub(super) fn delayed_by(limiting_asset: Option<AssetIx>, voice: &Voice<'_>) -> String {
    limiting_asset
        .map_or(String::new(), |limiting_asset| format!(", delayed by {}", of_asset(limiting_asset, voice)))
}

/// Returns how late something is: `12 minutes late`.
pub(super) fn late_by(by: SignedDuration) -> String {
    late(by, super::length(by))
}

/// Returns how late something is by the minute of its deadline, which is all that is shown of that: from 03:26:40 until
/// 05:00:00, the reader counts 94 minutes.
fn since_minute(due: Timestamp, by: SignedDuration) -> SignedDuration {
    const MINUTE: i128 = 60_000_000_000;
    let past_minute = i64::try_from(due.as_nanosecond().rem_euclid(MINUTE)).unwrap_or_default();
    by + SignedDuration::from_nanos(past_minute)
}

/// Returns how old data is and how late that is, in one unit: `94 minutes`, `89 minutes late`.
///
/// They are counted between the minutes that the page shows, so that they agree with them.
pub(super) fn old_and_late(at: Timestamp, late_since: Timestamp, now: Timestamp) -> (String, String) {
    let since = |moment: Timestamp| since_minute(moment, now.duration_since(moment));
    let (age, by) = (since(at), since(late_since));
    let (age, length) = super::lengths(age, by);
    (age, late(by, length))
}

fn late(by: SignedDuration, length: String) -> String {
    match by.as_mins() {
        ..1 => "less than a minute late".to_owned(),
        _ => format!("{length} late"),
    }
}

/// Returns what is missing to know the age of an asset.
fn missing(gap: UnknownAge, asset: AssetIx, voice: &Voice<'_>) -> String {
    let moment = |at| crate::model::moment_in_words(at, &voice.catalog.settings.time_zone);
    let asset = of_asset(asset, voice);
    match gap {
        UnknownAge::NotSeen => format!("no run of {asset} was seen"),
        UnknownAge::NotObservedByDeadline { due } => {
            format!("no evidence of {asset} from before its deadline ({})", moment(due))
        }
        UnknownAge::NoSuccess => format!("no successful run of {asset} is among the results that were read"),
        UnknownAge::StillRunning { at } => {
            format!("{asset} was running on {}, and nothing shows how new its data is", moment(at))
        }
        UnknownAge::Behind { built_at } => {
            format!("the last run of {asset} began before what it reads was ready ({})", moment(built_at))
        }
        UnknownAge::TooOld { at } => format!("{asset} was last seen on {}, too long ago to say", moment(at)),
        UnknownAge::SuccessTooOld { at } => {
            format!("the last successful run of {asset} was on {}, too long ago to say", moment(at))
        }
        UnknownAge::NotChecked => format!("the freshness of {asset} was never checked"),
        UnknownAge::CheckCrashed { at } => {
            format!("the freshness check of {asset} on {} crashed", moment(at))
        }
        UnknownAge::NoRowTime { at } => {
            format!("the check of {asset} on {} does not say when its newest row was loaded", moment(at))
        }
        UnknownAge::FutureRows { at } => {
            format!("the newest row of {asset} has a time in the future: {}", moment(at))
        }
    }
}

/// Returns the assets whose age is not checked, to be appended to a sentence; empty if there are none.
fn not_checked(unchecked: &Unchecked, voice: &Voice<'_>) -> String {
    let mut names: Vec<String> = unchecked.assets.iter().map(|asset| of_asset(*asset, voice)).collect();
    if names.is_empty() {
        return String::new();
    }
    if unchecked.more {
        names.push("others".to_owned());
    }
    format!("; the age of {} is not checked", lists::all(&names))
}

fn how_often(times: usize) -> String {
    match times {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}

/// Returns hundredths of a percent as a percentage, without trailing zeros.
fn percent(hundredths: u64) -> String {
    format!("{}%", hundredths as f64 / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lateness_is_counted_from_the_minute_that_is_shown() {
        let [due, now] =
            ["2026-11-21T02:26:40.5Z", "2026-11-21T04:00:00Z"].map(|at| at.parse::<Timestamp>().unwrap());
        assert_eq!(late_by(since_minute(due, now.duration_since(due))), "94 minutes late");
        let whole: Timestamp = "2026-11-21T02:26:00Z".parse().unwrap();
        assert_eq!(late_by(since_minute(whole, now.duration_since(whole))), "94 minutes late");
    }
}
