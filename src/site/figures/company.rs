//! The company in one picture: a box for each kind of product of each domain, and the heavy flows
//! between them.

use super::{lines, look, picture};
use crate::lineage::{Figure, FigureEdge, FigureNode, NodeRole};
use crate::model::{CategoryIx, DomainIx, Lifecycle, ProductIx};
use crate::site::context::ViewContext;
use crate::site::parts::Picture;
use crate::site::paths;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The most boxes and lines that can still be read.
const BOXES: usize = 48;
const LINES: usize = 90;

/// A box: the products of a category in a domain.
type GroupKey = (Option<DomainIx>, Option<CategoryIx>);
/// An upstream product and one that reads it.
type ProductPair = (ProductIx, ProductIx);

/// What the picture of the company shows, and how much of all there is.
pub(in crate::site) struct Company {
    /// The drawing.
    pub(in crate::site) picture: Picture,
    /// Flows between products that it shows, and all between different boxes.
    pub(in crate::site) shown: (usize, usize),
}

/// The map of the company; `None` if no product builds on another one.
pub(in crate::site) fn company(context: &ViewContext<'_>) -> Option<Company> {
    let cell = |product: ProductIx| -> GroupKey {
        let product = context.product(product);
        (product.domain, product.category)
    };
    let is_listed = |product: &ProductIx| context.product(*product).lifecycle != Lifecycle::Retired;
    let mut members: BTreeMap<GroupKey, usize> = BTreeMap::new();
    let mut flows: BTreeMap<(GroupKey, GroupKey), Vec<ProductPair>> = BTreeMap::new();
    for from in context.all().filter(is_listed) {
        *members.entry(cell(from)).or_default() += 1;
        for reader in context.catalog.lineage.downstream(from) {
            if is_listed(&reader.product) && cell(from) != cell(reader.product) {
                flows.entry((cell(from), cell(reader.product))).or_default().push((from, reader.product));
            }
        }
    }
    let all: usize = flows.values().map(Vec::len).sum();
    let mut heavy: Vec<_> = flows.iter().collect();
    heavy.sort_by_key(|(ends, flows)| (Reverse(flows.len()), **ends));
    let mut drawn: BTreeSet<GroupKey> = BTreeSet::new();
    let mut lines = Vec::new();
    for ((from, to), flows) in heavy {
        let mut with = drawn.clone();
        with.extend([*from, *to]);
        if with.len() <= BOXES && lines.len() < LINES {
            drawn = with;
            lines.push((*from, *to, flows));
        }
    }
    if lines.is_empty() {
        return None;
    }
    let place: BTreeMap<GroupKey, usize> = drawn.iter().enumerate().map(|(at, cell)| (*cell, at)).collect();
    let heaviest = lines.iter().map(|(_, _, flows)| flows.len()).max().unwrap_or(1);
    let mut edges: Vec<FigureEdge> = lines
        .iter()
        .map(|(from, to, flows)| FigureEdge {
            from: place[from],
            to: place[to],
            title: title(flows, context),
            weight: weight(flows.len(), heaviest),
            flows: flows.len(),
            ..FigureEdge::default()
        })
        .collect();
    edges.sort_by_key(|edge| (edge.from, edge.to));
    let figure = Figure {
        id: "company".to_owned(),
        title: "Lineage of the company".to_owned(),
        description:
            "One box per domain and category; the wider a line, the more products build on each other."
                .to_owned(),
        nodes: drawn.iter().map(|cell| node(*cell, members[cell], context)).collect(),
        edges,
        ..Figure::default()
    };
    let shown = lines.iter().map(|(_, _, flows)| flows.len()).sum();
    Some(Company { picture: picture(figure, Some(paths::MAP.to_owned())), shown: (shown, all) })
}

fn node(cell: GroupKey, members: usize, context: &ViewContext<'_>) -> FigureNode {
    let (domain, category) = cell;
    let domain = domain.map(|domain| context.domain(domain));
    let category = category.map(|category| match members {
        1 => context.category(category),
        _ => context.category_heading(category),
    });
    let label = domain.as_ref().map_or("No domain", |domain| &domain.name).to_owned();
    let detail = match &category {
        Some(category) => format!("{members} {}", category.name),
        None => format!("{members} without a category"),
    };
    let path = domain.as_ref().or(category.as_ref()).map(|term| term.path.clone());
    FigureNode {
        aria: format!("{label}, {detail}"),
        label,
        detail,
        href: path.map(|path| format!("../{path}")),
        role: NodeRole::Plain,
        tone: None,
        kind: look(category.as_ref()),
    }
}

/// The products that a line stands for.
fn title(flows: &[ProductPair], context: &ViewContext<'_>) -> String {
    const NAMED: usize = 8;
    let name = |product: ProductIx| context.card(product).name.as_str();
    lines(flows.iter().map(|(from, to)| format!("{} → {}", name(*from), name(*to))), NAMED)
}

/// How heavy a line is drawn, from 0 to 4: by the square root, so that small ones differ too.
fn weight(flows: usize, heaviest: usize) -> u8 {
    match (flows as f64 / heaviest as f64).sqrt() {
        _ if flows <= 1 => 0,
        share if share > 0.85 => 4,
        share if share > 0.6 => 3,
        share if share > 0.4 => 2,
        _ => 1,
    }
}
