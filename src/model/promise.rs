//! The promises of products: service levels in ODCS terms, with measurable targets.

use super::vocabulary_macro::vocabulary;
use super::{Deadline, Period};
use std::fmt;

vocabulary! {
    /// A promise. The names are those of ODCS `slaProperties`, and three of our own.
    SlaProperty {
        /// How old the data may be.
        Freshness = "freshness",
        /// The time of day by which that day's data is available.
        Ready = "ready",
        /// The share of time in which it is available.
        Availability = "availability",
        /// How long data takes to arrive from its source.
        Latency = "latency",
        /// How often it is updated.
        Frequency = "frequency",
        /// How long data is kept.
        Retention = "retention",
        /// How long until a failure is noticed.
        TimeToDetect = "time_to_detect",
        /// How long until users are notified.
        TimeToNotify = "time_to_notify",
        /// How long until a failure is fixed.
        TimeToRepair = "time_to_repair",
        /// The share of runs or rows that may be wrong.
        ErrorRate = "error_rate",
        /// How much data it can take in or deliver.
        Throughput = "throughput",
        /// How soon someone answers.
        SupportResponse = "support_response",
    }
}

/// How a target is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TargetShape {
    /// A length of time.
    Period,
    /// A length of time, or a time of day after `by`.
    Age,
    /// A time of day.
    Time,
    /// A share in percent.
    Percent,
    /// A regular interval.
    Rhythm,
    /// Text only.
    Text,
}

impl SlaProperty {
    /// Returns how its targets are measured.
    #[must_use]
    pub(crate) fn shape(self) -> TargetShape {
        match self {
            Self::Availability | Self::ErrorRate => TargetShape::Percent,
            Self::Frequency => TargetShape::Rhythm,
            Self::Freshness => TargetShape::Age,
            Self::Ready => TargetShape::Time,
            Self::Throughput => TargetShape::Text,
            _ => TargetShape::Period,
        }
    }

    /// Returns the promise of a target as part of a sentence: `fresh within 6 hours`.
    #[must_use]
    pub(crate) fn promise(self, target: &dyn fmt::Display) -> String {
        format!("{} {target}", self.title_in_sentence())
    }

    /// Returns the promise as part of a sentence, to precede its target: `fresh within`.
    #[must_use]
    pub(crate) fn title_in_sentence(self) -> String {
        self.title().to_lowercase()
    }

    /// Returns the promise in plain words, to precede its target.
    #[must_use]
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Freshness => "Fresh within",
            Self::Ready => "Ready",
            Self::Availability => "Available",
            Self::Latency => "Arrives within",
            Self::Frequency => "Updated",
            Self::Retention => "Kept for",
            Self::TimeToDetect => "Failures noticed within",
            Self::TimeToNotify => "Failures announced within",
            Self::TimeToRepair => "Fixed within",
            Self::ErrorRate => "Errors at most",
            Self::Throughput => "Throughput",
            Self::SupportResponse => "Answers within",
        }
    }
}

/// The target of a promise.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SlaTarget {
    /// A length of time.
    Period(Period),
    /// A share in percent, 0 to 100.
    Percent(f64),
    /// Once in each such length of time.
    Every(Period),
    /// By a time of day.
    By(Deadline),
    /// Text only: not measured.
    Text(String),
}

impl SlaTarget {
    /// The intervals with a word of their own, each with its length.
    pub(crate) const RHYTHMS: &'static [(&'static str, &'static str)] = &[
        ("hourly", "1h"),
        ("daily", "1d"),
        ("weekly", "1w"),
        ("monthly", "1 month"),
        ("quarterly", "3 months"),
        ("yearly", "1y"),
    ];

    /// Parses a target of the given shape: `6h`, `99.5%`, `daily`, `every 4h`.
    #[must_use]
    pub(crate) fn parse(shape: TargetShape, text: &str) -> Option<Self> {
        match shape {
            TargetShape::Period => text.parse().ok().map(Self::Period),
            TargetShape::Age => {
                let is_deadline =
                    text.trim_start().get(..2).is_some_and(|word| word.eq_ignore_ascii_case("by"));
                Self::parse(if is_deadline { TargetShape::Time } else { TargetShape::Period }, text)
            }
            TargetShape::Time => Deadline::parse(text).map(Self::By),
            TargetShape::Percent => {
                let share: f64 = text.trim().strip_suffix('%')?.trim().parse().ok()?;
                (0.0..=100.0).contains(&share).then_some(Self::Percent(share))
            }
            TargetShape::Rhythm => {
                let lower = text.trim().to_lowercase();
                let named = Self::RHYTHMS.iter().find(|(word, _)| *word == lower);
                let every =
                    named.map_or_else(|| lower.strip_prefix("every ").unwrap_or(&lower), |(_, every)| every);
                every.parse().ok().map(Self::Every)
            }
            TargetShape::Text => Some(Self::Text(text.to_owned())),
        }
    }

    /// Returns examples of the shape, for a hint.
    #[must_use]
    pub(crate) fn examples(shape: TargetShape) -> &'static str {
        match shape {
            TargetShape::Period => "`6h`, `30 min` or `1 business day`",
            TargetShape::Age => "`6h`, `30 min`, `1 business day` or `by 09:00 on weekdays`",
            TargetShape::Time => "`09:00`",
            TargetShape::Percent => "`99.5%`",
            TargetShape::Rhythm => "`daily`, `weekly` or `every 4h`",
            TargetShape::Text => "any text",
        }
    }
}

impl fmt::Display for SlaTarget {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(length) => length.fmt(out),
            Self::Percent(share) => write!(out, "{share}%"),
            Self::Every(length) if length.amount == 1 => {
                let text = length.to_string();
                write!(out, "every {}", text.trim_start_matches("1 "))
            }
            Self::Every(length) => write!(out, "every {length}"),
            Self::By(deadline) => deadline.fmt(out),
            Self::Text(text) => out.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sla_property_accepts_only_its_own_kind_of_target() {
        let parse = |property: SlaProperty, text: &str| {
            SlaTarget::parse(property.shape(), text).map(|target| target.to_string())
        };
        assert_eq!(parse(SlaProperty::Freshness, "6h").as_deref(), Some("6 hours"));
        assert_eq!(parse(SlaProperty::Freshness, "by 9:00").as_deref(), Some("by 09:00"));
        assert_eq!(parse(SlaProperty::Ready, "6h"), None);
        assert_eq!(parse(SlaProperty::Availability, "99.5%").as_deref(), Some("99.5%"));
        assert_eq!(parse(SlaProperty::Frequency, "daily").as_deref(), Some("every day"));
        assert_eq!(parse(SlaProperty::Frequency, "every 4h").as_deref(), Some("every 4 hours"));
        assert_eq!(parse(SlaProperty::Availability, "6h"), None);
        assert_eq!(parse(SlaProperty::Availability, "101%"), None);
        assert_eq!(parse(SlaProperty::Freshness, "99%"), None);
    }

    #[test]
    fn every_sla_property_is_parsed_from_its_own_word() {
        for word in SlaProperty::WORDS {
            assert_eq!(SlaProperty::parse(word).map(SlaProperty::word), Some(*word));
        }
    }
}
