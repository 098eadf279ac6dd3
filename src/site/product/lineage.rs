//! Where a product stands: the drawing, and the same as a list.

use crate::lineage::neighbourhood::{self, Neighbourhood, Place, Reach};
use crate::lineage::{EdgeStyle, Figure, FigureEdge, FigureNode, NodeRole};
use crate::model::{Flow, Neighbour, ProductIx};
use crate::site::parts::{Picture, ProductCard};
use crate::site::paths;
use crate::site::shelves::Shelves;
use serde::Serialize;
use std::sync::Arc;

/// What a product builds on, and what builds on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct LineageView {
    /// One hop each way; nothing without neighbours.
    pub near: Option<Picture>,
    /// Two hops each way; nothing if that shows no more.
    pub far: Option<Picture>,
    /// What it builds on.
    pub upstream: Vec<FlowView>,
    /// What builds on it.
    pub downstream: Vec<FlowView>,
}

/// A neighbour, and what flows between.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct FlowView {
    /// The neighbour.
    pub product: Arc<ProductCard>,
    /// Whether the assets show it.
    pub seen: bool,
    /// Whether the reader declares it.
    pub declared: bool,
    /// What to know of it, in plain words: `declared, never seen`; may be empty.
    pub note: String,
    /// The assets that carry it, at most twenty.
    pub pairs: Vec<PairView>,
    /// How many there are.
    pub total: usize,
}

/// `reader` reads `read`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PairView {
    /// The upstream asset's name.
    pub read: String,
    /// The downstream asset's name.
    pub reader: String,
    /// Whether the upstream asset is an output port of its product.
    pub through_port: bool,
}

/// How many asset pairs of a flow the page names.
const PAIRS: usize = 20;

/// How many boxes a drawing has at most.
const BOXES: usize = 40;
/// How many asset pairs a line names when it is pointed at.
const NAMED: usize = 6;

/// Where a product stands.
pub(super) fn lineage(of: ProductIx, shelves: &Shelves<'_>) -> LineageView {
    let graph = &shelves.catalog.lineage;
    let flow = |neighbour: &Neighbour<'_>, upstream: ProductIx| flow_view(neighbour, upstream, shelves);
    let near = around(of, 1, shelves);
    let far = around(of, 2, shelves);
    let more = far.places.len() > near.places.len() && near.places.len() > 1;
    LineageView {
        near: (near.places.len() > 1).then(|| Picture {
            path: Some(paths::product_lineage(&shelves.product(of).id)),
            ..picture("near", &near, shelves)
        }),
        far: more.then(|| picture("far", &far, shelves)),
        upstream: graph.upstream(of).iter().map(|one| flow(one, one.product)).collect(),
        downstream: graph.downstream(of).iter().map(|one| flow(one, of)).collect(),
    }
}

/// What is worth drawing around a product.
fn around(of: ProductIx, hops: usize, shelves: &Shelves<'_>) -> Neighbourhood {
    let graph = &shelves.catalog.lineage;
    neighbourhood::around(of.position(), Reach { hops, limit: BOXES }, |node| {
        let positions = |found: Vec<Neighbour<'_>>| found.iter().map(|one| one.product.position()).collect();
        let product = ProductIx::at(node);
        (positions(graph.upstream(product)), positions(graph.downstream(product)))
    })
}

/// The drawing of a neighbourhood; `id` tells the drawings of a page apart.
fn picture(id: &str, neighbourhood: &Neighbourhood, shelves: &Shelves<'_>) -> Picture {
    let places = &neighbourhood.places;
    let count = |place: usize| {
        let edges = &neighbourhood.edges;
        let upstream = edges.iter().filter(|(_, to)| *to == place).count();
        let downstream = edges.iter().filter(|(from, _)| *from == place).count();
        format!("{upstream} upstream, {downstream} downstream")
    };
    let name = match places.first() {
        Some(Place::Node(centre)) => shelves.card(ProductIx::at(*centre)).name.as_str(),
        _ => "",
    };
    let nodes = places.iter().enumerate().map(|(at, place)| match *place {
        Place::Node(product) => product_box(ProductIx::at(product), at == 0, &count(at), shelves),
        Place::Folded { upstream, count } => folded_box(upstream, count),
    });
    let edges = neighbourhood.edges.iter().map(|(from, to)| {
        let flow = match (places[*from], places[*to]) {
            (Place::Node(from), Place::Node(to)) => {
                shelves.catalog.lineage.flow(ProductIx::at(from), ProductIx::at(to))
            }
            _ => None,
        };
        let style = flow.map_or(EdgeStyle::Seen, |flow| match flow.is_seen() {
            true => EdgeStyle::Seen,
            false => EdgeStyle::DeclaredOnly,
        });
        let title = flow.map_or(String::new(), |flow| carried(flow, shelves));
        FigureEdge { from: *from, to: *to, title, style }
    });
    let figure = Figure {
        id: id.to_owned(),
        title: format!("Lineage of {name}"),
        description: format!("What {name} builds on stands to its left, what builds on it to its right."),
        nodes: nodes.collect(),
        edges: edges.collect(),
    };
    Picture { figure: Arc::new(figure), svg: String::new(), path: None }
}

fn product_box(product: ProductIx, is_centre: bool, count: &str, shelves: &Shelves<'_>) -> FigureNode {
    let card = shelves.card(product);
    let kind = card.category.as_ref();
    let detail = kind.map_or("", |kind| &kind.name);
    FigureNode {
        label: card.name.clone(),
        detail: detail.to_owned(),
        aria: if detail.is_empty() {
            format!("{}, {count}", card.name)
        } else {
            format!("{}, {}, {count}", card.name, detail.to_lowercase())
        },
        // From the page of one product to that of another.
        href: Some(format!("../../{}", card.path)),
        role: if is_centre { NodeRole::Centre } else { NodeRole::Plain },
        tone: None,
        kind: kind.map_or("other", |kind| &kind.id).to_owned(),
    }
}

fn folded_box(upstream: bool, count: usize) -> FigureNode {
    let side = if upstream { "upstream" } else { "downstream" };
    FigureNode {
        label: format!("+{count} more"),
        detail: format!("{side}, listed below"),
        aria: format!("{count} more products {side}, listed below"),
        href: Some(format!("#{side}")),
        role: NodeRole::Folded,
        tone: None,
        kind: String::new(),
    }
}

/// The assets that carry a flow, a line for each.
fn carried(flow: &Flow, shelves: &Shelves<'_>) -> String {
    if !flow.is_seen() {
        return "declared, never seen".to_owned();
    }
    let name = |asset| shelves.catalog.asset(asset).name.as_str();
    let mut lines: Vec<String> = flow
        .pairs
        .iter()
        .take(NAMED)
        .map(|pair| format!("{} → {}", name(pair.from), name(pair.to)))
        .collect();
    if flow.pairs.len() > NAMED {
        lines.push(format!("and {} more", flow.pairs.len() - NAMED));
    }
    lines.join("\n")
}

fn flow_view(neighbour: &Neighbour<'_>, upstream: ProductIx, shelves: &Shelves<'_>) -> FlowView {
    let catalog = shelves.catalog;
    let ports = &shelves.product(upstream).output_ports;
    let pair = |pair: &crate::model::AssetEdge| PairView {
        read: catalog.asset(pair.from).name.clone(),
        reader: catalog.asset(pair.to).name.clone(),
        through_port: ports.iter().any(|port| port.asset == Some(pair.from)),
    };
    let flow = neighbour.flow;
    let (seen, declared) = (flow.is_seen(), flow.declared.is_some());
    let note = match (seen, declared) {
        (true, false) => "seen, not declared",
        (false, _) => "declared, never seen",
        (true, true) => "",
    };
    FlowView {
        product: Arc::clone(shelves.card(neighbour.product)),
        seen,
        declared,
        note: note.to_owned(),
        pairs: flow.pairs.iter().take(PAIRS).map(pair).collect(),
        total: flow.pairs.len(),
    }
}
