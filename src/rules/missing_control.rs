//! A control that a regulation requires has no evidence.

use super::RuleContext;
use crate::model::{AssetIx, Catalog, ControlIx, Product, ProductIx, RuleFact, RunOutcome};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for (index, product) in context.in_service() {
        for obligation in &product.obligations {
            let regulation = &catalog.regulations[obligation.regulation.position()];
            let controls: Vec<ControlIx> = (0..regulation.controls.len())
                .filter(|control| obligation.evidence_for(*control).is_none())
                .map(|control| ControlIx { regulation: obligation.regulation, control })
                .filter(|control| !is_seen(*control, product, catalog))
                .collect();
            if !controls.is_empty() {
                let failed =
                    controls.iter().copied().filter(|control| has_failed(*control, index, catalog)).collect();
                let fact = RuleFact::MissingControl { regulation: obligation.regulation, controls, failed };
                context.report(index, fact, obligation.span);
            }
        }
    }
}

/// Applies to products under a regulation with controls.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    product
        .obligations
        .iter()
        .any(|obligation| !catalog.regulations[obligation.regulation.position()].controls.is_empty())
}

/// Returns whether jobs that carry out the control guard every table of the product, and succeeded in their last
/// run, after the table was built.
pub(super) fn is_seen(control: ControlIx, product: &Product, catalog: &Catalog) -> bool {
    let guards = &catalog.guards;
    let is_done = |at: &usize, table: AssetIx| {
        let guard = guards.all[*at].asset;
        guards.all[*at].carries_out(control)
            && last(guard, catalog) == Some(RunOutcome::Success)
            && !catalog.is_guarded_early(guard, table)
    };
    let mut tables = product.assets.iter().filter(|asset| catalog.asset(**asset).is_table()).peekable();
    tables.peek().is_some()
        && tables.all(|asset| guards.guards_of(*asset).iter().any(|at| is_done(at, *asset)))
}

/// Returns whether a job failed that carries out the control for the product: one of its own, or a guard of its tables.
fn has_failed(control: ControlIx, product: ProductIx, catalog: &Catalog) -> bool {
    let mut guards = catalog.guards.all.iter().filter(|guard| guard.carries_out(control));
    guards.any(|guard| {
        let is_own = |asset: &AssetIx| catalog.asset(*asset).product == Some(product);
        (is_own(&guard.asset) || guard.guarded.iter().any(is_own))
            && last(guard.asset, catalog) == Some(RunOutcome::Error)
    })
}

/// Returns how the last finished run of an asset ended.
fn last(asset: AssetIx, catalog: &Catalog) -> Option<RunOutcome> {
    let runs = &catalog.observations.assets.get(asset)?.runs;
    runs.iter().rev().map(|run| run.outcome).find(|outcome| *outcome != RunOutcome::Running)
}
