//! What guards say of what they look after: the failure of a guard is a failing check of every asset that it
//! guards, and a run that did its work a passing one.
//!
//! A guard that carries out a control is evidence of that control and of nothing else: that an access policy
//! was applied says nothing about the data, so it makes nothing healthy. Of a guard that was not seen nothing is
//! claimed.

use super::Clock;
use super::assets::{self, GuardFinding};
use crate::model::{AssetAssessment, Guard, GuardState, Outcome, Reason, Status, StatusFact};
use rayon::prelude::*;

/// What was seen of each guard, and what follows for each asset that it guards, in the catalog's order.
///
/// What guards a guard tells nothing of what that one guards.
pub(super) fn guards(clock: &Clock<'_>) -> (Vec<GuardState>, Vec<GuardFinding>) {
    let look = |guard: &Guard| {
        let own = assets::own(clock.catalog.asset(guard.asset), guard.asset, &[], clock);
        let state = state(guard, &own, clock);
        let vouches = matches!(state, GuardState::Passed { .. }) && guard.checks_data();
        (state, GuardFinding { failure: failure(guard, &own), vouching: vouches.then_some(guard.asset) })
    };
    clock.catalog.guards.all.par_iter().map(look).unzip()
}

/// How the failure of a guard is told of what it guards.
fn failure(guard: &Guard, own: &AssetAssessment) -> Option<Reason> {
    let first = own.reasons.iter().find(|reason| is_own_failure(reason))?;
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
