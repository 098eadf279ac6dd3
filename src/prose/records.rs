//! Changes for programs: a stable code, its data, and the text for people.

use super::en;
use crate::model::{Affected, Change, ChangeFact};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// A change for programs: `glassbox diff --format json`, and a line of `changes.ndjson`.
#[derive(Serialize)]
struct ChangeRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    kind: &'a str,
    product: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<&'a str>,
    name: &'a str,
    text: String,
    breaking: bool,
    tell: &'a [String],
    #[serde(skip_serializing_if = "<[Affected]>::is_empty")]
    reaches: &'a [Affected],
    #[serde(flatten)]
    fact: &'a ChangeFact,
}

fn record(change: &Change) -> ChangeRecord<'_> {
    ChangeRecord {
        day: None,
        at: None,
        kind: change.fact.kind().word(),
        product: &change.product,
        system: change.system.as_deref(),
        name: &change.name,
        text: en::change(&change.fact),
        breaking: change.breaking,
        tell: &change.tell,
        reaches: &change.reaches,
        fact: &change.fact,
    }
}

/// Returns changes as one JSON document.
#[must_use]
pub(crate) fn changes_json(changes: &[Change]) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        breaking: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        headline: Option<String>,
        changes: Vec<ChangeRecord<'a>>,
    }
    let document = Document {
        breaking: changes.iter().filter(|change| change.breaking).count(),
        headline: en::breaking_headline(changes),
        changes: changes.iter().map(record).collect(),
    };
    serde_json::to_string_pretty(&document).expect("serializable") + "\n"
}

/// Returns lines for the record of changes, each with its day; they end in a newline.
#[must_use]
pub(crate) fn change_lines(changes: &[Change], day: Date, at: Timestamp) -> Vec<String> {
    let line = |change: &Change| {
        // The consumers that it reaches are known from the catalog of the day.
        let record = ChangeRecord {
            day: Some(day.to_string()),
            at: Some(at.to_string()),
            reaches: &[],
            ..record(change)
        };
        serde_json::to_string(&record).expect("serializable") + "\n"
    };
    changes.iter().map(line).collect()
}
