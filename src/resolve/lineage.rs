//! The lineage of products: as observed in the assets, and as declared.

use crate::model::{Asset, AssetEdge, AssetIx, Flow, Lineage, Product, ProductIx, SharedTables, User};
use std::collections::{BTreeMap, BTreeSet};

/// Builds the graph of products from the assets' edges, the declared input ports and the consumers that are
/// products.
pub(super) fn lineage(products: &[Product], assets: &[Asset], edges: &[AssetEdge]) -> Lineage {
    let mut flows: BTreeMap<(ProductIx, ProductIx), Flow> = BTreeMap::new();
    let shared = SharedTables::new(assets, edges);
    for edge in edges.iter().filter(|edge| !shared.is_second_writer(**edge, assets)) {
        let ends = (assets[edge.from.position()].product, assets[edge.to.position()].product);
        if let (Some(from), Some(to)) = ends
            && from != to
        {
            flows.entry((from, to)).or_default().pairs.push(*edge);
        }
    }
    for edge in through_unowned_tables(assets, edges) {
        let ends = (assets[edge.from.position()].product, assets[edge.to.position()].product);
        if let (Some(from), Some(to)) = ends
            && from != to
        {
            flows.entry((from, to)).or_default().pairs.push(edge);
        }
    }
    for (position, product) in products.iter().enumerate() {
        for input in &product.input_ports {
            let flow = flows.entry((input.product, ProductIx::at(position))).or_default();
            flow.declared.get_or_insert(input.span);
        }
        for consumer in &product.consumers {
            if let User::Product(reader) = consumer.user
                && reader != ProductIx::at(position)
            {
                let flow = flows.entry((ProductIx::at(position), reader)).or_default();
                flow.consumer.get_or_insert(consumer.span);
            }
        }
    }
    for flow in flows.values_mut() {
        flow.pairs.sort_unstable();
        flow.pairs.dedup();
    }
    Lineage::new(products.len(), flows.into_iter().map(|((from, to), flow)| (from, to, flow)))
}

/// The maximum number of unowned tables on the paths that are followed.
const MOST_TABLES: usize = 1000;

/// Returns the edges between products through tables known only from jobs and owned by no product, such as those that
/// jobs of several products write: from the writer to the reader.
fn through_unowned_tables(assets: &[Asset], edges: &[AssetEdge]) -> Vec<AssetEdge> {
    let is_of_no_product = |at: AssetIx| {
        let asset = &assets[at.position()];
        asset.product.is_none() && asset.dataset
    };
    let mut from_tables: BTreeMap<AssetIx, Vec<AssetIx>> = BTreeMap::new();
    for edge in edges.iter().filter(|edge| is_of_no_product(edge.from)) {
        from_tables.entry(edge.from).or_default().push(edge.to);
    }
    let mut connections = Vec::new();
    let into = edges
        .iter()
        .filter(|edge| is_of_no_product(edge.to) && assets[edge.from.position()].product.is_some());
    for edge in into {
        let mut visited = BTreeSet::from([edge.to]);
        let mut next = vec![edge.to];
        while let Some(table) = next.pop() {
            for reader in from_tables.get(&table).into_iter().flatten().copied() {
                if !is_of_no_product(reader) {
                    connections.push(AssetEdge { from: edge.from, to: reader });
                } else if visited.len() < MOST_TABLES && visited.insert(reader) {
                    next.push(reader);
                }
            }
        }
    }
    connections
}
