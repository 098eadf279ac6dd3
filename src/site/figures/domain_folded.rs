//! A domain with too many products to draw each one: a box for each category, or for each team; the most read
//! products on their own; and some of the other domains.

use super::fold::{self, Bundle, LineScale};
use crate::lineage::{Figure, FigureEdge, FigureNode, NodeRole};
use crate::model::{CategoryIx, DomainIx, ProductIx, TeamIx};
use crate::prose::en;
use crate::site::context::ViewContext;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The most products with many readers that keep their own box.
const HUBS: usize = 5;
/// The fewest readers of such a product.
const READERS: usize = 3;
/// The acceptable numbers of groups.
const GROUPS: std::ops::RangeInclusive<usize> = 2..=12;
/// The most other domains drawn on each side.
const OUTSIDE: usize = 5;
/// The most lines that can still be read.
const LINES: usize = 50;

/// A box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum FoldedKey {
    Hub(ProductIx),
    Category(Option<CategoryIx>),
    Team(Option<TeamIx>),
    Outside {
        domain: Option<DomainIx>,
        upstream: bool,
    },
    /// The domains without their own box.
    Others {
        upstream: bool,
    },
}

/// Returns the folded drawing of a domain with these products and their flows, what its boxes represent, and how many
/// of all flows between them it shows.
pub(super) fn folded(
    of: DomainIx,
    inner: &[ProductIx],
    flows: &[(ProductIx, ProductIx)],
    context: &ViewContext<'_>,
) -> (Figure, &'static str, (usize, usize)) {
    let scene = FoldedScene::new(inner, flows, context);
    let mut members: BTreeMap<FoldedKey, BTreeSet<ProductIx>> = BTreeMap::new();
    for product in inner {
        members.entry(scene.inner_box(*product)).or_default().insert(*product);
    }
    let mut bundles: BTreeMap<(FoldedKey, FoldedKey), Bundle> = BTreeMap::new();
    for (from, to) in flows {
        let ends = (scene.any_box(*from, true), scene.any_box(*to, false));
        members.entry(ends.0).or_default().insert(*from);
        members.entry(ends.1).or_default().insert(*to);
        if ends.0 != ends.1 {
            bundles.entry(ends).or_default().push((*from, *to));
        }
    }
    let drawn = fold::heaviest(&bundles, LINES);
    let place: BTreeMap<FoldedKey, usize> = members.keys().enumerate().map(|(at, key)| (*key, at)).collect();
    let scale = LineScale::of(&drawn);
    let line = |((from, to), flows): &((FoldedKey, FoldedKey), &Bundle)| -> FigureEdge {
        fold::bundle_line([place[from], place[to]], flows, scale, context)
    };
    let by = if scene.by_team { "team" } else { "category" };
    let name = &context.domain(of).name;
    let figure = Figure {
        id: "domain".to_owned(),
        title: en::titled(name),
        description: en::of_domain(name, Some(by)),
        nodes: members.iter().map(|(key, members)| scene.node(*key, members)).collect(),
        edges: drawn.iter().map(line).collect(),
        ..Figure::default()
    };
    let shown = drawn.iter().map(|(_, flows)| flows.len()).sum();
    (figure, by, (shown, bundles.values().map(Vec::len).sum()))
}

struct FoldedScene<'s, 'c> {
    context: &'s ViewContext<'c>,
    inner: BTreeSet<ProductIx>,
    hubs: BTreeSet<ProductIx>,
    by_team: bool,
    /// The other domains with the most flows, upstream and downstream.
    outside: [BTreeSet<Option<DomainIx>>; 2],
}

impl<'s, 'c> FoldedScene<'s, 'c> {
    fn new(inner: &[ProductIx], flows: &[(ProductIx, ProductIx)], context: &'s ViewContext<'c>) -> Self {
        let readers = |product: ProductIx| context.catalog.lineage.downstream(product).len();
        let mut hubs: Vec<(Reverse<usize>, ProductIx)> =
            inner.iter().map(|product| (Reverse(readers(*product)), *product)).collect();
        hubs.retain(|(readers, _)| readers.0 >= READERS);
        hubs.sort_unstable();
        hubs.truncate(HUBS);
        let hubs: BTreeSet<ProductIx> = hubs.into_iter().map(|(_, product)| product).collect();
        let grouped = || {
            inner.iter().filter(|product| !hubs.contains(product)).map(|product| context.product(*product))
        };
        let categories: BTreeSet<Option<CategoryIx>> = grouped().map(|product| product.category).collect();
        let teams: BTreeSet<Option<TeamIx>> = grouped().map(|product| product.owner).collect();
        let by_team = !GROUPS.contains(&categories.len()) && GROUPS.contains(&teams.len());
        let inner: BTreeSet<ProductIx> = inner.iter().copied().collect();
        let outside = |ends: &dyn Fn(&(ProductIx, ProductIx)) -> ProductIx| {
            let mut heavy: BTreeMap<Option<DomainIx>, usize> = BTreeMap::new();
            for product in flows.iter().map(ends).filter(|end| !inner.contains(end)) {
                *heavy.entry(context.product(product).domain).or_default() += 1;
            }
            let mut order: Vec<_> =
                heavy.into_iter().map(|(domain, flows)| (Reverse(flows), domain)).collect();
            order.sort_unstable();
            // A box for a single other domain says less than its name.
            let most = if order.len() == OUTSIDE + 1 { OUTSIDE + 1 } else { OUTSIDE };
            order.into_iter().take(most).map(|(_, domain)| domain).collect()
        };
        let outside = [outside(&|flow| flow.0), outside(&|flow| flow.1)];
        Self { context, inner, hubs, by_team, outside }
    }

    /// Returns the box of a product of the domain.
    fn inner_box(&self, product: ProductIx) -> FoldedKey {
        match self.context.product(product) {
            _ if self.hubs.contains(&product) => FoldedKey::Hub(product),
            product if self.by_team => FoldedKey::Team(product.owner),
            product => FoldedKey::Category(product.category),
        }
    }

    /// Returns the box of a product at an end of a flow.
    fn any_box(&self, product: ProductIx, upstream: bool) -> FoldedKey {
        let domain = self.context.product(product).domain;
        match self.outside[usize::from(!upstream)].contains(&domain) {
            _ if self.inner.contains(&product) => self.inner_box(product),
            true => FoldedKey::Outside { domain, upstream },
            false => FoldedKey::Others { upstream },
        }
    }

    fn node(&self, key: FoldedKey, members: &BTreeSet<ProductIx>) -> FigureNode {
        let context = self.context;
        let members: Vec<ProductIx> = members.iter().copied().collect();
        let listed = Some("#products".to_owned());
        let group = |label: &str, href| fold::group_box(label.to_owned(), &members, href, context);
        let outside = |node: FigureNode| FigureNode { role: NodeRole::Outside, ..node };
        match key {
            FoldedKey::Hub(product) => super::product_box(product, "../../", context),
            FoldedKey::Category(category) => fold::category_box(category, &members, listed, context),
            FoldedKey::Team(Some(team)) => {
                let team = context.team(team);
                group(&team.name, Some(format!("../../{}", team.path)))
            }
            FoldedKey::Team(None) => group("No owner", listed),
            FoldedKey::Outside { domain: Some(domain), .. } => {
                let domain = context.domain(domain);
                outside(group(&domain.name, Some(format!("../../{}", domain.path))))
            }
            FoldedKey::Outside { domain: None, .. } => outside(group("No domain", None)),
            FoldedKey::Others { .. } => outside(group("Other domains", None)),
        }
    }
}
