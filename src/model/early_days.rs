//! How often a reader ran too early.

use jiff::SignedDuration;

/// How many days show a habit.
const LEAST_DAYS: usize = 3;

/// On how many of the recent days a reader ran before what it reads was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct EarlyDays {
    /// On how many it did.
    pub early: usize,
    /// Of how many both runs are known.
    pub known: usize,
    /// By how much it was too early on the day in the middle.
    pub by: SignedDuration,
}

impl EarlyDays {
    /// Whether it is too early on most days.
    #[must_use]
    pub(crate) fn is_usual(&self) -> bool {
        self.known >= LEAST_DAYS && self.early * 2 > self.known
    }
}
