//! What guards mean for the assets that they guard: a failed guard is a failing check of every asset that it guards,
//! and a successful run a passing one.
//!
//! A guard that carries out a control is evidence of that control and of nothing else: an applied access policy says
//! nothing about the data, so it makes nothing healthy. A guard without observations has no effect.

use super::AssessContext;
use super::assets::{self, AssetAssessor};
use super::guard_outcome::{GuardLook, GuardOutcome};
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
        (
            state,
            GuardOutcome {
                guard: guard.asset,
                state,
                failure: failure(guard, &assessment),
                earlier_failure: earlier_failure(guard, &assessment),
                is_evidence: guard.passing_says_data_is_good(),
            },
        )
    };
    context.catalog.guards.all.par_iter().map(outcome_of).unzip()
}

impl AssetAssessor<'_> {
    /// Adds the failure of a guard in a table that none of its later runs names, so that none of them repeats the work.
    pub(super) fn failed_look(&mut self) {
        let catalog = self.context.catalog;
        if catalog.guards.position(self.index).is_none()
            || self.reasons.iter().any(|reason| matches!(reason.fact, StatusFact::RunFailed { .. }))
        {
            return;
        }
        let failed = catalog.failed_tables(self.index).into_iter().map(|(_, run)| run);
        let Some(failed) = failed.filter(|run| !self.is_too_old(run.at)).max_by_key(|run| run.at) else {
            return;
        };
        let fact = StatusFact::RunFailed { load: false, why: failed.failure.clone() };
        self.add(Status::Failing, fact, Some(failed.at), &failed.origin);
    }

    /// Returns whether a guard that says anything about the data looked at it after it was built, and succeeded.
    pub(super) fn is_guarded(&self) -> bool {
        let mut evidence = self.guards.iter().filter(|look| look.guard.is_evidence);
        evidence.any(|look| matches!(look.state, GuardState::Passed { .. }))
    }

    /// Adds the results of its guards.
    pub(super) fn guards(&mut self) {
        self.checked |= !self.asset.external && self.is_guarded();
        for GuardLook { guard, state } in std::mem::take(&mut self.guards) {
            if matches!(state, GuardState::Failed { .. }) {
                self.reasons.extend(guard.failure.clone());
                continue;
            }
            let look = self.context.catalog.last_look(guard.guard, self.index);
            if let Some(failed) = look.filter(|run| run.outcome == RunOutcome::Error) {
                self.add_earlier_failure(EarlierFailure::Guard(guard.guard), failed.at, &failed.origin);
            } else {
                self.reasons.extend(guard.earlier_failure.clone());
            }
        }
    }
}

/// Warns of each asset that was built after the last run of a guard that carries out a control: what the guard set may
/// be gone.
pub(super) fn mark_early(assets: &mut [AssetAssessment], states: &[GuardState], context: &AssessContext<'_>) {
    let catalog = context.catalog;
    for (guard, state) in
        catalog.guards.all.iter().zip(states).filter(|(guard, _)| !guard.controls.is_empty())
    {
        for table in guard.guarded.iter().filter(|table| !catalog.asset(**table).external) {
            let GuardState::Early { at } = state.of_table(guard.asset, *table, catalog) else { continue };
            let runs = catalog.runs(guard.asset);
            let origin = runs.iter().rev().find(|run| run.at == at).map(|run| run.origin.clone());
            let fact = StatusFact::GuardedEarly { guard: guard.asset };
            let (at, origin) = (Some(at), origin.unwrap_or_default());
            let assessment = &mut assets[table.position()];
            assessment.reasons.push(Reason { status: Status::Warning, fact, at, origin });
            assessment.reasons.sort_by_key(|reason| Reverse(reason.status));
            assessment.status = assessment.status.max(Some(Status::Warning));
        }
    }
}

/// Returns a failure of a guard without a newer result as a reason for the assets that it guards. What an earlier run
/// of it looked at is known for each of them.
fn earlier_failure(guard: &Guard, assessment: &AssetAssessment) -> Option<Reason> {
    let (reason, at) = assessment.reasons.iter().find_map(|reason| match &reason.fact {
        StatusFact::FailedEarlier { what: EarlierFailure::Run, .. } => None,
        StatusFact::FailedEarlier { at, .. } => Some((reason, *at)),
        _ => None,
    })?;
    let fact = StatusFact::FailedEarlier { what: EarlierFailure::Guard(guard.asset), at };
    Some(Reason { fact, ..reason.clone() })
}

/// Returns the current failure of a guard as a reason for the assets in which it failed.
fn failure(guard: &Guard, assessment: &AssetAssessment) -> Option<Reason> {
    let own_failure = assessment.reasons.iter().find(|reason| is_own_failure(reason))?;
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
