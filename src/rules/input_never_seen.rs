//! An input port is declared, but no data is ever seen to flow.

use super::RuleContext;
use crate::model::{Catalog, ProductIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for (index, product) in context.in_service() {
        // A product without assets cannot be seen to read.
        if !product.assets.is_empty() {
            for flow in catalog.lineage.upstream(index).iter().filter(|flow| !flow.flow.is_seen()) {
                let Some(declared) = flow.flow.declared else { continue };
                context.report(index, RuleFact::InputNeverSeen { upstream: flow.product }, declared);
            }
        }
    }
}

/// Applies to products with declared inputs.
pub(super) fn applies(product: ProductIx, catalog: &Catalog) -> bool {
    catalog.lineage.upstream(product).iter().any(|input| input.flow.declared.is_some())
}
