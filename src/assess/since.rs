//! Since when a problem has existed, as far as evidence shows.

use crate::model::{
    AssetIx, Catalog, Measure, NewestRow, Onset, Reason, Run, RunOutcome, Status, StatusFact,
};
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

/// Returns since when an asset has had problems of its own that are at least this bad: its first failure after its last
/// success, or the moment from which its data was too old, whichever is earlier.
pub(super) fn since(
    asset: AssetIx,
    reasons: &[Reason],
    at_least: Status,
    catalog: &Catalog,
) -> Option<Onset> {
    let runs = catalog.observations.assets.get(asset).map_or(&[][..], |seen| &seen.runs);
    // Tables of one name on several systems are separate tables: a success of one does not end the failure of another.
    let systems: BTreeSet<Option<u16>> = runs.iter().map(|run| run.system).collect();
    let failed: Vec<Onset> = systems.into_iter().filter_map(|system| first_failure(runs, system)).collect();
    let zone = &catalog.settings.time_zone;
    // Failed runs are found in the history; the reason names only the last one.
    let unreported = reasons.iter().filter(|reason| {
        let is_reported = !failed.is_empty() && matches!(reason.fact, StatusFact::RunFailed { .. });
        reason.status >= at_least && !is_reported
    });
    let moments = failed.iter().copied().chain(unreported.filter_map(|reason| onset(reason, zone)));
    let first = moments.clone().min()?;
    Some(Onset { is_known: moments.into_iter().all(|moment| moment.is_known), ..first })
}

/// Returns when the runs on a system first failed after their last success.
fn first_failure(runs: &[Run], system: Option<u16>) -> Option<Onset> {
    let mut failed = None;
    for run in runs.iter().rev().filter(|run| run.system == system) {
        match run.outcome {
            RunOutcome::Success => return failed.map(|at| Onset { at, is_known: true }),
            RunOutcome::Error => failed = Some(run.at),
            _ => {}
        }
    }
    failed.map(|at| Onset { at, is_known: false })
}

/// Returns when a single problem began: for old data, when it became too old. For a missed run this is when it was last
/// due, and for anything else when it was observed; both may have begun earlier.
pub(super) fn onset(reason: &Reason, zone: &TimeZone) -> Option<Onset> {
    let known_since = |at| Onset { at, is_known: true };
    let at_latest_since = |at| Onset { at, is_known: false };
    let reported = || reason.at.map(at_latest_since);
    match &reason.fact {
        StatusFact::BreaksPromise { measure, .. } | StatusFact::PromiseBroken { measure, .. } => {
            match measure {
                Measure::DataAsOf { late_since: Some(since), .. } => Some(known_since(*since)),
                Measure::Ready { due, .. } => Some(at_latest_since(*due)),
                _ => reported(),
            }
        }
        StatusFact::Overdue { missed, .. } => missed.as_ref().map(|missed| at_latest_since(missed.due)),
        StatusFact::SourceLate { loaded: NewestRow::At(at), limit: Some(limit) } => {
            let too_old = limit.after_moment(&at.to_zoned(zone.clone()));
            too_old.map(|at| known_since(at.timestamp())).or_else(reported)
        }
        // The last run of an asset that ran too early was fine until its input was rebuilt.
        StatusFact::Behind { built_at, .. } => Some(at_latest_since(*built_at)),
        _ => reported(),
    }
}
