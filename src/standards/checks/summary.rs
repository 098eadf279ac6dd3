//! Whether it has a summary.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark};
use crate::standards::marks::has;

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    has(!asked.product.summary.is_empty(), CheckFact::NoSummary)
}
