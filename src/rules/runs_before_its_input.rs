//! Something usually runs before its input is built, so that it carries the data of the previous run.

use super::RuleContext;
use crate::model::{
    AdjacencyList, AssetIx, AssetKind, Catalog, EarlyDays, ProductIx, RuleFact, RunIntervals, early_days,
    is_shown_through, last_made, shown_tables, upstream_first,
};
use jiff::Timestamp;
use std::cmp::Reverse;

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    // If no run was seen, none was too early.
    if catalog.observations.assets.is_empty() {
        return;
    }
    let inputs = TablesRead::new(context);
    for (index, product) in context.in_service() {
        for reader in &product.assets {
            if let Some((input, days)) = inputs.too_early(*reader, index) {
                let fact = RuleFact::RunsBeforeItsInput {
                    asset: *reader,
                    reads: input,
                    early_days: days.early,
                    days: days.compared,
                    minutes: days.median_lead,
                };
                context.report(index, fact, product.span);
            }
        }
    }
}

/// What reads what, and the tables in between.
struct TablesRead<'c> {
    catalog: &'c Catalog,
    today: jiff::civil::Date,
    upstream: AdjacencyList<AssetIx>,
    shown: Vec<Vec<AssetIx>>,
}

impl<'c> TablesRead<'c> {
    fn new(context: &RuleContext<'c>) -> Self {
        let catalog = context.catalog;
        let (nodes, edges) = (catalog.assets.len(), &catalog.asset_edges);
        let upstream = AdjacencyList::new(nodes, edges.iter().map(|edge| (edge.to.position(), edge.from)));
        let downstream = AdjacencyList::new(nodes, edges.iter().map(|edge| (edge.from.position(), edge.to)));
        let order = upstream_first(&upstream, &downstream);
        let built_at = |asset: AssetIx| last_made(catalog.runs(asset), Timestamp::MAX);
        let shown = shown_tables(catalog, &order, |at| upstream.neighbours(at.position()), built_at);
        Self { catalog, today: context.today, upstream, shown }
    }

    /// Returns the input that a reader usually runs too early for, on most days; of several, the one built last.
    fn too_early(&self, reader: AssetIx, product: ProductIx) -> Option<(AssetIx, EarlyDays)> {
        let (catalog, asset) = (self.catalog, self.catalog.asset(reader));
        let runs = catalog.runs(reader);
        if runs.is_empty()
            || !asset.is_expected()
            || is_shown_through(asset, runs)
            || asset.kind == AssetKind::Seed
        {
            return None;
        }
        let intervals = RunIntervals::of(Some(catalog.product(product)));
        let inputs = self.upstream.neighbours(reader.position()).iter();
        let mut tables: Vec<AssetIx> = inputs
            .flat_map(|input| &self.shown[input.position()])
            .copied()
            .filter(|table| *table != reader)
            .collect();
        tables.sort_unstable();
        tables.dedup();
        let days = |table: AssetIx| {
            let days =
                early_days(runs, catalog.runs(table), &intervals, self.today, &catalog.settings.time_zone);
            days.is_usual().then_some((table, days))
        };
        tables
            .into_iter()
            .filter_map(days)
            .max_by_key(|(table, days)| (days.early, days.median_lead, Reverse(*table)))
    }
}
