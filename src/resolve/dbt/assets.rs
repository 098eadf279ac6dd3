//! dbt's nodes as assets, with their tests and the edges between them.

use super::index::{DbtIndex, NodeFacts, Selection, TestNode};
use super::merge::{KnownNode, Merged, merge};
use crate::model::{
    Asset, AssetEdge, AssetFacts, AssetIx, AssetKind, Column, ColumnPresence, DbtOwner, FreshnessLimits,
    Period, Test, relation_name,
};
use crate::read::dbt::ProjectDoc;
use crate::read::dbt::lenient::{LenientRecord, Text, Texts};
use crate::read::dbt::manifest::TestDoc;
use crate::read::dbt::node::{FreshnessDoc, FreshnessLimitDoc, NodeColumnDoc, NodeDoc, OwnerDoc};
use crate::read::dbt::selection::TestFacts;
use foldhash::{HashMap, HashSet};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything known to dbt, as assets by key.
#[derive(Clone, Debug, Default)]
pub(in crate::resolve) struct DbtAssets {
    /// The assets, sorted by key.
    pub(in crate::resolve) assets: Vec<Asset>,
    /// The edges between the assets.
    pub(in crate::resolve) edges: Vec<AssetEdge>,
    /// The ids of disabled nodes.
    pub(in crate::resolve) disabled: Vec<String>,
    /// The ids of tests without any asset known to dbt, sorted.
    pub(in crate::resolve) unattached: Vec<String>,
    /// The assets, indexed for selectors; empty before [`DbtAssets::indexed`].
    pub(in crate::resolve) index: Arc<DbtIndex>,
    /// The input for the index, until that is built.
    selection: Selection,
}

impl DbtAssets {
    /// Builds the index, once all assets have been added.
    pub(in crate::resolve) fn indexed(self) -> Self {
        let index = Arc::new(DbtIndex::new(&self.assets, &self.edges, self.selection));
        Self { index, selection: Selection::default(), ..self }
    }
}

/// The owners of groups, by package and group.
type Groups = BTreeMap<(String, String), OwnerDoc>;

/// The position of each asset, by key.
type AssetPositions<'a> = HashMap<&'a str, AssetIx>;

/// Returns the assets of all dbt projects. The contents of the manifests are moved, as for a large project both would
/// not fit into memory.
pub(in crate::resolve) fn dbt_assets(projects: Vec<ProjectDoc>) -> DbtAssets {
    let Merged { nodes, tests, groups, disabled, definitions } = merge(projects);
    let (externals, edges) = edges(&nodes, &disabled);
    let in_manifests = nodes.into_iter().map(|mut node| {
        let facts = node_facts(&mut node);
        (asset(node, &groups), facts)
    });
    let externals = externals.into_iter().map(|id| (external(id), NodeFacts::default()));
    let mut assets: Vec<(Asset, NodeFacts)> = in_manifests.chain(externals).collect();
    assets.sort_by(|(a, _), (b, _)| a.key.cmp(&b.key));
    let (mut assets, nodes): (Vec<Asset>, Vec<NodeFacts>) = assets.into_iter().unzip();
    let mut tests = tests;
    let (covered, test_nodes): (Vec<Vec<AssetIx>>, Vec<TestNode>) = {
        let positions = positions(assets.iter().map(|asset| asset.key.as_str()));
        let test_of = |test: &mut KnownNode<TestDoc>| {
            (covered_assets(&test.doc, &positions), test_node(test, &positions))
        };
        tests.par_iter_mut().map(test_of).unzip()
    };
    let mut unattached = Vec::new();
    for (known_test, covered) in tests.into_iter().zip(covered) {
        if known_test.doc.disabled {
            continue;
        }
        match covered.as_slice() {
            [] => unattached.push(known_test.id),
            [only] => assets[only.position()].facts_mut().tests.push(test(known_test.id, *known_test.doc)),
            several => {
                let test = test(known_test.id, *known_test.doc);
                for asset in several {
                    assets[asset.position()].facts_mut().tests.push(test.clone());
                }
            }
        }
    }
    for asset in &mut assets {
        asset
            .facts_mut()
            .tests
            .sort_by(|a, b| (&a.name, &a.column, &a.unique_id).cmp(&(&b.name, &b.column, &b.unique_id)));
    }
    DbtAssets {
        assets,
        edges,
        disabled: disabled.into_iter().collect(),
        unattached,
        index: Arc::default(),
        selection: Selection { nodes, tests: test_nodes, definitions },
    }
}

/// Returns the properties that selectors need besides those of the asset. dbt selects by the tags of the node; a node
/// with other tags in its settings has none of these for a selector.
fn node_facts(node: &mut KnownNode<NodeDoc>) -> NodeFacts {
    let is_own = node.is_own();
    let doc = &mut *node.doc;
    let kind = AssetKind::from_dbt(node.id.split('.').next().unwrap_or_default());
    NodeFacts {
        tags: match kind {
            AssetKind::Metric => Some(doc.tags.0.clone()),
            AssetKind::SemanticModel => Some(Vec::new()),
            _ => None,
        },
        latest_version: doc.latest_version.filled().map(str::to_owned),
        settings: std::mem::take(&mut doc.settings),
        is_own,
    }
}

/// Returns what selectors need of a test.
fn test_node(test: &mut KnownNode<TestDoc>, positions: &AssetPositions<'_>) -> TestNode {
    let is_own = test.is_own();
    let facts = std::mem::take(&mut test.doc.facts);
    let attached = test.doc.attached_node.filled().filter(|_| facts.reads.0.is_empty());
    let inputs = facts.reads.0.iter().map(String::as_str).chain(attached);
    let inputs = inputs.filter_map(|id| positions.get(id).copied()).collect();
    let is_unit = test.id.starts_with("unit_test.");
    TestNode { is_unit, facts: TestFacts { reads: Texts::default(), ..facts }, reads: inputs, is_own }
}

/// Returns the positions of sorted keys.
fn positions<'a>(sorted: impl Iterator<Item = &'a str>) -> AssetPositions<'a> {
    sorted.enumerate().map(|(position, key)| (key, AssetIx::at(position))).collect()
}

/// Returns the edges by position among all assets, preceded by the ids that are read but are in no manifest: those
/// belong to other projects, and are shown rather than reported.
fn edges(nodes: &[KnownNode<NodeDoc>], disabled: &BTreeSet<String>) -> (Vec<String>, Vec<AssetEdge>) {
    let dependencies = || {
        let pairs = nodes.iter().flat_map(|KnownNode { id, doc, .. }| {
            doc.depends_on.0.nodes.0.iter().map(move |input| (input.as_str(), id.as_str()))
        });
        pairs.filter(|(input, _)| is_asset(input) && !disabled.contains(*input))
    };
    let ids = || nodes.iter().map(|node| node.id.as_str());
    let in_manifests: HashSet<&str> = ids().collect();
    let externals: BTreeSet<&str> =
        dependencies().map(|(input, _)| input).filter(|input| !in_manifests.contains(input)).collect();
    let mut keys: Vec<&str> = ids().chain(externals.iter().copied()).collect();
    keys.sort_unstable();
    let positions = positions(keys.into_iter());
    let edges =
        dependencies().map(|(input, reader)| AssetEdge { from: positions[input], to: positions[reader] });
    let edges = edges.collect();
    (externals.into_iter().map(str::to_owned).collect(), edges)
}

/// Returns whether an id is that of a possible asset.
fn is_asset(id: &str) -> bool {
    let kind = id.split('.').next().unwrap_or_default();
    !matches!(kind, "" | "test" | "data_test" | "unit_test" | "macro" | "operation" | "doc" | "group")
}

fn asset(node: KnownNode<NodeDoc>, groups: &Groups) -> Asset {
    let external = node.is_stub();
    let (id, doc) = (node.id, *node.doc);
    let kind = AssetKind::from_dbt(id.split('.').next().unwrap_or_default());
    let (name, package, relation) = (name(&id, &kind, &doc), package(&id, &doc), relation(&doc, &kind));
    let config = doc.config.0;
    let group = either(config.group, doc.group);
    let owner = owner(doc.owner.0).or_else(|| {
        let group_owner = groups.get(&(doc.package_name.or_empty().to_owned(), group.clone()?))?;
        owner(group_owner.clone())
    });
    let version = doc.version.into_filled();
    let mut meta = doc.meta.0;
    meta.extend(config.meta.0);
    let patch_path = doc.patch_path.or_empty();
    let facts = AssetFacts {
        name,
        description: either(doc.description, doc.source_description).unwrap_or_default(),
        package,
        path: doc.original_file_path.or_empty().replace('\\', "/"),
        // dbt precedes it by its package: `shop://models/schema.yml`.
        patch_path: patch_path.split_once("://").map_or(patch_path, |(_, path)| path).replace('\\', "/"),
        fqn: doc.fqn.0,
        relation,
        tags: united_tags(config.tags, doc.tags),
        // The settings of a stub are not those of the node that it represents.
        access: either(doc.access, config.access),
        contract_enforced: config.contract.0.enforced.0 || doc.contract.0.enforced.0,
        is_older_version: version.is_some()
            && doc.latest_version.filled().is_some()
            && doc.latest_version.0.as_deref() != version.as_deref(),
        version,
        deprecated_from: doc.deprecation_date.into_filled(),
        materialized: config.materialized.into_filled(),
        columns: doc.columns.0.into_iter().map(|(key, LenientRecord(doc))| column(key, doc)).collect(),
        tests: Vec::new(),
        url: doc.url.into_filled(),
        code: None,
        tool: None,
        job: None,
        is_export: false,
        formerly: Vec::new(),
        schedule: None,
        fields: Vec::new(),
        subtype: either(doc.node_type, doc.loader),
        owner,
        group,
        meta,
        external,
        freshness: limits(config.freshness.0).or_else(|| limits(doc.freshness.0)),
        declared: None,
        dataset: false,
        event_names: Vec::new(),
        kind,
        key: id,
    };
    facts.into()
}

/// Returns the limits that were set: for a source without limits, dbt writes some without a count.
fn limits(doc: FreshnessDoc) -> Option<FreshnessLimits> {
    let length = |LenientRecord(limit): LenientRecord<FreshnessLimitDoc>| -> Option<Period> {
        format!("{} {}", limit.count.filled()?, limit.period.filled()?).parse().ok()
    };
    let limits = FreshnessLimits { warn_after: length(doc.warn_after), error_after: length(doc.error_after) };
    (limits != FreshnessLimits::default()).then_some(limits)
}

/// Returns a node of a project whose manifest the catalog does not have.
fn external(id: String) -> Asset {
    let kind = AssetKind::from_dbt(id.split('.').next().unwrap_or_default());
    let facts = AssetFacts {
        name: name_in_package(&id).to_owned(),
        package: id.split('.').nth(1).unwrap_or_default().to_owned(),
        kind,
        external: true,
        key: id,
        ..AssetFacts::default()
    };
    facts.into()
}

/// Returns an id of dbt without its kind and package: the name, with the version or the source before it.
fn name_in_package(id: &str) -> &str {
    id.splitn(3, '.').nth(2).unwrap_or(id)
}

fn name(id: &str, kind: &AssetKind, doc: &NodeDoc) -> String {
    let label = doc.label.filled().filter(|_| matches!(kind, AssetKind::Exposure | AssetKind::Metric));
    match (label, kind) {
        (Some(label), _) => label.to_owned(),
        (None, AssetKind::Source) => match (doc.source_name.filled(), doc.name.filled()) {
            (Some(source), Some(table)) => format!("{source}.{table}"),
            _ => name_in_package(id).to_owned(),
        },
        _ => name_in_package(id).to_owned(),
    }
}

fn package(id: &str, doc: &NodeDoc) -> String {
    doc.package_name.filled().or_else(|| id.split('.').nth(1)).unwrap_or_default().to_owned()
}

/// Returns the value of the config, otherwise that of the node: dbt moved such properties into the config.
fn either(config: Text, node: Text) -> Option<String> {
    config.into_filled().or_else(|| node.into_filled())
}

/// Returns the tags of the config, followed by the others of the node.
fn united_tags(Texts(mut tags): Texts, node: Texts) -> Vec<String> {
    let more: Vec<String> = node.0.into_iter().filter(|tag| !tags.contains(tag)).collect();
    tags.extend(more);
    tags
}

/// Returns the name in the warehouse without quotes and in lower case; `None` for nodes without a relation.
fn relation(doc: &NodeDoc, kind: &AssetKind) -> Option<String> {
    let name = doc.relation_name.filled().map(str::to_owned).or_else(|| {
        let is_table =
            matches!(kind, AssetKind::Model | AssetKind::Seed | AssetKind::Snapshot | AssetKind::Source);
        if !is_table || doc.config.0.materialized.or_empty() == "ephemeral" {
            return None;
        }
        let parts = [&doc.database, &doc.schema];
        let table = [&doc.identifier, &doc.alias, &doc.name].into_iter().find_map(Text::filled)?;
        let parts: Vec<&str> = parts.into_iter().filter_map(Text::filled).chain([table]).collect();
        (parts.len() > 1).then(|| parts.join("."))
    })?;
    Some(relation_name(&name))
}

fn column(key: String, doc: NodeColumnDoc) -> Column {
    Column {
        name: doc.name.into_filled().unwrap_or(key),
        data_type: doc.data_type.into_filled(),
        presence: ColumnPresence::Unknown,
        description: doc.description.into_filled().unwrap_or_default(),
        tags: united_tags(doc.config.0.tags, doc.tags),
        meta: doc.meta.0.into_iter().chain(doc.config.0.meta.0).collect(),
    }
}

fn owner(doc: OwnerDoc) -> Option<DbtOwner> {
    let owner = DbtOwner { name: doc.name.into_filled(), emails: doc.email.0 };
    (owner != DbtOwner::default()).then_some(owner)
}

/// Returns the assets that a test covers. Since 1.5, dbt names one; before, and for tests written as SQL, it is what
/// the test reads. A generic test of a relationship between two models reads both: its own is the one that its
/// arguments name. A test written as SQL covers everything that it reads: when it fails, it is unknown which of them
/// is wrong.
fn covered_assets(test: &TestDoc, positions: &AssetPositions<'_>) -> Vec<AssetIx> {
    if let Some(attached) = test.attached_node.filled() {
        return positions.get(attached).copied().into_iter().collect();
    }
    let inputs = test.reads.0.iter().filter(|id| positions.contains_key(id.as_str()));
    if !test.generic {
        let inputs: BTreeSet<AssetIx> = inputs.map(|id| positions[id.as_str()]).collect();
        return inputs.into_iter().collect();
    }
    let inputs: Vec<&String> = inputs.collect();
    let model = test.model.or_empty();
    let is_named = |id: &&&String| {
        let name = name_in_package(id).rsplit('.').next().unwrap_or_default();
        model.contains(&format!("'{name}'")) || model.contains(&format!("\"{name}\""))
    };
    let node = inputs.iter().find(is_named).or_else(|| inputs.first());
    node.map(|id| positions[id.as_str()]).into_iter().collect()
}

fn test(id: String, doc: TestDoc) -> Test {
    Test {
        name: doc.name.into_filled().unwrap_or_else(|| name_in_package(&id).to_owned()),
        column: doc.column.into_filled(),
        severity: doc.severity.filled().unwrap_or("error").to_lowercase(),
        unit: id.starts_with("unit_test."),
        unique_id: id,
    }
}
