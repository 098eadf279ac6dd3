//! The marks that checks give to products.

use crate::model::{CheckFact, CheckMark, CheckParameters, CheckedPart};

/// Met, with what was seen.
pub(super) fn met(seen: CheckFact) -> CheckMark {
    CheckMark { met: Some(true), seen: Some(seen) }
}

/// Met, with nothing to report.
pub(super) fn fine() -> CheckMark {
    CheckMark { met: Some(true), seen: None }
}

/// Not met, with what was seen.
pub(super) fn missing(seen: CheckFact) -> CheckMark {
    CheckMark { met: Some(false), seen: Some(seen) }
}

/// Not applicable, and why.
pub(super) fn not_asked(seen: CheckFact) -> CheckMark {
    CheckMark { met: None, seen: Some(seen) }
}

/// Met if `is`; otherwise not met, with what was seen.
pub(super) fn has(is_met: bool, else_seen: CheckFact) -> CheckMark {
    if is_met { fine() } else { missing(else_seen) }
}

/// Met if enough of the parts qualify; not applicable if there are none.
pub(super) fn share(of: CheckedPart, part: usize, whole: usize, asked: &CheckParameters) -> CheckMark {
    if whole == 0 {
        return not_asked(CheckFact::NothingToCount);
    }
    let is_enough = part as f64 * 100.0 >= asked.least_share() * whole as f64;
    let seen = CheckFact::Share { of, part, whole };
    if is_enough { met(seen) } else { missing(seen) }
}
