//! A product has no owner.

use super::RuleContext;
use crate::model::RuleFact;

pub(super) fn check(context: &mut RuleContext<'_>) {
    for (index, product) in context.in_service().filter(|(_, product)| product.owner.is_none()) {
        context.report(index, RuleFact::Ownerless, product.span);
    }
}
