//! What products read of each other, against what they give.

use super::{Looking, named};
use crate::model::{AssetIx, AssetKind, Lifecycle, MartKind, ProductIx};
use petgraph::algo::tarjan_scc;
use std::collections::{BTreeMap, BTreeSet};

/// Another product reads an asset that is no output port.
pub(super) fn boundary_leak(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    for (reader, product) in looking.living() {
        for flow in catalog.lineage.upstream(reader) {
            let upstream = catalog.product(flow.product);
            let is_port = |asset: AssetIx| upstream.output_ports.iter().any(|port| port.asset == Some(asset));
            let inner: BTreeSet<AssetIx> =
                flow.flow.pairs.iter().map(|pair| pair.from).filter(|from| !is_port(*from)).collect();
            // Without any port no boundary is drawn yet; another rule says so, once.
            if inner.is_empty() || upstream.output_ports.is_empty() {
                continue;
            }
            let names = named(inner.iter().map(|asset| catalog.asset(*asset).name.as_str()));
            let message =
                format!("`{}` reads {names} of `{}`, past its output ports", product.id, upstream.id);
            let help = format!(
                "read {} instead, or ask {} for an output port that gives it",
                named(upstream.output_ports.iter().map(|port| port.id.as_str())),
                looking.owner(upstream)
            );
            let place = flow.flow.declared.unwrap_or(product.span);
            looking.find(reader, (message, help), (place, "reads it"));
            looking.also_at(upstream.span, "may change it without notice".to_owned());
        }
    }
}

/// Somebody is seen to use a product, and neither says so: another product, or an exposure of dbt
/// A product reads a table that no product holds: nobody answers for it.
pub(super) fn orphan_asset(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    let mut read: BTreeMap<ProductIx, BTreeSet<AssetIx>> = BTreeMap::new();
    for edge in &catalog.asset_edges {
        let from = catalog.asset(edge.from);
        if from.product.is_none()
            && !from.external
            && let Some(reader) = catalog.asset(edge.to).product
        {
            read.entry(reader).or_default().insert(edge.from);
        }
    }
    for (index, product) in looking.living() {
        let Some(orphans) = read.get(&index) else { continue };
        let names = named(orphans.iter().map(|asset| catalog.asset(*asset).name.as_str()));
        let belong = if orphans.len() == 1 { "belongs" } else { "belong" };
        let message = format!("`{}` reads {names}, which {belong} to no product", product.id);
        let help = "take what is its own into its `assets`, and ask who answers for the rest".to_owned();
        looking.find(index, (message, help), (product.span, "reads what nobody answers for"));
    }
}

/// Nothing reads an asset, and it is no output port: work that is done for nobody.
pub(super) fn unused_asset(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    let mut is_read = vec![false; catalog.assets.len()];
    for edge in &catalog.asset_edges {
        is_read[edge.from.position()] = true;
    }
    for (index, product) in looking.living() {
        // Without any port nobody said yet what is given.
        if product.output_ports.is_empty() {
            continue;
        }
        let is_given = |asset: AssetIx| product.output_ports.iter().any(|port| port.asset == Some(asset));
        let is_table =
            |asset: AssetIx| matches!(catalog.asset(asset).kind, AssetKind::Model | AssetKind::Snapshot);
        let unused = product.assets.iter().copied();
        let unused: Vec<AssetIx> =
            unused.filter(|one| is_table(*one) && !is_read[one.position()] && !is_given(*one)).collect();
        if unused.is_empty() {
            continue;
        }
        let names = named(unused.iter().map(|asset| catalog.asset(*asset).name.as_str()));
        let message = format!("nothing reads {names} of `{}`, which it does not give out", product.id);
        let help = "remove what nobody needs, or name it under `output_ports`".to_owned();
        looking.find(index, (message, help), (product.span, "made for nobody"));
    }
}

/// Products build on each other in a circle.
pub(super) fn product_cycle(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    let seen =
        catalog.lineage.graph().filter_map(|_, node| Some(*node), |_, flow| flow.is_seen().then_some(()));
    for circle in tarjan_scc(&seen) {
        let mut products: Vec<ProductIx> = circle.iter().map(|node| seen[*node]).collect();
        if products.len() < 2 {
            continue;
        }
        products.sort_unstable();
        let ids = named(products.iter().map(|product| catalog.product(*product).id.as_str()));
        let first = products[0];
        let message = format!("{ids} build on each other in a circle: none of them can be changed alone");
        looking.find(
            first,
            (message, "move what both need into a product of its own".to_owned()),
            (catalog.product(first).span, "in the circle"),
        );
        for other in &products[1..] {
            looking.also_at(catalog.product(*other).span, "in the circle".to_owned());
        }
    }
}

/// Something in use builds on something that is retired.
pub(super) fn retired_upstream(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    for (reader, product) in looking.living() {
        for flow in catalog.lineage.upstream(reader) {
            let upstream = catalog.product(flow.product);
            if upstream.lifecycle == Lifecycle::Retired
                || upstream.lifecycle == Lifecycle::Deprecated && product.lifecycle != Lifecycle::Deprecated
            {
                let message = format!(
                    "`{}` builds on `{}`, which is {}",
                    product.id,
                    upstream.id,
                    upstream.lifecycle.word()
                );
                let place = flow.flow.declared.unwrap_or(product.span);
                looking.find(
                    reader,
                    (message, format!("ask {} what takes its place", looking.owner(upstream))),
                    (place, "builds on it"),
                );
            }
        }
    }
}

/// Others build on it, and it does not say on what they may.
pub(super) fn no_output_ports(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    for (index, product) in looking.living().filter(|(_, product)| product.output_ports.is_empty()) {
        let readers = catalog.lineage.downstream(index);
        let readers: Vec<&str> = readers
            .iter()
            .filter(|reader| reader.flow.is_seen())
            .map(|reader| catalog.product(reader.product).id.as_str())
            .collect();
        if !readers.is_empty() {
            let message = format!("{} build on `{}`, which gives no output port", named(readers), product.id);
            let help = "name what others may build on under `output_ports`; all else stays free to change"
                .to_owned();
            looking.find(index, (message, help), (product.span, "no boundary"));
        }
    }
}

/// An application mart is about one system, and this one reads several.
pub(super) fn impure_application_mart(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    let is_replication = |product: ProductIx| {
        catalog
            .product(product)
            .category
            .is_some_and(|category| catalog.categories[category.position()].id == "replication")
    };
    for (index, product) in
        looking.living().filter(|(_, product)| product.mart == Some(MartKind::Application))
    {
        let flows = catalog.lineage.upstream(index);
        let systems: Vec<&str> = flows
            .iter()
            .filter(|flow| flow.flow.is_seen() && is_replication(flow.product))
            .map(|flow| catalog.product(flow.product).id.as_str())
            .collect();
        if systems.len() > 1 {
            let message = format!(
                "the application mart `{}` holds logic of several systems: {}",
                product.id,
                named(systems)
            );
            let help = "move what joins them into an integrated mart, or write `mart: integrated`".to_owned();
            looking.find(index, (message, help), (product.span, "not of one system"));
        }
    }
}

/// One export feeds more than one use: a change for one breaks the others.
pub(super) fn shared_export(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    let is_export = |product: &crate::model::Product| {
        product.category.is_some_and(|category| catalog.categories[category.position()].id == "activation")
    };
    for (index, product) in looking.living().filter(|(_, product)| is_export(product)) {
        if product.consumers.len() > 1 {
            let message = format!(
                "the export `{}` feeds {} uses: what one of them asks for changes all",
                product.id,
                product.consumers.len()
            );
            let help = "give each use an export of its own, over the same mart".to_owned();
            looking.find(index, (message, help), (product.consumers[1].span, "another use"));
        }
    }
}
