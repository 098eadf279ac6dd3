//! How far each product is on its way to production, by its consumers and by everything built on it.

use super::triage::{declared_tier, stage_of_tier};
use crate::model::{AssetKind, Catalog, PortType, Product, ProductIx, ProductionPath, Role, Stage, StageSet};

/// Returns where the output of each product is used, in catalog order.
pub(super) fn paths(catalog: &Catalog) -> Vec<ProductionPath> {
    let mut paths: Vec<ProductionPath> = catalog
        .products
        .iter()
        .enumerate()
        .map(|(position, product)| {
            let direct = direct(product, catalog);
            let mut of_tier = StageSet::default();
            let tier = declared_tier(ProductIx::at(position), catalog);
            let stage = tier.and_then(|tier| stage_of_tier(tier, catalog));
            stage.into_iter().for_each(|stage| of_tier.insert(stage));
            ProductionPath {
                direct,
                reached: direct,
                of_tier,
                used: direct,
                tier: tier.filter(|_| stage.is_some()),
            }
        })
        .collect();
    // Sets only grow and have at most four members, and tiers only rise, so this terminates even with cycles.
    let mut open: Vec<ProductIx> = (0..paths.len()).map(ProductIx::at).collect();
    while let Some(product) = open.pop() {
        // Proposed and retired products pass nothing on.
        if !catalog.product(product).lifecycle.is_in_service() {
            continue;
        }
        let passed = paths[product.position()];
        for upstream in catalog.lineage.upstream(product) {
            let path = &mut paths[upstream.product.position()];
            let reached = path.reached.union(passed.passed_on());
            let combined = ProductionPath {
                reached,
                used: path.used.union(passed.used),
                tier: path.tier.max(passed.tier),
                ..*path
            };
            if combined != *path {
                *path = combined;
                open.push(upstream.product);
            }
        }
    }
    paths
}

/// Returns the stages in which a product is used directly.
fn direct(product: &Product, catalog: &Catalog) -> StageSet {
    let mut stages = StageSet::default();
    if !product.lifecycle.is_in_service() {
        return stages;
    }
    product.current_uses().filter_map(|consumer| consumer.stage).for_each(|stage| stages.insert(stage));
    let assets = || product.assets.iter().copied();
    let is_looked_at = |kind: Option<PortType>| kind == Some(PortType::Dashboard);
    // One that neither has nor reads anything yet is not used yet.
    let is_empty =
        product.assets.is_empty() && product.output_ports.is_empty() && product.input_ports.is_empty();
    let is_dashboard = catalog.role(product) == Some(Role::Dashboard) && !is_empty
        || product.output_ports.iter().any(|port| is_looked_at(port.kind))
        || assets().map(|asset| catalog.asset(asset)).any(|asset| {
            asset.kind == AssetKind::Exposure
                && is_looked_at(asset.subtype.as_deref().and_then(PortType::parse))
        });
    if is_dashboard {
        stages.insert(Stage::Analysis);
    }
    if assets().any(|asset| catalog.systems.targets(asset).next().is_some()) {
        stages.insert(Stage::Operational);
    }
    stages
}
