//! `products/<id>.json`: a product's page for programs. Neighbours are only named, because each has its own record;
//! assets have only names and statuses, because dbt's own artifacts hold the rest. What is not known, and a list without
//! items, has no key.

use super::brief::{brief, in_brief, replace, says_nothing};
use super::record_assets::layers;
use super::{DetailView, EndingView, FlowView, PortView, ProductView, ProductionPathView, StatusView};
use crate::site::finding::FindingView;
use crate::site::parts::PageRef;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::sync::Arc;

/// The record of a product; it is written from the same views as its pages.
#[derive(Clone, Debug, Hash)]
pub(super) struct ProductRecord {
    pub(in crate::site) page: Arc<ProductView>,
    pub(in crate::site) detail: Option<Arc<DetailView>>,
}

impl Serialize for ProductRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members = members(&self.page, self.detail.as_deref());
        serializer.collect_map(members.into_iter().filter(|(_, value)| !says_nothing(value)))
    }
}

/// Takes a view apart into its fields, so that a new one is put into the record or named here: `only_on_page` need not
/// be in it, and `changed` is written in another form.
macro_rules! record_of {
    ($view:ident {
        same: [$($same:ident)*], only_on_page: [$($page:ident)*], changed: { $($key:ident: $value:expr,)* }
        of: [$($changed:ident)*]
    }) => {{
        let ProductView { $($same,)* $($changed,)* $($page: _,)* } = $view;
        vec![$((stringify!($same), in_brief($same)),)* $((stringify!($key), $value),)*]
    }};
}

fn members(view: &ProductView, detail: Option<&DetailView>) -> Vec<(&'static str, Value)> {
    let (shared_by_assets, layers) = layers(detail.map_or(&[], |detail| &detail.layers));
    record_of!(view {
        same: [
            id name summary description category mart only_system domain lifecycle tier aliases tags status
            not_watched verdict notices history open access owner steward support review slas systems consumers
            value upkeep foreign_readers added_by_readers regulations marked deliveries awaited_by standards
            boundary accomplishments links
        ],
        only_on_page: [told catalog_has_evidence tier_meaning share evidence unnamed uses layers assets feed detail found
            tables_of_ports],
        changed: {
            standing: status.as_ref().map_or(Value::Null, |_| standing_record(standing)),
            shown_in: ids(shown_in),
            ending: ending.as_ref().map_or(Value::Null, ending_record),
            ports: ports.iter().map(|port| port_record(port, summary)).collect(),
            upstream: lineage.upstream.iter().map(flow_record).collect(),
            downstream: lineage.downstream.iter().map(flow_record).collect(),
            production: production.as_ref().map_or(Value::Null, production_record),
            findings: findings.iter().map(|finding| finding_record(finding, id)).collect(),
            shared_by_assets: shared_by_assets,
            layers: layers,
        }
        of: [standing lineage findings shown_in ending ports production]
    })
}

/// Returns products by id: their names are in `api/products.json`.
fn ids(products: &[PageRef]) -> Value {
    products.iter().map(|product| Value::from(product.id.as_str())).collect()
}

/// Returns the reasons for a status, without the counts of tests and checks that it does not have.
fn standing_record(standing: &StatusView) -> Value {
    let mut record = in_brief(standing);
    for (key, counts) in [("tests", &standing.tests), ("checks", &standing.checks)] {
        if counts.total == 0 {
            record.as_object_mut().and_then(|members| members.remove(key));
        }
    }
    record
}

fn ending_record(ending: &EndingView) -> Value {
    let mut record = in_brief(ending);
    replace(&mut record, "readers", ids(&ending.readers));
    record
}

/// Returns an output port, without a description that is the product's summary.
fn port_record(port: &PortView, summary: &str) -> Value {
    let mut record = in_brief(port);
    replace(&mut record, "readers", ids(&port.readers));
    if port.description == summary {
        replace(&mut record, "description", Value::Null);
    }
    record
}

/// Returns the stages of use that a product has reached.
fn production_record(path: &ProductionPathView) -> Value {
    let mut record = in_brief(path);
    let steps = record.get_mut("steps").and_then(Value::as_array_mut);
    if let Some(steps) = steps {
        steps.retain(|step| step.get("reached").is_some() || step.get("users").is_some());
    }
    record
}

/// Returns a neighbour, and the flow between.
fn flow_record(flow: &FlowView) -> Value {
    let FlowView { product, seen, declared, pairs, total, .. } = flow;
    let total = (*total > pairs.len()).then_some(total);
    let product = json!({ "id": product.id, "name": product.name });
    brief(json!({ "product": product, "seen": seen, "declared": declared, "pairs": pairs, "total": total }))
}

/// Returns a finding of a rule in the product, in words without links, which would be broken here.
fn finding_record(finding: &FindingView, product: &str) -> Value {
    let FindingView { level, rule, product: _, message, help, fact, waiver, linked: _ } = finding;
    let mut data = fact.data.clone();
    if data.get("product").is_some_and(|named| named == product) {
        data.remove("product");
    }
    brief(json!({
        "level": level.id,
        "rule": rule.id,
        "message": message,
        "help": help,
        "code": Some(fact.code).filter(|code| *code != rule.id),
        "data": data,
        "waiver": waiver,
    }))
}
