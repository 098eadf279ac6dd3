//! Facts for programs: a stable code and its data.

use crate::model::{Catalog, CheckFact, FactValue, Finding, ProductIx, PromiseIx, RiskFact};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What a fact is about: ids, numbers, days and lists of them.
pub(crate) type Data = Map<String, Value>;

/// A fact as programs read it: codes and keys are added, none changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Coded {
    /// What kind of fact it is: `waits-for`.
    pub code: &'static str,
    /// What it is about; things go by their ids.
    pub data: Data,
}

/// A fact that programs can read.
pub(crate) trait Code {
    /// Its code and data.
    fn coded(&self, catalog: &Catalog) -> Coded;
}

/// A code with the data of a JSON object.
pub(super) fn coded(code: &'static str, data: Value) -> Coded {
    let data = match data {
        Value::Object(data) => data,
        _ => Map::new(),
    };
    Coded { code, data }
}

impl Code for RiskFact {
    fn coded(&self, catalog: &Catalog) -> Coded {
        match self {
            Self::Waits { product, because } => {
                let product = &catalog.product(*product).id;
                coded("waits", json!({"product": product, "because": because.word()}))
            }
            Self::TooLittleTime { working_days } => {
                coded("too-little-time", json!({"working_days": working_days}))
            }
        }
    }
}

impl Code for CheckFact {
    fn coded(&self, catalog: &Catalog) -> Coded {
        match self {
            Self::NoOwner => coded("no-owner", Value::Null),
            Self::NoSteward => coded("no-steward", Value::Null),
            Self::NoSummary => coded("no-summary", Value::Null),
            Self::NoDescription => coded("no-description", Value::Null),
            Self::Words(words) => coded("short-description", json!({"words": words})),
            Self::NoSupport => coded("no-support", Value::Null),
            Self::NoAddress => coded("no-address", Value::Null),
            Self::NoOutputPorts => coded("no-output-ports", Value::Null),
            Self::Share { of, part, whole } => coded(of.word(), json!({"part": part, "whole": whole})),
            Self::NothingToCount => coded("nothing-to-count", Value::Null),
            Self::NothingOfTheKind => coded("nothing-of-the-kind", Value::Null),
            Self::Promises(one) => coded("promises", json!({"promise": promise(*one, catalog)})),
            Self::NoPromise => coded("no-promise", Value::Null),
            Self::PromisesNothing => coded("promises-nothing", Value::Null),
            Self::NoneMeasured { promises } => coded("none-measured", json!({"promises": promises})),
            Self::Kept { kept, promises } => coded("kept", json!({"kept": kept, "promises": promises})),
            Self::Broken { broken, promises } => {
                coded("broken", json!({"broken": broken, "promises": promises}))
            }
            Self::NoConsumers => coded("no-consumers", Value::Null),
            Self::NoReviewPlanned => coded("no-review-planned", Value::Null),
            Self::ReviewDue(day) => coded("review-due", json!({"day": day.to_string()})),
            Self::ReviewPlanned(day) => coded("review-planned", json!({"day": day.to_string()})),
            Self::NoLink => coded("no-link", Value::Null),
            Self::CannotBeSeen => coded("cannot-be-seen", Value::Null),
            Self::NothingKnown => coded("nothing-known", Value::Null),
            Self::IsBroken(status) => coded("is-broken", json!({"status": status.word()})),
            Self::Waived => coded("waived", Value::Null),
            Self::Found { first, more } => {
                let first = first.coded(catalog);
                coded("found", json!({"rule": first.code, "first": first.data, "more": more}))
            }
            Self::ReadsNothing => coded("reads-nothing", Value::Null),
            Self::AlsoReads(products) => coded("also-reads", json!({"products": ids(products, catalog)})),
            Self::NotAttested => coded("not-attested", Value::Null),
            Self::NeverLookedAt => coded("never-looked-at", Value::Null),
            Self::LookedAt(day) => coded("looked-at", json!({"day": day.to_string()})),
            Self::Attested(text) => coded("attested", json!({"text": text})),
        }
    }
}

impl Code for Finding {
    /// The code is the id of the rule; `case` tells apart what one rule finds of several kinds.
    fn coded(&self, catalog: &Catalog) -> Coded {
        let values = self.fact.values().into_iter();
        let values = values.filter(|(_, value)| *value != FactValue::ForWords);
        let mut data: Data =
            values.map(|(key, value)| (key.to_owned(), json(&value, self.product, catalog))).collect();
        data.insert("product".to_owned(), json!(catalog.product(self.product).id));
        Coded { code: self.rule, data }
    }
}

/// A value of a fact about a product; things go by their ids.
fn json(value: &FactValue<'_>, of: ProductIx, catalog: &Catalog) -> Value {
    match value {
        FactValue::Nothing | FactValue::ForWords => Value::Null,
        FactValue::Text(text) => json!(text),
        FactValue::Number(number) => json!(number),
        FactValue::Percent(share) => json!(share.percent()),
        FactValue::Minutes(length) => json!(length.as_mins()),
        FactValue::Day(day) => json!(day.to_string()),
        FactValue::Product(product) => json!(catalog.product(*product).id),
        FactValue::Asset(asset) => json!(catalog.asset(*asset).key),
        FactValue::Piece((asset, column)) => {
            let asset = catalog.asset(*asset);
            let column = column.and_then(|column| asset.columns.get(column)).map(|column| &column.name);
            json!({"asset": asset.key, "column": column})
        }
        FactValue::System(system) => json!(catalog.systems.all[system.position()].id),
        FactValue::Tier(tier) => json!(catalog.tiers.get(tier.position()).map(|tier| &tier.id)),
        FactValue::Regulation(regulation) => json!(catalog.regulations[regulation.position()].id),
        FactValue::Control((regulation, control)) => {
            json!(catalog.regulations[regulation.position()].controls[*control].id)
        }
        FactValue::Promise(promise) => self::promise(*promise, catalog),
        FactValue::OutputPort(port) => json!(catalog.product(of).output_ports[port.0].id),
        FactValue::List(values) => values.iter().map(|one| json(one, of, catalog)).collect(),
    }
}

fn ids<'c>(products: &[ProductIx], catalog: &'c Catalog) -> Vec<&'c String> {
    products.iter().map(|product| &catalog.product(*product).id).collect()
}

/// A promise: what tells it apart from the product's others, and how much is promised.
fn promise(promise: PromiseIx, catalog: &Catalog) -> Value {
    let product = catalog.product(promise.product);
    let sla = &product.slas[promise.sla];
    json!({"key": sla.key(product), "target": sla.target.to_string()})
}
