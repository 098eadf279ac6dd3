//! Deadlines: a time of day on certain days of the week, in the company's time zone.

use jiff::civil::{Date, Time, Weekday};
use jiff::{Timestamp, tz::TimeZone};
use std::fmt;
use std::str::FromStr;

/// Days of the week, one bit each, starting with Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WeekDays(u8);

const NAMES: [(&str, &str); 7] = [
    ("mon", "monday"),
    ("tue", "tuesday"),
    ("wed", "wednesday"),
    ("thu", "thursday"),
    ("fri", "friday"),
    ("sat", "saturday"),
    ("sun", "sunday"),
];

impl WeekDays {
    /// Every day.
    pub(crate) const ALL: Self = Self(0b111_1111);

    const GROUPS: [(&'static str, Self); 5] = [
        ("weekdays", Self(0b001_1111)),
        ("weekends", Self(0b110_0000)),
        ("weekend", Self(0b110_0000)),
        ("daily", Self::ALL),
        ("every day", Self::ALL),
    ];

    /// Returns every accepted word, in lower case.
    pub(crate) fn words() -> impl Iterator<Item = &'static str> {
        let days = NAMES.iter().flat_map(|(short, long)| [*short, *long]);
        Self::GROUPS.iter().map(|(word, _)| *word).chain(days)
    }

    fn group(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase();
        let group = Self::GROUPS.iter().find(|(name, _)| *name == word).map(|(_, days)| *days);
        let day = || NAMES.iter().position(|(short, long)| [*short, *long].contains(&word.as_str()));
        group.or_else(|| day().map(|at| Self(1 << at)))
    }

    /// Returns the union of both.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether they have a day in common.
    #[must_use]
    pub(crate) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the number of days.
    #[must_use]
    pub(crate) fn count(self) -> u32 {
        self.0.count_ones()
    }

    fn has(self, day: Weekday) -> bool {
        self.0 & (1 << day.to_monday_zero_offset()) != 0
    }

    /// Returns the greatest number of days between two consecutive ones.
    #[must_use]
    pub(crate) fn longest_gap(self) -> u32 {
        let gap = |from: u32| (1..=7).find(|days| self.0 & (1 << ((from + days) % 7)) != 0).unwrap_or(7);
        (0..7).filter(|day| self.0 & (1 << day) != 0).map(gap).max().unwrap_or(7)
    }
}

/// The error for a text that names no days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not days of the week such as weekdays or mon")]
pub(crate) struct InvalidWeekDays;

impl FromStr for WeekDays {
    type Err = InvalidWeekDays;

    /// Parses `weekdays`, `mon`, `Mon, Wednesday`.
    fn from_str(text: &str) -> Result<Self, InvalidWeekDays> {
        let days = text.split(',').map(|word| Self::group(word).ok_or(InvalidWeekDays));
        days.reduce(|left, right| Ok(left?.and(right?))).unwrap_or(Err(InvalidWeekDays))
    }
}

impl fmt::Display for WeekDays {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::ALL {
            return out.write_str("every day");
        }
        if let Some((word, _)) = Self::GROUPS.iter().find(|(_, days)| days == self) {
            return out.write_str(word);
        }
        let days: Vec<String> = NAMES
            .iter()
            .enumerate()
            .filter(|(at, _)| self.0 & (1 << at) != 0)
            .map(|(_, (_, long))| super::capitalised(long))
            .collect();
        match days.as_slice() {
            [before @ .., last] if !before.is_empty() => write!(out, "{} and {last}", before.join(", ")),
            days => out.write_str(&days.concat()),
        }
    }
}

/// The time by which something has to be ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deadline {
    /// The time of day.
    pub time: Time,
    /// The days on which it applies.
    pub days: WeekDays,
}

impl Deadline {
    /// Parses `09:00` or `by 9:00 on weekdays`; returns `None` if that is not a time of day.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let text =
            text.strip_prefix("by").filter(|rest| rest.starts_with(char::is_whitespace)).unwrap_or(&text);
        let (time, rest) = match text.trim().split_once(char::is_whitespace) {
            Some((time, rest)) => (time, Some(rest.trim())),
            None => (text.trim(), None),
        };
        let days = match rest {
            None => WeekDays::ALL,
            Some(rest) => {
                let days = rest.strip_prefix("on").filter(|days| days.starts_with(char::is_whitespace));
                days?.parse().ok()?
            }
        };
        let (hour, minute) = time.split_once(':')?;
        let is_number = |text: &str, shortest: usize| {
            (shortest..=2).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit())
        };
        if !is_number(hour, 1) || !is_number(minute, 2) {
            return None;
        }
        let time = Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
        Some(Self { time, days })
    }

    /// Returns the time of day that is probably meant by another way to write it: `9am`, `5:30 pm`, `17h`, `9.00`.
    #[must_use]
    pub(crate) fn meant(text: &str) -> Option<Time> {
        let plain: String = text.to_lowercase().split_whitespace().collect();
        let plain = plain.strip_prefix("by").unwrap_or(&plain).replace("a.m.", "am").replace("p.m.", "pm");
        let (number, shift) = match (plain.strip_suffix("am"), plain.strip_suffix("pm")) {
            (Some(number), _) => (number, Some(0)),
            (_, Some(number)) => (number, Some(12)),
            _ => (plain.trim_end_matches('h'), None),
        };
        let (hour, minute) = number.split_once([':', '.', 'h']).unwrap_or((number, "0"));
        let hour: i8 = hour.parse().ok()?;
        let hour = match shift {
            Some(shift) if (1..=12).contains(&hour) => hour % 12 + shift,
            Some(_) => return None,
            None => hour,
        };
        Time::new(hour, minute.parse().ok()?, 0, 0).ok()
    }

    /// Returns the last of its days whose deadline has passed at a moment, with that deadline, or `None` within a
    /// fortnight of the calendar's end.
    #[must_use]
    pub(crate) fn last_over(&self, now: Timestamp, zone: &TimeZone) -> Option<(Date, Timestamp)> {
        let mut day = now.to_zoned(zone.clone()).date();
        for _ in 0..9 {
            if let Some(due) = self.on(day, zone).filter(|due| *due < now) {
                return Some((day, due));
            }
            day = day.yesterday().ok()?;
        }
        None
    }

    /// Returns the first deadline after a day, or `None` within a fortnight of the calendar's end.
    #[must_use]
    pub(crate) fn next_after(&self, day: Date, zone: &TimeZone) -> Option<Timestamp> {
        let mut day = day;
        for _ in 0..8 {
            day = day.tomorrow().ok()?;
            if let Some(due) = self.on(day, zone) {
                return Some(due);
            }
        }
        None
    }

    /// Formats a time of day: `09:00`.
    #[must_use]
    pub(crate) fn clock(time: Time) -> String {
        time.strftime("%H:%M").to_string()
    }

    /// Returns the deadline on a day, if it applies on that day.
    #[must_use]
    pub(crate) fn on(&self, day: Date, zone: &TimeZone) -> Option<Timestamp> {
        if !self.days.has(day.weekday()) {
            return None;
        }
        super::calendar::first_showing(day.to_datetime(self.time), zone).map(|due| due.timestamp())
    }
}

impl fmt::Display for Deadline {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "by {}", Self::clock(self.time))?;
        if self.days == WeekDays::ALL {
            return Ok(());
        }
        write!(out, " on {}", self.days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_are_parsed_in_all_accepted_forms() {
        let parsed = |text: &str| Deadline::parse(text).map(|deadline| deadline.to_string());
        assert_eq!(parsed("09:00").as_deref(), Some("by 09:00"));
        assert_eq!(parsed("by 9:00 on weekdays").as_deref(), Some("by 09:00 on weekdays"));
        assert_eq!(parsed(" 23:59 on Mon, wednesday ").as_deref(), Some("by 23:59 on Monday and Wednesday"));
        assert_eq!(parsed("9:00 on fri").as_deref(), Some("by 09:00 on Friday"));
        for text in
            ["", "9", "24:00", "9:5", "9:60", "by", "9:00 weekdays", "9:00 on", "9:00 on holidays", "by9:00"]
        {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn deadlines_apply_on_their_days_in_the_time_zone_of_the_catalog() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let last = |text: &str, now: &str| {
            let (day, due) = Deadline::parse(text).unwrap().last_over(now.parse().unwrap(), &zone).unwrap();
            format!("{day} {due}")
        };
        let weekdays = "9:00 on weekdays";
        assert_eq!(
            last(weekdays, "2026-11-23T08:00:00Z"),
            "2026-11-20 2026-11-20T08:00:00Z",
            "a deadline has passed only after its minute"
        );
        assert_eq!(last(weekdays, "2026-11-23T08:00:01Z"), "2026-11-23 2026-11-23T08:00:00Z");
        assert_eq!(last(weekdays, "2026-11-22T12:00:00Z"), "2026-11-20 2026-11-20T08:00:00Z");
        assert_eq!(
            last("2:30", "2026-03-29T12:00:00Z"),
            "2026-03-29 2026-03-29T01:00:00Z",
            "a time that is skipped"
        );
        assert_eq!(last("9:00", "2026-10-25T12:00:00Z"), "2026-10-25 2026-10-25T08:00:00Z");
        assert_eq!("mon, wed".parse::<WeekDays>().unwrap().longest_gap(), 5);
        assert_eq!("weekdays".parse::<WeekDays>().unwrap().longest_gap(), 3);
        assert_eq!("sun".parse::<WeekDays>().unwrap().longest_gap(), 7);
    }
}
