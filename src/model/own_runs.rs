//! Which runs of an asset are those of its own job: other jobs may write its table as well.

use super::{AssetFacts, FailureCause, Run, RunOutcome};

impl AssetFacts {
    /// Returns whether a run is one of the job that the asset names, also by a former name.
    fn is_own(&self, run: &Run) -> bool {
        run.origin.job.as_deref().is_some_and(|job| self.names_job(job))
    }

    /// Returns whether it names a job, or did so before the job got its present name.
    #[must_use]
    pub(crate) fn names_job(&self, job: &str) -> bool {
        self.job.iter().chain(&self.formerly).any(|name| name == job)
    }

    /// Returns the last ended run of its own job, if that failed: the run of another job that writes its table does
    /// not repeat it.
    #[must_use]
    pub(crate) fn failed_run<'r>(&self, runs: &'r [Run]) -> Option<&'r Run> {
        let mut own = runs.iter().rev().filter(|run| self.is_own(run));
        // A stream that is running again has no end to wait for.
        let last = own.find(|run| run.outcome != RunOutcome::Running || run.is_streaming);
        last.filter(|run| run.outcome == RunOutcome::Error && !run.removed_data())
    }

    /// Returns the runs that count, oldest first: once its own job failed, only those of that job, until it succeeds.
    #[must_use]
    pub(crate) fn counted_runs<'r>(&self, runs: &'r [Run]) -> impl DoubleEndedIterator<Item = &'r Run> {
        let has_failed = self.failed_run(runs).is_some();
        runs.iter().filter(move |run| !has_failed || self.is_own(run))
    }
}

/// Returns the last message of the runs that failed since the last success, as not every report includes one.
pub(crate) fn last_failure<'r>(runs: impl DoubleEndedIterator<Item = &'r Run>) -> FailureCause {
    let failed = runs.rev().take_while(|run| run.outcome != RunOutcome::Success);
    failed
        .map(|run| &run.failure)
        .find(|failure| **failure != FailureCause::Unknown)
        .cloned()
        .unwrap_or_default()
}
