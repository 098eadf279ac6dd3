//! Whether people confirm it with evidence, as often as required.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark};
use crate::standards::marks::{met, missing};

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let every = asked.parameters.every;
    let attested = &asked.product.attested;
    let Some(given) =
        attested.iter().find(|attestation| attestation.check == asked.id && !attestation.text.is_empty())
    else {
        return missing(CheckFact::NotAttested);
    };
    let until = every.zip(given.reviewed).and_then(|(every, day)| every.after(day));
    match (every, until, given.reviewed) {
        (Some(_), None, _) => missing(CheckFact::NoReviewDate),
        (Some(_), Some(until), Some(day)) if until < asked.context.today => {
            missing(CheckFact::Reviewed { day })
        }
        _ => met(CheckFact::Attested { text: given.text.clone() }),
    }
}
