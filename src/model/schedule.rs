//! Schedules: the times by which a job has to run, as declared by its team.

use super::{Deadline, Period, SlaTarget, TargetShape, TimeUnit};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::fmt;
use std::str::FromStr;

/// The time by which something has to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Schedule {
    /// By a time of day.
    By(Deadline),
    /// Once in each such length of time.
    Every(Period),
}

/// The error for a text that is not a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a schedule such as `by 06:00 on weekdays` or `1d`")]
pub(crate) struct InvalidSchedule;

impl FromStr for Schedule {
    type Err = InvalidSchedule;

    /// Parses `by 06:00 on weekdays`, `06:00`, `daily`, `every 4h`, `1d`.
    fn from_str(text: &str) -> Result<Self, InvalidSchedule> {
        if let Some(deadline) = Deadline::parse(text) {
            return Ok(Self::By(deadline));
        }
        match SlaTarget::parse(TargetShape::Rhythm, text) {
            Some(SlaTarget::Every(length)) => Ok(Self::Every(length)),
            _ => Err(InvalidSchedule),
        }
    }
}

impl Schedule {
    /// Returns the longest time between two runs.
    #[must_use]
    pub(crate) fn longest(&self) -> Period {
        match self {
            Self::By(deadline) => Period { amount: deadline.days.longest_gap(), unit: TimeUnit::Day },
            Self::Every(length) => *length,
        }
    }

    /// Returns whether a run is overdue at a moment, given the end of the last observed run.
    ///
    /// A time of day requires a run on that day or within the twelve hours before: a run due at half past midnight
    /// may end before midnight. An interval has a tolerance of half its length, as no two runs take equally long.
    #[must_use]
    pub(crate) fn is_missed(&self, last: Option<Timestamp>, now: Timestamp, zone: &TimeZone) -> bool {
        match self {
            Self::By(deadline) => {
                let turn = last_turn(*deadline, now, zone);
                turn.is_some_and(|turn| last.is_none_or(|last| last < turn.begin))
            }
            Self::Every(length) => last.is_none_or(|last| {
                let due = after(last, *length, zone);
                due.is_some_and(|due| now.duration_since(due) > due.duration_since(last) / 2)
            }),
        }
    }

    /// Returns when the run that is missing at a moment was due, after the last observed run; `None` if unknown.
    #[must_use]
    pub(crate) fn due(&self, last: Option<Timestamp>, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        match self {
            Self::By(deadline) => last_turn(*deadline, now, zone).map(|turn| turn.due),
            Self::Every(length) => after(last?, *length, zone),
        }
    }

    /// Returns the end of the run that was late for the last deadline by a minute or more, given the ends of runs,
    /// oldest first, and when it was due; `None` once there is another run.
    #[must_use]
    pub(crate) fn late_run(
        &self,
        mut ends: impl Iterator<Item = Timestamp>,
        now: Timestamp,
        zone: &TimeZone,
    ) -> Option<(Timestamp, Timestamp)> {
        let Self::By(deadline) = self else { return None };
        let turn = last_turn(*deadline, now, zone)?;
        let first = ends.find(|end| *end >= turn.begin)?;
        let is_late = first.duration_since(turn.due) >= SignedDuration::from_mins(1);
        (is_late && ends.next().is_none()).then_some((first, turn.due))
    }
}

/// A day on which something is due: from when a run counts for it, and when it is due.
struct ScheduledTurn {
    begin: Timestamp,
    due: Timestamp,
}

/// Returns the last of these deadlines that has passed.
fn last_turn(deadline: Deadline, now: Timestamp, zone: &TimeZone) -> Option<ScheduledTurn> {
    let (day, due) = deadline.last_over(now, zone)?;
    let hours_before = |hours| due.saturating_sub(SignedDuration::from_hours(hours)).unwrap_or(due);
    let midnight = begin(day, zone);
    // A run that is due in the early hours may run the evening before.
    let begin = if hours_before(6) < midnight { hours_before(12) } else { midnight };
    Some(ScheduledTurn { begin, due })
}

/// Returns the moment this long after another.
fn after(from: Timestamp, length: Period, zone: &TimeZone) -> Option<Timestamp> {
    length.after_moment(&from.to_zoned(zone.clone())).map(|due| due.timestamp())
}

/// Returns when a day begins.
fn begin(day: Date, zone: &TimeZone) -> Timestamp {
    let before = day.yesterday().map(|before| super::end_of_day(before, zone));
    before.map_or(Timestamp::MIN, |end| end.saturating_add(SignedDuration::from_secs(1)).unwrap_or(end))
}

impl fmt::Display for Schedule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::By(deadline) => deadline.fmt(out),
            Self::Every(length) => SlaTarget::Every(*length).fmt(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_parsed_and_shown_in_words() {
        let shown = |text: &str| text.parse::<Schedule>().ok().map(|schedule| schedule.to_string());
        assert_eq!(shown("by 6:00 on weekdays").as_deref(), Some("by 06:00 on weekdays"));
        assert_eq!(shown("06:00").as_deref(), Some("by 06:00"));
        assert_eq!(shown("1d").as_deref(), Some("every day"));
        assert_eq!(shown("every 4h").as_deref(), Some("every 4 hours"));
        assert_eq!(shown("0 6 * * *"), None);
    }

    /// Returns whether a schedule was missed on Saturday 21 November 2026, given the end of the last successful run.
    fn missed(schedule: &str, last: Option<&str>, now: &str) -> bool {
        let at = |text: &str| format!("2026-11-{text}:00Z").parse::<Timestamp>().unwrap();
        let schedule: Schedule = schedule.parse().unwrap();
        schedule.is_missed(last.map(at), at(now), &TimeZone::UTC)
    }

    #[test]
    fn a_run_on_the_day_counts_until_the_next_deadline() {
        assert!(missed("by 06:00", Some("20T05:00"), "21T06:01"));
        assert!(!missed("by 06:00", Some("20T05:00"), "21T05:59"));
        assert!(!missed("by 06:00", Some("21T00:00"), "21T06:01"));
        assert!(!missed("by 00:30", Some("20T23:58"), "21T06:01"), "a run just before midnight is in time");
        assert!(missed("by 06:00", None, "21T06:01"));
        assert!(!missed("by 06:00 on weekdays", Some("20T05:00"), "22T12:00"));
        assert!(missed("by 06:00 on weekdays", Some("19T05:00"), "22T12:00"));
    }

    #[test]
    fn an_interval_schedule_has_grace_for_longer_runs() {
        assert!(!missed("1d", Some("20T05:00"), "21T17:00"));
        assert!(missed("1d", Some("20T05:00"), "21T17:01"));
        assert!(missed("1d", None, "21T17:01"));
    }
}
