//! A product reads another one that it does not declare as an input port.

use super::RuleContext;
use crate::model::RuleFact;

pub(super) fn check(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    for (reader, product) in looking.living() {
        for flow in catalog
            .lineage
            .upstream(reader)
            .iter()
            .filter(|flow| flow.flow.is_seen() && flow.flow.declared.is_none())
        {
            looking.find(reader, RuleFact::UndeclaredInput { upstream: flow.product }, product.span);
        }
    }
}
