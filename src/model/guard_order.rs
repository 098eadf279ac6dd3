//! Whether guards ran before or after the tables that they guard were built. The data of a view or a dashboard is
//! built where the tables behind it are.

use super::{
    AdjacencyList, AssetIx, Catalog, GuardState, RunIntervals, asset_readers, is_shown_through, last_good,
    last_made, shown_tables, too_early, upstream_first,
};
use jiff::Timestamp;
use std::collections::BTreeMap;

impl GuardState {
    /// Returns what the state of a guard means for a table: a run before the table was built says nothing about its
    /// current data.
    #[must_use]
    pub(crate) fn of_table(self, guard: AssetIx, table: AssetIx, catalog: &Catalog) -> Self {
        match self {
            Self::Passed { at } if catalog.is_guarded_early(guard, table) => Self::Early { at },
            state => state,
        }
    }
}

impl Catalog {
    /// Returns whether the last successful run of a guard began before a table, or a table behind it, was last built,
    /// as far as evidence reaches.
    #[must_use]
    pub(crate) fn is_guarded_early(&self, guard: AssetIx, table: AssetIx) -> bool {
        let looks = self.runs(guard);
        let Some((last, now)) = last_good(looks).zip(self.observations.newest) else { return false };
        // A rebuilt view counts too: what was set on it may be gone, and it may show something else.
        let mut tables = std::iter::once(&table).chain(self.guards.behind(table));
        tables.any(|table| too_early(looks, last, self.runs(*table), &RunIntervals::default(), now).is_some())
    }

    /// Returns the tables behind each guarded asset that holds no data of its own.
    #[must_use]
    pub(crate) fn tables_behind_guarded(&self) -> BTreeMap<AssetIx, Vec<AssetIx>> {
        let guarded = self.guards.all.iter().flat_map(|guard| &guard.guarded).copied();
        let mut through =
            guarded.filter(|asset| is_shown_through(self.asset(*asset), self.runs(*asset))).peekable();
        if through.peek().is_none() {
            return BTreeMap::new();
        }
        let edges = self.asset_edges.iter();
        let upstream =
            AdjacencyList::new(self.assets.len(), edges.map(|edge| (edge.to.position(), edge.from)));
        let order = upstream_first(&upstream, &asset_readers(self));
        let built_at = |at: AssetIx| last_made(self.runs(at), Timestamp::MAX);
        let shown = shown_tables(self, &order, |at| upstream.neighbours(at.position()), built_at);
        through.map(|at| (at, shown[at.position()].clone())).collect()
    }
}
