//! The evidence has not been reviewed for longer than the control allows.

use super::RuleContext;
use crate::model::{Catalog, ControlIx, Obligation, ProductIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let (catalog, today) = (context.catalog, context.today);
    for (index, product) in context.in_service() {
        for obligation in &product.obligations {
            let regulation = &catalog.regulations[obligation.regulation.position()];
            for (position, control) in regulation.controls.iter().enumerate() {
                let Some(evidence) = obligation.evidence_for(position) else { continue };
                if control.is_current(evidence, today) {
                    continue;
                }
                let fact = RuleFact::StaleEvidence {
                    regulation: obligation.regulation,
                    control: ControlIx { regulation: obligation.regulation, control: position },
                    reviewed: evidence.reviewed,
                };
                context.find(index, fact, obligation.span);
            }
        }
    }
}

/// Only existing evidence can be too old.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    product.obligations.iter().any(|obligation| has_evidence(obligation, catalog))
}

fn has_evidence(obligation: &Obligation, catalog: &Catalog) -> bool {
    let controls = catalog.regulations[obligation.regulation.position()].controls.len();
    (0..controls).any(|control| obligation.evidence_for(control).is_some())
}
