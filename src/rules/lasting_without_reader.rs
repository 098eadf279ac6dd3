//! Work that was meant to last, but that nobody else builds on.

use super::RuleContext;
use crate::model::{Delivery, DeliveryStatus, Initiative, ProductIx, RuleFact, User, ValueDuration};
use jiff::ToSpan as _;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    let Ok(before) = looking.today.checked_sub(6.months()) else { return };
    let mut asks: BTreeMap<ProductIx, BTreeSet<&str>> = BTreeMap::new();
    for initiative in &catalog.initiatives {
        for one in initiative.deliveries.iter().filter(|one| one.status != DeliveryStatus::Dropped) {
            asks.entry(one.product).or_default().insert(&initiative.id);
        }
    }
    let mut reported = BTreeSet::new();
    for initiative in &catalog.initiatives {
        let delivered: BTreeSet<ProductIx> = initiative.deliveries.iter().map(|one| one.product).collect();
        for one in &initiative.deliveries {
            let Some(day) = one.delivered.filter(|day| *day <= before) else { continue };
            let is_lasting =
                one.value == Some(ValueDuration::Lasting) && one.status == DeliveryStatus::Delivered;
            let is_alone = || asks.get(&one.product).is_none_or(|asks| asks.len() < 2);
            if is_lasting
                && catalog.product(one.product).lifecycle.is_in_service()
                && one.enables.is_empty()
                && is_alone()
                && !has_reader(initiative, one, &delivered, looking)
                && reported.insert(one.product)
            {
                let fact =
                    RuleFact::LastingWithoutReader { initiative: initiative.id.clone(), delivered: day };
                looking.find(one.product, fact, one.span);
            }
        }
    }
}

/// Returns whether somebody else uses a product: a product outside of the initiative, or a team other than its
/// sponsor.
fn has_reader(
    initiative: &Initiative,
    one: &Delivery,
    delivered: &BTreeSet<ProductIx>,
    looking: &RuleContext<'_>,
) -> bool {
    let readers = looking.catalog.lineage.downstream(one.product);
    let is_used = looking.catalog.product(one.product).consumers.iter().any(|consumer| match consumer.user {
        User::Team(team) => initiative.sponsor != Some(team),
        User::Product(product) => !delivered.contains(&product),
    });
    is_used || readers.iter().any(|reader| !delivered.contains(&reader.product))
}
