//! Others build on a product without output ports, so it is unclear what they may build on.

use super::RuleContext;
use crate::model::{Catalog, ProductIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for (index, product) in context.in_service().filter(|(_, product)| product.output_ports.is_empty()) {
        let readers = catalog.lineage.downstream(index);
        let readers: Vec<ProductIx> =
            readers.iter().filter(|reader| reader.flow.is_seen()).map(|reader| reader.product).collect();
        if !readers.is_empty() {
            context.report(index, RuleFact::NoOutputPorts { readers }, product.span);
        }
    }
}

/// Applies to products that were seen to be read.
pub(super) fn applies(product: ProductIx, catalog: &Catalog) -> bool {
    catalog.lineage.downstream(product).iter().any(|reader| reader.flow.is_seen())
}
