//! A control that a regulation requires has no evidence.

use super::RuleContext;
use crate::model::{AssetIx, Catalog, ControlIx, Outcome, Product, ProductIx, RuleFact};

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
                let fact = RuleFact::MissingControl { regulation: obligation.regulation, controls };
                context.find(index, fact, obligation.span);
            }
        }
    }
}

/// Applies to products under a regulation with controls.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    product.obligations.iter().any(|one| !catalog.regulations[one.regulation.position()].controls.is_empty())
}

/// Returns whether jobs that carry out the control guard every table of the product, and succeeded in their last
/// run, after the table was built.
fn is_seen(control: ControlIx, product: &Product, catalog: &Catalog) -> bool {
    let last = |asset| {
        let runs = &catalog.observations.assets.get(asset)?.runs;
        runs.iter().rev().map(|run| run.outcome).find(|outcome| *outcome != Outcome::Running)
    };
    let guards = &catalog.guards;
    let is_done = |at: &usize, table: AssetIx| {
        let guard = guards.all[*at].asset;
        guards.all[*at].control == Some(control)
            && last(guard) == Some(Outcome::Success)
            && !catalog.is_guarded_early(guard, table)
    };
    let mut tables = product.assets.iter().filter(|asset| catalog.asset(**asset).is_table()).peekable();
    tables.peek().is_some() && tables.all(|asset| guards.of(*asset).iter().any(|at| is_done(at, *asset)))
}
