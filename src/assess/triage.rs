//! Ranks problems by who relies on the broken assets: by declared tiers, the stages in which consumers use them,
//! broken promises, and the number of dependent products and teams.

use super::AssessContext;
use super::graph::AssetGraph;
use crate::model::{
    self, AssetAssessment, AssetIx, Catalog, Impact, Incident, Onset, ProductAssessment, ProductIx,
    PromiseIx, Reason, Stage, Status, StatusFact, TierIx, UnclaimedFailure, Verdict,
};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Without declared importance, a problem that reaches more products than this is urgent.
const MANY: usize = 10;

/// Returns the products that are broken or have warnings, most urgent first.
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

/// Sorts incidents, most urgent first.
pub(super) fn sort(incidents: &mut [Incident], catalog: &Catalog) {
    incidents.sort_by_key(|one| {
        (!one.urgent, Reverse(extent(&one.reach, one.promises.len(), catalog)), one.product)
    });
}

/// Returns the failed jobs of no product, most urgent first. Anyone who relies on their outputs is affected as by any
/// other failure, as long as these outputs are broken by it.
pub(super) fn unclaimed(
    assets: &[AssetAssessment],
    products: &[ProductAssessment],
    clock: &AssessContext<'_>,
    graph: &AssetGraph,
) -> Vec<UnclaimedFailure> {
    let catalog = clock.catalog;
    let is_broken =
        |asset: &AssetIx| assets[asset.position()].reasons.iter().any(|one| one.status.is_broken());
    let failure = |job: usize| {
        let feeds = catalog.observations.jobs[job].feeds.iter().copied();
        let broken: Vec<AssetIx> = feeds.filter(is_broken).collect();
        let reach = reach(None, &broken, products, catalog, graph);
        let urgent = !broken.is_empty() && matters(None, reach.tier, reach.stage, &reach, catalog);
        UnclaimedFailure { job, urgent, reach }
    };
    // An old failure says nothing about today, unless something builds on the job's outputs: then it was never
    // repaired.
    let counts = |job: &usize| {
        let job = &catalog.observations.jobs[*job];
        !job.feeds.is_empty() || clock.expiry.usual().is_none_or(|since| job.at >= since)
    };
    let mut failures: Vec<UnclaimedFailure> =
        catalog.unclaimed_failures().filter(counts).map(failure).collect();
    failures.sort_by_key(|one| (!one.urgent, Reverse(extent(&one.reach, 0, catalog))));
    failures
}

/// Returns a sort key for how much is affected: first how important that is, then how many broken promises, including
/// those of the broken product itself, and products.
fn extent(reach: &Impact, promises: usize, catalog: &Catalog) -> impl Ord + use<> {
    (
        importance(reach.tier, reach.stage, catalog),
        promises + reach.promises.len() + reach.products.len(),
        reach.stage,
        reach.teams.len(),
    )
}

/// Returns what is wrong with a product, if anything is.
fn incident(
    product: ProductIx,
    assets: &[AssetAssessment],
    products: &[ProductAssessment],
    catalog: &Catalog,
    graph: &AssetGraph,
) -> Option<Incident> {
    let assessment = &products[product.position()];
    // Its own problems only; anything merely at risk is reported where the problem originates.
    let held = catalog.product(product).assets.iter().copied();
    let own: Vec<AssetIx> = held
        .filter(|asset| is_wrong(&assets[asset.position()]))
        .filter(|asset| !is_reported_elsewhere(*asset, product, assets, catalog))
        .collect();
    // A promise broken by another product's data is reported for that product.
    let is_own = |asset: &AssetIx| catalog.asset(*asset).product == Some(product);
    let promises: Vec<usize> = (0..assessment.promises.len())
        .filter(|at| assessment.promises[*at].verdict == Verdict::Broken)
        .filter(|at| assessment.promises[*at].limiting_asset.as_ref().is_none_or(is_own))
        .collect();
    // Assets that ran too early or not at all have old data, which affects readers as a failure does.
    let affects = |one: &Reason| one.status.is_broken() || one.fact.has_old_data();
    let is_broken = own.iter().any(|asset| assets[asset.position()].reasons.iter().any(affects));
    if own.is_empty() && promises.is_empty() {
        return None;
    }
    // A broken promise affects the readers of the assets that it covers.
    let about = promises.iter().filter_map(|at| assessment.promises[*at].limiting_asset);
    let mut affecting: Vec<AssetIx> = own.iter().copied().chain(about).collect();
    affecting.sort_unstable();
    affecting.dedup();
    let since = |at_least| since(&own, at_least, assets, catalog);
    // What says nothing of itself stands as what is wrong in it does.
    let worst = || own.iter().flat_map(|asset| &assets[asset.position()].reasons).map(|one| one.status).max();
    let status = assessment.status.or_else(worst).unwrap_or(Status::Warning);
    let (since, status_since) = (since(Status::Warning), since(status));
    let reach = reach(Some(product), &affecting, products, catalog, graph);
    let important = matters(Some(product), reach.tier, reach.stage, &reach, catalog);
    let own_stage = catalog.product(product).consumers.iter().filter_map(|consumer| consumer.stage).max();
    let own_tier = declared_tier(product, catalog);
    let breaks_word = !promises.is_empty() && matters(Some(product), own_tier, own_stage, &reach, catalog);
    let WrongCounts { failures, problems, warnings } = counts(&own, assets);
    Some(Incident {
        product,
        urgent: is_broken && important || breaks_word,
        important,
        fixed_in: fixed_in(product, &own, !promises.is_empty(), assets, catalog),
        since,
        status_since,
        broken: own,
        failures,
        problems,
        warnings,
        reach,
        promises,
    })
}

/// Returns whether something is wrong with an asset itself.
fn is_wrong(assessment: &AssetAssessment) -> bool {
    assessment.reasons.iter().any(Reason::is_wrong)
}

/// Returns whether an asset is a guard whose failure is reported for tables of other products, where it counts.
fn is_reported_elsewhere(
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

/// Returns the products in which something can be fixed: for a failed guard that another product runs, that product.
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

/// The number of problems with the assets of a product.
struct WrongCounts {
    /// Failed runs, tests and checks.
    failures: usize,
    /// Assets that have not failed, but have more than a warning.
    problems: usize,
    /// Assets with only a warning.
    warnings: usize,
}

/// Counts the problems of these assets, each of which has one of its own.
fn counts(own: &[AssetIx], assets: &[AssetAssessment]) -> WrongCounts {
    let broken =
        |asset: &AssetIx| assets[asset.position()].reasons.iter().filter(|one| one.status.is_broken());
    // A failed guard counts once, however many tables it is reported for, and whether or not it is one of them.
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

/// Returns whether somebody relies on a product, or on outputs of a job of no product, judging by the highest declared
/// tier and the furthest stage of use; if neither is declared, anything that people open or that many products build on
/// matters.
pub(super) fn matters(
    product: Option<ProductIx>,
    tier: Option<TierIx>,
    stage: Option<Stage>,
    reach: &Impact,
    catalog: &Catalog,
) -> bool {
    let tier_matters = |tier: TierIx| tier.position() * 2 >= catalog.tiers.len() && tier.position() > 0;
    match (tier, stage) {
        (None, None) => {
            reach.products.len() > MANY
                || !reach.exposures.is_empty()
                || product.is_some_and(|product| catalog.is_opened_by_people(product))
        }
        (tier, stage) => tier.is_some_and(tier_matters) || stage.is_some_and(|stage| stage > Stage::Analysis),
    }
}

/// Returns a sort key for importance: tiers from 0 to 1 in equal steps, and the stages of use along with the tiers of
/// their kind: analysis with teams, operations with the company, the rest with customers.
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

/// Returns the tier of a product, if it declares one.
fn declared_tier(product: ProductIx, catalog: &Catalog) -> Option<TierIx> {
    let product = catalog.product(product);
    product.has_tier.then_some(product.tier)
}

/// Returns everything that depends on these assets of a product, or of none.
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

/// Returns the broken promises of a product whose data is held up by one of the reached assets. A promise about its own
/// runs has no holder: no other product breaks it.
fn broken(product: ProductIx, assessment: &[ProductAssessment], reached: &[AssetIx]) -> Vec<PromiseIx> {
    let promises = assessment.get(product.position()).map_or(&[][..], |one| &one.promises);
    let broken = promises.iter().enumerate().filter(|(_, one)| one.verdict == Verdict::Broken);
    broken
        .filter(|(_, one)| one.limiting_asset.is_some_and(|holder| reached.binary_search(&holder).is_ok()))
        .map(|(sla, _)| PromiseIx { product, sla })
        .collect()
}

/// Since when the first of these assets is at least so bad; known for sure if it is of all of them.
fn since(own: &[AssetIx], at_least: Status, assets: &[AssetAssessment], catalog: &Catalog) -> Option<Onset> {
    let of =
        |asset: &AssetIx| super::since::since(*asset, &assets[asset.position()].reasons, at_least, catalog);
    let all = own.iter().filter_map(of);
    let first = all.clone().min()?;
    Some(Onset { at: first.at, is_known: all.into_iter().all(|one| one.is_first) })
}
