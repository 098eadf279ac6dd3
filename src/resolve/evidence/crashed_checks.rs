//! Checks whose job failed in its newest run before it reported them: what it found before is no longer known.

use super::jobs::{JobRun, RunKey};
use super::join::{EvidenceJoin, TestResult};
use crate::model::{AssetIx, EvidenceOrigin, RunOutcome, TestOutcome};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Adds that the checks of a failed newest run were not made, for the tables that the run is about.
pub(super) fn add(runs: &BTreeMap<RunKey<'_>, JobRun<'_>>, join: &mut EvidenceJoin<'_>) {
    let end = |run: &JobRun<'_>| -> Option<(Timestamp, RunOutcome)> {
        run.end.as_ref().map(|end| (end.at, end.outcome))
    };
    let mut newest: BTreeMap<&str, &JobRun<'_>> = BTreeMap::new();
    for ((job, _), run) in runs.iter().filter(|(_, run)| run.node.is_none() && run.end.is_some()) {
        let known = newest.entry(job).or_insert(run);
        if end(run) > end(known) {
            *known = run;
        }
    }
    newest.retain(|_, run| end(run).is_some_and(|(_, outcome)| outcome == RunOutcome::Error));
    let not_made = |asset: AssetIx, result: &TestResult| -> Option<Box<TestResult>> {
        let run = newest.get(result.origin.job.as_deref()?)?;
        let (at, _) = end(run)?;
        let row = *run.ends.first()?;
        let mut datasets = run.reads.iter().chain(&run.writes).peekable();
        let is_about = datasets.peek().is_none()
            || datasets.any(|dataset| join.index.dataset(dataset).assets.iter().any(|(of, _)| *of == asset));
        (is_about && result.at < run.started_at.unwrap_or(at)).then(|| {
            Box::new(TestResult {
                at,
                outcome: TestOutcome::Skipped,
                failures: None,
                message: String::new(),
                origin: EvidenceOrigin { file: Some(row.file), job: result.origin.job.clone() },
                invocation: None,
                row,
            })
        })
    };
    let tests = join.tests.iter().filter_map(|(test, result)| Some((*test, not_made(test.0, result)?)));
    let tests: Vec<_> = tests.collect();
    let checks =
        join.checks.iter().filter_map(|(key, result)| Some((key.clone(), not_made(key.asset, result)?)));
    let checks: Vec<_> = checks.collect();
    join.tests.extend(tests);
    join.checks.extend(checks);
}
