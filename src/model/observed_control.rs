//! The observations of a control in a product: for how many of its tables the guards of the control succeeded.

use super::{AssetIx, Catalog, ControlIx, GuardState};
use jiff::Timestamp;

/// The observed results of the guards of a control in a product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ObservedControl {
    /// The number of tables of the product, including other guarded assets.
    pub tables: usize,
    /// The number of those that a guard of the control covers.
    pub guarded: usize,
    /// The number of those for which the last run of a guard succeeded and no guard failed.
    pub passed: usize,
    /// The number of the others for which a guard ran before the table was built.
    pub early: usize,
    /// The number of those for which a guard failed.
    pub failed: usize,
    /// The number of tables that dbt marks for the regulation, wholly or by column.
    pub marked: usize,
    /// The number of those for which the last run of a guard succeeded and no guard failed.
    pub marked_passed: usize,
    /// The number of failed jobs of the product itself that carry out the control, whatever tables they name.
    pub jobs_failed: usize,
    /// The guarded tables that no run looked at, although their guards ran: the runs named other tables.
    pub unnamed: Vec<AssetIx>,
    /// When a guard last failed; otherwise the oldest run that was too early; otherwise the oldest run that counts.
    pub at: Option<Timestamp>,
}

impl ObservedControl {
    /// Returns the results of the guards of a control for these assets of a product; `None` if none of them is
    /// guarded and no job of the product that carries out the control failed. `state_of` returns the state of a guard, by
    /// its position.
    #[must_use]
    pub(crate) fn of(
        control: ControlIx,
        assets: &[AssetIx],
        catalog: &Catalog,
        state_of: &dyn Fn(usize) -> GuardState,
    ) -> Option<Self> {
        let mut counts = Self::default();
        let [mut ran, mut broke, mut too_early]: [Option<Timestamp>; 3] = [None; 3];
        for asset in assets {
            if let Some(failed) = failed_job(*asset, control, catalog, state_of) {
                counts.jobs_failed += 1;
                broke = broke.max(failed);
            }
            let guards = catalog.guards.guards_of(*asset).iter().copied();
            let guards = guards.filter(|at| catalog.guards.all[*at].carries_out(control));
            let (mut is_guarded, mut passed, mut early, mut failed) = (false, None, None, false);
            let mut ran_elsewhere = false;
            for at in guards {
                is_guarded = true;
                let state = state_of(at);
                ran_elsewhere |= state != GuardState::Unseen;
                match state.of_table(catalog.guards.all[at].asset, *asset, catalog) {
                    GuardState::Unseen => {}
                    GuardState::Early { at } => early = early.max(Some(at)),
                    GuardState::Passed { at } => passed = passed.max(Some(at)),
                    GuardState::Failed { at } => {
                        failed = true;
                        broke = broke.max(at);
                    }
                }
            }
            counts.tables += usize::from(is_guarded || catalog.asset(*asset).is_table());
            counts.guarded += usize::from(is_guarded);
            let is_marked = catalog.is_marked(*asset, control.regulation);
            counts.marked += usize::from(is_marked);
            if failed {
                counts.failed += 1;
            } else if let Some(at) = passed {
                counts.passed += 1;
                counts.marked_passed += usize::from(is_marked);
                ran = Some(ran.map_or(at, |ran| ran.min(at)));
            } else if let Some(at) = early {
                counts.early += 1;
                too_early = Some(too_early.map_or(at, |known| known.min(at)));
            } else if ran_elsewhere {
                counts.unnamed.push(*asset);
            }
        }
        counts.at = if counts.has_failed() { broke } else { too_early.or(ran) };
        (counts.guarded > 0 || counts.jobs_failed > 0).then_some(counts)
    }

    /// Returns whether the control failed for a table, or a job of the product that carries it out failed.
    #[must_use]
    pub(crate) fn has_failed(&self) -> bool {
        self.failed > 0 || self.jobs_failed > 0
    }

    /// Returns whether tables are marked for the regulation, and the control was observed for all of them.
    #[must_use]
    pub(crate) fn covers_marked(&self) -> bool {
        self.marked > 0 && self.marked_passed == self.marked
    }

    /// Returns whether the control was observed for every table.
    #[must_use]
    pub(crate) fn is_complete(&self) -> bool {
        self.passed == self.tables
    }

    /// Returns whether, where no evidence is given, it is some: for all tables that are marked, but not for every table.
    #[must_use]
    pub(crate) fn is_partial_evidence(&self) -> bool {
        !self.has_failed() && !self.is_complete() && self.covers_marked()
    }
}

/// Returns when an asset failed as a job that carries out the control; `None` if it did not or is not such a job.
fn failed_job(
    asset: AssetIx,
    control: ControlIx,
    catalog: &Catalog,
    state_of: &dyn Fn(usize) -> GuardState,
) -> Option<Option<Timestamp>> {
    let at = catalog.guards.position(asset)?;
    if !catalog.guards.all[at].carries_out(control) {
        return None;
    }
    match state_of(at) {
        GuardState::Failed { at } => Some(at),
        GuardState::Unseen | GuardState::Passed { .. } | GuardState::Early { .. } => None,
    }
}
