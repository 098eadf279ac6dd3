//! What a guard means for the assets that it guards, and what it says about each of them.

use super::AssessContext;
use crate::model::{AssetIx, GuardState, Reason};

/// What a guard means for the assets that it guards.
pub(super) struct GuardOutcome {
    /// The guard.
    pub(super) guard: AssetIx,
    /// What was observed of it.
    pub(super) state: GuardState,
    /// Its failure as the reason for the assets in which it failed.
    pub(super) failure: Option<Reason>,
    /// A failure of something other than its runs that has no newer result.
    pub(super) earlier_failure: Option<Reason>,
    /// Whether its success says anything about the data.
    pub(super) is_evidence: bool,
}

/// A guard of an asset, and what it says about it.
pub(super) struct GuardLook<'a> {
    pub(super) guard: &'a GuardOutcome,
    pub(super) state: GuardState,
}

impl<'a> GuardLook<'a> {
    /// Finds out what a guard says about an asset.
    pub(super) fn of(guard: &'a GuardOutcome, of: AssetIx, context: &AssessContext<'_>) -> Self {
        Self { guard, state: guard.state.of_table(guard.guard, of, context.catalog) }
    }
}
