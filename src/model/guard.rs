//! Guards: jobs that look after tables, such as access policies, scans and reconciliations.

use super::{AdjacencyList, AssetEdge, AssetIx, Catalog, RegulationIx};
use jiff::Timestamp;

/// A declared asset that looks after other assets, of any product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Guard {
    /// The job itself.
    pub asset: AssetIx,
    /// What it guards, sorted; at least one.
    pub guarded: Vec<AssetIx>,
    /// The control that it carries out: the regulation, and the position of the control in it.
    pub control: Option<(RegulationIx, usize)>,
}

impl Guard {
    /// Whether a run that passed says something of the data: what carries out a control is evidence of that alone.
    #[must_use]
    pub(crate) fn checks_data(&self) -> bool {
        self.control.is_none()
    }
}

/// All guards, and which of them guard an asset.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guards {
    /// The guards, by their asset.
    pub all: Vec<Guard>,
    /// The positions of the guards of each asset.
    of: AdjacencyList<usize>,
}

impl Guards {
    /// These guards of a catalog with so many assets.
    #[must_use]
    pub(crate) fn new(mut all: Vec<Guard>, assets: usize) -> Self {
        all.sort_by_key(|guard| guard.asset);
        let pairs = all
            .iter()
            .enumerate()
            .flat_map(|(at, guard)| guard.guarded.iter().map(move |asset| (asset.position(), at)));
        let of = AdjacencyList::new(assets, pairs);
        Self { all, of }
    }

    /// The positions of the guards of an asset.
    #[must_use]
    pub(crate) fn of(&self, asset: AssetIx) -> &[usize] {
        if asset.position() < self.of.groups() { self.of.of(asset.position()) } else { &[] }
    }

    /// What an asset guards, if it is a guard.
    #[must_use]
    pub(crate) fn guard(&self, asset: AssetIx) -> Option<&Guard> {
        let found = self.all.binary_search_by_key(&asset, |guard| guard.asset);
        found.ok().map(|at| &self.all[at])
    }

    /// Whether an edge is a guard that looks at what it guards: that is no flow of data.
    #[must_use]
    pub(crate) fn is_look(&self, edge: &AssetEdge) -> bool {
        self.guard(edge.to).is_some_and(|guard| guard.guarded.binary_search(&edge.from).is_ok())
    }

    /// Whether any guard carries out a control of a regulation.
    #[must_use]
    pub(crate) fn any_under(&self, regulation: RegulationIx) -> bool {
        self.all.iter().any(|guard| guard.control.is_some_and(|(of, _)| of == regulation))
    }

    /// Whether a guard that carries out a control of a regulation looks after an asset.
    #[must_use]
    pub(crate) fn covers(&self, asset: AssetIx, regulation: RegulationIx) -> bool {
        let is_under = |at: &usize| self.all[*at].control.is_some_and(|(of, _)| of == regulation);
        self.of(asset).iter().any(is_under)
    }

    /// These assets, and what those of them that are guards look after.
    #[must_use]
    pub(crate) fn with_guarded(&self, assets: &[AssetIx]) -> Vec<AssetIx> {
        let mut all = assets.to_vec();
        all.extend(assets.iter().filter_map(|asset| self.guard(*asset)).flat_map(|guard| &guard.guarded));
        all
    }
}

/// What the guards of a control were seen to do in a product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ControlSeen {
    /// How many tables the product has, with what else is guarded.
    pub tables: usize,
    /// How many of them a guard of the control looks after.
    pub guarded: usize,
    /// At how many of them the last run of a guard did its work, and that of none failed.
    pub passed: usize,
    /// At how many of them a guard failed.
    pub failed: usize,
    /// When a guard last failed; else the oldest of the runs that count.
    pub at: Option<Timestamp>,
}

impl ControlSeen {
    /// What guards of a control found in these assets of a product; `None` where nothing of it is guarded.
    #[must_use]
    pub(crate) fn of(
        control: (RegulationIx, usize),
        assets: &[AssetIx],
        catalog: &Catalog,
        states: &[GuardState],
    ) -> Option<Self> {
        let mut seen = Self::default();
        let (mut ran, mut broke): (Option<Timestamp>, Option<Timestamp>) = (None, None);
        for asset in assets {
            let guards = catalog.guards.of(*asset).iter().copied();
            let guards = guards.filter(|at| catalog.guards.all[*at].control == Some(control));
            let (mut is_guarded, mut passed, mut failed) = (false, None, false);
            for at in guards {
                is_guarded = true;
                match states.get(at).copied().unwrap_or_default() {
                    GuardState::Unseen => {}
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
            }
        }
        seen.at = if seen.failed > 0 { broke } else { ran };
        (seen.guarded > 0).then_some(seen)
    }

    /// Whether the control was seen to be carried out at every table.
    #[must_use]
    pub(crate) fn is_complete(&self) -> bool {
        self.passed == self.tables
    }
}

/// What was seen of a guard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum GuardState {
    /// Nothing that counts: neither that it did its work nor that it failed.
    #[default]
    Unseen,
    /// Its last run did its work.
    Passed {
        /// When.
        at: Timestamp,
    },
    /// Its last run failed, or a check of it did.
    Failed {
        /// When, if that is known.
        at: Option<Timestamp>,
    },
}
