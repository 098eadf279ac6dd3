//! One export feeds more than one use: a change for one breaks the others.

use super::RuleContext;
use crate::model::{Product, Role, RuleFact};

pub(super) fn check(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    let is_export = |product: &Product| catalog.role(product) == Some(Role::Activation);
    for (index, product) in looking.living().filter(|(_, product)| is_export(product)) {
        if product.consumers.len() > 1 {
            let uses = product.consumers.len();
            looking.find(index, RuleFact::SharedExport { uses }, product.consumers[1].span);
        }
    }
}
