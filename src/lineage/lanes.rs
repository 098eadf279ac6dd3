//! Lanes: bands across a drawing, such as one for each domain, in which the boxes are stacked.
//!
//! The columns remain those of the layering; only the order within each column and the vertical positions depend on
//! the lanes.

use super::normalise::AcyclicGraph;
use super::order::{Columns, Slot};
use super::place::{self, Places};
use super::text::Size;
use super::{APART, Figure, MARGIN, PlacedLane};

/// The space for the name of a lane, above its boxes.
const HEAD: f64 = 30.0;
/// Space below the boxes of a lane.
const FOOT: f64 = 16.0;
/// Maximum space between columns: lines rise and fall steeply anyway. Given columns hold heavy lines.
const WIDEST: f64 = 60.0;
const WIDEST_GIVEN: f64 = 110.0;

/// The lanes of a figure from top to bottom, and the lane of each node.
pub(super) struct Lanes {
    /// The positions of the figure's lanes, from top to bottom: lanes whose boxes supply the others first, or in the
    /// figure's own order if it gives the columns.
    order: Vec<usize>,
    /// The position of each node's lane in that order.
    pub(super) of: Vec<usize>,
}

impl Lanes {
    /// Orders the lanes by the columns of their nodes.
    pub(super) fn new(figure: &Figure, ranks: &[usize]) -> Self {
        let mean = |lane: usize| {
            let nodes = &figure.lanes[lane].nodes;
            nodes.iter().map(|node| ranks[*node]).sum::<usize>() as f64 / nodes.len().max(1) as f64
        };
        let mut order: Vec<usize> =
            (0..figure.lanes.len()).filter(|lane| !figure.lanes[*lane].nodes.is_empty()).collect();
        // Columns that are given do not show which lane supplies which.
        if !figure.has_columns() {
            order.sort_by(|left, right| mean(*left).total_cmp(&mean(*right)).then(left.cmp(right)));
        }
        let mut lane_of = vec![0; figure.nodes.len()];
        for (place, lane) in order.iter().enumerate() {
            figure.lanes[*lane].nodes.iter().for_each(|node| lane_of[*node] = place);
        }
        Self { of: lane_of, order }
    }

    /// Moves nodes without lines to the columns in which their lanes have the most space.
    pub(super) fn spread(&self, graph: &AcyclicGraph, ranks: &mut [usize]) {
        let last = ranks.iter().copied().max().unwrap_or(0);
        let mut occupied = vec![vec![0_usize; last + 1]; self.order.len()];
        let mut joined = vec![false; graph.nodes];
        for edge in &graph.edges {
            (joined[edge.from], joined[edge.to]) = (true, true);
        }
        for node in (0..graph.nodes).filter(|node| joined[*node]) {
            occupied[self.of[node]][ranks[node]] += 1;
        }
        for node in (0..graph.nodes).filter(|node| !joined[*node]) {
            let lane = &mut occupied[self.of[node]];
            let roomy = (0..=last).min_by_key(|column| lane[*column]).unwrap_or(0);
            ranks[node] = roomy;
            lane[roomy] += 1;
        }
    }

    /// Returns the positions of the slots and the bands of the lanes, relative to the part's own top edge.
    pub(super) fn place(
        &self,
        columns: &Columns,
        sizes: &[Size],
        figure: &Figure,
    ) -> (Places, Vec<PlacedLane>) {
        let heights = place::heights(columns, sizes);
        let mut middle = vec![0.0; columns.slots.len()];
        let mut bands = Vec::new();
        let mut members: Vec<(Vec<usize>, (f64, f64))> = Vec::new();
        let mut top = 0.0;
        for (position, lane) in self.order.iter().enumerate() {
            let of_lane = |column: &Vec<usize>| -> Vec<usize> {
                column.iter().copied().filter(|slot| columns.lanes[*slot] == position).collect()
            };
            let stacks: Vec<Vec<usize>> = columns.columns.iter().map(of_lane).collect();
            // If the columns are given, the first boxes of all columns are on one line.
            let line =
                |stack: &[usize]| figure.has_columns().then(|| first_box(columns, &heights, stack)).flatten();
            let above = stacks.iter().filter_map(|stack| line(stack)).fold(0.0, f64::max);
            let start = |stack: &[usize]| line(stack).map(|line| above - line);
            let tall =
                |stack: &Vec<usize>| start(stack).unwrap_or(0.0) + place::stacked(columns, &heights, stack);
            let tallest = stacks.iter().map(tall).fold(0.0, f64::max);
            let within = (top + HEAD, top + HEAD + tallest);
            for stack in stacks {
                let start = start(&stack);
                let centred = || (tallest - place::stacked(columns, &heights, &stack)) / 2.0;
                let mut position = within.0 + start.unwrap_or_else(centred);
                for (place, slot) in stack.iter().enumerate() {
                    position += match place {
                        0 => heights[*slot] / 2.0,
                        _ => place::apart(columns, &heights, stack[place - 1], *slot),
                    };
                    middle[*slot] = position;
                }
                if start.is_none() {
                    members.push((stack, within));
                }
            }
            bands.push(PlacedLane {
                name: figure.lanes[*lane].name.clone(),
                y: top,
                height: HEAD + tallest + FOOT,
            });
            top += HEAD + tallest + FOOT + APART / 3.0;
        }
        for at in place::sweeps(members.len()) {
            let (stack, within) = &members[at];
            place::settle(columns, &heights, stack, &mut middle, Some(*within));
        }
        middle.iter_mut().for_each(|middle| *middle = middle.round());
        let widest = if figure.has_columns() { WIDEST_GIVEN } else { WIDEST };
        let height = bands.last().map_or(0.0, |band| band.y + band.height);
        let (left, width) = place::across(columns, sizes, &middle, widest);
        let left = left.into_iter().map(|left| left + MARGIN).collect();
        (Places { middle, left, width, height }, bands)
    }
}

/// Returns how far below the top of a stack the middle of its first box is; `None` for a stack of lines only.
fn first_box(columns: &Columns, heights: &[f64], stack: &[usize]) -> Option<f64> {
    let first = stack.iter().position(|slot| matches!(columns.slots[*slot], Slot::Real(_)))?;
    let until = &stack[..=first];
    Some(place::stacked(columns, heights, until) - heights[stack[first]] / 2.0)
}

impl Columns {
    /// Returns the lane of a slot: an edge that passes a column stays in the lane of its source.
    pub(super) fn lane_of(slot: Slot, lanes: &[usize]) -> usize {
        match slot {
            Slot::Real(node) | Slot::Virtual(node) => lanes.get(node).copied().unwrap_or(0),
        }
    }
}
