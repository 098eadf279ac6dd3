//! The runs of workflows, such as Airflow DAGs, by the tasks observed in them, however deeply nested. A task that is no longer part of its
//! workflow sends no events: only the workflow running without it shows that it is gone.

use super::jobs::{JobRun, RunKey};
use super::tables::MAX_RUN_DEPTH;
use crate::model::RunOutcome;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Loaders write only if there is new data: a table counts as no longer written only after this many runs without it.
pub(super) const RUNS_KEPT: usize = 2;

/// The successful runs of each workflow with a task that reported its outputs, in the order in which they ended.
pub(super) struct WorkflowRuns<'o>(BTreeMap<&'o str, Vec<WorkflowRun<'o>>>);

/// A run of a workflow.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct WorkflowRun<'o> {
    ended: Timestamp,
    tasks: BTreeSet<&'o str>,
}

/// The facts about a run of a workflow, from its tasks.
#[derive(Default)]
struct ObservedTasks<'o> {
    tasks: BTreeSet<&'o str>,
    last: Option<Timestamp>,
    /// Whether one of them reports what it wrote.
    reports_writes: bool,
    /// Whether one of them failed, or its end was not observed.
    is_open: bool,
}

impl<'o> ObservedTasks<'o> {
    fn add(&mut self, task: &'o str, run: &JobRun<'o>) {
        self.tasks.insert(task);
        self.last = self.last.max(run.last);
        match run.end.as_ref().filter(|end| end.outcome == RunOutcome::Success) {
            Some(_) => self.reports_writes |= !run.writes.is_empty(),
            None => self.is_open = true,
        }
    }
}

impl<'o> WorkflowRuns<'o> {
    pub(super) fn of(runs: &BTreeMap<RunKey<'o>, JobRun<'o>>) -> Self {
        let mut tasks: BTreeMap<RunKey<'o>, ObservedTasks<'o>> = BTreeMap::new();
        for (key, run) in runs.iter().filter(|(_, run)| run.node.is_none()) {
            let wholes = std::iter::successors(run.parent, |key| runs.get(key)?.parent).take(MAX_RUN_DEPTH);
            for whole in wholes {
                tasks.entry(whole).or_default().add(key.0, run);
            }
        }
        let mut runs_of_workflows: BTreeMap<&str, Vec<WorkflowRun<'_>>> = BTreeMap::new();
        for (key, known) in tasks.into_iter().filter(|(_, known)| known.reports_writes) {
            // A workflow may send no events of its own: it has ended once its tasks have.
            let ended = match runs.get(&key) {
                Some(run) => {
                    run.end.as_ref().filter(|end| end.outcome == RunOutcome::Success).map(|end| end.at)
                }
                None => known.last.filter(|_| !known.is_open),
            };
            let run = ended.map(|ended| WorkflowRun { ended, tasks: known.tasks });
            runs_of_workflows.entry(key.0).or_default().extend(run);
        }
        runs_of_workflows.values_mut().for_each(|runs| runs.sort());
        Self(runs_of_workflows)
    }

    /// Returns when the runs of a workflow without a task ended, after this moment.
    pub(super) fn without(
        &self,
        task: &str,
        workflow: &str,
        after: Timestamp,
    ) -> impl Iterator<Item = Timestamp> {
        let runs = self.0.get(workflow).into_iter().flatten();
        runs.filter(move |run| run.ended > after && !run.tasks.contains(task)).map(|run| run.ended)
    }

    /// Returns when the last runs of each workflow ended, in order.
    pub(super) fn last_ends(&self) -> BTreeMap<String, Vec<Timestamp>> {
        let last = |runs: &[WorkflowRun<'_>]| {
            runs[runs.len().saturating_sub(RUNS_KEPT)..].iter().map(|run| run.ended).collect()
        };
        let known = self.0.iter().filter(|(_, runs)| !runs.is_empty());
        known.map(|(workflow, runs)| ((*workflow).to_owned(), last(runs))).collect()
    }
}
