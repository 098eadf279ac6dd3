//! Whether it names its users.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark};
use crate::standards::marks::has;

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    has(!asked.product.consumers.is_empty(), CheckFact::NoConsumers)
}
