//! A product in use builds on one that is retired or has an end date.

use super::RuleContext;
use crate::model::{Catalog, Lifecycle, ProductIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let (catalog, today) = (context.catalog, context.today);
    for (reader, product) in context.in_service() {
        for flow in catalog.lineage.upstream(reader) {
            let upstream = catalog.product(flow.product);
            let is_ending = match upstream.lifecycle {
                Lifecycle::Retired => true,
                Lifecycle::Deprecated => product.lifecycle != Lifecycle::Deprecated,
                _ => product.lifecycle != Lifecycle::Deprecated && upstream.ends.is_some(),
            };
            if is_ending && (upstream.ends.is_none() || catalog.has_to_move(reader, flow.product)) {
                let has_ended = upstream.has_ended(today);
                let place = flow.flow.declared.unwrap_or(product.span);
                context.report(
                    reader,
                    RuleFact::RetiredUpstream { upstream: flow.product, has_ended },
                    place,
                );
            }
        }
    }
}

/// Applies to products with upstream products.
pub(super) fn applies(product: ProductIx, catalog: &Catalog) -> bool {
    !catalog.lineage.upstream(product).is_empty()
}
