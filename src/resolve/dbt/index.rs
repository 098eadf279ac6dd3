//! Finding assets by what selectors ask for without looking at every one of them.

use crate::model::{Asset, AssetEdge, AssetIx, AssetKind};
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};

/// Assets by a property, in the order in which it is first met: found at once, and always gone through
/// in the same order.
pub(super) type Keyed = IndexMap<String, Vec<AssetIx>>;

fn push(keyed: &mut Keyed, key: &str, at: AssetIx) {
    match keyed.get_mut(key) {
        Some(known) => known.push(at),
        None => {
            keyed.insert(key.to_owned(), vec![at]);
        }
    }
}

/// dbt's assets by every property that a selector asks for.
#[derive(Debug, Default)]
pub(in crate::resolve) struct Index {
    pub(super) assets: Vec<Asset>,
    pub(super) names: Keyed,
    /// Assets by the files that they are written in.
    pub(super) paths: Keyed,
    /// Assets by every folder that their files stand in or below.
    pub(super) below: Keyed,
    pub(super) tags: Keyed,
    pub(super) groups: Keyed,
    pub(super) packages: Keyed,
    /// Sources by the source that the table belongs to.
    pub(super) sources: Keyed,
    /// Assets by the first parts of their fully qualified name, with and without the package.
    pub(super) folders: Keyed,
    /// What names its product in dbt.
    claiming: Vec<AssetIx>,
    pub(super) upstream: BTreeMap<AssetIx, Vec<AssetIx>>,
    pub(super) downstream: BTreeMap<AssetIx, Vec<AssetIx>>,
}

impl Index {
    /// The index of dbt's assets.
    pub(in crate::resolve) fn new(assets: &[Asset], edges: &[AssetEdge]) -> Self {
        let mut index = Self { assets: assets.to_vec(), ..Self::default() };
        for (position, asset) in assets.iter().enumerate() {
            index.add(AssetIx::at(position), asset);
        }
        for edge in edges {
            index.upstream.entry(edge.to).or_default().push(edge.from);
            index.downstream.entry(edge.from).or_default().push(edge.to);
        }
        index
    }

    fn add(&mut self, at: AssetIx, asset: &Asset) {
        for name in own_names(asset) {
            push(&mut self.names, name, at);
        }
        if !asset.path.is_empty() {
            push(&mut self.paths, &asset.path, at);
            for (end, _) in asset.path.match_indices('/') {
                push(&mut self.below, &asset.path[..end], at);
            }
        }
        for tag in &asset.tags {
            push(&mut self.tags, tag, at);
        }
        if let Some(group) = &asset.group {
            push(&mut self.groups, group, at);
        }
        push(&mut self.packages, &asset.package, at);
        if asset.meta.contains_key("product") {
            self.claiming.push(at);
        }
        if asset.kind == AssetKind::Source
            && let Some((source, _)) = source_and_table(asset)
        {
            push(&mut self.sources, source, at);
        }
        let folders: BTreeSet<&str> = asset.fqn.iter().take(2).map(String::as_str).collect();
        for folder in folders {
            push(&mut self.folders, folder, at);
        }
    }

    /// How many assets there are.
    pub(in crate::resolve) fn len(&self) -> usize {
        self.assets.len()
    }

    /// The asset at a position.
    pub(in crate::resolve) fn at(&self, at: AssetIx) -> &Asset {
        &self.assets[at.position()]
    }

    /// What says in dbt which product holds it, with that product's id.
    pub(in crate::resolve) fn claiming(&self) -> impl Iterator<Item = (AssetIx, &str)> {
        self.claiming.iter().filter_map(|at| Some((*at, self.at(*at).meta.get("product")?.as_str())))
    }

    /// The positions of all assets.
    pub(in crate::resolve) fn all(&self) -> impl Iterator<Item = AssetIx> + use<> {
        (0..self.assets.len()).map(AssetIx::at)
    }

    /// The tables of a name, else whatever else has that name: a table is what a port mostly is.
    pub(in crate::resolve) fn named(&self, name: &str) -> Option<Vec<AssetIx>> {
        let found = self.names.get(name)?;
        let is_table = |at: &AssetIx| {
            matches!(self.at(*at).kind, AssetKind::Model | AssetKind::Seed | AssetKind::Snapshot)
        };
        let tables: Vec<AssetIx> = found.iter().copied().filter(is_table).collect();
        Some(if tables.is_empty() { found.clone() } else { tables })
    }
}

/// dbt's own name for an asset: its key without kind and package, `orders.v2`, `stripe.payments`.
pub(in crate::resolve) fn dbt_name(asset: &Asset) -> &str {
    asset.key.splitn(3, '.').nth(2).unwrap_or(&asset.key)
}

/// A source's table as source and table.
pub(super) fn source_and_table(asset: &Asset) -> Option<(&str, &str)> {
    dbt_name(asset).split_once('.')
}

/// The names that an asset goes by: dbt's, and for a version of a model also the model's.
fn own_names(asset: &Asset) -> Vec<&str> {
    let name = dbt_name(asset);
    let mut names = vec![name];
    if asset.version.is_some()
        && let Some((model, _)) = name.rsplit_once(".v")
    {
        names.push(model);
    }
    names
}
