//! Several readers add logic of their own to one product, or to what builds on it up to the next mart: if the
//! logic became part of the product, all of them would gain.

use super::RuleContext;
use crate::model::{Catalog, ProductIx, RuleFact, logic_added};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    let added = logic_added(catalog);
    let adding = |user: ProductIx| {
        catalog.product(user).consumers.iter().filter(|consumer| !consumer.last_miles.is_empty())
    };
    for (index, product) in context.in_service() {
        let users = added.neighbours(index.position());
        let places: Vec<_> = users.iter().flat_map(|user| adding(*user)).map(|mile| mile.span).collect();
        // If all readers go through one product, that product is reported instead.
        let is_told_below = || {
            let mut readers = catalog.lineage.downstream(index).into_iter();
            readers.any(|reader| {
                catalog.product(reader.product).lifecycle.is_in_service()
                    && added.neighbours(reader.product.position()) == users
            })
        };
        if places.len() > 1 && !is_told_below() {
            let own_spans: Vec<_> = adding(index).map(|mile| mile.span).collect();
            let consumers = places.len();
            let fact = RuleFact::SharedLastMile { consumers, downstream: consumers - own_spans.len() };
            context.report(index, fact, own_spans.get(1).copied().unwrap_or(product.span));
        }
    }
}

/// Applies to products with last miles.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    product.has_last_miles()
}
