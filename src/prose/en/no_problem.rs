//! The answer of a verdict on a product without problems, or without evidence; and what its lifecycle adds to an answer.

use crate::model::{
    Lifecycle, Product, ProductAssessment, PromiseVerdict, SlaProperty, Usability, day_in_words,
};

/// Returns whether the product can be used: `Fine to use.`
pub(super) fn title(product: &Product, usability: Usability, assessment: &ProductAssessment) -> String {
    match (usability, product.ends, product.lifecycle) {
        // Without a problem, only an end date that has come asks for care.
        (Usability::Care, Some(day), _) => {
            format!("Use with care: its end date, {}, has come.", day_in_words(day))
        }
        (Usability::Unchecked, _, Lifecycle::Active | Lifecycle::Deprecated) => {
            untested(product, assessment).to_owned()
        }
        _ => without_reason(usability, product.lifecycle).to_owned(),
    }
}

/// Returns what the lifecycle of a product says about relying on it, as a sentence and in short to follow an answer;
/// `None` for a product in use, or if the answer says it itself.
pub(super) fn caution(usability: Usability, lifecycle: Lifecycle) -> Option<(&'static str, &'static str)> {
    match (usability, lifecycle) {
        (Usability::Fine | Usability::Unchecked, Lifecycle::Proposed | Lifecycle::Draft)
        | (Usability::Fine, Lifecycle::Deprecated)
        | (_, Lifecycle::Active | Lifecycle::Retired) => None,
        (_, Lifecycle::Proposed) => Some(("Only proposed: do not rely on it yet.", "only proposed")),
        (_, Lifecycle::Draft) => Some(("A draft: do not rely on it yet.", "a draft")),
        (_, Lifecycle::Deprecated) => Some(("Deprecated: build nothing new on it.", "deprecated")),
    }
}

/// Returns that nothing tests the data of a product, and which of its promises are kept nevertheless.
fn untested(product: &Product, assessment: &ProductAssessment) -> &'static str {
    let promises = product.slas.iter().zip(&assessment.promises);
    let mut kept =
        promises.filter(|(_, promise)| promise.verdict == PromiseVerdict::Kept).map(|(sla, _)| sla.property);
    match (kept.clone().any(|property| property == SlaProperty::Freshness), kept.next()) {
        (true, _) => "Fresh as promised; nothing tests its data.",
        (false, Some(_)) => "Its measured promises are kept; nothing tests its data.",
        (false, None) => "Nothing tests its data.",
    }
}

/// Returns the text for a product without problems, or without evidence.
fn without_reason(usability: Usability, lifecycle: Lifecycle) -> &'static str {
    match (usability, lifecycle) {
        (Usability::Fine | Usability::Unchecked, Lifecycle::Draft) => "A draft: do not rely on it yet.",
        (Usability::Fine | Usability::Unchecked, Lifecycle::Proposed) => {
            "Only proposed: do not rely on it yet."
        }
        (Usability::Fine, Lifecycle::Deprecated) => "Fine to use, but build nothing new on it.",
        (Usability::Fine, _) => "Fine to use.",
        (Usability::Unchecked, _) => "Nothing tests its data.",
        (Usability::Unknown, _) => "Not known today.",
        (Usability::Care | Usability::Stale | Usability::Wrong, _) => "Use with care.",
    }
}
