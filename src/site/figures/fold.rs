//! Folding: boxes that represent many products, and the few of their lines that can be read.

use super::{look, sentence};
use crate::lineage::{EdgeStyle, FigureEdge, FigureNode, NodeRole};
use crate::model::{CategoryIx, ProductIx, Status};
use crate::prose::en;
use crate::site::context::ViewContext;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Flows between two boxes, upstream product first.
pub(super) type Bundle = Vec<(ProductIx, ProductIx)>;

/// Returns the bundles to be drawn: the heaviest of each box, so that none looks as if it had no flows, then the
/// heaviest of all up to a limit.
pub(super) fn heaviest<K: Ord + Copy>(
    bundles: &BTreeMap<(K, K), Bundle>,
    most: usize,
) -> Vec<((K, K), &Bundle)> {
    let mut order: Vec<_> = bundles.iter().map(|(ends, flows)| (*ends, flows)).collect();
    order.sort_by_key(|(ends, flows)| (Reverse(flows.len()), *ends));
    let mut joined = BTreeSet::new();
    let is_first = |(ends, _): &((K, K), &Bundle)| {
        let (from, to) = (joined.insert(ends.0), joined.insert(ends.1));
        from || to
    };
    let (mut drawn, others): (Vec<_>, Vec<_>) = order.into_iter().partition(is_first);
    let room = most.saturating_sub(drawn.len());
    drawn.extend(others.into_iter().take(room));
    drawn.sort_by_key(|(ends, _)| *ends);
    drawn
}

/// The scale of line widths in a drawing.
#[derive(Clone, Copy, Debug)]
pub(super) struct LineScale {
    /// The number of flows of the heaviest line.
    heaviest: usize,
    /// The greatest line width, from 0 to 4.
    widest: u8,
}

impl LineScale {
    /// With more lines than this, wide ones run into each other.
    const MANY: usize = 30;

    /// Returns the scale of these lines.
    pub(super) fn of<K>(drawn: &[(K, &Bundle)]) -> Self {
        let heaviest = drawn.iter().map(|(_, flows)| flows.len()).max().unwrap_or(1);
        Self { heaviest, widest: if drawn.len() > Self::MANY { 2 } else { 4 } }
    }

    /// Returns the width of a line with this many flows, from 0 to 4: by square root, so that small ones differ too.
    fn weight(self, flows: usize) -> u8 {
        let weight: u8 = match (flows as f64 / self.heaviest as f64).sqrt() {
            _ if flows <= 1 => 0,
            share if share > 0.85 => 4,
            share if share > 0.6 => 3,
            share if share > 0.4 => 2,
            _ => 1,
        };
        if self.widest < 4 { weight.saturating_sub(4 - self.widest) } else { weight }
    }
}

/// Returns a line for a bundle.
pub(super) fn bundle_line(
    at: [usize; 2],
    flows: &Bundle,
    scale: LineScale,
    context: &ViewContext<'_>,
) -> FigureEdge {
    const MAX_NAMED: usize = 4;
    let name = |product: ProductIx| context.card(product).name.as_str();
    let lineage = &context.catalog.lineage;
    let is_seen =
        |(from, to): &(ProductIx, ProductIx)| lineage.flow(*from, *to).is_some_and(|flow| flow.is_seen());
    FigureEdge {
        from: at[0],
        to: at[1],
        title: super::lines(
            flows.iter().map(|(from, to)| format!("{} → {}", name(*from), name(*to))),
            MAX_NAMED,
        ),
        style: if flows.iter().any(is_seen) { EdgeStyle::Observed } else { EdgeStyle::DeclaredOnly },
        weight: scale.weight(flows.len()),
        flows: flows.len(),
    }
}

/// Returns the box of the products of a category, with their number and the number of broken ones.
pub(super) fn category_box(
    category: Option<CategoryIx>,
    members: &[ProductIx],
    href: Option<String>,
    context: &ViewContext<'_>,
) -> FigureNode {
    let page_ref = category.map(|category| match members.len() {
        1 => context.category(category),
        _ => context.category_heading(category),
    });
    let label = page_ref.as_ref().map_or("No category", |page_ref| &page_ref.name).to_owned();
    FigureNode { kind: look(page_ref.as_ref()), ..group_box(label, members, href, context) }
}

/// Returns the box of several products, with their number and the number of broken ones.
pub(super) fn group_box(
    label: String,
    members: &[ProductIx],
    href: Option<String>,
    context: &ViewContext<'_>,
) -> FigureNode {
    let failing = members.iter().filter(|product| context.status(**product) == Some(Status::Failing)).count();
    let failing_word = Status::Failing.name().to_lowercase();
    FigureNode {
        aria: sentence([&label, &en::products_broken(members.len(), failing, &failing_word)]),
        label,
        detail: en::counted(members.len(), "product"),
        href,
        role: NodeRole::Plain,
        status: (failing > 0).then_some(Status::Failing),
        kind: "other".to_owned(),
        failing,
    }
}
