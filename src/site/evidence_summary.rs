//! What was checked of products and assets, counted from their evidence.
//!
//! Tests are counted as declared: one without a result is missing, never passed. A check by another tool that tests
//! the same as a declared test counts only if it found something wrong.

use super::context::ViewContext;
use crate::model::{
    Asset, AssetIx, AssetKind, EvidenceSummary, ExternalCheck, FreshnessOutcome, GuardState, Measure,
    Observed, ProductIx, PromiseVerdict, ResultCounts, Run, RunOutcome, RunSummary, SlaProperty, SlaTarget,
    TestOutcome, is_after, started_at,
};
use crate::prose::en;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// The results of several tests, as pages and records show them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ResultCountsView {
    /// The number of declared tests.
    pub total: usize,
    /// The number of tests that passed.
    pub passed: usize,
    /// The number of tests that warned.
    pub warned: usize,
    /// The number of tests that failed or crashed.
    pub failed: usize,
    /// The number of tests without a result.
    pub missing: usize,
    /// The number of those that passed, but before the last load.
    pub before_load: usize,
}

impl From<ResultCounts> for ResultCountsView {
    fn from(tally: ResultCounts) -> Self {
        let ResultCounts { passed, warned, failed, missing, before_load } = tally;
        Self { total: tally.total(), passed, warned, failed, missing, before_load }
    }
}

/// The tests and checks of a table, in brief.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct TestedView {
    /// The word of the resulting status: `failing` if one fails, `holding` only if all passed.
    pub status: String,
    /// The results as text: `1 of 2 tests fails`.
    pub text: String,
    /// dbt's tests.
    pub tests: ResultCountsView,
    /// The checks of other tools.
    pub checks: ResultCountsView,
}

/// Returns what was checked of a product.
pub(super) fn of_product(index: ProductIx, context: &ViewContext<'_>) -> EvidenceSummary {
    let product = context.product(index);
    let mut seen = EvidenceSummary {
        runs: RunSummary { are_loads: true, ..RunSummary::default() },
        ..EvidenceSummary::default()
    };
    for asset in &product.assets {
        count(*asset, &mut seen, context);
    }
    count_guards(&product.assets, &mut seen, context);
    seen.runs.are_loads &= seen.runs.assets > 0;
    let promises = context.product_assessment(index).map_or(&[][..], |assessment| &assessment.promises);
    let freshness = product.slas.iter().zip(promises).filter_map(|(sla, promise)| match sla.target {
        SlaTarget::Period(limit) if sla.property == SlaProperty::Freshness => {
            Some((promise.verdict, std::cmp::Reverse(promise.measured.as_of()), limit))
        }
        _ => None,
    });
    // The worst verdict: broken before not measurable before kept, and of those the oldest.
    if let Some((verdict, std::cmp::Reverse(as_of), limit)) =
        freshness.max_by_key(|(verdict, as_of, _)| (*verdict, *as_of))
    {
        seen.promised = Some(limit);
        seen.data_as_of = as_of;
        seen.is_late = verdict == PromiseVerdict::Broken;
    }
    let deadlines = product.slas.iter().zip(promises).filter_map(|(sla, promise)| match sla.target {
        SlaTarget::By(deadline) => {
            let is_old = matches!(promise.measured, Measure::Ready { is_old: true, .. });
            Some((deadline, promise.verdict, is_old))
        }
        _ => None,
    });
    if let Some((deadline, verdict, is_old)) =
        deadlines.max_by_key(|(_, verdict, is_old)| (*verdict, *is_old))
    {
        seen.deadline = Some((deadline, verdict));
        seen.is_old = is_old;
    }
    let mut assets = product.assets.iter().map(|asset| context.catalog.asset(*asset));
    let counted = seen.runs.assets + seen.tests.total() + seen.checks.total() + seen.sources.total();
    let is_seen = counted > 0 || seen.runs.at_work.is_some();
    seen.mirrors_inputs = !is_seen && !product.assets.is_empty() && assets.all(Asset::mirrors_inputs);
    seen
}

/// Returns the test results of an asset; `None` if nothing is declared and nothing was checked.
pub(super) fn tested(asset: AssetIx, context: &ViewContext<'_>) -> Option<TestedView> {
    let mut seen = EvidenceSummary::default();
    count(asset, &mut seen, context);
    count_guards(&[asset], &mut seen, context);
    let status = seen.tests.status().max(seen.checks.status())?;
    Some(TestedView {
        status: status.word().to_owned(),
        text: en::tests_in_short(&seen.tests, &seen.checks),
        tests: seen.tests.into(),
        checks: seen.checks.into(),
    })
}

/// Returns when the newest row of a source was loaded, if a freshness check found it.
pub(super) fn newest_row(asset: AssetIx, context: &ViewContext<'_>) -> Option<Timestamp> {
    context.catalog.observations.assets.get(asset)?.freshness.as_ref()?.loaded
}

fn count(index: AssetIx, into: &mut EvidenceSummary, context: &ViewContext<'_>) {
    let asset = context.catalog.asset(index);
    if asset.external {
        return;
    }
    let nothing = Observed::default();
    let observed = context.catalog.observations.assets.get(index).unwrap_or(&nothing);
    runs(asset, &observed.runs, &mut into.runs);
    let assessment = context.assessment.assets.get(index.position());
    let counts = |at: Timestamp| assessment.is_some_and(|assessment| assessment.counts(at));
    for (at, test) in asset.tests.iter().enumerate() {
        let run =
            observed.tests.get(at).and_then(Option::as_ref).filter(|run| counts(run.checked_at().due()));
        // A unit test runs when code changes, so a night's evidence need not have it.
        if run.is_some() || !test.unit {
            // A test that passed and should have run again since is no longer known to pass.
            let outcome = run.map(|run| run.outcome);
            let is_stale = outcome == Some(TestOutcome::Pass)
                && !run.is_some_and(|run| observed.is_pass(run.checked_at()));
            let outcome = outcome.filter(|_| !is_stale);
            into.tests.count(outcome);
            let is_early = run.is_some_and(|run| !test.unit && is_before_load(asset, observed, run.at, None));
            into.tests.before_load += usize::from(is_early && outcome == Some(TestOutcome::Pass));
        }
    }
    let is_declared = |check: &ExternalCheck| {
        asset.tests.iter().any(|test| test.name == check.name && test.column == check.column)
    };
    for check in &observed.checks {
        let is_stale = check.outcome == TestOutcome::Pass && !observed.is_pass(check.checked_at());
        let outcome = Some(check.outcome).filter(|_| counts(check.checked_at().due()) && !is_stale);
        if !is_declared(check)
            || matches!(outcome, Some(TestOutcome::Fail | TestOutcome::Crashed | TestOutcome::Warn))
        {
            into.checks.count(outcome);
            let is_early = is_before_load(asset, observed, check.at, check.system);
            into.checks.before_load += usize::from(is_early && outcome == Some(TestOutcome::Pass));
        }
    }
    if asset.freshness.is_some() {
        let check = observed.freshness.as_ref().filter(|check| counts(check.at));
        into.sources.count(check.and_then(|check| match check.outcome {
            // A later freshness check that crashed hides what the one before it found.
            FreshnessOutcome::Pass if check.crashed.is_some() => None,
            FreshnessOutcome::Pass => Some(TestOutcome::Pass),
            FreshnessOutcome::Warn => Some(TestOutcome::Warn),
            FreshnessOutcome::Error => Some(TestOutcome::Fail),
            FreshnessOutcome::Crashed => None,
        }));
    }
}

/// Returns whether a moment is before the last load of an asset began. A view is not loaded.
fn is_before_load(asset: &Asset, observed: &Observed, at: Timestamp, system: Option<u16>) -> bool {
    let loads =
        |run: &&Run| run.system == system && run.outcome == RunOutcome::Success && !run.removed_data();
    let last = observed.runs.iter().rev().find(loads).filter(|_| !asset.is_view());
    last.is_some_and(|run| !run.is_streaming && is_after(started_at(run), at))
}

/// Returns how bad a state is; one that is not known says nothing.
fn badness(state: GuardState) -> u8 {
    match state {
        GuardState::Unseen => 0,
        GuardState::Passed { .. } => 1,
        GuardState::Early { .. } => 2,
        GuardState::Failed { .. } => 3,
    }
}

/// Counts the results of the guards of these assets, each guard once: their failures, and the results of those that
/// check the data and ran after each table was built. A guard without evidence is not counted.
fn count_guards(assets: &[AssetIx], into: &mut EvidenceSummary, context: &ViewContext<'_>) {
    let catalog = context.catalog;
    let mut states: BTreeMap<usize, GuardState> = BTreeMap::new();
    for asset in assets {
        for guard in catalog.guards.guards_of(*asset) {
            let Some(state) = context.assessment.guards.get(*guard) else { continue };
            let state = state.of_table(catalog.guards.all[*guard].asset, *asset, catalog);
            let known = states.entry(*guard).or_insert(state);
            if badness(state) > badness(*known) {
                *known = state;
            }
        }
    }
    for (at, state) in states {
        match state {
            GuardState::Failed { .. } => into.checks.count(Some(TestOutcome::Fail)),
            GuardState::Passed { .. } if catalog.guards.all[at].passing_says_data_is_good() => {
                into.checks.count(Some(TestOutcome::Pass));
            }
            _ => {}
        }
    }
}

fn runs(asset: &Asset, runs: &[Run], into: &mut RunSummary) {
    // While it runs, the previous run counts, except for a stream. A run whose table is gone does not count.
    let counts = |run: &&Run| run.outcome != RunOutcome::Running && !run.removed_data();
    let newest = runs.last().filter(|run| run.outcome == RunOutcome::Running);
    let last = runs.iter().rev().find(counts).filter(|_| newest.is_none_or(|run| !run.is_streaming));
    let Some(last) = asset.failed_run(runs).or(last) else {
        let stream = newest.filter(|run| run.is_streaming || run.started_at.is_none());
        into.at_work = into.at_work.max(stream.map(|run| run.at));
        return;
    };
    into.assets += 1;
    into.failed += usize::from(last.outcome == RunOutcome::Error);
    into.skipped += usize::from(last.outcome == RunOutcome::Skipped);
    into.are_loads &= asset.kind == AssetKind::Source;
    into.last = into.last.max(Some(last.at));
}
