//! What products say of whom they read and who reads them, against what is seen.

use super::{Looking, named};
use crate::model::{AssetIx, AssetKind, Flow, ProductIx, User};
use std::collections::{BTreeMap, BTreeSet};

/// Something is read that is not declared as an input port.
pub(super) fn undeclared_input(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    for (reader, product) in looking.living() {
        for flow in catalog
            .lineage
            .upstream(reader)
            .iter()
            .filter(|flow| flow.flow.is_seen() && flow.flow.declared.is_none())
        {
            let upstream = catalog.product(flow.product);
            let message = format!("`{}` builds on `{}`, and does not declare it", product.id, upstream.id);
            let help = format!(
                "add `- {{product: {}}}` to its `input_ports`, so that {} knows",
                upstream.id,
                looking.owner(upstream)
            );
            looking.find(reader, (message, help), (product.span, "reads it"));
        }
    }
}

/// that no product holds.
pub(super) fn undeclared_consumer(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    let exposures = loose_exposures(looking);
    for (index, product) in looking.living() {
        let is_named =
            |reader: ProductIx| product.consumers.iter().any(|one| one.user == User::Product(reader));
        let readers = catalog.lineage.downstream(index);
        let readers = readers
            .iter()
            .filter(|flow| flow.flow.is_seen() && flow.flow.declared.is_none() && !is_named(flow.product))
            .map(|flow| catalog.product(flow.product).id.as_str());
        let read_by = exposures.get(&index).into_iter().flatten();
        let users: Vec<&str> =
            readers.chain(read_by.map(|exposure| catalog.asset(*exposure).name.as_str())).collect();
        // A product that names nobody has not begun to.
        if users.is_empty() || product.consumers.is_empty() {
            continue;
        }
        let message = format!("`{}` is used by {}, whom it does not name", product.id, named(users));
        let help = "add them to its `consumers`, so that they are told when it changes".to_owned();
        let place = product.consumers.first().map_or(product.span, |consumer| consumer.span);
        looking.find(index, (message, help), (place, "not all of them"));
    }
}

/// The exposures that no product holds, by the products that they read.
fn loose_exposures(looking: &Looking<'_>) -> BTreeMap<ProductIx, BTreeSet<AssetIx>> {
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
pub(super) fn input_never_seen(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    for (index, product) in looking.living() {
        // A product without data inside cannot be seen to read.
        if !product.assets.is_empty() {
            for flow in catalog.lineage.upstream(index).iter().filter(|flow| !flow.flow.is_seen()) {
                let Some(declared) = flow.flow.declared else { continue };
                let upstream = &catalog.product(flow.product).id;
                let message = format!(
                    "`{}` declares to build on `{upstream}`, and is never seen to read it",
                    product.id
                );
                looking.find(
                    index,
                    (message, "remove it, or connect what reads it".to_owned()),
                    (declared, "never seen"),
                );
            }
        }
    }
}

/// A consumer is named, and nothing is ever seen to flow to it.
pub(super) fn consumer_never_seen(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    for (index, product) in looking.living() {
        for consumer in &product.consumers {
            let User::Product(user) = consumer.user else { continue };
            let flow = catalog.lineage.flow(index, user);
            if !catalog.product(user).assets.is_empty() && !flow.is_some_and(Flow::is_seen) {
                let message = format!(
                    "`{}` names `{}` as a consumer, which is never seen to read it",
                    product.id,
                    catalog.product(user).id
                );
                looking.find(
                    index,
                    (message, "remove it, or connect what reads it".to_owned()),
                    (consumer.span, "never seen"),
                );
            }
        }
    }
}
