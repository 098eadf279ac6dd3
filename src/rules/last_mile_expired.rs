//! Logic outside of any product was to be gone by now.

use super::RuleContext;
use crate::model::RuleFact;

pub(super) fn check(looking: &mut RuleContext<'_>) {
    let today = looking.today;
    for (index, product) in looking.living() {
        for (at, consumer) in product.consumers.iter().enumerate() {
            for (mile, logic) in consumer.last_miles.iter().enumerate() {
                if let Some(until) = logic.until().filter(|until| *until < today) {
                    looking.find(
                        index,
                        RuleFact::LastMileExpired { consumer: at, mile, until },
                        consumer.span,
                    );
                }
            }
        }
    }
}
