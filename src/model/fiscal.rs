//! The company's fiscal year: the months of its quarters.

use super::Due;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// The start of the fiscal year. A fiscal year is named after the calendar year in which it ends, so that one that
/// begins in January is the calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FiscalYear {
    /// Its first month, 1 to 12.
    pub first_month: i8,
}

impl Default for FiscalYear {
    fn default() -> Self {
        Self { first_month: 1 }
    }
}

/// A quarter of a fiscal year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Quarter {
    /// The year.
    pub year: i16,
    /// 1 to 4.
    pub quarter: u8,
}

impl Quarter {
    /// Returns the next quarter.
    #[must_use]
    pub(crate) fn next(self) -> Self {
        match self.quarter {
            4 => Self { year: self.year + 1, quarter: 1 },
            quarter => Self { quarter: quarter + 1, ..self },
        }
    }

    /// Returns the number of quarters from this one to `later`; negative if `later` is earlier.
    #[must_use]
    pub(crate) fn until(self, later: Self) -> i32 {
        let count = |quarter: Self| i32::from(quarter.year) * 4 + i32::from(quarter.quarter);
        count(later) - count(self)
    }
}

impl FiscalYear {
    /// Returns the quarter of a day.
    #[must_use]
    pub(crate) fn quarter(self, day: Date) -> Quarter {
        let months = (day.month() - self.first_month).rem_euclid(12);
        let begins_next = self.first_month > 1 && day.month() >= self.first_month;
        Quarter {
            year: day.year() + i16::from(begins_next),
            quarter: u8::try_from(months / 3 + 1).unwrap_or(1),
        }
    }

    /// Returns the first day of a quarter, or `None` past the end of the calendar.
    #[must_use]
    pub(crate) fn first_day(self, quarter: Quarter) -> Option<Date> {
        let year = quarter.year - i16::from(self.first_month > 1);
        let begin = Date::new(year, self.first_month, 1).ok()?;
        begin.checked_add((i32::from(quarter.quarter) * 3 - 3).months()).ok()
    }

    /// Returns the last day of a quarter, or `None` past the end of the calendar.
    #[must_use]
    pub(crate) fn last_day(self, quarter: Quarter) -> Option<Date> {
        self.first_day(quarter.next())?.yesterday().ok()
    }

    /// Returns the last day that still meets a due date.
    #[must_use]
    pub(crate) fn last_day_of(self, due: Due) -> Option<Date> {
        match due {
            Due::Day(day) => Some(day),
            Due::Quarter { year, quarter } => self.last_day(Quarter { year, quarter }),
        }
    }

    /// Returns the quarter of a due date.
    #[must_use]
    pub(crate) fn quarter_of(self, due: Due) -> Quarter {
        match due {
            Due::Day(day) => self.quarter(day),
            Due::Quarter { year, quarter } => Quarter { year, quarter },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_follow_the_fiscal_year() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let calendar = FiscalYear::default();
        assert_eq!(calendar.quarter(day("2026-11-21")), Quarter { year: 2026, quarter: 4 });
        assert_eq!(calendar.last_day(Quarter { year: 2026, quarter: 4 }), Some(day("2026-12-31")));
        let april = FiscalYear { first_month: 4 };
        assert_eq!(april.quarter(day("2026-11-21")), Quarter { year: 2027, quarter: 3 });
        assert_eq!(april.quarter(day("2027-03-31")), Quarter { year: 2027, quarter: 4 });
        assert_eq!(april.first_day(Quarter { year: 2027, quarter: 1 }), Some(day("2026-04-01")));
        assert_eq!(april.last_day(Quarter { year: 2027, quarter: 4 }), Some(day("2027-03-31")));
        for month in 1..=12 {
            let year = FiscalYear { first_month: month };
            for offset in 0..800 {
                let day = day("2025-01-01").checked_add(offset.days()).unwrap();
                let quarter = year.quarter(day);
                assert!(year.first_day(quarter).unwrap() <= day && day <= year.last_day(quarter).unwrap());
            }
        }
    }
}
