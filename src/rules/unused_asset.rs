//! Nothing reads an asset, and it is not an output port: work without a user.

use super::RuleContext;
use crate::model::{AssetIx, AssetKind, Catalog, ProductIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    let mut is_read = vec![false; catalog.assets.len()];
    for edge in &catalog.asset_edges {
        is_read[edge.from.position()] = true;
    }
    for (index, product) in context.in_service() {
        // Without ports it is not yet declared what the product offers.
        if product.output_ports.is_empty() {
            continue;
        }
        let is_given = |asset: AssetIx| product.output_ports.iter().any(|port| port.asset == Some(asset));
        let is_table =
            |asset: AssetIx| matches!(catalog.asset(asset).kind, AssetKind::Model | AssetKind::Snapshot);
        let unused = product.assets.iter().copied();
        let unused: Vec<AssetIx> = unused
            .filter(|asset| is_table(*asset) && !is_read[asset.position()] && !is_given(*asset))
            .collect();
        if !unused.is_empty() {
            context.report(index, RuleFact::UnusedAsset { assets: unused }, product.span);
        }
    }
}

/// Applies to products with tables.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    product.assets.iter().any(|asset| catalog.asset(*asset).is_table())
}
