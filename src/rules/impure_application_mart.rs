//! An application mart is about one system, and this one draws from several.

use super::RuleContext;
use crate::model::{MartKind, MartOrigins, RuleFact, SystemWalk};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let mut marts =
        context.living().filter(|(_, product)| product.mart == Some(MartKind::Application)).peekable();
    if marts.peek().is_none() {
        return;
    }
    let walk = SystemWalk::new(context.catalog);
    for (index, product) in marts {
        let origins = walk.origins_of_mart(index);
        if origins.count() > 1 {
            let MartOrigins { systems, products } = origins;
            context.find(index, RuleFact::SeveralSystems { systems, products }, product.span);
        }
    }
}
