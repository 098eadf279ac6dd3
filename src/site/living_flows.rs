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
