//! Coordinates: small drawings use the placer of layout-rs, larger ones relaxation.

use super::order::{Columns, Slot};
use super::text::Size;
use layout::core::base::Orientation;
use layout::core::geometry::Point;
use layout::core::style::StyleAttr;
use layout::std_shapes::shapes::{Element, ShapeKind};
use layout::topo::layout::VisualGraph;
use layout::topo::placer::Placer;

/// Space between boxes of a column.
pub(super) const ROW_GAP: f64 = 18.0;
/// The space that a line takes when it passes a column.
const LANE: f64 = 14.0;
/// Up to this many boxes the placer of layout-rs is better; beyond, its columns drift apart.
const SMALL: usize = 25;
/// Space between columns: more where lines are steep.
const NARROW: f64 = 60.0;
const WIDE: f64 = 260.0;
/// Up to this width a drawing fits the screen beside its margins; one that would be a little wider has its columns
/// closer to each other, with at least this part of the space between them.
pub(super) const SCREEN: f64 = 1560.0;
const CLOSEST: f64 = 0.5;

/// The positions of the slots of a connected part, relative to its own top left corner.
pub(super) struct Places {
    /// The middle of each slot.
    pub(super) middle: Vec<f64>,
    /// The left edge of each column.
    pub(super) left: Vec<f64>,
    /// The width of each column.
    pub(super) width: Vec<f64>,
    /// The total height.
    pub(super) height: f64,
}

pub(super) fn place(columns: &Columns, sizes: &[Size]) -> Places {
    let heights = heights(columns, sizes);
    let boxes = columns.reading().count();
    let placed = if boxes <= SMALL { by_layout_rs(columns, &heights) } else { None };
    let mut middle = placed.unwrap_or_else(|| relaxed(columns, &heights));
    let top = (0..middle.len()).map(|slot| middle[slot] - heights[slot] / 2.0).fold(f64::INFINITY, f64::min);
    for middle in &mut middle {
        *middle = (*middle - top).round();
    }
    let bottoms = (0..middle.len()).map(|slot| middle[slot] + heights[slot] / 2.0);
    let height = bottoms.fold(0.0, f64::max);
    let (left, width) = across(columns, sizes, &middle, WIDE);
    Places { middle, left, width, height }
}

/// Returns the height of each slot.
pub(super) fn heights(columns: &Columns, sizes: &[Size]) -> Vec<f64> {
    let height = |slot: &Slot| match slot {
        Slot::Real(node) => sizes[*node].height,
        Slot::Virtual(_) => LANE,
    };
    columns.slots.iter().map(height).collect()
}

/// Returns the height of stacked slots.
pub(super) fn stacked(columns: &Columns, heights: &[f64], stack: &[usize]) -> f64 {
    let ends = |slot: Option<&usize>| slot.map_or(0.0, |slot| heights[*slot] / 2.0);
    let between: f64 = stack.windows(2).map(|pair| apart(columns, heights, pair[0], pair[1])).sum();
    ends(stack.first()) + between + ends(stack.last())
}

/// Returns the left edge and the width of each column, with at most `widest` between two.
pub(super) fn across(columns: &Columns, sizes: &[Size], middle: &[f64], widest: f64) -> (Vec<f64>, Vec<f64>) {
    let wide = |slot: &usize| match columns.slots[*slot] {
        Slot::Real(node) => sizes[node].width,
        Slot::Virtual(_) => 0.0,
    };
    let widths: Vec<f64> =
        columns.columns.iter().map(|column| column.iter().map(wide).fold(0.0, f64::max)).collect();
    let gap = |column: &Vec<usize>| {
        let rises = column
            .iter()
            .flat_map(|from| columns.after[*from].iter().map(|to| (middle[*to] - middle[*from]).abs()));
        (NARROW + rises.fold(0.0, f64::max) * 0.2).min(widest)
    };
    let gaps: Vec<f64> = columns.columns.iter().map(gap).collect();
    let between: f64 = gaps.iter().rev().skip(1).sum();
    let part = (SCREEN - widths.iter().sum::<f64>()) / between;
    let part = if (CLOSEST..1.0).contains(&part) { part } else { 1.0 };
    let mut lefts = Vec::with_capacity(widths.len());
    let mut left = 0.0;
    for (width, gap) in widths.iter().zip(gaps) {
        lefts.push(left);
        left += width + (gap * part).round();
    }
    (lefts, widths)
}

/// Returns the required distance between the middles of two neighbours in a column.
pub(super) fn apart(columns: &Columns, heights: &[f64], upper: usize, lower: usize) -> f64 {
    let lanes = [upper, lower].iter().any(|slot| matches!(columns.slots[*slot], Slot::Virtual(_)));
    let gap = if lanes { ROW_GAP * 0.6 } else { ROW_GAP };
    (heights[upper] + heights[lower]) / 2.0 + gap
}

/// Runs the placer of layout-rs, bypassing its own ordering, whose cycle check is exponential and whose edges cut
/// boxes. It works on rows from top to bottom, so its x is our y. Returns `None` if its result is not as requested.
fn by_layout_rs(columns: &Columns, heights: &[f64]) -> Option<Vec<f64>> {
    let mut graph = VisualGraph::new(Orientation::TopToBottom);
    let handles: Vec<_> = columns
        .slots
        .iter()
        .enumerate()
        .map(|(slot, kind)| {
            let mut element = match kind {
                Slot::Real(_) => {
                    let size = Point::new(heights[slot], 50.0);
                    let look = StyleAttr::simple();
                    Element::create(ShapeKind::new_box(""), look, Orientation::TopToBottom, size)
                }
                Slot::Virtual(_) => Element::empty_connector(Orientation::TopToBottom),
            };
            let gap = if matches!(kind, Slot::Real(_)) { ROW_GAP } else { LANE };
            element.pos = layout::core::geometry::Position::new(
                Point::zero(),
                element.pos.size(false),
                Point::zero(),
                Point::splat(gap),
            );
            graph.add_node(element)
        })
        .collect();
    graph.dag.set_validate(false);
    for (from, after) in columns.after.iter().enumerate() {
        for to in after {
            graph.dag.add_edge(handles[from], handles[*to]);
        }
    }
    *graph.dag.ranks_mut() =
        columns.columns.iter().map(|column| column.iter().map(|slot| handles[*slot]).collect()).collect();
    Placer::new(&mut graph).layout(false);
    let middle: Vec<f64> = handles.iter().map(|handle| graph.pos(*handle).middle().x).collect();
    let in_order = columns.columns.iter().all(|column| {
        column.windows(2).all(|pair| {
            let least = (heights[pair[0]] + heights[pair[1]]) / 2.0 + 4.0;
            middle[pair[1]] - middle[pair[0]] >= least
        })
    });
    (in_order && middle.iter().all(|middle| middle.is_finite())).then_some(middle)
}

/// The number of passes over the columns.
const SWEEPS: usize = 24;

/// Returns the positions of this many columns in the order in which to move them: back and forth, repeatedly.
pub(super) fn sweeps(columns: usize) -> impl Iterator<Item = usize> {
    let column = move |sweep, step| if sweep % 2 == 0 { step } else { columns - 1 - step };
    (0..SWEEPS).flat_map(move |sweep| (0..columns).map(move |step| column(sweep, step)))
}

/// Moves the slots of each column repeatedly to where the pull of their neighbours is least, keeping their order and
/// the space between them: a weighted isotonic regression for each column.
fn relaxed(columns: &Columns, heights: &[f64]) -> Vec<f64> {
    let mut middle = vec![0.0; columns.slots.len()];
    for column in &columns.columns {
        let mut at = 0.0;
        for (place, slot) in column.iter().enumerate() {
            if place > 0 {
                at += apart(columns, heights, column[place - 1], *slot);
            }
            middle[*slot] = at;
        }
        for slot in column {
            middle[*slot] -= at / 2.0;
        }
    }
    for column in sweeps(columns.columns.len()) {
        settle(columns, heights, &columns.columns[column], &mut middle, None);
    }
    middle
}

/// Moves stacked slots to where their neighbours pull them, between a top and a bottom edge if given.
pub(super) fn settle(
    columns: &Columns,
    heights: &[f64],
    column: &[usize],
    middle: &mut [f64],
    within: Option<(f64, f64)>,
) {
    let (Some(first), Some(last)) = (column.first(), column.last()) else { return };
    let pull = |slot: usize| {
        let neighbours = columns.before[slot].iter().chain(&columns.after[slot]);
        let mut total = 0.0;
        let mut weight = 0.0;
        for neighbour in neighbours {
            let strength = match (columns.slots[slot], columns.slots[*neighbour]) {
                (Slot::Virtual(_), Slot::Virtual(_)) => 8.0,
                (Slot::Real(_), Slot::Real(_)) => 1.0,
                _ => 2.0,
            };
            total += strength * middle[*neighbour];
            weight += strength;
        }
        if weight > 0.0 { (total / weight, weight) } else { (middle[slot], 0.1) }
    };
    // Without the space between them, ordered slots are ordered numbers.
    let mut offset = 0.0;
    let mut offsets = Vec::with_capacity(column.len());
    let mut wanted = Vec::with_capacity(column.len());
    for (place, slot) in column.iter().enumerate() {
        if place > 0 {
            offset += apart(columns, heights, column[place - 1], *slot);
        }
        let (at, weight) = pull(*slot);
        offsets.push(offset);
        wanted.push((at - offset, weight));
    }
    let (highest, lowest) = match within {
        Some((top, bottom)) => (top + heights[*first] / 2.0, bottom - heights[*last] / 2.0 - offset),
        None => (f64::NEG_INFINITY, f64::INFINITY),
    };
    for ((slot, at), offset) in column.iter().zip(isotonic(&wanted)).zip(offsets) {
        middle[*slot] = at.min(lowest).max(highest) + offset;
    }
}

/// Returns the ordered numbers closest to the given ones by weighted squares: pool adjacent violators (Ayer and
/// others, 1955).
fn isotonic(wanted: &[(f64, f64)]) -> Vec<f64> {
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (value, weight) in wanted {
        let mut pool = (*value, *weight, 1);
        while let Some(last) = pools.last().copied().filter(|last| last.0 > pool.0) {
            let weight = last.1 + pool.1;
            pool = ((last.0 * last.1 + pool.0 * pool.1) / weight, weight, last.2 + pool.2);
            pools.pop();
        }
        pools.push(pool);
    }
    pools.into_iter().flat_map(|(value, _, count)| std::iter::repeat_n(value, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn isotonic_regression_averages_values_out_of_order() {
        assert_eq!(isotonic(&[(1.0, 1.0), (3.0, 1.0), (2.0, 1.0)]), [1.0, 2.5, 2.5]);
        assert_eq!(isotonic(&[(4.0, 3.0), (0.0, 1.0)]), [3.0, 3.0]);
        assert_eq!(isotonic(&[]), Vec::<f64>::new());
    }
}
