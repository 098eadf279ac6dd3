//! Work that was meant to last, but that nobody else builds on.

use super::RuleContext;
use crate::model::{Delivery, DeliveryStatus, Initiative, ProductIx, RuleFact, User, ValueDuration};
use jiff::ToSpan as _;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    let Ok(six_months_ago) = context.today.checked_sub(6.months()) else { return };
    let mut initiatives_by_product: BTreeMap<ProductIx, BTreeSet<&str>> = BTreeMap::new();
    for initiative in &catalog.initiatives {
        for delivery in
            initiative.deliveries.iter().filter(|delivery| delivery.status != DeliveryStatus::Dropped)
        {
            initiatives_by_product.entry(delivery.product).or_default().insert(&initiative.id);
        }
    }
    let mut reported = BTreeSet::new();
    for initiative in &catalog.initiatives {
        let delivered: BTreeSet<ProductIx> =
            initiative.deliveries.iter().map(|delivery| delivery.product).collect();
        for delivery in &initiative.deliveries {
            let Some(day) = delivery.delivered.filter(|day| *day <= six_months_ago) else { continue };
            let is_lasting = delivery.value == Some(ValueDuration::Lasting)
                && delivery.status == DeliveryStatus::Delivered;
            let is_alone = || {
                initiatives_by_product
                    .get(&delivery.product)
                    .is_none_or(|initiatives_by_product| initiatives_by_product.len() < 2)
            };
            if is_lasting
                && catalog.product(delivery.product).lifecycle.is_in_service()
                && delivery.enables.is_empty()
                && is_alone()
                && !has_reader(initiative, delivery, &delivered, context)
                && reported.insert(delivery.product)
            {
                let fact =
                    RuleFact::LastingWithoutReader { initiative: initiative.id.clone(), delivered: day };
                context.report(delivery.product, fact, delivery.span);
            }
        }
    }
}

/// Returns whether somebody else uses a product: a product outside of the initiative, or a team other than its
/// sponsor.
fn has_reader(
    initiative: &Initiative,
    delivery: &Delivery,
    delivered: &BTreeSet<ProductIx>,
    context: &RuleContext<'_>,
) -> bool {
    let readers = context.catalog.lineage.downstream(delivery.product);
    let is_used =
        context.catalog.product(delivery.product).consumers.iter().any(|consumer| match consumer.user {
            User::Team(team) => initiative.sponsor != Some(team),
            User::Product(product) => !delivered.contains(&product),
        });
    is_used || readers.iter().any(|reader| !delivered.contains(&reader.product))
}
