//! A product has a lower tier than one that depends on it.

use super::RuleContext;
use crate::model::{Lifecycle, ProductIx, RuleFact};
use std::cmp::Reverse;

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    let users = most_important_users(context);
    for (index, product) in context.in_service() {
        let Some(user) = users[index.position()].filter(|user| catalog.product(*user).tier > product.tier)
        else {
            continue;
        };
        let fact =
            RuleFact::BelowEffectiveTier { tier: product.tier, user, needed: catalog.product(user).tier };
        context.report(index, fact, product.span);
    }
}

/// Returns, for each product that others build on, the product of the highest tier that depends on it, directly
/// or not. Going upstream from the highest tier first, each product is visited once.
fn most_important_users(context: &RuleContext<'_>) -> Vec<Option<ProductIx>> {
    let catalog = context.catalog;
    let mut users: Vec<ProductIx> = context
        .in_service()
        .filter(|(_, product)| product.lifecycle == Lifecycle::Active)
        .map(|(index, _)| index)
        .collect();
    users.sort_by_key(|user| (Reverse(catalog.product(*user).tier), *user));
    let mut most_important: Vec<Option<ProductIx>> = vec![None; catalog.products.len()];
    for user in users {
        let mut next = vec![user];
        while let Some(at) = next.pop() {
            for flow in catalog.lineage.upstream(at).iter().filter(|flow| flow.flow.is_seen()) {
                let known = &mut most_important[flow.product.position()];
                if known.is_none() {
                    *known = Some(user);
                    next.push(flow.product);
                }
            }
        }
    }
    most_important
}
