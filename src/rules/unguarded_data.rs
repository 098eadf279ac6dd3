//! Other data under a regulation is guarded, but this is not.

use super::RuleContext;
use crate::model::{Catalog, ProductIx, RegulationIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for regulation in (0..catalog.regulations.len()).map(RegulationIx::at) {
        // If nothing is guarded, guards are not how the company complies.
        if !catalog.guards.any_under(regulation) {
            continue;
        }
        for (index, product) in context.in_service() {
            let unguarded = catalog.unguarded(index, regulation);
            if !unguarded.is_empty() {
                let place =
                    catalog.obligation(index, regulation).map_or(product.span, |obligation| obligation.span);
                context.report(index, RuleFact::UnguardedData { regulation, unguarded }, place);
            }
        }
    }
}

/// Only under a regulation with guards is it known what they leave out.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    product.obligations.iter().any(|obligation| catalog.guards.any_under(obligation.regulation))
}
