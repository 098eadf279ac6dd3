//! A table that others build on has no tests.

use super::RuleContext;
use crate::model::{AssetKind, Catalog, OwnPortIx, PortType, ProductIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for (index, product) in context.in_service() {
        for (position, port) in product.output_ports.iter().enumerate() {
            let Some(index_of) = port.asset else { continue };
            let asset = catalog.asset(index_of);
            let is_table = matches!(asset.kind, AssetKind::Model | AssetKind::Snapshot)
                && port.kind.is_none_or(|kind| kind == PortType::Table);
            if is_table && asset.tests.is_empty() {
                let fact = RuleFact::UntestedOutput { port: OwnPortIx(position), asset: index_of };
                context.find(index, fact, port.span);
            }
        }
    }
}

/// Applies to products with tables behind output ports: only those can be tested.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    product.output_ports.iter().any(|port| port.asset.is_some_and(|at| catalog.asset(at).is_table()))
}
