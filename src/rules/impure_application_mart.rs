//! An application mart should be about one system, but this one draws from several.

use super::RuleContext;
use crate::model::{MartOrigins, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for (index, product) in context.in_service() {
        let origins = catalog.mart_origins.get(&index).filter(|origins| origins.count() > 1);
        if let Some(MartOrigins { systems, products, .. }) = origins.cloned() {
            context.report(index, RuleFact::ImpureApplicationMart { systems, products }, product.span);
        }
    }
}
