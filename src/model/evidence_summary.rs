//! What a status is based on: how many runs, tests and checks there are, and how old the data is. Numbers
//! only.

use super::{Deadline, Period, TestFinding, Verdict};
use jiff::Timestamp;

/// What was seen of a product or of an asset, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct EvidenceSummary {
    /// How the last runs of its assets ended.
    pub runs: RunSummary,
    /// What the tests that dbt knows of found.
    pub tests: ResultCounts,
    /// What others than dbt checked.
    pub checks: ResultCounts,
    /// The looks at how old sources are.
    pub sources: ResultCounts,
    /// How old the data may be, if a promise says so.
    pub promised: Option<Period>,
    /// As of when the data is about which that is promised, as far as is known.
    pub data_as_of: Option<Timestamp>,
    /// Whether that is older than was promised.
    pub is_late: bool,
    /// By when the data is promised to be ready, and whether it last was.
    pub deadline: Option<(Deadline, Verdict)>,
    /// Whether its data is older than it should be, its own fault or that of what it builds on.
    pub is_old: bool,
    /// Whether nothing of it can be seen itself, so that it stands as the data that it shows.
    pub shows_only: bool,
}

/// How the last runs of several assets ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RunSummary {
    /// Of how many assets the end of a run was seen.
    pub assets: usize,
    /// Of how many of them the last one failed.
    pub failed: usize,
    /// Of how many of them the last one did not happen, because something before it failed.
    pub skipped: usize,
    /// Whether all of them are loaded, not made.
    pub are_loads: bool,
    /// When the newest run ended.
    pub last: Option<Timestamp>,
    /// When a stream, of which no run was seen to end, was last seen at work.
    pub at_work: Option<Timestamp>,
}

/// What became of several tests: the ones that are declared, not the results that were seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ResultCounts {
    /// Those that found nothing wrong.
    pub passed: usize,
    /// Those that found something that may be so for a while.
    pub warned: usize,
    /// Those that found something wrong, or broke.
    pub failed: usize,
    /// Those of which no result was seen, or none that still counts.
    pub missing: usize,
}

impl ResultCounts {
    /// How many there are.
    #[must_use]
    pub(crate) fn total(&self) -> usize {
        self.passed + self.warned + self.failed + self.missing
    }

    /// Counts one more; without a finding, one that did not run.
    pub(crate) fn count(&mut self, finding: Option<TestFinding>) {
        match finding {
            Some(TestFinding::Pass) => self.passed += 1,
            Some(TestFinding::Warn) => self.warned += 1,
            Some(TestFinding::Fail | TestFinding::Broken) => self.failed += 1,
            Some(TestFinding::Skipped) | None => self.missing += 1,
        }
    }

    /// How they stand together: bad news counts more than what is missing, and that more than good news.
    /// `None` if there are none.
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
