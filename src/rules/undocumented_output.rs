//! An output port that others may build on has no description.

use super::RuleContext;
use crate::model::{Catalog, OwnPortIx, ProductIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for (index, product) in context.in_service() {
        for (position, port) in product.output_ports.iter().enumerate() {
            let asset = port.asset.map(|asset| catalog.asset(asset));
            if port.description.is_empty() && asset.is_none_or(|asset| asset.description.is_empty()) {
                context.report(index, RuleFact::UndocumentedOutput { port: OwnPortIx(position) }, port.span);
            }
        }
    }
}

/// Applies to products with output ports.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    !product.output_ports.is_empty()
}
