//! OpenLineage events, each to the assets that it is about: a dbt node by its id, a declared asset
//! by its job, a table by its name in the warehouse.

use super::{Seen, one_line};
use crate::model::{Asset, AssetEdge, AssetIx, AssetKind, Check, Outcome, Run, TestFinding, relation_name};
use crate::read::openlineage::{AssertionDoc, DatasetDoc, EventDoc};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// All events of one run.
struct JobRun<'e> {
    job: String,
    /// dbt's id of the node, if dbt says so.
    node: Option<&'e str>,
    invocation: Option<&'e str>,
    began: Option<Timestamp>,
    ended: Option<(Timestamp, Outcome, String)>,
    outputs: Vec<&'e DatasetDoc>,
    inputs: Vec<&'e DatasetDoc>,
}

/// Adds what the events say. dbt's own rows say more than its events, so events of runs whose rows
/// are known, by `invocations`, add nothing.
pub(super) fn add(events: &[EventDoc], invocations: &BTreeSet<String>, seen: &mut Seen<'_>) {
    for run in runs(events, seen).into_values() {
        if run.invocation.is_some_and(|id| invocations.contains(id)) {
            continue;
        }
        let is_test = run.node.is_some()
            && (run.job.ends_with(".test") || run.node.is_some_and(|id| id.starts_with("test.")));
        if !is_test {
            add_run(&run, seen);
        }
        if let Some((at, ..)) = run.ended {
            for dataset in &run.inputs {
                add_checks(dataset, at, run.node.is_some(), seen);
            }
        }
    }
}

/// The events by run. An event of a run that has ended already counts no more than its first end.
fn runs<'e>(events: &'e [EventDoc], seen: &mut Seen<'_>) -> BTreeMap<&'e str, JobRun<'e>> {
    let mut runs: BTreeMap<&str, JobRun<'_>> = BTreeMap::new();
    for event in events {
        let (run, job) = (&event.run.0, &event.job.0);
        let job_name = format!("{}/{}", job.namespace.or_empty(), job.name.or_empty());
        let origin = format!("the job {job_name}");
        let Some(id) = run.run_id.filled() else { continue };
        let Some(at) = seen.moment(event.event_time.or_empty(), &origin) else { continue };
        let known = runs.entry(id).or_insert_with(|| JobRun {
            job: job_name,
            node: job.facets.0.dbt_node.0.unique_id.filled(),
            invocation: run.facets.0.dbt_run.0.invocation_id.filled(),
            began: None,
            ended: None,
            outputs: Vec::new(),
            inputs: Vec::new(),
        });
        known.outputs.extend(&event.outputs.0);
        let outcome = match event.event_type.or_empty().to_uppercase().as_str() {
            "START" => {
                known.began = Some(known.began.map_or(at, |began| began.min(at)));
                continue;
            }
            "COMPLETE" => Outcome::Success,
            "FAIL" | "ABORT" => Outcome::Error,
            _ => continue,
        };
        known.inputs.extend(&event.inputs.0);
        let message = match event.event_type.or_empty().eq_ignore_ascii_case("abort") {
            true => "it was stopped".to_owned(),
            false => one_line(run.facets.0.error_message.0.message.or_empty()),
        };
        if known.ended.as_ref().is_none_or(|(ended, ..)| *ended < at) {
            known.ended = Some((at, outcome, message));
        }
    }
    runs
}

/// The run itself: of the asset that the job is of, and of the sources that the job loads.
fn add_run(run: &JobRun<'_>, seen: &mut Seen<'_>) {
    let (at, outcome, message) = match (&run.ended, run.began) {
        (Some((at, outcome, message)), _) => (*at, *outcome, message.clone()),
        (None, Some(began)) => (began, Outcome::Running, String::new()),
        (None, None) => return,
    };
    let mut of: BTreeSet<AssetIx> = BTreeSet::new();
    of.extend(run.node.and_then(|id| seen.index.keys.get(id)));
    of.extend(seen.index.jobs.get(run.job.as_str()));
    if run.node.is_none() {
        let relations = &seen.index.relations;
        let written =
            run.outputs.iter().filter_map(|dataset| relations.get(relation(dataset).as_str()).copied());
        // What dbt makes, dbt speaks of.
        of.extend(written.filter(|asset| seen.index.assets[asset.position()].kind == AssetKind::Source));
    }
    let took = run.began.filter(|_| run.ended.is_some()).map(|began| at.as_second() - began.as_second());
    let took = took.and_then(|seconds| u32::try_from(seconds).ok());
    for asset in of {
        let origin = format!("the job {}", run.job);
        seen.of(asset).runs.push(Run { at, took, outcome, message: message.clone(), origin });
    }
}

/// What was found of a dataset: one of each kind, the newest.
fn add_checks(dataset: &DatasetDoc, at: Timestamp, by_dbt: bool, seen: &mut Seen<'_>) {
    let Some(asset) = seen.index.relations.get(relation(dataset).as_str()).copied() else { return };
    let own = &dataset.input_facets.0.data_quality_assertions.0.assertions.0;
    let more = &dataset.facets.0.data_quality_assertions.0.assertions.0;
    for doc in if own.is_empty() { more } else { own } {
        let check = check(doc, at, by_dbt);
        let checks = &mut seen.of(asset).checks;
        match checks.iter_mut().find(|known| (&known.name, &known.column) == (&check.name, &check.column)) {
            Some(known) if known.at <= at => *known = check,
            Some(_) => {}
            None => checks.push(check),
        }
    }
}

fn check(doc: &AssertionDoc, at: Timestamp, by_dbt: bool) -> Check {
    let finding = match (doc.success.0, doc.severity.or_empty()) {
        (true, _) => TestFinding::Pass,
        // Of a test that was skipped, dbt's events say that it failed, and leave out what was found.
        (false, _) if by_dbt && doc.actual.filled().is_none() => TestFinding::Skipped,
        (false, "warn") => TestFinding::Warn,
        (false, _) => TestFinding::Fail,
    };
    Check {
        name: doc.assertion.or_empty().to_owned(),
        column: doc.column.filled().map(str::to_owned),
        at,
        finding,
    }
}

/// The name of a dataset as relations are compared: without quotes, in lower case.
fn relation(dataset: &DatasetDoc) -> String {
    relation_name(dataset.name.or_empty())
}

/// Tables that a job reads or writes, by the names that relations are compared by.
type Datasets = BTreeSet<String>;

/// What each job that is not dbt's reads and writes.
fn datasets(events: &[EventDoc]) -> BTreeMap<String, (Datasets, Datasets)> {
    let mut jobs: BTreeMap<String, (Datasets, Datasets)> = BTreeMap::new();
    for event in events {
        let job = &event.job.0;
        if job.facets.0.dbt_node.0.unique_id.filled().is_some() {
            continue;
        }
        let (inputs, outputs) =
            jobs.entry(format!("{}/{}", job.namespace.or_empty(), job.name.or_empty())).or_default();
        inputs.extend(event.inputs.0.iter().map(relation));
        outputs.extend(event.outputs.0.iter().map(relation));
    }
    jobs
}

/// The edges that jobs draw: from what they read to the asset that the job is of, and from there
/// to what they write; through a job that is no asset, from what it reads to what it writes.
pub(super) fn seen_edges(events: &[EventDoc], assets: &[Asset]) -> Vec<AssetEdge> {
    let jobs = datasets(events);
    if jobs.is_empty() {
        return Vec::new();
    }
    let by = |name: fn(&Asset) -> Option<&str>| -> HashMap<&str, AssetIx> {
        let named = assets.iter().enumerate().filter_map(|(at, asset)| Some((name(asset)?, AssetIx::at(at))));
        named.collect()
    };
    let (relations, own) = (by(|asset| asset.relation.as_deref()), by(|asset| asset.job.as_deref()));
    let mut edges = Vec::new();
    for (job, (inputs, outputs)) in &jobs {
        let known = |names: &Datasets| -> Vec<AssetIx> {
            names.iter().filter_map(|name| relations.get(name.as_str()).copied()).collect()
        };
        let (inputs, outputs) = (known(inputs), known(outputs));
        match own.get(job.as_str()).copied() {
            Some(own) => {
                edges.extend(inputs.into_iter().map(|from| AssetEdge { from, to: own }));
                edges.extend(outputs.into_iter().map(|to| AssetEdge { from: own, to }));
            }
            None => edges.extend(
                inputs.iter().flat_map(|from| outputs.iter().map(|to| AssetEdge { from: *from, to: *to })),
            ),
        }
    }
    edges.retain(|edge| edge.from != edge.to);
    edges
}
