//! Guards: jobs that protect or check tables, such as access policies, scans and reconciliations.

use super::{AdjacencyList, Asset, AssetEdge, AssetIx, ControlIx, RegulationIx};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// A declared asset that guards other assets, of any product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Guard {
    /// The job itself.
    pub asset: AssetIx,
    /// The assets that it guards, sorted; empty only if it carries out controls and names no tables.
    pub guarded: Vec<AssetIx>,
    /// The controls that it carries out, sorted: the regulation and the control's position in it.
    pub controls: Vec<ControlIx>,
    /// Whether nobody declares what it guards: it is a policy or a test by its kind, and only reads these assets.
    pub is_inferred: bool,
    /// Whether its kind means that it sets something, as an access policy does, rather than look at the data.
    pub is_policy: bool,
}

impl Guard {
    /// Returns whether a passed run says anything about the data: a run that carries out a control is evidence of
    /// that alone, and what an inferred guard looks at is a guess.
    #[must_use]
    pub(crate) fn passing_says_data_is_good(&self) -> bool {
        self.controls.is_empty() && !self.is_inferred
    }

    /// Returns whether it carries out a control.
    #[must_use]
    pub(crate) fn carries_out(&self, control: ControlIx) -> bool {
        self.controls.contains(&control)
    }

    /// Returns whether it carries out a control of a regulation.
    #[must_use]
    pub(crate) fn is_under(&self, regulation: RegulationIx) -> bool {
        self.controls.iter().any(|control| control.regulation == regulation)
    }
}

/// All guards, and the guards of each asset.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guards {
    /// The guards, by their asset.
    pub all: Vec<Guard>,
    /// The positions of the guards of each asset.
    by_asset: AdjacencyList<usize>,
    /// The tables behind guarded assets that hold no data of their own.
    behind: BTreeMap<AssetIx, Vec<AssetIx>>,
}

impl Guards {
    /// Creates the guards of a catalog with this number of assets.
    #[must_use]
    pub(crate) fn new(mut guards: Vec<Guard>, assets: usize) -> Self {
        guards.sort_by_key(|guard| guard.asset);
        let pairs = guards.iter().enumerate().flat_map(|(position, guard)| {
            guard.guarded.iter().map(move |asset| (asset.position(), position))
        });
        let by_asset = AdjacencyList::new(assets, pairs);
        Self { all: guards, by_asset, behind: BTreeMap::new() }
    }

    /// Sets the tables behind guarded assets that hold no data of their own.
    #[must_use]
    pub(crate) fn with_behind(self, behind: BTreeMap<AssetIx, Vec<AssetIx>>) -> Self {
        Self { behind, ..self }
    }

    /// Returns the tables whose data a guarded asset shows if it holds none of its own.
    #[must_use]
    pub(crate) fn behind(&self, asset: AssetIx) -> &[AssetIx] {
        self.behind.get(&asset).map_or(&[], Vec::as_slice)
    }

    /// Extends each guard of a job to the tables that the job writes.
    #[must_use]
    pub(crate) fn extended_to_written_tables(self, assets: &[Asset], edges: &[AssetEdge]) -> Self {
        let is_job = |asset: &AssetIx| !assets[asset.position()].is_table();
        let guarded = self.all.iter().flat_map(|guard| &guard.guarded).copied();
        let jobs: BTreeSet<AssetIx> = guarded.filter(is_job).collect();
        let mut written: BTreeMap<AssetIx, Vec<AssetIx>> = BTreeMap::new();
        for edge in edges.iter().filter(|edge| jobs.contains(&edge.from) && !is_job(&edge.to)) {
            written.entry(edge.from).or_default().push(edge.to);
        }
        if written.is_empty() {
            return self;
        }
        let of_tables = |guard: Guard| {
            let tables = |asset: AssetIx| written.get(&asset).cloned().unwrap_or_else(|| vec![asset]);
            let mut guarded: Vec<AssetIx> = guard.guarded.iter().copied().flat_map(tables).collect();
            guarded.sort_unstable();
            guarded.dedup();
            Guard { guarded, ..guard }
        };
        Self::new(self.all.into_iter().map(of_tables).collect(), assets.len())
    }

    /// Returns the positions of the guards of an asset.
    #[must_use]
    pub(crate) fn guards_of(&self, asset: AssetIx) -> &[usize] {
        if asset.position() < self.by_asset.groups() {
            self.by_asset.neighbours(asset.position())
        } else {
            &[]
        }
    }

    /// Returns the guard that an asset is, if any.
    #[must_use]
    pub(crate) fn guard(&self, asset: AssetIx) -> Option<&Guard> {
        self.position(asset).map(|at| &self.all[at])
    }

    /// Returns whether an asset is a guard that looks at data, and neither carries out a control nor sets a policy: if it
    /// fails, it found something.
    #[must_use]
    pub(crate) fn failing_says_data_is_bad(&self, asset: AssetIx) -> bool {
        self.guard(asset).is_some_and(|guard| guard.controls.is_empty() && !guard.is_policy)
    }

    /// Returns the position of an asset among the guards, if it is one.
    #[must_use]
    pub(crate) fn position(&self, asset: AssetIx) -> Option<usize> {
        self.all.binary_search_by_key(&asset, |guard| guard.asset).ok()
    }

    /// Returns whether an edge is only a guard reading what it guards, which is not a flow of data.
    #[must_use]
    pub(crate) fn is_guard_read(&self, edge: &AssetEdge) -> bool {
        self.guard(edge.to).is_some_and(|guard| guard.guarded.binary_search(&edge.from).is_ok())
    }

    /// Returns whether any guard of tables carries out a control of a regulation.
    #[must_use]
    pub(crate) fn any_under(&self, regulation: RegulationIx) -> bool {
        self.all.iter().any(|guard| guard.is_under(regulation) && !guard.guarded.is_empty())
    }

    /// Returns whether an asset is guarded by a job that carries out a control of a regulation.
    #[must_use]
    pub(crate) fn covers(&self, asset: AssetIx, regulation: RegulationIx) -> bool {
        self.guards_of(asset).iter().any(|at| self.all[*at].is_under(regulation))
    }

    /// Returns these assets and those that the guards among them guard.
    #[must_use]
    pub(crate) fn with_guarded(&self, assets: &[AssetIx]) -> Vec<AssetIx> {
        let mut guarded = assets.to_vec();
        guarded.extend(assets.iter().filter_map(|asset| self.guard(*asset)).flat_map(|guard| &guard.guarded));
        guarded
    }
}

/// What was observed of a guard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum GuardState {
    /// No observation that counts, neither of a success nor of a failure.
    #[default]
    Unseen,
    /// Its last run succeeded.
    Passed {
        /// When.
        at: Timestamp,
    },
    /// Its last run succeeded, but before the table in question was last built.
    Early {
        /// When.
        at: Timestamp,
    },
    /// Its last run or one of its checks failed.
    Failed {
        /// When, if known.
        at: Option<Timestamp>,
    },
}
