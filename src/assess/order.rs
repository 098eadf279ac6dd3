//! The order in time: a reader whose last run began before its input was built is behind, and everything downstream
//! of it is at risk.
//!
//! Views and assets that cannot be observed themselves show their inputs, so their readers are compared with those.
//! Sources are loaded on another party's clock: see [`Reader::missed_load`].

use super::AssessContext;
use super::graph::AssetGraph;
use crate::model::{
    AssetAssessment, AssetIx, AssetKind, Reason, Run, RunIntervals, Status, StatusFact, TooEarly, good_ends,
    is_after, is_sentinel, is_shown_through, last_good, last_made, run_interval, shown_tables, started_at,
    too_early,
};
use jiff::Timestamp;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A reader whose last run began too early.
#[derive(Clone, Copy, Debug)]
pub(super) struct Behind {
    /// The input; if there are several, the one that was built last.
    read: AssetIx,
    /// How early it was.
    pub(super) early: TooEarly,
    /// The number of further inputs that were built after that run began. An input may show several tables.
    more: usize,
}

/// The order in which assets were built, in catalog order.
#[derive(Debug)]
pub(super) struct BuildOrder {
    /// The tables whose data each asset shows: itself, or those behind it.
    pub(super) shown: Vec<Vec<AssetIx>>,
    /// The assets that are behind their inputs.
    pub(super) behind: Vec<Option<Behind>>,
}

/// Compares when assets ran with when their inputs were built.
pub(super) fn order(graph: &AssetGraph, context: &AssessContext<'_>) -> BuildOrder {
    let built_at = |asset: AssetIx| last_made(context.catalog.runs(asset), context.now);
    let shown = shown_tables(context.catalog, &graph.order, |asset| graph.upstream(asset), built_at);
    let assets = (0..context.catalog.assets.len()).into_par_iter().map(AssetIx::at);
    let behind = assets
        .map(|asset| Reader::new(asset, graph, context)?.behind(graph.upstream(asset), &shown))
        .collect();
    BuildOrder { shown, behind }
}

/// Adds a reason to each asset that is behind.
pub(super) fn mark(assets: &mut [AssetAssessment], behind: &[Option<Behind>], context: &AssessContext<'_>) {
    for (position, (asset, behind)) in assets.iter_mut().zip(behind).enumerate() {
        let Some(Behind { read, early, more }) = *behind else { continue };
        let fact = StatusFact::Behind { read, started_at: early.started_at, built_at: early.built_at, more };
        // An asset that did not run when due has old data for that reason, which is reported first.
        for overdue in asset.reasons.iter_mut().filter(|reason| is_missed_run(reason)) {
            overdue.status = Status::AtRisk;
        }
        let last = last_good(context.catalog.runs(AssetIx::at(position)));
        let origin = last.map(|run| run.origin.clone()).unwrap_or_default();
        asset.reasons.push(Reason { status: Status::AtRisk, fact, at: last.map(|run| run.at), origin });
        asset.reasons.sort_by_key(|reason| Reverse(reason.status));
        asset.status = asset.status.max(Some(Status::AtRisk));
    }
}

fn is_missed_run(reason: &Reason) -> bool {
    reason.status == Status::Warning && matches!(reason.fact, StatusFact::Overdue { .. })
}

/// A reader whose last run succeeded.
struct Reader<'c> {
    index: AssetIx,
    runs: &'c [Run],
    last: &'c Run,
    intervals: RunIntervals,
    graph: &'c AssetGraph,
    context: &'c AssessContext<'c>,
}

impl<'c> Reader<'c> {
    /// Returns a reader; `None` for an asset that is not expected to run, or that did not last run with success.
    fn new(index: AssetIx, graph: &'c AssetGraph, context: &'c AssessContext<'c>) -> Option<Self> {
        let catalog = context.catalog;
        let asset = catalog.asset(index);
        let runs = catalog.runs(index);
        if !asset.is_expected() || is_shown_through(asset, runs) || asset.kind == AssetKind::Seed {
            return None;
        }
        let last = last_good(runs).filter(|last| !context.is_too_old(index, last.at))?;
        let intervals = RunIntervals::of(asset.product.map(|product| catalog.product(product)));
        Some(Self { index, runs, last, intervals, graph, context })
    }

    /// Returns how the last run was too early, for the input that was built last; `shown` are the tables that each asset
    /// shows. What runs too early on most days is found by [`crate::model::early_days`].
    fn behind(&self, inputs: &[AssetIx], shown: &[Vec<AssetIx>]) -> Option<Behind> {
        let catalog = self.context.catalog;
        // A view is reported by the table behind it, which is the one that is rebuilt.
        let reported_input = |input: &AssetIx, table: AssetIx| match catalog.asset(*input).is_view() {
            true => table,
            false => *input,
        };
        let shown_by = |input: &AssetIx| {
            let input = *input;
            shown[input.position()].iter().map(move |table| (*table, reported_input(&input, *table)))
        };
        let mut tables: Vec<(AssetIx, AssetIx)> = inputs.iter().flat_map(shown_by).collect();
        tables.sort_unstable();
        tables.dedup_by_key(|(table, _)| *table);
        tables.retain(|(table, _)| *table != self.index);
        let early = |(table, input): (AssetIx, AssetIx)| {
            let input_runs = catalog.runs(table);
            let early = too_early(self.runs, self.last, input_runs, &self.intervals, self.context.now)?;
            let is_evident = catalog.asset(table).kind != AssetKind::Source
                || early.data_as_of.is_some()
                || self.has_missed(table, *good_ends(input_runs).first()?);
            is_evident.then_some((early, input))
        };
        let mut missed: Vec<(TooEarly, AssetIx)> = tables.into_iter().filter_map(early).collect();
        missed.extend(inputs.iter().filter_map(|input| Some((self.missed_load(*input)?, *input))));
        let (early, read) = *missed.iter().max_by_key(|(early, table)| (early.built_at, Reverse(*table)))?;
        // Unknown if it is unknown for any input.
        let data_as_of = missed.iter().map(|(early, _)| early.data_as_of).min()?;
        let missed_inputs: BTreeSet<AssetIx> = missed.iter().map(|(_, input)| *input).collect();
        Some(Behind { read, early: TooEarly { data_as_of, ..early }, more: missed_inputs.len() - 1 })
    }

    /// Returns how it was too early for the newest row of a source without observed loads, if it was.
    fn missed_load(&self, source: AssetIx) -> Option<TooEarly> {
        let (catalog, now) = (self.context.catalog, self.context.now);
        let is_source = catalog.asset(source).kind == AssetKind::Source && catalog.runs(source).is_empty();
        let seen = catalog.observations.assets.get(source).filter(|_| is_source)?;
        let check = seen.freshness.as_ref().filter(|check| !self.context.is_too_old(source, check.at))?;
        let built_at = check.loaded.filter(|loaded| *loaded <= now && !is_sentinel(*loaded, now))?;
        let started_at = started_at(self.last);
        let is_missed = is_after(built_at, started_at) && self.has_missed(source, built_at);
        is_missed.then_some(TooEarly { started_at, built_at, data_as_of: None })
    }

    /// Returns whether a load of a source, with none observed before it, should have been read by now. That is known
    /// only if it is known how often the source is loaded, and the reader has had time to run again: a single load
    /// shows no order.
    fn has_missed(&self, source: AssetIx, load: Timestamp) -> bool {
        let (catalog, now) = (self.context.catalog, self.context.now);
        let loaders =
            || self.graph.upstream(source).iter().filter_map(|loader| run_interval(*loader, catalog));
        let Some(every) = run_interval(source, catalog).or_else(|| loaders().min()) else { return false };
        match catalog.asset(self.index).schedule {
            Some(schedule) => schedule.is_missed(Some(load), now, &catalog.settings.time_zone),
            None => now.duration_since(load) > self.intervals.turn(self.runs, Some(every)),
        }
    }
}
