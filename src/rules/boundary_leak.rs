//! A product reads assets of another product that are not its output ports.

use super::RuleContext;
use crate::model::{AssetIx, Catalog, ProductIx, RuleFact};
use std::collections::BTreeSet;

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for (reader, product) in context.in_service() {
        for flow in catalog.lineage.upstream(reader) {
            let upstream = catalog.product(flow.product);
            let is_port = |asset: AssetIx| catalog.is_output(flow.product, asset);
            let inner: BTreeSet<AssetIx> =
                flow.flow.pairs.iter().map(|pair| pair.from).filter(|from| !is_port(*from)).collect();
            // Without ports there is no boundary yet; another rule reports that once.
            if inner.is_empty() || upstream.output_ports.is_empty() {
                continue;
            }
            let fact = RuleFact::BoundaryLeak { upstream: flow.product, assets: inner.into_iter().collect() };
            context.report(reader, fact, flow.flow.declared.unwrap_or(product.span));
            context.also_at(upstream.span);
        }
    }
}

/// Applies to products with upstream products.
pub(super) fn applies(product: ProductIx, catalog: &Catalog) -> bool {
    !catalog.lineage.upstream(product).is_empty()
}
