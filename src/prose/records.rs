//! Changes for programs: a stable code, its data, and the text for people.

use super::en;
use crate::model::{Affected, Change, ChangeFact, ConcernedParties, Recipient, ShownNames};
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
    tell: Vec<&'a str>,
    recipients: &'a [Recipient],
    #[serde(skip_serializing_if = "<[Affected]>::is_empty")]
    reaches: &'a [Affected],
    #[serde(skip_serializing_if = "Option::is_none")]
    concerns: Option<&'a ConcernedParties>,
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
        tell: ids(&change.tell),
        recipients: &change.tell,
        reaches: &change.reaches,
        concerns: None,
        fact: &change.fact,
    }
}

/// Returns the ids of those to be told, each once: a product and a team may share one.
fn ids(tell: &[Recipient]) -> Vec<&str> {
    let mut ids: Vec<&str> = tell.iter().map(|recipient| recipient.id.as_str()).collect();
    ids.dedup();
    ids
}

/// Returns changes as one JSON document, with names instead of ids in their texts.
#[must_use]
pub(crate) fn changes_json(changes: &[Change], names: &ShownNames) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        breaking: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        headline: Option<String>,
        changes: Vec<ChangeRecord<'a>>,
    }
    let document = Document {
        breaking: changes.iter().filter(|change| change.breaking).count(),
        headline: en::breaking_headline(&named(changes, names)),
        changes: changes
            .iter()
            .map(|change| ChangeRecord {
                text: en::change(&en::with_names(&change.fact, names)),
                ..record(change)
            })
            .collect(),
    };
    serde_json::to_string_pretty(&document).expect("serializable") + "\n"
}

/// Returns changes with names instead of ids, for people.
#[must_use]
pub(crate) fn named(changes: &[Change], names: &ShownNames) -> Vec<Change> {
    let named = |change: &Change| Change { fact: en::with_names(&change.fact, names), ..change.clone() };
    changes.iter().map(named).collect()
}

/// Returns lines for the record of changes, each with its day; they end in a newline.
#[must_use]
pub(crate) fn change_lines(changes: &[Change], day: Date, at: Timestamp) -> Vec<String> {
    let line = |change: &Change| {
        // How it reaches others is known from the catalog of the day; whom, also when all of them are gone.
        let record = ChangeRecord {
            day: Some(day.to_string()),
            at: Some(at.to_string()),
            reaches: &[],
            concerns: Some(&change.concerns).filter(|concerns| !concerns.is_empty()),
            ..record(change)
        };
        serde_json::to_string(&record).expect("serializable") + "\n"
    };
    changes.iter().map(line).collect()
}
