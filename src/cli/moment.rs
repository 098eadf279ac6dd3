//! The time to use as now: as given by `--now`, otherwise by `SOURCE_DATE_EPOCH`, otherwise by the clock.

use crate::error::Error;
use crate::model::end_of_day;
use crate::pipeline;
use jiff::Timestamp;
use jiff::civil::Date;
use std::path::Path;

/// The value of `--now`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// A time with its offset.
    Time(Timestamp),
    /// The end of a day in the catalog's time zone, so that observations from that day count.
    Day(Date),
}

/// Returns the time to use as now for the catalog in a folder: the given one, otherwise SOURCE_DATE_EPOCH, otherwise
/// the clock.
#[expect(clippy::disallowed_methods, reason = "the only place that reads the clock")]
pub(super) fn now(set: Option<Moment>, catalog: &Path) -> Result<Timestamp, Error> {
    match set {
        Some(Moment::Time(time)) => return Ok(time),
        Some(Moment::Day(day)) => return Ok(end_of_day(day, &pipeline::time_zone(catalog))),
        None => {}
    }
    let Ok(epoch) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(Timestamp::now()) };
    let seconds: Option<i64> = epoch.trim().parse().ok();
    seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or(Error::BadEpoch { value: epoch })
}

/// Parses a time with an offset, or a day.
pub(super) fn moment(text: &str) -> Result<Moment, Error> {
    if let Ok(time) = text.parse() {
        return Ok(Moment::Time(time));
    }
    let help = "write a time such as 2026-11-20T08:00:00Z, or a day such as 2026-11-20";
    // A time without an offset would be mistaken for its day.
    match text.contains([':', 'T', 't', ' ']) {
        true => Err(Error::BadArgument { help }),
        false => text.parse().map(Moment::Day).map_err(|_| Error::BadArgument { help }),
    }
}
