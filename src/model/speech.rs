//! Dates and times in words, and sentences with a capital.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Formats a moment for people, in a time zone: `21 November 2026, 02:26`.
#[must_use]
pub(crate) fn moment_in_words(moment: Timestamp, zone: &TimeZone) -> String {
    civil_in_words(moment.to_zoned(zone.clone()).datetime())
}

/// Formats a moment that is in a time zone already, in the same way.
#[must_use]
pub(crate) fn civil_in_words(moment: DateTime) -> String {
    moment.strftime("%-d %B %Y, %H:%M").to_string()
}

/// Formats a day for people: `21 November 2026`.
#[must_use]
pub(crate) fn day_in_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// Returns a text on one line.
#[must_use]
pub(crate) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a text with its first letter capitalised.
#[must_use]
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
