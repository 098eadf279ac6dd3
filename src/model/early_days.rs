//! How often a reader ran too early.

use jiff::SignedDuration;

/// The number of days that make a habit.
const LEAST_DAYS: usize = 3;

/// On how many of the recent days a reader ran before its inputs were built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct EarlyDays {
    /// The number of days on which it did.
    pub early: usize,
    /// The number of days on which both runs are known.
    pub compared: usize,
    /// The median time by which it was too early.
    pub median_lead: SignedDuration,
}

impl EarlyDays {
    /// Returns whether it is too early on most days.
    #[must_use]
    pub(crate) fn is_usual(&self) -> bool {
        self.compared >= LEAST_DAYS && self.early * 2 > self.compared
    }
}
