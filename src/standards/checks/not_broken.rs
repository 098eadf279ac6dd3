//! Whether it is not broken today.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark, Status};
use crate::standards::marks::{fine, missing, not_asked};

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let assessed = asked.context.assessment.products.get(asked.index.position());
    match assessed.and_then(|assessment| assessment.status) {
        None => not_asked(CheckFact::NoEvidencePossible),
        Some(Status::Unknown) => missing(CheckFact::NothingKnown),
        Some(status) if status.is_impaired() => missing(CheckFact::IsBroken { status }),
        Some(_) => fine(),
    }
}
