//! Groups the events of jobs by run: if a run is reported several times, the worst end counts, and details from any
//! event apply to the whole run. A run fails if one of its child runs failed and was not repeated successfully.

use crate::model::{ExclusionReason, ExternalQuery, FailureCause, RunOutcome, TableLoss};
use crate::read::evidence::observation::{
    Dataset, LostTable, Observation, ObservedFact, ObservedSubject, RowRef, RunState, WrittenColumn,
    WrittenTable,
};
use foldhash::{HashMap, HashMapExt};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Identifies a run, by the job and the run's id.
pub(super) type RunKey<'o> = (&'o str, &'o str);

/// All that events report of a run.
#[derive(Default)]
pub(super) struct JobRun<'o> {
    /// dbt's id of the node, if the job is one.
    pub(super) node: Option<&'o str>,
    pub(super) invocation: Option<Arc<str>>,
    pub(super) started_at: Option<Timestamp>,
    /// The last sign of life.
    pub(super) last: Option<Timestamp>,
    /// Whether it reported that it is running; a stream reports nothing else.
    pub(super) is_at_work: bool,
    /// Whether it is reported to be a stream.
    pub(super) is_stream: bool,
    /// How it ended, if it did.
    pub(super) end: Option<RunEnd>,
    pub(super) reads: BTreeSet<&'o Dataset>,
    pub(super) writes: BTreeSet<&'o Dataset>,
    /// The tables that it dropped, emptied or renamed, each with its worst loss.
    pub(super) lost: BTreeMap<&'o Dataset, TableLoss>,
    /// The reported facts about some of those tables.
    pub(super) written: BTreeMap<&'o Dataset, WrittenFacts<'o>>,
    /// The parent run.
    pub(super) parent: Option<RunKey<'o>>,
    /// Where it is shown.
    pub(super) link: Option<&'o Arc<str>>,
    /// The query that it executed.
    pub(super) query: Option<&'o Arc<ExternalQuery>>,
    /// The rows that report its end.
    pub(super) ends: Vec<RowRef>,
    /// The other rows.
    pub(super) others: Vec<RowRef>,
    /// All reports of its end, before one of them is chosen.
    end_reports: Vec<(RunState, Timestamp, &'o str)>,
}

/// The reported facts about a table that a run wrote, each with its time: the newest ones count.
#[derive(Default)]
pub(super) struct WrittenFacts<'o> {
    pub(super) columns: Option<(Timestamp, &'o Arc<[WrittenColumn]>)>,
    /// Rows and bytes.
    pub(super) size: Option<(Timestamp, Option<u64>, Option<u64>)>,
    pub(super) is_whole: bool,
}

impl<'o> WrittenFacts<'o> {
    fn add(&mut self, at: Timestamp, table: &'o WrittenTable) {
        self.columns = self.columns.max(table.columns.as_ref().map(|columns| (at, columns)));
        if table.rows.is_some() || table.bytes.is_some() {
            self.size = self.size.max(Some((at, table.rows, table.bytes)));
        }
        self.is_whole |= table.is_whole;
    }
}

/// The end of a run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RunEnd {
    pub(super) outcome: RunOutcome,
    pub(super) at: Timestamp,
    pub(super) failure: FailureCause,
}

/// Returns the runs in these events; `moment` returns the time of an event, or why it does not count.
pub(super) fn runs<'o>(
    events: impl Iterator<Item = &'o Observation>,
    mut moment: impl FnMut(&'o Observation) -> Result<Timestamp, ExclusionReason>,
    mut exclude_row: impl FnMut(RowRef, ExclusionReason),
) -> BTreeMap<RunKey<'o>, JobRun<'o>> {
    let mut runs: BTreeMap<RunKey<'o>, JobRun<'o>> = BTreeMap::new();
    for observation in events {
        let (ObservedSubject::Job { job, node }, ObservedFact::Event(event)) =
            (&observation.subject, &observation.fact)
        else {
            continue;
        };
        let at = match moment(observation) {
            Ok(at) => at,
            Err(why) => {
                exclude_row(observation.row, why);
                continue;
            }
        };
        let run = runs.entry((job, &event.run)).or_default();
        run.node = run.node.max(node.as_deref());
        run.invocation = run.invocation.take().max(observation.invocation.clone());
        let parent = event.parent.as_ref().map(|(job, run)| (&**job, &**run));
        run.parent = run.parent.max(parent.filter(|parent| *parent != (&**job, &*event.run)));
        run.last = run.last.max(Some(at));
        run.link = run.link.max(event.link.as_ref());
        run.query = run.query.max(event.query.as_ref());
        run.reads.extend(&event.reads);
        run.writes.extend(&event.writes);
        run.is_stream |= event.is_stream;
        for LostTable { dataset, how } in &event.lost {
            let known = run.lost.entry(dataset).or_insert(*how);
            *known = (*known).max(*how);
        }
        for table in &event.written {
            if let Some(dataset) = event.writes.get(table.at) {
                run.written.entry(dataset).or_default().add(at, table);
            }
        }
        match event.state {
            RunState::Start => {
                run.started_at = Some(run.started_at.map_or(at, |started_at| started_at.min(at)))
            }
            RunState::Running => run.is_at_work = true,
            RunState::Other => {}
            state => {
                run.end_reports.push((state, at, &event.message));
                run.ends.push(observation.row);
                continue;
            }
        }
        run.others.push(observation.row);
    }
    for run in runs.values_mut() {
        run.end = run.worst_end();
    }
    blame_parents(&mut runs);
    runs
}

impl JobRun<'_> {
    /// Returns the worst of the reported ends, at the time of the last one.
    fn worst_end(&self) -> Option<RunEnd> {
        let end = |(state, at, message): &(RunState, Timestamp, &str)| {
            let (outcome, failure) = match state {
                // For a skipped dbt node, dbt's events report an abort.
                RunState::Abort if self.node.is_some() => (RunOutcome::Skipped, FailureCause::Unknown),
                RunState::Abort => (RunOutcome::Error, FailureCause::Stopped),
                RunState::Fail if message.is_empty() => (RunOutcome::Error, FailureCause::Unknown),
                RunState::Fail => (RunOutcome::Error, FailureCause::Message((*message).to_owned())),
                _ => (RunOutcome::Success, FailureCause::Unknown),
            };
            RunEnd { outcome, at: *at, failure }
        };
        let last = self.end_reports.iter().map(|(_, at, _)| *at).max()?;
        let worst = self.end_reports.iter().map(end).map(|end| (end.outcome, end.failure)).max()?;
        Some(RunEnd { outcome: worst.0, at: last, failure: worst.1 })
    }

    /// Returns whether it is a stream that reported running, and has not ended.
    pub(super) fn is_streaming(&self) -> bool {
        self.is_stream && self.is_at_work && self.end.is_none()
    }

    /// Returns when it has written its tables, if it has: when it succeeded, or as far as a stream got.
    pub(super) fn written_at(&self) -> Option<Timestamp> {
        match &self.end {
            Some(end) => (end.outcome == RunOutcome::Success).then_some(end.at),
            None => self.last.filter(|_| self.is_streaming()),
        }
    }

    fn failed(&self) -> Option<&RunEnd> {
        self.end.as_ref().filter(|end| end.outcome == RunOutcome::Error)
    }
}

/// Fails runs with failed child runs, unless a child was repeated successfully. A run known only from its child runs
/// is added.
fn blame_parents<'o>(runs: &mut BTreeMap<RunKey<'o>, JobRun<'o>>) {
    let mut by_job: HashMap<&str, Vec<RunKey<'o>>> = HashMap::new();
    for (key, run) in runs.iter().filter(|(_, run)| run.end.is_some()) {
        // Only a child run can be repeated as one.
        if run.parent.is_some() {
            by_job.entry(key.0).or_default().push(*key);
        }
    }
    let mut waiting: Vec<RunKey<'o>> = runs
        .iter()
        .filter(|(_, run)| run.parent.is_some() && run.failed().is_some())
        .map(|(key, _)| *key)
        .collect();
    let mut excused: HashMap<&str, Vec<RunKey<'o>>> = HashMap::new();
    while let Some(key) = waiting.pop() {
        let Some((end, parent)) = runs[&key].failed().cloned().zip(runs[&key].parent) else { continue };
        let is_done_again = by_job.get(key.0).into_iter().flatten().any(|rerun| {
            let rerun = runs[rerun].end.as_ref();
            rerun.is_some_and(|rerun| rerun.outcome == RunOutcome::Success && rerun.at > end.at)
        });
        if is_done_again {
            excused.entry(key.0).or_default().push(key);
            continue;
        }
        let message = match end.failure {
            FailureCause::Message(message) | FailureCause::Child { message, .. } => message,
            _ => String::new(),
        };
        let blamed = FailureCause::Child { job: key.0.to_owned(), message };
        let run = runs.entry(parent).or_default();
        run.last = run.last.max(Some(end.at));
        let was_well = run.failed().is_none();
        // A run without an end of its own did not end before its last report.
        let known = run.end.take().unwrap_or(RunEnd {
            outcome: RunOutcome::Error,
            at: run.last.unwrap_or(end.at),
            failure: FailureCause::Unknown,
        });
        let failure = if was_well { blamed } else { known.failure.max(blamed) };
        run.end = Some(RunEnd { outcome: RunOutcome::Error, at: known.at.max(end.at), failure });
        if was_well {
            waiting.push(parent);
            // Failures that were excused by a success of this run are considered again.
            waiting.extend(excused.remove(parent.0).unwrap_or_default());
        }
    }
}
