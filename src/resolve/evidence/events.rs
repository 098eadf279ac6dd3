//! Assigns the runs and checks of jobs to assets: a dbt node by its id, a declared asset by its job, a table by any
//! of its names in the warehouse.

use super::crashed_checks;
use super::jobs::{JobRun, RunKey, runs};
use super::join::{CheckKey, EvidenceJoin, FoundRun, TestResult};
use super::loads::loaded_by;
use super::lost_tables::LostTables;
use super::named_tables::NamedTables;
use super::observed_datasets::observed_datasets;
use super::observed_jobs::observed_jobs;
use super::renamed::{Renamed, renamed};
use super::row_outcomes::RowOutcome;
use super::tables::{MAX_RUN_DEPTH, Parents};
use super::workflows::WorkflowRuns;
use super::written::{self, WrittenColumns};
use crate::model::{
    AssetEdge, AssetIx, EvidenceOrigin, ExclusionReason, ObservedDataset, ObservedJob, Run, RunOutcome,
    TestOutcome,
};
use crate::read::evidence::EvidenceDocs;
use crate::read::evidence::observation::{Dataset, Observation, ObservedFact, ObservedSubject};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The facts from events besides their observations of assets.
#[derive(Default)]
pub(super) struct EventFacts {
    /// The edges that jobs imply.
    pub(super) edges: Vec<AssetEdge>,
    /// The jobs that may have been renamed.
    pub(super) renamed: Vec<Renamed>,
    /// The state of each job.
    pub(super) jobs: Vec<ObservedJob>,
    /// The tables that were dropped and not written since.
    pub(super) dropped: BTreeSet<AssetIx>,
    /// The end times of the last runs of each workflow.
    pub(super) workflows: BTreeMap<String, Vec<Timestamp>>,
    /// The datasets of those jobs that are not assets.
    pub(super) datasets: Vec<ObservedDataset>,
    /// The namespaces of those that are assets.
    pub(super) namespaces: BTreeSet<String>,
    /// The columns of the tables that the jobs wrote.
    pub(super) columns: WrittenColumns,
}

/// Adds the facts from events; `outputs` are the assets behind output ports.
pub(super) fn add(
    evidence: &EvidenceDocs,
    outputs: &BTreeSet<AssetIx>,
    join: &mut EvidenceJoin<'_>,
) -> EventFacts {
    collect_namespaces(evidence, join);
    let mut excluded = Vec::new();
    let events =
        evidence.observations().filter(|observation| matches!(observation.fact, ObservedFact::Event(_)));
    let mut runs = runs(events, |observation| join.moment(observation), |row, why| excluded.push((row, why)));
    for (row, why) in excluded {
        join.outcomes.set(row, RowOutcome::Excluded(why));
    }
    let lost = LostTables::found(&mut runs, outputs, join);
    let parents = runs.iter().filter(|(_, run)| run.node.is_none());
    let parents = Parents::of(parents.filter_map(|((job, _), run)| Some((*job, run.parent?.0))));
    let named = NamedTables::of(&runs, join);
    for (key, run) in &runs {
        add_run(*key, run, link(run, &runs), &parents, &named, join);
    }
    lost.add(&runs, join);
    for observation in evidence.observations() {
        if let (ObservedSubject::Dataset { dataset, job, by_dbt }, ObservedFact::Check { .. }) =
            (&observation.subject, &observation.fact)
        {
            add_check(observation, dataset, job.as_ref(), *by_dbt, join);
        }
    }
    crashed_checks::add(&runs, join);
    let renamed = renamed(&runs, join);
    let workflow_runs = WorkflowRuns::of(&runs);
    let jobs = observed_jobs(&runs, &parents, &workflow_runs, join);
    let workflows = workflow_runs.last_ends();
    let (datasets, namespaces) = observed_datasets(&runs, &parents, join);
    let columns = written::add(&runs, &parents, join);
    EventFacts {
        edges: edges(&runs, &parents, join),
        renamed,
        jobs,
        dropped: lost.dropped(),
        workflows,
        datasets,
        namespaces,
        columns,
    }
}

/// Collects the namespaces under which each asset is observed, by checks and by loads.
fn collect_namespaces(evidence: &EvidenceDocs, join: &mut EvidenceJoin<'_>) {
    let mut look = |dataset: &Dataset, is_load: bool| {
        for (asset, namespace) in join.index.dataset(dataset).assets {
            if !is_load || join.index.is_loaded(asset) {
                join.systems.entry(asset).or_default().insert(namespace);
            }
        }
    };
    for observation in evidence.observations() {
        match (&observation.subject, &observation.fact) {
            (ObservedSubject::Dataset { dataset, .. }, ObservedFact::Check { .. }) => look(dataset, false),
            (ObservedSubject::Job { node: None, .. }, ObservedFact::Event(event)) => {
                event.writes.iter().for_each(|dataset| look(dataset, true));
            }
            _ => {}
        }
    }
}

/// Returns where a run is shown: the run itself, otherwise the one that it is a part of.
fn link<'o>(run: &JobRun<'o>, runs: &BTreeMap<RunKey<'o>, JobRun<'o>>) -> Option<&'o Arc<str>> {
    let whole = std::iter::successors(run.parent, |key| runs.get(key)?.parent).take(MAX_RUN_DEPTH);
    run.link.or_else(|| whole.filter_map(|key| runs.get(&key)?.link).next())
}

/// Adds a run for the asset that the job belongs to, and for the tables that the job loads.
fn add_run(
    key: RunKey<'_>,
    run: &JobRun<'_>,
    link: Option<&Arc<str>>,
    parents: &Parents<'_>,
    named: &NamedTables<'_>,
    join: &mut EvidenceJoin<'_>,
) {
    let is_test = run.node.is_some_and(|id| key.0.ends_with(".test") || id.starts_with("test."));
    if is_test {
        return add_test_run(key, run, join);
    }
    let (loads, outcome) = loaded_by(key, run, parents, join);
    for row in run.ends.iter().chain(&run.others) {
        match outcome {
            RowOutcome::Unmatched => join.outcomes.record_unmatched(*row, key.0),
            outcome => join.outcomes.set(*row, outcome),
        }
    }
    // A job that only reports facts about itself is not known to run.
    if run.end.is_none() && run.started_at.is_none() && !run.is_at_work {
        return;
    }
    let Some((at, outcome, failure)) = run.end.as_ref().map_or_else(
        || Some((run.last?, RunOutcome::Running, Default::default())),
        |end| Some((end.at, end.outcome, end.failure.clone())),
    ) else {
        return;
    };
    let duration =
        run.started_at.filter(|_| run.end.is_some()).map(|started_at| at.duration_since(started_at));
    let duration = duration.filter(|duration| !duration.is_negative());
    // Rows of an open run are its start and signs of life; rows of an ended one are its ends.
    let rows = if run.ends.is_empty() { &run.others } else { &run.ends };
    let file = rows.iter().map(|row| row.file).max();
    for (asset, system) in loads {
        let origin = EvidenceOrigin { file, job: Some(key.0.into()) };
        let system = join.system_at(asset, system.as_ref());
        let run_of = Run {
            at,
            started_at: run.started_at,
            duration,
            outcome,
            failure: failure.clone(),
            is_streaming: run.is_streaming(),
            origin,
            system,
            link: link.cloned(),
            query: run.query.cloned(),
            names: if join.index.job(key.0).contains(&asset) { named.by(key) } else { Arc::default() },
        };
        let (row, more) = (rows.first().copied(), rows.get(1..).unwrap_or_default());
        let found_run =
            FoundRun { run: run_of, invocation: run.invocation.clone(), row, more: more.to_vec() };
        join.runs.push((asset, Box::new(found_run)));
    }
}

/// Adds the run of a dbt test: its assertions have the result, but its end reports failures, too.
fn add_test_run(key: RunKey<'_>, run: &JobRun<'_>, join: &mut EvidenceJoin<'_>) {
    let id = run.node.unwrap_or_default();
    let tests: Vec<_> = join.index.test(id).collect();
    let is_known = !tests.is_empty() || join.index.key(id).is_some();
    let about = run.reads.iter().any(|dataset| !join.index.dataset(dataset).assets.is_empty());
    for row in run.ends.iter().chain(&run.others) {
        if is_known || about {
            join.outcomes.set(*row, RowOutcome::Excluded(ExclusionReason::NoFinding));
        } else {
            join.outcomes.record_unmatched(*row, id);
        }
    }
    let Some(end) = &run.end else { return };
    let outcome = match end.outcome {
        RunOutcome::Error => TestOutcome::Fail,
        RunOutcome::Skipped => TestOutcome::Skipped,
        // A failed test may be reported as completed: only its assertions prove that it passed.
        RunOutcome::Success | RunOutcome::Running => return,
    };
    let Some(row) = run.ends.first().copied() else { return };
    for test in tests {
        let result = TestResult {
            at: end.at,
            outcome,
            failures: None,
            message: String::new(),
            origin: EvidenceOrigin { file: Some(row.file), job: Some(key.0.into()) },
            invocation: run.invocation.clone(),
            row,
        };
        join.tests.push((test, Box::new(result)));
    }
}

/// Adds the check of a dataset: to a dbt test, if that is the only one of its kind and column, otherwise to the asset
/// itself.
fn add_check(
    observation: &Observation,
    dataset: &Dataset,
    job: Option<&Arc<str>>,
    by_dbt: bool,
    join: &mut EvidenceJoin<'_>,
) {
    let ObservedFact::Check { name, column, arguments, outcome, failures } = &observation.fact else {
        return;
    };
    let dataset_match = join.index.dataset(dataset);
    if dataset_match.assets.is_empty() {
        return match (dataset_match.elsewhere, dataset.names.first()) {
            (true, _) => {
                join.outcomes.set(observation.row, RowOutcome::Excluded(ExclusionReason::AnotherSystem))
            }
            (false, Some((_, name))) => join.outcomes.record_unmatched(observation.row, name),
            (false, None) => join.outcomes.record_unmatched(observation.row, job.map_or("", |job| &**job)),
        };
    }
    let at = match join.moment(observation) {
        Ok(at) => at,
        Err(why) => return join.outcomes.set(observation.row, RowOutcome::Excluded(why)),
    };
    for (asset, namespace) in dataset_match.assets {
        let result = Box::new(TestResult {
            at,
            outcome: *outcome,
            failures: *failures,
            message: String::new(),
            origin: EvidenceOrigin { file: Some(observation.row.file), job: job.cloned() },
            invocation: observation.invocation.clone(),
            row: observation.row,
        });
        let system = join.system(asset, &namespace);
        let test = own_test(asset, name, column.as_deref(), arguments, join).filter(|_| system.is_none());
        match test {
            Some(number) => join.tests.push(((asset, number), result)),
            None => {
                let key = CheckKey {
                    asset,
                    system,
                    name: name.to_string(),
                    column: column.as_deref().map(str::to_owned),
                    job: job.filter(|_| !by_dbt).map(|job| join.index.present_name(job)),
                    arguments: if by_dbt { String::new() } else { arguments.to_string() },
                };
                join.checks.push((key, result));
            }
        }
    }
}

/// Returns the only test of an asset of this kind and column; of several, the one whose name is among the arguments.
fn own_test(
    asset: AssetIx,
    name: &str,
    column: Option<&str>,
    arguments: &str,
    join: &EvidenceJoin<'_>,
) -> Option<u32> {
    let is_same = |left: Option<&str>, right: Option<&str>| match (left, right) {
        (Some(left), Some(right)) => left.eq_ignore_ascii_case(right),
        (left, right) => left == right,
    };
    let tests = &join.index.assets[asset.position()].tests;
    let same: Vec<usize> = (0..tests.len())
        .filter(|at| {
            let test = &tests[*at];
            test.name.eq_ignore_ascii_case(name) && is_same(test.column.as_deref(), column) && !test.unit
        })
        .collect();
    let named = arguments.split(' ').next().unwrap_or_default();
    let is_named =
        |at: &&usize| !named.is_empty() && tests[**at].unique_id.split('.').any(|part| part == named);
    let test = match same.as_slice() {
        [only] => Some(only),
        several => several.iter().find(is_named),
    };
    test.and_then(|at| u32::try_from(*at).ok())
}

/// Returns the edges that jobs imply: from their inputs to the asset that the job belongs to, and from there to their
/// outputs; for a job that is not an asset, from its inputs to its outputs.
fn edges(
    runs: &BTreeMap<RunKey<'_>, JobRun<'_>>,
    parents: &Parents<'_>,
    join: &mut EvidenceJoin<'_>,
) -> Vec<AssetEdge> {
    let mut jobs: BTreeMap<&str, (BTreeSet<&Dataset>, BTreeSet<&Dataset>)> = BTreeMap::new();
    for ((job, _), run) in runs.iter().filter(|(_, run)| run.node.is_none()) {
        let (inputs, outputs) = jobs.entry(job).or_default();
        inputs.extend(&run.reads);
        outputs.extend(&run.writes);
    }
    let mut edges = Vec::new();
    let mut drawing: BTreeSet<&str> = BTreeSet::new();
    for (job, (inputs, outputs)) in &jobs {
        let known = |datasets: &BTreeSet<&Dataset>| -> BTreeSet<AssetIx> {
            let assets = datasets.iter().flat_map(|dataset| join.index.dataset(dataset).assets);
            assets.map(|(asset, _)| asset).collect()
        };
        let (inputs, outputs) = (known(inputs), known(outputs));
        let before = edges.len();
        match parents.owners(job, &join.index).as_slice() {
            [] => edges.extend(
                inputs.iter().flat_map(|from| outputs.iter().map(|to| AssetEdge { from: *from, to: *to })),
            ),
            owners => {
                let product = |asset: AssetIx| join.index.assets[asset.position()].product;
                let claiming: BTreeSet<_> = owners.iter().filter_map(|owner| product(*owner)).collect();
                // Of a job that several products claim, each has its own tables: none of them builds on another by it.
                let is_others = |table: AssetIx, owner: AssetIx| {
                    let of_table = product(table).filter(|of_table| claiming.contains(of_table));
                    of_table.is_some() && of_table != product(owner)
                };
                for owner in owners {
                    let own = |table: &&AssetIx| !is_others(**table, *owner);
                    edges.extend(inputs.iter().filter(own).map(|from| AssetEdge { from: *from, to: *owner }));
                    edges.extend(outputs.iter().filter(own).map(|to| AssetEdge { from: *owner, to: *to }));
                }
            }
        }
        if edges.len() > before {
            drawing.insert(job);
        }
    }
    for ((job, _), run) in runs.iter().filter(|(_, run)| run.node.is_none()) {
        if drawing.contains(job) {
            let rows = if run.ends.is_empty() { &run.others } else { &run.ends };
            rows.iter().for_each(|row| join.outcomes.set(*row, RowOutcome::Used));
        }
    }
    edges.retain(|edge| edge.from != edge.to);
    edges.sort_unstable();
    edges.dedup();
    edges
}
