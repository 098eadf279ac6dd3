//! Whether products can be used today: for each, the deciding reason, and where the problem originates.

use crate::model::{
    Asset, AssetAssessment, AssetIx, Catalog, GuardState, Measure, Onset, ProblemKind, ProblemOrigin,
    ProductAssessment, ProductIx, ProductVerdict, Reason, Run, RunOutcome, Status, StatusFact, Usability,
};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use rayon::prelude::*;
use std::cmp::Reverse;

/// The maximum number of steps upstream in the search for the origin of a problem.
const MAX_STEPS: usize = 64;

/// Returns the verdict on each product, in catalog order; `None` for products without a status.
pub(super) fn verdicts(
    products: &[ProductAssessment],
    assets: &[AssetAssessment],
    guards: &[GuardState],
    catalog: &Catalog,
    today: Date,
) -> Vec<Option<ProductVerdict>> {
    let builder = VerdictBuilder { assets, products, guards, catalog, today };
    products
        .par_iter()
        .enumerate()
        .map(|(position, assessment)| builder.verdict(ProductIx::at(position), assessment))
        .collect()
}

struct VerdictBuilder<'a> {
    assets: &'a [AssetAssessment],
    products: &'a [ProductAssessment],
    guards: &'a [GuardState],
    catalog: &'a Catalog,
    today: Date,
}

impl VerdictBuilder<'_> {
    fn verdict(&self, product: ProductIx, assessment: &ProductAssessment) -> Option<ProductVerdict> {
        let status = assessment.status?;
        if matches!(status, Status::Healthy | Status::Unchecked) {
            // A kept promise shows how fresh the data is, and not whether it is right.
            let is_fine = status == Status::Healthy && self.is_tested(product);
            let usability = match is_fine {
                // What has ended may be gone tomorrow, however well it does today.
                _ if self.catalog.product(product).has_ended(self.today) => Usability::Care,
                true => Usability::Fine,
                false => Usability::Unchecked,
            };
            return Some(ProductVerdict {
                usability,
                reason: None,
                partly: false,
                last_good: None,
                origin: None,
            });
        }
        // Among the worst reasons, wrong data comes before old data, and old data before everything else.
        let worst =
            assessment.reasons.iter().enumerate().filter(|(_, reason)| reason.reason.status == status);
        let deciding = worst.min_by_key(|(position, reason)| {
            let fact = &reason.reason.fact;
            (weight(fact), Reverse(late_by(fact)), *position)
        });
        let fact = deciding.map(|(_, reason)| &reason.reason.fact);
        let asset = deciding.and_then(|(_, reason)| reason.asset);
        let origin = fact.and_then(|fact| self.origin(product, fact, asset));
        let failed = deciding.map(|(_, reason)| &reason.reason).filter(|reason| is_run_failure(&reason.fact));
        Some(ProductVerdict {
            usability: if self.is_guard_failure(fact, asset) {
                Usability::Wrong
            } else {
                usability(status, fact)
            },
            reason: deciding.map(|(position, _)| position),
            partly: fact.is_some_and(StatusFact::is_missed_update) && self.is_partly_updated(product),
            last_good: asset.zip(failed).and_then(|(asset, failed)| self.last_good(asset, failed)),
            origin: origin.filter(|origin| origin.product != Some(product)),
        })
    }

    /// Returns whether something that a product gives to others is not behind any of its runs that brought nothing:
    /// one of its output ports or, without ports on assets, one of its assets.
    fn is_partly_updated(&self, index: ProductIx) -> bool {
        let product = self.catalog.product(index);
        let is_missed = |asset: &AssetIx| {
            let reasons = &self.assets[asset.position()].reasons;
            self.catalog.guards.guard(*asset).is_none()
                && reasons.iter().any(|reason| reason.fact.is_missed_update())
        };
        let missed: Vec<AssetIx> = product.assets.iter().copied().filter(is_missed).collect();
        let is_current = |asset: AssetIx| {
            let causes = &self.assets[asset.position()].causes;
            !causes.iter().chain([&asset]).any(|asset| missed.binary_search(asset).is_ok())
        };
        let mut ports = product.output_ports.iter().filter_map(|port| port.asset).peekable();
        if ports.peek().is_some() {
            return ports.any(is_current);
        }
        let is_watched = |asset: &AssetIx| self.assets[asset.position()].status.is_some();
        product.assets.iter().copied().filter(is_watched).any(is_current)
    }

    /// Returns whether a test, a check or a guard looks at the data of a product, or it only shows the data of others.
    fn is_tested(&self, product: ProductIx) -> bool {
        let own_assets =
            || self.catalog.product(product).assets.iter().map(|asset| (*asset, self.catalog.asset(*asset)));
        own_assets().any(|(index, asset)| !asset.external && self.is_asset_tested(index, asset))
            || own_assets().all(|(_, asset)| asset.mirrors_inputs())
    }

    /// Returns whether a test, a check or a guard looks at the data of an asset.
    fn is_asset_tested(&self, index: AssetIx, asset: &Asset) -> bool {
        let observed = self.catalog.observations.assets.get(index);
        // A unit test checks the logic: it counts, as in the sum of tests, if it was seen to run.
        let ran =
            |test: usize| observed.is_some_and(|seen| seen.tests.get(test).is_some_and(Option::is_some));
        let guards = &self.catalog.guards;
        let is_checked_by = |guard: &usize| {
            let state = self.guards.get(*guard).copied().unwrap_or_default();
            let passed = state.of_table(guards.all[*guard].asset, index, self.catalog);
            guards.all[*guard].passing_says_data_is_good() && matches!(passed, GuardState::Passed { .. })
        };
        asset.tests.iter().enumerate().any(|(test, data_test)| !data_test.unit || ran(test))
            || observed.is_some_and(|seen| !seen.checks.is_empty())
            || guards.guards_of(index).iter().any(is_checked_by)
    }

    /// Returns whether the deciding reason is a failed run of a guard: that updates nothing, so that nothing is old.
    fn is_guard_failure(&self, fact: Option<&StatusFact>, asset: Option<AssetIx>) -> bool {
        fact.is_some_and(is_run_failure)
            && asset.is_some_and(|asset| self.catalog.guards.guard(asset).is_some())
    }

    /// Returns where a problem of a product originates.
    fn origin(&self, product: ProductIx, fact: &StatusFact, asset: Option<AssetIx>) -> Option<ProblemOrigin> {
        match fact {
            StatusFact::Upstream { cause, why } | StatusFact::UpstreamUnknown { cause, why }
                if matches!(**why, StatusFact::GuardFailed { .. }) =>
            {
                self.origin(product, why, Some(*cause))
            }
            StatusFact::GuardFailed { guard, .. } => self.origin_by_guard(*guard, asset),
            StatusFact::Upstream { cause, why } | StatusFact::UpstreamUnknown { cause, why } => {
                self.trace_origin(*cause, Some(why))
            }
            StatusFact::DeclaredUpstream { product: upstream, .. } => self.origin_of_declared(*upstream),
            StatusFact::PromiseBroken { sla, .. } => {
                let promise = self.products[product.position()].promises.get(*sla)?;
                self.trace_origin(promise.limiting_asset?, None)
            }
            fact => match self.table_elsewhere(product, fact, asset?) {
                Some(table) => self.origin_by_guard(asset?, Some(table)),
                None => self.trace_origin(asset?, Some(fact)),
            },
        }
    }

    /// Returns the table of another product in which a check of a product found something, if it looks at none of its own.
    fn table_elsewhere(&self, product: ProductIx, fact: &StatusFact, check: AssetIx) -> Option<AssetIx> {
        if !is_run_failure(fact) || !self.catalog.guards.failing_says_data_is_bad(check) {
            return None;
        }
        let guarded = &self.catalog.guards.guard(check)?.guarded;
        let owner = |asset: &AssetIx| self.catalog.asset(*asset).product;
        if guarded.iter().any(|asset| owner(asset) == Some(product)) {
            return None;
        }
        guarded.iter().copied().find(|asset| owner(asset).is_some())
    }

    /// Returns the origin of a problem found by a guard of an asset: a guard of the product itself is reported as
    /// such.
    fn origin_by_guard(&self, guard: AssetIx, guarded: Option<AssetIx>) -> Option<ProblemOrigin> {
        let origin = self.trace_origin(guard, None)?;
        // What a check found is wrong in the table.
        if let Some(guarded) = guarded.filter(|_| self.catalog.guards.failing_says_data_is_bad(guard)) {
            let product = self.catalog.asset(guarded).product;
            return Some(ProblemOrigin { product, asset: Some(guarded), kind: ProblemKind::Guard, ..origin });
        }
        let is_of_same_product =
            guarded.is_some_and(|guarded| self.catalog.asset(guarded).product == origin.product);
        Some(if is_of_same_product { ProblemOrigin { kind: ProblemKind::Guard, ..origin } } else { origin })
    }

    /// Returns the origin of the problem of a product that is only declared as upstream.
    fn origin_of_declared(&self, product: ProductIx) -> Option<ProblemOrigin> {
        let first = self.products[product.position()].reasons.first();
        let kind = first.map_or(ProblemKind::Other, |reason| reason.reason.fact.problem_kind());
        let asset = first.and_then(|reason| reason.asset);
        let (since, at) =
            asset.zip(first).map_or((None, None), |(asset, reason)| self.times(asset, &reason.reason));
        Some(ProblemOrigin { product: Some(product), asset, kind, since, at })
    }

    /// Follows assets that were skipped, or that wait for late data, to the origin. `why` is the reason given for the
    /// first asset.
    fn trace_origin(&self, start: AssetIx, why: Option<&StatusFact>) -> Option<ProblemOrigin> {
        let mut asset = start;
        for _ in 0..MAX_STEPS {
            match self.next_upstream(asset) {
                Some(next) if next != asset => asset = next,
                _ => break,
            }
        }
        let reasons = &self.assets[asset.position()].reasons;
        let reported = reasons.iter().find(|reason| asset == start && Some(&reason.fact) == why);
        // Downstream assets were skipped because it did not run, not because of the results of its tests.
        let is_skipped = asset != start || matches!(why, Some(StatusFact::RunSkipped));
        let failed = reasons.iter().find(|reason| is_skipped && is_run_failure(&reason.fact));
        let reason = reported.or(failed).or(reasons.first());
        let (since, at) = reason.map_or((None, None), |reason| self.times(asset, reason));
        Some(ProblemOrigin {
            product: self.catalog.asset(asset).product,
            asset: Some(asset),
            kind: reason.map_or(ProblemKind::Other, |reason| reason.fact.problem_kind()),
            since,
            at,
        })
    }

    /// Returns since when an asset has been failing or late for a reason, and when it was last observed to fail.
    fn times(&self, asset: AssetIx, reason: &Reason) -> (Option<Timestamp>, Option<Timestamp>) {
        match &reason.fact {
            StatusFact::RunFailed { .. } => {
                let runs = self.runs_like(asset, reason);
                let last_good = runs.iter().rposition(|run| run.outcome == RunOutcome::Success);
                // Without a successful run before it, the first recorded failure may not have been the first.
                let after = last_good.map(|position| &runs[position + 1..]).unwrap_or_default();
                let mut failed =
                    after.iter().filter(|run| run.outcome == RunOutcome::Error).map(|run| run.at);
                let first = failed.next();
                (first.filter(|_| failed.next().is_some()), reason.at)
            }
            fact if fact.problem_kind() == ProblemKind::Late => {
                (self.onset(reason).filter(|since| since.is_known).map(|since| since.at), None)
            }
            fact if fact.problem_kind() == ProblemKind::Missed => {
                (None, self.onset(reason).map(|since| since.at))
            }
            fact if fact.problem_kind().is_wrong_data() || fact.problem_kind() == ProblemKind::Early => {
                (None, reason.at)
            }
            _ => (None, None),
        }
    }

    /// Returns since when something is known to be wrong.
    fn onset(&self, reason: &Reason) -> Option<Onset> {
        super::since::onset(reason, &self.catalog.settings.time_zone)
    }

    /// Returns the runs of an asset on the system of the failed run that a reason describes.
    fn runs_like(&self, asset: AssetIx, failed: &Reason) -> Vec<&Run> {
        let runs = self.catalog.observations.assets.get(asset).map_or(&[][..], |seen| &seen.runs);
        let is_failed_run = |run: &&Run| Some(run.at) == failed.at && run.outcome == RunOutcome::Error;
        let system = runs.iter().rev().find(is_failed_run).and_then(|run| run.system);
        runs.iter().filter(|run| run.system == system).collect()
    }

    /// Returns the asset to blame instead of one that was skipped, or that waits for late data; `None` for any other.
    fn next_upstream(&self, asset: AssetIx) -> Option<AssetIx> {
        match self.first_fact(asset) {
            Some(StatusFact::RunSkipped) | None => self.assets[asset.position()].causes.first().copied(),
            Some(StatusFact::BreaksPromise { measure, .. }) => limiting_asset(measure),
            Some(_) => None,
        }
    }

    /// Returns the worst problem of an asset itself.
    fn first_fact(&self, asset: AssetIx) -> Option<&StatusFact> {
        self.assets[asset.position()].reasons.first().map(|reason| &reason.fact)
    }

    /// Returns when the asset last ran with success before a failed run.
    fn last_good(&self, asset: AssetIx, failed: &Reason) -> Option<Timestamp> {
        let runs = self.runs_like(asset, failed);
        let good = runs.iter().rev().find(|run| run.outcome == RunOutcome::Success);
        good.map(|run| run.at).filter(|good| failed.at.is_none_or(|failed| *good < failed))
    }
}

/// Returns by how much something came after its deadline, if it did.
fn late_by(fact: &StatusFact) -> Option<SignedDuration> {
    match fact {
        StatusFact::BreaksPromise { measure: Measure::Ready { late_by, .. }, .. }
        | StatusFact::PromiseBroken { measure: Measure::Ready { late_by, .. }, .. } => *late_by,
        _ => None,
    }
}

fn is_run_failure(fact: &StatusFact) -> bool {
    matches!(fact, StatusFact::RunFailed { .. })
}

/// Returns the asset that keeps data from being newer, or ready.
fn limiting_asset(measure: &Measure) -> Option<AssetIx> {
    match measure {
        Measure::DataAsOf { limiting_asset, .. }
        | Measure::NoData { limiting_asset }
        | Measure::Ready { limiting_asset, .. } => *limiting_asset,
        _ => None,
    }
}

/// Returns whether a product with this status can be used; `fact` is the deciding reason.
fn usability(status: Status, fact: Option<&StatusFact>) -> Usability {
    match status {
        Status::Healthy => Usability::Fine,
        Status::Unchecked => Usability::Unchecked,
        Status::Unknown => Usability::Unknown,
        Status::Warning | Status::AtRisk => Usability::Care,
        Status::Late => Usability::Stale,
        Status::Failing if fact.is_some_and(|fact| !fact.problem_kind().is_wrong_data()) => Usability::Stale,
        Status::Failing => Usability::Wrong,
    }
}

/// Returns which of two equally bad reasons deciding: the one with the smaller weight.
fn weight(fact: &StatusFact) -> u8 {
    match fact.problem_kind() {
        ProblemKind::Gone | ProblemKind::Test | ProblemKind::Check | ProblemKind::Guard => 0,
        ProblemKind::Late if !matches!(fact, StatusFact::SourceLate { .. }) => 1,
        ProblemKind::Load | ProblemKind::Run => 2,
        ProblemKind::Late => 3,
        ProblemKind::Early | ProblemKind::Missed | ProblemKind::Other => 4,
    }
}
