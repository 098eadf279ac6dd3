//! A sync reads a mart directly, so that the mart cannot change without it.

use super::RuleContext;
use crate::model::{Asset, AssetEdge, AssetIx, AssetKind, Catalog, Product, ProductIx, Role, RuleFact};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    let is_mart = |product: &Product| product.mart.is_some() || catalog.role(product) == Some(Role::Mart);
    let exporters: BTreeSet<ProductIx> = context
        .in_service()
        .filter(|(_, product)| catalog.role(product) == Some(Role::Activation))
        .map(|(index, _)| index)
        .collect();
    let building = building(catalog);
    let mut marts_of: BTreeMap<ProductIx, BTreeSet<AssetIx>> = BTreeMap::new();
    for edge in catalog.reads() {
        let (from, to) = (catalog.asset(edge.from), catalog.asset(edge.to));
        let owner = from.product.filter(|owner| is_mart(catalog.product(*owner)));
        let reader = to
            .product
            .filter(|reader| exporters.contains(reader) && is_outside_dbt(to))
            .filter(|_| !building.contains(&edge.to));
        if let (Some(_), Some(reader)) = (owner.filter(|owner| Some(*owner) != to.product), reader) {
            marts_of.entry(reader).or_default().insert(edge.from);
        }
    }
    for (index, tables) in marts_of {
        let place = catalog.product(index).span;
        context.report(index, RuleFact::ExportFromMart { tables: tables.into_iter().collect() }, place);
    }
}

/// Returns the jobs that build a table of their own product which something reads: the exports between a mart and
/// its syncs.
fn building(catalog: &Catalog) -> BTreeSet<AssetIx> {
    let own_edges = |edge: &&AssetEdge| {
        let (from, to) = (catalog.asset(edge.from), catalog.asset(edge.to));
        is_outside_dbt(from) && to.is_table() && from.product.is_some() && from.product == to.product
    };
    let is_read: BTreeSet<AssetIx> = catalog.asset_edges.iter().map(|edge| edge.from).collect();
    let own_edges = catalog.asset_edges.iter().filter(own_edges);
    own_edges.filter(|edge| is_read.contains(&edge.to)).map(|edge| edge.from).collect()
}

/// Returns whether it is a sync or another use of dbt's tables, rather than a table that dbt builds.
pub(super) fn is_outside_dbt(asset: &Asset) -> bool {
    matches!(asset.kind, AssetKind::Declared(_) | AssetKind::Exposure) && !asset.dataset
}
