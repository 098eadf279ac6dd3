//! How a product does by a check: what a check answers.

use crate::model::{CheckFact, CheckMark, CheckParameters, CheckedPart};

/// Met, with what was seen.
pub(super) fn met(seen: CheckFact) -> CheckMark {
    CheckMark { met: Some(true), seen: Some(seen) }
}

/// Met, and nothing is to be said of it.
pub(super) fn fine() -> CheckMark {
    CheckMark { met: Some(true), seen: None }
}

/// Not met, with what was seen.
pub(super) fn missing(seen: CheckFact) -> CheckMark {
    CheckMark { met: Some(false), seen: Some(seen) }
}

/// There is nothing to ask it of, and why.
pub(super) fn not_asked(seen: CheckFact) -> CheckMark {
    CheckMark { met: None, seen: Some(seen) }
}

/// Met where it is so; else not, and what was seen.
pub(super) fn has(is: bool, else_seen: CheckFact) -> CheckMark {
    if is { fine() } else { missing(else_seen) }
}

/// So many of so many; of none nothing can be asked.
pub(super) fn share(of: CheckedPart, part: usize, whole: usize, asked: &CheckParameters) -> CheckMark {
    if whole == 0 {
        return not_asked(CheckFact::NothingToCount);
    }
    let is_enough = part as f64 * 100.0 >= asked.least_share() * whole as f64;
    let seen = CheckFact::Share { of, part, whole };
    if is_enough { met(seen) } else { missing(seen) }
}
