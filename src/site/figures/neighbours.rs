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
        (near.places.len() > 1)
            .then(|| of_figure(figure(Reach::Near, product, &near, context), (!more).then(file))),
        more.then(|| of_figure(figure(Reach::Far, product, &far, context), Some(file())).in_file()),
    )
}

/// How far a drawing reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// One step each way.
    Near,
    /// Two steps.
    Far,
}

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

fn figure(reach: Reach, of: ProductIx, neighbourhood: &Neighbourhood, context: &ViewContext<'_>) -> Figure {
    let places = &neighbourhood.places;
    // The drawing is in the folder of the page.
    let (name, page) = (&context.card(of).name, &context.card(of).path);
    let nodes = places.iter().enumerate().map(|(at, place)| match *place {
        NeighbourhoodNode::Node(node) => {
            let role = if at == 0 { NodeRole::Centre } else { NodeRole::Plain };
            let product = ProductIx::at(node);
            let href = Some(paths::relative(page, &context.card(product).path));
            FigureNode { role, href, ..product_box(product, "", context) }
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
            Some((flow, ends)) => {
                let line = flow_line([*from, *to], ends, flow, context);
                // Which tables carry it is told by the pages of its ends.
                let is_told = reach == Reach::Far && flow.is_seen();
                if is_told { FigureEdge { title: String::new(), ..line } } else { line }
            }
            None => FigureEdge { from: *from, to: *to, ..FigureEdge::default() },
        }
    });
    Figure {
        id: if reach == Reach::Far { "far" } else { "near" }.to_owned(),
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
