//! A project mart has no end date, and would be kept forever.

use super::RuleContext;
use crate::model::{MartKind, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    for (index, product) in context.in_service() {
        let has_end = product.review_by.is_some() || product.ends.is_some();
        if product.mart == Some(MartKind::Project) && !has_end {
            context.report(index, RuleFact::ProjectMartWithoutEnd, product.span);
        }
    }
}
