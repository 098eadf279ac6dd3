//! Whether products can be used today: of each the one reason that decides, and where the problem begins.

use crate::model::{
    AssetAssessment, AssetIx, Catalog, Measure, Outcome, ProblemKind, ProblemOrigin, ProductAssessment,
    ProductIx, ProductVerdict, Status, StatusFact, Trust,
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
        Some(ProductVerdict {
            trust: trust(status, fact),
            reason: decides.map(|(at, _)| at),
            last_good: asset
                .filter(|_| matches!(fact, Some(StatusFact::RunFailed { .. })))
                .and_then(|asset| self.last_good(asset)),
            origin: origin.filter(|origin| origin.product != Some(of)),
        })
    }

    /// Where a problem of a product begins.
    fn origin(&self, of: ProductIx, fact: &StatusFact, asset: Option<AssetIx>) -> Option<ProblemOrigin> {
        let start = match fact {
            StatusFact::Upstream { cause, .. } | StatusFact::UpstreamUnknown { cause, .. } => Some(*cause),
            StatusFact::DeclaredUpstream { product, .. } => return self.declared(*product),
            StatusFact::PromiseBroken { sla, .. } => {
                self.products[of.position()].promises.get(*sla).and_then(|promise| promise.holder)
            }
            _ => asset,
        };
        self.beginning(start?)
    }

    /// Where the problem of a product begins that is only declared to be built on.
    fn declared(&self, product: ProductIx) -> Option<ProblemOrigin> {
        let first = self.products[product.position()].reasons.first();
        let kind = first.map_or(ProblemKind::Other, |one| kind(&one.reason.fact));
        let asset = first.and_then(|one| one.asset);
        let (since, at) = asset.map_or((None, None), |asset| self.times(asset));
        Some(ProblemOrigin { product: Some(product), asset, kind, since, at })
    }

    /// Follows what was skipped, or waits for late data, to the asset at which that begins.
    fn beginning(&self, start: AssetIx) -> Option<ProblemOrigin> {
        let mut asset = start;
        for _ in 0..MAX_STEPS {
            match self.before(asset) {
                Some(next) if next != asset => asset = next,
                _ => break,
            }
        }
        let (since, at) = self.times(asset);
        Some(ProblemOrigin {
            product: self.catalog.asset(asset).product,
            asset: Some(asset),
            kind: self.worst(asset).map_or(ProblemKind::Other, kind),
            since,
            at,
        })
    }

    /// Since when an asset has been failing or late, and when it was last seen to fail.
    fn times(&self, asset: AssetIx) -> (Option<Timestamp>, Option<Timestamp>) {
        let Some(reason) = self.assets[asset.position()].reasons.first() else { return (None, None) };
        match &reason.fact {
            StatusFact::RunFailed { .. } => {
                let runs = self.catalog.observations.assets.get(asset).map_or(&[][..], |seen| &seen.runs);
                let ended = runs.iter().rev().take_while(|run| run.outcome != Outcome::Success);
                let failed: Vec<Timestamp> =
                    ended.filter(|run| run.outcome == Outcome::Error).map(|run| run.at).collect();
                let since = failed.last().copied().filter(|_| failed.len() > 1);
                (since, failed.first().copied().or(reason.at))
            }
            StatusFact::BreaksPromise { measure: Measure::DataAsOf { late_since, .. }, .. } => {
                (*late_since, None)
            }
            fact if kind(fact) == ProblemKind::Test => (None, reason.at),
            _ => (None, None),
        }
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

    fn last_good(&self, asset: AssetIx) -> Option<Timestamp> {
        let runs = &self.catalog.observations.assets.get(asset)?.runs;
        runs.iter().rev().find(|run| run.outcome == Outcome::Success).map(|run| run.at)
    }
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
        Status::Failing if fact.is_some_and(|fact| kind(fact) != ProblemKind::Test) => Trust::Stale,
        Status::Failing => Trust::Wrong,
    }
}

/// Which of two equally bad reasons decides: the smaller one.
fn weight(fact: &StatusFact) -> u8 {
    match kind(fact) {
        ProblemKind::Test => 0,
        ProblemKind::Late if !matches!(fact, StatusFact::SourceLate { .. }) => 1,
        ProblemKind::Load | ProblemKind::Run => 2,
        ProblemKind::Late => 3,
        ProblemKind::Other => 4,
    }
}

fn kind(fact: &StatusFact) -> ProblemKind {
    match fact {
        StatusFact::RunFailed { load: true, .. } => ProblemKind::Load,
        StatusFact::RunFailed { .. } => ProblemKind::Run,
        StatusFact::TestsFailed { .. }
        | StatusFact::TestsWarned { .. }
        | StatusFact::CheckFailed { .. }
        | StatusFact::GuardFailed { .. } => ProblemKind::Test,
        StatusFact::SourceLate { .. } => ProblemKind::Late,
        StatusFact::BreaksPromise { measure, .. } | StatusFact::PromiseBroken { measure, .. } => {
            match measure {
                Measure::DataAsOf { .. } | Measure::NoData { .. } | Measure::Ready { .. } => {
                    ProblemKind::Late
                }
                _ => ProblemKind::Other,
            }
        }
        _ => ProblemKind::Other,
    }
}
