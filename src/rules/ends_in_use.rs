//! The end date of a product is near or has come, but it is still used or not retired.

use super::RuleContext;
use crate::model::{Catalog, Consumer, ProductIx, RuleFact};
use jiff::ToSpan;
use std::collections::BTreeSet;

/// How many days before the end date others should have moved.
const DAYS: i64 = 60;

pub(super) fn check(context: &mut RuleContext<'_>) {
    let (catalog, today) = (context.catalog, context.today);
    for (index, product) in context.in_service() {
        let Some(ends) = product.ends else { continue };
        if product.has_ended(today) {
            context.find(index, RuleFact::PastItsEnd { ends }, product.span);
        } else if ends <= today.saturating_add(DAYS.days()) {
            let readers = staying(index, catalog);
            let teams = product.consumers.iter().filter_map(Consumer::team);
            let teams = teams.collect::<BTreeSet<_>>().len();
            if !readers.is_empty() || teams > 0 {
                context.find(index, RuleFact::EndsInUse { ends, readers, teams }, product.span);
            }
        }
    }
}

/// Applies to products with an end date.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    product.ends.is_some()
}

/// Returns the products that build on one that ends, and do not end with it.
fn staying(index: ProductIx, catalog: &Catalog) -> Vec<ProductIx> {
    let readers = catalog.lineage.downstream(index);
    let readers = readers.iter().map(|reader| reader.product);
    readers.filter(|reader| catalog.has_to_move(*reader, index)).collect()
}
