//! Finds the incidents: what is wrong with each product, since when, and where that can be fixed.

use super::graph::AssetGraph;
use super::problem_counts::{ProblemCounts, problem_counts};
use super::since;
use super::triage::{declared_tier, matters, reach, sort};
use crate::model::{
    AssetAssessment, AssetIx, Catalog, ControlIx, Incident, Lifecycle, Onset, ProductAssessment, ProductIx,
    PromiseAssessment, PromiseVerdict, Reason, Status, StatusFact, Urgency,
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Returns an incident for each product that has problems of its own, most urgent first.
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

/// Returns what is wrong with a product, if anything is.
pub(super) fn incident(
    product: ProductIx,
    assets: &[AssetAssessment],
    products: &[ProductAssessment],
    catalog: &Catalog,
    graph: &AssetGraph,
) -> Option<Incident> {
    if is_out_of_use(product, catalog) {
        return None;
    }
    let problems = ProductProblems::new(product, assets, &products[product.position()], catalog);
    if problems.assets.is_empty() && problems.promises.is_empty() {
        return None;
    }
    let affecting = graph.affected(&[problems.assets.clone(), problems.promised_assets()].concat(), catalog);
    let reach = reach(Some(product), &affecting, products, catalog, graph);
    let important = matters(Some(product), reach.tier, reach.stage, &reach, catalog);
    let promised = problems.promised_ports();
    let promised_to =
        catalog.product(product).current_uses().filter(|consumer| consumer.may_use_any(&promised));
    let own_stage = promised_to.filter_map(|consumer| consumer.stage).max();
    let own_tier = declared_tier(product, catalog);
    let breaks_promise_of = (!problems.promises.is_empty())
        .then(|| matters(Some(product), own_tier, own_stage, &reach, catalog))
        .flatten();
    let ProblemCounts { failures, late, shared, outdated, warnings } =
        problem_counts(&problems.assets, assets, catalog);
    let failed_controls = problems.failed_controls();
    let urgency = match (important, breaks_promise_of) {
        _ if !failed_controls.is_empty() => Urgency::FailedControl,
        (Some(important), _) if problems.affect_readers() => Urgency::Harms(important),
        (_, Some(important)) => Urgency::BreaksPromise(important),
        (Some(important), None) => Urgency::HarmsNothingYet(important),
        (None, None) => Urgency::AffectsLittle,
    };
    Some(Incident {
        product,
        urgency,
        fixed_in: problems.fixed_in(),
        found_by: problems.found_by(),
        since: problems.since(Status::Warning),
        status_since: problems.since(problems.status()),
        failures,
        late,
        shared,
        failed_controls,
        outdated,
        warnings,
        reach,
        problem_assets: problems.assets,
        promises: problems.promises,
    })
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

/// The problems of a product that are its own; anything merely at risk is reported where the problem originates.
struct ProductProblems<'c> {
    product: ProductIx,
    assessment: &'c ProductAssessment,
    catalog: &'c Catalog,
    /// The statuses of all assets, by position.
    all_assets: &'c [AssetAssessment],
    /// Its assets with problems of their own, in order.
    assets: Vec<AssetIx>,
    /// Its broken promises, as indices.
    promises: Vec<usize>,
}

impl<'c> ProductProblems<'c> {
    fn new(
        product: ProductIx,
        all_assets: &'c [AssetAssessment],
        assessment: &'c ProductAssessment,
        catalog: &'c Catalog,
    ) -> Self {
        let has_problem =
            |asset: &AssetIx| all_assets[asset.position()].reasons.iter().any(Reason::is_problem);
        let assets = catalog.product(product).assets.iter().copied().filter(has_problem);
        let assets =
            assets.filter(|asset| !is_reported_elsewhere(*asset, product, all_assets, catalog)).collect();
        let promises = assessment.promises.iter().enumerate().filter(|(number, promise)| {
            promise.verdict == PromiseVerdict::Broken
                && (is_held_up_by_itself(promise, product, catalog)
                    || is_reported_here(promise, product, *number, all_assets))
        });
        let promises = promises.map(|(promise, _)| promise).collect();
        Self { product, assessment, catalog, all_assets, assets, promises }
    }

    /// Returns the problems of its assets; of an asset, also what is not its own.
    fn reasons(&self) -> impl Iterator<Item = &'c Reason> {
        self.assets.iter().flat_map(|asset| &self.all_assets[asset.position()].reasons)
    }

    /// Returns whether readers notice: assets that ran too early or not at all have old data, which affects readers as a
    /// failure does.
    fn affect_readers(&self) -> bool {
        self.reasons().any(Reason::affects_readers)
    }

    /// Returns the assets whose readers its broken promises affect: those that hold a promise up, or else the measured
    /// ones or the output ports that it covers.
    fn promised_assets(&self) -> Vec<AssetIx> {
        let product = self.catalog.product(self.product);
        let assets_of_promise = |promise: &usize| -> Vec<AssetIx> {
            let assessed = &self.assessment.promises[*promise];
            let own = |asset: &AssetIx| self.catalog.asset(*asset).product == Some(self.product);
            if let Some(asset) = assessed.limiting_asset.filter(own).or(assessed.asset) {
                return vec![asset];
            }
            let ports = product.output_ports.iter().enumerate();
            let covered = ports.filter(|(port, _)| product.slas[*promise].covers(*port));
            covered.filter_map(|(_, port)| port.asset).collect()
        };
        self.promises.iter().flat_map(assets_of_promise).collect()
    }

    /// Returns the positions of the output ports that its broken promises cover.
    fn promised_ports(&self) -> Vec<usize> {
        let product = self.catalog.product(self.product);
        let is_covered =
            |port: &usize| self.promises.iter().any(|promise| product.slas[*promise].covers(*port));
        (0..product.output_ports.len()).filter(is_covered).collect()
    }

    /// Returns the controls whose jobs failed, for its assets or as one of them, each with the number of tables that it
    /// does not cover now.
    fn failed_controls(&self) -> BTreeMap<ControlIx, usize> {
        let mut failed: BTreeMap<ControlIx, BTreeSet<AssetIx>> = BTreeMap::new();
        for asset in &self.assets {
            let reasons = self.all_assets[asset.position()].reasons.iter();
            for reason in reasons.filter(|reason| reason.status.is_impaired()) {
                let guard = match reason.fact {
                    StatusFact::GuardFailed { guard, .. } => guard,
                    _ => *asset,
                };
                let Some(guard) = self.catalog.guards.guard(guard) else { continue };
                for control in &guard.controls {
                    let failing =
                        guard.guarded.iter().filter(|table| fails_in(guard.asset, **table, self.all_assets));
                    failed.entry(*control).or_default().extend(failing);
                }
            }
        }
        failed.into_iter().map(|(control, tables)| (control, tables.len())).collect()
    }

    /// Returns the status of the product, or, if it has none of its own, the worst of what is wrong in it.
    fn status(&self) -> Status {
        let worst = || self.reasons().map(|reason| reason.status).max();
        self.assessment.status.or_else(worst).unwrap_or(Status::Warning)
    }

    /// Returns the products in which something can be fixed: for a failed job of another product that carries out a
    /// control, that product. What a check found is fixed where the data is made.
    fn fixed_in(&self) -> Vec<ProductIx> {
        let mut is_fixed_here = !self.promises.is_empty();
        let mut others = BTreeSet::new();
        for reason in self.reasons().filter(|reason| reason.is_problem()) {
            let guard = match &reason.fact {
                StatusFact::GuardFailed { guard, .. }
                    if !self.catalog.guards.failing_says_data_is_bad(*guard) =>
                {
                    self.catalog.asset(*guard).product
                }
                _ => None,
            };
            match guard.filter(|product| *product != self.product) {
                Some(product) => _ = others.insert(product),
                None => is_fixed_here = true,
            }
        }
        let itself = (is_fixed_here || others.is_empty()).then_some(self.product);
        itself.into_iter().chain(others).collect()
    }

    /// Returns the other products whose checks found something in its assets.
    fn found_by(&self) -> Vec<ProductIx> {
        let checkers = self.reasons().filter_map(|reason| match reason.fact {
            StatusFact::GuardFailed { guard, .. } if self.catalog.guards.failing_says_data_is_bad(guard) => {
                self.catalog.asset(guard).product
            }
            _ => None,
        });
        let others: BTreeSet<ProductIx> = checkers.filter(|checker| *checker != self.product).collect();
        others.into_iter().collect()
    }

    /// Returns since when the first of its assets has been at least this bad. The start is known only if it is known for
    /// every one of them.
    fn since(&self, at_least: Status) -> Option<Onset> {
        let onset_of = |asset: &AssetIx| {
            since::since(*asset, &self.all_assets[asset.position()].reasons, at_least, self.catalog)
        };
        let onsets = self.assets.iter().filter_map(onset_of);
        let first = onsets.clone().min()?;
        Some(Onset { at: first.at, is_known: onsets.into_iter().all(|onset| onset.is_known) })
    }
}

/// Returns whether a product breaks its promise by its own data. If another product's data keeps it from being newer, the
/// promise is reported for that product, as far as anything is wrong with it.
fn is_held_up_by_itself(promise: &PromiseAssessment, product: ProductIx, catalog: &Catalog) -> bool {
    promise.limiting_asset.is_none_or(|asset| catalog.asset(asset).product == Some(product))
}

/// Returns whether one of its assets is later than promised because of data with which nothing else is wrong: then no
/// other product reports it.
fn is_reported_here(
    promise: &PromiseAssessment,
    promised_by: ProductIx,
    number: usize,
    assets: &[AssetAssessment],
) -> bool {
    let is_about_promise = |reason: &Reason| matches!(reason.fact, StatusFact::BreaksPromise { product, sla, .. } if product == promised_by && sla == number);
    promise.late.iter().any(|late| assets[late.asset.position()].reasons.iter().any(is_about_promise))
}

/// Returns whether a guard failed in a table.
fn fails_in(guard: AssetIx, table: AssetIx, assets: &[AssetAssessment]) -> bool {
    let mut reasons = assets[table.position()].reasons.iter();
    reasons
        .any(|reason| matches!(reason.fact, StatusFact::GuardFailed { guard: failed, .. } if failed == guard))
}

/// Returns whether an asset is a guard whose failure is reported for tables of other products, where it counts.
fn is_reported_elsewhere(
    guard: AssetIx,
    product: ProductIx,
    assets: &[AssetAssessment],
    catalog: &Catalog,
) -> bool {
    let is_reported = |asset: &&AssetIx| fails_in(guard, **asset, assets);
    let guarded = catalog.guards.guard(guard).map_or(&[][..], |guard| &guard.guarded);
    let mut guarded_products =
        guarded.iter().filter(is_reported).filter_map(|asset| catalog.asset(*asset).product);
    guarded_products.any(|other| other != product && !is_out_of_use(other, catalog))
}
