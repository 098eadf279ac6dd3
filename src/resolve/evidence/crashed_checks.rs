//! Checks whose job failed in its newest run before it reported them: what it found before is no longer known.

use super::jobs::{JobRun, RunKey};
use super::join::{EvidenceJoin, TestResult};
use crate::model::{AssetIx, EvidenceOrigin, RunOutcome, TestOutcome};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

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
    // The assets that a failed run is about; empty if it names none, so that it may be about any.
    let named_assets = |run: &JobRun<'_>| -> BTreeSet<AssetIx> {
        let datasets = run.reads.iter().chain(&run.writes);
        let assets = datasets.flat_map(|dataset| join.index.dataset(dataset).assets.clone());
        assets.map(|(asset, _)| asset).collect()
    };
    let named_assets: BTreeMap<&str, BTreeSet<AssetIx>> =
        newest.iter().map(|(job, run)| (*job, named_assets(run))).collect();
    let not_made = |asset: AssetIx, result: &TestResult| -> Option<Box<TestResult>> {
        let job = result.origin.job.as_deref()?;
        let run = newest.get(job)?;
        let (at, _) = end(run)?;
        let row = *run.ends.first()?;
        let is_named_or_any = run.reads.is_empty() && run.writes.is_empty()
            || named_assets.get(job).is_some_and(|assets| assets.contains(&asset));
        let is_of_this_run = run.ends.iter().chain(&run.others).any(|own| *own == result.row);
        (is_named_or_any && !is_of_this_run && result.at < at).then(|| {
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
