//! The outcome of a test or a check with its dates, whoever made it.

use super::{ExternalCheck, Observed, TestOutcome, TestRun};
use jiff::Timestamp;

/// The outcome of a test or a check with its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CheckedAt {
    /// The result.
    pub outcome: TestOutcome,
    /// When.
    pub at: Timestamp,
    /// When it was last skipped, if that is later.
    pub skipped: Option<Timestamp>,
}

impl CheckedAt {
    /// Returns when it was last due: that decides whether it is too old to count.
    #[must_use]
    pub(crate) fn due(self) -> Timestamp {
        self.skipped.unwrap_or(self.at)
    }
}

impl Observed {
    /// Returns whether this is a pass that counts: not followed by a skip, and not of data that the table has lost.
    #[must_use]
    pub(crate) fn is_pass(&self, result: CheckedAt) -> bool {
        let CheckedAt { outcome, at, skipped } = result;
        outcome == TestOutcome::Pass && skipped.is_none() && !self.is_of_lost_data(at)
    }
}

impl TestRun {
    /// Returns its outcome with its dates.
    #[must_use]
    pub(crate) fn checked_at(&self) -> CheckedAt {
        CheckedAt { outcome: self.outcome, at: self.at, skipped: self.skipped }
    }
}

impl ExternalCheck {
    /// Returns its outcome with its dates.
    #[must_use]
    pub(crate) fn checked_at(&self) -> CheckedAt {
        CheckedAt { outcome: self.outcome, at: self.at, skipped: self.skipped }
    }
}
