//! The lineage of a product: the drawing, and the same as a list.

use crate::model::{Neighbour, ProductIx};
use crate::site::context::ViewContext;
use crate::site::figures;
use crate::site::lineage::note;
use crate::site::parts::{Picture, ProductCard};
use serde::Serialize;
use std::sync::Arc;

/// What a product builds on, and what builds on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LineageView {
    /// One hop each way; `None` without neighbours.
    pub near: Option<Picture>,
    /// Whether the detail page shows two hops each way.
    pub wider: bool,
    /// What it builds on.
    pub upstream: Vec<FlowView>,
    /// What builds on it.
    pub downstream: Vec<FlowView>,
}

/// A neighbour, and the flow between.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FlowView {
    /// The neighbour.
    pub product: Arc<ProductCard>,
    /// Whether the assets show the flow.
    pub seen: bool,
    /// Whether the downstream product declares it.
    pub declared: bool,
    /// A note in plain words: `declared, never seen`; may be empty.
    pub note: String,
    /// The assets that carry it, at most twenty.
    pub pairs: Vec<PairView>,
    /// The number of all such pairs.
    pub total: usize,
}

/// `reader` reads `read`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PairView {
    /// The upstream asset's name.
    pub read: String,
    /// The downstream asset's name.
    pub reader: String,
    /// Whether the upstream asset is an output port of its product.
    pub through_port: bool,
}

/// The most asset pairs of a flow that the page names.
pub(super) const PAIRS: usize = 20;

/// Returns the lineage of a product, and a drawing of two hops each way if that shows more.
pub(super) fn lineage(product: ProductIx, context: &ViewContext<'_>) -> (LineageView, Option<Picture>) {
    let graph = &context.catalog.lineage;
    let flow =
        |neighbour: &Neighbour<'_>, upstream: ProductIx| flow_view(neighbour, product, upstream, context);
    let (near, far) = figures::neighbours(product, context);
    let view = LineageView {
        near,
        wider: far.is_some(),
        upstream: graph.upstream(product).iter().map(|parent| flow(parent, parent.product)).collect(),
        downstream: graph.downstream(product).iter().map(|child| flow(child, product)).collect(),
    };
    (view, far)
}

fn flow_view(
    neighbour: &Neighbour<'_>,
    product: ProductIx,
    upstream: ProductIx,
    context: &ViewContext<'_>,
) -> FlowView {
    let catalog = context.catalog;
    let ports = &context.product(upstream).output_ports;
    let pair = |pair: &crate::model::AssetEdge| PairView {
        read: catalog.asset(pair.from).name.clone(),
        reader: catalog.asset(pair.to).name.clone(),
        through_port: ports.iter().any(|port| port.asset == Some(pair.from)),
    };
    let flow = neighbour.flow;
    FlowView {
        product: Arc::clone(context.card(neighbour.product)),
        seen: flow.is_seen(),
        declared: flow.is_declared(),
        note: note(flow, [product, neighbour.product], context).to_owned(),
        pairs: flow.pairs.iter().take(PAIRS).map(pair).collect(),
        total: flow.pairs.len(),
    }
}
