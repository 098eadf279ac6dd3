//! The statuses.

use super::promise::words;

words! {
    /// How something stands; a later one is worse.
    Status {
        /// All that is known of it is well.
        Healthy = "holding",
        /// It ran, and nothing tests it.
        Unchecked = "unchecked",
        /// Nothing is known, or not enough.
        Unknown = "unknown",
        /// Something is wrong that may be so for a while.
        Warning = "warning",
        /// Something that it builds on fails or is late.
        AtRisk = "at-risk",
        /// Its data is older than it may be.
        Late = "late",
        /// It failed, or what it holds is wrong.
        Failing = "failing",
    }
}

impl Status {
    /// Returns whether it is broken itself, so that everything downstream is at risk.
    #[must_use]
    pub fn is_broken(self) -> bool {
        matches!(self, Self::Late | Self::Failing)
    }
}
