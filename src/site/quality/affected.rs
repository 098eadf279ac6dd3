//! The products that a problem affects: in which order, and which of them have another cause.

use crate::model::{Incident, ProductIx};
use crate::site::context::ViewContext;
use crate::site::parts::{Label, PageRef};
use crate::site::product::fixed_in;
use crate::site::words;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A product that depends on something broken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct AffectedProduct {
    /// The product.
    #[serde(flatten)]
    pub product: PageRef,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// Its lifecycle, unless it is active.
    pub lifecycle: Option<Label>,
    /// Its status today, once known.
    pub status: Option<Label>,
}

/// A product that depends on a broken one, as a row on the page of the problem.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct AffectedRow {
    /// The product.
    #[serde(flatten)]
    pub affected: AffectedProduct,
    /// Whether it reads the broken product itself.
    pub is_direct: bool,
    /// Another product that is the cause of its status; itself, if it has a problem of its own.
    pub cause: Option<PageRef>,
}

/// Returns a product that a problem affects.
pub(super) fn affected_product(product: ProductIx, context: &ViewContext<'_>) -> AffectedProduct {
    AffectedProduct {
        product: context.product_ref(product),
        owner: context.product(product).owner.map(|owner| context.team(owner)),
        lifecycle: words::lifecycle_mark(context.product(product).lifecycle),
        status: context.status(product).map(words::status),
    }
}

/// Returns the first products that a problem affects, at most so many: those directly downstream come first, then those that people
/// open; among these failing ones, then late ones and the rest by status, then by name.
pub(super) fn affected_rows(incident: &Incident, most: usize, context: &ViewContext<'_>) -> Vec<AffectedRow> {
    let broken = incident.product;
    let downstream = context.catalog.lineage.downstream(broken);
    let readers: BTreeSet<ProductIx> = downstream.iter().map(|reader| reader.product).collect();
    let mut products = incident.reach.products.clone();
    products.sort_by_cached_key(|product| {
        let is_opened = context.catalog.is_opened_by_people(*product);
        let status = Reverse(context.status(*product));
        (!readers.contains(product), !is_opened, status, context.by_name(*product))
    });
    let row = |product: &ProductIx| AffectedRow {
        affected: affected_product(*product, context),
        is_direct: readers.contains(product),
        cause: fixed_in(*product, context)
            .filter(|cause| *cause != broken)
            .map(|cause| context.product_ref(cause)),
    };
    products.iter().take(most).map(row).collect()
}
