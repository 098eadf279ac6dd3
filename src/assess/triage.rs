//! Ranks problems by who relies on the broken assets: by declared tiers, the stages in which consumers use them,
//! broken promises, and the number of dependent products and teams.

use super::graph::AssetGraph;
use crate::model::{
    self, AssetAssessment, AssetIx, Catalog, ControlIx, Impact, Incident, Lifecycle, Onset,
    ProductAssessment, ProductIx, PromiseIx, PromiseVerdict, Reason, SharedFailure, Stage, Status,
    StatusFact, TierIx,
};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

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
    incidents.sort_by_key(|incident| {
        (
            !incident.urgent,
            Reverse(extent(&incident.reach, incident.promises.len(), catalog)),
            incident.product,
        )
    });
}

/// Returns a sort key for how much is affected: first how important that is, then how many broken promises, including
/// those of the broken product itself, and products.
pub(super) fn extent(reach: &Impact, promises: usize, catalog: &Catalog) -> impl Ord + use<> {
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
    if is_out_of_use(product, catalog) {
        return None;
    }
    let assessment = &products[product.position()];
    // Its own problems only; anything merely at risk is reported where the problem originates.
    let of_product = catalog.product(product).assets.iter().copied();
    let failing: Vec<AssetIx> = of_product
        .filter(|asset| is_wrong(&assets[asset.position()]))
        .filter(|asset| !is_reported_elsewhere(*asset, product, assets, catalog))
        .collect();
    // A promise broken by another product's data is reported for that product.
    let is_own = |asset: &AssetIx| catalog.asset(*asset).product == Some(product);
    let promises: Vec<usize> = (0..assessment.promises.len())
        .filter(|at| assessment.promises[*at].verdict == PromiseVerdict::Broken)
        .filter(|at| assessment.promises[*at].limiting_asset.as_ref().is_none_or(is_own))
        .collect();
    // Assets that ran too early or not at all have old data, which affects readers as a failure does.
    let is_broken =
        failing.iter().any(|asset| assets[asset.position()].reasons.iter().any(Reason::affects_readers));
    if failing.is_empty() && promises.is_empty() {
        return None;
    }
    let covered = covered(product, &promises, assessment, catalog);
    let affecting = graph.affected(&[failing.as_slice(), &covered].concat(), catalog);
    let since = |at_least| since(&failing, at_least, assets, catalog);
    let status = status(assessment, &failing, assets);
    let (since, status_since) = (since(Status::Warning), since(status));
    let reach = reach(Some(product), &affecting, products, catalog, graph);
    let important = matters(Some(product), reach.tier, reach.stage, &reach, catalog);
    let own_stage = catalog.product(product).consumers.iter().filter_map(|consumer| consumer.stage).max();
    let own_tier = declared_tier(product, catalog);
    let breaks_word = !promises.is_empty() && matters(Some(product), own_tier, own_stage, &reach, catalog);
    let WrongCounts { failures, late, shared, problems, warnings } = counts(&failing, assets, catalog);
    let failed_controls = failed_controls(&failing, assets, catalog);
    Some(Incident {
        product,
        urgent: is_broken && important || breaks_word || !failed_controls.is_empty(),
        important,
        fixed_in: fixed_in(product, &failing, !promises.is_empty(), assets, catalog),
        found_by: found_by(product, &failing, assets, catalog),
        since,
        status_since,
        broken: failing,
        failures,
        late,
        shared,
        failed_controls,
        problems,
        warnings,
        reach,
        promises,
    })
}

/// Returns the assets whose readers broken promises of a product affect: those that hold the promise up, or else the
/// output ports that it covers.
fn covered(
    product: ProductIx,
    promises: &[usize],
    assessment: &ProductAssessment,
    catalog: &Catalog,
) -> Vec<AssetIx> {
    let product = catalog.product(product);
    let of_promise = |at: &usize| -> Vec<AssetIx> {
        if let Some(asset) = assessment.promises[*at].limiting_asset {
            return vec![asset];
        }
        let ports = product.output_ports.iter().enumerate();
        ports.filter(|(port, _)| product.slas[*at].covers(*port)).filter_map(|(_, port)| port.asset).collect()
    };
    promises.iter().flat_map(of_promise).collect()
}

/// Returns the controls whose jobs failed, for these assets or as one of them, each with the number of tables that it
/// does not cover now.
fn failed_controls(
    failing: &[AssetIx],
    assets: &[AssetAssessment],
    catalog: &Catalog,
) -> BTreeMap<ControlIx, usize> {
    let mut failed: BTreeMap<ControlIx, BTreeSet<AssetIx>> = BTreeMap::new();
    for asset in failing {
        for reason in assets[asset.position()].reasons.iter().filter(|reason| reason.status.is_broken()) {
            let guard = match reason.fact {
                StatusFact::GuardFailed { guard, .. } => guard,
                _ => *asset,
            };
            let Some(guard) = catalog.guards.guard(guard) else { continue };
            if let Some(control) = guard.control {
                failed.entry(control).or_default().extend(&guard.guarded);
            }
        }
    }
    failed.into_iter().map(|(control, tables)| (control, tables.len())).collect()
}

/// Returns whether a product is retired and nothing is seen to read it: then nothing that fails in it matters.
fn is_out_of_use(product: ProductIx, catalog: &Catalog) -> bool {
    catalog.product(product).lifecycle == Lifecycle::Retired
        && !catalog
            .lineage
            .downstream(product)
            .iter()
            .any(|reader| reader.flow.is_seen() && catalog.product(reader.product).lifecycle.is_in_service())
}

/// Returns the status of a product, or, if it has none of its own, the worst of what is wrong in it.
fn status(assessment: &ProductAssessment, failing: &[AssetIx], assets: &[AssetAssessment]) -> Status {
    let worst = || {
        failing.iter().flat_map(|asset| &assets[asset.position()].reasons).map(|reason| reason.status).max()
    };
    assessment.status.or_else(worst).unwrap_or(Status::Warning)
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
    let is_reported = |asset: &&AssetIx| {
        let reasons = &assets[asset.position()].reasons;
        reasons
            .iter()
            .any(|reason| matches!(reason.fact, StatusFact::GuardFailed { guard: of, .. } if of == guard))
    };
    let guarded = catalog.guards.guard(guard).map_or(&[][..], |guard| &guard.guarded);
    let guarded_products =
        guarded.iter().filter(is_reported).filter_map(|asset| catalog.asset(*asset).product);
    guarded_products.into_iter().any(|other| other != product)
}

/// Returns the products in which something can be fixed: for a failed job of another product that carries out a control,
/// that product. What a check found is fixed where the data is made.
fn fixed_in(
    product: ProductIx,
    failing: &[AssetIx],
    breaks_promises: bool,
    assets: &[AssetAssessment],
    catalog: &Catalog,
) -> Vec<ProductIx> {
    let mut own_fault = breaks_promises;
    let mut others = BTreeSet::new();
    for reason in
        failing.iter().flat_map(|asset| &assets[asset.position()].reasons).filter(|reason| reason.is_wrong())
    {
        let guard = match &reason.fact {
            StatusFact::GuardFailed { guard, .. } if !catalog.guards.failing_says_data_is_bad(*guard) => {
                catalog.asset(*guard).product
            }
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

/// Returns the other products whose checks found something in these assets.
fn found_by(
    product: ProductIx,
    failing: &[AssetIx],
    assets: &[AssetAssessment],
    catalog: &Catalog,
) -> Vec<ProductIx> {
    let reasons = failing.iter().flat_map(|asset| &assets[asset.position()].reasons);
    let checks = reasons.filter_map(|reason| match reason.fact {
        StatusFact::GuardFailed { guard, .. } if catalog.guards.failing_says_data_is_bad(guard) => {
            catalog.asset(guard).product
        }
        _ => None,
    });
    let found: BTreeSet<ProductIx> = checks.filter(|check| *check != product).collect();
    found.into_iter().collect()
}

/// The number of problems with the assets of a product.
struct WrongCounts {
    /// Failed runs, tests and checks.
    failures: usize,
    /// Those among them that only mean that data is late.
    late: usize,
    /// Those among them that may be failures of other products as well.
    shared: BTreeSet<SharedFailure>,
    /// Assets that have not failed, but have more than a warning.
    problems: usize,
    /// Assets with only a warning.
    warnings: usize,
}

/// Counts the problems of these assets, each of which has one of its own.
fn counts(failing: &[AssetIx], assets: &[AssetAssessment], catalog: &Catalog) -> WrongCounts {
    let broken =
        |asset: &AssetIx| assets[asset.position()].reasons.iter().filter(|reason| reason.status.is_broken());
    // A failed guard counts once, however many tables it is reported for, and whether or not it is one of them.
    let mut shared: BTreeSet<SharedFailure> = BTreeSet::new();
    let failed = failing.iter().filter(|asset| broken(asset).next().is_some());
    let jobs: BTreeSet<&str> = failed.filter_map(|asset| catalog.asset(*asset).job.as_deref()).collect();
    let (mut failures, mut late) = (0, 0);
    for reason in failing.iter().flat_map(broken) {
        match &reason.fact {
            StatusFact::TestsFailed { failed, .. } => failures += failed.len(),
            StatusFact::GuardFailed { guard, .. } => {
                if failing.binary_search(guard).is_err() {
                    shared.insert(SharedFailure::Guard(*guard));
                }
            }
            StatusFact::RunFailed { load: true, .. } => match reason.at.zip(reason.origin.job.clone()) {
                // A job that is one of these assets has been counted itself.
                Some((_, job)) if jobs.contains(&*job) => {}
                Some((at, job)) => _ = shared.insert(SharedFailure::Load { job, at }),
                None => failures += 1,
            },
            _ => {
                failures += 1;
                late += usize::from(reason.status == Status::Late);
            }
        }
    }
    let only_warns = |asset: &AssetIx| {
        let mut wrong = assets[asset.position()].reasons.iter().filter(|reason| reason.is_wrong());
        wrong.all(|reason| reason.status == Status::Warning)
    };
    let (warning, others): (Vec<&AssetIx>, Vec<&AssetIx>) =
        failing.iter().filter(|asset| broken(asset).next().is_none()).partition(|asset| only_warns(asset));
    let failures = failures + shared.len();
    WrongCounts { failures, late, shared, problems: others.len(), warnings: warning.len() }
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
    // A job that carries the data to another system acts there on what is wrong.
    if reach.jobs.iter().any(|job| catalog.observations.jobs[*job].writes_elsewhere) {
        return true;
    }
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
/// runs has no such asset: no other product breaks it.
fn broken(product: ProductIx, assessment: &[ProductAssessment], reached: &[AssetIx]) -> Vec<PromiseIx> {
    let promises = assessment.get(product.position()).map_or(&[][..], |assessed| &assessed.promises);
    let broken = promises.iter().enumerate().filter(|(_, promise)| promise.verdict == PromiseVerdict::Broken);
    broken
        .filter(|(_, promise)| {
            promise.limiting_asset.is_some_and(|asset| reached.binary_search(&asset).is_ok())
        })
        .map(|(sla, _)| PromiseIx { product, sla })
        .collect()
}

/// Returns since when the first of these assets has been at least this bad. The start is known only if it is known for
/// every one of them.
fn since(
    failing: &[AssetIx],
    at_least: Status,
    assets: &[AssetAssessment],
    catalog: &Catalog,
) -> Option<Onset> {
    let of =
        |asset: &AssetIx| super::since::since(*asset, &assets[asset.position()].reasons, at_least, catalog);
    let all = failing.iter().filter_map(of);
    let first = all.clone().min()?;
    Some(Onset { at: first.at, is_known: all.into_iter().all(|moment| moment.is_known) })
}
