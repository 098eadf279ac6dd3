//! Ranks incidents by who relies on the data concerned: by declared tiers, the stages in which consumers use them,
//! broken promises, and the number of dependent products and teams.

use super::graph::AssetGraph;
use crate::model::{
    self, AssetIx, Catalog, Consumer, Impact, Importance, Incident, MANY_PRODUCTS, ProductAssessment,
    ProductIx, PromiseIx, PromiseVerdict, Stage, TierIx,
};
use std::cmp::Reverse;

/// Sorts incidents, most urgent first.
pub(super) fn sort(incidents: &mut [Incident], catalog: &Catalog) {
    incidents.sort_by_key(|incident| {
        (
            !incident.is_urgent(),
            Reverse(extent(&incident.reach, incident.promises.len(), catalog)),
            incident.product,
        )
    });
}

/// Returns a sort key for how much is affected: first its importance, then the number of broken promises (`promises` of the
/// product itself, and those downstream) and downstream products together, then the furthest stage of use, then the number
/// of teams.
pub(super) fn extent(reach: &Impact, promises: usize, catalog: &Catalog) -> impl Ord + use<> {
    (
        importance(reach.tier, reach.stage, catalog),
        promises + reach.promises.len() + reach.products.len(),
        reach.stage,
        reach.teams.len(),
    )
}

/// Returns why a product matters, or outputs of a job of no product, judging by the highest declared tier and the furthest
/// stage of use; `None` if nobody important relies on it. If the product declares no tier, anything that people open or
/// use for nobody says what, or that many products build on, matters too: that an analyst uses it as well makes it no
/// less important.
pub(super) fn matters(
    product: Option<ProductIx>,
    tier: Option<TierIx>,
    stage: Option<Stage>,
    reach: &Impact,
    catalog: &Catalog,
) -> Option<Importance> {
    // A job that carries the data to another system acts there on what is wrong.
    let jobs = &catalog.observations.jobs;
    if let Some(job) = reach.jobs.iter().find(|job| jobs[**job].writes_elsewhere) {
        return Some(Importance::CarriedElsewhere(*job));
    }
    let tier = tier.filter(|tier| tier_matters(*tier, catalog));
    let stage = stage.filter(|stage| *stage > Stage::Analysis);
    // Of two reasons alike, the one that names people says more.
    let tier = tier.filter(|tier| {
        stage.is_none() || importance(Some(*tier), None, catalog) > importance(None, stage, catalog)
    });
    if let Some(importance) = tier.map(Importance::Tier).or(stage.map(|_| Importance::Use)) {
        return Some(importance);
    }
    if product.is_some_and(|product| declared_tier(product, catalog).is_some()) {
        return None;
    }
    if reach.products.len() > MANY_PRODUCTS {
        return Some(Importance::ManyProducts);
    }
    has_unknown_use(product, reach, catalog).then_some(Importance::UnknownUse)
}

/// Returns whether people use what is reached, and nobody says for what: exposures that may be used in any stage,
/// teams without a stage, or a product that people open, without consumers.
fn has_unknown_use(product: Option<ProductIx>, reach: &Impact, catalog: &Catalog) -> bool {
    let is_unknown = |consumer: &Consumer| consumer.team().is_some() && consumer.stage.is_none();
    reach.exposures.iter().any(|exposure| catalog.asset(*exposure).exposure_stage().is_none())
        || reach.consumers.iter().any(|consumer| is_unknown(catalog.consumer(*consumer)))
        || product.is_some_and(|product| {
            catalog.is_opened_by_people(product) && catalog.product(product).current_uses().next().is_none()
        })
}

/// Returns a sort key for importance from 0 to `FULL`, the higher of two: that of the tier, in equal steps from the lowest
/// to the highest, and that of the stage of use. With the built-in tiers, analysis is as important as `team`, operations
/// as `company`, and marketing and applications as `customer-facing`.
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

/// Returns the furthest stage of use that is no more important than a tier, if the tier makes a problem urgent: a product
/// of that tier counts as used there, although nobody says so.
pub(super) fn stage_of_tier(tier: TierIx, catalog: &Catalog) -> Option<Stage> {
    let of_tier = importance(Some(tier), None, catalog);
    let stages = [Stage::Marketing, Stage::Operational].into_iter();
    let mut stages = stages.filter(|stage| importance(None, Some(*stage), catalog) <= of_tier);
    stages.next().filter(|_| tier_matters(tier, catalog))
}

/// Returns whether a product of this tier needs a fix today.
fn tier_matters(tier: TierIx, catalog: &Catalog) -> bool {
    tier.position() * 2 >= catalog.tiers.len() && tier.position() > 0
}

/// Returns the tier of a product, if it declares one.
pub(super) fn declared_tier(product: ProductIx, catalog: &Catalog) -> Option<TierIx> {
    let product = catalog.product(product);
    product.has_tier.then_some(product.tier)
}

/// Returns everything that depends on these assets of a product, or of none.
pub(super) fn reach(
    product: Option<ProductIx>,
    assets: &[AssetIx],
    products: &[ProductAssessment],
    catalog: &Catalog,
    graph: &AssetGraph,
) -> Impact {
    let reached = graph.reached(assets);
    let impact = model::impact(product, assets, &reached, catalog);
    let promises =
        impact.products.iter().flat_map(|product| broken_promises(*product, products, &reached)).collect();
    Impact { promises, ..impact }
}

/// Returns the broken promises of a product whose data is held up by one of the reached assets. A promise about its own
/// runs has no such asset: no other product breaks it.
fn broken_promises(
    product: ProductIx,
    products: &[ProductAssessment],
    reached: &[AssetIx],
) -> Vec<PromiseIx> {
    let promises = products.get(product.position()).map_or(&[][..], |assessed| &assessed.promises);
    let broken = promises.iter().enumerate().filter(|(_, promise)| promise.verdict == PromiseVerdict::Broken);
    broken
        .filter(|(_, promise)| {
            promise.limiting_asset.is_some_and(|asset| reached.binary_search(&asset).is_ok())
        })
        .map(|(sla, _)| PromiseIx { product, sla })
        .collect()
}
