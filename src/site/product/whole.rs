//! `/products/<id>/tables.csv` and `reads.csv`: all that the lists of a large product's pages show only the beginning of.

use super::layers::{self, by_layer};
use super::lineage::PAIRS;
use super::reads::SHOWN;
use crate::model::{AssetIx, ProductIx};
use crate::prose::en;
use crate::site::asset_status::asset_status;
use crate::site::context::ViewContext;
use crate::site::page::Table;
use crate::site::words;
use std::collections::BTreeSet;

/// Returns all tables and steps of a product; `None` if the detail page lists them all.
pub(super) fn tables(product: ProductIx, context: &ViewContext<'_>) -> Option<Table> {
    let layers = by_layer(product, context);
    let is_cut = layers.values().any(|assets| assets.len() > layers::SHOWN);
    let row = |layer: &str, asset: AssetIx| {
        let status = asset_status(asset, context);
        let asset = context.catalog.asset(asset);
        vec![
            layer.to_owned(),
            asset.name.clone(),
            asset.kind.word().to_owned(),
            asset.relation.clone().unwrap_or_default(),
            status.map(|status| words::status(status).id).unwrap_or_default(),
        ]
    };
    is_cut.then(|| Table {
        columns: &["layer", "name", "kind", "address", "status"],
        rows: layers
            .iter()
            .flat_map(|(layer, assets)| assets.iter().map(|asset| row(layer.words().1, *asset)))
            .collect(),
    })
}

/// Returns every read into, within and out of a product; `None` if its pages list them all.
pub(super) fn reads(of: ProductIx, context: &ViewContext<'_>) -> Option<Table> {
    let (catalog, assets) = (context.catalog, &context.product(of).assets);
    let jobs = |asset: AssetIx| catalog.unclaimed_readers(&[asset]);
    let (read, readers) = (context.asset_reads(), context.asset_readers());
    let is_long = |asset: &AssetIx| {
        let position = asset.position();
        read.neighbours(position).len() > SHOWN
            || readers.neighbours(position).len() + jobs(*asset).len() > SHOWN
    };
    let graph = &catalog.lineage;
    let neighbours = graph.upstream(of).into_iter().chain(graph.downstream(of));
    if !neighbours.into_iter().any(|neighbour| neighbour.flow.pairs.len() > PAIRS)
        && !assets.iter().any(is_long)
    {
        return None;
    }
    let into = assets
        .iter()
        .flat_map(|reader| read.neighbours(reader.position()).iter().map(|from| (*from, *reader)));
    let from = assets
        .iter()
        .flat_map(|from| readers.neighbours(from.position()).iter().map(|reader| (*from, *reader)));
    // A read within the product is in both.
    let pairs: BTreeSet<(AssetIx, AssetIx)> = into.chain(from).collect();
    let name = |asset: AssetIx| {
        let asset = catalog.asset(asset);
        let product = asset.product.map(|product| catalog.product(product).id.clone());
        [asset.name.clone(), product.unwrap_or_default()]
    };
    let mut rows: Vec<Vec<String>> =
        pairs.into_iter().map(|(from, reader)| [name(from), name(reader)].concat()).collect();
    for asset in assets {
        let reader = |job: usize| en::job_of_no_product(&catalog.observations.jobs[job].job);
        let of_no_product =
            jobs(*asset).into_iter().map(|job| [name(*asset), [reader(job), String::new()]].concat());
        rows.extend(of_no_product);
    }
    Some(Table { columns: &["read", "read_product", "reader", "reader_product"], rows })
}
