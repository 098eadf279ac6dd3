//! A product reads another product that it does not declare as an input port.

use super::RuleContext;
use crate::model::{Catalog, ProductIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for (reader, product) in context.in_service() {
        for flow in catalog
            .lineage
            .upstream(reader)
            .iter()
            .filter(|flow| flow.flow.is_seen() && flow.flow.declared.is_none())
        {
            context.report(reader, RuleFact::UndeclaredInput { upstream: flow.product }, product.span);
        }
    }
}

/// Applies to products with upstream products.
pub(super) fn applies(product: ProductIx, catalog: &Catalog) -> bool {
    !catalog.lineage.upstream(product).is_empty()
}
