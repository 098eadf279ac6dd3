//! Walks between assets and systems: to the systems behind assets, and from the tables of a system to everything
//! downstream.

use super::{AdjacencyList, AssetIx, Catalog, MartKind, MartOrigins, ProductIx, Role, SystemIx};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// Walks from assets to the systems behind them, and from the tables of a system to everything downstream.
///
/// Created once, as it holds the edges of all assets; the time of each walk depends only on what it finds.
#[derive(Clone, Debug)]
pub(crate) struct SystemWalk<'c> {
    catalog: &'c Catalog,
    upstream: AdjacencyList<AssetIx>,
    downstream: AdjacencyList<AssetIx>,
}

impl<'c> SystemWalk<'c> {
    /// Creates the walks of a catalog.
    #[must_use]
    pub(crate) fn new(catalog: &'c Catalog) -> Self {
        let (nodes, edges) = (catalog.assets.len(), &catalog.asset_edges);
        Self {
            catalog,
            upstream: AdjacencyList::new(nodes, edges.iter().map(|edge| (edge.to.position(), edge.from))),
            downstream: AdjacencyList::new(nodes, edges.iter().map(|edge| (edge.from.position(), edge.to))),
        }
    }

    /// Returns the source systems that a product was observed to read: those of its own tables and loaders, and of
    /// everything upstream. The search does not continue upstream of products for which `passes` is false, except for
    /// the product itself.
    #[must_use]
    pub(crate) fn sources_of_product(
        &self,
        product: ProductIx,
        passes: impl Fn(ProductIx) -> bool,
    ) -> BTreeSet<SystemIx> {
        self.sources(Some(product), self.catalog.product(product).assets.clone(), &passes)
    }

    /// Returns the origins of an application mart, up to the first integrated marts.
    #[must_use]
    pub(crate) fn origins_of_mart(&self, mart: ProductIx) -> MartOrigins {
        let catalog = self.catalog;
        let reads_integrated = Cell::new(false);
        let passes = |product: ProductIx| {
            let is_integrated = catalog.product(product).mart == Some(MartKind::Integrated);
            reads_integrated.set(reads_integrated.get() || is_integrated);
            !is_integrated
        };
        let is_origin = |product: ProductIx| {
            let product = catalog.product(product);
            product.mart == Some(MartKind::Application) || catalog.role(product) == Some(Role::Replication)
        };
        // A product without a known system counts as a system of its own.
        let upstream = catalog.lineage.upstream(mart);
        let inputs = upstream.iter().filter(|flow| flow.flow.is_seen()).map(|flow| flow.product);
        let unnamed =
            inputs.filter(|from| is_origin(*from) && self.sources_of_product(*from, passes).is_empty());
        let products = unnamed.collect();
        let systems = self.sources_of_product(mart, passes).into_iter().collect();
        MartOrigins { systems, products, reads_integrated: reads_integrated.get() }
    }

    fn sources(
        &self,
        product: Option<ProductIx>,
        from: Vec<AssetIx>,
        passes: &impl Fn(ProductIx) -> bool,
    ) -> BTreeSet<SystemIx> {
        let mut visited: BTreeSet<AssetIx> = from.iter().copied().collect();
        let mut next = from;
        let mut systems = BTreeSet::new();
        while let Some(at) = next.pop() {
            systems.extend(self.catalog.systems.origins(at));
            for input in self.upstream.neighbours(at.position()) {
                let owner = self.catalog.asset(*input).product;
                let is_open = owner.is_none_or(|owner| Some(owner) == product || passes(owner));
                if is_open && visited.insert(*input) {
                    next.push(*input);
                }
            }
        }
        systems
    }

    /// Returns the direct inputs of an asset.
    #[must_use]
    pub(crate) fn reads(&self, asset: AssetIx) -> &[AssetIx] {
        self.upstream.neighbours(asset.position())
    }

    /// Returns the products in use that own one of these assets or read it directly, sorted.
    #[must_use]
    pub(crate) fn readers(&self, assets: &[AssetIx]) -> Vec<ProductIx> {
        let readers = assets.iter().flat_map(|asset| self.downstream.neighbours(asset.position()));
        let products = assets.iter().chain(readers).filter_map(|asset| self.catalog.asset(*asset).product);
        self.in_service(products).into_iter().collect()
    }

    /// Returns the products in use that own one of these assets, or read or build on it, sorted.
    #[must_use]
    pub(crate) fn dependents(&self, assets: &[AssetIx]) -> Vec<ProductIx> {
        let mut visited = vec![false; self.catalog.assets.len()];
        let mut next = assets.to_vec();
        let mut owners = Vec::new();
        while let Some(asset) = next.pop() {
            if !std::mem::replace(&mut visited[asset.position()], true) {
                owners.extend(self.catalog.asset(asset).product);
                next.extend(self.downstream.neighbours(asset.position()));
            }
        }
        let mut dependents = self.in_service(owners.into_iter());
        // Products that only declare building on one of them are reached as well.
        let mut next: Vec<ProductIx> = dependents.iter().copied().collect();
        while let Some(at) = next.pop() {
            let readers = self.catalog.lineage.downstream(at);
            let unseen = readers.iter().filter(|reader| !reader.flow.is_seen()).map(|reader| reader.product);
            next.extend(self.in_service(unseen).into_iter().filter(|reader| dependents.insert(*reader)));
        }
        dependents.into_iter().collect()
    }

    fn in_service(&self, products: impl Iterator<Item = ProductIx>) -> BTreeSet<ProductIx> {
        products.filter(|product| self.catalog.product(*product).lifecycle.is_in_service()).collect()
    }
}

/// Returns the origins of each application mart.
#[must_use]
pub(crate) fn mart_origins(catalog: &Catalog) -> BTreeMap<ProductIx, MartOrigins> {
    let products = catalog.products.iter().enumerate();
    let mut marts = products
        .filter(|(_, product)| product.mart == Some(MartKind::Application))
        .map(|(position, _)| ProductIx::at(position))
        .peekable();
    // Without marts, there is no need to walk the edges of all assets.
    if marts.peek().is_none() {
        return BTreeMap::new();
    }
    let walk = SystemWalk::new(catalog);
    marts.map(|mart| (mart, walk.origins_of_mart(mart))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Asset, AssetEdge, Lifecycle, Lineage, Product, System, Systems, TierIx};
    use crate::source::{FileId, Span};

    fn product((id, asset): (&str, u32)) -> Product {
        Product {
            id: id.to_owned(),
            span: Span::new(FileId(0), 0, 0),
            file: "p.yml".into(),
            name: id.to_owned(),
            summary: String::new(),
            description: String::new(),
            category: None,
            mart: None,
            domain: None,
            owner: None,
            unknown_owner: None,
            steward: None,
            lifecycle: Lifecycle::Active,
            tier: TierIx(0),
            has_tier: false,
            aliases: Vec::new(),
            tags: Vec::new(),
            assets: vec![AssetIx(asset)],
            output_ports: Vec::new(),
            input_ports: Vec::new(),
            consumers: Vec::new(),
            slas: Vec::new(),
            business_value: None,
            upkeep: None,
            obligations: Vec::new(),
            attested: Vec::new(),
            support: Vec::new(),
            links: Vec::new(),
            review_by: None,
            replaced_by: None,
            ends: None,
            accomplishments: Vec::new(),
            notices: Vec::new(),
        }
    }

    /// Builds crm ─▶ crm_mart ─▶ both ◀─ erp_mart ◀─ erp, and `both` ─▶ app: products except for the two tables.
    fn catalog() -> Catalog {
        let asset = |product: Option<u32>| Asset { product: product.map(ProductIx), ..Asset::default() };
        let edge = |from: u32, to: u32| AssetEdge { from: AssetIx(from), to: AssetIx(to) };
        let system = |id: &str, table: u32| System { read: vec![AssetIx(table)], ..System::named(id) };
        Catalog {
            products: [("app", 5), ("both", 4), ("crm-mart", 2), ("erp-mart", 3)].map(product).into(),
            assets: [None, None, Some(2), Some(3), Some(1), Some(0)].map(asset).into(),
            asset_edges: vec![edge(0, 2), edge(1, 3), edge(2, 4), edge(3, 4), edge(4, 5)],
            lineage: Lineage::new(4, []),
            systems: Systems::new(vec![system("crm", 0), system("erp", 1)]),
            ..Catalog::default()
        }
    }

    #[test]
    fn source_systems_are_found_upstream_until_the_walk_stops() {
        let catalog = catalog();
        let walk = SystemWalk::new(&catalog);
        let sources = |product| walk.sources_of_product(ProductIx(product), |_| true);
        assert_eq!(sources(2), BTreeSet::from([SystemIx(0)]));
        assert_eq!(sources(1), BTreeSet::from([SystemIx(0), SystemIx(1)]));
        assert_eq!(sources(0), sources(1));
        let stopped = walk.sources_of_product(ProductIx(0), |product| product != ProductIx(1));
        assert_eq!(stopped, BTreeSet::new(), "the walk stops at the integrated mart");
        assert_eq!(sources(3), BTreeSet::from([SystemIx(1)]));
    }

    #[test]
    fn readers_and_dependents_of_a_table_are_found() {
        let catalog = catalog();
        let walk = SystemWalk::new(&catalog);
        assert_eq!(walk.readers(&[AssetIx(0)]), [ProductIx(2)]);
        assert_eq!(walk.dependents(&[AssetIx(0)]), [ProductIx(0), ProductIx(1), ProductIx(2)]);
    }
}
