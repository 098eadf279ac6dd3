//! The state of each job, so that those of no product, and their failures, can be reported.

use super::jobs::{JobRun, RunKey};
use super::join::EvidenceJoin;
use super::loads::loaded_by;
use super::tables::{MAX_RUN_DEPTH, Parents};
use super::workflows::{RUNS_KEPT, WorkflowRuns};
use crate::model::{AssetIx, FailureCause, ObservedJob, RunOutcome};
use crate::read::evidence::observation::Dataset;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// The facts about a job, from its runs.
#[derive(Default)]
struct JobFacts<'o> {
    ends: Vec<(Timestamp, RunOutcome, &'o FailureCause, RunKey<'o>)>,
    last: Option<Timestamp>,
    reads: BTreeSet<&'o Dataset>,
    writes: BTreeSet<&'o Dataset>,
    /// The outputs of each successful run that reports them, with its end.
    good: Vec<(Timestamp, &'o BTreeSet<&'o Dataset>)>,
    /// The workflows that each of its runs was part of, the nearest first.
    workflows: Option<Vec<&'o str>>,
    /// Whether it reports checks of tables.
    makes_checks: bool,
    /// Whether one of its runs, or a part of one, is a run of dbt.
    runs_dbt: bool,
    assets: BTreeSet<AssetIx>,
    pieces: BTreeSet<AssetIx>,
}

/// Returns the jobs that are not dbt nodes, by name.
pub(super) fn observed_jobs(
    runs: &BTreeMap<RunKey<'_>, JobRun<'_>>,
    parents: &Parents<'_>,
    workflows: &WorkflowRuns<'_>,
    join: &EvidenceJoin<'_>,
) -> Vec<ObservedJob> {
    let mut jobs: BTreeMap<&str, JobFacts<'_>> = BTreeMap::new();
    // The assets of the failed child runs of each run.
    let mut blamed: BTreeMap<RunKey<'_>, BTreeSet<AssetIx>> = BTreeMap::new();
    for (key, run) in runs {
        let assets = assets_of(*key, run, parents, join);
        let has_failed = run.end.as_ref().is_some_and(|end| end.outcome == RunOutcome::Error);
        let whole = std::iter::successors(run.parent, |key| runs.get(key)?.parent).take(MAX_RUN_DEPTH);
        let workflows: Vec<&str> = whole.clone().map(|(job, _)| job).collect();
        let is_of_dbt = run.node.is_some() || run.invocation.is_some();
        for whole in whole.clone().filter(|_| is_of_dbt) {
            jobs.entry(whole.0).or_default().runs_dbt = true;
        }
        for whole in whole.filter(|_| !assets.is_empty()) {
            jobs.entry(whole.0).or_default().pieces.extend(&assets);
            if has_failed {
                blamed.entry(whole).or_default().extend(&assets);
            }
        }
        if run.node.is_none() {
            let facts = jobs.entry(key.0).or_default();
            facts.last = facts.last.max(run.last);
            facts.runs_dbt |= is_of_dbt;
            match &mut facts.workflows {
                Some(known) => known.retain(|workflow| workflows.contains(workflow)),
                None => facts.workflows = Some(workflows),
            }
            facts.ends.extend(run.end.as_ref().map(|end| (end.at, end.outcome, &end.failure, *key)));
            facts.reads.extend(&run.reads);
            facts.writes.extend(&run.writes);
            let end = run.end.as_ref().filter(|end| end.outcome == RunOutcome::Success);
            facts.good.extend(end.filter(|_| !run.writes.is_empty()).map(|end| (end.at, &run.writes)));
            facts.assets.extend(&assets);
        }
    }
    for job in checking_jobs(join) {
        if let Some(facts) = jobs.get_mut(job) {
            facts.makes_checks = true;
        }
    }
    jobs.into_iter().filter_map(|(job, facts)| observed_job(job, facts, &blamed, workflows, join)).collect()
}

/// Returns the jobs that report checks of tables or results of dbt's tests.
fn checking_jobs<'j>(join: &'j EvidenceJoin<'_>) -> BTreeSet<&'j str> {
    let checks = join.checks.iter().map(|(_, result)| result);
    let results = checks.chain(join.tests.iter().map(|(_, result)| result));
    results.filter_map(|result| result.origin.job.as_deref()).collect()
}

impl<'o> JobFacts<'o> {
    /// Adds the runs of a workflow without it, which wrote nothing, and returns that workflow. Of nested workflows, the
    /// one that ran without it most often counts: if a whole part of a workflow is gone, only the outer one still runs.
    fn left_out(
        &mut self,
        job: &str,
        workflows: &WorkflowRuns<'o>,
    ) -> Option<(&'o str, BTreeSet<Timestamp>)> {
        let (first, _) = *self.good.first()?;
        let inside = self.workflows.as_deref().unwrap_or_default().iter().rev();
        let without = |workflow: &&'o str| (*workflow, workflows.without(job, workflow, first).collect());
        let most = inside.map(without).max_by_key(|(_, ends): &(_, BTreeSet<_>)| ends.len());
        let (workflow, without) = most.filter(|(_, ends)| !ends.is_empty())?;
        self.good.extend(without.iter().map(|at| (*at, NOTHING)));
        self.good.sort();
        Some((workflow, without))
    }
}

/// The outputs of a run that did not take place.
const NOTHING: &BTreeSet<&Dataset> = &BTreeSet::new();

fn observed_job<'o>(
    job: &str,
    mut facts: JobFacts<'o>,
    blamed: &BTreeMap<RunKey<'_>, BTreeSet<AssetIx>>,
    workflows: &WorkflowRuns<'o>,
    join: &EvidenceJoin<'_>,
) -> Option<ObservedJob> {
    facts.ends.sort();
    facts.good.sort();
    let left_out = facts.left_out(job, workflows);
    let assets = |datasets: Vec<&Dataset>| -> Vec<AssetIx> {
        let assets = datasets.into_iter().flat_map(|dataset| join.index.dataset(dataset).assets);
        assets.map(|(asset, _)| asset).collect::<BTreeSet<_>>().into_iter().collect()
    };
    let pattern = WritePattern::of(&facts.good);
    let ends = facts.good[facts.good.len().saturating_sub(RUNS_KEPT)..].iter().map(|(at, _)| *at);
    let reported_ends: Vec<Timestamp> = ends.collect();
    let (at, outcome, failure, key) = match facts.ends.last() {
        Some((at, outcome, failure, key)) => (*at, *outcome, (*failure).clone(), Some(*key)),
        None => (facts.last?, RunOutcome::Running, FailureCause::Unknown, None),
    };
    let failures = facts.ends.iter().rev().take_while(|(_, outcome, ..)| *outcome == RunOutcome::Error);
    let always_failed = failures.clone().count() == facts.ends.len();
    let writes_elsewhere = writes_elsewhere(&facts, join);
    let pieces = match key.filter(|_| outcome == RunOutcome::Error) {
        Some(key) => blamed.get(&key).cloned().unwrap_or_default(),
        None => facts.pieces,
    };
    Some(ObservedJob {
        job: job.to_owned(),
        at,
        outcome,
        failure,
        failing_since: failures.last().map(|(at, ..)| *at),
        always_failed,
        only_checks: facts.writes.is_empty() && facts.makes_checks,
        writes: names(&facts.writes),
        feeds: assets(facts.writes.into_iter().collect()),
        reads: names(&facts.reads),
        read_assets: assets(facts.reads.into_iter().collect()),
        writes_elsewhere,
        runs_dbt: facts.runs_dbt,
        always_written: assets(pattern.always_written),
        missed: assets(pattern.missed),
        dropped: assets(pattern.dropped),
        left_out_of: left_out
            .filter(|(_, without)| reported_ends.iter().any(|at| without.contains(at)))
            .map(|(workflow, _)| workflow.to_owned()),
        reported_ends,
        workflows: facts.workflows.unwrap_or_default().into_iter().map(str::to_owned).collect(),
        assets: facts.assets.into_iter().chain(pieces).collect(),
    })
}

/// Returns datasets as `NAMESPACE/NAME`, sorted.
fn names(datasets: &BTreeSet<&Dataset>) -> Vec<String> {
    let names = datasets.iter().filter_map(|dataset| dataset.names.first());
    let names: BTreeSet<String> = names.map(|(namespace, name)| format!("{namespace}/{name}")).collect();
    names.into_iter().collect()
}

/// Returns whether a job carries what it reads to another system, where nothing that it writes is an asset.
fn writes_elsewhere(facts: &JobFacts<'_>, join: &EvidenceJoin<'_>) -> bool {
    let namespaces = |dataset: &Dataset| -> BTreeSet<String> {
        dataset.names.iter().map(|(namespace, _)| namespace.to_string()).collect()
    };
    let here: BTreeSet<String> = facts.reads.iter().flat_map(|dataset| namespaces(dataset)).collect();
    !here.is_empty()
        && facts.writes.iter().any(|dataset| {
            join.index.dataset(dataset).assets.is_empty() && namespaces(dataset).is_disjoint(&here)
        })
}

/// The datasets that a job writes every time, and those that it stopped writing.
#[derive(Default)]
struct WritePattern<'o> {
    always_written: Vec<&'o Dataset>,
    missed: Vec<&'o Dataset>,
    dropped: Vec<&'o Dataset>,
}

impl<'o> WritePattern<'o> {
    /// Derives the habits from the successful runs of the job, in order.
    fn of(runs: &[(Timestamp, &'o BTreeSet<&'o Dataset>)]) -> Self {
        let first = runs.first().into_iter().flat_map(|(_, writes)| writes.iter().copied());
        let mut pattern = Self::default();
        for dataset in first {
            let without = runs.iter().position(|(_, writes)| !writes.contains(dataset));
            let from = without.unwrap_or(runs.len());
            if runs[from..].iter().any(|(_, writes)| writes.contains(dataset)) {
                // It is written only occasionally.
                continue;
            }
            match runs.len() - from {
                RUNS_KEPT.. => pattern.dropped.push(dataset),
                missed => {
                    pattern.always_written.push(dataset);
                    pattern.missed.extend((missed > 0).then_some(dataset));
                }
            }
        }
        pattern
    }
}

/// Returns the assets that identify a run: that of its node, that of its job, and those that it loads.
fn assets_of(
    key: RunKey<'_>,
    run: &JobRun<'_>,
    parents: &Parents<'_>,
    join: &EvidenceJoin<'_>,
) -> BTreeSet<AssetIx> {
    if let Some(id) = run.node {
        return join.index.key(id).into_iter().chain(join.index.test(id).map(|(at, _)| at)).collect();
    }
    let (loaded, _) = loaded_by(key, run, parents, join);
    loaded.into_iter().map(|(asset, _)| asset).chain(parents.owners(key.0, &join.index)).collect()
}
