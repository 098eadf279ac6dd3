//! The units of plans: due dates, and amounts of work.

use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// By the end of a quarter, `2026-Q4`; its months depend on the company's fiscal year.
    Quarter {
        /// The (fiscal) year.
        year: i16,
        /// 1 to 4.
        quarter: u8,
    },
    /// On a day.
    Day(Date),
}

/// The error for a text that is neither a day nor a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither a day such as 2026-11-20 nor a quarter such as 2026-Q4")]
pub(crate) struct InvalidDue;

impl FromStr for Due {
    type Err = InvalidDue;

    /// Parses `2026-Q4` or `2026-11-20`.
    fn from_str(text: &str) -> Result<Self, InvalidDue> {
        if let Some((year, quarter)) = text.split_once("-Q") {
            let quarter = quarter.parse().map_err(|_| InvalidDue)?;
            let year = year.parse().map_err(|_| InvalidDue)?;
            let valid = (1..=4).contains(&quarter) && (1900..=2999).contains(&year);
            return valid.then_some(Self::Quarter { year, quarter }).ok_or(InvalidDue);
        }
        if text.len() != 10 {
            return Err(InvalidDue);
        }
        text.parse().map(Self::Day).map_err(|_| InvalidDue)
    }
}

impl fmt::Display for Due {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quarter { year, quarter } => write!(out, "{year}-Q{quarter}"),
            Self::Day(day) => day.fmt(out),
        }
    }
}

/// An amount of work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Effort {
    /// Working days.
    Days(f64),
    /// Working weeks, of five days.
    Weeks(f64),
    /// Points on the company's own scale.
    Points(f64),
}

/// The error for a text that is not an effort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an effort such as 10d, 4w or 8 points")]
pub(crate) struct InvalidEffort;

/// Creates an effort from an amount.
pub(crate) type UnitConstructor = fn(f64) -> Effort;

impl Effort {
    /// The words for each unit.
    pub(crate) const UNITS: &'static [(&'static str, UnitConstructor)] = &[
        ("d", Self::Days),
        ("day", Self::Days),
        ("days", Self::Days),
        ("w", Self::Weeks),
        ("week", Self::Weeks),
        ("weeks", Self::Weeks),
        ("p", Self::Points),
        ("point", Self::Points),
        ("points", Self::Points),
    ];
}

impl FromStr for Effort {
    type Err = InvalidEffort;

    /// Parses `10d`, `4w`, `1.5 weeks`, `8 points`.
    fn from_str(text: &str) -> Result<Self, InvalidEffort> {
        let text = text.trim();
        let digits =
            text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').ok_or(InvalidEffort)?;
        let (amount, unit) = text.split_at(digits);
        let amount: f64 = amount.parse().map_err(|_| InvalidEffort)?;
        let unit = Self::UNITS.iter().find(|(word, _)| *word == unit.trim());
        unit.map(|(_, effort)| effort(amount)).ok_or(InvalidEffort)
    }
}

impl fmt::Display for Effort {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (amount, unit) = match self {
            Self::Days(amount) => (amount, "day"),
            Self::Weeks(amount) => (amount, "week"),
            Self::Points(amount) => (amount, "point"),
        };
        let is_single = (*amount - 1.0).abs() < f64::EPSILON;
        write!(out, "{amount} {unit}{}", if is_single { "" } else { "s" })
    }
}

impl Effort {
    /// Returns the effort in working days; a point counts as one.
    #[must_use]
    pub(crate) fn days(self) -> f64 {
        match self {
            Self::Days(days) | Self::Points(days) => days,
            Self::Weeks(weeks) => weeks * 5.0,
        }
    }
}

/// The ongoing work that something requires as long as it exists.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Upkeep {
    /// The work each time.
    effort: Effort,
    /// The number of months between two times.
    months: f64,
}

/// The error for a text that is not an upkeep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an upkeep such as 1d/month or 2 days a quarter")]
pub(crate) struct InvalidUpkeep;

impl Upkeep {
    /// The words for each length of time, with its months.
    pub(crate) const PERIODS: &'static [(&'static str, f64)] =
        &[("week", 12.0 / 52.0), ("month", 1.0), ("quarter", 3.0), ("year", 12.0)];

    /// Returns the working days per month.
    #[must_use]
    pub(crate) fn days_per_month(self) -> f64 {
        self.effort.days() / self.months
    }
}

impl FromStr for Upkeep {
    type Err = InvalidUpkeep;

    /// Parses `1d/month`, `2 days a quarter`, `1 day per week`.
    fn from_str(text: &str) -> Result<Self, InvalidUpkeep> {
        let parts = [" per ", " a ", "/"].iter().find_map(|between| text.split_once(between));
        let (effort, every) = parts.ok_or(InvalidUpkeep)?;
        let effort: Effort = effort.parse().map_err(|_| InvalidUpkeep)?;
        let months = Self::PERIODS.iter().find(|(word, _)| *word == every.trim()).ok_or(InvalidUpkeep)?.1;
        Ok(Self { effort, months })
    }
}

impl fmt::Display for Upkeep {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let every = Self::PERIODS.iter().find(|(_, months)| (months - self.months).abs() < f64::EPSILON);
        write!(out, "{} a {}", self.effort, every.map_or("month", |(word, _)| *word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upkeep_is_an_effort_per_period() {
        let days = |text: &str| {
            text.parse::<Upkeep>().map(|upkeep| (upkeep.days_per_month() * 100.0).round() / 100.0)
        };
        assert_eq!(days("1d/month"), Ok(1.0));
        assert_eq!(days("3 days per quarter"), Ok(1.0));
        assert_eq!(days("1 day a week"), Ok(4.33));
        assert_eq!(days("0.5d / month"), Ok(0.5));
        assert_eq!("2d/quarter".parse::<Upkeep>().unwrap().to_string(), "2 days a quarter");
        for wrong in ["1d", "month", "1d/decade", "a lot a month"] {
            assert_eq!(wrong.parse::<Upkeep>(), Err(InvalidUpkeep), "{wrong}");
        }
    }

    #[test]
    fn a_due_date_is_a_quarter_or_a_day() {
        assert_eq!("2026-Q4".parse::<Due>().unwrap().to_string(), "2026-Q4");
        assert_eq!("2026-02-28".parse::<Due>().unwrap().to_string(), "2026-02-28");
        for wrong in ["2026-Q5", "2026-02-30", "soon", "2026", "26-Q1", "2026-Q"] {
            assert_eq!(wrong.parse::<Due>(), Err(InvalidDue), "{wrong}");
        }
    }

    #[test]
    fn effort_is_given_in_days_weeks_or_points() {
        let shown =
            ["10d", "1w", "1.5 weeks", "8 points"].map(|text| text.parse::<Effort>().unwrap().to_string());
        assert_eq!(shown, ["10 days", "1 week", "1.5 weeks", "8 points"]);
        for wrong in ["", "4", "w", "1.2.3w", "four weeks"] {
            assert_eq!(wrong.parse::<Effort>(), Err(InvalidEffort), "{wrong}");
        }
    }
}
