//! What stands behind the output ports of a product: the sources and loaders that their data comes from.

use crate::model::{AdjacencyList, AssetIx, AssetKind, Catalog, Product, ProductIx};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A source or a loader behind output ports.
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
        let mut behind_ports = BehindPorts::default();
        for port in &product.output_ports {
            let Some(port_asset) = port.asset else { continue };
            let behind = self.behind(port_asset, index);
            for asset in behind.iter().filter(|asset| **asset != port_asset && self.is_origin(**asset)) {
                let origin = self.catalog.asset(*asset);
                let shape = behind_ports.origins.entry(origin.key.clone()).or_insert_with(|| OriginShape {
                    name: origin.name.clone(),
                    table: origin.relation.clone(),
                    job: origin.job.clone(),
                    feeds: self.fed_by(*asset),
                    ports: BTreeSet::new(),
                });
                shape.ports.insert(port.id.clone());
            }
            let is_behind = |asset: Option<AssetIx>| {
                asset.is_some_and(|asset| asset != port_asset && behind.contains(&asset))
            };
            let others = product.output_ports.iter().filter(|other| is_behind(other.asset));
            behind_ports.built_on.insert(port.id.clone(), others.map(|other| other.id.clone()).collect());
        }
        behind_ports
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

    /// Returns the keys of the assets that a declared asset loads; none for any other kind of asset.
    fn fed_by(&self, asset: AssetIx) -> BTreeSet<String> {
        let is_declared = matches!(self.catalog.asset(asset).kind, AssetKind::Declared(_));
        let edges = self.catalog.asset_edges.iter().filter(|edge| is_declared && edge.from == asset);
        edges.map(|edge| self.catalog.asset(edge.to).key.clone()).collect()
    }

    /// Returns whether data comes into the catalog by an asset: a source or a seed of dbt, or something that a product
    /// declares and that reads nothing. For a table that only events name, that
    /// may only not have been seen.
    fn is_origin(&self, index: AssetIx) -> bool {
        let asset = self.catalog.asset(index);
        match &asset.kind {
            AssetKind::Source | AssetKind::Seed => true,
            AssetKind::Declared(_) => asset.product.is_some_and(|owner| {
                let key_in_product = asset.key.strip_prefix(&self.catalog.product(owner).id);
                key_in_product.is_some_and(|key| key.starts_with('/'))
                    && self.upstream.neighbours(index.position()).is_empty()
            }),
            _ => false,
        }
    }
}
