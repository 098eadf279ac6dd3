//! The tables that a product offers, which several checks use.

use crate::model::{Asset, AssetKind, Catalog, OutputPort, PortType, Product};

/// Returns the tables behind its output ports, each with its port.
pub(super) fn output_tables<'a>(
    product: &'a Product,
    catalog: &'a Catalog,
) -> impl Iterator<Item = (&'a OutputPort, &'a Asset)> {
    product.output_ports.iter().filter_map(move |port| {
        let asset = catalog.asset(port.asset?);
        let is_table = matches!(
            asset.kind,
            AssetKind::Model | AssetKind::Seed | AssetKind::Snapshot | AssetKind::Source
        );
        (is_table && port.kind.is_none_or(|kind| kind == PortType::Table)).then_some((port, asset))
    })
}
