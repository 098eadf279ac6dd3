//! Everything downstream of assets: their direct and indirect readers, and who uses those. The command line, the
//! assessment of failures and the pages all use this to find what breaks when assets change.

use super::{
    AdjacencyList, AssetIx, AssetKind, Catalog, ConsumerIx, Impact, Product, ProductIx, Stage, TeamIx, TierIx,
};
use std::collections::{BTreeMap, BTreeSet};

/// Assets and everything that builds on them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ReachedAssets {
    /// The assets, sorted, including those that the search started from.
    pub all: Vec<AssetIx>,
    /// Whether there are more that were not searched for.
    pub more: bool,
}

/// What breaks when assets break or change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Breakage {
    /// The assets that break or change, including those that they guard.
    pub broken: Vec<AssetIx>,
    /// Those assets and everything that builds on them.
    pub reached: ReachedAssets,
    /// The products that own the breaking assets.
    pub own_products: BTreeSet<ProductIx>,
    /// The other products in use that are downstream.
    pub downstream: BTreeSet<ProductIx>,
    /// The affected consumers, as the product that they use and their index in it.
    pub consumers: BTreeSet<ConsumerIx>,
}

/// Everything that depends on some assets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dependents {
    /// Those assets, with those that are affected at the same time, sorted.
    pub affected: Vec<AssetIx>,
    /// The affected assets and everything that builds on them.
    pub reached: ReachedAssets,
    /// The products in use that own one of them, or that declare building on a product that does.
    pub products: BTreeSet<ProductIx>,
}

impl Dependents {
    /// Adds everything that depends on further assets, without searching again what is known already.
    #[must_use]
    pub(crate) fn with(
        self,
        assets: &[AssetIx],
        catalog: &Catalog,
        readers: &AdjacencyList<AssetIx>,
    ) -> Self {
        let mut affected = affected_assets(assets, catalog, readers);
        let known: BTreeSet<AssetIx> = self.reached.all.into_iter().collect();
        let reached = search(known, &affected, readers, usize::MAX);
        affected.extend(self.affected);
        affected.sort_unstable();
        affected.dedup();
        let products = products_in_use(None, &affected, &reached.all, catalog);
        Self { affected, reached, products }
    }
}

/// Returns everything that depends on these assets; the search stops after about `most` assets.
#[must_use]
pub(crate) fn dependents(
    assets: &[AssetIx],
    catalog: &Catalog,
    readers: &AdjacencyList<AssetIx>,
    most: usize,
) -> Dependents {
    let affected = affected_assets(assets, catalog, readers);
    let reached = reached_assets(&affected, readers, most);
    let products = products_in_use(None, &affected, &reached.all, catalog);
    Dependents { affected, reached, products }
}

/// Returns the output ports of a product that are affected, by position, given all affected assets. What a port without
/// an asset is made of is unknown: it is affected as soon as another port of the product is, or if no port has an asset.
#[must_use]
pub(crate) fn affected_ports(product: &Product, reached: &[AssetIx]) -> Vec<usize> {
    let ports = &product.output_ports;
    let is_reached = |asset: AssetIx| reached.binary_search(&asset).is_ok();
    let affects_unknown = ports.iter().filter_map(|port| port.asset).any(is_reached)
        || ports.iter().all(|port| port.asset.is_none());
    let is_affected = |port: &&usize| ports[**port].asset.map_or(affects_unknown, is_reached);
    (0..ports.len()).filter(|port| is_affected(&port)).collect()
}

/// Returns the exposures among these assets that no affected output port of these products stands for, by its asset or
/// by its address.
#[must_use]
pub(crate) fn other_exposures(
    reached: &[AssetIx],
    products: &BTreeSet<ProductIx>,
    catalog: &Catalog,
) -> Vec<AssetIx> {
    let of = |product: &ProductIx| {
        let product = catalog.product(*product);
        affected_ports(product, reached).into_iter().map(|port| &product.output_ports[port])
    };
    let (mut assets, mut addresses) = (BTreeSet::new(), BTreeSet::new());
    for port in products.iter().flat_map(of) {
        assets.extend(port.asset);
        addresses.extend(port.url.as_deref());
    }
    let is_other = |exposure: &AssetIx| {
        let asset = catalog.asset(*exposure);
        let is_known = assets.contains(exposure)
            || asset.url.as_deref().is_some_and(|address| addresses.contains(address));
        asset.kind == AssetKind::Exposure && !is_known
    };
    reached.iter().copied().filter(is_other).collect()
}

/// Returns the readers of each asset.
#[must_use]
pub(crate) fn asset_readers(catalog: &Catalog) -> AdjacencyList<AssetIx> {
    let edges = catalog.asset_edges.iter();
    AdjacencyList::new(catalog.assets.len(), edges.map(|edge| (edge.from.position(), edge.to)))
}

/// Returns these assets and everything that builds on them; the search stops after about `most` assets.
#[must_use]
pub(crate) fn reached_assets(
    from: &[AssetIx],
    readers: &AdjacencyList<AssetIx>,
    most: usize,
) -> ReachedAssets {
    search(BTreeSet::new(), from, readers, most)
}

/// Returns these assets and everything that builds on them besides what is known already; the search stops after about
/// `most` assets.
fn search(
    known: BTreeSet<AssetIx>,
    from: &[AssetIx],
    readers: &AdjacencyList<AssetIx>,
    most: usize,
) -> ReachedAssets {
    let mut visited = known;
    let mut next: Vec<AssetIx> = from.iter().copied().filter(|asset| visited.insert(*asset)).collect();
    while let Some(asset) = next.pop() {
        if visited.len() > most {
            return ReachedAssets { all: visited.into_iter().collect(), more: true };
        }
        next.extend(
            readers.neighbours(asset.position()).iter().copied().filter(|reader| visited.insert(*reader)),
        );
    }
    ReachedAssets { all: visited.into_iter().collect(), more: false }
}

/// Returns these assets with those that are affected at the same time: the assets that they guard, and, of a job whose
/// outputs are unknown, the output ports of its product.
#[must_use]
pub(crate) fn affected_assets(
    assets: &[AssetIx],
    catalog: &Catalog,
    readers: &AdjacencyList<AssetIx>,
) -> Vec<AssetIx> {
    let mut affected = catalog.guards.with_guarded(assets);
    let ports = assets
        .iter()
        .filter(|asset| has_unknown_outputs(**asset, catalog, readers))
        .filter_map(|asset| catalog.asset(*asset).product)
        .flat_map(|product| catalog.product(product).output_ports.iter().filter_map(|port| port.asset));
    affected.extend(ports);
    affected.sort_unstable();
    affected.dedup();
    affected
}

/// Returns whether an asset is a job about which nothing shows what depends on it: it is no output port, it guards
/// nothing, and nothing is seen or declared to read it.
fn has_unknown_outputs(at: AssetIx, catalog: &Catalog, readers: &AdjacencyList<AssetIx>) -> bool {
    let asset = catalog.asset(at);
    let AssetKind::Declared(_) = asset.kind else { return false };
    let is_port =
        |product: ProductIx| catalog.product(product).output_ports.iter().any(|port| port.asset == Some(at));
    readers.neighbours(at.position()).is_empty()
        && !asset.is_table()
        && !asset.product.is_some_and(is_port)
        && catalog.guards.guard(at).is_none_or(|guard| guard.guarded.is_empty())
}

/// Returns what breaks when these assets break or change; the search stops after about `most` assets.
#[must_use]
pub(crate) fn breakage(
    assets: &[AssetIx],
    catalog: &Catalog,
    readers: &AdjacencyList<AssetIx>,
    most: usize,
) -> Breakage {
    let mut owners: BTreeMap<Option<ProductIx>, Vec<AssetIx>> = BTreeMap::new();
    let Dependents { affected: broken, reached, products: mut downstream } =
        dependents(assets, catalog, readers, most);
    for asset in &broken {
        owners.entry(catalog.asset(*asset).product).or_default().push(*asset);
    }
    let own_products: BTreeSet<ProductIx> = owners.keys().copied().flatten().collect();
    let mut consumers = BTreeSet::new();
    let one_owner = owners.len() == 1;
    for (owner, mut assets) in owners {
        assets.sort_unstable();
        let from_here = if one_owner { None } else { Some(reached_assets(&assets, readers, most)) };
        let hit = impact(owner, &assets, &from_here.as_ref().unwrap_or(&reached).all, catalog);
        consumers.extend(hit.consumers);
    }
    downstream.retain(|product| !own_products.contains(product));
    Breakage { broken, reached, own_products, downstream, consumers }
}

/// Returns what depends on these assets of a product, or of none, given everything that builds on them. Leaves broken
/// promises out.
#[must_use]
pub(crate) fn impact(
    product: Option<ProductIx>,
    from: &[AssetIx],
    reached: &[AssetIx],
    catalog: &Catalog,
) -> Impact {
    let output_ports = product.map_or(&[][..], |product| &catalog.product(product).output_ports);
    let ports: Vec<usize> = (0..output_ports.len())
        .filter(|output_port| {
            output_ports[*output_port].asset.is_some_and(|asset| reached.binary_search(&asset).is_ok())
        })
        .collect();
    let found = reached_products(product, from, reached, catalog);
    let products: Vec<ProductIx> = found.in_service.into_iter().collect();
    // Users of the product itself are affected if one of its ports is, or if it has none.
    let affects_own = !ports.is_empty() || output_ports.iter().all(|port| port.asset.is_none());
    let used = products.iter().copied().chain(product.filter(|_| affects_own));
    let consumers: Vec<ConsumerIx> = used
        .flat_map(|product| {
            let ports = affected_ports(catalog.product(product), reached);
            consumers_of(product, catalog).filter(move |at| catalog.consumer(*at).may_use_any(&ports))
        })
        .collect();
    let teams: BTreeSet<TeamIx> =
        consumers.iter().filter_map(|consumer| catalog.consumer(*consumer).team()).collect();
    let exposures: Vec<AssetIx> = reached
        .iter()
        .copied()
        .filter(|asset| catalog.asset(*asset).kind == AssetKind::Exposure)
        .filter(|asset| from.binary_search(asset).is_err() || catalog.asset(*asset).product != product)
        .collect();
    let stage: Option<Stage> =
        consumers.iter().filter_map(|consumer| catalog.consumer(*consumer).stage).max();
    let stage = stage.max(stage_of_exposures(&exposures, catalog));
    Impact {
        tier: highest_tier(products.iter().copied().chain(product), catalog),
        stage,
        consumers,
        promises: Vec::new(),
        exposures,
        jobs: catalog.unclaimed_readers(reached),
        products,
        out_of_service: found.out_of_service.into_iter().collect(),
        teams: teams.into_iter().collect(),
        ports,
    }
}

/// Returns the declared consumers of a product, without those that only plan to use it.
pub(crate) fn consumers_of(
    product: ProductIx,
    catalog: &Catalog,
) -> impl Iterator<Item = ConsumerIx> + use<'_> {
    let consumers = catalog.product(product).consumers.iter().enumerate();
    consumers
        .filter(|(_, consumer)| !consumer.planned)
        .map(move |(consumer, _)| ConsumerIx { product, consumer })
}

/// Returns the furthest stage that the types of exposures stand for; `None` if that of any is unknown and none is
/// further than analysis.
fn stage_of_exposures(exposures: &[AssetIx], catalog: &Catalog) -> Option<Stage> {
    let stages = || exposures.iter().map(|exposure| catalog.asset(*exposure).exposure_stage());
    let is_open = stages().any(|stage| stage.is_none());
    stages().flatten().max().filter(|stage| !is_open || *stage > Stage::Analysis)
}

/// Returns the highest tier that any of these products declares.
#[must_use]
pub(crate) fn highest_tier(products: impl Iterator<Item = ProductIx>, catalog: &Catalog) -> Option<TierIx> {
    products
        .map(|product| catalog.product(product))
        .filter(|product| product.has_tier)
        .map(|product| product.tier)
        .max()
}

/// Returns the products in use that depend on data of a product, or that only declare that they do.
#[must_use]
pub(crate) fn dependent_products(
    product: ProductIx,
    catalog: &Catalog,
    readers: &AdjacencyList<AssetIx>,
) -> BTreeSet<ProductIx> {
    let affected = affected_assets(&catalog.product(product).assets, catalog, readers);
    let reached = reached_assets(&affected, readers, usize::MAX);
    products_in_use(Some(product), &affected, &reached.all, catalog)
}

/// Returns the products in use that read the reached assets of a product or of none, or that declare building on a
/// product that does.
fn products_in_use(
    product: Option<ProductIx>,
    from: &[AssetIx],
    reached: &[AssetIx],
    catalog: &Catalog,
) -> BTreeSet<ProductIx> {
    reached_products(product, from, reached, catalog).in_service
}

/// The other products that read affected assets, or that declare building on a product that does.
#[derive(Default)]
struct ReachedProducts {
    /// Those in use.
    in_service: BTreeSet<ProductIx>,
    /// The others: nobody uses them.
    out_of_service: BTreeSet<ProductIx>,
}

/// Returns the products that read the reached assets of a product or of none.
fn reached_products(
    product: Option<ProductIx>,
    from: &[AssetIx],
    reached: &[AssetIx],
    catalog: &Catalog,
) -> ReachedProducts {
    let mut found = ReachedProducts::default();
    let mut next: Vec<ProductIx> = Vec::new();
    let mut reach = |product: ProductIx, next: &mut Vec<ProductIx>| {
        if !catalog.product(product).lifecycle.is_in_service() {
            found.out_of_service.insert(product);
        } else if found.in_service.insert(product) {
            next.push(product);
        }
    };
    for product in reached.iter().filter_map(|asset| catalog.asset(*asset).product) {
        reach(product, &mut next);
    }
    if from.is_empty() {
        next.extend(product);
    }
    // Products that only declare building on one of them are reached as well.
    while let Some(product) = next.pop() {
        for reader in catalog.lineage.declared_only_readers(product) {
            reach(reader, &mut next);
        }
    }
    if let Some(product) = product {
        found.in_service.remove(&product);
        found.out_of_service.remove(&product);
    }
    found
}
