//! What guards mean for the assets that they guard: a failed guard is a failing check of every asset that it guards,
//! and a successful run a passing one.
//!
//! A guard that carries out a control is evidence of that control and of nothing else: an applied access policy says
//! nothing about the data, so it makes nothing healthy. A guard without observations has no effect.

use super::AssessContext;
use super::assets::{self, GuardOutcome};
use crate::model::{
    AssetAssessment, EarlierFailure, Guard, GuardState, Reason, RunOutcome, Status, StatusFact,
};
use rayon::prelude::*;
use std::cmp::Reverse;

/// Returns what was observed of each guard, and what that means for the assets that it guards, in catalog order.
///
/// A guard of a guard has no effect on the assets of the guarded one.
pub(super) fn guards(context: &AssessContext<'_>) -> (Vec<GuardState>, Vec<GuardOutcome>) {
    let outcome_of = |guard: &Guard| {
        let assessment = assets::assess(context.catalog.asset(guard.asset), guard.asset, &[], context);
        let state = state(guard, &assessment, context);
        let is_evidence = matches!(state, GuardState::Passed { .. }) && guard.passing_says_data_is_good();
        (
            state,
            GuardOutcome {
                failure: failure(guard, &assessment),
                passed_guard: is_evidence.then_some(guard.asset),
            },
        )
    };
    context.catalog.guards.all.par_iter().map(outcome_of).unzip()
}

/// Warns of each asset that was built after the last run of a guard that carries out a control: what the guard set may
/// be gone.
pub(super) fn mark_early(assets: &mut [AssetAssessment], states: &[GuardState], context: &AssessContext<'_>) {
    let catalog = context.catalog;
    for (guard, state) in
        catalog.guards.all.iter().zip(states).filter(|(guard, _)| !guard.controls.is_empty())
    {
        let GuardState::Passed { at } = state else { continue };
        for table in &guard.guarded {
            if catalog.asset(*table).external || !catalog.is_guarded_early(guard.asset, *table) {
                continue;
            }
            let runs = catalog.runs(guard.asset);
            let origin = runs.iter().rev().find(|run| run.at == *at).map(|run| run.origin.clone());
            let fact = StatusFact::GuardedEarly { guard: guard.asset };
            let (at, origin) = (Some(*at), origin.unwrap_or_default());
            let assessment = &mut assets[table.position()];
            assessment.reasons.push(Reason { status: Status::Warning, fact, at, origin });
            assessment.reasons.sort_by_key(|reason| Reverse(reason.status));
            assessment.status = assessment.status.max(Some(Status::Warning));
        }
    }
}

/// Returns the failure of a guard as a reason for the assets that it guards: its current one, else an earlier one
/// without a newer result.
fn failure(guard: &Guard, assessment: &AssetAssessment) -> Option<Reason> {
    let Some(own_failure) = assessment.reasons.iter().find(|reason| is_own_failure(reason)) else {
        let earlier_failure = assessment.reasons.iter().find_map(|reason| match reason.fact {
            StatusFact::FailedEarlier { at, .. } => Some((reason, at)),
            _ => None,
        });
        let (reason, at) = earlier_failure?;
        let fact = StatusFact::FailedEarlier { what: EarlierFailure::Guard(guard.asset), at };
        return Some(Reason { fact, ..reason.clone() });
    };
    let fact = StatusFact::GuardFailed { guard: guard.asset, why: Box::new(own_failure.fact.clone()) };
    Some(Reason { status: Status::Failing, fact, ..own_failure.clone() })
}

/// Returns whether the guard itself failed, and not a guard of the guard.
fn is_own_failure(reason: &Reason) -> bool {
    reason.status.is_impaired() && !matches!(reason.fact, StatusFact::GuardFailed { .. })
}

/// Returns what was observed of a guard itself.
fn state(guard: &Guard, assessment: &AssetAssessment, context: &AssessContext<'_>) -> GuardState {
    if let Some(failed) = assessment.reasons.iter().find(|reason| is_own_failure(reason)) {
        return GuardState::Failed { at: failed.at };
    }
    let is_known = assessment.reasons.iter().all(|reason| reason.status == Status::Warning);
    let runs =
        context.catalog.observations.assets.get(guard.asset).map_or(&[][..], |observed| &observed.runs);
    let passed = runs.iter().rev().find(|run| run.outcome == RunOutcome::Success);
    match passed.filter(|run| is_known && !context.is_too_old(guard.asset, run.at)) {
        Some(run) => GuardState::Passed { at: run.at },
        None => GuardState::Unseen,
    }
}
