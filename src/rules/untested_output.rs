//! A table that others build on has no tests.

use super::RuleContext;
use crate::model::{AssetIx, AssetKind, Catalog, OutputPort, OwnPortIx, PortType, ProductIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for (index, product) in context.in_service() {
        for (position, port) in product.output_ports.iter().enumerate() {
            let Some(asset) = testable(port, catalog) else { continue };
            if catalog.asset(asset).tests.is_empty() {
                let fact = RuleFact::UntestedOutput { port: OwnPortIx(position), asset };
                context.report(index, fact, port.span);
            }
        }
    }
}

/// Applies to products with tables behind output ports: only those can be tested.
pub(super) fn applies(product: ProductIx, catalog: &Catalog) -> bool {
    catalog.product(product).output_ports.iter().any(|port| testable(port, catalog).is_some())
}

/// Returns the table behind an output port if the project of its product builds it, so that it can test it.
fn testable(port: &OutputPort, catalog: &Catalog) -> Option<AssetIx> {
    let is_table_port = port.kind.is_none_or(|kind| kind == PortType::Table);
    let is_built = |asset: &AssetIx| {
        matches!(catalog.asset(*asset).kind, AssetKind::Model | AssetKind::Snapshot | AssetKind::Seed)
    };
    port.asset.filter(|_| is_table_port).filter(is_built)
}
