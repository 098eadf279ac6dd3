//! The company's products in one picture, if there are few enough to be read: in lanes by domain, or by team if there
//! are no domains.

use super::{flow_line, of_figure, product_box};
use crate::lineage::{Figure, FigureEdge, FigureLane, FigureNode};
use crate::model::ProductIx;
use crate::site::context::ViewContext;
use crate::site::living_flows::living_flows;
use crate::site::page::Table;
use crate::site::parts::Picture;
use crate::site::paths;
use std::collections::{BTreeMap, BTreeSet};

/// The most boxes that can still be read.
const BOXES: usize = 40;

/// Returns the map of the products, and those left out because they have no flows; `None` if there are too many, or
/// if none build on each other.
pub(in crate::site) fn products(context: &ViewContext<'_>) -> Option<(Picture, Vec<ProductIx>)> {
    let listed = context.listed();
    let mut joined: BTreeSet<ProductIx> = BTreeSet::new();
    let mut flows: Vec<(ProductIx, ProductIx)> = Vec::new();
    for (from, to) in living_flows(context) {
        joined.extend([from, to]);
        if joined.len() > BOXES {
            return None;
        }
        flows.push((from, to));
    }
    if flows.is_empty() {
        return None;
    }
    let (drawn, alone): (Vec<ProductIx>, Vec<ProductIx>) =
        listed.iter().copied().partition(|product| joined.contains(product));
    let place: BTreeMap<ProductIx, usize> =
        drawn.iter().enumerate().map(|(at, product)| (*product, at)).collect();
    // In the order of the boxes; stable, for the flows of one product.
    flows.sort_by_key(|(from, _)| place.get(from));
    let lineage = &context.catalog.lineage;
    let edges: Vec<FigureEdge> = flows
        .iter()
        .filter_map(|(from, to)| {
            let flow = lineage.flow(*from, *to)?;
            Some(flow_line([*place.get(from)?, *place.get(to)?], [*from, *to], flow, context))
        })
        .collect();
    let lanes = lanes(&drawn, context);
    let mut nodes: Vec<FigureNode> =
        drawn.iter().map(|product| product_box(*product, "../", context)).collect();
    for lane in &lanes {
        lane.nodes.iter().for_each(|node| nodes[*node].aria += &format!(", {}", lane.name));
    }
    let figure = Figure {
        id: "products".to_owned(),
        title: "The products of the company".to_owned(),
        description:
            "Each product is to the right of what it builds on, except where they build on each other."
                .to_owned(),
        nodes,
        edges,
        lanes,
        ..Figure::default()
    };
    Some((of_figure(figure, Some(paths::PRODUCT_MAP.to_owned())), alone))
}

/// Returns the products without flows, by name, as a table.
pub(in crate::site) fn unconnected(context: &ViewContext<'_>) -> Table {
    let joined: BTreeSet<ProductIx> = living_flows(context).flat_map(|(from, to)| [from, to]).collect();
    let row = |product: &ProductIx| {
        let product = context.product(*product);
        let owner = product.owner.map(|team| context.team(team).id);
        vec![product.id.clone(), product.name.clone(), owner.unwrap_or_default()]
    };
    let alone = context.listed().iter().filter(|product| !joined.contains(product));
    Table { columns: &["id", "name", "owner"], rows: alone.map(row).collect() }
}

/// Returns the lanes: domains if any product has one, else teams if there are several; else none.
fn lanes(drawn: &[ProductIx], context: &ViewContext<'_>) -> Vec<FigureLane> {
    let has_domains = drawn.iter().any(|product| context.product(*product).domain.is_some());
    let name = |product: &ProductIx| -> (bool, String) {
        let product = context.product(*product);
        let name = match has_domains {
            true => product.domain.map(|domain| context.domain(domain).name),
            false => product.owner.map(|owner| context.team(owner).name),
        };
        let none = if has_domains { "No domain" } else { "No owner" };
        (name.is_none(), name.unwrap_or_else(|| none.to_owned()))
    };
    let mut lanes: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    for (at, product) in drawn.iter().enumerate() {
        lanes.entry(name(product)).or_default().push(at);
    }
    if lanes.len() < 2 {
        return Vec::new();
    }
    lanes.into_iter().map(|((_, name), nodes)| FigureLane { name, nodes }).collect()
}
