//! What failed without belonging to a product: jobs of events, and tables of dbt and of events. Anyone who relies on
//! them is affected as by any other failure.

use super::AssessContext;
use super::graph::AssetGraph;
use super::triage::{extent, matters, reach};
use crate::model::{
    AssetAssessment, AssetIx, Catalog, FailedSubject, ProductAssessment, Reason, StatusFact, UnclaimedFailure,
};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Returns the failed jobs and broken tables of no product, most urgent first.
pub(super) fn unclaimed(
    assets: &[AssetAssessment],
    products: &[ProductAssessment],
    context: &AssessContext<'_>,
    graph: &AssetGraph,
) -> Vec<UnclaimedFailure> {
    let catalog = context.catalog;
    let jobs = failed_jobs(context);
    let written: BTreeSet<AssetIx> =
        jobs.iter().flat_map(|job| catalog.observations.jobs[*job].feeds.iter().copied()).collect();
    let is_impaired =
        |asset: &AssetIx| assets[asset.position()].reasons.iter().any(|reason| reason.status.is_impaired());
    let failure = |subject: FailedSubject| {
        let broken: Vec<AssetIx> = match subject {
            FailedSubject::Job(job) => {
                catalog.observations.jobs[job].feeds.iter().copied().filter(is_impaired).collect()
            }
            FailedSubject::Table(asset) => vec![asset],
        };
        let reach = reach(None, &broken, products, catalog, graph);
        let urgent = !broken.is_empty() && matters(None, reach.tier, reach.stage, &reach, catalog).is_some();
        UnclaimedFailure { subject, urgent, reach }
    };
    let tables = (0..catalog.assets.len()).map(AssetIx::at).filter(|asset| {
        let reasons = &assets[asset.position()].reasons;
        is_of_no_product(*asset, catalog)
            && reasons.iter().any(|reason| is_reported_here(reason, *asset, &written, catalog))
    });
    let subjects = jobs.iter().copied().map(FailedSubject::Job).chain(tables.map(FailedSubject::Table));
    let mut failures: Vec<UnclaimedFailure> = subjects.map(failure).collect();
    failures.sort_by_key(|failure| (!failure.urgent, Reverse(extent(&failure.reach, 0, catalog))));
    failures
}

/// Returns the failed jobs of no product.
fn failed_jobs(context: &AssessContext<'_>) -> Vec<usize> {
    // An old failure says nothing about today, unless something builds on the job's outputs: then it was never
    // repaired.
    let counts = |job: &usize| {
        let job = &context.catalog.observations.jobs[*job];
        !job.feeds.is_empty() || context.expiry.usual().is_none_or(|since| job.at >= since)
    };
    context.catalog.unclaimed_failures().filter(counts).collect()
}

fn is_of_no_product(asset: AssetIx, catalog: &Catalog) -> bool {
    let asset = catalog.asset(asset);
    asset.product.is_none() && !asset.external
}

/// Returns whether a failure of a table is reported for the table: a failed run of a job that writes it is reported
/// for the job, and a failed guard for the product of the guard.
fn is_reported_here(reason: &Reason, table: AssetIx, written: &BTreeSet<AssetIx>, catalog: &Catalog) -> bool {
    let is_elsewhere = match &reason.fact {
        StatusFact::RunFailed { .. } => written.contains(&table),
        StatusFact::GuardFailed { guard, .. } => catalog.asset(*guard).product.is_some(),
        _ => false,
    };
    reason.status.is_impaired() && !is_elsewhere
}
