//! What was checked, in one sentence: `last run 02:26 succeeded, all 5 tests passed, data is 3 hours old
//! (promised: 24 hours)`. It states only what there is evidence for.

use crate::model::{EvidenceSummary, Period, PromiseVerdict, ResultCounts, RunSummary, moment_in_words};
use jiff::{Timestamp, tz::TimeZone};

/// Returns the evidence for a product or an asset until a moment, in a time zone.
#[must_use]
pub(crate) fn checked(summary: &EvidenceSummary, now: Timestamp, zone: &TimeZone) -> String {
    let at_work = summary.runs.at_work.map(|at| format!("last seen running {}", clock(at, now, zone)));
    let runs = run_outcome(&summary.runs, now, zone);
    let (tests, age) = match mirrored_status(summary, now) {
        Some(status) => (Some(status), None),
        None => (tests(summary), age(summary, now)),
    };
    let parts = [runs, at_work, tests, sources(&summary.sources), age, ready(summary)];
    let clauses: Vec<String> = parts.into_iter().flatten().collect();
    clauses.join(", ")
}

/// Returns the tests and checks of one table, in a few words: `2 tests, both passing`.
#[must_use]
pub(crate) fn tests_in_short(tests: &ResultCounts, checks: &ResultCounts) -> String {
    let short = |counts: &ResultCounts, singular: &str| {
        let total = counts.total();
        let things = counted(total, singular);
        let early = before_load(counts);
        let of = |count: usize, verb: (&str, &str)| {
            let verb = if count == 1 { verb.0 } else { verb.1 };
            if total == 1 { format!("its {singular} {verb}") } else { format!("{count} of {things} {verb}") }
        };
        match *counts {
            ResultCounts { failed, .. } if failed > 0 => of(failed, ("fails", "fail")),
            ResultCounts { warned, .. } if warned > 0 => of(warned, ("warns", "warn")),
            ResultCounts { missing, .. } if missing == total => format!("{things}, no result seen"),
            ResultCounts { missing, passed, .. } if missing > 0 => {
                format!("{things}: {passed} passing{early}, {missing} without a result")
            }
            _ => {
                let passing = ["", "passing", "both passing"].get(total).unwrap_or(&"all passing");
                format!("{things}, {passing}{early}")
            }
        }
    };
    let parts = [(tests, "test"), (checks, "check")].into_iter().filter(|(counts, _)| counts.total() > 0);
    parts.map(|(counts, singular)| short(counts, singular)).collect::<Vec<_>>().join("; ")
}

/// Returns how many of the passed tests are older than the last load: ` (before the last load)`, ` (2 before the last
/// load)`.
#[must_use]
pub(super) fn before_load(counts: &ResultCounts) -> String {
    match counts.before_load {
        0 => String::new(),
        early if early == counts.passed => " (before the last load)".to_owned(),
        early => format!(" ({early} before the last load)"),
    }
}

/// Returns how the last runs ended; `None` if none was observed.
fn run_outcome(runs: &RunSummary, now: Timestamp, zone: &TimeZone) -> Option<String> {
    let what = if runs.are_loads { "load" } else { "run" };
    let last = clock(runs.last?, now, zone);
    let is_single = runs.assets == 1;
    Some(match *runs {
        RunSummary { failed: 1, .. } if is_single => format!("last {what} {last} failed"),
        RunSummary { skipped: 1, .. } if is_single => format!("last {what} {last} was skipped"),
        RunSummary { failed, assets, .. } if failed > 0 => {
            format!("last {what} {last}, {failed} of {assets} assets failed")
        }
        RunSummary { skipped, assets, .. } if skipped > 0 => {
            format!("last {what} {last}, {skipped} of {assets} assets skipped")
        }
        _ => format!("last {what} {last} succeeded"),
    })
}

/// Returns whose status it has, with the age of that data, if nothing of it can be observed itself.
fn mirrored_status(summary: &EvidenceSummary, now: Timestamp) -> Option<String> {
    if !summary.mirrors_inputs || summary.tests.total() + summary.checks.total() > 0 {
        return None;
    }
    let old = match (summary.promised, summary.data_as_of) {
        (None, _) => String::new(),
        (Some(promised), None) => format!(": age unknown, promised {promised}"),
        (Some(promised), Some(as_of)) => {
            format!(": {} old, promised {promised}", age_of_data(summary, as_of, promised, now))
        }
    };
    Some(format!("its status is that of the data it shows{old}"))
}

/// Returns the age of data in words, `more than` what was promised if it would read the same.
fn age_of_data(summary: &EvidenceSummary, as_of: Timestamp, promised: Period, now: Timestamp) -> String {
    let age = super::age(as_of, now);
    let more = if summary.is_late && age == promised.to_string() { "more than " } else { "" };
    format!("{more}{age}")
}

/// Returns the results of dbt's tests and of other checks, or that there are none.
fn tests(summary: &EvidenceSummary) -> Option<String> {
    let clauses = |counts: &ResultCounts, singular: &str| -> Vec<String> {
        let total = counts.total();
        let things = counted(total, singular);
        if counts.passed == total {
            let early = before_load(counts);
            return vec![match total {
                1 => format!("its {singular} passed{early}"),
                2 => format!("both {singular}s passed{early}"),
                _ => format!("all {things} passed{early}"),
            }];
        }
        let counts = [
            (counts.failed, ("failed", "failed")),
            (counts.warned, ("warned", "warned")),
            (counts.missing, ("has no result", "have no result")),
        ];
        let mut is_named = false;
        let counts = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, verb)| {
            let verb = if count == 1 { verb.0 } else { verb.1 };
            match (std::mem::replace(&mut is_named, true), total) {
                (false, 1) => format!("its {singular} {verb}"),
                (false, _) => format!("{count} of {things} {verb}"),
                (true, _) => format!("{count} {verb}"),
            }
        });
        counts.collect()
    };
    let clauses: Vec<String> = [(&summary.tests, "test"), (&summary.checks, "check")]
        .into_iter()
        .filter(|(counts, _)| counts.total() > 0)
        .flat_map(|(counts, singular)| clauses(counts, singular))
        .collect();
    Some(match clauses.is_empty() {
        true => "no test".to_owned(),
        false => clauses.join(", "),
    })
}

/// Returns the freshness checks of sources.
fn sources(checks: &ResultCounts) -> Option<String> {
    let total = checks.total();
    let those = |count: usize| match (count, total) {
        (_, 1) => "its source".to_owned(),
        (2, 2) => "both sources".to_owned(),
        (count, total) if count == total => format!("all {total} sources"),
        _ => format!("{count} of {total} sources"),
    };
    let of = |count: usize, (singular, many): (&str, &str)| {
        format!("{} {}", those(count), if count == 1 { singular } else { many })
    };
    match *checks {
        ResultCounts { failed, .. } if failed > 0 => Some(of(failed, ("is too old", "are too old"))),
        ResultCounts { warned, .. } if warned > 0 => {
            Some(of(warned, ("is older than its warning limit", "are older than their warning limits")))
        }
        ResultCounts { missing, .. } if missing > 0 => {
            Some(format!("the freshness of {} was not checked", those(missing)))
        }
        _ => match total {
            0 => None,
            1 => Some("its source is fresh enough".to_owned()),
            2 => Some("both sources are fresh enough".to_owned()),
            _ => Some(format!("all {total} sources are fresh enough")),
        },
    }
}

/// Returns how old the data is and what was promised, or that nothing was promised.
fn age(summary: &EvidenceSummary, now: Timestamp) -> Option<String> {
    Some(match (summary.promised, summary.data_as_of) {
        (None, _) if summary.mirrors_inputs || summary.deadline.is_some() => return None,
        (None, _) => "no promised freshness".to_owned(),
        (Some(promised), None) => format!("age of its data unknown (promised: {promised})"),
        (Some(promised), Some(as_of)) => {
            format!("data is {} old (promised: {promised})", age_of_data(summary, as_of, promised, now))
        }
    })
}

/// Returns when the data was promised to be ready, and whether it was.
fn ready(summary: &EvidenceSummary) -> Option<String> {
    let (deadline, verdict) = summary.deadline?;
    Some(match verdict {
        PromiseVerdict::Kept if summary.is_old => {
            format!("built in time (promised: {deadline}), but from old data")
        }
        PromiseVerdict::Kept => format!("data was ready in time (promised: {deadline})"),
        PromiseVerdict::Broken => format!("data was not ready in time (promised: {deadline})"),
        PromiseVerdict::NotDue => format!("data is promised {deadline}, which is not today"),
        PromiseVerdict::Declared | PromiseVerdict::NotNeeded | PromiseVerdict::NotMeasurable => {
            format!("data is promised {deadline}, but that could not be measured")
        }
    })
}

/// Returns a moment in words; for today only the time.
fn clock(moment: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let local = moment.to_zoned(zone.clone());
    if local.date() == now.to_zoned(zone.clone()).date() {
        return local.strftime("%H:%M").to_string();
    }
    moment_in_words(moment, zone)
}

fn counted(count: usize, singular: &str) -> String {
    format!("{count} {singular}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_words(seen: &EvidenceSummary) -> String {
        checked(seen, "2026-11-21T05:26:00Z".parse().unwrap(), &TimeZone::UTC)
    }

    fn ran() -> EvidenceSummary {
        let last = "2026-11-21T02:26:00Z".parse().ok();
        EvidenceSummary {
            runs: RunSummary { assets: 3, last, ..RunSummary::default() },
            ..EvidenceSummary::default()
        }
    }

    fn passed(passed: usize) -> ResultCounts {
        ResultCounts { passed, ..ResultCounts::default() }
    }

    #[test]
    fn a_summary_states_only_what_was_checked() {
        let all = EvidenceSummary {
            tests: passed(5),
            promised: "24h".parse().ok(),
            data_as_of: "2026-11-21T02:26:00Z".parse().ok(),
            ..ran()
        };
        assert_eq!(
            in_words(&all),
            "last run 02:26 succeeded, all 5 tests passed, data is 3 hours old (promised: 24 hours)"
        );
        assert_eq!(in_words(&ran()), "last run 02:26 succeeded, no test, no promised freshness");
        let unmeasured = EvidenceSummary { data_as_of: None, ..all };
        assert!(in_words(&unmeasured).ends_with("age of its data unknown (promised: 24 hours)"));
        let late = EvidenceSummary { data_as_of: "2026-11-20T05:20:00Z".parse().ok(), is_late: true, ..all };
        assert!(
            in_words(&late).ends_with("data is more than 24 hours old (promised: 24 hours)"),
            "{}",
            in_words(&late)
        );
        let failed = ResultCounts { failed: 1, missing: 2, ..passed(5) };
        let bad = EvidenceSummary { tests: failed, checks: passed(2), ..ran() };
        assert_eq!(
            in_words(&bad),
            "last run 02:26 succeeded, 1 of 8 tests failed, 2 have no result, both checks passed, no promised freshness"
        );
        let mixed = EvidenceSummary { runs: RunSummary { failed: 2, ..ran().runs }, ..ran() };
        assert!(in_words(&mixed).starts_with("last run 02:26, 2 of 3 assets failed, "));
        let older = "2026-11-19T02:26:00Z".parse().ok();
        let older =
            EvidenceSummary { runs: RunSummary { last: older, are_loads: true, ..ran().runs }, ..ran() };
        assert!(in_words(&older).starts_with("last load 19 November 2026, 02:26 succeeded, "));
    }

    #[test]
    fn a_dashboard_has_the_status_of_its_data_and_says_how_old_that_is() {
        let shows = EvidenceSummary { mirrors_inputs: true, ..EvidenceSummary::default() };
        assert_eq!(in_words(&shows), "its status is that of the data it shows");
        let promised = EvidenceSummary { promised: "24h".parse().ok(), ..shows };
        assert_eq!(
            in_words(&promised),
            "its status is that of the data it shows: age unknown, promised 24 hours"
        );
        let data_as_of = "2026-11-17T05:26:00Z".parse().ok();
        assert_eq!(
            in_words(&EvidenceSummary { data_as_of, is_late: true, ..promised }),
            "its status is that of the data it shows: 4 days old, promised 24 hours"
        );
    }

    #[test]
    fn test_results_are_summarised_by_outcome() {
        let none = ResultCounts::default();
        let short = |tests: ResultCounts| tests_in_short(&tests, &none);
        assert_eq!(short(passed(1)), "1 test, passing");
        assert_eq!(short(passed(2)), "2 tests, both passing");
        assert_eq!(short(passed(3)), "3 tests, all passing");
        assert_eq!(short(ResultCounts { failed: 1, ..passed(1) }), "1 of 2 tests fails");
        assert_eq!(short(ResultCounts { failed: 1, ..none }), "its test fails");
        assert_eq!(short(ResultCounts { warned: 2, ..passed(1) }), "2 of 3 tests warn");
        assert_eq!(short(ResultCounts { missing: 3, ..none }), "3 tests, no result seen");
        assert_eq!(short(ResultCounts { missing: 1, ..passed(2) }), "3 tests: 2 passing, 1 without a result");
        let early = |before_load| short(ResultCounts { before_load, ..passed(2) });
        assert_eq!(early(2), "2 tests, both passing (before the last load)");
        assert_eq!(early(1), "2 tests, both passing (1 before the last load)");
        let checked = tests_in_short(&passed(2), &ResultCounts { failed: 1, ..passed(1) });
        assert_eq!(checked, "2 tests, both passing; 1 of 2 checks fails");
    }
}
