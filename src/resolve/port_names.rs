//! Output ports by their names: `PORT` of a product, and `PRODUCT:PORT`.

use super::catalog_names::CatalogNames;
use super::names::{KnownNames, PORT};
use crate::model::{AssetIx, OutputPort, Product};

/// Returns the names of a product's output ports.
pub(super) fn names(ports: &[OutputPort]) -> KnownNames<'_, usize> {
    let ports = ports.iter().enumerate();
    KnownNames::new(PORT, ports.map(|(position, port)| (port.id.as_str(), position)))
}

/// Products with their output ports and names, to resolve `PRODUCT:PORT`.
#[derive(Clone, Copy)]
pub(super) struct PortNames<'a> {
    pub(super) known: &'a CatalogNames<'a>,
    pub(super) products: &'a [Product],
}

/// Returns the asset behind `PRODUCT:PORT`, if this is one; the inner `None` is for a port without an asset.
pub(super) fn asset_of(written: &str, named: PortNames<'_>) -> Option<Option<AssetIx>> {
    let (product, port) = written.split_once(':')?;
    let product = named.known.products.get(product)?;
    let port = named.products[product.position()].output_ports.iter().find(|known| known.id == port)?;
    Some(port.asset)
}
