//! What products say of whom they read and who reads them, against what is seen.

use super::RuleContext;
use crate::model::{AssetIx, AssetKind, Flow, ProductIx, RuleFact, User};
use std::collections::{BTreeMap, BTreeSet};

/// Something is read that is not declared as an input port.
pub(super) fn undeclared_input(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    for (reader, product) in looking.living() {
        for flow in catalog
            .lineage
            .upstream(reader)
            .iter()
            .filter(|flow| flow.flow.is_seen() && flow.flow.declared.is_none())
        {
            looking.find(reader, RuleFact::UndeclaredInput { upstream: flow.product }, product.span);
        }
    }
}

/// Somebody is seen to use a product, and neither says so: another product, or an exposure of dbt
/// that no product holds.
pub(super) fn undeclared_consumer(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    let exposures = loose_exposures(looking);
    for (index, product) in looking.living() {
        let is_named =
            |reader: ProductIx| product.consumers.iter().any(|one| one.user == User::Product(reader));
        let readers = catalog.lineage.downstream(index);
        let products: Vec<ProductIx> = readers
            .iter()
            .filter(|flow| flow.flow.is_seen() && flow.flow.declared.is_none() && !is_named(flow.product))
            .map(|flow| flow.product)
            .collect();
        let exposures: Vec<AssetIx> = exposures.get(&index).into_iter().flatten().copied().collect();
        // A product that names nobody has not begun to.
        if products.is_empty() && exposures.is_empty() || product.consumers.is_empty() {
            continue;
        }
        let place = product.consumers.first().map_or(product.span, |consumer| consumer.span);
        looking.find(index, RuleFact::UndeclaredConsumers { products, exposures }, place);
    }
}

/// The exposures that no product holds, by the products that they read.
fn loose_exposures(looking: &RuleContext<'_>) -> BTreeMap<ProductIx, BTreeSet<AssetIx>> {
    let catalog = looking.catalog;
    let mut found: BTreeMap<ProductIx, BTreeSet<AssetIx>> = BTreeMap::new();
    for edge in &catalog.asset_edges {
        let to = catalog.asset(edge.to);
        if to.kind == AssetKind::Exposure
            && to.product.is_none()
            && let Some(read) = catalog.asset(edge.from).product
        {
            found.entry(read).or_default().insert(edge.to);
        }
    }
    found
}

/// An input port is declared, and nothing is ever seen to flow.
pub(super) fn input_never_seen(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    for (index, product) in looking.living() {
        // A product without data inside cannot be seen to read.
        if !product.assets.is_empty() {
            for flow in catalog.lineage.upstream(index).iter().filter(|flow| !flow.flow.is_seen()) {
                let Some(declared) = flow.flow.declared else { continue };
                looking.find(index, RuleFact::InputNeverSeen { upstream: flow.product }, declared);
            }
        }
    }
}

/// A consumer is named, and nothing is ever seen to flow to it.
pub(super) fn consumer_never_seen(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    for (index, product) in looking.living() {
        for consumer in &product.consumers {
            let User::Product(user) = consumer.user else { continue };
            let flow = catalog.lineage.flow(index, user);
            if !catalog.product(user).assets.is_empty() && !flow.is_some_and(Flow::is_seen) {
                looking.find(index, RuleFact::ConsumerNeverSeen { consumer: user }, consumer.span);
            }
        }
    }
}
