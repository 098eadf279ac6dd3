//! Whether its promises are measured and kept.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark, PromiseVerdict};
use crate::standards::marks::{met, missing, not_asked};

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let assessed = asked.context.assessment.products.get(asked.index.position());
    let promises = assessed.map_or(&[][..], |assessment| &assessment.promises);
    let count =
        |verdict: PromiseVerdict| promises.iter().filter(|promise| promise.verdict == verdict).count();
    match (asked.product.slas.len(), count(PromiseVerdict::Broken), count(PromiseVerdict::Kept)) {
        (0, ..) => not_asked(CheckFact::PromisesNothing),
        (promises, 0, 0) => missing(CheckFact::NoneMeasured { promises }),
        (promises, 0, kept) => met(CheckFact::Kept { kept, promises }),
        (promises, broken, _) => missing(CheckFact::Broken { broken, promises }),
    }
}
