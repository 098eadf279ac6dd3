//! The units of plans: when something is due, and how much work it is.

use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// By the end of a quarter, `2026-Q4`; which months that is, the company's fiscal year says.
    Quarter {
        /// The (fiscal) year.
        year: i16,
        /// 1 to 4.
        quarter: u8,
    },
    /// On a day.
    Day(Date),
}

/// A text that is neither a day nor a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither a day such as 2026-11-20 nor a quarter such as 2026-Q4")]
pub(crate) struct InvalidDue;

impl FromStr for Due {
    type Err = InvalidDue;

    /// Reads `2026-Q4` or `2026-11-20`.
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

/// How much work something is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Effort {
    /// Working days.
    Days(f64),
    /// Working weeks, of five days.
    Weeks(f64),
    /// Points of the company's own scale.
    Points(f64),
}

/// A text that is no effort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an effort such as 10d, 4w or 8 points")]
pub(crate) struct InvalidEffort;

/// Makes an effort of an amount.
pub(crate) type OfAmount = fn(f64) -> Effort;

impl Effort {
    /// The words for each unit.
    pub(crate) const UNITS: &'static [(&'static str, OfAmount)] = &[
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

    /// Reads `10d`, `4w`, `1.5 weeks`, `8 points`.
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
        let one = (*amount - 1.0).abs() < f64::EPSILON;
        write!(out, "{amount} {unit}{}", if one { "" } else { "s" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_is_a_quarter_or_a_day() {
        assert_eq!("2026-Q4".parse::<Due>().unwrap().to_string(), "2026-Q4");
        assert_eq!("2026-02-28".parse::<Due>().unwrap().to_string(), "2026-02-28");
        for wrong in ["2026-Q5", "2026-02-30", "soon", "2026", "26-Q1", "2026-Q"] {
            assert_eq!(wrong.parse::<Due>(), Err(InvalidDue), "{wrong}");
        }
    }

    #[test]
    fn effort_is_days_weeks_or_points() {
        let shown =
            ["10d", "1w", "1.5 weeks", "8 points"].map(|text| text.parse::<Effort>().unwrap().to_string());
        assert_eq!(shown, ["10 days", "1 week", "1.5 weeks", "8 points"]);
        for wrong in ["", "4", "w", "1.2.3w", "four weeks"] {
            assert_eq!(wrong.parse::<Effort>(), Err(InvalidEffort), "{wrong}");
        }
    }
}
