//! A control that a regulation requires has no evidence.

use super::RuleContext;
use crate::model::{AssetIx, Catalog, ControlIx, GuardState, ObservedControl, Product, ProductIx, RuleFact};
use std::collections::BTreeSet;

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    let failures = failures(catalog);
    for (index, product) in context.in_service() {
        for obligation in &product.obligations {
            let regulation = &catalog.regulations[obligation.regulation.position()];
            let controls: Vec<ControlIx> = (0..regulation.controls.len())
                .filter(|control| obligation.evidence_for(*control).is_none())
                .map(|control| ControlIx { regulation: obligation.regulation, control })
                .filter(|control| !is_seen(*control, product, catalog))
                .collect();
            if !controls.is_empty() {
                let failed = controls.iter().copied().filter(|control| failures.contains(&(index, *control)));
                let failed = failed.collect();
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

/// Returns whether jobs that carry out the control guard every table of the product, and succeeded for it in their last
/// run, after the table was built.
pub(super) fn is_seen(control: ControlIx, product: &Product, catalog: &Catalog) -> bool {
    seen(control, product, catalog).is_some_and(|seen| seen.is_complete() && !seen.has_failed())
}

/// Returns what the last runs of the jobs that carry out a control say about the tables of a product.
fn seen(control: ControlIx, product: &Product, catalog: &Catalog) -> Option<ObservedControl> {
    let state_of = |at: usize| catalog.state_by_last_run(catalog.guards.all[at].asset);
    ObservedControl::of(control, &product.assets, catalog, &state_of)
}

/// Returns the products for which a job failed that carries out a control, each with the control: the job is one of its
/// own, or failed in one of its tables.
fn failures(catalog: &Catalog) -> BTreeSet<(ProductIx, ControlIx)> {
    let mut failures = BTreeSet::new();
    for guard in catalog.guards.all.iter().filter(|guard| !guard.controls.is_empty()) {
        let mut failed: Vec<AssetIx> =
            catalog.failed_tables(guard.asset).into_iter().map(|(table, _)| table).collect();
        let has_failed = matches!(catalog.state_by_last_run(guard.asset), GuardState::Failed { .. });
        failed.extend((has_failed || !failed.is_empty()).then_some(guard.asset));
        for product in failed.into_iter().filter_map(|asset| catalog.asset(asset).product) {
            failures.extend(guard.controls.iter().map(|control| (product, *control)));
        }
    }
    failures
}
