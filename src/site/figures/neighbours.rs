//! A product among its neighbours: one step each way, or two.

use super::{flow_line, of_figure, product_box};
use crate::lineage::neighbourhood::{self, Neighbourhood, NeighbourhoodLimits, NeighbourhoodNode};
use crate::lineage::{Figure, FigureEdge, FigureNode, NodeRole};
use crate::model::{Neighbour, ProductIx};
use crate::prose::en;
use crate::site::context::ViewContext;
use crate::site::parts::Picture;
use crate::site::paths;

/// The most boxes in a drawing.
const BOXES: usize = 40;

/// Returns the drawings of one step and of two steps each way; `None` for a drawing that would add
/// nothing.
pub(in crate::site) fn neighbours(
    product: ProductIx,
    context: &ViewContext<'_>,
) -> (Option<Picture>, Option<Picture>) {
    let near = around(product, 1, context);
    let far = around(product, 2, context);
    let more = far.places.len() > near.places.len() && near.places.len() > 1;
    let file = || paths::product_drawing(&context.product(product).id);
    (
        (near.places.len() > 1).then(|| of_figure(figure(&NEAR, &near, context), Some(file()))),
        more.then(|| of_figure(figure(&FAR, &far, context), None)),
    )
}

/// The setting of a drawing.
struct DrawingSetting {
    /// An id that distinguishes it from other drawings of its page.
    id: &'static str,
    /// The relative path from its page to the root of the site.
    root: &'static str,
    /// The relative path from its page to the list of neighbours.
    lists: &'static str,
    /// The place of that list, in words.
    listed: &'static str,
}

/// On the page of the product.
const NEAR: DrawingSetting = DrawingSetting { id: "near", root: "../../", lists: "", listed: "listed below" };
/// On the detail page.
const FAR: DrawingSetting =
    DrawingSetting { id: "far", root: "../../../", lists: "../index.html", listed: "listed on its page" };

/// Returns the neighbourhood of a product that is worth drawing.
fn around(of: ProductIx, hops: usize, context: &ViewContext<'_>) -> Neighbourhood {
    let graph = &context.catalog.lineage;
    neighbourhood::around(of.position(), NeighbourhoodLimits { hops, limit: BOXES }, |node| {
        let positions =
            |found: Vec<Neighbour<'_>>| found.iter().map(|neighbour| neighbour.product.position()).collect();
        let product = ProductIx::at(node);
        (positions(graph.upstream(product)), positions(graph.downstream(product)))
    })
}

fn figure(setting: &DrawingSetting, neighbourhood: &Neighbourhood, context: &ViewContext<'_>) -> Figure {
    let places = &neighbourhood.places;
    let name = match places.first() {
        Some(NeighbourhoodNode::Node(centre)) => context.card(ProductIx::at(*centre)).name.as_str(),
        _ => "",
    };
    let nodes = places.iter().enumerate().map(|(at, place)| match *place {
        NeighbourhoodNode::Node(product) => {
            let role = if at == 0 { NodeRole::Centre } else { NodeRole::Plain };
            FigureNode { role, ..product_box(ProductIx::at(product), setting.root, context) }
        }
        NeighbourhoodNode::Folded { upstream, count } => folded(upstream, count, setting),
    });
    let edges = neighbourhood.edges.iter().map(|(from, to)| {
        let flow = match (places[*from], places[*to]) {
            (NeighbourhoodNode::Node(from), NeighbourhoodNode::Node(to)) => {
                let ends = [ProductIx::at(from), ProductIx::at(to)];
                context.catalog.lineage.flow(ends[0], ends[1]).map(|flow| (flow, ends))
            }
            _ => None,
        };
        match flow {
            Some((flow, ends)) => flow_line([*from, *to], ends, flow, context),
            None => FigureEdge { from: *from, to: *to, ..FigureEdge::default() },
        }
    });
    Figure {
        id: setting.id.to_owned(),
        title: en::titled(name),
        description: en::of_neighbours(name),
        nodes: nodes.collect(),
        edges: edges.collect(),
        ..Figure::default()
    }
}

fn folded(upstream: bool, count: usize, DrawingSetting { lists, listed, .. }: &DrawingSetting) -> FigureNode {
    let side = if upstream { "upstream" } else { "downstream" };
    FigureNode {
        label: format!("+{count} more"),
        detail: format!("{side}, {listed}"),
        aria: format!("{count} more products {side}, {listed}"),
        href: Some(format!("{lists}#{side}")),
        role: NodeRole::Folded,
        status: None,
        kind: String::new(),
        failing: 0,
    }
}
