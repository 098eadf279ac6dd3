//! Reconciles several reports: the newest result of each check counts, and at the same time the worse one; all
//! reports of one dbt invocation are one event, of which the worst counts.

use super::index::TestAt;
use super::join::{CheckKey, EvidenceJoin, FoundRun, TestResult};
use super::row_outcomes::{RowOutcome, RowOutcomes};
use crate::model::{
    AssetIx, ExternalCheck, FreshnessCheck, FreshnessOutcome, ObservedAssets, Run, TestOutcome, TestRun,
};
use crate::read::evidence::observation::RowRef;
use jiff::{SignedDuration, Timestamp};
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Returns the observations of each asset, and records what happens to the rows.
pub(super) fn reconciled(join: &mut EvidenceJoin<'_>) -> ObservedAssets {
    let mut observed = ObservedAssets::default();
    runs(std::mem::take(&mut join.runs), &mut join.outcomes, &mut observed);
    tests(std::mem::take(&mut join.tests), &mut join.outcomes, &mut observed);
    checks(join, &mut observed);
    freshness(std::mem::take(&mut join.freshness), &mut join.outcomes, &mut observed);
    for (asset, size) in std::mem::take(&mut join.sizes) {
        observed.add_to(asset).size = Some(size);
    }
    for (asset, filled) in std::mem::take(&mut join.filled) {
        observed.add_to(asset).filled = Some(filled);
    }
    for (asset, (at, why)) in std::mem::take(&mut join.excluded) {
        observed.add_to(asset).excluded = Some((at, why));
    }
    for (asset, systems) in &join.systems {
        if systems.len() > 1 {
            observed.add_to(*asset).systems = systems.iter().cloned().collect();
        }
    }
    observed
}

/// Adds the runs of each asset, oldest first.
fn runs(mut runs: Vec<(AssetIx, Box<FoundRun>)>, outcomes: &mut RowOutcomes, observed: &mut ObservedAssets) {
    // Groups the reports of one invocation, the worst one first, and dbt's own file before its events.
    runs.sort_by(|(first_asset, first), (second_asset, second)| {
        (first_asset, first.run.system, &first.invocation)
            .cmp(&(second_asset, second.run.system, &second.invocation))
            .then_with(|| second.run.outcome.cmp(&first.run.outcome))
            .then_with(|| first.run.origin.job.cmp(&second.run.origin.job))
            .then_with(|| (second.run.at, &second.run.failure).cmp(&(first.run.at, &first.run.failure)))
            .then_with(|| by_what_is_known(&first.run, &second.run))
    });
    let mut kept: Vec<(AssetIx, Box<FoundRun>)> = Vec::with_capacity(runs.len());
    for (asset, run) in runs {
        if let Some((last_of, last)) = kept.last_mut()
            && *last_of == asset
            && last.run.system == run.run.system
            && last.invocation.is_some()
            && last.invocation == run.invocation
        {
            // dbt does the same work once per invocation: each report may add what the other leaves out.
            last.run.started_at =
                last.run.started_at.min(run.run.started_at).or(last.run.started_at).or(run.run.started_at);
            last.run.duration = last.run.duration.or(run.run.duration);
            last.run.link = last.run.link.take().or_else(|| run.run.link.clone());
            last.run.query = last.run.query.take().or_else(|| run.run.query.clone());
            last.run.names = names_of_both(&last.run, &run.run);
            run.rows().for_each(|row| outcomes.set(row, RowOutcome::Replaced));
            if last.run.outcome == run.run.outcome {
                last.run.failure = last.run.failure.clone().max(run.run.failure);
            }
            continue;
        }
        kept.push((asset, run));
    }
    kept.sort_by(|(first_asset, first), (second_asset, second)| {
        let key = |run: &FoundRun| (run.run.at, run.run.outcome);
        (first_asset, key(first))
            .cmp(&(second_asset, key(second)))
            .then_with(|| second.run.failure.cmp(&first.run.failure))
            .then_with(|| first.run.origin.job.cmp(&second.run.origin.job))
            .then_with(|| first.run.system.cmp(&second.run.system))
            .then_with(|| by_what_is_known(&first.run, &second.run))
    });
    for (asset, run) in kept {
        let runs = &mut observed.add_to(asset).runs;
        let is_reported = runs.last().is_some_and(|last| {
            (last.at, last.outcome, last.system) == (run.run.at, run.run.outcome, run.run.system)
        });
        let fate = if is_reported { RowOutcome::Replaced } else { RowOutcome::Used };
        run.rows().for_each(|row| outcomes.set(row, fate));
        match runs.last_mut().filter(|_| is_reported) {
            Some(last) => {
                last.names = names_of_both(last, &run.run);
                last.link = last.link.take().or(run.run.link);
                last.query = last.query.take().or(run.run.query);
            }
            None => runs.push(run.run),
        }
    }
}

/// Returns the tables that two reports of one run name; none if one of them stands for all tables.
fn names_of_both(first: &Run, second: &Run) -> Arc<[AssetIx]> {
    if first.names.is_empty() || second.names.is_empty() {
        return Arc::default();
    }
    if first.names == second.names {
        return Arc::clone(&first.names);
    }
    let names: BTreeSet<AssetIx> = first.names.iter().chain(&*second.names).copied().collect();
    names.into_iter().collect()
}

/// Orders runs with more details first: their duration, then where they are shown. The reporting file comes last, as
/// that order depends on its name.
fn by_what_is_known(first: &Run, second: &Run) -> Ordering {
    let known = |run: &Run| (run.duration, run.started_at, run.link.clone(), run.query.clone());
    let known = known(second).cmp(&known(first));
    known.then_with(|| first.origin.cmp(&second.origin))
}

/// Results from two origins this close to each other may be of one run.
const SAME_RUN_WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// The result that counts among those about one thing.
struct ReconciledResult {
    /// The newest result; at the same moment, the worse one.
    best: Option<TestResult>,
    /// When it was last due to be checked and was skipped, if that is later.
    skipped: Option<(Timestamp, TestResult)>,
}

impl ReconciledResult {
    /// Reconciles results about one thing; there must be at least one.
    fn of(mut results: Vec<&TestResult>, outcomes: &mut RowOutcomes) -> Self {
        if let [only] = results.as_slice()
            && only.outcome != TestOutcome::Skipped
        {
            outcomes.set(only.row, RowOutcome::Used);
            return Self { best: Some(TestResult::clone(only)), skipped: None };
        }
        // The worst result of one invocation counts, at the time of the last report; dbt's own file has the most
        // details.
        results.sort_by(|first, second| {
            (&first.invocation, second.outcome, &first.origin.job)
                .cmp(&(&second.invocation, first.outcome, &second.origin.job))
                .then_with(|| (second.at, second.failures).cmp(&(first.at, first.failures)))
                .then_with(|| first.cmp(second))
        });
        let mut kept: Vec<TestResult> = Vec::with_capacity(results.len());
        for result in results {
            match kept.last_mut() {
                Some(last) if last.invocation.is_some() && last.invocation == result.invocation => {
                    last.at = last.at.max(result.at);
                    outcomes.set(result.row, RowOutcome::Replaced);
                }
                _ => kept.push(result.clone()),
            }
        }
        let newest = |skipped: bool| {
            let of_kind =
                kept.iter().filter(|kept_result| (kept_result.outcome == TestOutcome::Skipped) == skipped);
            of_kind.max_by_key(|kept_result| (kept_result.at, *kept_result)).cloned()
        };
        let (mut best, skipped) = (newest(false), newest(true));
        if let Some(best) = best.as_mut().filter(|best| best.failures.is_none()) {
            // Another origin may have counted the rows at the same moment.
            let same = kept.iter().filter(|kept_result| {
                kept_result.outcome == best.outcome
                    && best.at.duration_since(kept_result.at).abs() <= SAME_RUN_WINDOW
            });
            best.failures = same.filter_map(|kept_result| kept_result.failures).max();
        }
        let skipped = skipped.filter(|skip| best.as_ref().is_none_or(|best| best.at < skip.at));
        for result in &kept {
            let counts = [best.as_ref(), skipped.as_ref()]
                .into_iter()
                .flatten()
                .any(|kept_result| kept_result.row == result.row);
            outcomes.set(result.row, if counts { RowOutcome::Used } else { RowOutcome::Replaced });
        }
        Self { best, skipped: skipped.map(|skip| (skip.at, skip)) }
    }
}

fn tests(
    mut tests: Vec<(TestAt, Box<TestResult>)>,
    outcomes: &mut RowOutcomes,
    observed: &mut ObservedAssets,
) {
    // The results of each test are sorted when they are reconciled.
    tests.sort_unstable_by_key(|(test, _)| *test);
    for same in tests.chunk_by(|(left, _), (right, _)| left == right) {
        let (asset, number) = same[0].0;
        let results = same.iter().map(|(_, result)| &**result).collect();
        let ReconciledResult { best, skipped } = ReconciledResult::of(results, outcomes);
        let skipped_at = skipped.as_ref().map(|(at, _)| *at);
        let Some(counts) = best.or(skipped.map(|(_, result)| result)) else { continue };
        let run = TestRun {
            at: counts.at,
            outcome: counts.outcome,
            failures: counts.failures,
            message: counts.message,
            skipped: skipped_at,
            origin: counts.origin,
        };
        let (tests, number) = (&mut observed.add_to(asset).tests, number as usize);
        if tests.len() <= number {
            tests.resize(number + 1, None);
        }
        tests[number] = Some(run);
    }
}

fn checks(join: &mut EvidenceJoin<'_>, observed: &mut ObservedAssets) {
    let mut checks = std::mem::take(&mut join.checks);
    checks.sort();
    for same in checks.chunk_by(|(left, _), (right, _)| left == right) {
        let results = same.iter().map(|(_, result)| &**result).collect();
        let ReconciledResult { best, skipped } = ReconciledResult::of(results, &mut join.outcomes);
        let skipped_at = skipped.as_ref().map(|(at, _)| *at);
        let Some(counts) = best.or(skipped.map(|(_, result)| result)) else { continue };
        let key = &same[0].0;
        let system = join.system_at(key.asset, key.system.as_ref());
        let CheckKey { asset, name, column, .. } = key.clone();
        observed.add_to(asset).checks.push(ExternalCheck {
            name,
            column,
            at: counts.at,
            outcome: counts.outcome,
            skipped: skipped_at,
            origin: counts.origin,
            system,
        });
    }
}

/// Adds the newest freshness check of each source with a result, and when the check last crashed.
fn freshness(
    mut checks: Vec<(AssetIx, FreshnessCheck, RowRef)>,
    outcomes: &mut RowOutcomes,
    observed: &mut ObservedAssets,
) {
    checks.sort_by(|(one_of, left, one_row), (other_of, right, other_row)| {
        let key = |check: &FreshnessCheck| {
            let loaded = std::cmp::Reverse(check.loaded);
            (check.at, check.outcome, check.is_empty, loaded)
        };
        (one_of, key(left), &left.crashed, one_row).cmp(&(other_of, key(right), &right.crashed, other_row))
    });
    let mut checks = checks.into_iter().peekable();
    while let Some((asset, mut best, mut best_row)) = checks.next() {
        // In this order, a later one is newer or worse.
        let is_crash = |check: &FreshnessCheck| check.outcome == FreshnessOutcome::Crashed;
        let crash = |check: &FreshnessCheck| {
            let message = check.crashed.as_ref().map(|(_, message)| message.clone()).unwrap_or_default();
            (check.at, message)
        };
        best.crashed = is_crash(&best).then(|| crash(&best));
        let mut rows = vec![best_row];
        let mut crash_row = None;
        while let Some((_, more, row)) = checks.next_if(|(other, ..)| *other == asset) {
            rows.push(row);
            if is_crash(&more) && !is_crash(&best) {
                best.crashed = Some(crash(&more));
                crash_row = Some(row);
            } else {
                best.crashed = is_crash(&more).then(|| crash(&more));
                best = FreshnessCheck { crashed: best.crashed, ..more };
                (best_row, crash_row) = (row, None);
            }
        }
        for row in rows {
            let counts = row == best_row || Some(row) == crash_row;
            outcomes.set(row, if counts { RowOutcome::Used } else { RowOutcome::Replaced });
        }
        observed.add_to(asset).freshness = Some(best);
    }
}
