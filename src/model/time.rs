//! Lengths of time as people promise them: `6h`, `90d`, `1 business day`.

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
    fn what_is_no_length_is_refused() {
        for text in ["", "h", "6", "six hours", "6 lightyears", "-1d", "1.5h", "99999999999d"] {
            assert_eq!(text.parse::<Length>(), Err(()), "{text}");
        }
    }
}
