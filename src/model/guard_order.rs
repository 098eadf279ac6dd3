//! What the runs of a guard say about each table that it guards: whether a run looked at it, and before or after it was
//! built. The data of a view or a dashboard is built where the tables behind it are.

use super::{
    AdjacencyList, AssetIx, Catalog, GuardState, Run, RunIntervals, RunOutcome, asset_readers, is_after,
    is_shown_through, last_made, shown_tables, started_at, too_early, upstream_first,
};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// The time within which the runs of a guard that looks at one table in each run are one round.
const ROUND: SignedDuration = SignedDuration::from_hours(12);

impl GuardState {
    /// Returns what the state of a guard means for a table. A run says nothing about tables that it does not name,
    /// unless it names none at all, and a run before the table was built says nothing about its current data.
    #[must_use]
    pub(crate) fn of_table(self, guard: AssetIx, table: AssetIx, catalog: &Catalog) -> Self {
        match self {
            Self::Passed { at } => catalog.passed_for(guard, table, at),
            // Checks of the guard itself name no tables.
            Self::Failed { at } if !catalog.is_failed_look(guard, at) => self,
            Self::Failed { .. } => match catalog.last_look(guard, table) {
                Some(run) if run.outcome == RunOutcome::Error => Self::Failed { at: Some(run.at) },
                Some(run) => catalog.passed_for(guard, table, run.at),
                None => Self::Unseen,
            },
            state => state,
        }
    }
}

impl Catalog {
    /// Returns whether a run of a guard began before a table, or a table behind it, was last built.
    fn is_early_look(&self, guard: AssetIx, table: AssetIx, look: &Run) -> bool {
        let Some(now) = self.observations.newest else { return false };
        // A rebuilt view counts too: what was set on it may be gone, and it may show something else.
        let mut tables = std::iter::once(&table).chain(self.guards.behind(table));
        let looks = self.runs(guard);
        tables.any(|table| too_early(looks, look, self.runs(*table), &RunIntervals::default(), now).is_some())
    }

    /// Returns what a guard that passed at this moment found in a table.
    fn passed_for(&self, guard: AssetIx, table: AssetIx, at: Timestamp) -> GuardState {
        let Some(look) = self.last_look(guard, table).filter(|run| run.outcome == RunOutcome::Success) else {
            return GuardState::Unseen;
        };
        if self.is_early_look(guard, table, look) {
            return GuardState::Early { at: look.at };
        }
        let last = self.looks(guard).next();
        if last.is_some_and(|last| last.at == look.at) {
            return GuardState::Passed { at };
        }
        // What a policy no longer names may have lost it. A check that looks at one table in each run has looked at all
        // of them in a round, as long as each is still the same.
        let is_policy = self.guards.guard(guard).is_none_or(|guard| guard.is_policy);
        let is_of_round = last.is_some_and(|last| last.at.duration_since(look.at) <= ROUND);
        let began_at = started_at(look);
        let is_same =
            last_made(self.runs(table), Timestamp::MAX).is_some_and(|made| !is_after(made, began_at));
        match !is_policy && is_of_round && is_same {
            true => GuardState::Passed { at: look.at },
            false => GuardState::Unseen,
        }
    }

    /// Returns the last run of a guard that passed or failed and looked at a table: it names the table, or stands for all.
    #[must_use]
    pub(crate) fn last_look(&self, guard: AssetIx, table: AssetIx) -> Option<&Run> {
        // Only tables can be named in an event.
        let is_nameable = self.asset(table).is_table();
        let guarded = self.guards.guard(guard).map_or(&[][..], |guard| &guard.guarded);
        self.looks(guard).find(|run| {
            let names = |table: &AssetIx| run.names.binary_search(table).is_ok();
            if !is_nameable || run.names.is_empty() || names(&table) {
                return true;
            }
            // A failure is hidden nowhere: if it names none of the guarded tables, it may be about any of them.
            run.outcome == RunOutcome::Error && !guarded.iter().any(names)
        })
    }

    /// Returns the runs of a guard that passed or failed, newest first.
    fn looks(&self, guard: AssetIx) -> impl Iterator<Item = &Run> {
        let asset = self.asset(guard);
        let is_own = |run: &&Run| {
            let job = run.origin.job.as_deref();
            asset.job.is_none() || job.is_none_or(|job| asset.names_job(job))
        };
        let ended = |run: &&Run| matches!(run.outcome, RunOutcome::Success | RunOutcome::Error);
        self.runs(guard).iter().rev().filter(ended).filter(is_own)
    }

    /// Returns the state of a guard by its last run alone, whatever its age.
    #[must_use]
    pub(crate) fn state_by_last_run(&self, guard: AssetIx) -> GuardState {
        match self.looks(guard).next() {
            Some(run) if run.outcome == RunOutcome::Error => GuardState::Failed { at: Some(run.at) },
            Some(run) => GuardState::Passed { at: run.at },
            None => GuardState::Unseen,
        }
    }

    /// Returns whether a run of a guard failed at this moment.
    fn is_failed_look(&self, guard: AssetIx, at: Option<Timestamp>) -> bool {
        self.looks(guard).any(|run| run.outcome == RunOutcome::Error && Some(run.at) == at)
    }

    /// Returns the guarded tables for which the last run of a guard that looked at them failed, each with that run.
    #[must_use]
    pub(crate) fn failed_tables(&self, guard: AssetIx) -> Vec<(AssetIx, &Run)> {
        if !self.looks(guard).any(|run| run.outcome == RunOutcome::Error) {
            return Vec::new();
        }
        let guarded = self.guards.guard(guard).map_or(&[][..], |guard| &guard.guarded);
        let looked_at = guarded.iter().filter_map(|table| Some((*table, self.last_look(guard, *table)?)));
        looked_at.filter(|(_, look)| look.outcome == RunOutcome::Error).collect()
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
