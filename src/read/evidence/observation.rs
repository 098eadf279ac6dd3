//! A row of evidence: one type for all formats, without any assessment.

use crate::model::{
    EvidenceIx, ExclusionReason, ExternalQuery, FailureCause, FreshnessLimits, FreshnessOutcome, TableLoss,
    TestOutcome,
};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// Something observed in a row. A row may contain several observations.
#[derive(Clone, Debug)]
pub(crate) struct Observation {
    /// The row.
    pub row: RowRef,
    /// The time that it holds for; `None` if the row does not give it.
    pub at: Option<Timestamp>,
    /// What it is about.
    pub subject: ObservedSubject,
    /// What was observed.
    pub fact: ObservedFact,
    /// Why it is not about production, if the row itself shows that.
    pub scope: Option<ExclusionReason>,
    /// The dbt invocation that it belongs to: what several sources report of one invocation is one event.
    pub invocation: Option<Arc<str>>,
}

/// The position of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RowRef {
    /// The file.
    pub file: EvidenceIx,
    /// The number of the row, from 0.
    pub number: u32,
}

/// What an observation is about.
#[derive(Clone, Debug)]
pub(crate) enum ObservedSubject {
    /// A node of dbt.
    Node {
        /// dbt's unique id.
        id: Box<str>,
        /// The tables that were built or checked, normalised for comparison; empty if the row names none.
        relations: Vec<Box<str>>,
    },
    /// A job.
    Job {
        /// `NAMESPACE/NAME`.
        job: Arc<str>,
        /// dbt's unique id, if the job is a node of dbt.
        node: Option<Box<str>>,
    },
    /// A dataset, whoever reports on it.
    Dataset {
        /// The dataset.
        dataset: Dataset,
        /// The job that reports on it, as `NAMESPACE/NAME`, if the row names one.
        job: Option<Arc<str>>,
        /// Whether that job is a node of dbt.
        by_dbt: bool,
    },
}

/// A dataset by all its names: its own first, then those of its `symlinks`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Dataset {
    /// Namespace, and name normalised for comparison.
    pub names: Box<[(Arc<str>, Box<str>)]>,
}

/// What was observed.
#[derive(Clone, Debug)]
pub(crate) enum ObservedFact {
    /// A run of a node of dbt.
    NodeRun {
        /// How it ended.
        ending: RunEnding,
        /// Its duration.
        duration: Option<SignedDuration>,
        /// The page of the run in the system that ran it: a web address.
        link: Option<Arc<str>>,
    },
    /// An event of a run of a job.
    Event(Box<RunEvent>),
    /// The result of a dbt test.
    Test {
        /// The outcome.
        outcome: TestOutcome,
        /// The number of failing rows, if it counts rows.
        failures: Option<u64>,
        /// Its message, in one line; may be empty.
        message: String,
    },
    /// The result of a check of a dataset.
    Check {
        /// What is checked: `not_null`.
        name: Box<str>,
        /// The column that is checked.
        column: Option<Box<str>>,
        /// Its arguments, which distinguish it from other checks with the same name and column; may be empty.
        arguments: Box<str>,
        /// The outcome.
        outcome: TestOutcome,
        /// The number of failing rows, if a dbt test counted them.
        failures: Option<u64>,
    },
    /// How old the data of a source was.
    Freshness {
        /// The outcome.
        outcome: FreshnessOutcome,
        /// When the newest row was loaded.
        loaded: Option<Timestamp>,
        /// Whether the source is known to have no rows.
        is_empty: bool,
        /// The limits that it was measured against, if the row has them.
        limits: Option<FreshnessLimits>,
        /// Why it could not be measured; may be empty.
        message: String,
    },
    /// The columns of a table in the warehouse: names and types.
    Columns(Vec<(String, String)>),
    /// The size of a table in the warehouse: at least one of the two is known.
    Size {
        /// The number of rows.
        rows: Option<u64>,
        /// The number of bytes.
        bytes: Option<u64>,
    },
    /// Nothing: the `scope` says why.
    Nothing,
}

/// How a run of a node of dbt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RunEnding {
    /// It built the table.
    Success,
    /// Nothing upstream had changed, so the table is up to date.
    Reused,
    /// It failed.
    Failed(FailureCause),
    /// It did not run, because something upstream failed.
    Skipped,
}

/// An event of a run of a job.
#[derive(Clone, Debug)]
pub(crate) struct RunEvent {
    /// The id of the run.
    pub run: Box<str>,
    /// The state of the run.
    pub state: RunState,
    /// Why it failed, if the event has a message.
    pub message: String,
    /// The parent run: its job as `NAMESPACE/NAME`, and its id.
    pub parent: Option<(Arc<str>, Box<str>)>,
    /// What it read.
    pub reads: Vec<Dataset>,
    /// What it wrote.
    pub writes: Vec<Dataset>,
    /// Whether the job is declared as a stream: it runs continuously, without runs that end.
    pub is_stream: bool,
    /// The tables that it dropped, truncated or renamed.
    pub lost: Box<[LostTable]>,
    /// Details of some of the tables that it wrote.
    pub written: Box<[WrittenTable]>,
    /// The page of the run in the system that ran it: a web address.
    pub link: Option<Arc<str>>,
    /// The query that the run executed.
    pub query: Option<Arc<ExternalQuery>>,
}

/// A table that a run removed, or whose contents it removed.
#[derive(Clone, Debug)]
pub(crate) struct LostTable {
    /// The table, by its former names.
    pub dataset: Dataset,
    /// What happened to it.
    pub how: TableLoss,
}

/// The details in an event of a table that its run wrote.
#[derive(Clone, Debug)]
pub(crate) struct WrittenTable {
    /// Its position among what the run wrote.
    pub at: usize,
    /// Its columns, if given.
    pub columns: Option<Arc<[WrittenColumn]>>,
    /// The number of rows written.
    pub rows: Option<u64>,
    /// The number of bytes written.
    pub bytes: Option<u64>,
    /// Whether the run rewrote the whole table, so that it contains what was written and nothing else.
    pub is_whole: bool,
}

/// A column of a table that a run wrote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct WrittenColumn {
    /// Its name.
    pub name: Arc<str>,
    /// Its type; may be empty.
    pub data_type: Arc<str>,
    /// What it holds; may be empty.
    pub description: Arc<str>,
}

/// The state of a run in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RunState {
    /// It started.
    Start,
    /// It is running.
    Running,
    /// An event that does not change the state.
    Other,
    /// It succeeded.
    Complete,
    /// It failed.
    Fail,
    /// It was aborted; a dbt node was skipped.
    Abort,
}

/// Parses a timestamp; one without an offset is in UTC.
#[must_use]
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let local: jiff::civil::DateTime = text.parse().ok()?;
        local.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    })
}

/// Returns the first meaningful line of a message, without decoration.
pub(super) fn one_line(message: &str) -> String {
    const LONGEST: usize = 200;
    let lines: Vec<&str> = message.lines().map(str::trim).filter(|line| !line.is_empty()).take(2).collect();
    // dbt names the file in the first line and the reason in the next.
    let line = match lines.as_slice() {
        [first, reason] if first.contains(" Error in ") => reason,
        [first, ..] => first,
        [] => return String::new(),
    };
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => (*line).to_owned(),
    }
}
