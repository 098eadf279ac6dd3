//! Whether guards did their work before or after the tables were made that they look after.

use super::{AssetIx, Catalog, GuardState, RunIntervals, last_good, too_early};

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
    /// Whether the last good run of a guard began before a table was last made, as far as evidence reaches.
    #[must_use]
    pub(crate) fn is_guarded_early(&self, guard: AssetIx, table: AssetIx) -> bool {
        let (looks, made) = (self.runs(guard), self.runs(table));
        let Some((last, now)) = last_good(looks).zip(self.observations.newest) else { return false };
        too_early(looks, last, made, &RunIntervals::default(), now).is_some()
    }
}
