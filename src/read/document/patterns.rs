//! Regular expressions for the form of values, for JSON Schema: each accepts what its reader accepts.
//!
//! Editors run them as ECMAScript does, without flags, so upper case is spelt out where allowed.

use crate::model::{
    ACCESS_WORDS, Effort, FEEDBACK_WORDS, FILE_WORDS, REPOSITORY_WORDS, RUN_WORDS, SlaTarget, TimeUnit,
    Upkeep, WeekDays,
};

/// Whitespace that is trimmed before and after a value.
fn trimmed(inside: &str) -> String {
    format!("^\\s*{inside}\\s*$")
}

/// One of several words.
fn one_of<'w>(words: impl Iterator<Item = &'w str>) -> String {
    format!("({})", words.collect::<Vec<_>>().join("|"))
}

/// A word in upper or lower case, letter by letter.
pub(in crate::read) fn in_any_case(word: &str) -> String {
    let letter = |letter: char| match letter.is_ascii_alphabetic() {
        true => format!("[{}{}]", letter.to_ascii_lowercase(), letter.to_ascii_uppercase()),
        false => letter.to_string(),
    };
    word.chars().map(letter).collect()
}

/// An id.
pub(in crate::read) fn id() -> String {
    "^[a-z0-9][a-z0-9-]{0,99}$".to_owned()
}

/// An address that a page may link to.
pub(in crate::read) fn url() -> String {
    let scheme = ["http://", "https://", "mailto:", "tel:"].map(in_any_case).join("|");
    format!("^({scheme})[^\\s\\u0000-\\u001f\\u007f-\\u009f]+$")
}

/// The address of a site.
pub(in crate::read) fn web_address() -> String {
    let scheme = ["http://", "https://"].map(in_any_case).join("|");
    format!("^({scheme})[^\\s\\u0000-\\u001f\\u007f-\\u009f]+$")
}

/// The address of a run.
pub(in crate::read) fn run_address() -> String {
    address_with(&RUN_WORDS)
}

/// The address for requesting access.
pub(in crate::read) fn access_address() -> String {
    address_with(&ACCESS_WORDS)
}

/// The address for viewing or editing a file.
pub(in crate::read) fn file_address() -> String {
    address_with(&FILE_WORDS)
}

/// The address for reporting a problem with a page.
pub(in crate::read) fn feedback_address() -> String {
    address_with(&FEEDBACK_WORDS)
}

/// Where the files of a dbt project are.
pub(in crate::read) fn repository_address() -> String {
    address_with(&REPOSITORY_WORDS)
}

/// A web address with some of these words as placeholders.
fn address_with(words: &[&str]) -> String {
    let scheme = ["http://", "https://"].map(in_any_case).join("|");
    let words = words.join("|");
    format!("^({scheme})([^{{}}\\s\\u0000-\\u001f\\u007f-\\u009f]|\\{{({words})\\}})+$")
}

/// A day of the calendar: months of 31 and of 30 days, and February with leap years.
fn day_of_calendar() -> String {
    let leap = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)";
    let days = [
        "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])",
        "(0[469]|11)-(0[1-9]|[12][0-9]|30)",
        "02-(0[1-9]|1[0-9]|2[0-8])",
    ];
    format!("([0-9]{{4}}-({})|{leap}-02-29)", days.join("|"))
}

/// A day.
pub(in crate::read) fn day() -> String {
    format!("^{}$", day_of_calendar())
}

/// A quarter or a day.
pub(in crate::read) fn due() -> String {
    format!("^(\\+?0*(19|2[0-9])[0-9]{{2}}-Q\\+?0*[1-4]|{})$", day_of_calendar())
}

fn bare_duration() -> String {
    // The number has 32 bits: one of ten digits or more is longer than any promise.
    let units = TimeUnit::WORDS.iter().map(|(word, _)| in_any_case(word)).collect::<Vec<_>>().join("|");
    format!("0*[0-9]{{1,9}}\\s*({units})")
}

/// A duration.
pub(in crate::read) fn duration() -> String {
    trimmed(&bare_duration())
}

fn days_of_week() -> String {
    let words: Vec<String> = WeekDays::words().map(in_any_case).collect();
    format!("\\s*({0})\\s*(,\\s*({0})\\s*)*", words.join("|"))
}

/// Days of the week.
pub(in crate::read) fn week_days() -> String {
    format!("^{}$", days_of_week())
}

fn time_of_day() -> String {
    format!("([01]?[0-9]|2[0-3]):[0-5][0-9](\\s+{}\\s{})?", in_any_case("on"), days_of_week())
}

/// A time of day, with days of the week.
pub(in crate::read) fn deadline() -> String {
    trimmed(&format!("({}\\s+)?{}", in_any_case("by"), time_of_day()))
}

/// A duration, or a time of day after `by`.
pub(in crate::read) fn age() -> String {
    trimmed(&format!("({}|{}\\s+{})", bare_duration(), in_any_case("by"), time_of_day()))
}

/// A rhythm.
pub(in crate::read) fn rhythm() -> String {
    let named = SlaTarget::RHYTHMS.iter().map(|(word, _)| in_any_case(word)).collect::<Vec<_>>();
    trimmed(&format!("({}|({} \\s*)?{})", named.join("|"), in_any_case("every"), bare_duration()))
}

/// A time of day, or a rhythm.
pub(in crate::read) fn run_schedule() -> String {
    format!("({}|{})", deadline(), rhythm())
}

/// A number from 0 to 100.
fn up_to_100() -> &'static str {
    "\\+?0*(100(\\.0*)?|[0-9]{1,2}(\\.[0-9]*)?|\\.[0-9]+)"
}

/// A percentage, with its sign.
pub(in crate::read) fn percentage() -> String {
    trimmed(&format!("{}\\s*%", up_to_100()))
}

/// A percentage, with or without its sign.
pub(in crate::read) fn share() -> String {
    trimmed(&format!("{}\\s*%*", up_to_100()))
}

/// A non-negative integer.
pub(in crate::read) fn count() -> String {
    "^\\+?0*[0-9]{1,9}$".to_owned()
}

/// An integer.
pub(in crate::read) fn integer() -> String {
    "^[+-]?0*[0-9]{1,18}$".to_owned()
}

/// An amount of work.
pub(in crate::read) fn effort() -> String {
    let units = one_of(Effort::UNITS.iter().map(|(word, _)| *word));
    trimmed(&format!("([0-9]+\\.?[0-9]*|\\.[0-9]+)\\s*{units}"))
}

/// An amount of work per length of time.
pub(in crate::read) fn upkeep() -> String {
    let units = one_of(Effort::UNITS.iter().map(|(word, _)| *word));
    let every = one_of(Upkeep::PERIODS.iter().map(|(word, _)| *word));
    trimmed(&format!("([0-9]+\\.?[0-9]*|\\.[0-9]+)\\s*{units}(\\s*/\\s*| +per +| +a +){every}"))
}

/// The name of a month in any case, or its number.
pub(in crate::read) fn month(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| in_any_case(name)).collect();
    format!("^({}|\\+?0*([1-9]|1[0-2]))$", names.join("|"))
}
