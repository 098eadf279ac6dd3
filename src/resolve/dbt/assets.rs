//! dbt's nodes as assets, with the tests that are attached to them and the edges between them.

use super::merge::{Merged, Node, merge};
use crate::model::{Asset, AssetEdge, AssetIx, AssetKind, Column, DbtOwner, Test};
use crate::read::dbt::ProjectDoc;
use crate::read::dbt::lenient::{Record, Text, Texts};
use crate::read::dbt::manifest::{NodeDoc, OwnerDoc};
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

/// The assets of all dbt projects.
pub(in crate::resolve) fn dbt_assets(projects: &[ProjectDoc]) -> DbtAssets {
    let merged = merge(projects);
    let mut assets: BTreeMap<String, Asset> =
        merged.nodes.iter().map(|(id, node)| ((*id).to_owned(), asset(id, *node, &merged))).collect();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (id, node) in &merged.nodes {
        for read in &node.doc.depends_on.0.nodes.0 {
            if is_asset(read) && !merged.disabled.contains(read.as_str()) {
                // What no manifest holds is another project's: it is shown, not an error.
                assets.entry(read.clone()).or_insert_with(|| external(read));
                pairs.push((read.clone(), (*id).to_owned()));
            }
        }
    }
    for (id, node) in &merged.tests {
        if let Some(asset) = attached_to(node.doc, &assets).and_then(|key| assets.get_mut(&key)) {
            attach(asset, test(id, node.doc));
        }
    }
    let positions: BTreeMap<&str, AssetIx> =
        assets.keys().enumerate().map(|(at, key)| (key.as_str(), AssetIx::at(at))).collect();
    let edges = pairs
        .iter()
        .map(|(from, to)| AssetEdge { from: positions[from.as_str()], to: positions[to.as_str()] })
        .collect();
    let disabled = merged.disabled.iter().map(|id| (*id).to_owned()).collect();
    let mut assets: Vec<Asset> = assets.into_values().collect();
    for asset in &mut assets {
        asset
            .tests
            .sort_by(|a, b| (&a.name, &a.column, &a.unique_id).cmp(&(&b.name, &b.column, &b.unique_id)));
    }
    DbtAssets { assets, edges, disabled }
}

/// Whether an id is of something that can be an asset.
fn is_asset(id: &str) -> bool {
    let kind = id.split('.').next().unwrap_or_default();
    !matches!(kind, "" | "test" | "data_test" | "unit_test" | "macro" | "operation" | "doc" | "group")
}

fn asset(id: &str, node: Node<'_>, merged: &Merged<'_>) -> Asset {
    let Node { doc, .. } = node;
    let config = &doc.config.0;
    let kind = AssetKind::from_dbt(id.split('.').next().unwrap_or_default());
    let group = either(&config.group, &doc.group);
    let version = doc.version.filled().map(str::to_owned);
    let mut meta = doc.meta.0.clone();
    meta.extend(config.meta.0.clone());
    Asset {
        key: id.to_owned(),
        name: name(id, &kind, doc),
        description: [&doc.description, &doc.source_description]
            .into_iter()
            .find_map(Text::filled)
            .unwrap_or_default()
            .to_owned(),
        product: None,
        package: package(id, doc),
        path: doc.original_file_path.or_empty().replace('\\', "/"),
        fqn: doc.fqn.0.clone(),
        relation: relation(doc, &kind),
        tags: united(&config.tags, &doc.tags),
        access: either(&config.access, &doc.access),
        contract_enforced: config.contract.0.enforced.0 || doc.contract.0.enforced.0,
        latest: version.is_none() || doc.latest_version.0 == version || doc.latest_version.filled().is_none(),
        version,
        deprecated_from: doc.deprecation_date.filled().map(str::to_owned),
        materialized: config.materialized.filled().map(str::to_owned),
        columns: columns(doc),
        tests: Vec::new(),
        url: doc.url.filled().map(str::to_owned),
        tool: None,
        job: None,
        subtype: [&doc.node_type, &doc.loader].into_iter().find_map(Text::filled).map(str::to_owned),
        owner: owner(&doc.owner.0).or_else(|| {
            let group = group.as_deref()?;
            owner(merged.groups.get(&(doc.package_name.or_empty(), group))?)
        }),
        group,
        meta,
        external: node.is_stub(),
        declared: None,
        kind,
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

/// What the config says, else what the node says: dbt moved its facts into the config.
fn either(config: &Text, node: &Text) -> Option<String> {
    config.filled().or_else(|| node.filled()).map(str::to_owned)
}

fn united(config: &Texts, node: &Texts) -> Vec<String> {
    let mut tags = config.0.clone();
    tags.extend(node.0.iter().filter(|tag| !config.0.contains(tag)).cloned());
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

fn columns(doc: &NodeDoc) -> Vec<Column> {
    let column = |(key, Record(column)): &(String, Record<crate::read::dbt::manifest::ColumnDoc>)| Column {
        name: column.name.filled().unwrap_or(key).to_owned(),
        data_type: column.data_type.filled().map(str::to_owned),
        description: column.description.or_empty().to_owned(),
        tags: united(&column.config.0.tags, &column.tags),
        tests: 0,
    };
    doc.columns.0.iter().map(column).collect()
}

fn owner(doc: &OwnerDoc) -> Option<DbtOwner> {
    let owner = DbtOwner { name: doc.name.filled().map(str::to_owned), emails: doc.email.0.clone() };
    (owner != DbtOwner::default()).then_some(owner)
}

/// The key of the asset that a test belongs to. dbt says so since 1.5; before, and for tests written as
/// SQL, it is what the test reads. A test of a relation between two models reads both: its own is
/// the one that its arguments name.
fn attached_to(test: &NodeDoc, assets: &BTreeMap<String, Asset>) -> Option<String> {
    if let Some(attached) = test.attached_node.filled() {
        return Some(attached.to_owned());
    }
    let read: Vec<&String> = test.depends_on.0.nodes.0.iter().filter(|id| assets.contains_key(*id)).collect();
    let model = test.test_metadata.0.kwargs.0.model.or_empty();
    let named = |id: &&&String| {
        let name = rest(id).rsplit('.').next().unwrap_or_default();
        model.contains(&format!("'{name}'")) || model.contains(&format!("\"{name}\""))
    };
    let own = read.iter().find(named).or_else(|| read.first());
    own.map(|id| (*id).clone())
}

fn test(id: &str, doc: &NodeDoc) -> Test {
    let metadata = &doc.test_metadata.0;
    let name = match (metadata.namespace.filled(), metadata.name.filled()) {
        (Some(package), Some(name)) => format!("{package}.{name}"),
        (None, Some(name)) => name.to_owned(),
        _ => doc.name.filled().unwrap_or_else(|| rest(id)).to_owned(),
    };
    let severity = doc.config.0.severity.filled().unwrap_or("error").to_lowercase();
    Test {
        unique_id: id.to_owned(),
        name,
        column: [&doc.column_name, &metadata.kwargs.0.column_name]
            .into_iter()
            .find_map(Text::filled)
            .map(str::to_owned),
        severity,
        unit: id.starts_with("unit_test."),
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
