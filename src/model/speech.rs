//! Dates and times in words, and sentences with a capital.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A moment as people say it, in a time zone: `21 November 2026, 02:26`.
#[must_use]
pub(crate) fn moment_in_words(moment: Timestamp, zone: &TimeZone) -> String {
    moment.to_zoned(zone.clone()).strftime("%-d %B %Y, %H:%M").to_string()
}

/// A day as people write it: `21 November 2026`.
#[must_use]
pub(crate) fn day_in_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// A text with a capital at its beginning.
#[must_use]
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
