//! Finding assets by what selectors ask for without looking at every one of them.

use crate::model::{Asset, AssetEdge, AssetIx, AssetKind};
use std::collections::{BTreeMap, BTreeSet};

/// dbt's assets by every property that a selector asks for.
pub(in crate::resolve) struct Index<'a> {
    pub(super) assets: &'a [Asset],
    pub(super) names: BTreeMap<&'a str, Vec<AssetIx>>,
    pub(super) paths: BTreeMap<&'a str, Vec<AssetIx>>,
    pub(super) tags: BTreeMap<&'a str, Vec<AssetIx>>,
    pub(super) groups: BTreeMap<&'a str, Vec<AssetIx>>,
    pub(super) packages: BTreeMap<&'a str, Vec<AssetIx>>,
    /// Sources by the source that the table belongs to.
    pub(super) sources: BTreeMap<&'a str, Vec<AssetIx>>,
    /// Assets by the first parts of their fully qualified name, with and without the package.
    pub(super) folders: BTreeMap<&'a str, Vec<AssetIx>>,
    pub(super) upstream: BTreeMap<AssetIx, Vec<AssetIx>>,
    pub(super) downstream: BTreeMap<AssetIx, Vec<AssetIx>>,
}

impl<'a> Index<'a> {
    /// The index of dbt's assets.
    pub(in crate::resolve) fn new(assets: &'a [Asset], edges: &[AssetEdge]) -> Self {
        let mut index = Self {
            assets,
            names: BTreeMap::new(),
            paths: BTreeMap::new(),
            tags: BTreeMap::new(),
            groups: BTreeMap::new(),
            packages: BTreeMap::new(),
            sources: BTreeMap::new(),
            folders: BTreeMap::new(),
            upstream: BTreeMap::new(),
            downstream: BTreeMap::new(),
        };
        for (position, asset) in assets.iter().enumerate() {
            index.add(AssetIx::at(position), asset);
        }
        for edge in edges {
            index.upstream.entry(edge.to).or_default().push(edge.from);
            index.downstream.entry(edge.from).or_default().push(edge.to);
        }
        index
    }

    fn add(&mut self, at: AssetIx, asset: &'a Asset) {
        for name in own_names(asset) {
            self.names.entry(name).or_default().push(at);
        }
        if !asset.path.is_empty() {
            self.paths.entry(&asset.path).or_default().push(at);
        }
        for tag in &asset.tags {
            self.tags.entry(tag).or_default().push(at);
        }
        if let Some(group) = &asset.group {
            self.groups.entry(group).or_default().push(at);
        }
        self.packages.entry(&asset.package).or_default().push(at);
        if asset.kind == AssetKind::Source
            && let Some((source, _)) = source_and_table(asset)
        {
            self.sources.entry(source).or_default().push(at);
        }
        let folders: BTreeSet<&str> = asset.fqn.iter().take(2).map(String::as_str).collect();
        for folder in folders {
            self.folders.entry(folder).or_default().push(at);
        }
    }

    /// How many assets there are.
    pub(in crate::resolve) fn len(&self) -> usize {
        self.assets.len()
    }

    /// The asset at a position.
    pub(in crate::resolve) fn at(&self, at: AssetIx) -> &'a Asset {
        &self.assets[at.position()]
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
