//! Products build on each other in a circle.

use super::RuleContext;
use crate::model::{ProductIx, RuleFact};
use petgraph::algo::tarjan_scc;

pub(super) fn check(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    let seen =
        catalog.lineage.graph().filter_map(|_, node| Some(*node), |_, flow| flow.is_seen().then_some(()));
    for circle in tarjan_scc(&seen) {
        let mut products: Vec<ProductIx> = circle.iter().map(|node| seen[*node]).collect();
        if products.len() < 2 {
            continue;
        }
        products.sort_unstable();
        let first = products[0];
        looking.find(first, RuleFact::Circle { products: products.clone() }, catalog.product(first).span);
        for other in &products[1..] {
            looking.also_at(catalog.product(*other).span);
        }
    }
}
