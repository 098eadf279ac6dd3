//! A consumer is named, and nothing is ever seen to flow to it.

use super::RuleContext;
use crate::model::{Flow, RuleFact, User};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for (index, product) in context.in_service() {
        for consumer in &product.consumers {
            let User::Product(user) = consumer.user else { continue };
            let flow = catalog.lineage.flow(index, user);
            if !catalog.product(user).assets.is_empty() && !flow.is_some_and(Flow::is_seen) {
                context.find(index, RuleFact::ConsumerNeverSeen { consumer: user }, consumer.span);
            }
        }
    }
}
