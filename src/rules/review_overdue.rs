//! A product's review is overdue.

use super::RuleContext;
use crate::model::{Catalog, ProductIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let today = context.today;
    for (index, product) in context.in_service() {
        if let Some(by) = product.review_by.filter(|day| *day < today) {
            context.report(index, RuleFact::ReviewOverdue { by }, product.span);
        }
    }
}

/// Applies to products with a next review.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    product.review_by.is_some()
}
