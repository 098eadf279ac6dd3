//! How far the output of a product is on its way to production: from analysis to customer-facing use.

use super::{Stage, TierIx};

/// A set of stages of use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct StageSet(u8);

impl StageSet {
    /// Adds a stage.
    pub(crate) fn insert(&mut self, stage: Stage) {
        self.0 |= 1 << stage as u8;
    }

    /// Returns whether a stage is in it.
    #[must_use]
    pub(crate) fn contains(self, stage: Stage) -> bool {
        self.0 & (1 << stage as u8) != 0
    }

    /// Returns the stages in either set.
    #[must_use]
    pub(crate) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the stage that is hardest to do without.
    #[must_use]
    pub(crate) fn furthest(self) -> Option<Stage> {
        Stage::ALL.iter().copied().rfind(|stage| self.contains(*stage))
    }
}

/// The stages in which the output of a product is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ProductionPath {
    /// The stages of its direct uses: as declared by its consumers, and as observed from its dashboards and the tools
    /// that it writes to.
    pub direct: StageSet,
    /// The same, including everything that builds on it.
    pub reached: StageSet,
    /// The stage that its own declared tier stands for: what it builds on is used there through it.
    pub of_tier: StageSet,
    /// The stages that are declared or observed, of it and of everything that builds on it: without those that only tiers
    /// stand for.
    pub used: StageSet,
    /// The highest tier that stands for a stage, of it and of everything that builds on it.
    pub tier: Option<TierIx>,
}

impl ProductionPath {
    /// Returns the stages in which what it builds on is used through it.
    #[must_use]
    pub(crate) fn passed_on(self) -> StageSet {
        self.reached.union(self.of_tier)
    }

    /// Returns the tier by which what it builds on counts as used further than any known use says.
    #[must_use]
    pub(crate) fn tier_beyond_use(self) -> Option<TierIx> {
        self.tier.filter(|_| self.passed_on() != self.used)
    }

    /// Returns the stage that it reached beyond what its tier allows, given the declared tier and the number of
    /// tiers: stages map to tiers in equal steps, analysis to the lowest and customer-facing use to the highest.
    /// Analysis alone is never too much.
    #[must_use]
    pub(crate) fn exceeds(self, declared: TierIx, tiers: usize) -> Option<Stage> {
        let furthest = self.reached.furthest()?;
        let highest = tiers.saturating_sub(1);
        let allowed = match furthest {
            Stage::Analysis => 0,
            Stage::Operational => highest * 2 / 3,
            Stage::Marketing | Stage::Application => highest,
        };
        (declared.position() < allowed).then_some(furthest)
    }
}
