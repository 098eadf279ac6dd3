//! The status of products: the worst status of their assets and promises.

use super::AssessContext;
use super::graph::AssetGraph;
use super::promises;
use crate::model::{
    AssetAssessment, AssetIx, Catalog, EvidenceOrigin, LateAsset, Lifecycle, Measure, Neighbour, Product,
    ProductAssessment, ProductIx, ProductReason, PromiseAssessment, PromiseVerdict, Reason, Sla, SlaProperty,
    Status, StatusFact,
};
use jiff::Timestamp;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Marks assets that are later than promised, unless the asset that holds them up is itself late or failing: then the
/// problem is reported there. So assets that hold up themselves come first.
pub(super) fn mark_late(assets: &mut [AssetAssessment], promises: &[Vec<PromiseAssessment>]) {
    let late = promises.iter().enumerate().flat_map(|(product, promises)| {
        let promises = promises.iter().enumerate();
        promises.flat_map(move |(sla, promise)| {
            promise.late.iter().map(move |late| (ProductIx::at(product), sla, late))
        })
    });
    let (by_itself, mut held_up): (Vec<_>, Vec<_>) =
        late.partition(|(.., late)| late.limiting_asset == late.asset);
    for (product, sla, late) in by_itself {
        mark(assets, product, sla, late);
    }
    // Looked at before any of them is marked, so that the order of the products does not matter.
    held_up
        .retain(|(.., late)| !assets[late.limiting_asset.position()].status.is_some_and(Status::is_impaired));
    for (product, sla, late) in held_up {
        mark(assets, product, sla, late);
    }
}

/// Adds to an asset that it breaks a promise of a product.
fn mark(assets: &mut [AssetAssessment], product: ProductIx, sla: usize, late: &LateAsset) {
    let status = match late.measured {
        Measure::Ready { at: Some(_), .. } => Status::Warning,
        _ => Status::Late,
    };
    let fact = StatusFact::BreaksPromise { product, sla, measure: late.measured.clone() };
    let assessment = &mut assets[late.asset.position()];
    assessment.reasons.push(Reason { status, fact, at: None, origin: EvidenceOrigin::default() });
    assessment.reasons.sort_by_key(|reason| Reverse(reason.status));
    assessment.status = assessment.status.max(Some(status));
}

/// Returns the status of each product, in catalog order.
pub(super) fn products(
    assets: &[AssetAssessment],
    promises: Vec<Vec<PromiseAssessment>>,
    graph: &AssetGraph,
    context: &AssessContext<'_>,
) -> Vec<ProductAssessment> {
    let products = context.catalog.products.par_iter().enumerate().zip(promises);
    let assessor = |(position, product)| ProductAssessor {
        index: ProductIx::at(position),
        product,
        assets,
        graph,
        context,
    };
    let mut all: Vec<ProductAssessment> =
        products.map(|(product, promises)| assessor(product).assess(promises)).collect();
    spread_declared(&mut all, assets, context);
    mark_old(&mut all, assets, context);
    all
}

/// Marks promises to be ready by a time that were kept with data that is older than it should be: being on time is not
/// being up to date.
fn mark_old(all: &mut [ProductAssessment], assets: &[AssetAssessment], context: &AssessContext<'_>) {
    let leaves_old = |reasons: &[Reason]| reasons.iter().any(|reason| reason.fact.leaves_data_old());
    let is_old = |asset: AssetIx| {
        let assess = &assets[asset.position()];
        let warned_of = assess.upstream_unknown.iter().filter(|(status, _)| *status == Status::Warning);
        let mut causes = assess.causes.iter().chain(warned_of.map(|(_, cause)| cause));
        leaves_old(&assess.reasons) || causes.any(|cause| leaves_old(&assets[cause.position()].reasons))
    };
    for (product, assessed) in context.catalog.products.iter().zip(all) {
        let product_has_old_data = assessed.reasons.iter().any(|reason| reason.reason.fact.leaves_data_old());
        for (sla, promise) in product.slas.iter().zip(&mut assessed.promises) {
            if let Measure::Ready { is_old: old, late_by: None, .. } = &mut promise.measured {
                let port_asset = sla.port.and_then(|port| product.output_ports[port].asset);
                *old = product_has_old_data && port_asset.is_none_or(is_old);
            }
        }
    }
}

struct ProductAssessor<'a> {
    index: ProductIx,
    product: &'a Product,
    assets: &'a [AssetAssessment],
    graph: &'a AssetGraph,
    context: &'a AssessContext<'a>,
}

/// Returns the time of the latest evidence about an asset: its own, or that of a guard elsewhere that failed on it.
fn last_evidence(assess: &AssetAssessment) -> Option<Timestamp> {
    let is_guard = |reason: &&Reason| matches!(reason.fact, StatusFact::GuardFailed { .. });
    let by_guards = assess.reasons.iter().filter(is_guard).filter_map(|reason| reason.at);
    by_guards.chain(assess.last_observed).max()
}

/// Returns whether a promise is kept and tells of the state of the data: that failures were fixed in time does not.
fn is_kept_by_data(sla: &Sla, promise: &PromiseAssessment) -> bool {
    promise.verdict == PromiseVerdict::Kept && sla.property != SlaProperty::TimeToRepair
}

impl ProductAssessor<'_> {
    fn assess(&self, promises: Vec<PromiseAssessment>) -> ProductAssessment {
        let product = self.product;
        // A product declared as proposed has a status once anything of it is observed: then it exists.
        let own_assets = || product.assets.iter().map(|asset| &self.assets[asset.position()]);
        let is_seen = || own_assets().any(|asset| asset.last_observed.is_some());
        let is_early = product.lifecycle == Lifecycle::Proposed && is_seen();
        if !product.lifecycle.is_in_service() && !is_early {
            return ProductAssessment {
                ports: vec![None; product.output_ports.len()],
                ..ProductAssessment::default()
            };
        }
        let mut reasons = self.reasons();
        reasons.extend(self.broken_promise_reasons(&promises));
        reasons.sort_by_key(|reason| (Reverse(reason.reason.status), reason.asset));
        let worst = own_assets()
            .filter_map(|assess| assess.status)
            .chain(reasons.iter().map(|reason| reason.reason.status))
            .max();
        let ports: Vec<Option<Status>> =
            (0..product.output_ports.len()).map(|port| self.port_status(port, &promises)).collect();
        // A product is no better checked than all of its output ports.
        let is_a_port_checked =
            ports.is_empty() || ports.iter().any(|status| *status != Some(Status::Unchecked));
        let keeps_promise =
            || product.slas.iter().zip(&promises).any(|(sla, promise)| is_kept_by_data(sla, promise));
        // Successful runs are healthy only with a test, a check or a measured promise. Assets that show the data of
        // others, such as dashboards, take the status of those.
        let is_checked = own_assets().any(|assess| assess.checked)
            || is_a_port_checked && keeps_promise()
            || own_assets().all(|assess| assess.status != Some(Status::Unchecked));
        let status = match worst {
            Some(Status::Healthy | Status::Unchecked) if is_checked => Some(Status::Healthy),
            Some(Status::Healthy | Status::Unchecked) => Some(Status::Unchecked),
            worst => worst,
        };
        ProductAssessment {
            status,
            ports,
            last_observed: own_assets().filter_map(last_evidence).max(),
            promises,
            reasons,
        }
    }

    /// Returns the worst status of the product's jobs, if its only output port is this dashboard, which does not run
    /// itself: nothing says which of several ports a job updates.
    fn status_of_updating_jobs(&self, dashboard: AssetIx) -> Option<Status> {
        let catalog = self.context.catalog;
        if self.product.output_ports.len() != 1 || !promises::only_shows(dashboard, catalog) {
            return None;
        }
        let jobs = promises::jobs(self.product, catalog);
        jobs.filter_map(|job| self.assets[job.position()].status).max()
    }

    /// Returns the status of a port: the worst of its asset, the product's own jobs that write or update it, and
    /// the promises that cover it.
    fn port_status(&self, output_port: usize, promises: &[PromiseAssessment]) -> Option<Status> {
        let asset = self.product.output_ports[output_port].asset;
        let own_status = asset.and_then(|asset| {
            let own_status = self.assets[asset.position()].status;
            let of_jobs = self.status_of_writing_jobs(asset).max(self.status_of_updating_jobs(asset));
            // That nothing checks a job takes nothing away from a check of what it writes.
            let of_jobs = of_jobs.filter(|of_jobs| own_status.is_none() || *of_jobs != Status::Unchecked);
            own_status.max(of_jobs)
        });
        let covering = || {
            let covering = self.product.slas.iter().zip(promises);
            covering.filter(move |(sla, _)| sla.covers(output_port))
        };
        // A promise that is kept makes an unchecked port healthy, unless its table is empty and nothing says that it
        // should be.
        let is_kept = !asset.is_some_and(|asset| self.is_empty_unchecked(asset))
            && covering().any(|(sla, promise)| is_kept_by_data(sla, promise));
        let own_status = own_status
            .map(|status| if status == Status::Unchecked && is_kept { Status::Healthy } else { status });
        // If it is known which assets are too late, ports on other assets keep the promise.
        let breaks = |promise: &PromiseAssessment| {
            let late = || promise.late.iter().any(|late| Some(late.asset) == asset);
            promise.verdict == PromiseVerdict::Broken && (promise.late.is_empty() || late())
        };
        let broken = covering().filter(|(_, promise)| breaks(promise));
        let status = |(sla, promise): (&Sla, &PromiseAssessment)| {
            let late = promise.late.iter().find(|late| Some(late.asset) == asset);
            status_if_broken(sla, late.map_or(&promise.measured, |late| &late.measured))
        };
        own_status.max(broken.map(status).max())
    }

    /// Returns whether an asset was last counted without rows, and no test or check says that this is right.
    fn is_empty_unchecked(&self, asset: AssetIx) -> bool {
        let size = self.context.catalog.observations.assets.get(asset).and_then(|observed| observed.size);
        size.is_some_and(|size| size.is_empty()) && !self.assets[asset.position()].checked
    }

    /// Returns the worst status of the product's own jobs that write a table known only from them. Unless they are only
    /// unchecked, the table is no better.
    fn status_of_writing_jobs(&self, table: AssetIx) -> Option<Status> {
        if !self.context.catalog.asset(table).dataset {
            return None;
        }
        let is_own = |job: &&AssetIx| self.product.assets.binary_search(job).is_ok();
        let jobs = self.graph.upstream(table).iter().filter(is_own);
        jobs.filter_map(|job| self.assets[job.position()].status).max()
    }

    /// Returns the reasons of its own assets, and those that follow from assets elsewhere that it builds on: broken, warned
    /// of, or unknown. One reason represents several assets with the same reason, or several causes in one product.
    fn reasons(&self) -> Vec<ProductReason> {
        let mut reasons: Vec<ProductReason> = Vec::new();
        for asset in &self.product.assets {
            for reason in &self.assets[asset.position()].reasons {
                let is_alike = |other: &&mut ProductReason| {
                    (&other.reason.fact, other.reason.status) == (&reason.fact, reason.status)
                };
                match reasons.iter_mut().find(is_alike) {
                    Some(other) => other.alike += 1,
                    None => {
                        reasons.push(ProductReason { reason: reason.clone(), asset: Some(*asset), alike: 0 })
                    }
                }
            }
        }
        let causes = self.causes_elsewhere(|assess| &assess.causes);
        reasons
            .extend(causes.into_values().filter_map(|causes| self.upstream_reason(&causes, Status::AtRisk)));
        for status in [Status::Warning, Status::Unknown] {
            let causes = self.causes_elsewhere(|assess| {
                let unknown = assess.upstream_unknown.iter();
                unknown.filter(|(upstream, _)| *upstream == status).map(|(_, cause)| cause)
            });
            reasons.extend(causes.into_values().filter_map(|causes| self.upstream_reason(&causes, status)));
        }
        reasons
    }

    /// Returns the causes of the statuses of its assets that are not its own assets, by the product that they belong to.
    fn causes_elsewhere<'s, I: IntoIterator<Item = &'s AssetIx>>(
        &'s self,
        causes_of: impl Fn(&'s AssetAssessment) -> I,
    ) -> BTreeMap<Option<ProductIx>, BTreeSet<AssetIx>> {
        let mut by_owner: BTreeMap<Option<ProductIx>, BTreeSet<AssetIx>> = BTreeMap::new();
        for asset in self.product.assets.iter().flat_map(|asset| causes_of(&self.assets[asset.position()])) {
            if self.product.assets.binary_search(asset).is_err() {
                by_owner.entry(self.context.catalog.asset(*asset).product).or_default().insert(*asset);
            }
        }
        by_owner
    }

    /// Returns the reason that follows from the worst of these upstream assets of one owner.
    fn upstream_reason(&self, assets: &BTreeSet<AssetIx>, status: Status) -> Option<ProductReason> {
        let worst =
            assets.iter().max_by_key(|asset| (self.assets[asset.position()].status, Reverse(**asset)));
        let cause = *worst?;
        let reasons = &self.assets[cause.position()].reasons;
        let reason = match status {
            Status::AtRisk => reasons.first(),
            wanted => reasons.iter().find(|reason| reason.status == wanted).or_else(|| reasons.first()),
        }?;
        let why = Box::new(reason.fact.clone());
        let fact = match status {
            Status::Unknown => StatusFact::UpstreamUnknown { cause, why },
            _ => StatusFact::Upstream { cause, why },
        };
        let reason = Reason { status, fact, at: reason.at, origin: reason.origin.clone() };
        Some(ProductReason { reason, asset: Some(cause), alike: assets.len() - 1 })
    }

    /// Returns the broken promises, each with its position among the promises.
    fn broken<'p>(
        &'p self,
        promises: &'p [PromiseAssessment],
    ) -> impl Iterator<Item = (usize, &'p Sla, &'p PromiseAssessment)> {
        let all = self.product.slas.iter().zip(promises).enumerate();
        let broken = all.filter(|(_, (_, promise))| promise.verdict == PromiseVerdict::Broken);
        broken.map(|(number, (sla, promise))| (number, sla, promise))
    }

    /// Returns the reasons that follow from broken promises, except for those already reported for an asset.
    fn broken_promise_reasons(&self, promises: &[PromiseAssessment]) -> Vec<ProductReason> {
        let is_reported = |promise: &PromiseAssessment| {
            let reported = promise.asset.map(|asset| &self.assets[asset.position()].reasons);
            let is_same = |reason: &Reason| match &reason.fact {
                StatusFact::BreaksPromise { measure, .. } => *measure == promise.measured,
                _ => false,
            };
            reported.is_some_and(|reasons| reasons.iter().any(is_same))
        };
        let broken = self.broken(promises).filter(|(_, _, promise)| !is_reported(promise));
        let reason = |(number, sla, promise): (usize, &Sla, &PromiseAssessment)| {
            let fact = StatusFact::PromiseBroken {
                product: self.index,
                sla: number,
                measure: promise.measured.clone(),
            };
            let (status, origin) = (status_if_broken(sla, &promise.measured), EvidenceOrigin::default());
            ProductReason { reason: Reason { status, fact, at: None, origin }, asset: None, alike: 0 }
        };
        broken.map(reason).collect()
    }
}

/// Returns the status that a broken promise causes.
fn status_if_broken(sla: &Sla, measured: &Measure) -> Status {
    match (sla.property, measured) {
        // Data that came too late is available by now.
        (SlaProperty::Ready, Measure::Ready { at: None, .. }) | (SlaProperty::Freshness, _) => Status::Late,
        _ => Status::Warning,
    }
}

/// Puts products at risk that declare a broken product as an input, or that it names as consumers, but that were not seen to
/// read it.
fn spread_declared(all: &mut [ProductAssessment], assets: &[AssetAssessment], context: &AssessContext<'_>) {
    let catalog = context.catalog;
    for position in 0..catalog.products.len() {
        let from = ProductIx::at(position);
        // A retired product has no status, but what is left of it may be broken.
        let left = || {
            let own_assets = catalog.product(from).assets.iter();
            own_assets.filter_map(|asset| assets[asset.position()].status).max()
        };
        let status = all[position].status.or_else(left).filter(|status| status.is_impaired());
        let Some(status) = status else { continue };
        for reader in catalog.lineage.downstream(from).iter().filter(|reader| may_build_on(reader, catalog)) {
            let fact = StatusFact::DeclaredUpstream { product: from, status };
            let (at, origin) = (all[position].last_observed, EvidenceOrigin::default());
            let reason = Reason { status: Status::AtRisk, fact, at, origin };
            let assessment = &mut all[reader.product.position()];
            assessment.status = assessment.status.max(Some(Status::AtRisk));
            assessment.reasons.push(ProductReason { reason, asset: None, alike: 0 });
            assessment.reasons.sort_by_key(|reason| (Reverse(reason.reason.status), reason.asset));
        }
    }
}

/// Returns whether anything shows what a product reads.
fn shows_inputs(product: ProductIx, catalog: &Catalog) -> bool {
    let assets = &catalog.product(product).assets;
    assets.iter().any(|asset| catalog.asset(*asset).is_built_by_dbt())
        || catalog.lineage.upstream(product).iter().any(|input| input.flow.is_seen())
}

/// Returns whether a product in service may build on another one, although it was not seen to: it says so itself, or it is
/// named as a consumer and was not seen to read anything: dbt and jobs that list their inputs would have shown it.
fn may_build_on(reader: &Neighbour<'_>, catalog: &Catalog) -> bool {
    let product = catalog.product(reader.product);
    !reader.flow.is_seen()
        && product.lifecycle.is_in_service()
        && (reader.flow.declared.is_some() || !shows_inputs(reader.product, catalog))
}
