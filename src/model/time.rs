//! Periods of time as people write promises: `6h`, `90d`, `1 business day`.

use std::fmt;
use std::str::FromStr;

/// A unit of time for promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TimeUnit {
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// A business hour: within the working day.
    BusinessHour,
    /// A calendar day.
    Day,
    /// A day from Monday to Friday.
    BusinessDay,
    /// 7 days.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

/// A whole number of one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Period {
    /// The number of units.
    pub amount: u32,
    /// The unit.
    pub unit: TimeUnit,
}

impl TimeUnit {
    /// The words for each unit, in lower case.
    pub(crate) const WORDS: &'static [(&'static str, Self)] = &[
        ("m", Self::Minute),
        ("min", Self::Minute),
        ("mins", Self::Minute),
        ("minute", Self::Minute),
        ("minutes", Self::Minute),
        ("h", Self::Hour),
        ("hr", Self::Hour),
        ("hrs", Self::Hour),
        ("hour", Self::Hour),
        ("hours", Self::Hour),
        ("business hour", Self::BusinessHour),
        ("business hours", Self::BusinessHour),
        ("d", Self::Day),
        ("day", Self::Day),
        ("days", Self::Day),
        ("business day", Self::BusinessDay),
        ("business days", Self::BusinessDay),
        ("w", Self::Week),
        ("week", Self::Week),
        ("weeks", Self::Week),
        ("mo", Self::Month),
        ("month", Self::Month),
        ("months", Self::Month),
        ("y", Self::Year),
        ("year", Self::Year),
        ("years", Self::Year),
    ];

    fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, unit)| *unit)
    }

    fn word(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::BusinessHour => "business hour",
            Self::Day => "day",
            Self::BusinessDay => "business day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// Lengths in minutes.
const HOUR: u64 = 60;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;

impl Period {
    /// Returns the longest duration in minutes, whenever it begins: a business day may last over a weekend, a month
    /// has up to 31 days. Clocks that are put back do not count, so that a day is 24 hours.
    #[must_use]
    pub(crate) fn minutes_at_most(self) -> u64 {
        let amount = u64::from(self.amount);
        match self.unit {
            TimeUnit::Minute => amount,
            TimeUnit::Hour => amount * HOUR,
            // Starting at the close of Friday: the weekend, whole days from 9 o'clock on Monday, and hours.
            TimeUnit::BusinessHour => match (amount / 40, amount % 40) {
                (weeks, 0) => weeks * WEEK,
                (weeks, hours) => {
                    let days = (hours - 1) / 8;
                    weeks * WEEK + 64 * HOUR + days * DAY + (hours - days * 8) * HOUR
                }
            },
            TimeUnit::Day => amount * DAY,
            TimeUnit::BusinessDay => match (amount / 5, amount % 5) {
                (weeks, 0) => weeks * WEEK,
                (weeks, days) => weeks * WEEK + (days + 2) * DAY,
            },
            TimeUnit::Week => amount * WEEK,
            TimeUnit::Month => {
                days_of_years(amount / 12) * DAY + LONGEST_MONTHS[self.amount as usize % 12] * DAY
            }
            TimeUnit::Year => days_of_years(amount) * DAY,
        }
    }

    /// Returns the shortest duration in minutes, whenever it begins, as [`Period::minutes_at_most`] does the longest: of
    /// business days from a Sunday on, of months that include a February.
    #[must_use]
    pub(crate) fn minutes_at_least(self) -> u64 {
        let amount = u64::from(self.amount);
        match (self.unit, amount) {
            // As few nights and weekends as possible.
            (TimeUnit::BusinessHour, 1..) => {
                let (weeks, hours) = ((amount - 1) / 40, (amount - 1) % 40 + 1);
                weeks * WEEK + hours * HOUR + (hours - 1) / 8 * 16 * HOUR
            }
            (TimeUnit::BusinessDay, 1..) => (amount - 1) / 5 * WEEK + ((amount - 1) % 5 + 1) * DAY,
            (TimeUnit::Month, _) => {
                let (years, months) = (amount / 12, self.amount as usize % 12);
                (years * 365 + years / 4 + SHORTEST_MONTHS[months]) * DAY
            }
            (TimeUnit::Year, _) => (amount * 365 + amount / 4) * DAY,
            _ => self.minutes_at_most(),
        }
    }
}

/// The minimum number of days in this many months, less than a year: one of them is a February.
const SHORTEST_MONTHS: [u64; 12] = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334];

/// The maximum number of days in this many months, less than a year: none has to be a February.
const LONGEST_MONTHS: [u64; 12] = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337];

/// Returns the maximum number of days in this many years.
fn days_of_years(years: u64) -> u64 {
    years * 365 + years.div_ceil(4)
}

/// The error for a text that is not a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a duration such as 6h, 90d or 1 business day")]
pub(crate) struct InvalidPeriod;

impl FromStr for Period {
    type Err = InvalidPeriod;

    /// Parses `6h`, `6 hours`, `90d`, `1 business day`; the unit may be in any case.
    fn from_str(text: &str) -> Result<Self, InvalidPeriod> {
        let text = text.trim().to_lowercase();
        let digits = text.find(|letter: char| !letter.is_ascii_digit()).ok_or(InvalidPeriod)?;
        let (amount, unit) = text.split_at(digits);
        let unit = TimeUnit::parse(unit.trim()).ok_or(InvalidPeriod)?;
        Ok(Self { amount: amount.parse().map_err(|_| InvalidPeriod)?, unit })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.amount == 1 { "" } else { "s" };
        write!(out, "{} {}{plural}", self.amount, self.unit.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_parsed_in_all_accepted_forms() {
        let written = ["6h", "90d", "1 business day", "2 Weeks", "30 min", "12 months"];
        let parsed: Vec<String> =
            written.iter().map(|text| text.parse::<Period>().unwrap().to_string()).collect();
        assert_eq!(parsed, ["6 hours", "90 days", "1 business day", "2 weeks", "30 minutes", "12 months"]);
    }

    #[test]
    fn durations_are_added_to_days_by_the_calendar() {
        let after = |text: &str| {
            let day = "2026-11-20".parse().unwrap(); // a Friday
            text.parse::<Period>().unwrap().after(day).map(|day| day.to_string())
        };
        assert_eq!(after("90d").as_deref(), Some("2027-02-18"));
        assert_eq!(after("3 months").as_deref(), Some("2027-02-20"));
        assert_eq!(after("1 business day").as_deref(), Some("2026-11-23"));
        assert_eq!(after("7 business days").as_deref(), Some("2026-12-01"));
        let saturday = "2026-11-21".parse().unwrap();
        let after_saturday =
            |text: &str| text.parse::<Period>().unwrap().after(saturday).unwrap().to_string();
        assert_eq!(after_saturday("1 business day"), "2026-11-23");
        assert_eq!(after_saturday("5 business days"), "2026-11-27");
        assert_eq!(after("6h").as_deref(), Some("2026-11-20"));
        assert_eq!(after("9999y"), None);
    }

    #[test]
    fn the_bounds_of_a_duration_are_exact() {
        // Starting at each half hour of two weeks, or at each day of four years that include a leap year.
        let begin: jiff::Zoned = "2023-01-01T00:00:00[UTC]".parse().unwrap();
        let lengths = [
            "90min",
            "25h",
            "1d",
            "3w",
            "1 business hour",
            "2 business hours",
            "8 business hours",
            "9 business hours",
            "40 business hours",
            "41 business hours",
            "100 business hours",
            "1 business day",
            "4 business days",
            "5 business days",
            "6 business days",
            "11 business days",
            "1mo",
            "2mo",
            "5mo",
            "11mo",
            "13mo",
            "1y",
            "3y",
        ];
        for text in lengths {
            let length: Period = text.parse().unwrap();
            let (step, steps) = match length.minutes_at_most() > 20 * 24 * 60 {
                true => (24 * 60, 4 * 366),
                false => (30, 14 * 48),
            };
            let lasts = |at: i64| {
                let from = begin.checked_add(jiff::SignedDuration::from_mins(at * step)).unwrap();
                u64::try_from(length.after_moment(&from).unwrap().duration_since(&from).as_mins()).unwrap()
            };
            let (longest, shortest) = ((0..steps).map(lasts).max(), (0..steps).map(lasts).min());
            assert_eq!(longest, Some(length.minutes_at_most()), "{text}");
            assert_eq!(shortest, Some(length.minutes_at_least()), "{text}");
        }
    }

    #[test]
    fn invalid_durations_are_refused() {
        for text in ["", "h", "6", "six hours", "6 lightyears", "-1d", "1.5h", "99999999999d"] {
            assert_eq!(text.parse::<Period>(), Err(InvalidPeriod), "{text}");
        }
    }
}
