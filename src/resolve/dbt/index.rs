//! An index for selectors: dbt's nodes and tests by their properties, and the edges between them.

use super::lookup::{Lookup, Selectable};
use super::selector::{Definitions, PathPattern};
use super::text_index::TextIndex;
use crate::model::{Asset, AssetEdge, AssetIx, AssetKind};
use crate::read::dbt::selection::TestFacts;
use crate::read::dbt::settings::NodeSettings;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The properties of a node that selectors need besides those of the asset.
#[derive(Clone, Debug, Default)]
pub(super) struct NodeFacts {
    /// The tags that dbt selects by, if those of the asset differ.
    pub(super) tags: Option<Vec<String>>,
    /// The latest of its versions.
    pub(super) latest_version: Option<String>,
    pub(super) settings: NodeSettings,
    /// Whether it belongs to a project whose manifest is read, not to a package of the project.
    pub(super) is_own: bool,
}

/// A test that selectors may match, and through which its inputs are reached.
#[derive(Clone, Debug)]
pub(super) struct TestNode {
    pub(super) is_unit: bool,
    pub(super) facts: TestFacts,
    pub(super) reads: Vec<AssetIx>,
    /// See [`NodeFacts::is_own`].
    pub(super) is_own: bool,
}

/// The input for an index.
#[derive(Clone, Debug, Default)]
pub(super) struct Selection {
    /// One for each asset.
    pub(super) nodes: Vec<NodeFacts>,
    pub(super) tests: Vec<TestNode>,
    pub(super) definitions: Definitions,
}

/// dbt's assets and tests by every property that selectors use.
#[derive(Debug, Default)]
pub(in crate::resolve) struct DbtIndex {
    pub(super) assets: Vec<Asset>,
    /// Assets by their names.
    pub(super) names: TextIndex,
    /// By position of the asset.
    pub(super) lookup: Lookup,
    pub(super) tests: Vec<TestNode>,
    /// By position of the test.
    test_lookup: OnceLock<Lookup>,
    /// Tests that read several assets, by each of them.
    pub(super) joining: BTreeMap<AssetIx, Vec<usize>>,
    /// The selectors that dbt's projects name.
    pub(in crate::resolve) definitions: Definitions,
    /// The names of the projects whose manifests are read.
    pub(super) projects: BTreeSet<String>,
    /// Every known file and folder of the projects.
    existing: OnceLock<BTreeSet<String>>,
    nodes: Vec<NodeFacts>,
    /// Assets that name their product in dbt.
    claiming: Vec<AssetIx>,
    pub(super) upstream: BTreeMap<AssetIx, Vec<AssetIx>>,
    pub(super) downstream: BTreeMap<AssetIx, Vec<AssetIx>>,
}

impl DbtIndex {
    /// Builds the index of dbt's assets.
    pub(super) fn new(assets: &[Asset], edges: &[AssetEdge], selection: Selection) -> Self {
        let Selection { nodes, tests, definitions } = selection;
        let mut index = Self { assets: assets.to_vec(), nodes, tests, definitions, ..Self::default() };
        let unknown = NodeFacts::default();
        for (position, asset) in assets.iter().enumerate() {
            let at = AssetIx::at(position);
            for name in own_names(asset) {
                index.names.push(name, position);
            }
            if asset.meta.contains_key("product") {
                index.claiming.push(at);
            }
            let facts = index.nodes.get(position).unwrap_or(&unknown);
            index.lookup.add(selectable(asset, facts));
            if facts.is_own {
                index.projects.insert(asset.package.clone());
            }
        }
        for edge in edges {
            index.upstream.entry(edge.to).or_default().push(edge.from);
            index.downstream.entry(edge.from).or_default().push(edge.to);
        }
        for (position, test) in index.tests.iter().enumerate() {
            let joins = test.reads.len() > 1 && !test.facts.settings.is_off();
            for input in test.reads.iter().filter(|_| joins) {
                index.joining.entry(*input).or_default().push(position);
            }
        }
        index
    }

    /// Returns the tests by every property, built on demand, as few selectors need it.
    pub(super) fn test_lookup(&self) -> &Lookup {
        self.test_lookup.get_or_init(|| {
            let mut lookup = Lookup::default();
            self.tests.iter().for_each(|test| lookup.add(selectable_test(test)));
            lookup
        })
    }

    /// Returns the files and folders of the projects that match a path. dbt searches the project's own folder only,
    /// not those of packages.
    pub(super) fn existing<'a>(&'a self, pattern: &'a PathPattern) -> Vec<&'a str> {
        let paths = self.paths();
        match pattern.plain() {
            Some(path) => paths.get(path).map(String::as_str).into_iter().collect(),
            None => {
                let begin = pattern.beginning();
                let like = paths.range(begin.to_owned()..).take_while(|path| path.starts_with(begin));
                like.filter(|path| pattern.matches(path)).map(String::as_str).collect()
            }
        }
    }

    /// Returns every known file and folder of the projects.
    pub(super) fn paths(&self) -> &BTreeSet<String> {
        self.existing.get_or_init(|| {
            let nodes = self.assets.iter().zip(&self.nodes).filter(|(_, facts)| facts.is_own);
            let nodes = nodes.flat_map(|(asset, _)| [asset.path.as_str(), &asset.patch_path]);
            let tests = self.tests.iter().filter(|test| test.is_own);
            let files = nodes.chain(tests.map(|test| test.facts.place.path.as_str()));
            let files: BTreeSet<&str> = files.filter(|path| !path.is_empty()).collect();
            let ends = |path: &str| path.match_indices('/').map(|(end, _)| end).collect::<Vec<_>>();
            let folders = files.iter().flat_map(|path| ends(path).into_iter().map(|end| &path[..end]));
            folders.chain(files.iter().copied()).map(str::to_owned).collect()
        })
    }

    /// Returns the number of assets.
    pub(in crate::resolve) fn len(&self) -> usize {
        self.assets.len()
    }

    /// Returns the asset at a position.
    pub(in crate::resolve) fn at(&self, asset: AssetIx) -> &Asset {
        &self.assets[asset.position()]
    }

    /// Returns the assets that name their product in dbt, with that product's id.
    pub(in crate::resolve) fn claiming(&self) -> impl Iterator<Item = (AssetIx, &str)> {
        self.claiming.iter().filter_map(|asset| Some((*asset, self.at(*asset).meta.get("product")?.as_str())))
    }

    /// Returns the tables with a name, otherwise other assets with that name: most ports are tables.
    pub(in crate::resolve) fn named(&self, name: &str) -> Option<Vec<AssetIx>> {
        let assets: Vec<AssetIx> = self.names.get(name).iter().copied().map(AssetIx::at).collect();
        if assets.is_empty() {
            return None;
        }
        let is_table = |asset: &AssetIx| {
            matches!(self.at(*asset).kind, AssetKind::Model | AssetKind::Seed | AssetKind::Snapshot)
        };
        let tables: Vec<AssetIx> = assets.iter().copied().filter(is_table).collect();
        Some(if tables.is_empty() { assets } else { tables })
    }
}

/// Returns the properties of an asset for selectors. Each of dbt's methods covers only some kinds of nodes.
fn selectable<'a>(asset: &'a Asset, facts: &'a NodeFacts) -> Selectable<'a> {
    let kind = &asset.kind;
    let is_model = *kind == AssetKind::Model;
    let is_node =
        matches!(kind, AssetKind::Model | AssetKind::Seed | AssetKind::Snapshot | AssetKind::Analysis);
    let source = source_and_table(asset).filter(|_| *kind == AssetKind::Source);
    let name = source.map_or_else(|| dbt_name(asset), |(_, table)| table);
    let is_versioned = is_model && asset.version.is_some() && asset.fqn.len() > 1;
    let fqn = match asset.fqn.as_slice() {
        _ if source.is_some() => Vec::new(),
        // A stub without its folders, or a node known only from references.
        [] => vec![asset.package.as_str(), name],
        parts => parts.iter().map(String::as_str).collect(),
    };
    // dbt uses the settings; only for a node without any, the properties next to them count.
    let group = if facts.settings.is_empty() { asset.group.as_deref() } else { facts.settings.group() };
    Selectable {
        kinds: kind_word(kind).into_iter().collect(),
        name,
        package: &asset.package,
        path: &asset.path,
        patch_path: &asset.patch_path,
        fqn,
        is_versioned,
        tags: facts.tags.as_deref().unwrap_or(&asset.tags),
        group: group.filter(|_| is_node || *kind == AssetKind::Metric),
        access: asset.access.as_deref().filter(|_| is_model),
        versions: if is_model { versions(asset.version.as_deref(), facts) } else { Vec::new() },
        source: source.map(|(source, _)| source),
        settings: (is_node || source.is_some()).then_some(&facts.settings),
    }
}

fn selectable_test(test: &TestNode) -> Selectable<'_> {
    let TestNode { is_unit, facts, .. } = test;
    let is_unit = *is_unit;
    let leaf = facts.leaf.or_empty();
    Selectable {
        kinds: match (is_unit, facts.generic) {
            (true, _) => vec!["unit_test"],
            (false, true) => vec!["test", "generic"],
            (false, false) => vec!["test", "singular"],
        },
        name: facts.name.or_empty(),
        package: &facts.place.package,
        path: &facts.place.path,
        fqn: facts.place.folders.iter().map(String::as_str).chain([leaf]).collect(),
        tags: if is_unit { &[] } else { &facts.tags.0 },
        group: facts.settings.group().filter(|_| !is_unit),
        settings: (!is_unit).then_some(&facts.settings),
        ..Selectable::default()
    }
}

/// Returns dbt's word for a kind of assets that selectors support.
fn kind_word(kind: &AssetKind) -> Option<&'static str> {
    let words =
        ["model", "seed", "snapshot", "source", "exposure", "metric", "semantic_model", "saved_query"];
    words.into_iter().chain(["analysis", "function"]).find(|word| *word == kind.word())
}

/// Returns how a model's version compares to its other versions.
fn versions(version: Option<&str>, facts: &NodeFacts) -> Vec<&'static str> {
    let Some(version) = version else { return vec!["none"] };
    let Some(latest) = facts.latest_version.as_deref() else { return Vec::new() };
    if version == latest {
        return vec!["latest"];
    }
    let order = match (version.parse::<f64>(), latest.parse::<f64>()) {
        (Ok(version), Ok(latest)) => version.total_cmp(&latest),
        _ => version.cmp(latest),
    };
    vec![if order.is_lt() { "old" } else { "prerelease" }]
}

/// Returns dbt's own name for an asset: its key without kind and package, `orders.v2`, `stripe.payments`.
pub(in crate::resolve) fn dbt_name(asset: &Asset) -> &str {
    asset.key.splitn(3, '.').nth(2).unwrap_or(&asset.key)
}

/// Returns a source's table as source and table.
fn source_and_table(asset: &Asset) -> Option<(&str, &str)> {
    dbt_name(asset).split_once('.')
}

/// Returns the names of an asset: dbt's, and for a version of a model also the model's.
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
