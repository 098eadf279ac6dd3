//! A project mart has no end date, and would be kept forever.

use super::RuleContext;
use crate::model::{MartKind, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    for (index, product) in context.in_service() {
        if product.mart == Some(MartKind::Project) && product.review_by.is_none() {
            context.find(index, RuleFact::ProjectMartWithoutEnd, product.span);
        }
    }
}
