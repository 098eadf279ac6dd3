//! One export feeds more than one use: a change for one breaks the others.

use super::RuleContext;
use crate::model::{Product, Role, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    let is_export = |product: &Product| catalog.role(product) == Some(Role::Activation);
    for (index, product) in context.living().filter(|(_, product)| is_export(product)) {
        if product.consumers.len() > 1 {
            let uses = product.consumers.len();
            context.find(index, RuleFact::SharedExport { uses }, product.consumers[1].span);
        }
    }
}
