//! Counts the problems of the assets of a product.

use crate::model::{AssetAssessment, AssetIx, Catalog, Reason, SharedFailure, Status, StatusFact};
use std::collections::BTreeSet;

/// The number of problems with the assets of a product, by kind.
pub(super) struct ProblemCounts {
    /// Failed runs, tests and checks, and late data.
    pub failures: usize,
    /// Those among them that only mean that data is late.
    pub late: usize,
    /// Those among them that may be failures of other products as well.
    pub shared: BTreeSet<SharedFailure>,
    /// Assets that have not failed, but have more than a warning, such as data from an earlier run.
    pub outdated: usize,
    /// Assets with only a warning.
    pub warnings: usize,
}

/// Counts the problems of these assets, in order, each of which has one of its own.
pub(super) fn problem_counts(
    problem_assets: &[AssetIx],
    assets: &[AssetAssessment],
    catalog: &Catalog,
) -> ProblemCounts {
    let impairing_reasons = |asset: &AssetIx| {
        assets[asset.position()].reasons.iter().filter(|reason| reason.status.is_impaired())
    };
    let (impaired, others): (Vec<&AssetIx>, Vec<&AssetIx>) =
        problem_assets.iter().partition(|asset| impairing_reasons(asset).next().is_some());
    let jobs: BTreeSet<&str> =
        impaired.iter().filter_map(|asset| catalog.asset(**asset).job.as_deref()).collect();
    // A failed guard counts once, however many tables it is reported for, and whether or not it is one of them.
    let mut shared: BTreeSet<SharedFailure> = BTreeSet::new();
    // One test of several of these tables fails once.
    let mut tests: BTreeSet<&str> = BTreeSet::new();
    let (mut failures, mut late) = (0, 0);
    for reason in impaired.into_iter().flat_map(impairing_reasons) {
        match &reason.fact {
            StatusFact::TestsFailed { failed, .. } => {
                tests.extend(failed.iter().map(|failure| &*failure.id));
            }
            StatusFact::GuardFailed { guard, .. } => {
                if problem_assets.binary_search(guard).is_err() {
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
    let only_warns = |asset: &&AssetIx| {
        let mut problems =
            assets[asset.position()].reasons.iter().filter(|reason| Reason::is_problem(reason));
        problems.all(|reason| reason.status == Status::Warning)
    };
    let warnings = others.iter().filter(|asset| only_warns(asset)).count();
    ProblemCounts {
        failures: failures + tests.len() + shared.len(),
        late,
        shared,
        outdated: others.len() - warnings,
        warnings,
    }
}
