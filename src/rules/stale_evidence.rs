//! A control has not been reviewed for longer than it allows: the evidence for it, or, if a job was seen to carry it out,
//! its results.

use super::RuleContext;
use super::missing_control::{is_everywhere, seen};
use crate::model::{Catalog, ControlIx, Obligation, Product, ProductIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let (catalog, today) = (context.catalog, context.today);
    for (index, product) in context.in_service() {
        for obligation in &product.obligations {
            let regulation = &catalog.regulations[obligation.regulation.position()];
            for (position, control) in regulation.controls.iter().enumerate() {
                let review = obligation.review_of(position);
                let is_given = obligation.evidence_for(position).is_some();
                if control.is_reviewed_in_time(review, today) {
                    continue;
                }
                let of = ControlIx { regulation: obligation.regulation, control: position };
                // What has neither evidence nor a job is a finding of `missing-control`.
                if is_given || is_carried_out(of, product, catalog) {
                    let reviewed = review.and_then(|review| review.reviewed);
                    let fact = RuleFact::StaleEvidence {
                        regulation: obligation.regulation,
                        control: of,
                        reviewed,
                        given: is_given,
                    };
                    context.report(index, fact, obligation.span);
                }
            }
        }
    }
}

/// Only existing evidence can be too old, and only what a job carries out can be reviewed without it.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    product.obligations.iter().any(|obligation| has_evidence(obligation, product, catalog))
}

fn has_evidence(obligation: &Obligation, product: &Product, catalog: &Catalog) -> bool {
    let controls = &catalog.regulations[obligation.regulation.position()].controls;
    controls.iter().enumerate().any(|(position, control)| {
        let of = ControlIx { regulation: obligation.regulation, control: position };
        obligation.evidence_for(position).is_some()
            || control.review_every.is_some() && is_carried_out(of, product, catalog)
    })
}

/// Returns whether jobs were seen to carry out a control on every table.
fn is_carried_out(control: ControlIx, product: &Product, catalog: &Catalog) -> bool {
    seen(control, product, catalog).as_ref().is_some_and(is_everywhere)
}
