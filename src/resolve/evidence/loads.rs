//! The assets that a run loads: the asset of its node or job, and the tables that it writes.

use super::jobs::{JobRun, RunKey};
use super::join::EvidenceJoin;
use super::row_outcomes::RowOutcome;
use super::tables::Parents;
use crate::model::{AssetIx, ExclusionReason, RunOutcome};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An asset, with the system that it was loaded in if only the table shows that.
pub(super) type LoadedIn = (AssetIx, Option<Arc<str>>);

/// Returns the assets that a run loads, and what happens to its rows unless they are used.
pub(super) fn loaded_by(
    key: RunKey<'_>,
    run: &JobRun<'_>,
    parents: &Parents<'_>,
    join: &EvidenceJoin<'_>,
) -> (BTreeSet<LoadedIn>, RowOutcome) {
    let mut loads: BTreeSet<LoadedIn> = BTreeSet::new();
    let node = run.node.and_then(|id| join.index.key(id));
    let made_elsewhere = node.is_some_and(|asset| is_made_elsewhere(asset, run, join));
    loads.extend(node.filter(|_| !made_elsewhere).map(|asset| (asset, None)));
    loads.extend(join.index.job(key.0).iter().map(|asset| (*asset, None)));
    let mut known = node.is_some();
    let mut elsewhere = false;
    for dataset in run.writes.iter().chain(&run.reads) {
        let dataset_match = join.index.dataset(dataset);
        known |= !dataset_match.assets.is_empty();
        elsewhere |= dataset_match.elsewhere;
        if run.node.is_none() && run.writes.contains(dataset) {
            // Runs of assets that dbt builds are reported by dbt itself.
            let loaded = dataset_match.assets.into_iter().filter(|(asset, _)| join.index.is_loaded(*asset));
            loads.extend(loaded.map(|(asset, namespace)| (asset, join.system(asset, &namespace))));
        }
    }
    // Assets matched by job need no match by table.
    let by_job: BTreeSet<AssetIx> = join.index.job(key.0).iter().copied().collect();
    loads.retain(|(asset, system)| system.is_none() || !by_job.contains(asset));
    // A failure of a known job is reported there, and not again for each table that it should have written.
    let went_well = run.end.as_ref().is_some_and(|end| end.outcome == RunOutcome::Success);
    if !went_well
        && loads.iter().any(|(asset, _)| join.index.is_dataset(*asset))
        && !parents.owners(key.0, &join.index).is_empty()
    {
        loads.retain(|(asset, _)| !join.index.is_dataset(*asset));
    }
    let outcome = if made_elsewhere {
        RowOutcome::Excluded(ExclusionReason::AnotherTable)
    } else if !loads.is_empty() {
        RowOutcome::Excluded(ExclusionReason::RepeatedReport)
    } else if known {
        RowOutcome::Excluded(ExclusionReason::NoFinding)
    } else if elsewhere {
        RowOutcome::Excluded(ExclusionReason::AnotherSystem)
    } else {
        RowOutcome::Unmatched
    };
    (loads, outcome)
}

/// Returns whether a dbt node wrote only tables other than the one in the manifest.
fn is_made_elsewhere(asset: AssetIx, run: &JobRun<'_>, join: &EvidenceJoin<'_>) -> bool {
    let Some(relation) = join.index.assets[asset.position()].relation.as_deref() else { return false };
    let mut names = run.writes.iter().flat_map(|dataset| &dataset.names).peekable();
    names.peek().is_some() && !names.any(|(_, name)| join.index.settings.is_production(name, relation))
}
