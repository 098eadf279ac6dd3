//! What several tables of a product have in common: the page of details tells it once.

use super::inside::{AssetView, ColumnView, LayerView, SharedPart};
use super::reads::BreaksView;
use std::collections::BTreeMap;
use std::collections::hash_map::{Entry, HashMap};

/// Finds what the tables of these layers share.
pub(super) fn find_shared(layers: &mut [LayerView]) {
    for layer in layers.iter_mut() {
        layer.reasons = reasons_of_all(layer);
    }
    let columns = |asset: &AssetView| Some(asset.columns.clone()).filter(|columns| !columns.is_empty());
    for (table, part) in shared::<Vec<ColumnView>>(layers, columns) {
        layers[table.0].assets[table.1].shared_columns = Some(part);
    }
    let breaks = |asset: &AssetView| asset.lineage.breaks.as_ref().and_then(told_of);
    for (table, part) in shared::<BreaksView>(layers, breaks) {
        layers[table.0].assets[table.1].shared_breaks = Some(part);
    }
}

/// Returns what the page lists of what breaks, besides its summary; `None` if it lists nothing.
fn told_of(breaks: &BreaksView) -> Option<BreaksView> {
    let told = BreaksView { summary: String::new(), command: String::new(), tier: None, ..breaks.clone() };
    Some(told).filter(|told| *told != BreaksView::default())
}

/// Returns the reasons for the status of each asset of a layer, if it has several and all have the same.
fn reasons_of_all(layer: &LayerView) -> Vec<String> {
    let Some((first, others)) = layer.assets.split_first() else { return Vec::new() };
    let is_same = |other: &AssetView| other.reasons == first.reasons && other.upstream.is_empty();
    let is_all = !others.is_empty() && layer.total == layer.assets.len() && first.upstream.is_empty();
    if is_all && others.iter().all(is_same) { first.reasons.clone() } else { Vec::new() }
}

/// Returns the tables, by layer and position, that share a part with another one.
fn shared<P: std::hash::Hash + Eq>(
    layers: &[LayerView],
    part_of: impl Fn(&AssetView) -> Option<P>,
) -> BTreeMap<(usize, usize), SharedPart> {
    let mut firsts: HashMap<P, (usize, usize)> = HashMap::new();
    let mut same: BTreeMap<(usize, usize), Vec<(usize, usize)>> = BTreeMap::new();
    for (layer, view) in layers.iter().enumerate() {
        for (position, asset) in view.assets.iter().enumerate() {
            let Some(part) = part_of(asset) else { continue };
            match firsts.entry(part) {
                Entry::Vacant(entry) => {
                    entry.insert((layer, position));
                }
                Entry::Occupied(entry) => same.entry(*entry.get()).or_default().push((layer, position)),
            }
        }
    }
    let numbered = same.into_iter().zip(1..);
    numbered
        .flat_map(|((first, others), number)| {
            let others = others.into_iter().map(move |other| (other, SharedPart { number, is_first: false }));
            others.chain([(first, SharedPart { number, is_first: true })])
        })
        .collect()
}
