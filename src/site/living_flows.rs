//! The flows that maps and counts show.

use super::context::ViewContext;
use crate::model::{Lifecycle, ProductIx};

/// Returns the flows between products that are not retired, upstream product first.
pub(super) fn living_flows<'s>(
    context: &'s ViewContext<'_>,
) -> impl Iterator<Item = (ProductIx, ProductIx)> + 's {
    let lineage = &context.catalog.lineage;
    let is_listed = |product: ProductIx| context.product(product).lifecycle != Lifecycle::Retired;
    let flows = context
        .all()
        .filter(move |from| is_listed(*from))
        .flat_map(|from| lineage.downstream(from).into_iter().map(move |reader| (from, reader.product)));
    flows.filter(move |(_, reader)| is_listed(*reader))
}

/// Returns all products downstream of one, in use or not, as the explorer shows them.
pub(super) fn all_downstream(of: ProductIx, context: &ViewContext<'_>) -> Vec<ProductIx> {
    let mut is_found = vec![false; context.catalog.products.len()];
    is_found[of.position()] = true;
    let (mut found, mut at) = (vec![of], 0);
    while let Some(product) = found.get(at).copied() {
        at += 1;
        for reader in context.catalog.lineage.downstream(product) {
            if !std::mem::replace(&mut is_found[reader.product.position()], true) {
                found.push(reader.product);
            }
        }
    }
    found.split_off(1)
}
