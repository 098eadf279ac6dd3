//! The end date of a product, or of the version behind an output port, is near or has come, but it is still used or not
//! retired.

use super::RuleContext;
use crate::model::{Catalog, Consumer, OwnPortIx, ProductIx, RuleFact};
use jiff::ToSpan;
use std::collections::BTreeSet;

/// How many days before the end date all users should have moved.
const NOTICE_DAYS: i64 = 60;

pub(super) fn check(context: &mut RuleContext<'_>) {
    ending_products(context);
    ending_versions(context);
}

/// Finds versions of output ports that end and are known to be used. A consumer that names no output port of a product
/// with several is not known to use this one.
fn ending_versions(context: &mut RuleContext<'_>) {
    let (catalog, today) = (context.catalog, context.today);
    for (index, _) in context.in_service() {
        for end in catalog.port_ends.of(index) {
            if end.day > today.saturating_add(NOTICE_DAYS.days()) {
                continue;
            }
            let readers = end.readers.iter().filter(|reader| reader.is_known);
            let readers: Vec<ProductIx> = readers.map(|reader| reader.user).collect();
            let teams = end.teams.iter().filter(|team| team.is_known).count();
            if !readers.is_empty() || teams > 0 {
                let (port, ends, has_ended) = (OwnPortIx(end.port), end.day, end.day <= today);
                let fact = RuleFact::VersionEndsInUse { port, ends, readers, teams, has_ended };
                context.report(index, fact, catalog.port_of(end).span);
            }
        }
    }
}

/// Finds products that have ended, or that end and are used.
fn ending_products(context: &mut RuleContext<'_>) {
    let (catalog, today) = (context.catalog, context.today);
    for (index, product) in context.in_service() {
        let Some(ends) = product.ends else { continue };
        if product.has_ended(today) {
            context.report(index, RuleFact::PastItsEnd { ends }, product.span);
        } else if ends <= today.saturating_add(NOTICE_DAYS.days()) {
            let readers: Vec<ProductIx> = catalog.readers_that_have_to_move(index).into_iter().collect();
            let teams = product.consumers.iter().filter_map(Consumer::team);
            let teams = teams.filter(|team| product.owner != Some(*team)).collect::<BTreeSet<_>>().len();
            if !readers.is_empty() || teams > 0 {
                context.report(index, RuleFact::EndsInUse { ends, readers, teams }, product.span);
            }
        }
    }
}

/// Applies to products with an end date, of their own or of a version of an output port.
pub(super) fn applies(product: ProductIx, catalog: &Catalog) -> bool {
    catalog.product(product).ends.is_some() || !catalog.port_ends.of(product).is_empty()
}
