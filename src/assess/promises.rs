//! Measures the promises: freshness by the age of the data, the others by the history of the runs.
//!
//! Verdicts are exact: a promise is kept until the very moment that it names. Only intervals of a day or longer have
//! an hour of grace, since one night's run may end a little later than that of the night before.

use super::AssessContext;
use super::freshness::Age;
use super::history::{FailedSpan, RunHistory, history};
use super::order::BuildOrder;
use crate::model::{
    AssetIx, AssetKind, Catalog, LateAsset, Measure, Period, Product, PromiseAssessment, PromiseVerdict,
    RunOutcome, Sla, SlaProperty, SlaTarget, TimeUnit, Unchecked, UnknownAge, Unmeasured,
};
use jiff::{SignedDuration, Timestamp};

/// How far back runs are considered.
const WINDOW: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How much later than promised something may arrive that arrives daily or less often.
const GRACE: SignedDuration = SignedDuration::from_hours(1);

/// Returns the status of each promise of a product.
pub(super) fn promises(
    product: &Product,
    ages: &[Age],
    order: &BuildOrder,
    context: &AssessContext<'_>,
) -> Vec<PromiseAssessment> {
    product.slas.iter().map(|sla| SlaEvaluator { product, sla, ages, order, context }.evaluate()).collect()
}

pub(super) struct SlaEvaluator<'a> {
    product: &'a Product,
    sla: &'a Sla,
    ages: &'a [Age],
    pub(super) order: &'a BuildOrder,
    pub(super) context: &'a AssessContext<'a>,
}

impl SlaEvaluator<'_> {
    /// Returns the status of the promise; of one that is not measured, such as support response, the default.
    fn evaluate(&self) -> PromiseAssessment {
        match (&self.sla.target, self.sla.property) {
            (SlaTarget::Period(limit), SlaProperty::Freshness) => self.freshness(*limit),
            (SlaTarget::Period(limit), SlaProperty::Latency) => self.latency(*limit),
            (SlaTarget::Period(limit), SlaProperty::TimeToRepair) => {
                self.worst_of_histories(WINDOW, |history| self.repair(history, *limit))
            }
            (SlaTarget::Percent(share), SlaProperty::Availability) => {
                self.worst_of_histories(WINDOW, |history| self.availability(history, *share))
            }
            (SlaTarget::Percent(share), SlaProperty::ErrorRate) => {
                self.worst_of_histories(WINDOW, |history| error_rate(history, *share))
            }
            (SlaTarget::Every(interval), SlaProperty::Frequency) => {
                // A rhythm needs at least two of its intervals to show: of sixty seconds for each minute, twice.
                let minutes = i64::try_from(interval.minutes_at_most()).unwrap_or(i64::MAX);
                let window = SignedDuration::from_secs(minutes.saturating_mul(2 * 60)).max(WINDOW);
                self.worst_of_histories(window, |history| self.frequency(history, *interval))
            }
            (SlaTarget::By(deadline), _) => self.ready(*deadline),
            _ => PromiseAssessment::default(),
        }
    }

    /// Returns the assets that the promise covers.
    pub(super) fn assets(&self) -> Vec<AssetIx> {
        self.product.promised_assets(self.sla)
    }

    /// Returns the status of a promise about the age of data.
    fn freshness(&self, limit: Period) -> PromiseAssessment {
        let assets = self.assets();
        let late = self.late_assets(&assets, limit);
        // An asset known to be too old decides, whatever else is unknown.
        if let Some(oldest) = late.iter().min_by_key(|late| (late.measured.as_of(), late.limiting_asset)) {
            let (asset, limiting_asset) = (Some(oldest.asset), Some(oldest.limiting_asset));
            return PromiseAssessment {
                verdict: PromiseVerdict::Broken,
                measured: oldest.measured.clone(),
                asset,
                limiting_asset,
                late,
            };
        }
        let ages = || assets.iter().map(|asset| (self.ages[asset.position()], *asset));
        let all = ages().map(|(age, _)| age).reduce(Age::and).unwrap_or_default();
        if let Some((asset, why)) = all.gap {
            return not_measurable(Unmeasured::NotKnown { asset, why });
        }
        if let Some((at, asset)) = all.outdated.filter(|(at, _)| self.ended_at(*at, limit).is_some()) {
            let at = self.last_seen(asset).unwrap_or(at);
            return not_measurable(Unmeasured::NotKnown { asset, why: UnknownAge::TooOld { at } });
        }
        let oldest = ages().filter_map(|(age, asset)| Some((age.as_of()?, asset))).min();
        let Some(((at, limiting_asset), asset)) = oldest else {
            return not_measurable(Unmeasured::NoRunOrLoad);
        };
        let unchecked = Unchecked { assets: all.unchecked().collect(), more: all.unchecked_more };
        let other_limiting_asset = (limiting_asset != asset).then_some(limiting_asset);
        PromiseAssessment {
            verdict: PromiseVerdict::Kept,
            measured: Measure::DataAsOf {
                at,
                limiting_asset: other_limiting_asset,
                late_since: None,
                measured_at: self.context.now,
                unchecked,
            },
            asset: Some(asset),
            limiting_asset: Some(limiting_asset),
            late,
        }
    }

    /// Returns the assets known to be older than the limit, or to have no data at all.
    fn late_assets(&self, assets: &[AssetIx], limit: Period) -> Vec<LateAsset> {
        let late = |asset: AssetIx| {
            let age = self.ages[asset.position()];
            let other = |limiting_asset| (limiting_asset != asset).then_some(limiting_asset);
            if let Some(limiting_asset) = age.empty {
                return Some(LateAsset {
                    asset,
                    limiting_asset,
                    measured: Measure::NoData { limiting_asset: other(limiting_asset) },
                });
            }
            let (at, limiting_asset) = age.known?;
            let measured = Measure::DataAsOf {
                at,
                limiting_asset: other(limiting_asset),
                late_since: Some(self.ended_at(at, limit)?),
                measured_at: self.context.now,
                unchecked: Unchecked::default(),
            };
            Some(LateAsset { asset, limiting_asset, measured })
        };
        assets.iter().filter_map(|asset| late(*asset)).collect()
    }

    /// Returns when a period that began at a moment ended, if it has ended.
    fn ended_at(&self, from: Timestamp, limit: Period) -> Option<Timestamp> {
        self.end_of_period(from, limit).filter(|until| *until < self.context.now)
    }

    /// Returns the status of a promise about the time between the load of data and the build of what shows it.
    fn latency(&self, limit: Period) -> PromiseAssessment {
        let observations = &self.context.catalog.observations.assets;
        let assets = self.assets();
        let mut slowest: Option<(Timestamp, Timestamp)> = None;
        for asset in &assets {
            let runs = observations.get(*asset).map_or(&[][..], |seen| &seen.runs);
            let Some(built_at) = runs.iter().rev().find(|run| run.outcome == RunOutcome::Success) else {
                continue;
            };
            if self.context.is_too_old(*asset, built_at.at) {
                let why = UnknownAge::TooOld { at: built_at.at };
                return not_measurable(Unmeasured::NotKnown { asset: *asset, why });
            }
            if let Some((loaded, _)) = self.ages[asset.position()].as_of()
                && slowest
                    .is_none_or(|(from, to)| built_at.at.duration_since(loaded) > to.duration_since(from))
            {
                slowest = Some((loaded, built_at.at));
            }
        }
        let gap = assets.iter().find_map(|asset| self.ages[asset.position()].gap);
        let is_late = |(loaded, built_at): (Timestamp, Timestamp)| {
            self.end_of_period(loaded, limit).is_some_and(|until| built_at > until)
        };
        match (slowest, gap) {
            (Some(slowest), _) if is_late(slowest) => {
                let until = self.end_of_period(slowest.0, limit);
                let late_by = until.map(|until| slowest.1.duration_since(until));
                measured(false, Measure::Delay { loaded: slowest.0, built_at: slowest.1, late_by })
            }
            (_, Some((asset, why))) => not_measurable(Unmeasured::NotKnown { asset, why }),
            (None, None) => not_measurable(self.why_without_delay(&assets)),
            (Some((loaded, built_at)), None) if loaded == built_at => not_measurable(Unmeasured::NoLoad),
            (Some((loaded, built_at)), None) => {
                measured(true, Measure::Delay { loaded, built_at, late_by: None })
            }
        }
    }

    /// Returns why no delay can be measured although nothing is known to be missing: assets may be built from files, such as
    /// dbt's seeds, which are never loaded.
    fn why_without_delay(&self, assets: &[AssetIx]) -> Unmeasured {
        let observations = &self.context.catalog.observations.assets;
        let runs = |asset: &AssetIx| observations.get(*asset).map_or(&[][..], |seen| &seen.runs);
        let succeeded = |asset: &AssetIx| runs(asset).iter().any(|run| run.outcome == RunOutcome::Success);
        if assets.iter().any(succeeded) {
            return Unmeasured::NoLoad;
        }
        let failed = assets.iter().find(|asset| !runs(asset).is_empty());
        failed.map_or(Unmeasured::NoRun, |asset| Unmeasured::NotKnown {
            asset: *asset,
            why: UnknownAge::NoSuccess,
        })
    }

    /// Returns the worst result among the histories of the assets.
    fn worst_of_histories(
        &self,
        window: SignedDuration,
        measure: impl Fn(&RunHistory<'_>) -> PromiseAssessment,
    ) -> PromiseAssessment {
        let begin = self.context.now.saturating_sub(window).unwrap_or(Timestamp::MIN);
        let result_of = |asset| match history(asset, begin, self.context) {
            Ok(None) => None,
            Ok(Some(history)) => {
                let result = measure(&history);
                // A promise broken when last observed may not have been fixed since.
                match history.expired {
                    Some(why) if result.verdict != PromiseVerdict::Broken => {
                        Some(not_measurable(Unmeasured::NotKnown { asset, why }))
                    }
                    _ => Some(result),
                }
            }
            Err(why) => Some(not_measurable(Unmeasured::NotKnown { asset, why })),
        };
        let assets = self.running_assets();
        let results = || assets.iter().copied().filter_map(result_of);
        // If one output had nothing to fix, that is not so of the product.
        let is_needed = |promise: &PromiseAssessment| promise.verdict != PromiseVerdict::NotNeeded;
        let worst =
            results().filter(is_needed).max_by_key(|promise| promise.verdict).or_else(|| results().next());
        // Other parts of the product have runs; these assets have none.
        let unseen = |asset: &AssetIx| Unmeasured::NotKnown { asset: *asset, why: UnknownAge::NotSeen };
        worst.unwrap_or_else(|| not_measurable(assets.first().map_or(Unmeasured::NoRun, unseen)))
    }

    /// Returns the assets whose runs tell whether the promise is kept: for a dashboard that does not run itself, the
    /// jobs of its product, the worst of which counts.
    fn running_assets(&self) -> Vec<AssetIx> {
        let assets = self.assets();
        // Nothing says which of several outputs a job updates.
        let covers_all = self.sla.port.is_none() || self.product.output_ports.len() == 1;
        let only_shows = |asset: &AssetIx| only_shows(*asset, self.context.catalog);
        if !covers_all || !assets.iter().all(only_shows) {
            return assets;
        }
        let jobs: Vec<AssetIx> = jobs(self.product, self.context.catalog).collect();
        if jobs.is_empty() { assets } else { jobs }
    }

    /// Returns the status of a promise about the share of time in which the last run had not failed.
    fn availability(&self, history: &RunHistory<'_>, share: f64) -> PromiseAssessment {
        let now = self.context.now;
        let failures = history.failures(now);
        let failed_for = failures.iter().fold(SignedDuration::ZERO, |down, span| down + span.in_window);
        let milliseconds = |length: SignedDuration| u64::try_from(length.as_millis()).unwrap_or(0);
        let of = milliseconds(now.duration_since(history.begin)).max(1_000);
        let down = milliseconds(failed_for).min(of);
        let up = 100.0 * (1.0 - down as f64 / of as f64);
        let runs = history.ran().count();
        let skipped = history.runs.len() - runs;
        let found = Measure::Share { down, since: history.begin, of, runs, skipped };
        verdict_by_history(up + 1e-9 >= share, found, history)
    }

    /// Returns the status of a promise about the interval between successes.
    fn frequency(&self, history: &RunHistory<'_>, interval: Period) -> PromiseAssessment {
        let has_grace = !matches!(interval.unit, TimeUnit::Minute | TimeUnit::Hour | TimeUnit::BusinessHour);
        let grace = if has_grace { GRACE } else { SignedDuration::ZERO };
        let due_after = |from| {
            self.end_of_period(from, interval)
                .map(|until| until.saturating_add(grace).unwrap_or(Timestamp::MAX))
        };
        let successes = history.successes();
        let since = history.awaited_since();
        let begins = std::iter::once(since).chain(successes.iter().copied().filter(|at| *at > since));
        let ends = begins.clone().skip(1).chain([self.context.now]);
        let late = begins
            .zip(ends)
            .find_map(|(from, to)| Some((from, due_after(from).filter(|due| to > *due)?, to)));
        match late {
            Some((at, due, to)) => {
                let late_by = to.duration_since(due);
                let first = at == since && successes.first() != Some(&since);
                measured(false, Measure::LateAfter { at, due, late_by, first, grace: has_grace })
            }
            None => verdict_by_history(
                true,
                Measure::TimesSince { times: successes.len(), since, grace: has_grace },
                history,
            ),
        }
    }

    /// Returns the status of a promise about the time until failures are repaired.
    fn repair(&self, history: &RunHistory<'_>, limit: Period) -> PromiseAssessment {
        let failures = history.failures(self.context.now);
        let slow = |span: &FailedSpan| {
            let until = self.end_of_period(span.from, limit).filter(|until| span.to > *until)?;
            let late_by = span.to.duration_since(until);
            Some(Measure::Unrepaired { failed: span.from, skipped: span.is_skipped, late_by })
        };
        match failures.iter().find_map(slow) {
            Some(slow) => measured(false, slow),
            None => {
                let skipped = failures.iter().filter(|one| one.is_skipped).count();
                let failed = failures.len() - skipped;
                let open = failures.iter().find(|one| one.is_open);
                let fix_by = open.and_then(|one| self.end_of_period(one.from, limit));
                let since = history.begin;
                let found = Measure::Repaired { failures: failed, skipped, since, fix_by };
                let promise = verdict_by_history(true, found, history);
                // Without a failure, nobody knows how long a fix takes.
                match promise.verdict {
                    PromiseVerdict::Kept if failures.is_empty() => {
                        PromiseAssessment { verdict: PromiseVerdict::NotNeeded, ..promise }
                    }
                    _ => promise,
                }
            }
        }
    }

    /// Returns when anything was last observed of an asset.
    fn last_seen(&self, asset: AssetIx) -> Option<Timestamp> {
        let seen = self.context.catalog.observations.assets.get(asset)?;
        seen.runs.last().map(|run| run.at).max(seen.freshness.as_ref().map(|check| check.at))
    }

    /// Returns until when a promise that begins at a moment is kept, by the company's calendar, or `None` past its
    /// end.
    fn end_of_period(&self, from: Timestamp, length: Period) -> Option<Timestamp> {
        let zone = self.context.catalog.settings.time_zone.clone();
        length.after_moment(&from.to_zoned(zone)).map(|until| until.timestamp())
    }
}

/// Returns the status of a promise about the share of failed runs.
fn error_rate(history: &RunHistory<'_>, share: f64) -> PromiseAssessment {
    let failed = history.ran().filter(|run| run.outcome == RunOutcome::Error).count();
    let of = history.ran().count();
    let rate = 100.0 * failed as f64 / (of as f64).max(1.0);
    verdict_by_history(rate <= share + 1e-9, Measure::Rate { failed, of }, history)
}

/// Returns the status of a promise about a history: a single run can break it, but not keep it.
fn verdict_by_history(is_kept: bool, found: Measure, history: &RunHistory<'_>) -> PromiseAssessment {
    match (is_kept, history.successes().len()) {
        (true, 0) => {
            not_measurable(Unmeasured::NotKnown { asset: history.asset, why: UnknownAge::NoSuccess })
        }
        (true, 1) => not_measurable(Unmeasured::NoHistory),
        _ => measured(is_kept, found),
    }
}

/// Returns the status of a promise that is kept or broken.
fn measured(is_kept: bool, measured: Measure) -> PromiseAssessment {
    let verdict = if is_kept { PromiseVerdict::Kept } else { PromiseVerdict::Broken };
    PromiseAssessment { verdict, measured, ..PromiseAssessment::default() }
}

/// Returns the status of a promise that cannot be measured.
pub(super) fn not_measurable(why: Unmeasured) -> PromiseAssessment {
    PromiseAssessment {
        verdict: PromiseVerdict::NotMeasurable,
        measured: Measure::NotMeasurable(why),
        ..PromiseAssessment::default()
    }
}

/// Returns whether an asset is a dashboard or another use that was not seen to run itself.
pub(super) fn only_shows(asset: AssetIx, catalog: &Catalog) -> bool {
    let has_run = catalog.observations.assets.get(asset).is_some_and(|observed| !observed.runs.is_empty());
    catalog.asset(asset).kind == AssetKind::Exposure && !has_run
}

/// Returns the jobs of a product that are no guards.
pub(super) fn jobs<'c>(product: &'c Product, catalog: &'c Catalog) -> impl Iterator<Item = AssetIx> + 'c {
    let is_job =
        |asset: &AssetIx| catalog.asset(*asset).job.is_some() && catalog.guards.guard(*asset).is_none();
    product.assets.iter().copied().filter(is_job)
}
