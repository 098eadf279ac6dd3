//! Whether products can be used today: of each the one reason that decides, and where the problem begins.

use super::since::Since;
use crate::model::{
    AssetAssessment, AssetIx, Catalog, Measure, Outcome, ProblemKind, ProblemOrigin, ProductAssessment,
    ProductIx, ProductVerdict, Reason, Run, Status, StatusFact, Trust,
};
use jiff::Timestamp;
use rayon::prelude::*;

/// How many steps upstream the beginning of a problem is looked for at most.
const MAX_STEPS: usize = 64;

/// The verdict on each product, in the catalog's order; `None` for one without a status.
pub(super) fn verdicts(
    products: &[ProductAssessment],
    assets: &[AssetAssessment],
    catalog: &Catalog,
) -> Vec<Option<ProductVerdict>> {
    let judge = Judge { assets, products, catalog };
    products.par_iter().enumerate().map(|(at, one)| judge.verdict(ProductIx::at(at), one)).collect()
}

struct Judge<'a> {
    assets: &'a [AssetAssessment],
    products: &'a [ProductAssessment],
    catalog: &'a Catalog,
}

impl Judge<'_> {
    fn verdict(&self, of: ProductIx, assessment: &ProductAssessment) -> Option<ProductVerdict> {
        let status = assessment.status?;
        if matches!(status, Status::Healthy | Status::Unchecked) {
            let trust = if status == Status::Healthy { Trust::Fine } else { Trust::Unchecked };
            return Some(ProductVerdict { trust, reason: None, last_good: None, origin: None });
        }
        // Of the worst reasons, wrong data comes before old data, and old data before everything else.
        let worst = assessment.reasons.iter().enumerate().filter(|(_, one)| one.reason.status == status);
        let decides = worst.min_by_key(|(at, one)| (weight(&one.reason.fact), *at));
        let fact = decides.map(|(_, one)| &one.reason.fact);
        let asset = decides.and_then(|(_, one)| one.asset);
        let origin = fact.and_then(|fact| self.origin(of, fact, asset));
        let failed = decides.map(|(_, one)| &one.reason).filter(|one| is_run_failure(&one.fact));
        Some(ProductVerdict {
            trust: trust(status, fact),
            reason: decides.map(|(at, _)| at),
            last_good: asset.zip(failed).and_then(|(asset, failed)| self.last_good(asset, failed)),
            origin: origin.filter(|origin| origin.product != Some(of)),
        })
    }

    /// Where a problem of a product begins.
    fn origin(&self, of: ProductIx, fact: &StatusFact, asset: Option<AssetIx>) -> Option<ProblemOrigin> {
        match fact {
            StatusFact::Upstream { cause, why } | StatusFact::UpstreamUnknown { cause, why }
                if matches!(**why, StatusFact::GuardFailed { .. }) =>
            {
                self.origin(of, why, Some(*cause))
            }
            StatusFact::GuardFailed { guard, .. } => self.guard(*guard, asset),
            StatusFact::Upstream { cause, why } | StatusFact::UpstreamUnknown { cause, why } => {
                self.beginning(*cause, Some(why))
            }
            StatusFact::DeclaredUpstream { product, .. } => self.declared(*product),
            StatusFact::PromiseBroken { sla, .. } => {
                let promise = self.products[of.position()].promises.get(*sla)?;
                self.beginning(promise.holder?, None)
            }
            fact => self.beginning(asset?, Some(fact)),
        }
    }

    /// Where a problem begins that a guard of an asset found: one of the product itself is told as a guard of that.
    fn guard(&self, guard: AssetIx, of: Option<AssetIx>) -> Option<ProblemOrigin> {
        let origin = self.beginning(guard, None)?;
        let is_own = of.is_some_and(|of| self.catalog.asset(of).product == origin.product);
        Some(if is_own { ProblemOrigin { kind: ProblemKind::Guard, ..origin } } else { origin })
    }

    /// Where the problem of a product begins that is only declared to be built on.
    fn declared(&self, product: ProductIx) -> Option<ProblemOrigin> {
        let first = self.products[product.position()].reasons.first();
        let kind = first.map_or(ProblemKind::Other, |one| one.reason.fact.problem_kind());
        let asset = first.and_then(|one| one.asset);
        let (since, at) =
            asset.zip(first).map_or((None, None), |(asset, one)| self.times(asset, &one.reason));
        Some(ProblemOrigin { product: Some(product), asset, kind, since, at })
    }

    /// Follows what was skipped, or waits for late data, to the asset at which that begins. `why` is what is said
    /// of the first asset.
    fn beginning(&self, start: AssetIx, why: Option<&StatusFact>) -> Option<ProblemOrigin> {
        let mut asset = start;
        for _ in 0..MAX_STEPS {
            match self.before(asset) {
                Some(next) if next != asset => asset = next,
                _ => break,
            }
        }
        let reasons = &self.assets[asset.position()].reasons;
        let told = reasons.iter().find(|one| asset == start && Some(&one.fact) == why);
        // What comes after it was skipped because it did not run, not because of what its tests found.
        let is_skipped = asset != start || matches!(why, Some(StatusFact::RunSkipped));
        let failed = reasons.iter().find(|one| is_skipped && is_run_failure(&one.fact));
        let reason = told.or(failed).or(reasons.first());
        let (since, at) = reason.map_or((None, None), |reason| self.times(asset, reason));
        Some(ProblemOrigin {
            product: self.catalog.asset(asset).product,
            asset: Some(asset),
            kind: reason.map_or(ProblemKind::Other, |reason| reason.fact.problem_kind()),
            since,
            at,
        })
    }

    /// Since when an asset has been failing or late for a reason, and when it was last seen to fail.
    fn times(&self, asset: AssetIx, reason: &Reason) -> (Option<Timestamp>, Option<Timestamp>) {
        match &reason.fact {
            StatusFact::RunFailed { .. } => {
                let runs = self.runs_like(asset, reason);
                let last_good = runs.iter().rposition(|run| run.outcome == Outcome::Success);
                // Without a good run before it, nobody knows whether the first failure on file was the first.
                let after = last_good.map(|at| &runs[at + 1..]).unwrap_or_default();
                let mut failed = after.iter().filter(|run| run.outcome == Outcome::Error).map(|run| run.at);
                let first = failed.next();
                (first.filter(|_| failed.next().is_some()), reason.at)
            }
            fact if fact.problem_kind() == ProblemKind::Late => {
                (self.began(reason).filter(|since| since.is_first).map(|since| since.at), None)
            }
            fact if fact.problem_kind() == ProblemKind::Missed => {
                (None, self.began(reason).map(|since| since.at))
            }
            fact if fact.problem_kind().is_wrong_data() || fact.problem_kind() == ProblemKind::Early => {
                (None, reason.at)
            }
            _ => (None, None),
        }
    }

    /// From when on something is known to be wrong.
    fn began(&self, reason: &Reason) -> Option<Since> {
        super::since::began(reason, &self.catalog.facts.time_zone)
    }

    /// The runs of an asset on the system on which the run failed that a reason is about.
    fn runs_like(&self, asset: AssetIx, failed: &Reason) -> Vec<&Run> {
        let runs = self.catalog.observations.assets.get(asset).map_or(&[][..], |seen| &seen.runs);
        let is_it = |run: &&Run| Some(run.at) == failed.at && run.outcome == Outcome::Error;
        let system = runs.iter().rev().find(is_it).and_then(|run| run.system);
        runs.iter().filter(|run| run.system == system).collect()
    }

    fn before(&self, asset: AssetIx) -> Option<AssetIx> {
        match self.worst(asset) {
            Some(StatusFact::RunSkipped) | None => self.assets[asset.position()].causes.first().copied(),
            Some(StatusFact::BreaksPromise { measure, .. }) => holder(measure),
            Some(_) => None,
        }
    }

    /// What is worst about an asset itself.
    fn worst(&self, asset: AssetIx) -> Option<&StatusFact> {
        self.assets[asset.position()].reasons.first().map(|reason| &reason.fact)
    }

    fn last_good(&self, asset: AssetIx, failed: &Reason) -> Option<Timestamp> {
        let runs = self.runs_like(asset, failed);
        let good = runs.iter().rev().find(|run| run.outcome == Outcome::Success);
        good.map(|run| run.at).filter(|good| failed.at.is_none_or(|failed| *good < failed))
    }
}

fn is_run_failure(fact: &StatusFact) -> bool {
    matches!(fact, StatusFact::RunFailed { .. })
}

fn holder(measure: &Measure) -> Option<AssetIx> {
    match measure {
        Measure::DataAsOf { holder, .. } | Measure::NoData { holder } | Measure::Ready { holder, .. } => {
            *holder
        }
        _ => None,
    }
}

fn trust(status: Status, fact: Option<&StatusFact>) -> Trust {
    match status {
        Status::Healthy => Trust::Fine,
        Status::Unchecked => Trust::Unchecked,
        Status::Unknown => Trust::Unknown,
        Status::Warning | Status::AtRisk => Trust::Care,
        Status::Late => Trust::Stale,
        Status::Failing if fact.is_some_and(|fact| !fact.problem_kind().is_wrong_data()) => Trust::Stale,
        Status::Failing => Trust::Wrong,
    }
}

/// Which of two equally bad reasons decides: the smaller one.
fn weight(fact: &StatusFact) -> u8 {
    match fact.problem_kind() {
        ProblemKind::Gone | ProblemKind::Test | ProblemKind::Check | ProblemKind::Guard => 0,
        ProblemKind::Late if !matches!(fact, StatusFact::SourceLate { .. }) => 1,
        ProblemKind::Load | ProblemKind::Run => 2,
        ProblemKind::Late => 3,
        ProblemKind::Early | ProblemKind::Missed | ProblemKind::Other => 4,
    }
}
