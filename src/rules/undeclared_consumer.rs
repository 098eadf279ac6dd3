//! A use of a product is seen that neither side declares: by another product, or by an exposure of dbt
//! that belongs to no product.

use super::RuleContext;
use crate::model::{AssetIx, AssetKind, Catalog, ProductIx, RuleFact, User};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    let exposures = loose_exposures(context);
    for (index, product) in context.in_service() {
        let is_named = |reader: ProductIx| {
            product.consumers.iter().any(|consumer| consumer.user == User::Product(reader))
        };
        let readers = catalog.lineage.downstream(index);
        let products: Vec<ProductIx> = readers
            .iter()
            .filter(|flow| flow.flow.is_seen() && flow.flow.declared.is_none() && !is_named(flow.product))
            .map(|flow| flow.product)
            .collect();
        let exposures: Vec<AssetIx> = exposures.get(&index).into_iter().flatten().copied().collect();
        // A product that declares no consumers has not begun to declare any.
        if products.is_empty() && exposures.is_empty() || product.consumers.is_empty() {
            continue;
        }
        let place = product.consumers.first().map_or(product.span, |consumer| consumer.span);
        context.report(index, RuleFact::UndeclaredConsumer { products, exposures }, place);
    }
}

/// Applies to products that declare consumers and were seen to be read.
pub(super) fn applies(product: ProductIx, catalog: &Catalog) -> bool {
    !catalog.product(product).consumers.is_empty()
        && catalog.lineage.downstream(product).iter().any(|reader| reader.flow.is_seen())
}

/// Returns the exposures that belong to no product, by the products that they read.
fn loose_exposures(context: &RuleContext<'_>) -> BTreeMap<ProductIx, BTreeSet<AssetIx>> {
    let catalog = context.catalog;
    let mut exposures: BTreeMap<ProductIx, BTreeSet<AssetIx>> = BTreeMap::new();
    for edge in &catalog.asset_edges {
        let to = catalog.asset(edge.to);
        if to.kind == AssetKind::Exposure
            && to.product.is_none()
            && let Some(product) = catalog.asset(edge.from).product
        {
            exposures.entry(product).or_default().insert(edge.to);
        }
    }
    exposures
}
