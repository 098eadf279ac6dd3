//! What depends on a broken product, as far as it is affected.

use super::{flow_line, of_figure, product_box};
use crate::lineage::{Figure, FigureEdge, FigureNode, NodeRole};
use crate::model::ProductIx;
use crate::site::context::ViewContext;
use crate::site::parts::Picture;
use std::collections::BTreeMap;

/// The most boxes of a drawing that is one of many on a page.
const BOXES: usize = 24;

/// Returns the drawing of what depends on a product, among these products, which are sorted; `None` if there are
/// none. `root` is the relative path from the page to the site's root.
pub(in crate::site) fn reach(
    of: ProductIx,
    affected: &[ProductIx],
    root: &str,
    context: &ViewContext<'_>,
) -> Option<Picture> {
    if affected.is_empty() {
        return None;
    }
    let graph = &context.catalog.lineage;
    let mut drawn = vec![of];
    // The nearest ones, in the order of the flows.
    let mut next = 0;
    while next < drawn.len() && drawn.len() < BOXES {
        for reader in graph.downstream(drawn[next]) {
            if affected.binary_search(&reader.product).is_ok()
                && !drawn.contains(&reader.product)
                && drawn.len() < BOXES
            {
                drawn.push(reader.product);
            }
        }
        next += 1;
    }
    let place: BTreeMap<ProductIx, usize> =
        drawn.iter().enumerate().map(|(at, product)| (*product, at)).collect();
    let mut nodes: Vec<FigureNode> =
        drawn.iter().map(|product| product_box(*product, root, context)).collect();
    nodes[0].role = NodeRole::Centre;
    let mut edges: Vec<FigureEdge> = Vec::new();
    for from in &drawn {
        for reader in graph.downstream(*from) {
            if let Some(to) = place.get(&reader.product).filter(|to| **to != 0) {
                edges.push(flow_line([place[from], *to], [*from, reader.product], reader.flow, context));
            }
        }
    }
    let left = affected.len() + 1 - drawn.len();
    if left > 0 {
        nodes.push(FigureNode {
            label: format!("+{left} more"),
            detail: "downstream".to_owned(),
            aria: format!("+{left} more, downstream"),
            href: None,
            role: NodeRole::Folded,
            status: None,
            kind: String::new(),
            failing: 0,
        });
    }
    let product = context.card(of);
    let figure = Figure {
        id: format!("reach-{}", product.id),
        title: format!("What depends on {}", product.name),
        description: format!("What builds on {} and is affected is to its right.", product.name),
        nodes,
        edges,
        ..Figure::default()
    };
    Some(of_figure(figure, None))
}
