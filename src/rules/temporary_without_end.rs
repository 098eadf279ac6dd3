//! Logic outside of any product has no end date.

use super::RuleContext;
use crate::model::{Catalog, ProductIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    for (index, product) in context.in_service() {
        for (position, consumer) in product.consumers.iter().enumerate() {
            if consumer.last_miles.iter().any(|mile| mile.until().is_none()) {
                context.report(index, RuleFact::TemporaryWithoutEnd { consumer: position }, consumer.span);
            }
        }
    }
}

/// Applies to products with last miles.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    product.has_last_miles()
}
