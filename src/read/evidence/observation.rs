//! A row of evidence: one type for all formats, without any assessment.

use crate::model::{
    EvidenceIx, ExclusionReason, ExternalQuery, FailureCause, FreshnessFinding, FreshnessLimits, TableLoss,
    TestFinding,
};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// Something that a row reports. A row may report several things.
#[derive(Clone, Debug)]
pub(crate) struct Observation {
    /// Where it stands.
    pub row: RowRef,
    /// When it was so; `None` if the row does not say.
    pub at: Option<Timestamp>,
    /// What it is about.
    pub subject: ObservedSubject,
    /// What was observed.
    pub what: ObservedFact,
    /// Why it is not about production, where the row itself says so.
    pub scope: Option<ExclusionReason>,
    /// The run of dbt that it is of: what several witnesses tell of one invocation is told of one event.
    pub invocation: Option<Arc<str>>,
}

/// Where a row is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RowRef {
    /// The file.
    pub file: EvidenceIx,
    /// Which of its rows, from 0.
    pub number: u32,
}

/// What an observation is about.
#[derive(Clone, Debug)]
pub(crate) enum ObservedSubject {
    /// A node of dbt.
    Node {
        /// dbt's unique id.
        id: Box<str>,
        /// The tables that were made or looked at, as they are compared; empty where the row does not say.
        relations: Vec<Box<str>>,
    },
    /// A job.
    Job {
        /// `NAMESPACE/NAME`.
        job: Arc<str>,
        /// dbt's unique id, where the job is a node of dbt.
        node: Option<Box<str>>,
    },
    /// A dataset, and the node of dbt whose job speaks of it.
    Dataset {
        /// The dataset.
        dataset: Dataset,
        /// The job that speaks of it, as `NAMESPACE/NAME`.
        job: Arc<str>,
        /// Whether that job is a node of dbt.
        by_dbt: bool,
    },
}

/// A dataset by all its names: its own first, then those of its `symlinks`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Dataset {
    /// Namespace, and name as relations are compared.
    pub names: Box<[(Arc<str>, Box<str>)]>,
}

/// What was observed.
#[derive(Clone, Debug)]
pub(crate) enum ObservedFact {
    /// A run of a node of dbt.
    Made {
        /// How it ended.
        ending: RunEnding,
        /// How long it worked.
        took: Option<SignedDuration>,
        /// Where what ran it shows the run: a web address.
        link: Option<Arc<str>>,
    },
    /// An event of a run of a job.
    Event(Box<RunEvent>),
    /// What a test of dbt found.
    Test {
        /// What.
        finding: TestFinding,
        /// How many rows are wrong, if it counts rows.
        failures: Option<u64>,
        /// What it said, in one line; may be empty.
        message: String,
    },
    /// What a check of a dataset found.
    Check {
        /// What is checked: `not_null`.
        name: Box<str>,
        /// Of which column.
        column: Option<Box<str>>,
        /// Distinguishes it from others of the same name and column; may be empty.
        arguments: Box<str>,
        /// What was found.
        finding: TestFinding,
        /// How many rows are wrong, where a test of dbt's counted them.
        failures: Option<u64>,
    },
    /// How old the data of a source was.
    Freshness {
        /// What was found.
        finding: FreshnessFinding,
        /// When the newest row was loaded.
        loaded: Option<Timestamp>,
        /// Whether the source is known to have no rows.
        is_empty: bool,
        /// The limits that were measured by, if the row says.
        limits: Option<FreshnessLimits>,
        /// Why it could not be measured; may be empty.
        message: String,
    },
    /// Which columns a table has in the warehouse: names and types.
    Columns(Vec<(String, String)>),
    /// How large a table is in the warehouse: at least one of the two is known.
    Size {
        /// How many rows it has.
        rows: Option<u64>,
        /// How many bytes it takes.
        bytes: Option<u64>,
    },
    /// Nothing: the `scope` says why.
    Nothing,
}

/// How a run of a node of dbt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RunEnding {
    /// It made the table.
    Success,
    /// Nothing upstream had changed, so that the table is as it should be.
    Reused,
    /// It failed.
    Failed(FailureCause),
    /// It did not happen, because something before it failed.
    Skipped,
}

/// An event of a run of a job.
#[derive(Clone, Debug)]
pub(crate) struct RunEvent {
    /// Identifies the run of a job.
    pub run: Box<str>,
    /// What it says of the run.
    pub state: RunState,
    /// Why it failed, if the event says.
    pub message: String,
    /// The run that this one is a piece of: its job as `NAMESPACE/NAME`, and its id.
    pub parent: Option<(Arc<str>, Box<str>)>,
    /// What it read.
    pub reads: Vec<Dataset>,
    /// What it wrote.
    pub writes: Vec<Dataset>,
    /// Whether the job says that it is a stream: always at work, without runs that end.
    pub is_stream: bool,
    /// The tables that it dropped, emptied or gave another name.
    pub lost: Box<[LostTable]>,
    /// What it says of some of those tables.
    pub written: Box<[WrittenTable]>,
    /// Where what ran it shows the run: a web address.
    pub link: Option<Arc<str>>,
    /// The query that the run was.
    pub query: Option<Arc<ExternalQuery>>,
}

/// A table that a run took away, or what was in it.
#[derive(Clone, Debug)]
pub(crate) struct LostTable {
    /// The table, by the names that it had.
    pub dataset: Dataset,
    /// What became of it.
    pub how: TableLoss,
}

/// What an event says of a table that its run wrote.
#[derive(Clone, Debug)]
pub(crate) struct WrittenTable {
    /// Its position among what the run wrote.
    pub at: usize,
    /// Its columns, if they are said.
    pub columns: Option<Arc<[WrittenColumn]>>,
    /// How many rows were written.
    pub rows: Option<u64>,
    /// How many bytes were written.
    pub bytes: Option<u64>,
    /// Whether the run made the whole table, so that it has what was written and nothing else.
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

/// What an event says of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RunState {
    /// It began.
    Start,
    /// It is at work.
    Running,
    /// It has something to say, which is not how it goes.
    Other,
    /// It went well.
    Complete,
    /// It failed.
    Fail,
    /// It was stopped; of a node of dbt: it was skipped.
    Abort,
}

/// The moment that a text names; one without an offset is in UTC.
#[must_use]
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let local: jiff::civil::DateTime = text.parse().ok()?;
        local.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    })
}

/// The first line of a message that says something, without what stands around it.
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
