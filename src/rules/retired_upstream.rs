//! A product in use builds on one that is retired.

use super::RuleContext;
use crate::model::{Lifecycle, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for (reader, product) in context.in_service() {
        for flow in catalog.lineage.upstream(reader) {
            let upstream = catalog.product(flow.product);
            if upstream.lifecycle == Lifecycle::Retired
                || upstream.lifecycle == Lifecycle::Deprecated && product.lifecycle != Lifecycle::Deprecated
            {
                let place = flow.flow.declared.unwrap_or(product.span);
                context.find(reader, RuleFact::RetiredUpstream { upstream: flow.product }, place);
            }
        }
    }
}
