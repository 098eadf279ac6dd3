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

/// Returns the drawings of one step and of two steps each way; `None` for a drawing that would add nothing. The page of
/// the product has the first in itself; the file of the product is the second, or the first if that is all.
pub(in crate::site) fn neighbours(
    product: ProductIx,
    context: &ViewContext<'_>,
) -> (Option<Picture>, Option<Picture>) {
    let near = around(product, 1, context);
    let far = around(product, 2, context);
    let more = far.places.len() > near.places.len() && near.places.len() > 1;
    let file = || paths::product_drawing(&context.product(product).id);
    (
        (near.places.len() > 1).then(|| of_figure(figure("near", &near, context), (!more).then(file))),
        more.then(|| of_figure(figure("far", &far, context), Some(file())).as_file()),
    )
}

/// The relative path from the page of a product, and from its drawing, to the root of the site.
const ROOT: &str = "../../";

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

fn figure(id: &str, neighbourhood: &Neighbourhood, context: &ViewContext<'_>) -> Figure {
    let places = &neighbourhood.places;
    let name = match places.first() {
        Some(NeighbourhoodNode::Node(centre)) => context.card(ProductIx::at(*centre)).name.as_str(),
        _ => "",
    };
    let nodes = places.iter().enumerate().map(|(at, place)| match *place {
        NeighbourhoodNode::Node(product) => {
            let role = if at == 0 { NodeRole::Centre } else { NodeRole::Plain };
            FigureNode { role, ..product_box(ProductIx::at(product), ROOT, context) }
        }
        NeighbourhoodNode::Folded { upstream, count } => folded(upstream, count),
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
        id: id.to_owned(),
        title: en::titled(name),
        description: en::of_neighbours(name),
        nodes: nodes.collect(),
        edges: edges.collect(),
        ..Figure::default()
    }
}

fn folded(upstream: bool, count: usize) -> FigureNode {
    let side = if upstream { "upstream" } else { "downstream" };
    FigureNode {
        label: format!("+{count} more"),
        detail: format!("{side}, listed on its page"),
        aria: format!("{count} more products {side}, listed on its page"),
        href: Some(format!("index.html#{side}")),
        role: NodeRole::Folded,
        status: None,
        kind: String::new(),
        failing: 0,
    }
}
