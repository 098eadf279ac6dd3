//! When a period ends: days by the calendar of a time zone, business days and business hours by the working week.
//!
//! All moments are exact. A period that begins later never ends earlier: where the clock is put forward, a day ends
//! as soon as the clock shows its time or a later one.

use super::{Period, TimeUnit};
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, Zoned};
use std::ops::Range;

/// Business hours, from Monday to Friday.
const BUSINESS: Range<i8> = 9..17;

/// The number of business hours in a week.
const HOURS_PER_WEEK: u32 = 5 * (BUSINESS.end - BUSINESS.start) as u32;

impl Period {
    /// Returns the day this long after `day`, ignoring parts of a day, or `None` past the end of the calendar.
    #[must_use]
    pub(crate) fn after(self, day: Date) -> Option<Date> {
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

    /// Returns the first moment at which this long has passed since `moment`: days by the calendar of its time zone,
    /// business days from Monday to Friday, business hours from 9 to 17 o'clock on these days. A period that begins
    /// outside of them starts with the next. Returns `None` past the end of the calendar.
    #[must_use]
    pub(crate) fn after_moment(self, moment: &Zoned) -> Option<Zoned> {
        let amount = i64::from(self.amount);
        match self.unit {
            _ if amount == 0 => Some(moment.clone()),
            TimeUnit::Minute => moment.checked_add(SignedDuration::from_mins(amount)).ok(),
            TimeUnit::Hour => moment.checked_add(SignedDuration::from_hours(amount)).ok(),
            TimeUnit::BusinessHour => business_hours_after(moment, self.amount),
            TimeUnit::BusinessDay if is_weekend(moment.date()) || moment.time() == Time::midnight() => {
                // The last day counts until its end.
                let last = self.after(moment.date().yesterday().ok()?)?;
                first_showing(last.tomorrow().ok()?.at(0, 0, 0, 0), moment.time_zone())
            }
            _ => {
                let day = self.after(moment.date())?;
                // A month without the 31st counts until the end of its last day.
                let over = match day.day() < moment.date().day() && self.is_of_months() {
                    true => day.tomorrow().ok()?.at(0, 0, 0, 0),
                    false => day.to_datetime(moment.time()),
                };
                first_showing(over, moment.time_zone())
            }
        }
    }

    fn is_of_months(self) -> bool {
        matches!(self.unit, TimeUnit::Month | TimeUnit::Year)
    }
}

/// Returns the first moment at which the clocks of a zone show this time or a later one.
pub(super) fn first_showing(time: DateTime, zone: &TimeZone) -> Option<Zoned> {
    let shown = zone.to_ambiguous_zoned(time);
    let is_skipped = matches!(shown.offset(), AmbiguousOffset::Gap { .. });
    let earlier = shown.earlier().ok()?;
    if !is_skipped {
        return Some(earlier);
    }
    let changes = zone.following(earlier.timestamp()).map(|change| change.timestamp().to_zoned(zone.clone()));
    changes
        .take_while(|change| change.date().year() <= time.date().year() + 1)
        .find(|change| change.datetime() >= time)
}

fn business_hours_after(moment: &Zoned, hours: u32) -> Option<Zoned> {
    let zone = moment.time_zone();
    // Longer periods skip ahead in whole weeks and walk only the last year day by day.
    let weeks = (hours / HOURS_PER_WEEK).saturating_sub(52);
    let begin = match weeks {
        0 => moment.clone(),
        weeks => Period { amount: weeks, unit: TimeUnit::Week }.after_moment(moment)?,
    };
    let mut left = SignedDuration::from_hours(i64::from(hours - weeks * HOURS_PER_WEEK));
    let mut day = begin.date();
    loop {
        if !is_weekend(day) {
            let at = |hour| first_showing(day.at(hour, 0, 0, 0), zone);
            let (open, close) = (at(BUSINESS.start)?.timestamp(), at(BUSINESS.end)?.timestamp());
            let from = open.max(begin.timestamp());
            let there = close.duration_since(from);
            if left <= there {
                return Some(from.checked_add(left).ok()?.to_zoned(zone.clone()));
            }
            left -= there.max(SignedDuration::ZERO);
        }
        day = day.tomorrow().ok()?;
    }
}

/// Returns the day `amount` business days after `day`.
fn business_days_after(day: Date, amount: u32) -> Option<Date> {
    let back = match day.weekday() {
        _ if amount == 0 => 0,
        Weekday::Saturday => 1,
        Weekday::Sunday => 2,
        _ => 0,
    };
    let day = day.checked_sub(jiff::Span::new().days(back)).ok()?;
    let mut at = day.checked_add(jiff::Span::new().try_weeks(i64::from(amount / 5)).ok()?).ok()?;
    let mut left = amount % 5;
    while left > 0 {
        at = at.tomorrow().ok()?;
        if !is_weekend(at) {
            left -= 1;
        }
    }
    Some(at)
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Returns the last moment of a day in a time zone, in whole seconds: whatever happens on the day has happened by
/// then.
#[must_use]
pub(crate) fn end_of_day(day: Date, zone: &TimeZone) -> Timestamp {
    let next = day.tomorrow().ok().and_then(|next| first_showing(next.at(0, 0, 0, 0), zone));
    let end = next.map(|next| next.timestamp().saturating_sub(SignedDuration::from_secs(1)));
    let border = if day.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    end.and_then(Result::ok).unwrap_or(border)
}

/// Returns whether tools use this moment to mean "no data": the year 1, 1970 and anything else before the first real
/// data; the year 9999 and anything else further ahead than anyone plans.
#[must_use]
pub(crate) fn is_sentinel(moment: Timestamp, now: Timestamp) -> bool {
    const FIRST_DATA: i64 = 365 * 86_400; // 1 January 1971
    const TEN_YEARS: i64 = 3_653 * 86_400;
    moment.as_second() < FIRST_DATA || moment.as_second() > now.as_second() + TEN_YEARS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn periods_are_added_in_clock_time_and_in_business_time() {
        let after = |text: &str, moment: &str| {
            let moment: Zoned = moment.parse().unwrap();
            text.parse::<Period>().unwrap().after_moment(&moment).map(|moment| moment.datetime().to_string())
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
        // A period that begins before opening has the whole day, without an additional weekend.
        assert_eq!(
            after("8 business hours", "2026-11-20T07:00:00[Europe/Berlin]").as_deref(),
            Some("2026-11-20T17:00:00")
        );
        assert_eq!(
            after("1 business day", "2026-11-21T12:00:00[Europe/Berlin]").as_deref(),
            Some("2026-11-24T00:00:00")
        );
        // The night of the clock change has one hour more, but a day remains a day.
        assert_eq!(after("1d", "2026-10-24T12:00:00[Europe/Berlin]").as_deref(), Some("2026-10-25T12:00:00"));
        assert_eq!(
            after("24h", "2026-10-24T12:00:00[Europe/Berlin]").as_deref(),
            Some("2026-10-25T11:00:00")
        );
    }

    /// Zones whose clocks change at night, by half an hour, at midnight, on Fridays, by a whole day, or never.
    const ZONES: [&str; 9] = [
        "UTC",
        "Europe/Berlin",
        "America/Los_Angeles",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "America/Sao_Paulo",
        "Asia/Amman",
        "Pacific/Apia",
    ];

    /// Returns the end of a period as found by checking the clock every minute: the first minute at which it has
    /// passed.
    fn walked(length: Period, from: &Zoned) -> Zoned {
        let due =
            length.after(from.date()).map(|day| match length.is_of_months() && day.day() < from.day() {
                true => day.tomorrow().unwrap().to_datetime(Time::midnight()),
                false => day.to_datetime(from.time()),
            });
        let position = |at: &Zoned| {
            // Business days that have begun, and minutes of the current one.
            let day =
                i64::from(at.date().duration_since(jiff::civil::date(1969, 12, 29)).as_hours() as i32 / 24);
            let (week, weekday) = (day.div_euclid(7), day.rem_euclid(7));
            let minutes = i64::from(at.hour()) * 60 + i64::from(at.minute());
            if weekday < 5 { (week * 5 + weekday) * 1440 + minutes } else { (week + 1) * 5 * 1440 }
        };
        let is_business = |at: &Zoned| !is_weekend(at.date()) && BUSINESS.contains(&at.hour());
        let begin = position(from);
        let (mut at, mut minutes, mut business) = (from.clone(), 0, 0);
        let amount = i64::from(length.amount);
        loop {
            let is_over = match length.unit {
                TimeUnit::Minute => minutes >= amount,
                TimeUnit::Hour => minutes >= amount * 60,
                TimeUnit::BusinessHour => business >= amount * 60,
                TimeUnit::BusinessDay => position(&at) >= begin + amount * 1440,
                _ => at.datetime() >= due.unwrap(),
            };
            if is_over {
                return at;
            }
            minutes += 1;
            business += i64::from(is_business(&at));
            at = at.checked_add(SignedDuration::from_mins(1)).unwrap();
        }
    }

    fn moments() -> impl Strategy<Value = Zoned> {
        // Half of the cases are near clock changes.
        let near = prop::sample::select(vec![
            "2026-03-29T01:00:00Z", // Berlin
            "2026-10-25T01:00:00Z",
            "2026-03-08T10:00:00Z", // Los Angeles
            "2026-11-01T09:00:00Z",
            "2026-04-04T15:00:00Z", // Lord Howe
            "2026-04-23T22:00:00Z", // Cairo
            "2026-10-29T21:00:00Z",
            "2018-11-04T03:00:00Z", // Sao Paulo
            "2022-02-24T22:00:00Z", // Amman
            "2011-12-30T10:00:00Z", // Apia
        ]);
        let near = near.prop_flat_map(|at: &str| {
            let at = at.parse::<Timestamp>().unwrap().as_second() / 60;
            at - 8 * 1440..at + 1440
        });
        let minute = prop_oneof![near, 20_000_000_i64..31_000_000];
        (minute, prop::sample::select(&ZONES[..])).prop_map(|(minute, zone)| {
            Timestamp::from_second(minute * 60).unwrap().to_zoned(TimeZone::get(zone).unwrap())
        })
    }

    fn lengths() -> impl Strategy<Value = Period> {
        use TimeUnit::{BusinessDay, BusinessHour, Day, Hour, Minute, Month, Week};
        let within = |unit, most: u32| (1..=most).prop_map(move |amount| Period { amount, unit });
        prop_oneof![
            within(Minute, 300),
            within(Hour, 100),
            within(BusinessHour, 130),
            within(Day, 9),
            within(BusinessDay, 12),
            within(Week, 2),
            within(Month, 1)
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn adding_a_period_agrees_with_counting_minute_by_minute(from in moments(), length in lengths()) {
            prop_assert_eq!(length.after_moment(&from), Some(walked(length, &from)));
        }

        #[test]
        fn a_period_that_starts_later_never_ends_earlier(from in moments(), length in lengths(), later in 0_i64..4_000) {
            let then = from.checked_add(SignedDuration::from_mins(later)).unwrap();
            prop_assert!(length.after_moment(&from).unwrap() <= length.after_moment(&then).unwrap());
        }

        #[test]
        fn adding_to_the_earliest_or_latest_time_does_not_panic(
            from in prop_oneof![Just(Timestamp::MIN), Just(Timestamp::MAX)], length in lengths(), zone in prop::sample::select(&ZONES[..]),
        ) {
            let zone = TimeZone::get(zone).unwrap();
            let from = from.to_zoned(zone.clone());
            if let Some(after) = length.after_moment(&from) {
                prop_assert!(after >= from);
            }
            prop_assert!(end_of_day(from.date(), &zone) >= Timestamp::MIN);
        }
    }

    #[test]
    fn long_periods_of_business_hours_count_whole_weeks() {
        let monday: Zoned = "2026-11-23T10:00:00[Europe/Berlin]".parse().unwrap();
        let after = |hours: u32| Period { amount: hours, unit: TimeUnit::BusinessHour }.after_moment(&monday);
        assert_eq!(after(520 * 40 + 1).unwrap().datetime().to_string(), "2036-11-10T11:00:00");
        assert_eq!(after(u32::MAX), None);
    }

    #[test]
    fn a_day_ends_with_its_last_second_in_the_time_zone() {
        let end = |day: &str, zone: &str| {
            end_of_day(day.parse().unwrap(), &TimeZone::get(zone).unwrap()).to_string()
        };
        assert_eq!(end("2026-11-21", "UTC"), "2026-11-21T23:59:59Z");
        assert_eq!(end("2026-11-21", "America/Los_Angeles"), "2026-11-22T07:59:59Z");
        // In Cairo, midnight occurs twice on the 30th of October and not at all on the 24th of April.
        assert_eq!(end("2026-10-29", "Africa/Cairo"), "2026-10-29T21:59:59Z");
        assert_eq!(end("2026-04-23", "Africa/Cairo"), "2026-04-23T21:59:59Z");
        assert_eq!(end_of_day(Date::MAX, &TimeZone::UTC), Timestamp::MAX);
    }

    #[test]
    fn placeholder_timestamps_are_recognised() {
        let now = "2026-11-21T04:00:00Z".parse().unwrap();
        let is_placeholder = |text: &str| is_sentinel(text.parse().unwrap(), now);
        for text in [
            "0001-01-01T00:00:00Z",
            "1900-01-01T00:00:00Z",
            "1970-01-01T00:00:00Z",
            "1969-12-31T19:00:00Z",
            "9999-12-30T00:00:00Z",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["1971-01-01T00:00:00Z", "2026-11-20T16:00:00Z", "2027-01-01T00:00:00Z"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
