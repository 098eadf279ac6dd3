//! The company in one picture: a lane for each domain, or for each team if there are no domains; in it a box for each
//! kind of product, with the same kinds below each other; and the heavy flows between them.

use super::fold::{self, Bundle, LineScale};
use super::of_figure;
use crate::lineage::{Figure, FigureEdge, FigureLane, FigureNode, columns_by_flow};
use crate::model::{CategoryIx, DomainIx, ProductIx, TeamIx};
use crate::prose::en;
use crate::site::context::ViewContext;
use crate::site::living_flows::living_flows;
use crate::site::parts::{PageRef, Picture};
use crate::site::paths;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The most lanes and lines that can still be read.
const LANES: usize = 20;
const LINES: usize = 60;
/// With more lines than this between boxes of one category, which are all in one column, they cannot be told apart.
const UPRIGHT: usize = 6;
/// The most categories that each have their own column.
const COLUMNS: usize = 5;

/// A lane: the products of a domain or a team, or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum LaneKey {
    Domain(DomainIx),
    Team(TeamIx),
    /// Without a domain or an owner.
    None,
}

/// The kind of lanes of a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LaneKind {
    Domains,
    Teams,
    /// A single lane: there are too many teams, and no domains.
    One,
}

/// A box: the products of a category in a lane.
type GroupKey = (LaneKey, Option<CategoryIx>);

/// The picture of the company, and how much of everything it shows.
pub(in crate::site) struct Company {
    /// The drawing.
    pub(in crate::site) picture: Picture,
    /// The flows between products that it shows, and all flows between different boxes.
    pub(in crate::site) shown: (usize, usize),
    /// The kind of lanes: `domain`, `team` or empty.
    pub(in crate::site) lanes: &'static str,
    /// The number of domains or teams left out.
    pub(in crate::site) left_out: usize,
    /// The number of flows left out because they connect products of one category.
    pub(in crate::site) within_category: usize,
}

/// Returns the map of the company; `None` if no product builds on another one.
pub(in crate::site) fn company(context: &ViewContext<'_>) -> Option<Company> {
    let lanes = LaneKind::of(context);
    let cell = |product: ProductIx| -> GroupKey {
        (lanes.lane(product, context), context.product(product).category)
    };
    let mut members: BTreeMap<GroupKey, Vec<ProductIx>> = BTreeMap::new();
    for product in context.listed() {
        members.entry(cell(*product)).or_default().push(*product);
    }
    let mut bundles: BTreeMap<(GroupKey, GroupKey), Bundle> = BTreeMap::new();
    for (from, to) in living_flows(context) {
        let ends = (cell(from), cell(to));
        if ends.0 != ends.1 {
            bundles.entry(ends).or_default().push((from, to));
        }
    }
    let all: usize = bundles.values().map(Vec::len).sum();
    let left_out = keep_busiest(&mut bundles);
    let within_category = leave_out_upright(&mut bundles);
    // What is left all runs between the same few columns, of which less can be told apart.
    let most = if within_category > 0 { LINES / 2 } else { LINES };
    let drawn = fold::heaviest(&bundles, most);
    let boxes: BTreeSet<GroupKey> = drawn.iter().flat_map(|((from, to), _)| [*from, *to]).collect();
    if boxes.is_empty() {
        return None;
    }
    let place: BTreeMap<GroupKey, usize> = boxes.iter().enumerate().map(|(at, cell)| (*cell, at)).collect();
    let scale = LineScale::of(&drawn);
    let line = |((from, to), flows): &((GroupKey, GroupKey), &Bundle)| -> FigureEdge {
        fold::bundle_line([place[from], place[to]], flows, scale, context)
    };
    let mut figure = Figure {
        id: "company".to_owned(),
        title: en::of_the_company().to_owned(),
        description: lanes.description().to_owned(),
        nodes: boxes.iter().map(|cell| node(*cell, &members[cell], context)).collect(),
        edges: drawn.iter().map(line).collect(),
        ..Figure::default()
    };
    if lanes != LaneKind::One {
        (figure.lanes, figure.columns) = (bands(&boxes, lanes, context), columns(&boxes, &bundles));
    }
    Some(Company {
        shown: (drawn.iter().map(|(_, flows)| flows.len()).sum(), all),
        picture: of_figure(figure, Some(paths::MAP.to_owned())),
        lanes: lanes.word(),
        left_out,
        within_category,
    })
}

impl LaneKind {
    fn of(context: &ViewContext<'_>) -> Self {
        let listed = || context.listed().iter().map(|product| context.product(*product));
        let teams: BTreeSet<Option<TeamIx>> = listed().map(|product| product.owner).collect();
        match listed().any(|product| product.domain.is_some()) {
            true => Self::Domains,
            false if (2..=LANES).contains(&teams.len()) => Self::Teams,
            false => Self::One,
        }
    }

    fn lane(self, product: ProductIx, context: &ViewContext<'_>) -> LaneKey {
        let product = context.product(product);
        match self {
            Self::Domains => product.domain.map_or(LaneKey::None, LaneKey::Domain),
            Self::Teams => product.owner.map_or(LaneKey::None, LaneKey::Team),
            Self::One => LaneKey::None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Domains => "domain",
            Self::Teams => "team",
            Self::One => "",
        }
    }

    fn description(self) -> &'static str {
        match self {
            Self::Domains => {
                "A lane per domain with a box per category; the wider a line, the more products build on each other."
            }
            Self::Teams => {
                "A lane per team with a box per category; the wider a line, the more products build on each other."
            }
            Self::One => "A box per category; the wider a line, the more products build on each other.",
        }
    }
}

/// Keeps the flows between the lanes with the most flows; returns the number of lanes left out.
fn keep_busiest(bundles: &mut BTreeMap<(GroupKey, GroupKey), Bundle>) -> usize {
    let mut flows: BTreeMap<LaneKey, usize> = BTreeMap::new();
    for ((from, to), bundle) in bundles.iter() {
        for lane in BTreeSet::from([from.0, to.0]) {
            *flows.entry(lane).or_default() += bundle.len();
        }
    }
    let mut lanes: Vec<LaneKey> = flows.keys().copied().collect();
    lanes.sort_by_key(|lane| (Reverse(flows[lane]), *lane));
    let left_out = lanes.split_off(lanes.len().min(LANES));
    bundles.retain(|(from, to), _| !left_out.contains(&from.0) && !left_out.contains(&to.0));
    left_out.len()
}

/// If there are many, leaves out the flows between boxes of one category, of which the matrix tells as much; returns
/// their number. A box without any other line keeps its own.
fn leave_out_upright(bundles: &mut BTreeMap<(GroupKey, GroupKey), Bundle>) -> usize {
    let is_upright = |(from, to): &(GroupKey, GroupKey)| from.1 == to.1;
    if bundles.keys().filter(|ends| is_upright(ends)).count() <= UPRIGHT {
        return 0;
    }
    let others = bundles.keys().filter(|ends| !is_upright(ends));
    let joined: BTreeSet<GroupKey> = others.flat_map(|(from, to)| [*from, *to]).collect();
    let mut left_out = 0;
    bundles.retain(|ends, flows| {
        let is_kept = !is_upright(ends) || !joined.contains(&ends.0) || !joined.contains(&ends.1);
        left_out += if is_kept { 0 } else { flows.len() };
        is_kept
    });
    left_out
}

/// Returns the lane of each box, by name in the order of the keys.
fn bands(boxes: &BTreeSet<GroupKey>, lanes: LaneKind, context: &ViewContext<'_>) -> Vec<FigureLane> {
    let mut bands: BTreeMap<LaneKey, Vec<usize>> = BTreeMap::new();
    for (at, (lane, _)) in boxes.iter().enumerate() {
        bands.entry(*lane).or_default().push(at);
    }
    let name = |lane| match (page_ref(lane, context), lanes) {
        (Some(page_ref), _) => page_ref.name,
        (None, LaneKind::Teams) => "No owner".to_owned(),
        (None, _) => "No domain".to_owned(),
    };
    bands.into_iter().map(|(lane, nodes)| FigureLane { name: name(lane), nodes }).collect()
}

/// Returns the column of each box: that of its category, so that boxes can be compared between lanes.
fn columns(boxes: &BTreeSet<GroupKey>, bundles: &BTreeMap<(GroupKey, GroupKey), Bundle>) -> Vec<usize> {
    let mut categories: Vec<Option<CategoryIx>> = boxes.iter().map(|(_, category)| *category).collect();
    categories.sort_by_key(|category| (category.is_none(), *category));
    categories.dedup();
    let at = |category| categories.iter().position(|shown| *shown == category);
    let flow =
        |((from, to), flows): (&(GroupKey, GroupKey), &Bundle)| Some((at(from.1)?, at(to.1)?, flows.len()));
    let flows: Vec<_> = bundles.iter().filter_map(flow).collect();
    let mut columns = columns_by_flow(categories.len(), &flows);
    if categories.len() <= COLUMNS {
        let mut order: Vec<usize> = (0..categories.len()).collect();
        order.sort_by_key(|category| (columns[*category], *category));
        order.iter().enumerate().for_each(|(column, category)| columns[*category] = column);
    }
    boxes.iter().map(|(_, category)| at(*category).map_or(0, |at| columns[at])).collect()
}

fn page_ref(lane: LaneKey, context: &ViewContext<'_>) -> Option<PageRef> {
    match lane {
        LaneKey::Domain(domain) => Some(context.domain(domain)),
        LaneKey::Team(team) => Some(context.team(team)),
        LaneKey::None => None,
    }
}

/// Returns the box of a group. It links to its only product, else to its own list, else to that of the lane or the
/// category.
fn node(group: GroupKey, members: &[ProductIx], context: &ViewContext<'_>) -> FigureNode {
    let (key, category) = group;
    let lane = page_ref(key, context);
    let category_term = category.map(|category| context.category(category));
    let path = match (members, &lane, &category_term) {
        ([only], ..) => Some(context.card(*only).path.clone()),
        (_, Some(lane), Some(category)) => {
            let of = if matches!(key, LaneKey::Team(_)) { "owner" } else { "domain" };
            Some(paths::products_with(&[("category", &category.id), (of, &lane.id)]))
        }
        (_, one, other) => one.as_ref().or(other.as_ref()).map(|page_ref| page_ref.path.clone()),
    };
    let mut node = fold::category_box(category, members, path.map(|path| format!("../{path}")), context);
    if let Some(lane) = lane {
        node.aria = format!("{}, {}", lane.name, node.aria);
    }
    node
}
