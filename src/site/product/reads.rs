//! What an asset reads, what reads it, and what breaks when it changes.

use super::layers::hidden_assets;
use crate::model::{
    self, Asset, AssetIx, AssetKind, Breakage, ConsumerIx, PortType, Product, ProductIx, TableWriter, TeamIx,
    breakage,
};
use crate::prose::en::{self, BreakageCounts, UseCounts};
use crate::site::context::ViewContext;
use crate::site::parts::PageRef;
use crate::site::paths;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The most assets that a list shows at first, and the most it has at all.
const AT_FIRST: usize = 6;
pub(super) const SHOWN: usize = 50;

/// The most products and uses that the list of what breaks names.
const MAX_NAMED: usize = 12;

/// The most teams that it names for each product.
const TEAMS: usize = 3;

/// The most assets that are searched downstream; if there are more, the count is given as a minimum.
const LOOKED_FOR: usize = 300;

/// What an asset reads and what reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct AssetReadsView {
    /// What it reads.
    pub reads: AssetListView,
    /// What reads it.
    pub read_by: AssetListView,
    /// The readers outside its product: `2 other products, 1 dashboard`; may be empty.
    pub apart: String,
    /// What other products write it too, or write the tables that it writes: a sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_writers: Vec<String>,
    /// What breaks when it changes; `None` if nothing is known to.
    pub breaks: Option<BreaksView>,
}

/// Assets, those of the same product first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct AssetListView {
    /// The first few.
    pub first: Vec<AssetLink>,
    /// Some more.
    pub rest: Vec<AssetLink>,
    /// The number of all assets.
    pub total: usize,
}

/// An asset, linked to its description.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct AssetLink {
    /// Its name.
    pub name: String,
    /// The page, if it is another one; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub page: String,
    /// The anchor on the page; empty if it is not shown there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub anchor: String,
    /// The name of its product, if it is another one; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub product: String,
}

/// What breaks when an asset changes, as `glassbox impact` lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct BreaksView {
    /// The summary: `4 other products, 23 tables and 3 teams`.
    pub summary: String,
    /// Whether there is more that was not looked at, so that neither products nor uses are listed.
    pub is_cut: bool,
    /// The name of the highest tier that is declared downstream.
    pub tier: Option<String>,
    /// The affected output ports of its own product.
    pub ports: Vec<String>,
    /// The users of its own product, if one of its ports is affected.
    pub uses: ProductUsesView,
    /// The products downstream, those of the highest tier first.
    pub products: Vec<BreakingProductView>,
    /// The number of further products.
    pub more_products: usize,
    /// Dashboards and other uses downstream.
    pub exposures: Vec<AssetLink>,
    /// The number of further uses.
    pub more_exposures: usize,
    /// The command that lists everything.
    pub command: String,
}

/// A product where something breaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct BreakingProductView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its page.
    pub path: String,
    /// The name of its tier, if declared; may be empty.
    pub tier: String,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// Its users.
    pub uses: ProductUsesView,
}

/// The teams that use a product, with their purposes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ProductUsesView {
    /// The first few: `Finance: letters about unpaid invoices`.
    pub teams: Vec<TeamPurpose>,
    /// The number of further teams.
    pub more: usize,
}

/// A team and its purpose in using a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct TeamPurpose {
    /// The team's name.
    pub team: String,
    /// The purpose; may be empty.
    pub purpose: String,
}

/// Returns what an asset of a product reads, what reads it, and what breaks when it changes.
pub(super) fn reads(of: AssetIx, product: ProductIx, context: &ViewContext<'_>) -> AssetReadsView {
    let readers = context.asset_readers().neighbours(of.position());
    let owner = |asset: &AssetIx| context.catalog.asset(*asset).product;
    let apart: BTreeSet<ProductIx> =
        readers.iter().filter_map(owner).filter(|other| *other != product).collect();
    AssetReadsView {
        reads: list(context.asset_reads().neighbours(of.position()), product, context),
        read_by: with_jobs(list(readers, product, context), of, context),
        apart: en::readers_apart(
            apart.len(),
            uses(readers.iter().filter(|reader| owner(reader).is_none()), context),
        ),
        other_writers: other_writers(of, product, context),
        breaks: breaks(of, product, context),
    }
}

/// Returns which other products write a table too, or write the tables that a job writes.
fn other_writers(asset: AssetIx, product: ProductIx, context: &ViewContext<'_>) -> Vec<String> {
    let catalog = context.catalog;
    let others = |table: AssetIx| -> Option<String> {
        let writers = catalog.shared_tables.writers(table)?;
        let job = |writer: &TableWriter| {
            en::job_of(&catalog.asset(writer.job).name, &context.product(writer.product).name)
        };
        let built = writers.built.filter(|built| *built != product);
        let built = built.map(|built| en::dbt_of(&context.product(built).name));
        let jobs = writers.jobs.iter().filter(|writer| writer.product != product).map(job);
        Some(en::listed(built.into_iter().chain(jobs))).filter(|others| !others.is_empty())
    };
    let itself = others(asset).map(|others| en::also_written_by(&others));
    let shared = catalog.shared_tables.written(asset).iter().take(SHOWN);
    let shared = shared.filter_map(|table| Some((&catalog.asset(*table).name, others(*table)?)));
    itself
        .into_iter()
        .chain(shared.map(|(table, others)| en::table_also_written_by(table, &others)))
        .collect()
}

fn list(assets: &[AssetIx], from: ProductIx, context: &ViewContext<'_>) -> AssetListView {
    let mut sorted: Vec<AssetIx> = assets.to_vec();
    sorted.sort_by_cached_key(|asset| {
        let asset = context.catalog.asset(*asset);
        let product = asset.product.filter(|product| *product != from);
        (asset.product != Some(from), product.map(|product| context.by_name(product)), asset.name.clone())
    });
    let mut links = sorted.iter().take(SHOWN).map(|asset| link(*asset, from, context));
    // A single remaining asset is named, which is as short as a fold.
    let at_first = if sorted.len() == AT_FIRST + 1 { AT_FIRST + 1 } else { AT_FIRST };
    AssetListView {
        first: links.by_ref().take(at_first).collect(),
        rest: links.collect(),
        total: sorted.len(),
    }
}

/// The most jobs of no product that a product names as its readers.
const JOBS: usize = 100;

/// Returns the jobs of no product that read assets of a product, with what they write.
pub(super) fn foreign_readers(product: &Product, context: &ViewContext<'_>) -> Vec<String> {
    let jobs = context.catalog.unclaimed_readers(&product.assets).into_iter().take(JOBS);
    let jobs = jobs.map(|job| &context.catalog.observations.jobs[job]);
    jobs.map(|job| en::foreign_reader(&job.job, &job.writes)).collect()
}

/// Adds the jobs of no product that read an asset to the list of its readers.
fn with_jobs(mut list: AssetListView, asset: AssetIx, context: &ViewContext<'_>) -> AssetListView {
    let jobs = context.catalog.unclaimed_readers(&[asset]);
    list.total += jobs.len();
    let room = SHOWN.saturating_sub(list.first.len() + list.rest.len());
    for job in jobs.into_iter().take(room) {
        let name = en::job_of_no_product(&context.catalog.observations.jobs[job].job);
        let part = if list.rest.is_empty() && list.first.len() < AT_FIRST {
            &mut list.first
        } else {
            &mut list.rest
        };
        part.push(AssetLink { name, ..AssetLink::default() });
    }
    list
}

/// Returns an asset as a link from the detail page of a product.
pub(super) fn link(index: AssetIx, from: ProductIx, context: &ViewContext<'_>) -> AssetLink {
    let asset = context.catalog.asset(index);
    let is_shown = asset.product.is_some() && !hidden_assets(context).contains(&index);
    let other = asset.product.filter(|product| *product != from).map(|product| context.product(product));
    AssetLink {
        name: asset.name.clone(),
        page: other.map(|product| paths::product_detail(&product.id)).unwrap_or_default(),
        anchor: if is_shown { paths::asset_anchor(asset) } else { String::new() },
        product: other.map(|product| product.name.clone()).unwrap_or_default(),
    }
}

/// Counts the assets that people look at among these.
fn uses<'a>(assets: impl Iterator<Item = &'a AssetIx>, context: &ViewContext<'_>) -> UseCounts {
    let mut counts = UseCounts::default();
    for asset in assets.map(|asset| context.catalog.asset(*asset)).filter(|asset| is_use(asset)) {
        match asset.port_type().or_else(|| PortType::parse(asset.kind.word())) {
            Some(PortType::Dashboard) => counts.dashboards += 1,
            _ => counts.others += 1,
        }
    }
    counts
}

/// Whether people look at an asset, rather than build on it.
fn is_use(asset: &Asset) -> bool {
    match asset.kind {
        AssetKind::Exposure => true,
        AssetKind::Declared(_) => asset.kind.shows_data(),
        _ => false,
    }
}

/// Returns what breaks when an asset changes; `None` if nothing is known to.
fn breaks(of: AssetIx, product: ProductIx, context: &ViewContext<'_>) -> Option<BreaksView> {
    let catalog = context.catalog;
    let Breakage { broken, reached, downstream, consumers, .. } =
        breakage(&[of], catalog, context.asset_readers(), LOOKED_FOR);
    let is_downstream = |asset: &&AssetIx| **asset != of && !broken.contains(asset);
    let after: Vec<AssetIx> = reached.all.iter().filter(is_downstream).copied().collect();
    let used = uses(after.iter(), context);
    let is_metric = |asset: &Asset| {
        matches!(asset.kind, AssetKind::Metric | AssetKind::SemanticModel | AssetKind::SavedQuery)
    };
    let is_job = |asset: &Asset| matches!(asset.kind, AssetKind::Declared(_)) && !is_use(asset);
    let count = |is_meant: &dyn Fn(&Asset) -> bool| {
        after.iter().filter(|asset| is_meant(catalog.asset(**asset))).count()
    };
    let (metrics, jobs) = (count(&is_metric), count(&is_job));
    let teams: BTreeSet<TeamIx> = consumers.iter().filter_map(|at| catalog.consumer(*at).team()).collect();
    let counts = BreakageCounts {
        products: downstream.len(),
        tables: after.len() - used.dashboards - used.others - metrics - jobs,
        metrics,
        jobs,
        uses: used,
        teams: teams.len(),
        at_least: reached.more,
    };
    if counts == BreakageCounts::default() {
        return None;
    }
    // Of what was not followed to its end, nothing but the least number of tables is known.
    let mut products: Vec<ProductIx> = downstream.iter().filter(|_| !reached.more).copied().collect();
    products.sort_by_cached_key(|product| {
        let tier =
            Some(context.product(*product)).filter(|product| product.has_tier).map(|product| product.tier);
        (Reverse(tier), context.by_name(*product))
    });
    let ports = catalog.product(product).output_ports.iter();
    let is_touched =
        |port: &&model::OutputPort| port.asset.is_some_and(|asset| reached.all.binary_search(&asset).is_ok());
    let is_listed = |asset: &&AssetIx| !reached.more && is_use(catalog.asset(**asset));
    let looked_at: Vec<&AssetIx> = after.iter().filter(is_listed).collect();
    Some(BreaksView {
        summary: en::breakage(&counts),
        is_cut: reached.more,
        tier: model::highest_tier(downstream.iter().copied(), catalog)
            .and_then(|tier| context.tier(tier))
            .map(|tier| tier.name),
        ports: ports.filter(is_touched).map(|port| port.name.clone()).collect(),
        uses: product_uses(product, &consumers, context),
        products: products
            .iter()
            .take(MAX_NAMED)
            .map(|product| breaking(*product, &consumers, context))
            .collect(),
        more_products: products.len().saturating_sub(MAX_NAMED),
        exposures: looked_at.iter().take(MAX_NAMED).map(|asset| link(**asset, product, context)).collect(),
        more_exposures: looked_at.len().saturating_sub(MAX_NAMED),
        command: en::impact_command(&catalog.asset(of).key),
    })
}

fn breaking(
    index: ProductIx,
    consumers: &BTreeSet<ConsumerIx>,
    context: &ViewContext<'_>,
) -> BreakingProductView {
    let product = context.product(index);
    BreakingProductView {
        id: product.id.clone(),
        name: product.name.clone(),
        path: paths::product(&product.id),
        tier: context.tier_of(product).map(|tier| tier.name).unwrap_or_default(),
        owner: product.owner.map(|owner| context.team(owner)),
        uses: product_uses(index, consumers, context),
    }
}

/// Returns the teams among the affected consumers that use a product.
fn product_uses(
    product: ProductIx,
    consumers: &BTreeSet<ConsumerIx>,
    context: &ViewContext<'_>,
) -> ProductUsesView {
    let consumer_ix = |consumer: usize| ConsumerIx { product, consumer };
    let own_consumers = consumers.range(consumer_ix(0)..=consumer_ix(usize::MAX));
    let named: Vec<TeamPurpose> = own_consumers
        .filter_map(|index| {
            let consumer = context.catalog.consumer(*index);
            let team = context.catalog.team(consumer.team()?).name.clone();
            Some(TeamPurpose { team, purpose: consumer.purpose.clone() })
        })
        .collect();
    let more = named.len().saturating_sub(TEAMS);
    ProductUsesView { teams: named.into_iter().take(TEAMS).collect(), more }
}
