//! A consumer is declared, but no data is ever seen to flow to it.

use super::RuleContext;
use crate::model::{Catalog, Flow, ProductIx, RuleFact, User};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for (index, product) in context.in_service() {
        for consumer in &product.consumers {
            let User::Product(user) = consumer.user else { continue };
            let flow = catalog.lineage.flow(index, user);
            if !catalog.product(user).assets.is_empty() && !flow.is_some_and(Flow::is_seen) {
                context.report(index, RuleFact::ConsumerNeverSeen { consumer: user }, consumer.span);
            }
        }
    }
}

/// Reads by teams cannot be observed.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    product.consumers.iter().any(|consumer| matches!(consumer.user, User::Product(_)))
}
