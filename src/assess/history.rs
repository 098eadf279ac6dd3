//! The outcomes of an asset's runs, in a window of time or since it was first observed, if that is later.

use super::AssessContext;
use crate::model::{AssetIx, Run, RunOutcome, UnknownAge};
use jiff::{SignedDuration, Timestamp};

/// The successful, failed and skipped runs of an asset, oldest first. A run that was skipped because something upstream
/// failed delivered nothing, as one that failed itself.
pub(super) struct RunHistory<'a> {
    pub(super) asset: AssetIx,
    /// The start of the window, or the first observation of the asset, if later.
    pub(super) begin: Timestamp,
    /// The runs in the window.
    pub(super) runs: Vec<&'a Run>,
    /// The runs before the window.
    earlier: Vec<&'a Run>,
    /// Why it cannot prove that a promise is kept: its last run, or the last successful one, is too old. A failure
    /// since then does not tell how it would be otherwise.
    pub(super) expired: Option<UnknownAge>,
}

/// A time span in which the last run had failed or been skipped.
#[derive(Clone, Copy, Debug)]
pub(super) struct FailedSpan {
    /// When it failed or was skipped; may be before the window.
    pub(super) from: Timestamp,
    /// When a run succeeded, or now.
    pub(super) to: Timestamp,
    /// The part of it within the window.
    pub(super) in_window: SignedDuration,
    /// Whether none of the runs in it failed: they were only skipped.
    pub(super) is_skipped: bool,
    /// Whether no run has succeeded since.
    pub(super) is_open: bool,
}

/// Returns the history of an asset since `begin`; `None` for an asset that need not run and was not observed to.
///
/// # Errors
/// Returns the reason if there is no history although one is required.
pub(super) fn history<'a>(
    asset: AssetIx,
    begin: Timestamp,
    context: &AssessContext<'a>,
) -> Result<Option<RunHistory<'a>>, UnknownAge> {
    let runs = context.catalog.observations.assets.get(asset).map_or(&[][..], |observed| &observed.runs);
    let Some(last) = runs.last() else {
        return if context.catalog.asset(asset).is_expected() { Err(UnknownAge::NotSeen) } else { Ok(None) };
    };
    let success = runs.iter().rev().find(|run| run.outcome == RunOutcome::Success);
    let is_too_old = |run: &&Run| context.is_too_old(asset, run.at);
    let expired = match Some(last).filter(is_too_old) {
        Some(last) => Some(UnknownAge::TooOld { at: last.at }),
        None => success.filter(is_too_old).map(|run| UnknownAge::SuccessTooOld { at: run.at }),
    };
    let counts =
        |run: &&Run| matches!(run.outcome, RunOutcome::Success | RunOutcome::Error | RunOutcome::Skipped);
    let ended = runs.iter().filter(counts);
    let (earlier, runs): (Vec<&Run>, Vec<&Run>) = ended.partition(|run| run.at < begin);
    let first_moment = match earlier.is_empty() {
        true => runs.first().map(|run| run.at),
        false => Some(begin),
    };
    let Some(begin) = first_moment else { return Err(UnknownAge::NoSuccess) };
    Ok(Some(RunHistory { asset, begin, runs, earlier, expired }))
}

impl RunHistory<'_> {
    /// Returns all runs, those before the window too, oldest first.
    fn all(&self) -> impl DoubleEndedIterator<Item = &Run> {
        self.earlier.iter().chain(&self.runs).copied()
    }

    /// Returns the failures that reach into the window, each until it was repaired.
    pub(super) fn failures(&self, now: Timestamp) -> Vec<FailedSpan> {
        let mut failures = Vec::new();
        let mut failed: Option<(Timestamp, bool)> = None;
        let mut add = |(from, is_skipped): (Timestamp, bool), to: Timestamp, is_open: bool| {
            let in_window = to.duration_since(from.max(self.begin)).max(SignedDuration::ZERO);
            if to >= self.begin {
                failures.push(FailedSpan { from, to, in_window, is_skipped, is_open });
            }
        };
        for run in self.all() {
            if run.outcome == RunOutcome::Success {
                if let Some(failed) = failed.take() {
                    add(failed, run.at, false);
                }
            } else {
                let is_skipped = run.outcome == RunOutcome::Skipped;
                let (_, all_skipped) = failed.get_or_insert((run.at, is_skipped));
                *all_skipped &= is_skipped;
            }
        }
        if let Some(failed) = failed {
            add(failed, now, true);
        }
        failures
    }

    /// Returns the runs in the window that were not skipped.
    pub(super) fn ran(&self) -> impl Iterator<Item = &Run> {
        self.runs.iter().copied().filter(|run| run.outcome != RunOutcome::Skipped)
    }

    /// Returns when runs succeeded in the window, preceded by the last success before it.
    pub(super) fn successes(&self) -> Vec<Timestamp> {
        let is_success = |run: &&&Run| run.outcome == RunOutcome::Success;
        let last_before = self.earlier.iter().rev().find(is_success);
        last_before.into_iter().chain(self.runs.iter().filter(is_success)).map(|run| run.at).collect()
    }

    /// Returns since when successes are expected: the last one before the window, otherwise the first observation of
    /// the asset.
    pub(super) fn awaited_since(&self) -> Timestamp {
        let last_before = self.earlier.iter().rev().find(|run| run.outcome == RunOutcome::Success);
        last_before.copied().or(self.all().next()).map_or(self.begin, |run| run.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(at: i64, outcome: RunOutcome) -> Run {
        Run {
            at: moment(at),
            started_at: None,
            duration: None,
            outcome,
            failure: crate::model::FailureCause::Unknown,
            is_streaming: false,
            origin: crate::model::EvidenceOrigin::default(),
            system: None,
            link: None,
            query: None,
            names: Default::default(),
        }
    }

    fn moment(hours: i64) -> Timestamp {
        Timestamp::from_second(hours * 3600).unwrap()
    }

    #[test]
    fn a_skipped_run_delivers_nothing_until_the_next_success() {
        let runs = [
            run(10, RunOutcome::Success),
            run(20, RunOutcome::Skipped),
            run(30, RunOutcome::Success),
            run(40, RunOutcome::Skipped),
            run(50, RunOutcome::Error),
        ];
        let runs = runs.iter().collect();
        let history =
            RunHistory { asset: AssetIx(0), begin: moment(10), runs, earlier: vec![], expired: None };
        let failures = history.failures(moment(60));
        assert_eq!(
            failures.iter().map(|one| (one.from, one.to, one.is_skipped)).collect::<Vec<_>>(),
            [(moment(20), moment(30), true), (moment(40), moment(60), false)]
        );
        assert_eq!(history.ran().count(), 3);
    }

    #[test]
    fn a_failure_from_before_the_window_counts_within_it() {
        let runs = [
            run(10, RunOutcome::Success),
            run(20, RunOutcome::Error),
            run(30, RunOutcome::Error),
            run(105, RunOutcome::Success),
            run(110, RunOutcome::Error),
        ];
        let (earlier, runs) = (runs[..3].iter().collect(), runs[3..].iter().collect());
        let history = RunHistory { asset: AssetIx(0), begin: moment(100), runs, earlier, expired: None };
        let failures = history.failures(moment(120));
        let hours = |span: &FailedSpan| (span.from, span.to, span.in_window.as_hours());
        assert_eq!(
            failures.iter().map(hours).collect::<Vec<_>>(),
            [(moment(20), moment(105), 5), (moment(110), moment(120), 10)]
        );
        assert_eq!(history.successes(), [moment(10), moment(105)]);
    }
}
