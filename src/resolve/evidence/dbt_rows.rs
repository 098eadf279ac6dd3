//! Assigns the rows about nodes of dbt to assets and tests: runs, tests, the freshness of sources, sizes and columns.

use super::index::identifier;
use super::join::{EvidenceJoin, FoundRun, TestResult, has_come};
use super::match_diagnostics::UnattachedResults;
use super::row_outcomes::RowOutcome;
use crate::model::{
    AssetIx, EvidenceOrigin, ExclusionReason, FailureCause, FreshnessCheck, Run, RunOutcome, SizeScope,
    TableSize, TestOutcome,
};
use crate::read::evidence::observation::{Observation, ObservedFact, ObservedSubject, RunEnding};
use foldhash::HashSet;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the run behind the rows of a file built its tables.
#[derive(Default)]
struct RunLocation {
    /// The assets that it built under another name.
    elsewhere: HashSet<AssetIx>,
    /// The assets that it left unchanged.
    reused: HashSet<AssetIx>,
    /// The number of tables built in another schema than in the manifest, by that schema.
    schemas: BTreeMap<String, usize>,
    /// The number of tables built where the manifest says.
    in_manifest_schema: usize,
}

/// The other schema, if most tables of a file were built in another one than in the manifest.
pub(super) type OtherSchema = Option<String>;

/// Adds the rows of one dbt file; `unattached` are the tests without an asset, sorted, whose results are added to
/// `results`.
pub(super) fn add<'r>(
    rows: &'r [Observation],
    join: &mut EvidenceJoin<'_>,
    unattached: &[String],
    results: &mut UnattachedResults<'r>,
) -> OtherSchema {
    let mut place = RunLocation::default();
    for row in rows {
        if let (ObservedSubject::Node { id, relations }, ObservedFact::NodeRun { ending, duration, link }) =
            (&row.subject, &row.fact)
        {
            match join.index.key(id) {
                Some(asset) => {
                    let table = BuiltTable {
                        row,
                        asset,
                        relations,
                        ending,
                        duration: *duration,
                        link: link.as_ref(),
                    };
                    add_run(&table, join, &mut place);
                }
                None => join.outcomes.record_unmatched(row.row, id),
            }
        }
    }
    for row in rows {
        let ObservedSubject::Node { id, relations } = &row.subject else { continue };
        match &row.fact {
            ObservedFact::Test { outcome, .. } => {
                if unattached.binary_search_by(|unattached_id| unattached_id.as_str().cmp(id)).is_ok() {
                    add_unattached(row, id, *outcome, join.now, results);
                }
                add_test_result(row, id, relations, join, &place);
            }
            ObservedFact::Freshness { .. } => add_freshness(row, id, join),
            ObservedFact::Size { rows, bytes } => {
                add_size(row, *rows, *bytes, join);
            }
            ObservedFact::Columns(_) | ObservedFact::Nothing => count_columns_row(row, id, join),
            ObservedFact::NodeRun { .. } | ObservedFact::Event(_) | ObservedFact::Check { .. } => {}
        }
    }
    let most = place.schemas.into_iter().max_by_key(|(_, count)| *count);
    most.filter(|(_, count)| *count > place.in_manifest_schema).map(|(schema, _)| schema)
}

/// A table that a run built, or should have.
struct BuiltTable<'o> {
    row: &'o Observation,
    asset: AssetIx,
    /// The names of the table, according to the run.
    relations: &'o [Box<str>],
    ending: &'o RunEnding,
    /// How long it took, if known.
    duration: Option<SignedDuration>,
    /// Where the run is shown.
    link: Option<&'o Arc<str>>,
}

/// Adds a run that built a table, or should have.
fn add_run(built: &BuiltTable<'_>, join: &mut EvidenceJoin<'_>, place: &mut RunLocation) {
    let BuiltTable { row, asset, relations, ending, duration, link } = *built;
    if let Some(why) = row.scope {
        return join.exclude_row(asset, row, why);
    }
    let settings = join.index.settings;
    if let (Some(name), Some(relation)) = (relations.first(), &join.index.assets[asset.position()].relation) {
        if !settings.is_production(name, relation) {
            place.elsewhere.insert(asset);
            let schema = name.rsplit_once('.').map_or("", |(schema, _)| schema);
            *place.schemas.entry(schema.to_owned()).or_default() += 1;
            return join.exclude_row(asset, row, ExclusionReason::AnotherTable);
        }
        place.in_manifest_schema += 1;
    }
    if *ending == RunEnding::Reused {
        place.reused.insert(asset);
    }
    let at = match join.moment(row) {
        Ok(at) => at,
        Err(why) => return join.exclude_row(asset, row, why),
    };
    let (outcome, failure) = match ending {
        RunEnding::Success | RunEnding::Reused => (RunOutcome::Success, FailureCause::Unknown),
        RunEnding::Failed(why) => (RunOutcome::Error, why.clone()),
        RunEnding::Skipped => (RunOutcome::Skipped, FailureCause::Unknown),
    };
    let origin = EvidenceOrigin { file: Some(row.row.file), job: None };
    let link = link.cloned();
    let run = Run {
        at,
        started_at: None,
        duration,
        outcome,
        failure,
        is_streaming: false,
        origin,
        system: None,
        link,
        query: None,
        names: Default::default(),
    };
    join.runs.push((
        asset,
        Box::new(FoundRun { run, invocation: row.invocation.clone(), row: Some(row.row), more: Vec::new() }),
    ));
}

/// Adds the result of a test, for each asset that it covers.
fn add_test_result(
    row: &Observation,
    id: &str,
    relations: &[Box<str>],
    join: &mut EvidenceJoin<'_>,
    place: &RunLocation,
) {
    let ObservedFact::Test { outcome, failures, message } = &row.fact else { return };
    let tests: Vec<_> = join.index.test(id).collect();
    if tests.is_empty() {
        return join.outcomes.record_unmatched(row.row, id);
    }
    // A test that compares several tables is about none of them if one is another table than in production.
    let is_elsewhere = tests.iter().any(|(asset, _)| is_elsewhere(*asset, relations, join, place));
    // Assets that were not rebuilt need not be tested again.
    let is_needless =
        *outcome == TestOutcome::Skipped && tests.iter().all(|(asset, _)| place.reused.contains(asset));
    for (asset, number) in tests {
        let why = row
            .scope
            .or(is_elsewhere.then_some(ExclusionReason::AnotherTable))
            .or(is_needless.then_some(ExclusionReason::NothingToDo));
        if let Some(why) = why {
            if is_needless {
                join.outcomes.set(row.row, RowOutcome::Excluded(why));
            } else {
                join.exclude_row(asset, row, why);
            }
            continue;
        }
        match join.moment(row) {
            Ok(at) => {
                let result = TestResult {
                    at,
                    outcome: *outcome,
                    failures: *failures,
                    message: message.clone(),
                    origin: EvidenceOrigin { file: Some(row.row.file), job: None },
                    invocation: row.invocation.clone(),
                    row: row.row,
                };
                join.tests.push(((asset, number), Box::new(result)));
            }
            Err(why) => join.outcomes.set(row.row, RowOutcome::Excluded(why)),
        }
    }
}

/// Adds the result of a test without an asset, if it is about production: the newest one counts, and at the same
/// moment the worse one. A skipped test keeps its last result.
fn add_unattached<'r>(
    row: &Observation,
    id: &'r str,
    outcome: TestOutcome,
    now: Timestamp,
    results: &mut UnattachedResults<'r>,
) {
    let Some(at) = row.at.filter(|at| row.scope.is_none() && has_come(*at, now)) else { return };
    if outcome != TestOutcome::Skipped {
        let newest = results.entry(id).or_insert((at, outcome));
        *newest = (*newest).max((at, outcome));
    }
}

/// Returns whether a test that read tables of these names covered another table than the asset: according to its SQL,
/// or, if that does not show it, because the same command built it elsewhere.
fn is_elsewhere(asset: AssetIx, read: &[Box<str>], join: &EvidenceJoin<'_>, place: &RunLocation) -> bool {
    let Some(relation) = join.index.assets[asset.position()].relation.as_deref() else { return false };
    let settings = join.index.settings;
    if read.iter().any(|name| settings.is_production(name, relation)) {
        return false;
    }
    place.elsewhere.contains(&asset) || read.iter().any(|name| identifier(name) == identifier(relation))
}

/// Adds the result of a source freshness check.
fn add_freshness(row: &Observation, id: &str, join: &mut EvidenceJoin<'_>) {
    let ObservedFact::Freshness { outcome, loaded, is_empty, limits, message } = &row.fact else { return };
    let Some(asset) = join.index.key(id) else { return join.outcomes.record_unmatched(row.row, id) };
    match join.moment(row) {
        Ok(at) => {
            let check = FreshnessCheck {
                at,
                outcome: *outcome,
                loaded: *loaded,
                is_empty: *is_empty,
                limits: *limits,
                crashed: (!message.is_empty()).then(|| (at, message.clone())),
                origin: EvidenceOrigin { file: Some(row.row.file), job: None },
            };
            join.freshness.push((asset, check, row.row));
        }
        Err(why) => join.outcomes.set(row.row, RowOutcome::Excluded(why)),
    }
}

/// Adds the size of a table: the newest one counts, and at the same moment the larger one. A size without a moment,
/// or of a table with another name than the asset has in production, does not count.
fn add_size(row: &Observation, rows: Option<u64>, bytes: Option<u64>, join: &mut EvidenceJoin<'_>) {
    let ObservedSubject::Node { id, relations } = &row.subject else { return };
    let (Some(asset), Some(at)) = (join.index.key(id), row.at) else { return };
    let relation = join.index.assets[asset.position()].relation.as_deref();
    let is_elsewhere = relations.first().zip(relation).is_some_and(|(name, relation)| {
        // If a warehouse has no databases, dbt may leave them out in one of the two.
        !join.index.settings.is_production(name, relation)
            && relation.split_once('.').is_none_or(|(_, rest)| rest != &**name)
    });
    if is_elsewhere || !has_come(at, join.now) {
        return;
    }
    let size = TableSize { scope: SizeScope::Table, at, rows, bytes };
    join.add_size(asset, size);
    join.add_filled(asset, size);
}

/// Counts a row of columns. The columns are added to the asset itself, and a row may have none at all; here it only
/// matters whether the row is about anything known.
fn count_columns_row(row: &Observation, id: &str, join: &mut EvidenceJoin<'_>) {
    let is_known = join.index.key(id).is_some() || join.index.test(id).next().is_some();
    match (is_known, row.scope) {
        (false, _) => join.outcomes.record_unmatched(row.row, id),
        (true, Some(why)) => join.outcomes.set(row.row, RowOutcome::Excluded(why)),
        (true, None) => join.outcomes.set(row.row, RowOutcome::Used),
    }
}
