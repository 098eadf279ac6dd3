//! Tables that a job dropped, renamed or emptied: data from earlier runs no longer exists.

use super::jobs::{JobRun, RunKey};
use super::join::{EvidenceJoin, FoundRun};
use crate::model::{AssetIx, EvidenceOrigin, FailureCause, Run, RunOutcome, TableLoss};
use crate::read::evidence::observation::Dataset;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The loss of a table, with the run that caused it.
struct Loss<'o> {
    at: Timestamp,
    how: TableLoss,
    by: RunKey<'o>,
}

/// The tables that were lost and not built again since, each with its time; emptied tables only if they are behind
/// output ports. A failed run is not known to have dropped anything.
pub(super) struct LostTables<'o>(BTreeMap<AssetIx, Loss<'o>>);

impl<'o> LostTables<'o> {
    /// Finds the lost tables, and removes them from the outputs of earlier runs. dbt's own reports must be added
    /// before.
    pub(super) fn found(
        runs: &mut BTreeMap<RunKey<'o>, JobRun<'o>>,
        outputs: &BTreeSet<AssetIx>,
        join: &EvidenceJoin<'_>,
    ) -> Self {
        let assets = |dataset: &Dataset| -> Vec<AssetIx> {
            join.index.dataset(dataset).assets.into_iter().map(|(asset, _)| asset).collect()
        };
        let mut lost: BTreeMap<AssetIx, Loss<'_>> = BTreeMap::new();
        for (key, run) in runs.iter().filter(|(_, run)| !run.lost.is_empty()) {
            let Some(end) = run.end.as_ref().filter(|end| end.outcome == RunOutcome::Success) else {
                continue;
            };
            // Tables that the same run also writes have been built again.
            for (dataset, how) in run.lost.iter().filter(|(dataset, _)| !run.writes.contains(*dataset)) {
                // Intermediate tables are often emptied once their data has been passed on.
                let is_missed = |asset: &AssetIx| *how != TableLoss::Emptied || outputs.contains(asset);
                for asset in assets(dataset).into_iter().filter(is_missed) {
                    let loss = Loss { at: end.at, how: *how, by: *key };
                    let is_newer = |known: &Loss<'_>| (known.at, known.how) < (loss.at, loss.how);
                    if lost.get(&asset).is_none_or(is_newer) {
                        lost.insert(asset, loss);
                    }
                }
            }
        }
        if lost.is_empty() {
            return Self(lost);
        }
        let is_lost = |lost: &BTreeMap<AssetIx, Loss<'_>>, asset: &AssetIx, at: Option<Timestamp>| {
            lost.get(asset).is_some_and(|loss| at <= Some(loss.at))
        };
        let mut made: BTreeSet<AssetIx> = BTreeSet::new();
        for run in runs.values_mut() {
            let (last, written_at) = (run.last, run.written_at());
            run.writes.retain(|dataset| {
                let assets = assets(dataset);
                let is_gone = !assets.is_empty() && assets.iter().all(|asset| is_lost(&lost, asset, last));
                // An emptied table is still an output of the run.
                let is_emptied = |asset: &AssetIx| lost[asset].how == TableLoss::Emptied;
                let is_kept = !is_gone || assets.iter().all(is_emptied);
                // A run that only started or failed has not built it again.
                made.extend(
                    assets
                        .into_iter()
                        .filter(|asset| written_at.is_some() && !is_lost(&lost, asset, written_at)),
                );
                is_kept
            });
        }
        let reported = join.runs.iter().filter(|(_, found)| found.run.outcome == RunOutcome::Success);
        let again = reported.filter(|(asset, found)| !is_lost(&lost, asset, Some(found.run.at)));
        made.extend(again.map(|(asset, _)| *asset));
        lost.retain(|asset, _| !made.contains(asset));
        Self(lost)
    }

    /// Returns the tables that no longer exist, at least not by that name. Emptied ones still exist.
    pub(super) fn dropped(&self) -> BTreeSet<AssetIx> {
        let losses = self.0.iter().filter(|(_, loss)| loss.how != TableLoss::Emptied);
        losses.map(|(asset, _)| *asset).collect()
    }

    /// Adds each loss as a failure of its table. Earlier builds of the table no longer count.
    pub(super) fn add(&self, runs: &BTreeMap<RunKey<'o>, JobRun<'o>>, join: &mut EvidenceJoin<'_>) {
        if self.0.is_empty() {
            return;
        }
        join.runs.retain(|(asset, found_run)| {
            let loss = self.0.get(asset).filter(|_| found_run.run.outcome == RunOutcome::Success);
            loss.is_none_or(|loss| found_run.run.at > loss.at)
        });
        for (asset, loss) in &self.0 {
            let Some(run) = runs.get(&loss.by) else { continue };
            let (job, _) = loss.by;
            let lost = Run {
                at: loss.at,
                started_at: None,
                duration: None,
                outcome: RunOutcome::Error,
                failure: FailureCause::TableGone { how: loss.how, job: job.to_owned() },
                is_streaming: false,
                origin: EvidenceOrigin {
                    file: run.ends.iter().map(|row| row.file).max(),
                    job: Some(Arc::from(job)),
                },
                system: None,
                link: run.link.cloned(),
                query: run.query.cloned(),
                names: Arc::default(),
            };
            let more = run.ends.get(1..).unwrap_or_default().to_vec();
            let row = run.ends.first().copied();
            join.runs.push((*asset, Box::new(FoundRun { run: lost, invocation: None, row, more })));
        }
    }
}
