//! Facts for programs: a stable code and its data.

use crate::model::{Catalog, CheckFact, FactValue, Finding, FirstFinding, ProductIx, PromiseIx, RiskFact};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The data of a fact: ids, numbers, days and lists of them.
pub(crate) type Data = Map<String, Value>;

/// A fact as programs read it: codes and keys are added, never changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Coded {
    /// The kind of fact: `waits-for`.
    pub code: &'static str,
    /// The data of the fact; objects are given by id.
    pub data: Data,
}

/// A fact that programs can read.
pub(crate) trait Code {
    /// Returns its code and data.
    fn coded(&self, catalog: &Catalog) -> Coded;
}

/// Returns a code with the data of a JSON object.
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
    /// For counted parts, the code is their kind.
    fn coded(&self, catalog: &Catalog) -> Coded {
        let mut data = data(self.values(), None, catalog);
        let code = match self {
            Self::Share { of, .. } => Some(of.word()),
            Self::Found { first: FirstFinding(first), .. } => {
                let first = first.coded(catalog);
                data.insert("rule".to_owned(), json!(first.code));
                data.insert("first".to_owned(), Value::Object(first.data));
                self.code()
            }
            _ => self.code(),
        };
        Coded { code: code.unwrap_or_default(), data }
    }
}

impl Code for Finding {
    /// The code is the id of the rule; `case` distinguishes the kinds of findings of one rule.
    fn coded(&self, catalog: &Catalog) -> Coded {
        let mut data = data(self.fact.values(), Some(self.product), catalog);
        if let Some(case) = self.fact.code() {
            data.insert("case".to_owned(), json!(case));
        }
        data.insert("product".to_owned(), json!(catalog.product(self.product).id));
        Coded { code: self.rule, data }
    }
}

/// Returns the values of a fact, which may be about a product, by their keys.
fn data(values: Vec<(&'static str, FactValue<'_>)>, of: Option<ProductIx>, catalog: &Catalog) -> Data {
    let values = values.into_iter().filter(|(_, value)| *value != FactValue::WordingOnly);
    values.map(|(key, value)| (key.to_owned(), json(&value, of, catalog))).collect()
}

/// Returns a value of a fact, which may be about a product, as JSON; objects are given by id.
fn json(value: &FactValue<'_>, of: Option<ProductIx>, catalog: &Catalog) -> Value {
    match value {
        FactValue::Nothing | FactValue::WordingOnly => Value::Null,
        FactValue::Text(text) => json!(text),
        FactValue::Number(number) => json!(number),
        FactValue::Percent(share) => json!(share.percent()),
        FactValue::Minutes(length) => json!(length.as_mins()),
        FactValue::Day(day) => json!(day.to_string()),
        FactValue::Product(product) => json!(catalog.product(*product).id),
        FactValue::Asset(asset) => json!(catalog.asset(*asset).key),
        FactValue::Piece(part) => {
            let asset = catalog.asset(part.asset);
            let column = part.column.and_then(|column| asset.columns.get(column)).map(|column| &column.name);
            json!({"asset": asset.key, "column": column})
        }
        FactValue::System(system) => json!(catalog.systems.all[system.position()].id),
        FactValue::Tier(tier) => json!(catalog.tiers.get(tier.position()).map(|tier| &tier.id)),
        FactValue::Regulation(regulation) => json!(catalog.regulations[regulation.position()].id),
        FactValue::Control(control) => json!(catalog.control(*control).id),
        FactValue::Promise(promise) => self::promise(*promise, catalog),
        FactValue::OutputPort(port) => json!(of.map(|of| &catalog.product(of).output_ports[port.0].id)),
        FactValue::List(values) => values.iter().map(|value| json(value, of, catalog)).collect(),
    }
}

/// Returns a promise: what distinguishes it from the product's others, and its target.
fn promise(promise: PromiseIx, catalog: &Catalog) -> Value {
    let product = catalog.product(promise.product);
    let sla = &product.slas[promise.sla];
    json!({"key": sla.key(product), "target": sla.target.to_string()})
}
