//! The status of each asset from its own evidence: its runs, its tests, the age of its data, and its guards.

use super::AssessContext;
use super::guard_outcome::{GuardLook, GuardOutcome};
use super::test_results::{failure, newer};
use crate::model::{
    Asset, AssetAssessment, AssetIx, AssetKind, EarlierFailure, EvidenceOrigin, ExternalCheck, FailureCause,
    FreshnessCheck, FreshnessLimits, FreshnessOutcome, MissedDeadline, NewestRow, Observed, Reason, Run,
    RunOutcome, Status, StatusFact, TableSize, TestOutcome, TestRun, last_failure,
};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// A job hangs once it has been silent for this multiple of its longest run.
const HANGS_AFTER: i32 = 3;
/// The minimum time of silence before a job counts as hanging.
const HANGS_AFTER_AT_LEAST: SignedDuration = SignedDuration::from_hours(1);
/// How long a job may be silent if no run of it was ever observed to end.
const SILENT_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Returns the status of an asset from its own evidence and its guards, without its upstream.
pub(super) fn assess(
    asset: &Asset,
    index: AssetIx,
    guards: &[&GuardOutcome],
    context: &AssessContext<'_>,
) -> AssetAssessment {
    let nothing = Observed::default();
    let observed = context.catalog.observations.assets.get(index).unwrap_or(&nothing);
    let mut assessor = AssetAssessor {
        asset,
        index,
        observed,
        guards: guards.iter().map(|guard| GuardLook::of(guard, index, context)).collect(),
        context,
        reasons: Vec::new(),
        last_observed: None,
        ran: false,
        checked: false,
    };
    if !asset.external {
        assessor.runs();
        assessor.schedule();
        assessor.freshness();
        assessor.tests();
        assessor.checks();
        assessor.rows();
    }
    assessor.guards();
    let AssetAssessor { mut reasons, last_observed, ran, checked, .. } = assessor;
    // What failed earlier says more than what is only too old.
    reasons.sort_by_key(|reason| (std::cmp::Reverse(reason.status), !reason.fact.is_earlier_failure()));
    let good_status = if checked { Some(Status::Healthy) } else { ran.then_some(Status::Unchecked) };
    let status = reasons.first().map(|reason| reason.status).or(good_status);
    let counts_since = context.expiry.since(index);
    AssetAssessment {
        status,
        reasons,
        causes: Vec::new(),
        upstream_unknown: None,
        checked,
        counts_since,
        last_observed,
    }
}

/// Collects what the evidence says of an asset. What its guards say is in `guards.rs`.
pub(super) struct AssetAssessor<'a> {
    pub(super) asset: &'a Asset,
    pub(super) index: AssetIx,
    observed: &'a Observed,
    pub(super) guards: Vec<GuardLook<'a>>,
    pub(super) context: &'a AssessContext<'a>,
    pub(super) reasons: Vec<Reason>,
    /// The time of the latest observation.
    last_observed: Option<Timestamp>,
    /// Whether it was observed to run or to be loaded, successfully.
    ran: bool,
    /// Whether a test, check or guard was observed and found it healthy.
    pub(super) checked: bool,
}

impl AssetAssessor<'_> {
    pub(super) fn add(
        &mut self,
        status: Status,
        fact: StatusFact,
        at: Option<Timestamp>,
        origin: &EvidenceOrigin,
    ) {
        self.reasons.push(Reason { status, fact, at, origin: origin.clone() });
    }

    /// Adds a failure too old to say that it still holds, without a newer result.
    pub(super) fn add_earlier_failure(
        &mut self,
        what: EarlierFailure,
        at: Timestamp,
        origin: &EvidenceOrigin,
    ) {
        self.add(Status::Unknown, StatusFact::FailedEarlier { what, at }, Some(at), origin);
    }

    pub(super) fn is_too_old(&self, at: Timestamp) -> bool {
        self.context.is_too_old(self.index, at)
    }

    fn runs(&mut self) {
        let Some(last) = self.observed.runs.last() else {
            if self.requires_observed_run() {
                let (at, only) =
                    self.observed.excluded.map_or((None, None), |(at, why)| (Some(at), Some(why)));
                let fact = match only {
                    None if self.asset.is_export => StatusFact::NoJob,
                    only => StatusFact::NoRun { only },
                };
                self.add(Status::Unknown, fact, at, &EvidenceOrigin::default());
            }
            return;
        };
        self.last_observed = self.last_observed.max(Some(last.at));
        // Tables of one name on several systems are separate tables: none vouches for another.
        let systems: BTreeSet<Option<u16>> = self.observed.runs.iter().map(|run| run.system).collect();
        for system in systems {
            let runs: Vec<&Run> = self.observed.runs.iter().filter(|run| run.system == system).collect();
            self.runs_on_a_system(&runs);
        }
        self.failed_own_run();
        self.failed_look();
    }

    /// Adds the failure of its own job if only other jobs have written its table since.
    fn failed_own_run(&mut self) {
        let Some(failed) = self.asset.failed_run(&self.observed.runs) else { return };
        let is_told = |reason: &Reason| match &reason.fact {
            StatusFact::RunFailed { .. } => true,
            StatusFact::FailedEarlier { what: EarlierFailure::Run, at } => *at == failed.at,
            _ => false,
        };
        if self.reasons.iter().any(is_told) {
            return;
        }
        if self.is_too_old(failed.at) {
            return self.add_earlier_failure(EarlierFailure::Run, failed.at, &failed.origin);
        }
        let counted = self.asset.counted_runs(&self.observed.runs);
        let load = self.asset.kind == AssetKind::Source;
        let fact = StatusFact::RunFailed { load, why: last_failure(counted) };
        self.add(Status::Failing, fact, Some(failed.at), &failed.origin);
    }

    /// Returns whether its status is unknown without a run. An asset that carries data elsewhere without a job has no
    /// runs to observe; there, a check by another tool is enough, or a guard that compares what arrived.
    fn requires_observed_run(&self) -> bool {
        let counts = |check: &ExternalCheck| !self.is_too_old(check.checked_at().due());
        let is_vouched_for = || self.observed.checks.iter().any(counts) || self.is_guarded();
        self.asset.is_expected() && !(self.asset.is_export && is_vouched_for())
    }

    fn runs_on_a_system(&mut self, runs: &[&Run]) {
        let ended = runs.iter().rev().find(|run| run.outcome != RunOutcome::Running);
        if let Some(last) = runs.last().filter(|last| self.is_too_old(last.at)) {
            // Other teams load sources: one observed load does not mean that more are expected.
            if !self.asset.is_expected() {
                return;
            }
            if let Some(failed) = ended.filter(|run| run.outcome == RunOutcome::Error) {
                self.add_earlier_failure(EarlierFailure::Run, failed.at, &failed.origin);
            } else {
                let fact = StatusFact::RunTooOld { last: last.at };
                self.add(Status::Unknown, fact, Some(last.at), &last.origin);
            }
            return;
        }
        // While it runs, the previous run counts.
        let open = runs.last().filter(|run| run.outcome == RunOutcome::Running);
        if let Some(open) = open {
            if self.hangs(open, runs) {
                let last = open.at;
                let hangs = |since| StatusFact::RunHangs { since, last };
                let fact = open.started_at.map_or(StatusFact::StreamSilent { last }, hangs);
                self.add(Status::Unknown, fact, Some(last), &open.origin);
            } else if open.is_streaming {
                // A stream that is running again has no end to wait for, and its previous end no longer matters.
                self.ran = true;
                return;
            } else if ended.is_none() {
                match open.started_at.filter(|started_at| open.at <= *started_at) {
                    // A run that reports progress and never ends is a stream; some never report a start.
                    None => self.ran = true,
                    Some(since) => {
                        let fact = StatusFact::FirstRunUnended { since };
                        self.add(Status::Unknown, fact, Some(open.at), &open.origin);
                    }
                }
            }
        }
        // What was only skipped since has not built a lost table again.
        let is_skipped = ended.is_some_and(|run| run.outcome == RunOutcome::Skipped);
        let lost = self.observed.data_loss().filter(|loss| is_skipped && !self.is_too_old(loss.at));
        let Some(last) = lost.or(ended.copied()).filter(|run| !self.is_too_old(run.at)) else { return };
        let at = Some(last.at);
        match last.outcome {
            RunOutcome::Error if let FailureCause::TableGone { how, job } = &last.failure => {
                let fact = StatusFact::TableGone { how: *how, job: job.clone() };
                self.add(Status::Failing, fact, at, &last.origin);
            }
            RunOutcome::Error => {
                let load = self.asset.kind == AssetKind::Source;
                let fact = StatusFact::RunFailed { load, why: last_failure(runs.iter().copied()) };
                self.add(Status::Failing, fact, at, &last.origin);
            }
            RunOutcome::Skipped => self.add(Status::AtRisk, StatusFact::RunSkipped, at, &last.origin),
            RunOutcome::Success | RunOutcome::Running => self.ran = true,
        }
    }

    /// Returns whether an open run has shown no sign of life for far longer than runs usually take.
    fn hangs(&self, open: &Run, runs: &[&Run]) -> bool {
        let duration = runs.iter().filter_map(|run| run.duration).max();
        let patience = duration
            .map_or(SILENT_FOR, |duration| duration.saturating_mul(HANGS_AFTER).max(HANGS_AFTER_AT_LEAST));
        self.context.now.duration_since(open.at) > patience
    }

    /// Checks whether it ran when it was due. A failed run since then says more than being overdue.
    fn schedule(&mut self) {
        let Some(schedule) = self.asset.schedule else { return };
        let (now, zone) = (self.context.now, &self.context.catalog.settings.time_zone);
        let ended = |run: &&Run| run.outcome != RunOutcome::Running && run.at <= now;
        let ended: Vec<&Run> = self.asset.counted_runs(&self.observed.runs).filter(ended).collect();
        let last = ended.last().map(|run| run.at);
        let is_known_unknown = self.reasons.iter().any(|reason| reason.status == Status::Unknown);
        if last.is_none_or(|last| self.is_too_old(last)) && is_known_unknown {
            return;
        }
        if !schedule.is_missed(last, now, zone) {
            let good = ended.iter().filter(|run| run.outcome == RunOutcome::Success);
            if let Some((at, due)) = schedule.late_run(good.map(|run| run.at), now, zone) {
                let origin = ended.iter().find(|run| run.at == at).map(|run| run.origin.clone());
                let fact = StatusFact::RanLate { schedule, missed: MissedDeadline { due, until: at } };
                self.add(Status::Warning, fact, Some(at), &origin.unwrap_or_default());
            }
            return;
        }
        let due = schedule.due(last, now, zone);
        let good = ended.iter().rev().find(|run| run.outcome == RunOutcome::Success);
        let (last, origin) = (good.map(|run| run.at), good.map(|run| run.origin.clone()));
        let status = if last.is_some() { Status::Warning } else { Status::Unknown };
        let missed = due.map(|due| MissedDeadline { due, until: now });
        self.add(status, StatusFact::Overdue { schedule, last, missed }, last, &origin.unwrap_or_default());
    }

    fn freshness(&mut self) {
        let limits = self.asset.freshness;
        let Some(check) = &self.observed.freshness else {
            if limits.is_some() {
                self.add(Status::Unknown, StatusFact::FreshnessNotChecked, None, &EvidenceOrigin::default());
            }
            return;
        };
        self.last_observed = self.last_observed.max(Some(check.at));
        let (at, origin) = (Some(check.at), &check.origin);
        if self.is_too_old(check.at) {
            if check.outcome == FreshnessOutcome::Error && check.crashed.is_none() {
                return self.add_earlier_failure(EarlierFailure::Late, check.at, origin);
            }
            return self.add(Status::Unknown, StatusFact::FreshnessTooOld { last: check.at }, at, origin);
        }
        let crash = check.crashed.clone();
        let has_other_limits = limits.is_some() && check.limits.is_some() && limits != check.limits;
        let outcome = match (limits, check.data()) {
            (Some(limits), NewestRow::At(loaded)) if has_other_limits => {
                check.outcome.max(self.outcome_by_limits(loaded, limits, check))
            }
            _ => check.outcome,
        };
        let late = |limit| StatusFact::SourceLate { loaded: check.data(), limit };
        let limits_used = limits.or(check.limits).unwrap_or_default();
        match outcome {
            FreshnessOutcome::Warn => self.add(Status::Warning, late(limits_used.warn_after), at, origin),
            FreshnessOutcome::Error => {
                self.add(Status::Late, late(limits_used.error_after.or(limits_used.warn_after)), at, origin)
            }
            FreshnessOutcome::Pass if has_other_limits && check.data() == NewestRow::Unknown => {
                self.add(Status::Unknown, StatusFact::FreshnessOfAnotherLimit, at, origin);
            }
            FreshnessOutcome::Pass if crash.is_none() => self.checked = true,
            FreshnessOutcome::Pass | FreshnessOutcome::Crashed => {
                let (at, message) = crash.unwrap_or((check.at, String::new()));
                self.add(Status::Unknown, StatusFact::FreshnessCrashed { message }, Some(at), origin);
            }
        }
    }

    /// Returns the result that a check by the configured limits would have had.
    fn outcome_by_limits(
        &self,
        loaded: Timestamp,
        limits: FreshnessLimits,
        check: &FreshnessCheck,
    ) -> FreshnessOutcome {
        let zone = &self.context.catalog.settings.time_zone;
        let is_past = |limit: Option<crate::model::Period>| {
            let until = limit.and_then(|limit| limit.after_moment(&loaded.to_zoned(zone.clone())));
            until.is_some_and(|until| until.timestamp() < check.at)
        };
        if is_past(limits.error_after) {
            FreshnessOutcome::Error
        } else if is_past(limits.warn_after) {
            FreshnessOutcome::Warn
        } else {
            FreshnessOutcome::Pass
        }
    }

    fn tests(&mut self) {
        let of = self.asset.tests.len();
        let (mut failed, mut warned, mut skipped, mut missing) = (Vec::new(), Vec::new(), 0, 0);
        // A result is dated by the tests that it is about: one that passed later says nothing about another one.
        let [mut newest, mut last_failed, mut last_warned, mut last_skipped] = [None; 4];
        let mut failed_earlier: Vec<&TestRun> = Vec::new();
        for (number, test) in self.asset.tests.iter().enumerate() {
            let run = self.observed.tests.get(number).and_then(Option::as_ref);
            let Some(run) = run.filter(|run| !self.is_too_old(run.checked_at().due())) else {
                missing += usize::from(!test.unit);
                failed_earlier.extend(run.filter(|run| run.outcome.is_failure()));
                continue;
            };
            newest = newer(newest, run);
            match run.outcome {
                TestOutcome::Pass if run.skipped.is_none() => {
                    self.checked |= self.observed.is_pass(run.checked_at());
                }
                TestOutcome::Fail | TestOutcome::Crashed => {
                    last_failed = newer(last_failed, run);
                    failed.push(failure(test, run));
                }
                TestOutcome::Warn => {
                    last_warned = newer(last_warned, run);
                    warned.push(failure(test, run));
                }
                TestOutcome::Pass | TestOutcome::Skipped if test.unit => {}
                TestOutcome::Pass | TestOutcome::Skipped => {
                    last_skipped = newer(last_skipped, run);
                    skipped += 1;
                }
            }
        }
        self.last_observed = self.last_observed.max(newest.map(|run| run.at));
        if !failed.is_empty() {
            self.add_tests(Status::Failing, StatusFact::TestsFailed { failed, of }, last_failed);
        }
        if !warned.is_empty() {
            self.add_tests(Status::Warning, StatusFact::TestsWarned { warned, of }, last_warned);
        }
        if skipped > 0 {
            self.add_tests(Status::Unknown, StatusFact::TestsSkipped { count: skipped, of }, last_skipped);
        }
        if let Some(last) = failed_earlier.iter().max_by_key(|run| run.at) {
            let what = EarlierFailure::Tests { failed: failed_earlier.len(), of };
            self.add_earlier_failure(what, last.at, &last.origin);
        }
        // A missing run is reported already; missing tests would only repeat it.
        let is_reported = self.reasons.iter().any(|reason| reason.status == Status::Unknown);
        if missing > 0 && !is_reported {
            self.add_tests(Status::Unknown, StatusFact::TestsMissing { count: missing, of }, newest);
        }
    }

    /// Adds what tests show, as reported by the last of them.
    fn add_tests(&mut self, status: Status, fact: StatusFact, last: Option<&TestRun>) {
        let origin = last.map(|run| run.origin.clone()).unwrap_or_default();
        self.add(status, fact, last.map(|run| run.at), &origin);
    }

    /// Adds the results of checks by other tools.
    fn checks(&mut self) {
        for check in &self.observed.checks {
            if self.is_too_old(check.checked_at().due()) {
                if check.outcome.is_failure() {
                    let (name, column) = (check.name.clone(), check.column.clone());
                    self.add_earlier_failure(EarlierFailure::Check { name, column }, check.at, &check.origin);
                }
                continue;
            }
            self.last_observed = self.last_observed.max(Some(check.at));
            let (name, column) = (check.name.clone(), check.column.clone());
            let (status, fact) = match check.outcome {
                TestOutcome::Pass if check.skipped.is_none() => {
                    self.checked |= self.observed.is_pass(check.checked_at());
                    continue;
                }
                TestOutcome::Pass | TestOutcome::Skipped => {
                    (Status::Unknown, StatusFact::CheckSkipped { name, column })
                }
                TestOutcome::Warn => (Status::Warning, StatusFact::CheckFailed { name, column }),
                TestOutcome::Fail | TestOutcome::Crashed => {
                    (Status::Failing, StatusFact::CheckFailed { name, column })
                }
            };
            self.add(status, fact, Some(check.at), &check.origin);
        }
    }

    /// Warns of an output port that has no rows although it had some before. A table that never had any may be meant
    /// to be empty.
    fn rows(&mut self) {
        let Some(size) = self.observed.size.filter(TableSize::is_empty) else { return };
        if self.is_too_old(size.at) || !self.is_output_port() {
            return;
        }
        let before = recorded_rows(self.asset, size.at, self.context).max(self.observed.filled);
        // Of the warehouse and a later load, the warehouse is shown, but the load is known to have added rows.
        if let Some((on, before)) = before.filter(|(on, _)| *on < size.at) {
            let is_load = size.is_of_load();
            let fact = StatusFact::NoRows { is_load, before, on };
            self.add(Status::Warning, fact, Some(size.at), &EvidenceOrigin::default());
        }
    }

    fn is_output_port(&self) -> bool {
        let product = self.asset.product.map(|product| self.context.catalog.product(product));
        product.is_some_and(|product| product.output_ports.iter().any(|port| port.asset == Some(self.index)))
    }
}

/// Returns when the history last recorded rows of an output port before a moment, and how many.
fn recorded_rows(asset: &Asset, before: Timestamp, context: &AssessContext<'_>) -> Option<(Timestamp, u64)> {
    let recorded = context.catalog.observations.history.get(&asset.product?)?;
    let rows = recorded.values().filter_map(|day| Some((day.at, *day.rows.get(&asset.key)?)));
    rows.filter(|(at, rows)| *rows > 0 && *at < before).max()
}
