//! Nobody answers for a product.

use super::RuleContext;
use crate::model::RuleFact;

pub(super) fn check(looking: &mut RuleContext<'_>) {
    for (index, product) in looking.living().filter(|(_, product)| product.owner.is_none()) {
        looking.find(index, RuleFact::Ownerless, product.span);
    }
}
