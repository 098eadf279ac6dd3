//! Tables that a job dropped or renamed: what was written before is no longer there.

use super::jobs::{JobRun, RunKey};
use super::join::EvidenceJoin;
use crate::model::{AssetIx, Outcome};
use crate::read::evidence::observation::Dataset;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Forgets of each run the tables that were dropped after it, and returns those that nothing has written since. Of a
/// run that did not go well nobody knows what it dropped; what dbt makes, it makes again.
pub(super) fn forget_dropped(
    runs: &mut BTreeMap<RunKey<'_>, JobRun<'_>>,
    join: &EvidenceJoin<'_>,
) -> BTreeSet<AssetIx> {
    let loaded = |dataset: &Dataset| -> Vec<AssetIx> {
        let meant = join.index.dataset(dataset).assets.into_iter().map(|(asset, _)| asset);
        meant.filter(|asset| join.index.is_loaded(*asset)).collect()
    };
    let mut dropped: BTreeMap<AssetIx, Timestamp> = BTreeMap::new();
    for run in runs.values().filter(|run| !run.dropped.is_empty()) {
        let Some(end) = run.end.as_ref().filter(|end| end.outcome == Outcome::Success) else { continue };
        // What the same run writes it has made anew.
        for dataset in run.dropped.difference(&run.writes) {
            for asset in loaded(dataset) {
                let known = dropped.entry(asset).or_insert(end.at);
                *known = (*known).max(end.at);
            }
        }
    }
    if dropped.is_empty() {
        return BTreeSet::new();
    }
    let mut written = BTreeSet::new();
    for run in runs.values_mut() {
        let last = run.last;
        run.writes.retain(|dataset| {
            let assets = loaded(dataset);
            let is_before = |asset: &AssetIx| dropped.get(asset).is_some_and(|at| last <= Some(*at));
            let is_gone = !assets.is_empty() && assets.iter().all(is_before);
            if !is_gone {
                written.extend(assets);
            }
            !is_gone
        });
    }
    dropped.into_keys().filter(|asset| !written.contains(asset)).collect()
}
