//! dbt's nodes as assets, with the tests that are attached to them and the edges between them.

use super::merge::{Known, Merged, merge};
use crate::model::{Asset, AssetEdge, AssetIx, AssetKind, Column, DbtOwner, Test};
use crate::read::dbt::ProjectDoc;
use crate::read::dbt::lenient::{Record, Text, Texts};
use crate::read::dbt::manifest::{ColumnDoc, NodeDoc, OwnerDoc, TestDoc};
use std::collections::BTreeMap;

/// All that dbt knows, as assets by key.
pub(in crate::resolve) struct DbtAssets {
    /// The assets, sorted by key.
    pub(in crate::resolve) assets: Vec<Asset>,
    /// Which asset reads which.
    pub(in crate::resolve) edges: Vec<AssetEdge>,
    /// The ids of what is switched off in dbt.
    pub(in crate::resolve) disabled: Vec<String>,
}

/// The owners of groups, by package and group.
type Groups = BTreeMap<(String, String), OwnerDoc>;

/// The assets of all dbt projects. What the manifests hold goes over into them: of a large project
/// there is no room for both.
pub(in crate::resolve) fn dbt_assets(projects: Vec<ProjectDoc>) -> DbtAssets {
    let Merged { nodes, tests, groups, disabled } = merge(projects);
    let mut assets = Vec::with_capacity(nodes.len());
    let mut reads: Vec<(String, AssetIx)> = Vec::new();
    for (id, mut node) in nodes {
        let reader = AssetIx::at(assets.len());
        let read = std::mem::take(&mut node.doc.depends_on.0.nodes.0);
        let read = read.into_iter().filter(|read| is_asset(read) && !disabled.contains(read));
        reads.extend(read.map(|read| (read, reader)));
        assets.push(asset(id, node, &groups));
    }
    let (mut assets, reads) = with_externals(assets, reads);
    for (id, test_doc) in tests {
        if let Some(at) = attached_to(&test_doc.doc, &assets) {
            attach(&mut assets[at], test(id, *test_doc.doc));
        }
    }
    let order = |test: &Test| (test.name.clone(), test.column.clone(), test.unique_id.clone());
    for asset in assets.iter_mut().filter(|asset| asset.tests.len() > 1) {
        asset.tests.sort_by_cached_key(order);
    }
    DbtAssets { assets, edges: reads, disabled: disabled.into_iter().collect() }
}

/// The position of an asset among those sorted by key.
fn position(assets: &[Asset], key: &str) -> Option<usize> {
    assets.binary_search_by(|asset| asset.key.as_str().cmp(key)).ok()
}

/// The assets with those that are read and that no manifest holds: they are another project's, and
/// are shown, not an error. What was read becomes edges.
fn with_externals(mut assets: Vec<Asset>, reads: Vec<(String, AssetIx)>) -> (Vec<Asset>, Vec<AssetEdge>) {
    let mut missing: Vec<&str> =
        reads.iter().map(|(read, _)| read.as_str()).filter(|read| position(&assets, read).is_none()).collect();
    missing.sort_unstable();
    missing.dedup();
    let before = assets.len();
    let externals: Vec<Asset> = missing.into_iter().map(external).collect();
    assets.extend(externals);
    // Where each asset stood before it was sorted in.
    let mut order: Vec<usize> = (0..assets.len()).collect();
    if assets.len() > before {
        order.sort_by(|a, b| assets[*a].key.cmp(&assets[*b].key));
        assets.sort_by(|a, b| a.key.cmp(&b.key));
    }
    let mut now = vec![0; order.len()];
    for (position, was) in order.into_iter().enumerate() {
        now[was] = position;
    }
    let edges = reads.iter().filter_map(|(read, reader)| {
        let from = AssetIx::at(position(&assets, read)?);
        Some(AssetEdge { from, to: AssetIx::at(now[reader.position()]) })
    });
    let edges = edges.collect();
    (assets, edges)
}

/// Whether an id is of something that can be an asset.
fn is_asset(id: &str) -> bool {
    let kind = id.split('.').next().unwrap_or_default();
    !matches!(kind, "" | "test" | "data_test" | "unit_test" | "macro" | "operation" | "doc" | "group")
}

fn asset(id: String, node: Known<NodeDoc>, groups: &Groups) -> Asset {
    let external = node.is_stub();
    let doc = *node.doc;
    let kind = AssetKind::from_dbt(id.split('.').next().unwrap_or_default());
    let (name, package, relation) = (name(&id, &kind, &doc), package(&id, &doc), relation(&doc, &kind));
    let config = doc.config.0;
    let group = either(config.group, doc.group);
    let owner = owner(doc.owner.0).or_else(|| {
        let of_group = groups.get(&(doc.package_name.or_empty().to_owned(), group.clone()?))?;
        owner(of_group.clone())
    });
    let version = filled(doc.version);
    let mut meta = doc.meta.0;
    meta.extend(config.meta.0);
    Asset {
        name,
        description: either(doc.description, doc.source_description).unwrap_or_default(),
        product: None,
        package,
        path: doc.original_file_path.or_empty().replace('\\', "/"),
        fqn: doc.fqn.0,
        relation,
        tags: united(config.tags, doc.tags),
        access: either(config.access, doc.access),
        contract_enforced: config.contract.0.enforced.0 || doc.contract.0.enforced.0,
        latest: version.is_none() || doc.latest_version.0 == version || doc.latest_version.filled().is_none(),
        version,
        deprecated_from: filled(doc.deprecation_date),
        materialized: filled(config.materialized),
        columns: doc.columns.0.into_iter().map(column).collect(),
        tests: Vec::new(),
        url: filled(doc.url),
        tool: None,
        job: None,
        subtype: either(doc.node_type, doc.loader),
        owner,
        group,
        meta,
        external,
        declared: None,
        kind,
        key: id,
    }
}

/// A node of a project whose manifest the catalog does not have.
fn external(id: &str) -> Asset {
    let kind = AssetKind::from_dbt(id.split('.').next().unwrap_or_default());
    Asset {
        key: id.to_owned(),
        name: rest(id).to_owned(),
        package: id.split('.').nth(1).unwrap_or_default().to_owned(),
        kind,
        latest: true,
        external: true,
        ..Asset::default()
    }
}

/// The id without its kind and package: dbt's name for it, with its version.
fn rest(id: &str) -> &str {
    id.splitn(3, '.').nth(2).unwrap_or(id)
}

fn name(id: &str, kind: &AssetKind, doc: &NodeDoc) -> String {
    let label = doc.label.filled().filter(|_| matches!(kind, AssetKind::Exposure | AssetKind::Metric));
    match (label, kind) {
        (Some(label), _) => label.to_owned(),
        (None, AssetKind::Source) => match (doc.source_name.filled(), doc.name.filled()) {
            (Some(source), Some(table)) => format!("{source}.{table}"),
            _ => rest(id).to_owned(),
        },
        _ => rest(id).to_owned(),
    }
}

fn package(id: &str, doc: &NodeDoc) -> String {
    doc.package_name.filled().or_else(|| id.split('.').nth(1)).unwrap_or_default().to_owned()
}

/// A text unless it is empty.
fn filled(text: Text) -> Option<String> {
    text.0.filter(|text| !text.is_empty())
}

/// What the config says, else what the node says: dbt moved its facts into the config.
fn either(config: Text, node: Text) -> Option<String> {
    filled(config).or_else(|| filled(node))
}

fn united(Texts(mut tags): Texts, node: Texts) -> Vec<String> {
    let more: Vec<String> = node.0.into_iter().filter(|tag| !tags.contains(tag)).collect();
    tags.extend(more);
    tags
}

/// The name in the warehouse without quotes and in lower case; nothing for what has no relation.
fn relation(doc: &NodeDoc, kind: &AssetKind) -> Option<String> {
    let named = doc.relation_name.filled().map(str::to_owned).or_else(|| {
        let table =
            matches!(kind, AssetKind::Model | AssetKind::Seed | AssetKind::Snapshot | AssetKind::Source);
        if !table || doc.config.0.materialized.or_empty() == "ephemeral" {
            return None;
        }
        let parts = [&doc.database, &doc.schema];
        let table = [&doc.identifier, &doc.alias, &doc.name].into_iter().find_map(Text::filled)?;
        let parts: Vec<&str> = parts.into_iter().filter_map(Text::filled).chain([table]).collect();
        (parts.len() > 1).then(|| parts.join("."))
    })?;
    Some(named.replace(['"', '`', '[', ']'], "").to_lowercase())
}

fn column((key, Record(doc)): (String, Record<ColumnDoc>)) -> Column {
    Column {
        name: filled(doc.name).unwrap_or(key),
        data_type: filled(doc.data_type),
        description: doc.description.0.unwrap_or_default(),
        tags: united(doc.config.0.tags, doc.tags),
        tests: 0,
    }
}

fn owner(doc: OwnerDoc) -> Option<DbtOwner> {
    let owner = DbtOwner { name: filled(doc.name), emails: doc.email.0 };
    (owner != DbtOwner::default()).then_some(owner)
}

/// The asset that a test belongs to. dbt says so since 1.5; before, and for tests written as SQL,
/// it is what the test reads. A test of a relation between two models reads both: its own is the
/// one that its arguments name.
fn attached_to(test: &TestDoc, assets: &[Asset]) -> Option<usize> {
    if let Some(attached) = test.attached_node.filled() {
        return position(assets, attached);
    }
    let read: Vec<usize> = test.depends_on.nodes.0.iter().filter_map(|id| position(assets, id)).collect();
    let model = test.test_metadata.kwargs.0.model.or_empty();
    let named = |at: &&usize| {
        let name = rest(&assets[**at].key).rsplit('.').next().unwrap_or_default();
        model.contains(&format!("'{name}'")) || model.contains(&format!("\"{name}\""))
    };
    read.iter().find(named).or_else(|| read.first()).copied()
}

fn test(id: String, doc: TestDoc) -> Test {
    let metadata = doc.test_metadata;
    let name = match (metadata.namespace.filled(), metadata.name.filled()) {
        (Some(package), Some(name)) => format!("{package}.{name}"),
        (None, Some(name)) => name.to_owned(),
        _ => doc.name.filled().unwrap_or_else(|| rest(&id)).to_owned(),
    };
    Test {
        name,
        column: either(doc.column_name, metadata.kwargs.0.column_name),
        severity: doc.severity.filled().unwrap_or("error").to_lowercase(),
        unit: id.starts_with("unit_test."),
        unique_id: id,
    }
}

fn attach(asset: &mut Asset, test: Test) {
    if let Some(name) = &test.column {
        let named = asset.columns.iter_mut().find(|column| column.name.eq_ignore_ascii_case(name));
        if let Some(column) = named {
            column.tests += 1;
        }
    }
    asset.tests.push(test);
}
