//! The products under a regulation, each with its obligation.

use crate::model::{Obligation, ProductIx, RegulationIx};
use crate::site::context::ViewContext;
use crate::site::product::{self, ObligationEvidenceView};
use crate::site::words::EvidenceState;

/// A product under the regulation, with the evidence for each control.
pub(super) type Concerned<'c> = (ProductIx, &'c Obligation, Vec<(EvidenceState, ObligationEvidenceView)>);

/// Returns the products under a regulation, by name.
pub(super) fn concerned<'s>(index: RegulationIx, context: &'s ViewContext<'_>) -> Vec<Concerned<'s>> {
    let under =
        context.all().filter_map(|product| Some((product, context.catalog.obligation(product, index)?)));
    let mut concerned: Vec<Concerned<'_>> = under
        .map(|(product, obligation)| {
            (product, obligation, product::evidence(context.product(product), obligation, context))
        })
        .collect();
    concerned.sort_by_cached_key(|(product, ..)| context.by_name(*product));
    concerned
}
