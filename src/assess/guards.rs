//! What guards say of what they look after: the failure of a guard is a failing check of every asset that it
//! guards, and a run that did its work a passing one.
//!
//! A guard that carries out a control is evidence of that control and of nothing else: that an access policy
//! was applied says nothing about the data, so it makes nothing healthy. Of a guard that was not seen nothing is
//! claimed.

use super::Clock;
use crate::model::{AssetAssessment, Guard, GuardState, Outcome, Reason, Status, StatusFact};
use std::cmp::Reverse;

/// Tells every guarded asset what its guards found; returns what was seen of each guard, in the catalog's order.
pub(super) fn guard(assets: &mut [AssetAssessment], clock: &Clock<'_>) -> Vec<GuardState> {
    let catalog = clock.catalog;
    let states: Vec<(GuardState, Option<Reason>)> = catalog
        .guards
        .all
        .iter()
        .map(|guard| (state(guard, &assets[guard.asset.position()], clock), failure(guard, assets)))
        .collect();
    for (guard, (state, failure)) in catalog.guards.all.iter().zip(&states) {
        for at in &guard.guarded {
            let asset = &mut assets[at.position()];
            if let Some(reason) = failure {
                asset.reasons.push(reason.clone());
                asset.reasons.sort_by_key(|reason| Reverse(reason.status));
                asset.status = asset.status.max(Some(reason.status));
            } else if matches!(state, GuardState::Passed { .. }) && guard.checks_data() {
                asset.checked |= !catalog.asset(*at).external;
                // What somebody compared with what it brings needs no run to be seen.
                if asset.reasons.iter().any(|one| one.fact == StatusFact::NoJob) {
                    asset.reasons.retain(|one| one.fact != StatusFact::NoJob);
                    asset.status = asset.reasons.first().map(|one| one.status);
                }
                if asset.checked && matches!(asset.status, None | Some(Status::Unchecked)) {
                    asset.status = Some(Status::Healthy);
                }
            }
        }
    }
    states.into_iter().map(|(state, _)| state).collect()
}

/// How the failure of a guard is told of what it guards.
fn failure(guard: &Guard, assets: &[AssetAssessment]) -> Option<Reason> {
    let own = &assets[guard.asset.position()].reasons;
    let first = own.iter().find(|reason| is_own_failure(reason))?;
    let fact = StatusFact::GuardFailed { guard: guard.asset, why: Box::new(first.fact.clone()) };
    Some(Reason { status: Status::Failing, fact, ..first.clone() })
}

/// Whether something of the guard itself failed, and not a guard of the guard.
fn is_own_failure(reason: &Reason) -> bool {
    reason.status.is_broken() && !matches!(reason.fact, StatusFact::GuardFailed { .. })
}

/// What was seen of a guard itself.
fn state(guard: &Guard, own: &AssetAssessment, clock: &Clock<'_>) -> GuardState {
    if let Some(failed) = own.reasons.iter().find(|reason| is_own_failure(reason)) {
        return GuardState::Failed { at: failed.at };
    }
    let is_known = own.reasons.iter().all(|reason| reason.status == Status::Warning);
    let runs = clock.catalog.observations.assets.get(guard.asset).map_or(&[][..], |seen| &seen.runs);
    let passed = runs.iter().rev().find(|run| run.outcome == Outcome::Success);
    match passed.filter(|run| is_known && !clock.is_too_old(guard.asset, run.at)) {
        Some(run) => GuardState::Passed { at: run.at },
        None => GuardState::Unseen,
    }
}
