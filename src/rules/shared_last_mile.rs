//! Several readers add logic of their own to one product: pulled back into it, all of them would gain.

use super::RuleContext;
use crate::model::RuleFact;

pub(super) fn check(context: &mut RuleContext<'_>) {
    for (index, product) in context.in_service() {
        let adding = product.consumers.iter().filter(|consumer| !consumer.last_miles.is_empty());
        let places: Vec<_> = adding.map(|consumer| consumer.span).collect();
        if places.len() > 1 {
            context.find(index, RuleFact::SharedLastMile { consumers: places.len() }, places[1]);
        }
    }
}
