//! A product contains nothing that anybody could use.

use super::RuleContext;
use crate::model::{Lifecycle, Product, Role, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    let is_service = |product: &Product| catalog.role(product) == Some(Role::Consulting);
    for (index, product) in context.in_service() {
        let is_in_use = product.lifecycle == Lifecycle::Active;
        if is_in_use && product.assets.is_empty() && product.output_ports.is_empty() && !is_service(product) {
            context.report(index, RuleFact::EmptyProduct, product.span);
        }
    }
}
