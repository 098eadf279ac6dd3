//! The products that an ask consists of, and how they build on each other.

use super::{flow_line, look, picture, sentence};
use crate::lineage::{EdgeStyle, Figure, FigureEdge, FigureNode, NodeRole};
use crate::model::{Initiative, ProductIx, WorkState};
use crate::site::context::ViewContext;
use crate::site::legend::MarkMeanings;
use crate::site::parts::Picture;
use crate::site::paths;
use crate::site::words;
use std::collections::BTreeMap;

/// What its marks mean.
const MEANINGS: MarkMeanings = MarkMeanings {
    dashed_line: "Planned or declared, no read found",
    strong_border: "Delivered",
    dashed_border: "Not delivered yet",
};

/// The most products that are drawn.
const BOXES: usize = 40;

/// How the products of an initiative are shown together.
pub(in crate::site) enum InitiativeFigure {
    /// There are fewer than two.
    Single,
    /// None of them builds on another.
    Unconnected,
    /// They are drawn.
    Drawn(Picture),
}

/// Returns the drawing of the products of an initiative that were not dropped, if some of them build on others.
pub(in crate::site) fn initiative(at: usize, context: &ViewContext<'_>) -> InitiativeFigure {
    let catalog = context.catalog;
    let (initiative, assessment) = (&catalog.initiatives[at], &context.assessment.initiatives[at]);
    let mut places: BTreeMap<ProductIx, usize> = BTreeMap::new();
    let mut nodes: Vec<FigureNode> = Vec::new();
    for (delivery, stands) in initiative.deliveries.iter().zip(&assessment.deliveries) {
        let product = delivery.product;
        if stands.state == WorkState::Dropped || places.contains_key(&product) || nodes.len() == BOXES {
            continue;
        }
        places.insert(product, nodes.len());
        let card = context.card(product);
        let detail = words::work_state(stands.state).name;
        nodes.push(FigureNode {
            aria: sentence([&card.name, &detail, card.category.as_ref().map_or("", |kind| &kind.name)]),
            label: card.name.clone(),
            detail,
            href: Some(format!("../../{}", card.path)),
            role: if stands.state == WorkState::Delivered { NodeRole::OutputPort } else { NodeRole::Outside },
            status: None,
            kind: look(card.category.as_ref()),
            failing: 0,
        });
    }
    if nodes.len() < 2 {
        return InitiativeFigure::Single;
    }
    let edges = edges(initiative, &places, context);
    if edges.is_empty() {
        return InitiativeFigure::Unconnected;
    }
    let figure = Figure {
        id: "initiative".to_owned(),
        title: format!("The products of {}", initiative.title),
        description: "Each product is to the right of what it builds on, except where they build on each other; strong border: delivered, dashed border: not delivered yet.".to_owned(),
        nodes,
        edges: edges.into_values().collect(), ..Figure::default() };
    let file = paths::folder_file("initiatives", &initiative.id, "products.svg");
    InitiativeFigure::Drawn(picture(figure, MEANINGS, Some(file)))
}

/// Returns the flows between the products of an initiative, by their boxes, and which of them wait for which.
fn edges(
    initiative: &Initiative,
    places: &BTreeMap<ProductIx, usize>,
    context: &ViewContext<'_>,
) -> BTreeMap<(usize, usize), FigureEdge> {
    let mut edges: BTreeMap<(usize, usize), FigureEdge> = BTreeMap::new();
    for (product, from) in places {
        for reader in context.catalog.lineage.downstream(*product) {
            if let Some(to) = places.get(&reader.product) {
                edges.insert(
                    (*from, *to),
                    flow_line([*from, *to], [*product, reader.product], reader.flow, context),
                );
            }
        }
    }
    // A product that waits for another will build on it, though there is no flow yet. Where data flows the other way,
    // it only waits, as a tool does that replaces another.
    for delivery in &initiative.deliveries {
        for awaited in &delivery.waits_for {
            if let (Some(from), Some(to)) = (places.get(awaited), places.get(&delivery.product))
                && !edges.contains_key(&(*to, *from))
            {
                edges.entry((*from, *to)).or_insert_with(|| FigureEdge {
                    from: *from,
                    to: *to,
                    title: "is needed by".to_owned(),
                    style: EdgeStyle::DeclaredOnly,
                    ..FigureEdge::default()
                });
            }
        }
    }
    edges
}
