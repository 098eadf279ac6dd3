//! The size of a table, its last runs and its test results, in a few words.

use super::number;
use crate::model::{ResultCounts, day_in_words};
use jiff::SignedDuration;
use jiff::civil::Date;

/// Returns the size of a table: `14,567 rows, 2.1 MB`; empty if neither is known.
#[must_use]
pub(crate) fn table_size(rows: Option<u64>, bytes: Option<u64>) -> String {
    let rows = rows.map(|rows| match rows {
        1 => "1 row".to_owned(),
        rows => format!("{} rows", whole(rows)),
    });
    let parts: Vec<String> = rows.into_iter().chain(bytes.map(in_bytes)).collect();
    parts.join(", ")
}

/// Returns the size of what the last run of a job wrote: `14,567 rows, 2.1 MB in the last load`.
#[must_use]
pub(crate) fn load_size(rows: Option<u64>, bytes: Option<u64>) -> String {
    format!("{} in the last load", table_size(rows, bytes))
}

/// Returns that there is nothing in what a table shows: `Its newest load wrote 0 rows`.
#[must_use]
pub(crate) fn no_rows(is_load: bool, is_unchecked: bool, counted: &str) -> String {
    let what = if is_load { "Its newest load wrote 0 rows" } else { "It has 0 rows" };
    let unchecked = if is_unchecked { "; no test says that this is right" } else { "" };
    format!("{what} ({counted}){unchecked}")
}

/// Returns a number of bytes in the best unit, in powers of a thousand.
fn in_bytes(bytes: u64) -> String {
    const UNITS: [&str; 6] = ["kB", "MB", "GB", "TB", "PB", "EB"];
    if bytes < 1000 {
        return format!("{bytes} byte{}", if bytes == 1 { "" } else { "s" });
    }
    let mut value = bytes as f64 / 1000.0;
    let mut unit = 0;
    // What would be rounded to a thousand becomes one of the next unit.
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    let digits = usize::from(value < 9.95);
    format!("{value:.digits$} {}", UNITS[unit])
}

/// Returns how the number of rows changed between two days, as of today: `+120 since yesterday`.
#[must_use]
pub(crate) fn row_change(before: (Date, u64), last: (Date, u64), today: Date) -> String {
    let change = match (last.1.checked_sub(before.1), before.1.checked_sub(last.1)) {
        (Some(0), _) => "no change".to_owned(),
        (Some(more), _) => format!("+{}", whole(more)),
        (None, fewer) => format!("−{}", whole(fewer.unwrap_or_default())),
    };
    if last.0 != today {
        return format!("{change} from {} to {}", day_in_words(before.0), day_in_words(last.0));
    }
    match today.yesterday().is_ok_and(|day| day == before.0) {
        true => format!("{change} since yesterday"),
        false => format!("{change} since {}", day_in_words(before.0)),
    }
}

/// Returns how many rows usually come in a day: `usually +1,000 a day`.
#[must_use]
pub(crate) fn usual_growth(rows: i128) -> String {
    let count = u64::try_from(rows.unsigned_abs()).map(whole).unwrap_or_default();
    match rows {
        0 => "usually no change".to_owned(),
        1.. => format!("usually +{count} a day"),
        _ => format!("usually −{count} a day"),
    }
}

/// Returns the duration of a run that was clearly longer or shorter than usual: `Took 14 minutes, usually 6`.
#[must_use]
pub(crate) fn unusual_duration(duration: SignedDuration, usual: SignedDuration) -> String {
    let ((duration, unit), (usual, usual_unit)) = (roughly(duration), roughly(usual));
    let in_words = |count: i64, unit: &str| format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
    let usual = if unit == usual_unit { usual.to_string() } else { in_words(usual, usual_unit) };
    format!("Took {}, usually {usual}", in_words(duration, unit))
}

/// Returns a duration in whole units, rounded.
fn roughly(time: SignedDuration) -> (i64, &'static str) {
    match time.as_secs() {
        seconds @ ..120 => (seconds, "second"),
        seconds @ ..7200 => ((seconds + 30) / 60, "minute"),
        seconds => ((seconds + 1800) / 3600, "hour"),
    }
}

/// Returns a working time: `0.2 seconds`, `4 minutes 10 seconds`, `2 hours 5 minutes`.
#[must_use]
pub(crate) fn worked(time: SignedDuration) -> String {
    let millis = time.as_millis();
    if millis < 10 {
        return "less than 0.01 seconds".to_owned();
    }
    if millis < 9950 {
        let digits = if millis < 995 { 2 } else { 1 };
        return format!("{:.digits$} seconds", millis as f64 / 1000.0);
    }
    let of = |count: i64, unit: &str| match count {
        0 => String::new(),
        1 => format!("1 {unit}"),
        count => format!("{count} {unit}s"),
    };
    let (whole, rest) = match time.as_secs() {
        seconds @ ..120 => (of(seconds, "second"), String::new()),
        seconds @ ..7200 => (of(seconds / 60, "minute"), of(seconds % 60, "second")),
        seconds => (of(seconds / 3600, "hour"), of(seconds % 3600 / 60, "minute")),
    };
    if rest.is_empty() { whole } else { format!("{whole} {rest}") }
}

/// Returns the results of several tests: `10 ran: 9 passed, 1 failed; 1 did not run`.
#[must_use]
pub(crate) fn tests_ran(tally: &ResultCounts) -> String {
    let ResultCounts { passed, warned, failed, missing, .. } = *tally;
    let early = super::evidence_summary::before_load(tally);
    let ran = passed + warned + failed;
    let not = format!("{} did not run", number(missing));
    if ran == 0 {
        return not;
    }
    let found: Vec<String> = [(passed, "passed"), (warned, "warned"), (failed, "failed")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| {
            format!("{} {what}{}", number(count), if what == "passed" { &early } else { "" })
        })
        .collect();
    let ran = match passed == ran {
        true => format!("{} ran and passed{early}", number(ran)),
        false => format!("{} ran: {}", number(ran), found.join(", ")),
    };
    if missing == 0 { ran } else { format!("{ran}; {not}") }
}

/// Returns the outcomes of the runs shown: `10 runs: 8 succeeded, 1 failed, 1 skipped`; if there are older ones, of the
/// `Last 10 runs`.
#[must_use]
pub(crate) fn runs_ended(counts: &[(usize, &str)], has_older: bool) -> String {
    let runs = super::counted(counts.iter().map(|(count, _)| count).sum(), "run");
    let runs = if has_older { format!("Last {runs}") } else { runs };
    let parts: Vec<String> = counts.iter().map(|(count, how)| format!("{} {how}", number(*count))).collect();
    format!("{runs}: {}", parts.join(", "))
}

/// Returns how a run ended, after its time: `21 November 2026, 02:26: failed after 2 minutes, relation is missing`.
#[must_use]
pub(crate) fn run_went(at: &str, how: &str, duration: &str, why: &str) -> String {
    let duration = if duration.is_empty() { String::new() } else { format!(", {duration}") };
    let why = if why.is_empty() { String::new() } else { format!(" ({why})") };
    format!("{at}: {how}{duration}{why}")
}

/// Returns a number with a comma between thousands.
fn whole(count: u64) -> String {
    usize::try_from(count).map_or_else(|_| count.to_string(), number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_given_in_a_fitting_unit() {
        let size = |bytes| table_size(None, Some(bytes));
        let in_words: Vec<String> =
            [0, 1, 999, 1000, 2_097_152, 9_949_999, 9_950_000, 999_499_999, 999_500_000]
                .into_iter()
                .map(size)
                .collect();
        let expected =
            ["0 bytes", "1 byte", "999 bytes", "1.0 kB", "2.1 MB", "9.9 MB", "10 MB", "999 MB", "1.0 GB"];
        assert_eq!(in_words, expected);
        assert_eq!(size(u64::MAX), "18 EB");
        assert_eq!(table_size(Some(14_567), Some(2_097_152)), "14,567 rows, 2.1 MB");
        assert_eq!(table_size(Some(1), None), "1 row");
        assert_eq!(table_size(None, None), "");
    }

    #[test]
    fn a_change_in_row_count_names_its_days() {
        let day = |day: i8| Date::constant(2026, 11, day);
        let sentence = |before, last| row_change(before, last, day(21));
        assert_eq!(sentence((day(20), 100), (day(21), 1220)), "+1,120 since yesterday");
        assert_eq!(sentence((day(20), 100), (day(21), 98)), "−2 since yesterday");
        assert_eq!(sentence((day(18), 100), (day(21), 100)), "no change since 18 November 2026");
        assert_eq!(sentence((day(18), 1), (day(19), 2)), "+1 from 18 November 2026 to 19 November 2026");
    }

    #[test]
    fn run_times_are_rounded_to_a_useful_precision() {
        let in_words = |millis| worked(SignedDuration::from_millis(millis));
        assert_eq!(in_words(0), "less than 0.01 seconds");
        assert_eq!(in_words(149), "0.15 seconds");
        assert_eq!(in_words(995), "1.0 seconds");
        assert_eq!(in_words(9_949), "9.9 seconds");
        assert_eq!(in_words(61_000), "61 seconds");
        assert_eq!(in_words(120_000), "2 minutes");
        assert_eq!(in_words(250_000), "4 minutes 10 seconds");
        assert_eq!(in_words(7_500_000), "2 hours 5 minutes");
    }

    #[test]
    fn an_unusual_value_is_given_with_the_usual_one() {
        let in_words = |duration, usual| {
            unusual_duration(SignedDuration::from_secs(duration), SignedDuration::from_secs(usual))
        };
        assert_eq!(in_words(14 * 60 + 10, 6 * 60), "Took 14 minutes, usually 6");
        assert_eq!(in_words(150, 50), "Took 3 minutes, usually 50 seconds");
        assert_eq!(in_words(61, 1), "Took 61 seconds, usually 1");
        assert_eq!(in_words(90 * 60, 5 * 3600), "Took 90 minutes, usually 5 hours");
        assert_eq!(usual_growth(1_000), "usually +1,000 a day");
        assert_eq!(usual_growth(-5), "usually −5 a day");
        assert_eq!(usual_growth(0), "usually no change");
    }

    #[test]
    fn counts_of_test_results_add_up() {
        let sentence = |passed, warned, failed, missing| {
            tests_ran(&ResultCounts { passed, warned, failed, missing, before_load: 0 })
        };
        assert_eq!(sentence(9, 0, 1, 1), "10 ran: 9 passed, 1 failed; 1 did not run");
        assert_eq!(sentence(5, 0, 0, 0), "5 ran and passed");
        assert_eq!(sentence(2, 1, 0, 0), "3 ran: 2 passed, 1 warned");
        assert_eq!(sentence(0, 0, 0, 3), "3 did not run");
        assert_eq!(sentence(0, 0, 2, 0), "2 ran: 2 failed");
    }
}
