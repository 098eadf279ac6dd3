//! Everything that is affected when something breaks or changes: the products, output ports, exposures, teams and
//! promises downstream.

use super::graph::AssetGraph;
use super::triage;
use crate::model::{
    self, Assessment, Asset, AssetIx, AssetKind, Breakage, Catalog, Consumer, ConsumerIx, FailedSubject,
    Impact, Incident, LastMile, OutputPort, Product, ProductIx, SlaProperty, Stage, TeamIx, UnclaimedFailure,
    Urgency, User, affected_ports, asset_readers, breakage, consumers_of, other_exposures,
};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that is affected, ready to be printed or written as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ImpactReport {
    /// The important points of the failure in two sentences; `None` if nothing is known to have failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// The assets that break or change.
    pub nodes: Vec<ImpactedNode>,
    /// The named products and output ports without an asset: the id of a product, or `PRODUCT:PORT`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without_assets: Vec<String>,
    /// The affected products, those in which something breaks first.
    pub products: Vec<ImpactedProduct>,
    /// The affected output ports.
    pub ports: Vec<ImpactedPort>,
    /// Dashboards and other uses outside of dbt that none of these output ports stands for.
    pub exposures: Vec<ImpactedNode>,
    /// The jobs of no product that read it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub jobs: Vec<String>,
    /// The teams that use one of the products.
    pub teams: Vec<ImpactedTeam>,
    /// The promises that are hard to keep with these assets broken.
    pub promises: Vec<ImpactedPromise>,
}

/// A dbt node or a declared asset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ImpactedNode {
    /// dbt's unique id, or `PRODUCT/ASSET`.
    pub id: String,
    /// The display name.
    pub name: String,
    /// dbt's `resource_type`, or the product's own word.
    pub kind: String,
    /// The id of the product that owns it, if any.
    pub product: Option<String>,
    /// Its owner according to dbt, as a name with e-mail addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// A product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ImpactedProduct {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The name of its tier; empty if none is declared.
    pub tier: String,
    /// The name of the team that owns it; may be empty.
    pub owner: String,
    /// Whether something breaks in it, rather than only upstream of it.
    #[serde(rename = "own")]
    pub breaks_itself: bool,
}

/// An output port.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ImpactedPort {
    /// The id of the product.
    pub product: String,
    /// The id of the port.
    pub port: String,
    /// Whether it is only assumed to be affected, as what is behind it is not known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub assumed: bool,
    /// The owner of the exposure behind it according to dbt, as a name with e-mail addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// A team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ImpactedTeam {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The purposes for which it uses the products.
    pub uses: Vec<String>,
    /// The furthest stage in which it uses them, such as `operational`.
    pub stage: Option<&'static str>,
    /// Where to notify it: the names of its support channels.
    pub channels: Vec<String>,
    /// Its own logic that relies on the products, or where it is kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub last_miles: Vec<String>,
}

/// A promise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ImpactedPromise {
    /// The id of the product with the promise.
    pub product: String,
    /// The promised property, such as `freshness`.
    pub property: String,
    /// The target, such as `6 hours`.
    pub target: String,
    /// The id of the port that it covers, if it covers only one.
    pub port: Option<String>,
}

/// A product or one of its output ports, as something that breaks or changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NamedProduct {
    /// The product.
    pub product: ProductIx,
    /// The position of the output port, if only that is meant.
    pub port: Option<usize>,
}

/// Returns the assets that a name refers to: a product's id, dbt's unique id or name of a node, a declared asset as
/// `PRODUCT/ASSET`, an output port as `PRODUCT:PORT`, a source or exposure as dbt selects it, an OpenLineage job as
/// `NAMESPACE/NAME`, or a table as `database.schema.table`. Returns an empty list for an unknown name. A test refers
/// to the asset that it is attached to.
#[must_use]
pub(crate) fn find(catalog: &Catalog, name: &str) -> Vec<AssetIx> {
    if let Some(named) = find_product(catalog, name) {
        let product = catalog.product(named.product);
        return match named.port {
            None => product.assets.clone(),
            Some(port) => product.output_ports[port].asset.into_iter().collect(),
        };
    }
    let lower = name.to_lowercase();
    let is_meant = |asset: &Asset| {
        asset.key == name
            || is_selected(asset, name)
            || asset.key.splitn(3, '.').nth(2) == Some(name)
            || asset.name == name
            || asset.job.as_deref() == Some(name)
            || asset.relation.as_deref().is_some_and(|relation| is_relation(relation, &lower))
            || asset.tests.iter().any(|test| test.unique_id == name)
    };
    let assets = catalog.assets.iter().enumerate();
    let mut matches: Vec<AssetIx> =
        assets.filter(|(_, asset)| is_meant(asset)).map(|(position, _)| AssetIx::at(position)).collect();
    if matches.is_empty() {
        // A job of no product represents its outputs.
        let job = catalog.observations.jobs.iter().find(|job| job.job == name);
        matches.extend(job.into_iter().flat_map(|job| job.feeds.iter().copied()));
    }
    matches
}

/// Returns whether a table of the warehouse is meant: by its name, with or without its namespace.
fn is_relation(relation: &str, name: &str) -> bool {
    let without_namespace = relation.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    relation == name || without_namespace.is_some_and(|(_, table)| table == name)
}

/// Returns whether `source:SOURCE`, `source:SOURCE.TABLE` or `exposure:NAME` selects an asset, as it does in dbt.
fn is_selected(asset: &Asset, selector: &str) -> bool {
    let Some((method, value)) = selector.split_once(':') else { return false };
    let mut parts = asset.key.splitn(3, '.');
    let (kind, _package, rest) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
    let is_table_of_source = || rest.strip_prefix(value).is_some_and(|rest| rest.starts_with('.'));
    match method {
        "source" => kind == Some("source") && (rest == value || is_table_of_source()),
        "exposure" => kind == Some("exposure") && rest == value,
        _ => false,
    }
}

/// Returns the product that a name refers to, by its id or as `PRODUCT:PORT` with one of its output ports, and the port.
/// It may have no asset.
#[must_use]
pub(crate) fn find_product(catalog: &Catalog, name: &str) -> Option<NamedProduct> {
    if let Some(product) = catalog.product_of(name) {
        return Some(NamedProduct { product, port: None });
    }
    let (product, port) = name.split_once(':')?;
    let product = catalog.product_of(product)?;
    let is_port = |output_port: &OutputPort| output_port.id == port;
    let port = catalog.product(product).output_ports.iter().position(is_port)?;
    Some(NamedProduct { product, port: Some(port) })
}

/// Returns the ids of products and the keys and names of assets, for suggestions: not everything that [`find`] knows.
pub(crate) fn names(catalog: &Catalog) -> impl Iterator<Item = &str> {
    let assets = catalog.assets.iter().flat_map(|asset| [asset.key.as_str(), asset.name.as_str()]);
    catalog.products.iter().map(|product| product.id.as_str()).chain(assets)
}

/// Returns everything that is affected when these assets break or change, and these products and output ports, of which
/// no asset is known.
#[must_use]
pub(crate) fn impact(catalog: &Catalog, assets: &[AssetIx], without_assets: &[NamedProduct]) -> ImpactReport {
    let Breakage { reached, mut own_products, mut downstream, mut consumers, .. } =
        breakage(assets, catalog, &asset_readers(catalog), usize::MAX);
    for NamedProduct { product, port } in without_assets {
        let hit = model::impact(Some(*product), &[], &[], catalog);
        own_products.insert(*product);
        downstream.extend(hit.products);
        let ports: Vec<usize> = port.iter().copied().collect();
        let own = consumers_of(*product, catalog);
        consumers.extend(hit.consumers.into_iter().filter(|at| at.product != *product));
        consumers.extend(own.filter(|at| catalog.consumer(*at).may_use_any(&ports)));
    }
    downstream.retain(|product| !own_products.contains(product));
    let reached = reached.all;
    let affected: Vec<ProductIx> = own_products.iter().chain(&downstream).copied().collect();
    let named_port = |port: &NamedProduct| Some((port.product, port.port?));
    let named_ports: BTreeSet<(ProductIx, usize)> = without_assets.iter().filter_map(named_port).collect();
    let ports = affected.iter().flat_map(|index| {
        let product = catalog.product(*index);
        let named = named_ports.range((*index, 0)..=(*index, usize::MAX)).map(|(_, port)| *port);
        let ports: BTreeSet<usize> = affected_ports(product, &reached).into_iter().chain(named).collect();
        ports.into_iter().map(|port| impacted_port(product, port, catalog))
    });
    let affected_set: BTreeSet<ProductIx> = affected.iter().copied().collect();
    let exposures = other_exposures(&reached, &affected_set, catalog);
    ImpactReport {
        headline: None,
        nodes: assets.iter().map(|asset| node(*asset, catalog)).collect(),
        without_assets: without_assets.iter().map(|named| name_of(*named, catalog)).collect(),
        products: affected
            .iter()
            .map(|product| impacted_product(*product, own_products.contains(product), catalog))
            .collect(),
        ports: ports.collect(),
        exposures: exposures.iter().map(|asset| node(*asset, catalog)).collect(),
        jobs: catalog
            .unclaimed_readers(&reached)
            .into_iter()
            .map(|job| catalog.observations.jobs[job].job.clone())
            .collect(),
        teams: impacted_teams(&consumers, catalog),
        promises: affected
            .iter()
            .flat_map(|product| endangered_promises(*product, &reached, catalog))
            .collect(),
    }
}

fn name_of(named: NamedProduct, catalog: &Catalog) -> String {
    let product = catalog.product(named.product);
    match named.port {
        None => product.id.clone(),
        Some(port) => [product.id.as_str(), &product.output_ports[port].id].join(":"),
    }
}

fn impacted_port(product: &Product, port: usize, catalog: &Catalog) -> ImpactedPort {
    let port = &product.output_ports[port];
    ImpactedPort {
        product: product.id.clone(),
        port: port.id.clone(),
        assumed: port.asset.is_none(),
        owner: port.asset.and_then(|asset| node(asset, catalog).owner),
    }
}

fn node(asset: AssetIx, catalog: &Catalog) -> ImpactedNode {
    let asset = catalog.asset(asset);
    ImpactedNode {
        id: asset.key.clone(),
        name: asset.name.clone(),
        kind: asset.kind.word().to_owned(),
        product: asset.product.map(|product| catalog.product(product).id.clone()),
        owner: asset.owner.as_ref().filter(|_| asset.kind == AssetKind::Exposure).map(ToString::to_string),
    }
}

fn impacted_product(index: ProductIx, is_own: bool, catalog: &Catalog) -> ImpactedProduct {
    let product = catalog.product(index);
    ImpactedProduct {
        id: product.id.clone(),
        name: product.name.clone(),
        tier: catalog
            .tiers
            .get(product.tier.position())
            .filter(|_| product.has_tier)
            .map(|tier| tier.name.clone())
            .unwrap_or_default(),
        owner: product.owner.map(|owner| catalog.team(owner).name.clone()).unwrap_or_default(),
        breaks_itself: is_own,
    }
}

/// Returns the teams among these consumers, furthest stage of use first.
fn impacted_teams(consumers: &BTreeSet<ConsumerIx>, catalog: &Catalog) -> Vec<ImpactedTeam> {
    let mut teams: BTreeMap<TeamIx, Vec<&Consumer>> = BTreeMap::new();
    for index in consumers {
        let consumer = catalog.consumer(*index);
        let User::Team(team) = consumer.user else { continue };
        teams.entry(team).or_default().push(consumer);
    }
    let furthest = |uses: &[&Consumer]| uses.iter().filter_map(|consumer| consumer.stage).max();
    let mut teams: Vec<(TeamIx, Vec<&Consumer>)> = teams.into_iter().collect();
    teams.sort_by_key(|(team, uses)| (Reverse(furthest(uses)), *team));
    let impacted = teams.into_iter().map(|(index, consumers)| {
        let team = catalog.team(index);
        let uses: BTreeSet<&str> = consumers.iter().map(|consumer| consumer.purpose.as_str()).collect();
        let last_miles =
            consumers.iter().flat_map(|consumer| &consumer.last_miles).map(LastMile::logic_or_place);
        let last_miles: BTreeSet<&str> = last_miles.collect();
        ImpactedTeam {
            id: team.id.clone(),
            name: team.name.clone(),
            uses: uses.into_iter().filter(|purpose| !purpose.is_empty()).map(str::to_owned).collect(),
            stage: furthest(&consumers).map(Stage::word),
            channels: team.support.iter().map(|channel| channel.name.clone()).collect(),
            last_miles: last_miles
                .into_iter()
                .filter(|last_mile| !last_mile.is_empty())
                .map(str::to_owned)
                .collect(),
        }
    });
    impacted.collect()
}

/// Returns the products in which these assets failed, each this many times, most urgent first; without the promises,
/// which are measured later.
#[must_use]
pub(crate) fn incidents(
    catalog: &Catalog,
    assessment: &Assessment,
    failed: &BTreeMap<AssetIx, usize>,
) -> Vec<Incident> {
    let graph = AssetGraph::new(catalog);
    let mut owners: BTreeMap<ProductIx, Vec<AssetIx>> = BTreeMap::new();
    for asset in failed.keys() {
        if let Some(product) = catalog.asset(*asset).product {
            owners.entry(product).or_default().push(*asset);
        }
    }
    let incident = |(product, broken): (ProductIx, Vec<AssetIx>)| {
        let affecting = graph.affected(&broken, catalog);
        let reach = triage::reach(Some(product), &affecting, &assessment.products, catalog, &graph);
        let reach = Impact { promises: Vec::new(), ..reach };
        let important = triage::matters(Some(product), reach.tier, reach.stage, &reach, catalog);
        let urgency = important.map_or(Urgency::AffectsLittle, Urgency::Harms);
        Incident {
            product,
            urgency,
            failures: broken.iter().map(|asset| failed[asset]).sum(),
            late: 0,
            problem_assets: broken,
            fixed_in: vec![product],
            found_by: Vec::new(),
            shared: BTreeSet::new(),
            failed_controls: BTreeMap::new(),
            outdated: 0,
            warnings: 0,
            reach,
            promises: Vec::new(),
            since: None,
            status_since: None,
        }
    };
    let mut incidents: Vec<Incident> = owners.into_iter().map(incident).collect();
    triage::sort(&mut incidents, catalog);
    incidents
}

/// Returns the failed assets of no product, most urgent first.
#[must_use]
pub(crate) fn unclaimed(
    catalog: &Catalog,
    assessment: &Assessment,
    failed: &BTreeMap<AssetIx, usize>,
) -> Vec<UnclaimedFailure> {
    let graph = AssetGraph::new(catalog);
    let of_no_product = failed.keys().copied().filter(|asset| catalog.asset(*asset).product.is_none());
    let failure = |asset: AssetIx| {
        let reach = triage::reach(None, &[asset], &assessment.products, catalog, &graph);
        let reach = Impact { promises: Vec::new(), ..reach };
        let urgent = triage::matters(None, reach.tier, reach.stage, &reach, catalog).is_some();
        UnclaimedFailure { subject: FailedSubject::Table(asset), urgent, reach }
    };
    let mut failures: Vec<UnclaimedFailure> = of_no_product.map(failure).collect();
    failures.sort_by_key(|failure| (!failure.urgent, Reverse(triage::extent(&failure.reach, 0, catalog))));
    failures
}

/// Returns the promises of a product that the reached assets put at risk: those that cover an affected port or the whole
/// product, except for support response, retention and time to notify, which do not depend on its data.
fn endangered_promises(product: ProductIx, reached: &[AssetIx], catalog: &Catalog) -> Vec<ImpactedPromise> {
    let product = catalog.product(product);
    let ports = affected_ports(product, reached);
    let is_about_data = |property: SlaProperty| {
        !matches!(property, SlaProperty::SupportResponse | SlaProperty::Retention | SlaProperty::TimeToNotify)
    };
    let endangered = product
        .slas
        .iter()
        .filter(|sla| is_about_data(sla.property) && sla.port.is_none_or(|port| ports.contains(&port)));
    endangered
        .map(|sla| ImpactedPromise {
            product: product.id.clone(),
            property: sla.property.word().to_owned(),
            target: sla.target.to_string(),
            port: sla.port.map(|port| product.output_ports[port].id.clone()),
        })
        .collect()
}
