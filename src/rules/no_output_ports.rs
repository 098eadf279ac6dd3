//! Others build on a product that does not say on what they may.

use super::RuleContext;
use crate::model::{Catalog, ProductIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for (index, product) in context.in_service().filter(|(_, product)| product.output_ports.is_empty()) {
        let readers = catalog.lineage.downstream(index);
        let readers: Vec<ProductIx> =
            readers.iter().filter(|reader| reader.flow.is_seen()).map(|reader| reader.product).collect();
        if !readers.is_empty() {
            context.find(index, RuleFact::NoOutputPorts { readers }, product.span);
        }
    }
}

/// It is about readers that were seen.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    catalog.lineage.downstream(index).iter().any(|reader| reader.flow.is_seen())
}
