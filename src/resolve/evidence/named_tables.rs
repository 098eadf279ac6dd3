//! The known tables that the runs of declared jobs name, themselves or in a part of them.

use super::jobs::{JobRun, RunKey};
use super::join::EvidenceJoin;
use super::tables::MAX_RUN_DEPTH;
use crate::model::AssetIx;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The tables that each run of a declared job names. Runs that name none have no entry.
pub(super) struct NamedTables<'o>(BTreeMap<RunKey<'o>, Arc<[AssetIx]>>);

impl<'o> NamedTables<'o> {
    /// Collects what the runs read and wrote. A part of a run names its tables for the whole run.
    pub(super) fn of(runs: &BTreeMap<RunKey<'o>, JobRun<'o>>, join: &EvidenceJoin<'_>) -> Self {
        let mut named: BTreeMap<RunKey<'o>, BTreeSet<AssetIx>> = BTreeMap::new();
        for (key, run) in runs {
            let whole = std::iter::successors(Some(*key), |key| runs.get(key)?.parent).take(MAX_RUN_DEPTH);
            let declared = whole.filter(|(job, _)| !join.index.job(job).is_empty());
            let declared: BTreeSet<RunKey<'o>> = declared.collect();
            if declared.is_empty() {
                continue;
            }
            let datasets = run.reads.iter().chain(&run.writes);
            let tables = datasets.flat_map(|dataset| join.index.dataset(dataset).assets);
            for (table, _) in tables {
                for whole in &declared {
                    named.entry(*whole).or_default().insert(table);
                }
            }
        }
        Self(named.into_iter().map(|(key, tables)| (key, tables.into_iter().collect())).collect())
    }

    /// Returns the tables that a run names, sorted.
    pub(super) fn by(&self, run: RunKey<'_>) -> Arc<[AssetIx]> {
        self.0.get(&run).cloned().unwrap_or_default()
    }
}
