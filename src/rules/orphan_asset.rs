//! A product reads tables that belong to no product: nobody is responsible for them.

use super::RuleContext;
use crate::model::{AssetIx, ProductIx, RuleFact};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    let mut read_assets: BTreeMap<ProductIx, BTreeSet<AssetIx>> = BTreeMap::new();
    for edge in &catalog.asset_edges {
        let from = catalog.asset(edge.from);
        if from.product.is_none()
            && !from.external
            && let Some(reader) = catalog.asset(edge.to).product
        {
            read_assets.entry(reader).or_default().insert(edge.from);
        }
    }
    for (index, product) in context.in_service() {
        let Some(orphans) = read_assets.get(&index) else { continue };
        let assets = orphans.iter().copied().collect();
        context.report(index, RuleFact::OrphanAsset { assets }, product.span);
    }
}
