//! Logic outside of any product has no end.

use super::RuleContext;
use crate::model::RuleFact;

pub(super) fn check(looking: &mut RuleContext<'_>) {
    for (index, product) in looking.living() {
        for consumer in &product.consumers {
            if consumer.last_miles.iter().any(|mile| mile.until().is_none()) {
                looking.find(index, RuleFact::LastMileWithoutEnd, consumer.span);
            }
        }
    }
}
