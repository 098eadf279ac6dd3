//! Whether a review of the product is planned, on a day that has not passed.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark};
use crate::standards::marks::{met, missing};

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    match asked.product.review_by {
        None => missing(CheckFact::NoReviewPlanned),
        Some(day) if day < asked.context.today => missing(CheckFact::ReviewDue { day }),
        Some(day) => met(CheckFact::ReviewPlanned { day }),
    }
}
