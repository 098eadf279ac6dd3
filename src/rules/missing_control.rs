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
            let (mut controls, mut early, mut partly) = (Vec::new(), Vec::new(), Vec::new());
            for position in 0..regulation.controls.len() {
                let control = ControlIx { regulation: obligation.regulation, control: position };
                // What is written is cheap to look up; what was seen takes a walk over the tables.
                if obligation.evidence_for(position).is_some() {
                    continue;
                }
                let seen = seen(control, product, catalog);
                if seen.as_ref().is_some_and(is_everywhere) {
                    continue;
                }
                controls.push(control);
                early.extend(seen.as_ref().is_some_and(|seen| seen.early > 0).then_some(control));
                partly.extend(seen.is_some_and(|seen| seen.is_partial_evidence()).then_some(control));
            }
            if !controls.is_empty() {
                let failed = controls.iter().copied().filter(|control| failures.contains(&(index, *control)));
                let failed: Vec<ControlIx> = failed.collect();
                // That it failed has to be looked into first.
                early.retain(|control| !failed.contains(control));
                let regulation = obligation.regulation;
                let fact = RuleFact::MissingControl { regulation, controls, failed, early, partly };
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

/// Returns whether jobs carried out a control on every table.
pub(super) fn is_everywhere(seen: &ObservedControl) -> bool {
    seen.is_complete() && !seen.has_failed()
}

/// Returns what the last runs of the jobs that carry out a control say about the tables of a product.
pub(super) fn seen(control: ControlIx, product: &Product, catalog: &Catalog) -> Option<ObservedControl> {
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
