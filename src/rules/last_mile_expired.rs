//! Logic outside of any product has outlived its limit.

use super::RuleContext;
use crate::model::{Catalog, ProductIx, RuleFact, WordingOnly};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let today = context.today;
    for (index, product) in context.in_service() {
        for (position, consumer) in product.consumers.iter().enumerate() {
            for (mile, logic) in consumer.last_miles.iter().enumerate() {
                if let Some(until) = logic.until().filter(|until| *until < today) {
                    let fact =
                        RuleFact::LastMileExpired { consumer: position, mile: WordingOnly(mile), until };
                    context.report(index, fact, consumer.span);
                }
            }
        }
    }
}

/// Applies to products with last miles.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    product.has_last_miles()
}
