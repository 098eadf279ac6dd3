//! The products under a regulation, each with its obligation.

use crate::model::{Obligation, ProductIx, RegulationIx};
use crate::site::context::ViewContext;
use crate::site::parts::Label;
use crate::site::product::{self, EvidencedControl};
use crate::site::words::{self, EvidenceState};
use std::cmp::Reverse;

/// A product under a regulation.
#[derive(Clone, Debug)]
pub(super) struct RegulatedProduct<'c> {
    /// The product.
    pub(super) product: ProductIx,
    /// What it declares about the regulation.
    pub(super) obligation: &'c Obligation,
    /// The evidence for each control, in the order of the regulation.
    pub(super) controls: Vec<EvidencedControl>,
}

impl RegulatedProduct<'_> {
    /// Returns the states of all controls.
    pub(super) fn states(&self) -> impl Iterator<Item = EvidenceState> + Clone + '_ {
        self.controls.iter().map(|control| control.state)
    }

    /// Returns the number of controls whose evidence is current.
    pub(super) fn current(&self) -> usize {
        self.states().filter(|state| state.is_current()).count()
    }

    /// Returns the worst state of a control; `None` if the regulation has no controls.
    pub(super) fn worst(&self) -> Option<EvidenceState> {
        self.states().max()
    }

    /// Returns whether the evidence for a control is not current.
    pub(super) fn has_gap(&self) -> bool {
        self.worst().is_some_and(|worst| !worst.is_current())
    }
}

/// Returns the products under a regulation, by name.
pub(super) fn regulated_products<'s>(
    index: RegulationIx,
    context: &'s ViewContext<'_>,
) -> Vec<RegulatedProduct<'s>> {
    let under =
        context.all().filter_map(|product| Some((product, context.catalog.obligation(product, index)?)));
    let mut products: Vec<RegulatedProduct<'_>> = under
        .map(|(product, obligation)| {
            let controls = product::evidence(context.product(product), obligation, context);
            RegulatedProduct { product, obligation, controls }
        })
        .collect();
    products.sort_by_cached_key(|regulated| context.by_name(regulated.product));
    products
}

/// Sorts products by what is to be done: the worst state first, then the fewest controls with current evidence.
pub(super) fn sort_by_need(products: &mut [RegulatedProduct<'_>]) {
    products.sort_by_key(|regulated| (Reverse(regulated.worst()), regulated.current()));
}

/// Returns how many controls of a product are current, with the mark of the worst: of those that are current in part, the
/// mark for a part.
pub(super) fn overall(regulated: &RegulatedProduct<'_>) -> Option<Label> {
    let (current, all) = (regulated.current(), regulated.controls.len());
    let mark = if current == 0 || current == all { regulated.worst()? } else { EvidenceState::Partly };
    let meaning = format!("Evidence is current for {current} of {all} controls.");
    Some(Label { name: format!("{current} of {all} current"), meaning, ..words::evidence(mark) })
}
