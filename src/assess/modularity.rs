//! How well products keep to their boundaries: which reads go through output ports, and which bypass them.

use crate::model::{AssetIx, Boundary, Catalog, ProductIx};
use std::collections::BTreeSet;

/// Returns the boundary of each product, in catalog order. Reads by or from proposed and retired products do not count;
/// their assets and ports do.
pub(super) fn boundaries(catalog: &Catalog) -> Vec<Boundary> {
    let output_assets: Vec<BTreeSet<AssetIx>> =
        catalog.products.iter().map(|product| product.output_assets().collect()).collect();
    let boundary = |(product, output_assets): (&crate::model::Product, &BTreeSet<AssetIx>)| Boundary {
        port_assets: output_assets.iter().filter(|asset| product.assets.binary_search(asset).is_ok()).count(),
        assets: product.assets.len(),
        ..Boundary::default()
    };
    let mut boundaries: Vec<Boundary> = catalog.products.iter().zip(&output_assets).map(boundary).collect();
    let is_in_service = |product: ProductIx| catalog.product(product).lifecycle.is_in_service();
    for edge in catalog.reads() {
        let (Some(from), Some(to)) = (catalog.asset(edge.from).product, catalog.asset(edge.to).product)
        else {
            continue;
        };
        if from == to || !is_in_service(from) || !is_in_service(to) {
            continue;
        }
        let is_through_port = catalog.is_output(from, edge.from);
        boundaries[from.position()].reads_by_others += 1;
        boundaries[to.position()].own_reads += 1;
        if !is_through_port {
            boundaries[from.position()].leaks_out += 1;
            boundaries[to.position()].leaks_in += 1;
        }
    }
    boundaries
}
