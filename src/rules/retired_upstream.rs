//! A product in use builds on one that is retired or goes.

use super::RuleContext;
use crate::model::{Lifecycle, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for (reader, product) in context.in_service() {
        for flow in catalog.lineage.upstream(reader) {
            let upstream = catalog.product(flow.product);
            let is_going = match upstream.lifecycle {
                Lifecycle::Retired => true,
                Lifecycle::Deprecated => product.lifecycle != Lifecycle::Deprecated,
                _ => product.lifecycle != Lifecycle::Deprecated && upstream.ends.is_some(),
            };
            if is_going && (upstream.ends.is_none() || product.outlasts(upstream)) {
                let place = flow.flow.declared.unwrap_or(product.span);
                context.find(reader, RuleFact::RetiredUpstream { upstream: flow.product }, place);
            }
        }
    }
}
