//! How data under a regulation flows from product to product, and where the obligation ends.

use super::{look, picture, sentence};
use crate::lineage::{EdgeStyle, Figure, FigureEdge, FigureNode, NodeRole};
use crate::model::{ProductIx, RegulationIx};
use crate::site::context::ViewContext;
use crate::site::legend::MarkMeanings;
use crate::site::parts::RegulatedFlow;
use crate::site::parts::{PageRef, Picture};
use crate::site::paths;
use std::collections::BTreeMap;

/// The most products that are drawn.
const BOXES: usize = 40;

/// Returns the drawing of the flows of a regulation; `None` if there are none, or more than can be read.
pub(in crate::site) fn regulation(
    index: RegulationIx,
    flows: &[RegulatedFlow],
    context: &ViewContext<'_>,
) -> Option<Picture> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut nodes: Vec<FigureNode> = Vec::new();
    let ends = flows.iter().flat_map(|flow| [&flow.from, &flow.to]);
    for page_ref in ends {
        if !places.contains_key(page_ref.id.as_str()) {
            places.insert(&page_ref.id, nodes.len());
            let product = context.catalog.product_of(&page_ref.id)?;
            nodes.push(node(page_ref, product, stands(product, index, flows, context), context));
        }
        if nodes.len() > BOXES {
            return None;
        }
    }
    if nodes.is_empty() {
        return None;
    }
    let edge = |flow: &RegulatedFlow| FigureEdge {
        from: places[flow.from.id.as_str()],
        to: places[flow.to.id.as_str()],
        title: format!("{}: {}", flow.state.name, flow.state.meaning),
        style: if flow.ends { EdgeStyle::DeclaredOnly } else { EdgeStyle::Observed },
        ..FigureEdge::default()
    };
    let regulation = &context.catalog.regulations[index.position()];
    let mut edges: Vec<FigureEdge> = flows.iter().map(edge).collect();
    edges.sort_by_key(|edge| (edge.from, edge.to));
    let figure = Figure {
        id: "regulation".to_owned(),
        title: format!("Data subject to {}", regulation.name),
        description: "Readers are to the right. Strong border: subject to it. Dashed line: the obligation ends before the reader. Exclamation mark: should declare it but does not.".to_owned(),
        nodes,
        edges, ..Figure::default() };
    let meanings = MarkMeanings {
        dashed_line: "The obligation ends before the reader",
        strong_border: "Subject to it",
        dashed_border: "",
    };
    Some(picture(figure, meanings, Some(paths::folder_file("regulations", &regulation.id, "flows.svg"))))
}

/// Returns the position of a product on the path of the obligation: in words, and as the look of its box.
fn stands(
    product: ProductIx,
    index: RegulationIx,
    flows: &[RegulatedFlow],
    context: &ViewContext<'_>,
) -> (&'static str, NodeRole) {
    let id = &context.product(product).id;
    let reaches = |flow: &&RegulatedFlow| flow.to.id == *id || flow.from.id == *id;
    match context.catalog.obligation(product, index) {
        Some(obligation) if obligation.reason_not_passed_on.is_some() => ("Ends here", NodeRole::Plain),
        Some(_) => ("Subject to it", NodeRole::OutputPort),
        // A product that reads only from where it ends has nothing to declare.
        None if flows.iter().filter(reaches).all(|flow| flow.ends) => {
            ("Ended upstream", NodeRole::NotReached)
        }
        None => ("! Not declared", NodeRole::NeedsAttention),
    }
}

fn node(
    page_ref: &PageRef,
    product: ProductIx,
    stands: (&'static str, NodeRole),
    context: &ViewContext<'_>,
) -> FigureNode {
    let (detail, role) = stands;
    FigureNode {
        label: page_ref.name.clone(),
        detail: detail.to_owned(),
        aria: sentence([&page_ref.name, detail.trim_start_matches("! ")]),
        href: Some(format!("../../{}", page_ref.path)),
        role,
        status: None,
        kind: look(context.card(product).category.as_ref()),
        failing: 0,
    }
}
