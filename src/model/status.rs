//! The statuses.

use super::vocabulary_macro::vocabulary;

vocabulary! {
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
    /// Returns the name that readers see.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Healthy => "Healthy",
            Self::Unchecked => "Unchecked",
            Self::Unknown => "Unknown",
            Self::Warning => "Warning",
            Self::AtRisk => "At risk",
            Self::Late => "Late",
            Self::Failing => "Failing",
        }
    }

    /// Returns whether it is impaired itself, late or failing, so that everything downstream is at risk.
    #[must_use]
    pub fn is_impaired(self) -> bool {
        matches!(self, Self::Late | Self::Failing)
    }
}
