//! The formats of evidence, and their detection: by a file's content, not by its name.
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
    /// A part of its file names, by which files are found beside a manifest and identified if their content does not
    /// tell; empty for a format that dbt does not write.
    pub(super) named: &'static str,
    /// The endings of its file names in places of events: there, unidentified files count as this format.
    pub(super) ending_of_events: &'static [&'static str],
    /// Returns whether a file that begins so is of this format.
    pub(super) recognises: fn(&FilePrefix<'_>) -> bool,
    /// Reads a file of this format.
    pub(super) read: fn(&Input<'_>, &mut Reading),
}

/// A file to read, unpacked.
pub(super) struct Input<'a> {
    /// Its contents.
    pub(super) bytes: &'a [u8],
    /// The path for display.
    pub(super) path: &'a str,
    /// The address template of its runs, from the settings.
    pub(super) run_url: Option<&'a str>,
}

/// What was read of a file so far.
pub(super) struct Reading {
    /// The file.
    pub(super) file: EvidenceIx,
    /// How many rows were read.
    pub(super) rows: u32,
    /// The observations in the rows.
    pub(super) observations: Vec<Observation>,
    /// The number of rows without observations, by reason.
    pub(super) excluded: BTreeMap<ExclusionReason, usize>,
    /// Excerpts that diagnostics point into.
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

    /// Counts a row with something to [observe](Self::observe).
    pub(super) fn row(&mut self) -> RowRef {
        let row = RowRef { file: self.file, number: self.rows };
        self.rows += 1;
        row
    }

    /// Counts a row without observations.
    pub(super) fn exclude_row(&mut self, why: ExclusionReason) {
        *self.excluded.entry(why).or_default() += 1;
    }

    /// Adds an observation of a row.
    pub(super) fn observe(
        &mut self,
        row: RowRef,
        at: Option<Timestamp>,
        subject: ObservedSubject,
        fact: ObservedFact,
    ) -> &mut Observation {
        let at_end = self.observations.len();
        self.observations.push(Observation { row, at, subject, fact, scope: None, invocation: None });
        &mut self.observations[at_end]
    }

    /// Returns the same text as one met before, so that it is kept once.
    pub(super) fn shared(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.names.get(text) {
            return Arc::clone(known);
        }
        let shared: Arc<str> = text.into();
        self.names.insert(text.to_owned(), Arc::clone(&shared));
        shared
    }

    /// Returns the same columns as those met before: most runs of a job write the same.
    pub(super) fn shared_columns(&mut self, columns: Vec<WrittenColumn>) -> Arc<[WrittenColumn]> {
        if let Some(known) = self.columns.get(columns.as_slice()) {
            return Arc::clone(known);
        }
        let shared: Arc<[WrittenColumn]> = columns.into();
        self.columns.insert(Arc::clone(&shared));
        shared
    }

    /// Reports that the file cannot be read as its format.
    pub(super) fn mark_unreadable(&mut self, error: crate::read::dbt::json::JsonError) {
        self.exclude_row(ExclusionReason::Unreadable);
        let diagnostic = Diagnostic::warning("bad-evidence", error.message)
            .at(error.place, error.problem)
            .note("what it should report counts as unknown")
            .help(error.help);
        self.diagnostics.push(diagnostic);
    }
}

/// The beginning of a file, as much as is needed to detect its format.
pub(super) struct FilePrefix<'a> {
    /// The file's name.
    name: &'a str,
    /// The dbt schema that it declares, such as `…/run-results/v6.json`; may be empty.
    schema: String,
    /// The keys of its first record.
    keys: BTreeSet<String>,
    /// The keys of the first of its `results`.
    row: BTreeSet<String>,
}

/// How much of a file is searched for the name of dbt's schema, which comes first.
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

    /// Returns whether it is a dbt artifact of this schema or, if it declares none, has all these keys in its
    /// first row or itself.
    pub(super) fn is_dbt(&self, schema: &str, marks: &[&str]) -> bool {
        if !self.schema.is_empty() {
            return self.schema.contains(schema);
        }
        marks.iter().all(|mark| self.row.contains(*mark) || self.keys.contains(*mark))
    }

    /// Returns whether its content does not identify it, and its name is that of a format's files.
    pub(super) fn is_called(&self, named: &str) -> bool {
        self.schema.is_empty() && !named.is_empty() && self.name.contains(named)
    }

    /// Returns whether its first record has one of these keys.
    pub(super) fn has(&self, keys: &[&str]) -> bool {
        self.schema.is_empty() && keys.iter().any(|key| self.keys.contains(*key))
    }

    /// Returns whether its name or content identifies it as another dbt artifact that is not evidence.
    pub(super) fn is_other_artifact(&self) -> bool {
        ["/manifest/", "/semantic-manifest", "graph_summary"].iter().any(|part| self.schema.contains(part))
    }
}

/// Returns the value of `dbt_schema_version`, if this text contains it; empty if the value is not a text, such as `null`.
fn schema(head: &str) -> &str {
    let values = head.split("\"dbt_schema_version\"").skip(1);
    values.filter_map(text_value).next().unwrap_or_default()
}

/// Returns the text that is the value of a key, given what follows the key; `None` if the value is not a text.
fn text_value(after: &str) -> Option<&str> {
    let text = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    text.split_once('"').map(|(value, _)| value)
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
                let mut keys = Keys::default();
                while let Some(key) = map.next_key::<String>()? {
                    if key == "results" {
                        keys.row = map.next_value::<FirstKeys>()?.0;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                    keys.keys.insert(key);
                }
                Ok(keys)
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
