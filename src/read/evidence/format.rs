//! The formats of evidence, and which one a file is of: recognised by its content, not by its name.
//!
//! A format is one file and a line in [`each_evidence_format`](crate::model::each_evidence_format).

use super::observation::{Observation, ObservedFact, ObservedSubject, RowRef, WrittenColumn};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{EvidenceIx, ExclusionReason};
use crate::read::dbt::lenient::FirstKeys;
use crate::source::SourceMap;
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// A format of evidence.
pub(super) struct FormatReader {
    /// A part of the names of its files, by which they are found beside a manifest and known where what they hold does not
    /// tell; empty for a format that dbt does not write.
    pub(super) named: &'static str,
    /// How the names of its files end where a place of events has them: there, one that cannot be told is of it.
    pub(super) ending_of_events: &'static [&'static str],
    /// Whether a file that begins so is of it.
    pub(super) recognises: fn(&FilePrefix<'_>) -> bool,
    /// Reads a file of it.
    pub(super) read: fn(&Input<'_>, &mut Reading),
}

/// A file to read, unpacked.
pub(super) struct Input<'a> {
    /// What it holds.
    pub(super) bytes: &'a [u8],
    /// The path for people.
    pub(super) path: &'a str,
    /// The address of its runs, as the settings give it.
    pub(super) run_url: Option<&'a str>,
}

/// What a file says so far.
pub(super) struct Reading {
    /// Which file it is.
    pub(super) file: EvidenceIx,
    /// How many rows were read.
    pub(super) rows: u32,
    /// The observations that the rows report.
    pub(super) observations: Vec<Observation>,
    /// How many rows report nothing, by the reason.
    pub(super) excluded: BTreeMap<ExclusionReason, usize>,
    /// Excerpts that faults point into.
    pub(super) sources: SourceMap,
    /// What is wrong with the file.
    pub(super) diagnostics: Diagnostics,
    names: HashMap<String, Arc<str>>,
    columns: HashSet<Arc<[WrittenColumn]>>,
}

impl Reading {
    pub(super) fn of(file: EvidenceIx) -> Self {
        Self {
            file,
            rows: 0,
            observations: Vec::new(),
            excluded: BTreeMap::new(),
            sources: SourceMap::default(),
            diagnostics: Diagnostics::new(),
            names: HashMap::new(),
            columns: HashSet::new(),
        }
    }

    /// A row that says something; what it says is to be [observed](Self::observe).
    pub(super) fn row(&mut self) -> RowRef {
        let row = RowRef { file: self.file, number: self.rows };
        self.rows += 1;
        row
    }

    /// A row that says nothing.
    pub(super) fn exclude_row(&mut self, why: ExclusionReason) {
        *self.excluded.entry(why).or_default() += 1;
    }

    /// An observation that a row reports.
    pub(super) fn observe(
        &mut self,
        row: RowRef,
        at: Option<Timestamp>,
        subject: ObservedSubject,
        what: ObservedFact,
    ) -> &mut Observation {
        let at_end = self.observations.len();
        self.observations.push(Observation { row, at, subject, what, scope: None, invocation: None });
        &mut self.observations[at_end]
    }

    /// The same text as one that was met before, so that it is kept once.
    pub(super) fn shared(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.names.get(text) {
            return Arc::clone(known);
        }
        let shared: Arc<str> = text.into();
        self.names.insert(text.to_owned(), Arc::clone(&shared));
        shared
    }

    /// The same columns as those that were met before: most runs of a job write the same.
    pub(super) fn shared_columns(&mut self, columns: Vec<WrittenColumn>) -> Arc<[WrittenColumn]> {
        if let Some(known) = self.columns.get(columns.as_slice()) {
            return Arc::clone(known);
        }
        let shared: Arc<[WrittenColumn]> = columns.into();
        self.columns.insert(Arc::clone(&shared));
        shared
    }

    /// Says that the file cannot be read as what it is.
    pub(super) fn mark_unreadable(&mut self, fault: crate::read::dbt::json::JsonFault) {
        self.exclude_row(ExclusionReason::Unreadable);
        let fault = Diagnostic::warning("bad-evidence", fault.message)
            .at(fault.place, fault.problem)
            .note("what it should report counts as unknown")
            .help(fault.help);
        self.diagnostics.push(fault);
    }
}

/// How a file begins, as far as it takes to tell its format.
pub(super) struct FilePrefix<'a> {
    /// The file's name.
    name: &'a str,
    /// The schema of dbt that it says it follows, such as `…/run-results/v6.json`; may be empty.
    schema: String,
    /// The keys of its first record.
    keys: BTreeSet<String>,
    /// The keys of the first of its `results`.
    row: BTreeSet<String>,
}

/// So much of a file is looked at for dbt's name of the schema, which comes first.
const HEAD: usize = 4096;

impl<'a> FilePrefix<'a> {
    pub(super) fn of(name: &'a str, bytes: &[u8]) -> Self {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
        let mut beginning =
            Self { name, schema: schema(&head).to_owned(), keys: BTreeSet::new(), row: BTreeSet::new() };
        if beginning.schema.is_empty() {
            let text = bytes.trim_ascii_start();
            let mut values = serde_json::Deserializer::from_slice(text).into_iter::<Keys>();
            if let Some(Ok(Keys { keys, row })) = values.next() {
                (beginning.keys, beginning.row) = (keys, row);
            } else {
                // A torn first line does not hide the next.
                let lines = text.split(|byte| *byte == b'\n').skip(1).take(20);
                let keys = lines.filter_map(|line| serde_json::from_slice::<Keys>(line).ok()).next();
                beginning.keys = keys.map(|keys| keys.keys).unwrap_or_default();
            }
        }
        beginning
    }

    /// Whether it is an artifact of dbt of this schema, or, where it does not say, has all these keys in the
    /// first of its rows or itself.
    pub(super) fn is_dbt(&self, schema: &str, marks: &[&str]) -> bool {
        if !self.schema.is_empty() {
            return self.schema.contains(schema);
        }
        marks.iter().all(|mark| self.row.contains(*mark) || self.keys.contains(*mark))
    }

    /// Whether it does not say what it is, and is called as files of a format are.
    pub(super) fn is_called(&self, named: &str) -> bool {
        self.schema.is_empty() && !named.is_empty() && self.name.contains(named)
    }

    /// Whether its first record has one of these keys.
    pub(super) fn has(&self, keys: &[&str]) -> bool {
        self.schema.is_empty() && keys.iter().any(|key| self.keys.contains(*key))
    }

    /// Whether its name or content says that it is something of dbt's that is no evidence.
    pub(super) fn is_other_artifact(&self) -> bool {
        ["/manifest/", "/semantic-manifest", "graph_summary"].iter().any(|part| self.schema.contains(part))
    }
}

/// The value of `dbt_schema_version`, if it stands in this text.
fn schema(head: &str) -> &str {
    let after = head.split_once("\"dbt_schema_version\"").map_or("", |(_, after)| after);
    after.split('"').nth(1).unwrap_or_default()
}

/// The keys of a record, or of the first record of a list, and of the first of its `results`.
#[derive(Default)]
struct Keys {
    keys: BTreeSet<String>,
    row: BTreeSet<String>,
}

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Keys;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a record")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut found = Keys::default();
                while let Some(key) = map.next_key::<String>()? {
                    if key == "results" {
                        found.row = map.next_value::<FirstKeys>()?.0;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                    found.keys.insert(key);
                }
                Ok(found)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Keys, A::Error> {
                let first = list.next_element::<Keys>()?.unwrap_or_default();
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(first)
            }
        }
        from.deserialize_any(Visit)
    }
}
