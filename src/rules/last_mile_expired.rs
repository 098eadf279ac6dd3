//! Logic outside of any product was to be gone by now.

use super::RuleContext;
use crate::model::RuleFact;

pub(super) fn check(looking: &mut RuleContext<'_>) {
    let today = looking.today;
    for (index, product) in looking.living() {
        for (at, consumer) in product.consumers.iter().enumerate() {
            let until = consumer.last_mile.as_ref().and_then(|mile| mile.until());
            if let Some(until) = until.filter(|until| *until < today) {
                looking.find(index, RuleFact::LastMileExpired { consumer: at, until }, consumer.span);
            }
        }
    }
}
