//! The products that receive data under a regulation and do not declare it: they have no evidence, so a list of those
//! with evidence is not all that the regulation concerns.

use crate::model::RegulationIx;
use crate::site::context::ViewContext;
use crate::site::parts::PageRef;
use serde::Serialize;

/// A product that receives data under a regulation and does not declare it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ReceivedView {
    /// The product.
    pub product: PageRef,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// The product from which the data comes: one that declares the regulation, or receives the data itself.
    pub from: PageRef,
}

/// The most of them on a page; the file of them has all.
pub(super) const SHOWN: usize = 12;

/// Returns those products in use, by name.
pub(super) fn received(index: RegulationIx, context: &ViewContext<'_>) -> Vec<ReceivedView> {
    let catalog = context.catalog;
    if !catalog.regulations[index.position()].carried {
        return Vec::new();
    }
    let reached = catalog.undeclared_recipients(index).into_iter();
    let mut in_use: Vec<_> =
        reached.filter(|(product, _)| context.product(*product).lifecycle.is_in_service()).collect();
    in_use.sort_by_cached_key(|(product, _)| context.by_name(*product));
    let view = |(product, from)| ReceivedView {
        product: context.product_ref(product),
        owner: context.product(product).owner.map(|owner| context.team(owner)),
        from: context.product_ref(from),
    };
    in_use.into_iter().map(view).collect()
}
