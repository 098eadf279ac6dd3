//! Whether it has a steward.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark};
use crate::standards::marks::has;

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    has(asked.product.steward.is_some(), CheckFact::NoSteward)
}
