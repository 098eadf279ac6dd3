//! The rows that dbt writes when it ran, each to the asset or test that it is about.

use super::Seen;
use crate::model::{FreshnessCheck, FreshnessFinding, Outcome, Run, TestFinding, TestRun};
use crate::read::dbt::lenient::Record;
use crate::read::dbt::runs::{FreshnessResultDoc, ResultDoc, RunResultsDoc, RunsDoc, Seen as File};
use std::collections::BTreeSet;

/// Commands whose rows say that something ran. `docs generate` and `compile` write rows too, in
/// which every test is a success that never ran.
const RUNS: &[&str] = &["build", "run", "test", "seed", "snapshot", "retry"];

/// Adds the rows, and gives the ids of the runs that they are of.
pub(super) fn add(runs: &RunsDoc, seen: &mut Seen<'_>) -> BTreeSet<String> {
    let mut invocations = BTreeSet::new();
    for file in &runs.results {
        let which = file.doc.args.0.which.or_empty().to_lowercase();
        if RUNS.contains(&which.as_str()) {
            invocations.extend(file.doc.metadata.0.invocation_id.filled().map(str::to_owned));
        }
        rows(file, &which, seen);
    }
    for file in &runs.sources {
        let written = file.doc.metadata.0.generated_at.or_empty();
        for row in file.doc.results.iter().flat_map(|rows| &rows.0) {
            freshness(row, written, &file.path, seen);
        }
    }
    invocations
}

fn rows(file: &File<RunResultsDoc>, which: &str, seen: &mut Seen<'_>) {
    let written = file.doc.metadata.0.generated_at.or_empty();
    for row in file.doc.results.iter().flat_map(|rows| &rows.0) {
        let id = row.unique_id.or_empty();
        let status = row.status.or_empty().to_lowercase();
        // A file that does not say what it is of is believed only where no other command could
        // have written the row.
        let is_run =
            RUNS.contains(&which) || which.is_empty() && finding(&status).is_some() && status != "skipped";
        if !is_run {
            continue;
        }
        if let Some((asset, number)) = seen.index.tests.get(id).copied() {
            let (Some(finding), Some(at)) = (finding(&status), seen.moment(ended(row, written), &file.path))
            else {
                continue;
            };
            let failures = row.failures.filled().and_then(|count| count.parse().ok());
            let message = super::one_line(row.message.or_empty());
            let run = TestRun { at, finding, failures, message };
            let tests = &mut seen.of(asset).tests;
            // The newest counts; of the same moment, the one that is read last.
            if tests.len() <= number {
                tests.resize(number + 1, None);
            }
            if tests[number].as_ref().is_none_or(|known| known.at <= at) {
                tests[number] = Some(run);
            }
        } else if let Some(asset) = seen.index.keys.get(id).copied() {
            let (Some(outcome), Some(at)) = (outcome(&status), seen.moment(ended(row, written), &file.path))
            else {
                continue;
            };
            let message = match outcome {
                Outcome::Error if status == "partial success" => "only a part of it was made".to_owned(),
                Outcome::Error => super::one_line(row.message.or_empty()),
                _ => String::new(),
            };
            let took = row.execution_time.filled().and_then(|time| time.parse::<f32>().ok());
            let took = took.filter(|time| time.is_finite() && *time >= 0.0).map(|time| time as u32);
            seen.of(asset).runs.push(Run { at, took, outcome, message, origin: file.path.clone() });
        }
    }
}

/// When the work on a node ended; when the file was written, if the row does not say.
fn ended<'a>(row: &'a ResultDoc, written: &'a str) -> &'a str {
    let last = row.timing.0.iter().rev().find_map(|timing| timing.completed_at.filled());
    last.unwrap_or(written)
}

/// What the status of a test says; nothing for a status of something else.
fn finding(status: &str) -> Option<TestFinding> {
    Some(match status {
        "pass" => TestFinding::Pass,
        "warn" => TestFinding::Warn,
        "fail" => TestFinding::Fail,
        "error" | "runtime error" => TestFinding::Broken,
        "skipped" => TestFinding::Skipped,
        _ => return None,
    })
}

/// What the status of anything else says; nothing for what made nothing.
fn outcome(status: &str) -> Option<Outcome> {
    Some(match status {
        // `reused`: nothing upstream had changed, so that it is as it should be.
        "success" | "reused" => Outcome::Success,
        "error" | "fail" | "runtime error" | "partial success" => Outcome::Error,
        "skipped" => Outcome::Skipped,
        _ => return None,
    })
}

fn freshness(row: &FreshnessResultDoc, written: &str, path: &str, seen: &mut Seen<'_>) {
    let Some(asset) = seen.index.keys.get(row.unique_id.or_empty()).copied() else { return };
    let looked = row.snapshotted_at.filled().unwrap_or(written);
    let Some(at) = seen.moment(looked, path) else { return };
    let finding = match row.status.or_empty().to_lowercase().as_str() {
        "pass" => FreshnessFinding::Pass,
        "warn" => FreshnessFinding::Warn,
        "error" => FreshnessFinding::Error,
        _ => FreshnessFinding::Crashed,
    };
    let loaded = row.max_loaded_at.filled().and_then(super::instant);
    let observed = seen.of(asset);
    if observed.freshness.as_ref().is_none_or(|known| known.at <= at) {
        observed.freshness = Some(FreshnessCheck { at, finding, loaded });
    }
}

/// Columns that stand in the warehouse, for assets whose columns nobody described.
pub(super) fn columns(runs: &RunsDoc, mut column: impl FnMut(&str, &str, &str)) {
    for file in &runs.catalogs {
        for (id, Record(table)) in file.doc.nodes.0.iter().chain(&file.doc.sources.0) {
            let mut columns: Vec<_> = table.columns.0.iter().collect();
            columns.sort_by_key(|(_, Record(column))| {
                column.index.filled().and_then(|index| index.parse::<u32>().ok()).unwrap_or(u32::MAX)
            });
            for (key, Record(found)) in columns {
                column(id, found.name.filled().unwrap_or(key), found.data_type.or_empty());
            }
        }
    }
}
