//! A fact for programs: a code that stays the same when the sentence is put otherwise, and its data.

use super::shelves::Shelves;
use crate::model::{AssetIx, Datum, Fact, Failure, Loaded, Measure, ProductIx, TestFailure};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A fact that stands beside a sentence in a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct FactView {
    /// What it is: `data-as-of`.
    pub code: String,
    /// Moments in UTC, assets by their keys, numbers and flags, by name.
    pub data: BTreeMap<String, Value>,
}

/// What was measured, for programs; nothing where nobody measures.
pub(super) fn measured(measure: &Measure, shelves: &Shelves<'_>) -> Option<FactView> {
    let is_there = *measure != Measure::Nothing;
    is_there.then(|| fact(measure.code(), measure.data(), shelves))
}

/// Why something stands as it does, for programs.
pub(super) fn reason(fact: &Fact, shelves: &Shelves<'_>) -> FactView {
    let data = data(fact, shelves).into_iter().map(|(name, value)| (name.to_owned(), value));
    FactView { code: fact.code().to_owned(), data: data.collect() }
}

fn data(fact: &Fact, shelves: &Shelves<'_>) -> Vec<(&'static str, Value)> {
    let catalog = shelves.catalog;
    let moment = |at: &Timestamp| Value::from(at.to_string());
    let product = |at: ProductIx| Value::from(catalog.product(at).id.clone());
    let tests = |failed: &[TestFailure]| -> Value {
        let test = |one: &TestFailure| json!({"name": one.name, "column": one.column, "broken": one.broken, "rows": one.rows});
        failed.iter().map(test).collect()
    };
    let promise = |of: ProductIx, sla: usize, measure: &Measure| {
        let measured = measured(measure, shelves).map(|fact| json!(fact)).unwrap_or_default();
        let key = catalog.product(of).slas[sla].key(catalog.product(of));
        vec![("product", product(of)), ("promise", Value::from(key)), ("measured", measured)]
    };
    match fact {
        Fact::NoRun { only } => only.iter().map(|only| ("only", Value::from(only.word()))).collect(),
        Fact::RunTooOld { last } | Fact::FreshnessTooOld { last } => vec![("last", moment(last))],
        Fact::RunFailed { load, why } => {
            let mut data = vec![("load", Value::from(*load)), ("why", Value::from(why.code()))];
            if let Failure::Child { job, .. } = why {
                data.push(("job", Value::from(job.clone())));
            }
            if let Failure::Said(message) | Failure::Child { message, .. } = why {
                data.push(("message", Value::from(message.clone())));
            }
            data
        }
        Fact::RunHangs { since, last } => vec![("since", moment(since)), ("last", moment(last))],
        Fact::FirstRunUnended { since } => vec![("since", moment(since))],
        Fact::FreshnessCrashed { message } => vec![("message", Value::from(message.clone()))],
        Fact::SourceLate { loaded, limit } => {
            let loaded = match loaded {
                Loaded::At(at) => moment(at),
                Loaded::Never | Loaded::Unsaid => Value::Null,
            };
            vec![("loaded", loaded), ("limit", Value::from(limit.map(|limit| limit.to_string())))]
        }
        Fact::TestsFailed { failed, of } => vec![("failed", tests(failed)), ("of", Value::from(*of))],
        Fact::TestsWarned { warned, of } => vec![("warned", tests(warned)), ("of", Value::from(*of))],
        Fact::TestsSkipped { count, of } | Fact::TestsMissing { count, of } => {
            vec![("count", Value::from(*count)), ("of", Value::from(*of))]
        }
        Fact::CheckFailed { name, column } | Fact::CheckSkipped { name, column } => {
            vec![("name", Value::from(name.clone())), ("column", Value::from(column.clone()))]
        }
        Fact::BreaksPromise { product, sla, measure } | Fact::PromiseBroken { product, sla, measure } => {
            promise(*product, *sla, measure)
        }
        Fact::Upstream { cause, why } | Fact::UpstreamUnknown { cause, why } => {
            let cause = Value::from(catalog.asset(*cause).key.clone());
            vec![("cause", cause), ("why", json!(reason(why, shelves)))]
        }
        Fact::DeclaredUpstream { product: of, status } => {
            vec![("product", product(*of)), ("status", Value::from(status.word()))]
        }
        Fact::RunSkipped | Fact::FreshnessNotChecked | Fact::FreshnessOfAnotherLimit => Vec::new(),
    }
}

fn fact(code: &str, data: Vec<(&'static str, Datum)>, shelves: &Shelves<'_>) -> FactView {
    let asset = |asset: AssetIx| Value::from(shelves.catalog.asset(asset).key.clone());
    let value = |datum: Datum| match datum {
        Datum::Time(at) => Value::from(at.to_string()),
        Datum::Asset(one) => asset(one),
        Datum::Assets(all) => all.into_iter().map(asset).collect(),
        Datum::Count(count) => Value::from(count),
        Datum::Percent(share) => Value::from(share),
        Datum::Flag(flag) => Value::from(flag),
    };
    let data = data.into_iter().map(|(name, datum)| (name.to_owned(), value(datum)));
    FactView { code: code.to_owned(), data: data.collect() }
}
