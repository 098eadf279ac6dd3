//! What a status is based on: the numbers of runs, tests and checks, and the age of the data. Numbers only.

use super::{Deadline, Period, PromiseVerdict, TestOutcome};
use jiff::Timestamp;

/// The observations of a product or an asset, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct EvidenceSummary {
    /// How the last runs of its assets ended.
    pub runs: RunSummary,
    /// The results of the tests known to dbt.
    pub tests: ResultCounts,
    /// The results of checks by tools other than dbt.
    pub checks: ResultCounts,
    /// The results of source freshness checks.
    pub sources: ResultCounts,
    /// The promised maximum age of the data, if any.
    pub promised: Option<Period>,
    /// The as-of time of the data covered by that promise, if known.
    pub data_as_of: Option<Timestamp>,
    /// Whether that is older than promised.
    pub is_late: bool,
    /// The deadline by which the data is promised to be ready, and whether it was met last time.
    pub deadline: Option<(Deadline, PromiseVerdict)>,
    /// Whether its data is older than it should be, whether because of itself or of an upstream.
    pub is_old: bool,
    /// Whether nothing of it can be observed itself, so that it takes the status of the data that it shows.
    pub mirrors_inputs: bool,
}

/// How the last runs of several assets ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RunSummary {
    /// The number of assets with an observed end of a run.
    pub assets: usize,
    /// The number of those whose last run failed.
    pub failed: usize,
    /// The number of those whose last run was skipped because something upstream failed.
    pub skipped: usize,
    /// Whether all of them are loaded rather than built.
    pub are_loads: bool,
    /// When the newest run ended.
    pub last: Option<Timestamp>,
    /// When a stream without an observed end of a run was last observed running.
    pub at_work: Option<Timestamp>,
}

/// The results of several tests: the declared tests, not the observed results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ResultCounts {
    /// Tests that passed.
    pub passed: usize,
    /// Tests that only warned.
    pub warned: usize,
    /// Tests that failed or crashed.
    pub failed: usize,
    /// Tests without a result, or without one that still counts.
    pub missing: usize,
    /// Those that passed, but before the last load, so that nobody has checked what is there now.
    pub before_load: usize,
}

impl ResultCounts {
    /// Returns the number of tests.
    #[must_use]
    pub(crate) fn total(&self) -> usize {
        self.passed + self.warned + self.failed + self.missing
    }

    /// Counts one more test; `None` for one that did not run.
    pub(crate) fn count(&mut self, finding: Option<TestOutcome>) {
        match finding {
            Some(TestOutcome::Pass) => self.passed += 1,
            Some(TestOutcome::Warn) => self.warned += 1,
            Some(TestOutcome::Fail | TestOutcome::Crashed) => self.failed += 1,
            Some(TestOutcome::Skipped) | None => self.missing += 1,
        }
    }

    /// Returns their combined status: failures outweigh missing results, and those outweigh passes. `None` if there
    /// are no tests.
    #[must_use]
    pub(crate) fn status(&self) -> Option<super::Status> {
        use super::Status;
        match self {
            Self { failed: 1.., .. } => Some(Status::Failing),
            Self { warned: 1.., .. } => Some(Status::Warning),
            Self { missing: 1.., .. } => Some(Status::Unknown),
            Self { passed: 1.., .. } => Some(Status::Healthy),
            _ => None,
        }
    }
}
