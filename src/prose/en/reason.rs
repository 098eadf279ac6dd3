//! Why a product or an asset has its status.

use super::measure::{delayed_by, late_by, old_and_late};
use super::{age, counted, of_asset};
use crate::model::{
    EarlierFailure, EvidenceOrigin, FailureCause, Measure, MissedDeadline, NewestRow, Reason, Schedule, Sla,
    Status, StatusFact, TableLoss, TestFailure, day_in_words, moment_in_words,
};
use crate::prose::{Say, Voice};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The most failing tests that a sentence names.
const MAX_NAMED: usize = 3;

impl Say for Reason {
    fn say(&self, voice: &Voice<'_>) -> String {
        self.fact.say(voice)
    }
}

impl Say for StatusFact {
    fn say(&self, voice: &Voice<'_>) -> String {
        let moment = |at: Timestamp| moment_in_words(at, &voice.catalog.settings.time_zone);
        match self {
            Self::NoRun { only: None } => "no run was seen".to_owned(),
            Self::NoJob => "nothing shows that it ran: no job is declared".to_owned(),
            Self::NoRun { only: Some(why) } => format!("no run was seen, only {}", why.say(voice)),
            Self::RunTooOld { last } => {
                format!("its last known run was on {}, too long ago to say", moment(*last))
            }
            Self::FailedEarlier { what, at } => {
                format!("{} on {}; no newer result is known", failed_earlier(what, "it", voice), moment(*at))
            }
            Self::Overdue { schedule, last, missed } => {
                let was_due = was_due(*schedule, *last, missed.as_ref(), voice);
                match missed.as_ref().and_then(|missed| did_not_run(*schedule, missed, voice)) {
                    Some(missed) => format!("{missed}: {was_due}"),
                    None => was_due,
                }
            }
            Self::RanLate { schedule, missed } => {
                let (at, late) = (moment(missed.until), late_by(missed.late_by()));
                format!("ran late: was due {schedule}, and ended on {at}, {late}")
            }
            Self::RunFailed { load, why } => {
                let what = if *load { "load" } else { "run" };
                match why {
                    FailureCause::Unknown => format!("its last {what} failed"),
                    why => format!("its last {what} failed: {}", why.say(voice)),
                }
            }
            Self::TableGone { how, job } => format!("its table {}", gone(*how, job)),
            Self::RunSkipped => "skipped because something upstream failed".to_owned(),
            Self::Behind { read, started_at, built_at, more } => {
                let (began_at, made_at) =
                    two_moments(*started_at, *built_at, &voice.catalog.settings.time_zone);
                let others = match more {
                    0 => String::new(),
                    1 => ", and before 1 more input".to_owned(),
                    more => format!(", and before {more} more inputs"),
                };
                format!(
                    "ran too early: its last run ({began_at}) began {} before {} was ready ({made_at}){others}, so \
                     it has older data",
                    age(*started_at, *built_at),
                    place_in_sentence(*read, voice)
                )
            }
            Self::RunHangs { since, last } if since == last => {
                format!("a run started on {} and has not ended", moment(*since))
            }
            Self::RunHangs { since, last } => format!(
                "a run started on {}, last reported on {}, has not ended",
                moment(*since),
                moment(*last)
            ),
            Self::StreamSilent { last } => format!("it was last seen running on {}", moment(*last)),
            Self::FirstRunUnended { since } => {
                format!("its first run, started on {}, has not ended yet", moment(*since))
            }
            Self::FreshnessNotChecked => "no result of its freshness check was found".to_owned(),
            Self::FreshnessTooOld { last } => format!("its freshness was last checked on {}", moment(*last)),
            Self::FreshnessCrashed { message } if message.is_empty() => {
                "its freshness check failed".to_owned()
            }
            Self::FreshnessCrashed { message } => format!("its freshness check failed: {message}"),
            Self::FreshnessOfAnotherLimit => {
                "its freshness was checked against a different limit than the one set".to_owned()
            }
            Self::SourceLate { loaded, limit } => {
                let newest = match loaded {
                    NewestRow::At(at) => format!("its newest data was from {}", moment(*at)),
                    NewestRow::Never => "it has no data".to_owned(),
                    NewestRow::Unknown => "its data is older than allowed".to_owned(),
                };
                limit.map_or(newest.clone(), |limit| format!("{newest} (limit: {limit})"))
            }
            Self::TestsFailed { failed, of } => {
                format!("{}: {}", of_tests(failed.len(), *of, ("fails", "fail")), found(failed))
            }
            Self::TestsWarned { warned, of } => {
                format!("{}: {}", of_tests(warned.len(), *of, ("warns", "warn")), found(warned))
            }
            Self::TestsSkipped { count, of } => of_tests(*count, *of, ("did not run", "did not run")),
            Self::TestsMissing { count, of } => of_tests(*count, *of, ("has no result", "have no result")),
            Self::CheckFailed { name, column } => {
                format!("a data check failed: {}", tested(name, column.as_deref()))
            }
            Self::CheckSkipped { name, column } => {
                format!("a data check did not run: {}", tested(name, column.as_deref()))
            }
            Self::NoRows { is_load, before, on } => {
                format!("{}; {}", rows_gone(*is_load, "it"), rows_before(*is_load, *before, *on, voice))
            }
            Self::GuardedEarly { guard } => {
                format!("its guard {} ran before its data was last built", place(*guard, voice))
            }
            Self::GuardFailed { guard, why } => {
                let guard = place(*guard, voice);
                match &**why {
                    Self::RunFailed { why: FailureCause::Unknown, .. } => format!("its guard {guard} failed"),
                    Self::RunFailed { why, .. } => format!("its guard {guard} failed: {}", why.say(voice)),
                    why => format!("its guard {guard} failed: {}", why.say(voice)),
                }
            }
            Self::BreaksPromise { product, sla, measure } => {
                let sla = &voice.catalog.product(*product).slas[*sla];
                late(sla, measure, "its data", voice)
                    .unwrap_or_else(|| format!("{} (promised: {})", measure.say(voice), sla.in_words()))
            }
            Self::PromiseBroken { sla, product, measure } => {
                let of = voice.catalog.product(*product);
                let sla = &of.slas[*sla];
                let port = sla.port.map(|port| &of.output_ports[port].name);
                let data = port.map_or_else(|| "its data".to_owned(), |port| format!("the data of “{port}”"));
                late(sla, measure, &data, voice).unwrap_or_else(|| {
                    let port = port.map_or(String::new(), |port| format!(" for “{port}”"));
                    format!("its promise{port} is broken ({}): {}", sla.in_words(), measure.say(voice))
                })
            }
            Self::Upstream { cause, why } => {
                format!("upstream problem in {}: {}", place(*cause, voice), of_job(*cause, why, voice))
            }
            Self::UpstreamUnknown { cause, why } => {
                format!("upstream status unknown for {}: {}", place(*cause, voice), why.say(voice))
            }
            Self::DeclaredUpstream { product, status } => {
                let name = &voice.catalog.product(*product).name;
                let stands = if *status == Status::Late { "late" } else { "failing" };
                format!("upstream problem in {name}, which is {stands} (declared, no read seen)")
            }
        }
    }
}

impl Say for FailureCause {
    fn say(&self, _: &Voice<'_>) -> String {
        match self {
            Self::Unknown => String::new(),
            Self::Message(message) => message.clone(),
            Self::Stopped => "it was stopped".to_owned(),
            Self::Partly => "it completed only in part".to_owned(),
            Self::Child { job, message } if message.is_empty() => format!("its child job `{job}` failed"),
            Self::Child { job, message } => format!("its child job `{job}` failed: {message}"),
            Self::TableGone { how, job } => format!("its table {}", gone(*how, job)),
        }
    }
}

impl Say for EvidenceOrigin {
    /// Returns the file, and the job in it: `target/run_results.json`, `events/day.ndjson (job etl/load)`; empty for
    /// what the catalog itself states.
    fn say(&self, voice: &Voice<'_>) -> String {
        let file = self.file.and_then(|file| voice.catalog.observations.files.get(file.position()));
        match (&self.job, file) {
            (Some(job), Some(file)) => format!("{} (job {job})", file.path),
            (Some(job), None) => format!("job {job}"),
            (None, Some(file)) => file.path.clone(),
            (None, None) => String::new(),
        }
    }
}

/// Returns the rows of a table that has none now: `it had 1,220 on 20 November 2026`.
pub(super) fn rows_before(is_load: bool, rows: u64, on: Timestamp, voice: &Voice<'_>) -> String {
    let day = day_in_words(on.to_zoned(voice.catalog.settings.time_zone.clone()).date());
    let rows = super::profile::table_size(Some(rows), None);
    if is_load { format!("an earlier one wrote {rows} on {day}") } else { format!("it had {rows} on {day}") }
}

/// Returns that a table has no rows: `“Orders” has 0 rows`.
pub(super) fn rows_gone(is_load: bool, what: &str) -> String {
    match (is_load, what) {
        (true, "it") => "its newest load wrote 0 rows".to_owned(),
        (true, what) => format!("the newest load of {what} wrote 0 rows"),
        (false, what) => format!("{what} has 0 rows"),
    }
}

/// Returns how a table was lost, after its name: `was dropped by etl/clean_up, and nothing has created it again since`.
pub(super) fn gone(how: TableLoss, job: &str) -> String {
    match how {
        TableLoss::Dropped => format!("was dropped by {job}, and nothing has created it again since"),
        TableLoss::Renamed => format!("was renamed by {job}, and nothing has created it again since"),
        TableLoss::Emptied => format!("was emptied by {job}, and nothing has filled it since"),
    }
}

/// Returns `was not seen to finish today`; `None` for what runs at an interval, not by the day.
pub(super) fn did_not_run(schedule: Schedule, missed: &MissedDeadline, voice: &Voice<'_>) -> Option<String> {
    let day = |at: Timestamp| at.to_zoned(voice.catalog.settings.time_zone.clone()).date();
    let due = day(missed.due);
    match schedule {
        Schedule::Every(_) => None,
        Schedule::By(_) if due == day(missed.until) => Some("was not seen to finish today".to_owned()),
        Schedule::By(_) => Some(format!("was not seen to finish on {}", day_in_words(due))),
    }
}

/// Returns `was due by 03:00, 1 hour late; its last successful run was on 20 November 2026, 02:40`.
pub(super) fn was_due(
    schedule: Schedule,
    last: Option<Timestamp>,
    missed: Option<&MissedDeadline>,
    voice: &Voice<'_>,
) -> String {
    let late = missed.map_or_else(String::new, |missed| format!(", {}", late_by(missed.late_by())));
    let good = last.map_or_else(
        || "no successful run was seen".to_owned(),
        |last| {
            let last = moment_in_words(last, &voice.catalog.settings.time_zone);
            format!("its last successful run was on {last}")
        },
    );
    format!("was due {schedule}{late}; {good}")
}

/// Returns two moments in words; the second without its day, if that is the same.
fn two_moments(left: Timestamp, right: Timestamp, zone: &TimeZone) -> (String, String) {
    let local = |moment: Timestamp| moment.to_zoned(zone.clone());
    let later = match local(left).date() == local(right).date() {
        true => local(right).strftime("%H:%M").to_string(),
        false => moment_in_words(right, zone),
    };
    (moment_in_words(left, zone), later)
}

/// Returns `its data is 5 hours old instead of at most 2 hours: from 20 November 2026, 23:26, 3 hours late`; `None`
/// for everything but late data.
fn late(sla: &Sla, measure: &Measure, data: &str, voice: &Voice<'_>) -> Option<String> {
    let Measure::DataAsOf { at, limiting_asset, late_since: Some(since), measured_at, .. } = measure else {
        return None;
    };
    let zone = &voice.catalog.settings.time_zone;
    let target = sla.target.to_string();
    let (old, late) = old_and_late(*at, *since, *measured_at);
    let more = if old == target { "more than " } else { "" };
    Some(format!(
        "{data} is {more}{old} old instead of at most {target}: from {}, {late}{}",
        moment_in_words(*at, zone),
        delayed_by(*limiting_asset, voice)
    ))
}

/// Returns an asset with the product that it belongs to: `raw.orders (Orders)`.
fn place(asset: crate::model::AssetIx, voice: &Voice<'_>) -> String {
    match voice.catalog.asset(asset).product {
        Some(owner) => format!("{} ({})", of_asset(asset, voice), voice.catalog.product(owner).name),
        None => of_asset(asset, voice),
    }
}

/// Returns an asset with its product, for a sentence that goes on in brackets: `raw.orders of Orders`.
fn place_in_sentence(asset: crate::model::AssetIx, voice: &Voice<'_>) -> String {
    match voice.catalog.asset(asset).product {
        Some(owner) => format!("{} of {}", of_asset(asset, voice), voice.catalog.product(owner).name),
        None => of_asset(asset, voice),
    }
}

/// Returns what failed upstream: for a table that a job without a product writes, the job ran and not the table.
fn of_job(cause: crate::model::AssetIx, why: &StatusFact, voice: &Voice<'_>) -> String {
    let StatusFact::RunFailed { why: failure, .. } = why else { return why.say(voice) };
    let Some(job) = voice.catalog.unclaimed_writer(cause) else { return why.say(voice) };
    let cause = match failure {
        FailureCause::Unknown => String::new(),
        failure => format!(": {}", failure.say(voice)),
    };
    format!("the last run of {}, which writes it and belongs to no product, failed{cause}", job.job)
}

/// Returns that a run failed like the one before it, whose message was already given.
#[must_use]
pub(crate) fn failed_alike(load: bool) -> &'static str {
    if load { "its last load failed with the same error" } else { "its last run failed with the same error" }
}

/// Returns a broken promise that was broken before the problem at hand began.
#[must_use]
pub(crate) fn broken_before(promise: &str) -> String {
    format!("{promise} (broken before this, too)")
}

/// Returns what failed when it was last observed: `its last known run failed`; `subject` is the name of the asset, or
/// `it`.
pub(super) fn failed_earlier(what: &EarlierFailure, subject: &str, voice: &Voice<'_>) -> String {
    let of_subject =
        |what: &str| if subject == "it" { format!("its {what}") } else { format!("the {what} of {subject}") };
    match what {
        EarlierFailure::Run => format!("{} failed", of_subject("last known run")),
        EarlierFailure::Tests { failed, of: 1 } if *failed == 1 => format!("{} failed", of_subject("test")),
        EarlierFailure::Tests { failed, of: all } => {
            let (tests, ran) = (counted(*all, "test"), if *failed == 1 { "it" } else { "they" });
            format!("{failed} of {} failed when {ran} last ran,", of_subject(&tests))
        }
        EarlierFailure::Check { name, column } => {
            format!("{} failed", of_subject(&format!("data check {}", tested(name, column.as_deref()))))
        }
        EarlierFailure::Late => format!("{} was late", of_subject("data")),
        EarlierFailure::Guard(guard) => {
            format!("{} failed", of_subject(&format!("guard {}", place(*guard, voice))))
        }
    }
}

/// Returns how many of the tests did something: `2 of 5 tests fail`.
fn of_tests(count: usize, total: usize, verb: (&str, &str)) -> String {
    let tests = if total == 1 { "its test".to_owned() } else { format!("{count} of {total} tests") };
    format!("{tests} {}", if count == 1 { verb.0 } else { verb.1 })
}

/// Returns the first few findings of tests, then the number of others.
pub(super) fn found(failed: &[TestFailure]) -> String {
    let mut texts: Vec<String> = failed.iter().take(MAX_NAMED).map(test_failure).collect();
    if failed.len() > MAX_NAMED {
        texts.push(format!("and {} more", failed.len() - MAX_NAMED));
    }
    texts.join("; ")
}

/// Returns the finding of a test: `email is empty in 3 rows`.
#[must_use]
pub(crate) fn test_failure(failure: &TestFailure) -> String {
    if failure.crashed {
        return format!("`{}` could not be run", failure.name);
    }
    let what = tested(&failure.name, failure.column.as_deref());
    let Some(rows) = failure.rows else { return what };
    let s = if rows == 1 { "" } else { "s" };
    // dbt counts the rows of its query: each is a value that repeats or is not allowed, or a row of the table.
    match (test_kind(&failure.name), failure.column.as_deref()) {
        ("unique", Some(_)) if rows == 1 => format!("{what} (1 value repeats)"),
        ("unique", Some(_)) => format!("{what} ({rows} values repeat)"),
        ("not_null", Some(_)) => format!("{what} in {rows} row{s}"),
        ("accepted_values", Some(column)) if rows == 1 => format!("{column} has 1 value that is not allowed"),
        ("accepted_values", Some(column)) => format!("{column} has {rows} values that are not allowed"),
        _ => format!("{what} ({rows} row{s})"),
    }
}

/// Returns the name of a test without its package: `unique_combination_of_columns`.
fn test_kind(test: &str) -> &str {
    test.rsplit('.').next().unwrap_or(test)
}

/// Returns what it means that a test with this name fails.
pub(super) fn tested(test: &str, column: Option<&str>) -> String {
    match (test_kind(test), column) {
        ("unique", Some(column)) => format!("{column} is not unique"),
        ("not_null", Some(column)) => format!("{column} is empty"),
        ("accepted_values", Some(column)) => format!("{column} has values that are not allowed"),
        ("relationships", Some(column)) => format!("{column} refers to missing rows"),
        (name, Some(column)) => format!("{} of {column}", name.replace('_', " ")),
        (name, None) => format!("“{}”", name.replace('_', " ")),
    }
}
