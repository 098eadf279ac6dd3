//! What products read of each other, against what they give.

use super::RuleContext;
use crate::model::{AssetIx, AssetKind, Lifecycle, MartKind, ProductIx, Role, RuleFact};
use petgraph::algo::tarjan_scc;
use std::collections::{BTreeMap, BTreeSet};

/// Another product reads an asset that is no output port.
pub(super) fn boundary_leak(looking: &mut RuleContext<'_>) {
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
            let fact =
                RuleFact::PastOutputPorts { upstream: flow.product, assets: inner.into_iter().collect() };
            looking.find(reader, fact, flow.flow.declared.unwrap_or(product.span));
            looking.also_at(upstream.span);
        }
    }
}

/// A product reads a table that no product holds: nobody answers for it.
pub(super) fn orphan_asset(looking: &mut RuleContext<'_>) {
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
        let assets = orphans.iter().copied().collect();
        looking.find(index, RuleFact::Orphans { assets }, product.span);
    }
}

/// Nothing reads an asset, and it is no output port: work that is done for nobody.
pub(super) fn unused_asset(looking: &mut RuleContext<'_>) {
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
        if !unused.is_empty() {
            looking.find(index, RuleFact::Unused { assets: unused }, product.span);
        }
    }
}

/// Products build on each other in a circle.
pub(super) fn product_cycle(looking: &mut RuleContext<'_>) {
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

/// Something in use builds on something that is retired.
pub(super) fn retired_upstream(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    for (reader, product) in looking.living() {
        for flow in catalog.lineage.upstream(reader) {
            let upstream = catalog.product(flow.product);
            if upstream.lifecycle == Lifecycle::Retired
                || upstream.lifecycle == Lifecycle::Deprecated && product.lifecycle != Lifecycle::Deprecated
            {
                let place = flow.flow.declared.unwrap_or(product.span);
                looking.find(reader, RuleFact::RetiredUpstream { upstream: flow.product }, place);
            }
        }
    }
}

/// Others build on it, and it does not say on what they may.
pub(super) fn no_output_ports(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    for (index, product) in looking.living().filter(|(_, product)| product.output_ports.is_empty()) {
        let readers = catalog.lineage.downstream(index);
        let readers: Vec<ProductIx> =
            readers.iter().filter(|reader| reader.flow.is_seen()).map(|reader| reader.product).collect();
        if !readers.is_empty() {
            looking.find(index, RuleFact::NoOutputPorts { readers }, product.span);
        }
    }
}

/// An application mart is about one system, and this one reads several.
pub(super) fn impure_application_mart(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    let is_replication =
        |product: ProductIx| catalog.role(catalog.product(product)) == Some(Role::Replication);
    for (index, product) in
        looking.living().filter(|(_, product)| product.mart == Some(MartKind::Application))
    {
        let flows = catalog.lineage.upstream(index);
        let systems: Vec<ProductIx> = flows
            .iter()
            .filter(|flow| flow.flow.is_seen() && is_replication(flow.product))
            .map(|flow| flow.product)
            .collect();
        if systems.len() > 1 {
            looking.find(index, RuleFact::SeveralSystems { systems }, product.span);
        }
    }
}

/// One export feeds more than one use: a change for one breaks the others.
pub(super) fn shared_export(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    let is_export = |product: &crate::model::Product| catalog.role(product) == Some(Role::Activation);
    for (index, product) in looking.living().filter(|(_, product)| is_export(product)) {
        if product.consumers.len() > 1 {
            let uses = product.consumers.len();
            looking.find(index, RuleFact::SharedExport { uses }, product.consumers[1].span);
        }
    }
}
