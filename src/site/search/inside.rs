//! The tables and columns of products, so that a result links to the exact place: `search/inside/`.

use super::super::context::ViewContext;
use super::super::paths;
use super::super::product::shown_assets;
use crate::model::{Asset, AssetIx, AssetKind, ProductIx};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// A file of `search/inside/`: the assets of some products.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub(crate) struct SearchInside {
    /// Each set of columns of a table, once, because many tables have the same.
    pub columns: Vec<Vec<String>>,
    /// For each product, its tables and jobs.
    pub products: Vec<Vec<SearchTable>>,
}

/// A table or job as the search shows it: its name, its anchor on the detail page (`*` for the name at its end; empty if
/// that page leaves it out), the position of its columns, and its kind if it is not a table, or is one that the product offers.
pub(crate) type SearchTable = (String, String, usize, String);

/// The kind of a table that is an output port; the script looks for it, and puts such tables first.
const OUTPUT: &str = "output table";
/// The number of products in one file.
pub(super) const CHUNK: usize = 20;

/// Returns the assets of these products.
pub(super) fn inside(products: &[ProductIx], context: &ViewContext<'_>) -> SearchInside {
    let mut columns: Vec<Vec<String>> = Vec::new();
    let mut known: HashMap<Vec<String>, usize> = HashMap::new();
    let mut table = |index: AssetIx, shown: &BTreeSet<AssetIx>, outputs: &BTreeSet<AssetIx>| -> SearchTable {
        let asset = context.catalog.asset(index);
        let names: Vec<String> = asset.columns.iter().map(|column| column.name.clone()).collect();
        let set = *known.entry(names).or_insert_with_key(|names| {
            columns.push(names.clone());
            columns.len() - 1
        });
        let anchor = if shown.contains(&index) { short_anchor(asset) } else { String::new() };
        (asset.name.clone(), anchor, set, kind(asset, outputs.contains(&index)))
    };
    let products = products.iter().map(|product| {
        let shown: BTreeSet<AssetIx> = shown_assets(*product, context).collect();
        let product = context.product(*product);
        let outputs: BTreeSet<AssetIx> = product.output_assets().collect();
        product.assets.iter().map(|asset| table(*asset, &shown, &outputs)).collect()
    });
    let products = products.collect();
    SearchInside { columns, products }
}

/// Returns the anchor of an asset, without the name if it ends with that: no anchor has a `*`.
fn short_anchor(asset: &Asset) -> String {
    let anchor = paths::asset_anchor(asset);
    match anchor.strip_suffix(asset.name.as_str()) {
        Some(beginning) => format!("{beginning}*"),
        None => anchor,
    }
}

/// Returns the kind of an asset; empty for a table inside a product.
fn kind(asset: &Asset, is_output: bool) -> String {
    match asset.kind {
        AssetKind::Model | AssetKind::Source | AssetKind::Seed | AssetKind::Snapshot if is_output => {
            OUTPUT.to_owned()
        }
        AssetKind::Model | AssetKind::Source | AssetKind::Seed | AssetKind::Snapshot => String::new(),
        _ => asset.kind.word().replace('_', " "),
    }
}
