//! What several tables of a product have in common: the page of details tells it once.

use super::inside::{AssetView, ColumnView, CommonFacts, LayerView, SharedPart};
use super::reads::BreaksView;
use std::collections::BTreeMap;
use std::collections::hash_map::{Entry, HashMap};

impl CommonFacts {
    /// Returns what these tables share; nothing of fewer than two.
    pub(super) fn of<'v>(tables: impl Iterator<Item = &'v AssetView> + Clone) -> Self {
        let count = tables.clone().count();
        if count < 2 {
            return Self::default();
        }
        let (folder, ending) = same(tables.clone().map(folder_and_ending)).unwrap_or_default();
        Self {
            tables: count,
            kind: same(tables.clone().map(kind_in_words)).unwrap_or_default(),
            tags: same(tables.clone().map(|table| table.tags.clone())).unwrap_or_default(),
            address: same(tables.map(address_before_name)).unwrap_or_default(),
            folder,
            ending,
        }
    }

    /// Leaves out what is told already.
    fn besides(self, told: &Self) -> Self {
        let left = |own: String, told: &str| if told.is_empty() { own } else { String::new() };
        Self {
            tables: self.tables,
            kind: left(self.kind, &told.kind),
            tags: if told.tags.is_empty() { self.tags } else { Vec::new() },
            address: left(self.address, &told.address),
            folder: left(self.folder, &told.ending),
            ending: left(self.ending, &told.ending),
        }
    }
}

/// Returns the value that all of these have.
fn same<V: Eq>(mut values: impl Iterator<Item = V>) -> Option<V> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

fn kind_in_words(table: &AssetView) -> String {
    [std::slice::from_ref(&table.kind), &table.facts].concat().join(", ")
}

/// Returns the address of a table without its name; empty if it does not end in that.
fn address_before_name(table: &AssetView) -> String {
    let before = table.relation.strip_suffix(&table.name);
    before.filter(|before| before.ends_with('.')).unwrap_or_default().to_owned()
}

/// Returns the file of a table before and after its name; empty if the file is linked, or named otherwise.
fn folder_and_ending(table: &AssetView) -> (String, String) {
    let file = Some(&table.file).filter(|_| table.code.is_none());
    let (folder, name) = file.and_then(|file| file.rsplit_once('/')).unwrap_or_default();
    match name.strip_prefix(table.name.as_str()) {
        Some(ending) if ending.starts_with('.') => (format!("{folder}/"), ending.to_owned()),
        _ => Default::default(),
    }
}

/// Finds what the tables of these layers share, besides what all tables of the page do.
pub(super) fn find_shared(layers: &mut [LayerView]) {
    let told = CommonFacts::of(all(layers));
    for layer in layers.iter_mut() {
        layer.reasons = reasons_of_all(layer);
        layer.common = CommonFacts::of(layer.assets.iter()).besides(&told);
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

/// Returns the tables of these layers that the page shows.
pub(super) fn all(layers: &[LayerView]) -> impl Iterator<Item = &AssetView> + Clone {
    layers.iter().flat_map(|layer| &layer.assets)
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
