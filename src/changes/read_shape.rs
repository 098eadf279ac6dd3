//! What products read of each other: output ports and tables, and whether by dbt's `ref`, through observed jobs, or
//! bypassing all output ports.

use crate::model::{AssetEdge, AssetKind, Catalog, Flow, Neighbour, Product, ProductIx, relation_name};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A table behind no output port that something outside dbt reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ReadTable {
    /// Its name.
    pub(super) name: String,
    /// Its name in the warehouse.
    pub(super) table: Option<String>,
}

/// What a product reads of another one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ReadPorts {
    /// The output ports that it declares to read, by id.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) ports: BTreeSet<String>,
    /// The assets that it was seen to read, by their keys.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) assets: BTreeSet<String>,
}

/// Returns what a product reads of each upstream product, as far as that is declared or seen.
pub(super) fn read_ports(
    upstream: &[Neighbour<'_>],
    product: &Product,
    catalog: &Catalog,
) -> BTreeMap<String, ReadPorts> {
    let reads = upstream.iter().filter_map(|parent| {
        let upstream_product = catalog.product(parent.product);
        let declared = product.input_ports.iter().filter(|port| port.product == parent.product);
        let ports: BTreeSet<String> = declared
            .filter_map(|port| Some(upstream_product.output_ports.get(port.port?)?.id.clone()))
            .collect();
        let assets: BTreeSet<String> =
            parent.flow.pairs.iter().map(|edge| catalog.asset(edge.from).key.clone()).collect();
        let is_known = !(ports.is_empty() && assets.is_empty());
        is_known.then(|| (upstream_product.id.clone(), ReadPorts { ports, assets }))
    });
    reads.collect()
}

/// Returns the ids of the upstream products whose tables a product reads only by dbt's `ref`.
pub(super) fn by_ref(upstream: &[Neighbour<'_>], catalog: &Catalog) -> BTreeSet<String> {
    let is_by_ref = |flow: &Flow| flow.is_seen() && flow.pairs.iter().all(|edge| is_ref(edge, catalog));
    let products = upstream.iter().filter(|parent| is_by_ref(parent.flow));
    products.map(|parent| catalog.product(parent.product).id.clone()).collect()
}

/// Returns the ids of the upstream products that a product does not declare, and whose tables only its jobs were
/// seen to read, with these jobs.
pub(super) fn by_jobs(upstream: &[Neighbour<'_>], catalog: &Catalog) -> BTreeMap<String, BTreeSet<String>> {
    let jobs = |flow: &Flow| -> Option<BTreeSet<String>> {
        let job = |edge: &AssetEdge| {
            let reader = catalog.asset(edge.to);
            matches!(reader.kind, AssetKind::Declared(_)).then(|| reader.job.clone()).flatten()
        };
        flow.pairs.iter().map(job).collect::<Option<BTreeSet<_>>>().filter(|jobs| !jobs.is_empty())
    };
    let products = upstream.iter().filter(|parent| parent.flow.declared.is_none());
    products
        .filter_map(|parent| Some((catalog.product(parent.product).id.clone(), jobs(parent.flow)?)))
        .collect()
}

/// Returns the tables of a product that dbt knows, that are behind no output port, and that other products read
/// outside dbt, by their keys.
pub(super) fn read_outside(
    index: ProductIx,
    product: &Product,
    catalog: &Catalog,
) -> BTreeMap<String, ReadTable> {
    let readers = catalog.lineage.downstream(index);
    let edges = readers.iter().flat_map(|reader| &reader.flow.pairs).filter(|edge| !is_ref(edge, catalog));
    let is_inside = |edge: &&AssetEdge| {
        let input = catalog.asset(edge.from);
        let is_port = product.output_ports.iter().any(|port| port.asset == Some(edge.from));
        input.product == Some(index) && input.is_table() && !is_port
    };
    let is_from_dbt = |edge: &&AssetEdge| !matches!(catalog.asset(edge.from).kind, AssetKind::Declared(_));
    let tables = edges.filter(is_inside).filter(is_from_dbt).map(|edge| {
        let input = catalog.asset(edge.from);
        let table = input.relation.as_deref().map(relation_name);
        (input.key.clone(), ReadTable { name: input.name.clone(), table })
    });
    tables.collect()
}

/// Returns the keys of all assets of dbt and of products, and the names of their tables in the warehouse: a table
/// that only events still name may no longer be built.
pub(super) fn tables(catalog: &Catalog) -> BTreeSet<String> {
    let assets = catalog.assets.iter();
    let assets =
        assets.filter(|asset| asset.product.is_some() || !matches!(asset.kind, AssetKind::Declared(_)));
    let names = |asset: &crate::model::Asset| {
        std::iter::once(asset.key.clone())
            .chain(asset.relation.as_deref().map(relation_name))
            .collect::<Vec<_>>()
    };
    assets.flat_map(names).collect()
}

/// Returns whether an edge is a `ref` or `source` of dbt: its reader follows the table when that moves.
fn is_ref(edge: &AssetEdge, catalog: &Catalog) -> bool {
    !matches!(catalog.asset(edge.to).kind, AssetKind::Declared(_) | AssetKind::Exposure)
}
