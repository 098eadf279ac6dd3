//! Which product builds on which: seen in the assets, and declared.

use crate::model::{Asset, AssetEdge, Flow, Lineage, Product, ProductIx};
use std::collections::BTreeMap;

/// The graph of the products, from the assets' edges and the declared input ports.
pub(super) fn lineage(products: &[Product], assets: &[Asset], edges: &[AssetEdge]) -> Lineage {
    let mut flows: BTreeMap<(ProductIx, ProductIx), Flow> = BTreeMap::new();
    for edge in edges {
        let ends = (assets[edge.from.position()].product, assets[edge.to.position()].product);
        if let (Some(from), Some(to)) = ends
            && from != to
        {
            flows.entry((from, to)).or_default().pairs.push(*edge);
        }
    }
    for (position, product) in products.iter().enumerate() {
        for input in &product.input_ports {
            let flow = flows.entry((input.product, ProductIx::at(position))).or_default();
            flow.declared.get_or_insert(input.span);
        }
    }
    for flow in flows.values_mut() {
        flow.pairs.sort_unstable();
        flow.pairs.dedup();
    }
    Lineage::new(products.len(), flows.into_iter().map(|((from, to), flow)| (from, to, flow)))
}
