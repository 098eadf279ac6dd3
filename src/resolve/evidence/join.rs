//! Evidence that has been assigned to assets but not yet compared with other evidence.

use super::index::EvidenceIndex;
use super::row_outcomes::{RowOutcome, RowOutcomes};
use crate::model::{
    AssetIx, EvidenceIx, EvidenceOrigin, ExclusionReason, FreshnessCheck, Run, TableSize, TestOutcome,
};
use crate::read::evidence::observation::{Observation, RowRef};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Clocks differ a little.
const TOLERANCE_SECONDS: i64 = 300;

/// What evidence says about assets, row by row, and what is needed to add to it.
pub(super) struct EvidenceJoin<'a> {
    pub(super) index: EvidenceIndex<'a>,
    pub(super) now: Timestamp,
    pub(super) outcomes: RowOutcomes,
    /// The latest moment in each file.
    pub(super) newest: BTreeMap<EvidenceIx, Timestamp>,
    /// The latest moment in each file that is still in the future.
    pub(super) future: BTreeMap<EvidenceIx, Timestamp>,
    // Boxed, because these long lists are sorted.
    pub(super) runs: Vec<(AssetIx, Box<FoundRun>)>,
    pub(super) tests: Vec<(super::index::TestAt, Box<TestResult>)>,
    pub(super) checks: Vec<(CheckKey, Box<TestResult>)>,
    pub(super) freshness: Vec<(AssetIx, FreshnessCheck, RowRef)>,
    /// The newest size of each asset's table.
    pub(super) sizes: BTreeMap<AssetIx, TableSize>,
    /// The newest report that each asset had rows, with their number.
    pub(super) filled: BTreeMap<AssetIx, (Timestamp, u64)>,
    /// The newest excluded observation of each asset.
    pub(super) excluded: BTreeMap<AssetIx, (Timestamp, ExclusionReason)>,
    /// The namespaces under which each asset was observed.
    pub(super) systems: BTreeMap<AssetIx, BTreeSet<Arc<str>>>,
}

impl<'a> EvidenceJoin<'a> {
    /// Returns a join of nothing yet.
    pub(super) fn new(index: EvidenceIndex<'a>, outcomes: RowOutcomes, now: Timestamp) -> Self {
        Self {
            index,
            now,
            outcomes,
            newest: BTreeMap::new(),
            future: BTreeMap::new(),
            runs: Vec::new(),
            tests: Vec::new(),
            checks: Vec::new(),
            freshness: Vec::new(),
            sizes: BTreeMap::new(),
            filled: BTreeMap::new(),
            excluded: BTreeMap::new(),
            systems: BTreeMap::new(),
        }
    }
}

/// An observed run of an asset.
pub(super) struct FoundRun {
    pub(super) run: Run,
    pub(super) invocation: Option<Arc<str>>,
    /// The first row that reports it, if any: a run may be known from its child runs alone.
    pub(super) row: Option<RowRef>,
    /// The other rows that report it.
    pub(super) more: Vec<RowRef>,
}

impl FoundRun {
    /// Every row that reports it.
    pub(super) fn rows(&self) -> impl Iterator<Item = RowRef> + '_ {
        self.more.iter().copied().chain(self.row)
    }
}

/// The result of a test or a check.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TestResult {
    pub(super) at: Timestamp,
    pub(super) outcome: TestOutcome,
    pub(super) failures: Option<u64>,
    pub(super) message: String,
    pub(super) origin: EvidenceOrigin,
    pub(super) invocation: Option<Arc<str>>,
    pub(super) row: RowRef,
}

/// Identifies a check of a dataset.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CheckKey {
    pub(super) asset: AssetIx,
    /// The namespace of the dataset, if the asset was observed under several.
    pub(super) system: Option<Arc<str>>,
    pub(super) name: String,
    pub(super) column: Option<String>,
    pub(super) arguments: String,
    /// The job that made it, unless dbt did: checks of one name by two tools are two checks.
    pub(super) job: Option<Arc<str>>,
}

/// Returns whether a moment has passed, as far as clocks agree.
pub(super) fn has_come(moment: Timestamp, now: Timestamp) -> bool {
    moment.as_second() <= now.as_second() + TOLERANCE_SECONDS
}

impl EvidenceJoin<'_> {
    /// Adds the reported size of a table: the newest one counts.
    pub(super) fn add_size(&mut self, asset: AssetIx, size: TableSize) {
        let known = self.sizes.entry(asset).or_insert(size);
        *known = (*known).max(size);
    }

    /// Adds that a table had rows, if it had any: what was there once says that none is unusual.
    pub(super) fn add_filled(&mut self, asset: AssetIx, size: TableSize) {
        let Some(rows) = size.rows.filter(|rows| *rows > 0) else { return };
        let known = self.filled.entry(asset).or_insert((size.at, rows));
        *known = (*known).max((size.at, rows));
    }

    /// Returns the moment of an observation, if it has one that has passed; otherwise what happens to its row.
    pub(super) fn moment(&mut self, observation: &Observation) -> Result<Timestamp, ExclusionReason> {
        let moment = observation.at.ok_or(ExclusionReason::NoTime)?;
        let file = observation.row.file;
        if !has_come(moment, self.now) {
            let latest = self.future.entry(file).or_insert(moment);
            *latest = moment.max(*latest);
            return Err(ExclusionReason::Future);
        }
        let newest = self.newest.entry(file).or_insert(moment);
        *newest = moment.max(*newest);
        Ok(moment)
    }

    /// Excludes a row that is not about the production state of an asset.
    pub(super) fn exclude_row(&mut self, asset: AssetIx, observation: &Observation, reason: ExclusionReason) {
        self.outcomes.set(observation.row, RowOutcome::Excluded(reason));
        if let Some(at) = observation.at.filter(|at| has_come(*at, self.now)) {
            let known = self.excluded.entry(asset).or_insert((at, reason));
            *known = (*known).max((at, reason));
        }
    }

    /// Returns the namespace if the asset has several that must be distinguished.
    pub(super) fn system(&self, asset: AssetIx, namespace: &Arc<str>) -> Option<Arc<str>> {
        let several = self.systems.get(&asset).is_some_and(|systems| systems.len() > 1);
        several.then(|| Arc::clone(namespace))
    }

    /// Returns the position of a namespace among those of an asset.
    pub(super) fn system_at(&self, asset: AssetIx, namespace: Option<&Arc<str>>) -> Option<u16> {
        let at = self.systems.get(&asset)?.iter().position(|known| Some(known) == namespace)?;
        u16::try_from(at).ok()
    }
}
