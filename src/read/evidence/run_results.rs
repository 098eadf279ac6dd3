//! dbt's `run_results.json`: the result of each node of one command.
//!
//! The shape is that of dbt's published JSON schemas (run-results v4 to v6); statuses are kept as text,
//! because dbt keeps adding to them.

use super::format::{FormatReader, Input, Reading};
use super::observation::{ObservedFact, ObservedSubject, RunEnding, instant, one_line};
use super::run_links::{RunNames, run_link};
use crate::model::{ExclusionReason, FailureCause, TestOutcome, relation_name};
use crate::read::dbt::json::JsonFile;
use crate::read::dbt::lenient::{FromText, LenientRecord, Number, Records, Text};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde::de::Deserializer;
use std::sync::Arc;

/// `run_results.json`.
pub(super) const FORMAT: FormatReader = FormatReader {
    named: "run_results",
    ending_of_events: &[],
    recognises: |beginning| beginning.is_dbt("/run-results/", &["unique_id", "timing"]),
    read,
};

/// The result of each node of one command.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RunResultsDoc {
    /// About the file.
    metadata: LenientRecord<RunMetadataDoc>,
    /// The arguments of the dbt command.
    args: LenientRecord<ArgumentsDoc>,
    /// A row for each node.
    results: Option<Records<RunResultDoc>>,
}

/// The metadata of a file from a dbt run.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RunMetadataDoc {
    /// When it was written, in RFC 3339.
    pub(super) generated_at: Text,
    /// Identifies the run; its events carry it too.
    pub(super) invocation_id: Text,
    /// The environment of the run: variables whose names dbt knows, or that begin with
    /// `DBT_ENV_CUSTOM_ENV_`, without that prefix.
    env: LenientRecord<EnvironmentDoc>,
}

/// The environment of a run.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "SCREAMING_SNAKE_CASE")]
struct EnvironmentDoc {
    /// The run in the dbt platform.
    dbt_cloud_run_id: Text,
    /// Its job there.
    dbt_cloud_job_id: Text,
    /// The address of the run.
    run_url: Text,
}

/// The arguments of a dbt command.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct ArgumentsDoc {
    /// The command: `build`, `test`, `generate`…
    which: Text,
    /// `--empty`: tables without rows.
    empty: Text,
    /// `--sample`: tables with only some of the rows.
    sample: Presence,
}

/// The result of one node.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct RunResultDoc {
    /// The node.
    unique_id: Text,
    /// `success`, `error`, `pass`, `fail`, `skipped`…, in any case.
    status: Text,
    /// dbt's message about it.
    message: Text,
    /// For a test, the number of failing rows.
    failures: Number,
    /// Its execution time, in seconds.
    execution_time: Number,
    /// Its phases of execution.
    timing: Records<TimingDoc>,
    /// The table that was built.
    relation_name: Text,
    /// The SQL that ran, for the tables that it reads.
    compiled_code: FromText<ReadTables>,
}

/// A phase of the execution of a node.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct TimingDoc {
    /// When it ended, in RFC 3339.
    completed_at: Text,
}

/// Commands whose rows are evidence of a run. `docs generate` and `compile` write rows too, in
/// which every test is a success that never ran.
const RUNS: &[&str] = &["build", "run", "test", "seed", "snapshot", "retry"];

fn read(input: &Input<'_>, reading: &mut Reading) {
    let file = JsonFile { bytes: input.bytes, path: input.path, what: "run results", again: "dbt build" };
    let doc = file.read::<RunResultsDoc>(&mut reading.sources).and_then(|doc| match doc.results {
        Some(_) => Ok(doc),
        None => Err(file.wrong_document("no `results`", &mut reading.sources)),
    });
    let doc = match doc {
        Ok(doc) => doc,
        Err(diagnostic) => return reading.mark_unreadable(diagnostic),
    };
    let RunResultsDoc { metadata: LenientRecord(metadata), args: LenientRecord(args), results } = doc;
    let command = args.which.or_empty().to_lowercase();
    let scope = scope(&args, &command);
    let invocation = metadata.invocation_id.filled().map(|id| reading.shared(id));
    let link = link(&metadata, input.run_url).map(|link| reading.shared(&link));
    let written = metadata.generated_at.or_empty();
    let rows = results.unwrap_or_default().0;
    reading.observations.reserve_exact(rows.len());
    for mut row in rows {
        let mut status = String::from(row.status.0.take().unwrap_or_default());
        status.make_ascii_lowercase();
        // A file that does not name its command is only believed if no other command could
        // have written the row.
        let scope = scope.or_else(|| {
            let is_known = !command.is_empty() || test_outcome(&status).is_some() && status != "skipped";
            (!is_known).then_some(ExclusionReason::CommandUnknown)
        });
        let at = ended(&row, written);
        let place = reading.row();
        let (subject, fact) = observed(row, &status, link.as_ref());
        let (fact, scope) = match fact {
            Ok(fact) => (fact, scope),
            Err(why) => (ObservedFact::Nothing, Some(why)),
        };
        let observation = reading.observe(place, at, subject, fact);
        observation.scope = scope;
        observation.invocation.clone_from(&invocation);
    }
}

/// Returns the address of the run.
fn link(metadata: &RunMetadataDoc, run_url: Option<&str>) -> Option<String> {
    let environment = &metadata.env.0;
    let run = environment.dbt_cloud_run_id.filled().unwrap_or(metadata.invocation_id.or_empty());
    let names = RunNames { run, job: environment.dbt_cloud_job_id.or_empty(), namespace: "" };
    run_link(run_url, names, &[environment.run_url.or_empty()])
}

/// Returns why the rows of a command are not about production; `None` if they are.
fn scope(args: &ArgumentsDoc, command: &str) -> Option<ExclusionReason> {
    if command == "clone" {
        return Some(ExclusionReason::Clone);
    }
    if !command.is_empty() && !RUNS.contains(&command) {
        return Some(ExclusionReason::NothingRan);
    }
    if args.empty.or_empty().eq_ignore_ascii_case("true") {
        return Some(ExclusionReason::EmptyBuild);
    }
    args.sample.0.then_some(ExclusionReason::SampleBuild)
}

/// Returns the observation in a row: the outcome of a test, or the outcome of any other run.
fn observed(
    row: RunResultDoc,
    status: &str,
    link: Option<&Arc<str>>,
) -> (ObservedSubject, Result<ObservedFact, ExclusionReason>) {
    let id = row.unique_id.0.unwrap_or_default();
    let is_test = matches!(id.split('.').next(), Some("test" | "unit_test" | "data_test"));
    let fact = if is_test {
        test_outcome(status).map(|outcome| ObservedFact::Test {
            outcome,
            failures: row.failures.count(),
            message: one_line(row.message.or_empty()),
        })
    } else {
        ending(status, &row.message).map(|ending| {
            let duration = row.execution_time.float().filter(|time| *time >= 0.0);
            let duration = duration.and_then(|time| SignedDuration::try_from_secs_f64(time).ok());
            ObservedFact::NodeRun { ending, duration, link: link.cloned() }
        })
    };
    let made =
        row.relation_name.filled().filter(|_| !is_test).map(|name| relation_name(name).into_boxed_str());
    let relations = if is_test { row.compiled_code.0.0 } else { made.into_iter().collect() };
    let subject = ObservedSubject::Node { id, relations };
    let why = match status {
        "no-op" | "success" => ExclusionReason::NothingToDo,
        _ => ExclusionReason::UnknownStatus,
    };
    (subject, fact.ok_or(why))
}

/// Returns when the node finished; if the row does not say, when the file was written.
fn ended(row: &RunResultDoc, written: &str) -> Option<Timestamp> {
    let last = row.timing.0.iter().rev().find_map(|timing| timing.completed_at.filled());
    instant(last.unwrap_or(written))
}

/// Returns the outcome for the status of a test; `None` for the status of something else.
fn test_outcome(status: &str) -> Option<TestOutcome> {
    Some(match status {
        "pass" => TestOutcome::Pass,
        "warn" => TestOutcome::Warn,
        "fail" => TestOutcome::Fail,
        "error" | "runtime error" => TestOutcome::Crashed,
        "skipped" => TestOutcome::Skipped,
        _ => return None,
    })
}

/// Returns the outcome for the status of anything else; `None` if nothing was built.
fn ending(status: &str, message: &Text) -> Option<RunEnding> {
    let observed = || match one_line(message.or_empty()) {
        message if message.is_empty() => FailureCause::Unknown,
        message => FailureCause::Message(message),
    };
    Some(match status {
        "success" | "pass" | "warn" => RunEnding::Success,
        "reused" => RunEnding::Reused,
        "partial success" => RunEnding::Failed(FailureCause::Partly),
        "error" | "fail" | "runtime error" => RunEnding::Failed(observed()),
        "skipped" => RunEnding::Skipped,
        _ => return None,
    })
}

/// Whether the value is anything but null or `false`.
#[derive(Clone, Copy, Debug, Default)]
struct Presence(bool);

impl<'de> serde::Deserialize<'de> for Presence {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(from)?;
        Ok(Self(!matches!(value, serde_json::Value::Null | serde_json::Value::Bool(false))))
    }
}

/// The tables that SQL reads, by the names after `from` and `join`, normalised for comparison: at most a few.
#[derive(Clone, Debug, Default)]
struct ReadTables(Vec<Box<str>>);

impl From<&str> for ReadTables {
    fn from(sql: &str) -> Self {
        Self(read_tables(sql))
    }
}

/// How many tables are kept: a test reads few.
const TABLES: usize = 8;

fn read_tables(sql: &str) -> Vec<Box<str>> {
    let mut tables: Vec<Box<str>> = Vec::new();
    let mut tokens = sql.split([' ', '\t', '\r', '\n', '(', ')', ',', ';']);
    while let Some(word) = tokens.next() {
        if !(word.eq_ignore_ascii_case("from") || word.eq_ignore_ascii_case("join")) {
            continue;
        }
        let named = tokens.by_ref().find(|word| !word.is_empty()).unwrap_or_default();
        if named.contains('.') && tables.len() < TABLES {
            let name = relation_name(named).into_boxed_str();
            if !tables.contains(&name) {
                tables.push(name);
            }
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_from_from_and_join_clauses() {
        let sql = "select *\nfrom (select id from \"WH\".\"main\".\"orders\" where id is null) as t\n\
                   left join `wh`.`main`.`customers` on true join cte on true";
        let tables: Vec<String> = read_tables(sql).into_iter().map(String::from).collect();
        assert_eq!(tables, ["wh.main.orders", "wh.main.customers"]);
    }
}
