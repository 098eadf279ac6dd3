//! The evidence after a night over a watched catalog: dbt's results of that night and of earlier ones,
//! the freshness of sources, and the events of loaders, checks, syncs, dbt itself and of unrelated systems.
//!
//! About one test in a hundred failed, all of them in the second half of their domains; one source per
//! domain is late, one model has warnings, one check and one sync fail, and one sync never ends. The same size
//! gives the same bytes.

use super::generator::{self, Kind, MODELS, PER_DOMAIN, has_sync, model_of, source_id, test_id};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Larger catalogs are only measured after a night on request: they take many minutes.
pub(crate) const LARGEST: usize = 1_000;
/// The morning after.
pub(crate) const NOW: &str = "2026-11-20T06:00:00Z";
/// The night that ends on that morning.
pub(crate) const LAST: Night = Night { begins: "2026-11-19T22", number: 0 };
/// A second build of that night.
pub(crate) const AGAIN: Night = Night { begins: "2026-11-20T04", number: 4 };
const EARLIER: [Night; 3] = [
    Night { begins: "2026-11-18T22", number: 1 },
    Night { begins: "2026-11-17T22", number: 2 },
    Night { begins: "2026-11-16T22", number: 3 },
];
const WAREHOUSE: &str = "postgres://warehouse.example:5432";

/// A full build.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Night {
    /// The hour in which it begins, without minutes.
    begins: &'static str,
    /// Its number: different tests fail in each.
    number: usize,
}

/// How the night went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// As the head of this file says.
    Bad,
    /// The same runs and tests, all of them in time and successful.
    Calm,
}

/// Writes a watched catalog of `size` products with all its evidence into a new folder, after a bad night.
pub(crate) fn write(folder: &Path, size: usize) {
    write_as(folder, size, Outcome::Bad);
}

/// Writes a watched catalog of `size` products with all its evidence into a new folder.
pub(crate) fn write_as(folder: &Path, size: usize, outcome: Outcome) {
    generator::write_as(Kind::Watched, folder, size);
    let file = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let is_bad = outcome == Outcome::Bad;
    file("target/run_results.json", &results_of(size, LAST, outcome));
    file("target/sources.json", &sources(size, is_bad));
    for night in EARLIER {
        file(&format!("archive/{}/run_results.json", &night.begins[..10]), &results_of(size, night, outcome));
    }
    for (name, of) in STREAMS {
        let events: String = (0..size).map(|number| of(number, is_bad)).collect();
        file(&format!("events/{name}.ndjson"), &events);
    }
}

/// Returns the position of a product in its domain.
fn place(number: usize) -> usize {
    number % PER_DOMAIN
}

/// Returns whether a product is among the failing ones of its domain: the others build on none of those.
fn is_in_trouble(number: usize) -> bool {
    place(number) >= PER_DOMAIN / 2
}

/// Returns whether it is the one product per domain whose source is late; in the last domain, which may be short, the
/// last one.
fn is_late(number: usize, size: usize) -> bool {
    place(number) == PER_DOMAIN - 4 || number + 1 == size && place(number) < PER_DOMAIN - 4
}

/// Returns dbt's results of a build of all models and tests of this many products.
pub(crate) fn run_results(size: usize, night: Night) -> String {
    results_of(size, night, Outcome::Bad)
}

fn results_of(size: usize, night: Night, outcome: Outcome) -> String {
    // Half of the products have one failure in this many tests, which is one in a hundred of all.
    const FAILS: usize = 50;
    let begins = night.begins;
    let mut rows = Vec::with_capacity(size * MODELS * 3);
    let mut tests = 0;
    for number in 0..size {
        for model in 0..MODELS {
            let (name, _) = model_of(Kind::Watched, number, model);
            let relation = format!("\"\\\"db\\\".\\\"main\\\".\\\"{name}\\\"\"");
            rows.push(result(begins, &format!("model.generated.{name}"), "success", &relation));
            for column in ["id", "amount"] {
                let is_bad = is_in_trouble(number) && (tests + 7 * night.number) % FAILS == 17;
                tests += usize::from(is_in_trouble(number));
                let status = match (outcome, is_bad, place(number), model) {
                    (Outcome::Bad, true, ..) => "fail",
                    (Outcome::Bad, false, 10, 2) => "warn",
                    _ => "pass",
                };
                rows.push(result(begins, &test_id(&name, column), status, "null"));
            }
        }
    }
    format!(
        "{{\"metadata\": {{\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/run-results/v6.json\", \
         \"dbt_version\": \"1.11.16\", \"generated_at\": \"{begins}:10:00Z\", \"invocation_id\": \"{id}\", \"env\": {{}}}}, \
         \"args\": {{\"which\": \"build\", \"empty\": false, \"defer\": false, \"select\": [], \"exclude\": []}}, \
         \"results\": [{}], \"elapsed_time\": 600.0}}",
        rows.join(",\n"),
        id = invocation(night),
    )
}

fn invocation(night: Night) -> String {
    format!("build-{}", night.begins)
}

fn result(begins: &str, id: &str, status: &str, relation: &str) -> String {
    let (message, failures) = match status {
        "success" => ("\"SELECT 1000\"", "null"),
        "pass" => ("null", "0"),
        "warn" => ("\"Got 2 results, configured to warn if != 0\"", "2"),
        _ => ("\"Got 3 results, configured to fail if != 0\"", "3"),
    };
    format!(
        "{{\"status\": \"{status}\", \"timing\": [{{\"name\": \"compile\", \"started_at\": \"{begins}:00:01Z\", \
         \"completed_at\": \"{begins}:00:02Z\"}}, {{\"name\": \"execute\", \"started_at\": \"{begins}:00:02Z\", \
         \"completed_at\": \"{begins}:00:03Z\"}}], \"thread_id\": \"Thread-1 (worker)\", \"execution_time\": 1.5, \
         \"adapter_response\": {{\"_message\": \"OK\", \"rows_affected\": 1000}}, \"message\": {message}, \"failures\": \
         {failures}, \"unique_id\": \"{id}\", \"compiled\": true, \"compiled_code\": \"select 1\", \"relation_name\": \
         {relation}, \"batch_results\": null}}"
    )
}

/// Returns dbt's output after checking every source.
fn sources(size: usize, is_bad: bool) -> String {
    let row = |number: usize| {
        let (status, loaded, age) = match is_bad && is_late(number, size) {
            true => ("error", "2026-11-16T20:00:00Z", 266_400.0),
            false => ("pass", "2026-11-19T20:10:00Z", 6_600.0),
        };
        format!(
            "{{\"unique_id\": \"{}\", \"max_loaded_at\": \"{loaded}\", \"snapshotted_at\": \"2026-11-19T22:00:00Z\", \
             \"max_loaded_at_time_ago_in_s\": {age:.1}, \"status\": \"{status}\", \"criteria\": {{\"warn_after\": \
             {{\"count\": 12, \"period\": \"hour\"}}, \"error_after\": {{\"count\": 24, \"period\": \"hour\"}}, \
             \"filter\": null}}, \"adapter_response\": {{}}, \"timing\": [{{\"name\": \"execute\", \"started_at\": \
             \"2026-11-19T22:00:00Z\", \"completed_at\": \"2026-11-19T22:00:00Z\"}}], \"thread_id\": \"Thread-1 (worker)\", \
             \"execution_time\": 0.1}}",
            source_id(number)
        )
    };
    let rows: Vec<String> = (0..size).map(row).collect();
    format!(
        "{{\"metadata\": {{\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/sources/v3.json\", \"dbt_version\": \
         \"1.11.16\", \"generated_at\": \"2026-11-19T22:00:01Z\", \"invocation_id\": \"freshness\", \"env\": {{}}}}, \
         \"results\": [{}], \"elapsed_time\": 1.0}}",
        rows.join(",\n")
    )
}

/// The events of a product, on a bad night or not.
type Telling = fn(usize, bool) -> String;

/// The files of events, with the lines of each about a product.
const STREAMS: [(&str, Telling); 5] =
    [("loaders", loader), ("dbt", dbt), ("checks", check), ("syncs", sync), ("elsewhere", elsewhere)];

/// A run of a job, which reports itself several times.
#[derive(Default)]
struct JobRun {
    /// `NAMESPACE/NAME`.
    job: String,
    job_facets: String,
    run_facets: String,
    inputs: String,
    outputs: String,
}

impl JobRun {
    /// Returns its events, given their types and times.
    fn tells(&self, events: &[(&str, &str)]) -> String {
        let Self { job, job_facets, run_facets, inputs, outputs } = self;
        let (namespace, name) = job.split_once('/').unwrap();
        let mut lines = String::new();
        for (event, time) in events {
            let _ = writeln!(
                lines,
                "{{\"eventType\": \"{event}\", \"eventTime\": \"{time}\", \"run\": {{\"runId\": \"{name}-run\", \"facets\": \
                 {{{run_facets}}}}}, \"job\": {{\"namespace\": \"{namespace}\", \"name\": \"{name}\", \"facets\": \
                 {{{job_facets}}}}}, \"inputs\": [{inputs}], \"outputs\": [{outputs}], \"producer\": \
                 \"https://jobs.example/producer\", \"schemaURL\": \
                 \"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent\"}}"
            );
        }
        lines
    }
}

fn dataset(namespace: &str, name: &str, input_facets: &str) -> String {
    format!(
        "{{\"namespace\": \"{namespace}\", \"name\": \"{name}\", \"facets\": {{}}, \"inputFacets\": {{{input_facets}}}}}"
    )
}

fn final_table(number: usize) -> String {
    format!("db.main.product_{number}_final")
}

/// Returns three checks of a table, of which the last may fail.
fn assertions(is_bad: bool) -> String {
    format!(
        "\"dataQualityAssertions\": {{\"assertions\": [{{\"assertion\": \"unique\", \"column\": \"id\", \"success\": true}}, \
         {{\"assertion\": \"not_null\", \"column\": \"created_at\", \"success\": true}}, {{\"assertion\": \
         \"row_count_to_be_between\", \"success\": {}, \"actual\": \"1000\", \"severity\": \"error\"}}]}}",
        !is_bad
    )
}

/// Returns the events of the loader of a product's source.
fn loader(number: usize, _: bool) -> String {
    let table = format!("db.raw_domain_{}.product_{number}", number / PER_DOMAIN);
    let run = JobRun {
        job: format!("loaders/load_product_{number}"),
        inputs: dataset("https://crm.example", &format!("product_{number}"), ""),
        outputs: dataset(WAREHOUSE, &table, ""),
        ..JobRun::default()
    };
    run.tells(&[
        ("START", "2026-11-19T20:00:00Z"),
        ("RUNNING", "2026-11-19T20:05:00Z"),
        ("COMPLETE", "2026-11-19T20:10:00Z"),
    ])
}

/// Returns dbt's own event for its last model, in addition to its rows.
fn dbt(number: usize, _: bool) -> String {
    let (name, _) = model_of(Kind::Watched, number, MODELS - 1);
    let run = JobRun {
        job: format!("dbt/{name}"),
        job_facets: format!("\"dbt_node\": {{\"unique_id\": \"model.generated.{name}\"}}"),
        run_facets: format!("\"dbt_run\": {{\"invocation_id\": \"{}\"}}", invocation(LAST)),
        outputs: dataset(WAREHOUSE, &final_table(number), ""),
        ..JobRun::default()
    };
    run.tells(&[("START", "2026-11-19T22:00:02Z"), ("COMPLETE", "2026-11-19T22:00:03Z")])
}

/// Returns the findings of another tool about the last model.
fn check(number: usize, is_bad: bool) -> String {
    let run = JobRun {
        job: format!("quality/check_product_{number}"),
        inputs: dataset(
            WAREHOUSE,
            &final_table(number),
            &assertions(is_bad && place(number) == PER_DOMAIN - 12),
        ),
        ..JobRun::default()
    };
    run.tells(&[("START", "2026-11-19T22:30:00Z"), ("COMPLETE", "2026-11-19T22:30:20Z")])
}

/// Returns the events of the sync to another system: one in every domain fails, and one never ends.
fn sync(number: usize, is_bad: bool) -> String {
    if !has_sync(number) {
        return String::new();
    }
    let (start, running) = (("START", "2026-11-19T23:00:00Z"), ("RUNNING", "2026-11-19T23:01:00Z"));
    let mut run = JobRun {
        job: format!("syncs/sync_product_{number}"),
        inputs: dataset(WAREHOUSE, &final_table(number), ""),
        outputs: dataset("https://crm.example", &format!("audience_{number}"), ""),
        ..JobRun::default()
    };
    match place(number) {
        24 if is_bad => {
            run.run_facets = "\"errorMessage\": {\"message\": \"429 Too Many Requests\"}".to_owned();
            run.tells(&[start, running, ("FAIL", "2026-11-19T23:02:00Z")])
        }
        32 if is_bad => run.tells(&[start, running]),
        _ => run.tells(&[start, running, ("COMPLETE", "2026-11-19T23:02:00Z")]),
    }
}

/// Returns the events of an unrelated job: a company has one stream of events for everything.
fn elsewhere(number: usize, is_bad: bool) -> String {
    let run = JobRun {
        job: format!("elsewhere/job_{number}"),
        inputs: dataset(
            "s3://lake",
            &format!("landing/table_{number}"),
            &assertions(is_bad && number % 10 == 3),
        ),
        outputs: dataset("s3://lake", &format!("refined/table_{number}"), ""),
        ..JobRun::default()
    };
    run.tells(&[("START", "2026-11-19T21:00:00Z"), ("COMPLETE", "2026-11-19T21:30:00Z")])
}
