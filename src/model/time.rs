//! Lengths of time as people promise them: `6h`, `90d`, `1 business day`.

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, Zoned};
use std::fmt;
use std::str::FromStr;

/// A unit that promises are made in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
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
pub struct Length {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: TimeUnit,
}

impl TimeUnit {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "m" | "min" | "mins" | "minute" | "minutes" => Self::Minute,
            "h" | "hr" | "hrs" | "hour" | "hours" => Self::Hour,
            "business hour" | "business hours" => Self::BusinessHour,
            "d" | "day" | "days" => Self::Day,
            "business day" | "business days" => Self::BusinessDay,
            "w" | "week" | "weeks" => Self::Week,
            "mo" | "month" | "months" => Self::Month,
            "y" | "year" | "years" => Self::Year,
            _ => return None,
        })
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

impl Length {
    /// The length in minutes at its longest: a business day may last over a weekend.
    #[must_use]
    pub fn minutes_at_most(self) -> u64 {
        let of = |minutes: u64| u64::from(self.amount) * minutes;
        match self.unit {
            TimeUnit::Minute => of(1),
            TimeUnit::Hour => of(60),
            TimeUnit::BusinessHour => of(180),
            TimeUnit::Day => of(24 * 60),
            TimeUnit::BusinessDay => of(24 * 60 * 7 / 5),
            TimeUnit::Week => of(7 * 24 * 60),
            TimeUnit::Month => of(30 * 24 * 60),
            TimeUnit::Year => of(365 * 24 * 60),
        }
    }

    /// The day that lies this long after `day`; parts of a day are none. Nothing past the calendar's end.
    #[must_use]
    pub fn after(self, day: Date) -> Option<Date> {
        let amount = i64::from(self.amount);
        let span = match self.unit {
            TimeUnit::Minute | TimeUnit::Hour | TimeUnit::BusinessHour => return Some(day),
            TimeUnit::Day => jiff::Span::new().try_days(amount),
            TimeUnit::BusinessDay => return business_days_after(day, self.amount),
            TimeUnit::Week => jiff::Span::new().try_weeks(amount),
            TimeUnit::Month => jiff::Span::new().try_months(amount),
            TimeUnit::Year => jiff::Span::new().try_years(amount),
        };
        day.checked_add(span.ok()?).ok()
    }
}

impl Length {
    /// The moment that lies this long after `moment`: days by the calendar of its time zone,
    /// business days and hours from Monday to Friday, the latter from 9 to 17 o'clock. Nothing past
    /// the calendar's end.
    #[must_use]
    pub fn after_moment(self, moment: &Zoned) -> Option<Zoned> {
        let amount = i64::from(self.amount);
        let span = match self.unit {
            TimeUnit::Minute => jiff::Span::new().try_minutes(amount),
            TimeUnit::Hour => jiff::Span::new().try_hours(amount),
            TimeUnit::BusinessHour => return business_hours_after(moment, self.amount),
            _ => {
                let day = self.after(moment.date())?;
                return day.to_datetime(moment.time()).to_zoned(moment.time_zone().clone()).ok();
            }
        };
        moment.checked_add(span.ok()?).ok()
    }
}

/// The hours in which business is done.
const BUSINESS: std::ops::Range<i8> = 9..17;

fn business_hours_after(moment: &Zoned, hours: u32) -> Option<Zoned> {
    const A_DAY: i64 = (BUSINESS.end - BUSINESS.start) as i64 * 3600;
    let at = |day: Date, second: i64| {
        let time = jiff::civil::time(BUSINESS.start, 0, 0, 0).checked_add(second.seconds()).ok()?;
        day.to_datetime(time).to_zoned(moment.time_zone().clone()).ok()
    };
    let is_weekend = |day: Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let (mut day, time) = (moment.date(), moment.time());
    let since = (i64::from(time.hour()) - i64::from(BUSINESS.start)) * 3600
        + i64::from(time.minute()) * 60
        + i64::from(time.second());
    let mut done = if is_weekend(day) { 0 } else { since.clamp(0, A_DAY) };
    let mut left = i64::from(hours) * 3600;
    let whole_days = u32::try_from(left / A_DAY).ok()?;
    day = if is_weekend(day) { business_days_after(day, 1)? } else { day };
    day = business_days_after(day, whole_days)?;
    left %= A_DAY;
    if done + left > A_DAY || (done == A_DAY && left == 0 && whole_days == 0) {
        left -= A_DAY - done;
        done = 0;
        day = business_days_after(day, 1)?;
    }
    at(day, done + left)
}

/// The day `amount` days from Monday to Friday after `day`.
fn business_days_after(day: Date, amount: u32) -> Option<Date> {
    let mut at = day.checked_add(jiff::Span::new().try_weeks(i64::from(amount / 5)).ok()?).ok()?;
    let mut left = amount % 5;
    while left > 0 {
        at = at.tomorrow().ok()?;
        if !matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    Some(at)
}

impl FromStr for Length {
    type Err = ();

    /// Reads `6h`, `6 hours`, `90d`, `1 business day`; the unit may be in any case.
    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text.trim().to_lowercase();
        let digits = text.find(|letter: char| !letter.is_ascii_digit()).ok_or(())?;
        let (amount, unit) = text.split_at(digits);
        let unit = TimeUnit::parse(unit.trim()).ok_or(())?;
        Ok(Self { amount: amount.parse().map_err(|_| ())?, unit })
    }
}

impl fmt::Display for Length {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.amount == 1 { "" } else { "s" };
        write!(out, "{} {}{plural}", self.amount, self.unit.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_as_people_write_them() {
        let written = ["6h", "90d", "1 business day", "2 Weeks", "30 min", "12 months"];
        let read: Vec<String> =
            written.iter().map(|text| text.parse::<Length>().unwrap().to_string()).collect();
        assert_eq!(read, ["6 hours", "90 days", "1 business day", "2 weeks", "30 minutes", "12 months"]);
    }

    #[test]
    fn days_are_counted_by_the_calendar() {
        let after = |text: &str| {
            let day = "2026-11-20".parse().unwrap(); // a Friday
            text.parse::<Length>().unwrap().after(day).map(|day| day.to_string())
        };
        assert_eq!(after("90d").as_deref(), Some("2027-02-18"));
        assert_eq!(after("3 months").as_deref(), Some("2027-02-20"));
        assert_eq!(after("1 business day").as_deref(), Some("2026-11-23"));
        assert_eq!(after("7 business days").as_deref(), Some("2026-12-01"));
        assert_eq!(after("6h").as_deref(), Some("2026-11-20"));
        assert_eq!(after("9999y"), None);
    }

    #[test]
    fn moments_are_counted_by_the_clock_and_by_business() {
        let after = |text: &str, moment: &str| {
            let moment: Zoned = moment.parse().unwrap();
            text.parse::<Length>().unwrap().after_moment(&moment).map(|moment| moment.datetime().to_string())
        };
        let friday = "2026-11-20T15:30:00[Europe/Berlin]";
        assert_eq!(after("6h", friday).as_deref(), Some("2026-11-20T21:30:00"));
        assert_eq!(after("1 business day", friday).as_deref(), Some("2026-11-23T15:30:00"));
        assert_eq!(after("1 business hour", friday).as_deref(), Some("2026-11-20T16:30:00"));
        assert_eq!(after("4 business hours", friday).as_deref(), Some("2026-11-23T11:30:00"));
        assert_eq!(after("8 business hours", friday).as_deref(), Some("2026-11-23T15:30:00"));
        assert_eq!(
            after("2 business hours", "2026-11-21T12:00:00[Europe/Berlin]").as_deref(),
            Some("2026-11-23T11:00:00")
        );
        assert_eq!(
            after("2 business hours", "2026-11-20T07:00:00[Europe/Berlin]").as_deref(),
            Some("2026-11-20T11:00:00")
        );
        // The night in which the clocks change has an hour more, and a day is a day.
        assert_eq!(after("1d", "2026-10-24T12:00:00[Europe/Berlin]").as_deref(), Some("2026-10-25T12:00:00"));
        assert_eq!(
            after("24h", "2026-10-24T12:00:00[Europe/Berlin]").as_deref(),
            Some("2026-10-25T11:00:00")
        );
    }

    #[test]
    fn what_is_no_length_is_refused() {
        for text in ["", "h", "6", "six hours", "6 lightyears", "-1d", "1.5h", "99999999999d"] {
            assert_eq!(text.parse::<Length>(), Err(()), "{text}");
        }
    }
}
