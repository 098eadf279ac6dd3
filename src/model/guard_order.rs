//! Whether guards did their work before or after the tables were made that they look after. What a view or a
//! dashboard shows is made where the tables behind it are.

use super::{
    AdjacencyList, AssetIx, Catalog, GuardState, RunIntervals, asset_readers, is_shown_through, last_good,
    last_made, shown_tables, too_early, upstream_first,
};
use jiff::Timestamp;
use std::collections::BTreeMap;

impl GuardState {
    /// What the state of a guard says of a table: a run before the table was made says nothing of what is there now.
    #[must_use]
    pub(crate) fn of_table(self, guard: AssetIx, table: AssetIx, catalog: &Catalog) -> Self {
        match self {
            Self::Passed { at } if catalog.is_guarded_early(guard, table) => Self::Early { at },
            state => state,
        }
    }
}

impl Catalog {
    /// Whether the last good run of a guard began before a table was last made, or before a table behind it was, as far
    /// as evidence reaches.
    #[must_use]
    pub(crate) fn is_guarded_early(&self, guard: AssetIx, table: AssetIx) -> bool {
        let looks = self.runs(guard);
        let Some((last, now)) = last_good(looks).zip(self.observations.newest) else { return false };
        // A view that is made anew counts too: what was set on it may be gone, and it may show something else.
        let mut tables = std::iter::once(&table).chain(self.guards.behind(table));
        tables.any(|made| too_early(looks, last, self.runs(*made), &RunIntervals::default(), now).is_some())
    }

    /// The tables behind each guarded asset that holds no data of its own.
    #[must_use]
    pub(crate) fn tables_behind_guarded(&self) -> BTreeMap<AssetIx, Vec<AssetIx>> {
        let guarded = self.guards.all.iter().flat_map(|guard| &guard.guarded).copied();
        let mut through = guarded.filter(|at| is_shown_through(self.asset(*at), self.runs(*at))).peekable();
        if through.peek().is_none() {
            return BTreeMap::new();
        }
        let edges = self.asset_edges.iter();
        let upstream =
            AdjacencyList::new(self.assets.len(), edges.map(|edge| (edge.to.position(), edge.from)));
        let order = upstream_first(&upstream, &asset_readers(self));
        let made = |at: AssetIx| last_made(self.runs(at), Timestamp::MAX);
        let shown = shown_tables(self, &order, |at| upstream.of(at.position()), made);
        through.map(|at| (at, shown[at.position()].clone())).collect()
    }
}
