//! Jobs that may have been renamed: one of the catalog became silent, and another one has been writing the same
//! tables since.

use super::jobs::{JobRun, RunKey};
use super::join::EvidenceJoin;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::AssetIx;
use crate::read::evidence::observation::Dataset;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// The facts about a job, from its runs.
struct JobHistory<'o> {
    first_start: Timestamp,
    last_event: Timestamp,
    run_count: i32,
    written: BTreeSet<&'o Dataset>,
}

impl JobHistory<'_> {
    /// Returns whether it has sent no event for far longer than the usual time between its runs.
    fn is_silent(&self, now: Timestamp) -> bool {
        let between = self.last_event.duration_since(self.first_start) / (self.run_count - 1).max(1);
        now.duration_since(self.last_event) > (between * 2).max(MIN_SILENCE)
    }
}

/// A job is never silent within this time of its last event.
const MIN_SILENCE: SignedDuration = SignedDuration::from_hours(24);

/// A job of the catalog that became silent, and the one that replaced it.
pub(super) struct Renamed {
    asset: AssetIx,
    job: String,
    last: Timestamp,
    successor: String,
}

/// Returns the jobs of the catalog that became silent before another one, unknown to the catalog, began to write a
/// table that they had written.
pub(super) fn renamed(runs: &BTreeMap<RunKey<'_>, JobRun<'_>>, join: &EvidenceJoin<'_>) -> Vec<Renamed> {
    let mut jobs: BTreeMap<&str, JobHistory<'_>> = BTreeMap::new();
    for ((job, _), run) in runs.iter().filter(|(_, run)| run.node.is_none()) {
        let Some(last) = run.last else { continue };
        let first = run.started_at.unwrap_or(last);
        let history = jobs.entry(job).or_insert(JobHistory {
            first_start: first,
            last_event: last,
            run_count: 0,
            written: BTreeSet::new(),
        });
        history.first_start = history.first_start.min(first);
        history.last_event = history.last_event.max(last);
        history.run_count += 1;
        history.written.extend(&run.writes);
    }
    let mut writers: BTreeMap<&Dataset, Vec<&str>> = BTreeMap::new();
    for (job, history) in jobs.iter().filter(|(job, _)| join.index.job(job).is_empty()) {
        for dataset in &history.written {
            writers.entry(dataset).or_default().push(job);
        }
    }
    let mut pairs = Vec::new();
    for (job, history) in jobs.iter().filter(|(_, history)| history.is_silent(join.now)) {
        let successors =
            history.written.iter().flat_map(|dataset| writers.get(dataset).into_iter().flatten());
        // Of several, the first by name.
        let successor =
            successors.filter(|successor| jobs[**successor].first_start > history.last_event).min();
        let assets = join.index.job(job).iter();
        pairs.extend(successor.into_iter().flat_map(|successor| {
            assets.clone().map(|asset| Renamed {
                asset: *asset,
                job: (*job).to_owned(),
                last: history.last_event,
                successor: (*successor).to_owned(),
            })
        }));
    }
    pairs
}

/// Reports each of these jobs once.
pub(super) fn report(renamed: &[Renamed], join: &EvidenceJoin<'_>, diagnostics: &mut Diagnostics) {
    for Renamed { asset, job, last, successor } in renamed {
        let asset = &join.index.assets[asset.position()];
        let message = format!(
            "the job `{job}` of `{}` was last seen at {last}, and `{successor}` has written the same table since",
            asset.key
        );
        let diagnostic = Diagnostic::warning("renamed-job", message)
            .help(format!("if it was renamed, write `job: {successor}` and `formerly: [{job}]`"));
        diagnostics.push(match asset.declared {
            Some(place) => diagnostic.at(place, "its job is named here"),
            None => diagnostic,
        });
    }
}
