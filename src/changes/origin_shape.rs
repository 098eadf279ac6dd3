//! What stands behind the output ports of a product: the sources and loaders that their data comes from.

use crate::model::{AdjacencyList, AssetIx, AssetKind, Catalog, Product, ProductIx};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A source or a loader.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct OriginShape {
    /// Its name.
    pub(super) name: String,
    /// The name of its table in the warehouse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) table: Option<String>,
    /// The job behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) job: Option<String>,
    /// What it loads, by the keys of these assets; only for what is declared.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) feeds: BTreeSet<String>,
    /// The output ports that get data from it.
    pub(super) ports: BTreeSet<String>,
}

/// What stands behind the output ports of a product.
#[derive(Default)]
pub(super) struct BehindPorts {
    /// The sources and loaders, by the keys of their assets.
    pub(super) origins: BTreeMap<String, OriginShape>,
    /// The other output ports that each port builds on.
    pub(super) built_on: BTreeMap<String, BTreeSet<String>>,
}

/// Finds what stands behind output ports.
pub(super) struct Origins<'c> {
    catalog: &'c Catalog,
    upstream: AdjacencyList<AssetIx>,
}

impl<'c> Origins<'c> {
    pub(super) fn of(catalog: &'c Catalog) -> Self {
        let edges = catalog.asset_edges.iter();
        let upstream =
            AdjacencyList::new(catalog.assets.len(), edges.map(|edge| (edge.to.position(), edge.from)));
        Self { catalog, upstream }
    }

    /// Returns what stands behind the output ports of a product.
    pub(super) fn behind_ports(&self, index: ProductIx, product: &Product) -> BehindPorts {
        let mut ports = BehindPorts::default();
        for port in &product.output_ports {
            let Some(asset) = port.asset else { continue };
            let behind = self.behind(asset, index);
            for at in behind.iter().filter(|at| **at != asset && self.is_origin(**at)) {
                let origin = self.catalog.asset(*at);
                let known = ports.origins.entry(origin.key.clone()).or_insert_with(|| OriginShape {
                    name: origin.name.clone(),
                    table: origin.relation.clone(),
                    job: origin.job.clone(),
                    feeds: self.fed_by(*at),
                    ports: BTreeSet::new(),
                });
                known.ports.insert(port.id.clone());
            }
            let is_below = |at: Option<AssetIx>| at.is_some_and(|at| at != asset && behind.contains(&at));
            let others = product.output_ports.iter().filter(|lower| is_below(lower.asset));
            ports.built_on.insert(port.id.clone(), others.map(|lower| lower.id.clone()).collect());
        }
        ports
    }

    /// Returns everything upstream of a port within its product, and the first assets of other products. What is behind
    /// those is theirs to report.
    fn behind(&self, port: AssetIx, product: ProductIx) -> BTreeSet<AssetIx> {
        let mut visited = BTreeSet::from([port]);
        let mut next = vec![port];
        while let Some(asset) = next.pop() {
            if self.catalog.asset(asset).product.is_none_or(|owner| owner == product) {
                let inputs = self.upstream.neighbours(asset.position()).iter().copied();
                next.extend(inputs.filter(|input| visited.insert(*input)));
            }
        }
        visited
    }

    /// Returns what something that a product declares loads.
    fn fed_by(&self, asset: AssetIx) -> BTreeSet<String> {
        let is_declared = matches!(self.catalog.asset(asset).kind, AssetKind::Declared(_));
        let edges = self.catalog.asset_edges.iter().filter(|edge| is_declared && edge.from == asset);
        edges.map(|edge| self.catalog.asset(edge.to).key.clone()).collect()
    }

    /// Returns whether data comes into the catalog by an asset: a source or a seed of dbt, or something that a product
    /// declares and that reads nothing. A table of events may only not have been seen.
    fn is_origin(&self, at: AssetIx) -> bool {
        let asset = self.catalog.asset(at);
        match &asset.kind {
            AssetKind::Source | AssetKind::Seed => true,
            AssetKind::Declared(_) => asset.product.is_some_and(|owner| {
                let of_product = asset.key.strip_prefix(&self.catalog.product(owner).id);
                of_product.is_some_and(|key| key.starts_with('/'))
                    && self.upstream.neighbours(at.position()).is_empty()
            }),
            _ => false,
        }
    }
}
