//! Whether a team owns it.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark};
use crate::standards::marks::has;

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    has(asked.product.owner.is_some(), CheckFact::NoOwner)
}
