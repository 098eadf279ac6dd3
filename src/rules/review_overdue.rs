//! The day of a product's review has passed.

use super::RuleContext;
use crate::model::RuleFact;

pub(super) fn check(looking: &mut RuleContext<'_>) {
    let today = looking.today;
    for (index, product) in looking.living() {
        if let Some(by) = product.review_by.filter(|day| *day < today) {
            looking.find(index, RuleFact::ReviewOverdue { by }, product.span);
        }
    }
}
