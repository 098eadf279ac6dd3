//! Whether its description has the required number of words.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark};
use crate::standards::marks::{fine, missing};

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let words = asked.product.description.split_whitespace().count();
    if words == 0 {
        return missing(CheckFact::NoDescription);
    }
    let least = asked.parameters.least_words();
    let is_too_short = u32::try_from(words).is_ok_and(|words| words < least);
    if is_too_short { missing(CheckFact::DescriptionTooShort { words }) } else { fine() }
}
