//! What was seen of a control in a product: at how many of its tables the guards of the control did their work.

use super::{AssetIx, Catalog, GuardState, RegulationIx};
use jiff::Timestamp;

/// What the guards of a control were seen to do in a product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ObservedControl {
    /// How many tables the product has, with what else is guarded.
    pub tables: usize,
    /// How many of them a guard of the control looks after.
    pub guarded: usize,
    /// At how many of them the last run of a guard did its work, and that of none failed.
    pub passed: usize,
    /// At how many of the others a guard ran before the table was made.
    pub early: usize,
    /// At how many of them a guard failed.
    pub failed: usize,
    /// How many jobs of the product itself that carry the control out failed, whatever tables they name.
    pub jobs_failed: usize,
    /// When a guard last failed; else the oldest of the runs that came too early; else of those that count.
    pub at: Option<Timestamp>,
}

impl ObservedControl {
    /// What guards of a control found in these assets of a product; `None` where nothing of it is guarded, and no
    /// job of it that carries the control out failed.
    #[must_use]
    pub(crate) fn of(
        control: (RegulationIx, usize),
        assets: &[AssetIx],
        catalog: &Catalog,
        states: &[GuardState],
    ) -> Option<Self> {
        let mut seen = Self::default();
        let [mut ran, mut broke, mut too_early]: [Option<Timestamp>; 3] = [None; 3];
        for asset in assets {
            if let Some(failed) = failed_job(*asset, control, catalog, states) {
                seen.jobs_failed += 1;
                broke = broke.max(failed);
            }
            let guards = catalog.guards.of(*asset).iter().copied();
            let guards = guards.filter(|at| catalog.guards.all[*at].control == Some(control));
            let (mut is_guarded, mut passed, mut early, mut failed) = (false, None, None, false);
            for at in guards {
                is_guarded = true;
                let state = states.get(at).copied().unwrap_or_default();
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
            seen.tables += usize::from(is_guarded || catalog.asset(*asset).is_table());
            seen.guarded += usize::from(is_guarded);
            if failed {
                seen.failed += 1;
            } else if let Some(at) = passed {
                seen.passed += 1;
                ran = Some(ran.map_or(at, |ran| ran.min(at)));
            } else if let Some(at) = early {
                seen.early += 1;
                too_early = Some(too_early.map_or(at, |known| known.min(at)));
            }
        }
        seen.at = if seen.has_failed() { broke } else { too_early.or(ran) };
        (seen.guarded > 0 || seen.jobs_failed > 0).then_some(seen)
    }

    /// Whether the control failed at a table, or a job of the product that carries it out did.
    #[must_use]
    pub(crate) fn has_failed(&self) -> bool {
        self.failed > 0 || self.jobs_failed > 0
    }

    /// Whether the control was seen to be carried out at every table.
    #[must_use]
    pub(crate) fn is_complete(&self) -> bool {
        self.passed == self.tables
    }
}

/// When the job that an asset is failed to carry out the control: `None` if it did not or is no such job.
fn failed_job(
    asset: AssetIx,
    control: (RegulationIx, usize),
    catalog: &Catalog,
    states: &[GuardState],
) -> Option<Option<Timestamp>> {
    let at = catalog.guards.position(asset)?;
    catalog.guards.all[at].control.filter(|of| *of == control)?;
    match states.get(at)? {
        GuardState::Failed { at } => Some(*at),
        GuardState::Unseen | GuardState::Passed { .. } | GuardState::Early { .. } => None,
    }
}
