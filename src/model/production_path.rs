//! How far what a product makes is on its way to production: from analysis to what customers use.

use super::{Stage, TierIx};

/// A set of stages of use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct StageSet(u8);

impl StageSet {
    /// Adds a stage.
    pub(crate) fn insert(&mut self, stage: Stage) {
        self.0 |= 1 << stage as u8;
    }

    /// Whether a stage is in it.
    #[must_use]
    pub(crate) fn contains(self, stage: Stage) -> bool {
        self.0 & (1 << stage as u8) != 0
    }

    /// What is in either.
    #[must_use]
    pub(crate) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The stage that is hardest to do without.
    #[must_use]
    pub(crate) fn furthest(self) -> Option<Stage> {
        Stage::ALL.iter().copied().rfind(|stage| self.contains(*stage))
    }
}

/// Where what a product makes is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ProductionPath {
    /// The stages in which it is used itself: as declared by its consumers, and as seen of its dashboards and of
    /// the tools that it writes to.
    pub direct: StageSet,
    /// The same with those of everything that builds on it.
    pub reached: StageSet,
}

impl ProductionPath {
    /// The stage that it reached and is not made for, by the tier that it declares out of so many: stages stand for
    /// tiers in equal steps, analysis for the lower ones and what customers use for the highest. What is only
    /// looked at is never too much.
    #[must_use]
    pub(crate) fn exceeds(self, declared: TierIx, tiers: usize) -> Option<Stage> {
        let furthest = self.reached.furthest()?;
        let highest = tiers.saturating_sub(1);
        let asked = match furthest {
            Stage::Analysis => 0,
            Stage::Operational => highest * 2 / 3,
            Stage::Marketing | Stage::Application => highest,
        };
        (declared.position() < asked).then_some(furthest)
    }
}
