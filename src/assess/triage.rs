//! Ranks problems by who relies on what is broken: by declared tiers, the stage in which consumers use it, broken
//! promises, and the number of products and teams that depend on it.

use super::Clock;
use super::graph::AssetGraph;
use super::since::Since;
use crate::model::{
    self, AssetAssessment, AssetIx, Catalog, Impact, Incident, ProductAssessment, ProductIx, Reason, Stage,
    Status, StatusFact, TierIx, UnclaimedFailure, Verdict,
};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Where nobody says what matters, what reaches more products than these is urgent.
const MANY: usize = 10;

/// The products that are broken, or warn, the most urgent first.
pub(super) fn incidents(
    assets: &[AssetAssessment],
    products: &[ProductAssessment],
    catalog: &Catalog,
    graph: &AssetGraph,
) -> Vec<Incident> {
    let all = (0..products.len()).into_par_iter().map(ProductIx::at);
    let mut incidents: Vec<Incident> =
        all.filter_map(|product| incident(product, assets, products, catalog, graph)).collect();
    sort(&mut incidents, catalog);
    incidents
}

/// Sorts incidents, the most urgent first.
pub(super) fn sort(incidents: &mut [Incident], catalog: &Catalog) {
    incidents.sort_by_key(|one| {
        (!one.urgent, Reverse(extent(&one.reach, one.promises.len(), catalog)), one.product)
    });
}

/// The jobs of no product that failed, the most urgent first: who relies on what they write is affected as by any other
/// failure, as long as what they write is broken by it.
pub(super) fn unclaimed(
    assets: &[AssetAssessment],
    products: &[ProductAssessment],
    clock: &Clock<'_>,
    graph: &AssetGraph,
) -> Vec<UnclaimedFailure> {
    let catalog = clock.catalog;
    let is_broken =
        |asset: &AssetIx| assets[asset.position()].reasons.iter().any(|one| one.status.is_broken());
    let failure = |job: usize| {
        let feeds = catalog.observations.jobs[job].feeds.iter().copied();
        let broken: Vec<AssetIx> = feeds.filter(is_broken).collect();
        let reach = reach(None, &broken, products, catalog, graph);
        let urgent = !broken.is_empty() && matters(reach.tier, reach.stage, &reach, catalog);
        UnclaimedFailure { job, urgent, reach }
    };
    // What failed long ago says nothing of today, unless something builds on what it writes: that was not repaired.
    let counts = |job: &usize| {
        let job = &catalog.observations.jobs[*job];
        !job.feeds.is_empty() || clock.expiry.usual().is_none_or(|since| job.at >= since)
    };
    let mut failures: Vec<UnclaimedFailure> =
        catalog.unclaimed_failures().filter(counts).map(failure).collect();
    failures.sort_by_key(|one| (!one.urgent, Reverse(extent(&one.reach, 0, catalog))));
    failures
}

/// How much is affected, for sorting; with broken promises of what is broken itself.
fn extent(reach: &Impact, promises: usize, catalog: &Catalog) -> impl Ord + use<> {
    (
        importance(reach.tier, reach.stage, catalog),
        promises + reach.promises.len(),
        reach.stage,
        reach.products.len(),
        reach.teams.len(),
    )
}

/// What is wrong with a product, if anything is.
fn incident(
    product: ProductIx,
    assets: &[AssetAssessment],
    products: &[ProductAssessment],
    catalog: &Catalog,
    graph: &AssetGraph,
) -> Option<Incident> {
    let assessment = &products[product.position()];
    // What is wrong of its own; what is only at risk is told where it begins.
    let own: Vec<AssetIx> = catalog
        .product(product)
        .assets
        .iter()
        .copied()
        .filter(|asset| is_wrong(&assets[asset.position()]))
        .filter(|asset| !is_told_of_others(*asset, product, assets, catalog))
        .collect();
    // A promise that another product's data breaks is told with that product.
    let is_own = |asset: &AssetIx| catalog.asset(*asset).product == Some(product);
    let promises: Vec<usize> = (0..assessment.promises.len())
        .filter(|at| assessment.promises[*at].verdict == Verdict::Broken)
        .filter(|at| assessment.promises[*at].holder.as_ref().is_none_or(is_own))
        .collect();
    // What ran too early, or not at all, has old data: that affects readers as a failure does.
    let affects = |one: &Reason| one.status.is_broken() || one.fact.has_old_data();
    let is_broken = own.iter().any(|asset| assets[asset.position()].reasons.iter().any(affects));
    if own.is_empty() && promises.is_empty() {
        return None;
    }
    // A broken promise affects those who read what it is about.
    let about = promises.iter().filter_map(|at| assessment.promises[*at].holder);
    let mut affecting: Vec<AssetIx> = own.iter().copied().chain(about).collect();
    affecting.sort_unstable();
    affecting.dedup();
    let since = since(&own, assets, catalog);
    let reach = reach(Some(product), &affecting, products, catalog, graph);
    let important = matters(reach.tier, reach.stage, &reach, catalog);
    let own_stage = catalog.product(product).consumers.iter().filter_map(|consumer| consumer.stage).max();
    let breaks_word =
        !promises.is_empty() && matters(declared_tier(product, catalog), own_stage, &reach, catalog);
    let WrongCounts { failures, problems, warnings } = counts(&own, assets);
    Some(Incident {
        product,
        urgent: is_broken && important || breaks_word,
        important,
        fixed_in: fixed_in(product, &own, !promises.is_empty(), assets, catalog),
        since: since.map(|since| since.at),
        is_since_known: since.is_some_and(|since| since.is_first),
        broken: own,
        failures,
        problems,
        warnings,
        reach,
        promises,
    })
}

/// Whether something is wrong with an asset itself.
fn is_wrong(assessment: &AssetAssessment) -> bool {
    assessment.reasons.iter().any(Reason::is_wrong)
}

/// Whether an asset is a guard whose failure is told of tables of other products: it counts there.
fn is_told_of_others(
    guard: AssetIx,
    product: ProductIx,
    assets: &[AssetAssessment],
    catalog: &Catalog,
) -> bool {
    let is_told = |asset: &&AssetIx| {
        let reasons = &assets[asset.position()].reasons;
        reasons.iter().any(|one| matches!(one.fact, StatusFact::GuardFailed { guard: of, .. } if of == guard))
    };
    let guarded = catalog.guards.guard(guard).map_or(&[][..], |guard| &guard.guarded);
    let holders = guarded.iter().filter(is_told).filter_map(|asset| catalog.asset(*asset).product);
    holders.into_iter().any(|holder| holder != product)
}

/// The products in which something can be fixed: where a guard failed that another product runs, that one.
fn fixed_in(
    product: ProductIx,
    own: &[AssetIx],
    breaks_promises: bool,
    assets: &[AssetAssessment],
    catalog: &Catalog,
) -> Vec<ProductIx> {
    let mut own_fault = breaks_promises;
    let mut others = BTreeSet::new();
    for reason in own.iter().flat_map(|asset| &assets[asset.position()].reasons).filter(|one| one.is_wrong())
    {
        let guard = match &reason.fact {
            StatusFact::GuardFailed { guard, .. } => catalog.asset(*guard).product,
            _ => None,
        };
        match guard.filter(|guard| *guard != product) {
            Some(guard) => _ = others.insert(guard),
            None => own_fault = true,
        }
    }
    let itself = (own_fault || others.is_empty()).then_some(product);
    itself.into_iter().chain(others).collect()
}

/// How much is wrong with the assets of a product.
struct WrongCounts {
    /// Runs, tests and checks that failed.
    failures: usize,
    /// Assets that have not failed, and have more than a warning.
    problems: usize,
    /// Assets that only warn.
    warnings: usize,
}

/// How much is wrong with these assets, all of which have something wrong of their own.
fn counts(own: &[AssetIx], assets: &[AssetAssessment]) -> WrongCounts {
    let broken =
        |asset: &AssetIx| assets[asset.position()].reasons.iter().filter(|one| one.status.is_broken());
    // The failure of a guard is one, however many tables it is told of, and whether or not it is one of them.
    let mut guards: BTreeSet<AssetIx> = BTreeSet::new();
    let mut told = 0;
    let mut failures = 0;
    for reason in own.iter().flat_map(broken) {
        match &reason.fact {
            StatusFact::TestsFailed { failed, .. } => failures += failed.len(),
            StatusFact::GuardFailed { guard, .. } => {
                let is_own = own.binary_search(guard).is_ok();
                told += usize::from(guards.insert(*guard) && !is_own);
            }
            _ => failures += 1,
        }
    }
    let only_warns = |asset: &AssetIx| {
        let mut wrong = assets[asset.position()].reasons.iter().filter(|one| one.is_wrong());
        wrong.all(|one| one.status == Status::Warning)
    };
    let (warning, others): (Vec<&AssetIx>, Vec<&AssetIx>) =
        own.iter().filter(|asset| broken(asset).next().is_none()).partition(|asset| only_warns(asset));
    WrongCounts { failures: failures + told, problems: others.len(), warnings: warning.len() }
}

/// Whether somebody relies on something, by the highest declared tier and the furthest stage of use; where neither
/// is said, what people look at does, and what many products build on.
pub(super) fn matters(tier: Option<TierIx>, stage: Option<Stage>, reach: &Impact, catalog: &Catalog) -> bool {
    let tier_matters = |tier: TierIx| tier.position() * 2 >= catalog.tiers.len() && tier.position() > 0;
    match (tier, stage) {
        (None, None) => reach.products.len() > MANY || !reach.exposures.is_empty(),
        (tier, stage) => tier.is_some_and(tier_matters) || stage.is_some_and(|stage| stage > Stage::Analysis),
    }
}

/// How much something matters, for sorting: tiers from 0 to 1 in equal steps, and the stages of use where the
/// tiers of their kind are: analysis with teams, operations with the company, the rest with customers.
fn importance(tier: Option<TierIx>, stage: Option<Stage>, catalog: &Catalog) -> u32 {
    const FULL: u32 = 3_000;
    let steps = u32::try_from(catalog.tiers.len().saturating_sub(1)).unwrap_or(u32::MAX).max(1);
    let tier = tier.map_or(0, |tier| u32::try_from(tier.position()).unwrap_or(0) * FULL / steps);
    let stage = match stage {
        None => 0,
        Some(Stage::Analysis) => FULL / 3,
        Some(Stage::Operational) => FULL * 2 / 3,
        Some(Stage::Marketing | Stage::Application) => FULL,
    };
    tier.max(stage)
}

/// The tier of a product, if it says one.
fn declared_tier(product: ProductIx, catalog: &Catalog) -> Option<TierIx> {
    let product = catalog.product(product);
    product.has_tier.then_some(product.tier)
}

/// What depends on these assets of a product, or of none.
pub(super) fn reach(
    of: Option<ProductIx>,
    from: &[AssetIx],
    assessment: &[ProductAssessment],
    catalog: &Catalog,
    graph: &AssetGraph,
) -> Impact {
    let reached = graph.reached(from);
    let impact = model::impact(of, from, &reached, catalog);
    let promises =
        impact.products.iter().flat_map(|product| broken(*product, assessment, &reached)).collect();
    Impact { promises, ..impact }
}

/// The promises of a product that are broken, and held by what was reached if anything holds them.
fn broken(
    product: ProductIx,
    assessment: &[ProductAssessment],
    reached: &[AssetIx],
) -> Vec<(ProductIx, usize)> {
    let promises = assessment.get(product.position()).map_or(&[][..], |one| &one.promises);
    let broken = promises.iter().enumerate().filter(|(_, one)| one.verdict == Verdict::Broken);
    broken
        .filter(|(_, one)| one.holder.is_none_or(|holder| reached.binary_search(&holder).is_ok()))
        .map(|(at, _)| (product, at))
        .collect()
}

/// Since when the first of these assets is broken; known for sure if it is of all of them.
fn since(own: &[AssetIx], assets: &[AssetAssessment], catalog: &Catalog) -> Option<Since> {
    let all = own
        .iter()
        .filter_map(|asset| super::since::since(*asset, &assets[asset.position()].reasons, catalog));
    let first = all.clone().min()?;
    Some(Since { is_first: all.into_iter().all(|one| one.is_first), ..first })
}
