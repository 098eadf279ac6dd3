//! Whether it, or its team, names where help is given.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark};
use crate::standards::marks::has;

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let team = asked.product.owner.map(|owner| asked.context.catalog.team(owner));
    let has_own = !asked.product.support.is_empty();
    has(has_own || team.is_some_and(|team| !team.support.is_empty()), CheckFact::NoSupport)
}
