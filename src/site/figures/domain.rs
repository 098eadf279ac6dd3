//! A domain: its products and the flows between them, with stubs for what they touch outside.

use super::{domain_folded, flow_line, picture, product_box, sentence};
use crate::lineage::{Figure, FigureEdge, FigureNode, NodeRole};
use crate::model::{DomainIx, Lifecycle, ProductIx};
use crate::prose::en::{self, counted};
use crate::site::context::ViewContext;
use crate::site::legend::{self, MarkMeanings};
use crate::site::parts::Picture;
use crate::site::paths;
use std::collections::{BTreeMap, BTreeSet};

/// The most boxes that can still be read; more are folded.
const BOXES: usize = 40;

/// The drawing of a domain, and how much of everything it shows.
pub(in crate::site) struct DomainDrawing {
    /// The drawing.
    pub(in crate::site) picture: Picture,
    /// What its boxes represent if they are folded: `category` or `team`; else empty.
    pub(in crate::site) folded: &'static str,
    /// The flows that it shows, and all flows between different boxes.
    pub(in crate::site) shown: (usize, usize),
}

/// Returns the drawing of a domain; `None` if there are no flows.
pub(in crate::site) fn domain(of: DomainIx, context: &ViewContext<'_>) -> Option<DomainDrawing> {
    let scene = DomainScene::new(of, context);
    if scene.flows.is_empty() {
        return None;
    }
    let path = paths::folder_file("domains", &context.domain(of).id, "lineage.svg");
    let (figure, folded, shown) = match scene.figure() {
        figure if figure.nodes.len() <= BOXES => (figure, "", (scene.flows.len(), scene.flows.len())),
        _ => domain_folded::folded(of, &scene.inner, &scene.flows, context),
    };
    let meanings = MarkMeanings { dashed_border: "Outside this domain", ..legend::of_flows(&figure.edges) };
    Some(DomainDrawing { picture: picture(figure, meanings, Some(path)), folded, shown })
}

/// A stub: one product outside, or all products of a domain on one side.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum OutsideNode {
    Product(ProductIx),
    Domain { domain: Option<DomainIx>, upstream: bool },
}

struct DomainScene<'s, 'c> {
    domain: DomainIx,
    context: &'s ViewContext<'c>,
    /// Its products that are not retired, or still read by one that is not; by position.
    inner: Vec<ProductIx>,
    /// All flows with an end inside.
    flows: Vec<(ProductIx, ProductIx)>,
}

impl<'s, 'c> DomainScene<'s, 'c> {
    fn new(domain: DomainIx, context: &'s ViewContext<'c>) -> Self {
        let graph = &context.catalog.lineage;
        let is_retired = |product: ProductIx| context.product(product).lifecycle == Lifecycle::Retired;
        let is_used = |product: ProductIx| {
            !is_retired(product) || graph.downstream(product).iter().any(|flow| !is_retired(flow.product))
        };
        let is_of_domain = |product: ProductIx| context.product(product).domain == Some(domain);
        let inner = context.all().filter(|product| is_of_domain(*product) && is_used(*product));
        let inner: Vec<ProductIx> = inner.collect();
        let mut flows = BTreeSet::new();
        for product in &inner {
            flows.extend(graph.upstream(*product).iter().map(|flow| (flow.product, *product)));
            flows.extend(graph.downstream(*product).iter().map(|flow| (*product, flow.product)));
        }
        // A retired product that nobody reads is not drawn, and is not outside of its own domain.
        let is_drawn = |end: &ProductIx| !is_of_domain(*end) || inner.binary_search(end).is_ok();
        flows.retain(|(from, to)| is_drawn(from) && is_drawn(to));
        Self { domain, context, inner, flows: flows.into_iter().collect() }
    }

    fn figure(&self) -> Figure {
        let place: BTreeMap<ProductIx, usize> =
            self.inner.iter().enumerate().map(|(place, product)| (*product, place)).collect();
        let outside: BTreeSet<ProductIx> = self
            .flows
            .iter()
            .flat_map(|(from, to)| [*from, *to])
            .filter(|end| !place.contains_key(end))
            .collect();
        let one_by_one = self.inner.len() + outside.len() <= BOXES;
        let stub = |product: ProductIx, upstream: bool| match one_by_one {
            true => OutsideNode::Product(product),
            false => OutsideNode::Domain { domain: self.context.product(product).domain, upstream },
        };
        let mut stubs: BTreeMap<OutsideNode, BTreeSet<ProductIx>> = BTreeMap::new();
        for (from, to) in &self.flows {
            match (place.contains_key(from), place.contains_key(to)) {
                (false, true) => stubs.entry(stub(*from, true)).or_default().insert(*from),
                (true, false) => stubs.entry(stub(*to, false)).or_default().insert(*to),
                _ => false,
            };
        }
        let stub_place: BTreeMap<OutsideNode, usize> =
            stubs.keys().enumerate().map(|(at, stub)| (*stub, self.inner.len() + at)).collect();
        let mut nodes: Vec<FigureNode> =
            self.inner.iter().map(|product| product_box(*product, "../../", self.context)).collect();
        nodes.extend(stubs.iter().map(|(stub, products)| self.stub_box(*stub, products.len())));
        let ends = |from: &ProductIx, to: &ProductIx| {
            let inner = |product| place.get(product).copied();
            let from_place = inner(from).or_else(|| stub_place.get(&stub(*from, true)).copied())?;
            Some((from_place, inner(to).or_else(|| stub_place.get(&stub(*to, false)).copied())?))
        };
        let mut edges: BTreeMap<(usize, usize), FigureEdge> = BTreeMap::new();
        for (from, to) in &self.flows {
            let (Some(ends), Some(flow)) = (ends(from, to), self.context.catalog.lineage.flow(*from, *to))
            else {
                continue;
            };
            let line = flow_line(ends.into(), [*from, *to], flow, self.context);
            edges.entry(ends).and_modify(|known| join(known, &line)).or_insert(line);
        }
        let name = &self.context.domain(self.domain).name;
        Figure {
            id: "domain".to_owned(),
            title: en::titled(name),
            description: en::of_domain(name, None),
            nodes,
            edges: edges.into_values().collect(),
            ..Figure::default()
        }
    }

    fn stub_box(&self, stub: OutsideNode, products: usize) -> FigureNode {
        match stub {
            OutsideNode::Product(product) => {
                let domain =
                    self.context.product(product).domain.map(|domain| self.context.domain(domain).name);
                let card = product_box(product, "../../", self.context);
                let detail = domain.unwrap_or_else(|| "No domain".to_owned());
                let status = self.context.card(product).status.as_ref().map_or("", |status| &status.name);
                let aria = sentence([&card.label, &detail, status, &card.detail]);
                FigureNode { role: NodeRole::Outside, detail, aria, ..card }
            }
            OutsideNode::Domain { domain, .. } => {
                let page_ref = domain.map(|domain| self.context.domain(domain));
                let label = page_ref
                    .as_ref()
                    .map_or_else(|| "No domain".to_owned(), |page_ref| page_ref.name.clone());
                let detail = counted(products, "product");
                FigureNode {
                    aria: format!("{label}, {detail}"),
                    label,
                    detail,
                    href: page_ref.map(|page_ref| format!("../../{}", page_ref.path)),
                    role: NodeRole::Outside,
                    status: None,
                    kind: "other".to_owned(),
                    failing: 0,
                }
            }
        }
    }
}

/// Merges another line between the same boxes into a line.
fn join(line: &mut FigureEdge, other: &FigureEdge) {
    line.title = joined_titles(&line.title, &other.title);
    line.style = line.style.min(other.style);
    // A declared flow has no pairs of assets, but is one flow.
    line.flows = line.flows.max(1) + other.flows.max(1);
}

/// Joins the lines of titles as far as that can be read; a last line says that there are more.
fn joined_titles(title: &str, other: &str) -> String {
    const MAX_LINES: usize = 8;
    const MORE: &str = "…";
    let mut lines: Vec<&str> = title.lines().filter(|line| *line != MORE).chain(other.lines()).collect();
    if title.ends_with(MORE) || lines.len() > MAX_LINES {
        lines.truncate(MAX_LINES);
        lines.push(MORE);
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::joined_titles;

    #[test]
    fn titles_of_several_lines_are_cut_and_say_so() {
        let seven = "a → b\n".repeat(6) + "and 3 more";
        assert_eq!(joined_titles("a → b", "c → d"), "a → b\nc → d");
        let two = joined_titles(&seven, &seven);
        assert_eq!((two.lines().count(), two.lines().next_back()), (9, Some("…")), "{two}");
        assert_eq!(joined_titles(&two, "c → d"), two);
        let eight = joined_titles(&seven, "c → d");
        assert_eq!((eight.lines().count(), eight.ends_with("c → d")), (8, true), "{eight}");
    }
}
