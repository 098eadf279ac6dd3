//! Routes lines between placed boxes: they leave on the right, arrive on the left, bend only in the gaps between
//! columns, and pass each column in their own lane, so that no line crosses a box.

use super::normalise::{AcyclicGraph, Edge};
use super::order::{Columns, Slot};
use super::place::Places;
use super::{Canvas, Drawing, LineDirection, MARGIN, Routed, Segment};
use std::collections::BTreeMap;

/// The share of a box's side that lines may use, measured from its middle.
const SIDE: f64 = 0.34;
/// The maximum space between lines at a side.
const BETWEEN: f64 = 11.0;
/// How far a bow between boxes of a column may extend.
const BOW: f64 = 110.0;

/// Puts a connected part on the canvas; returns its bottom edge.
pub(super) fn draw(graph: &AcyclicGraph, columns: &Columns, places: &Places, canvas: &mut Canvas<'_>) -> f64 {
    for (slot, kind) in columns.slots.iter().enumerate() {
        if let Slot::Real(node) = kind {
            let placed = &mut canvas.drawing.boxes[*node];
            let column = columns.column_of[slot];
            placed.x = MARGIN + places.left[column];
            placed.width = places.width[column];
            placed.y = canvas.top + places.middle[slot] - placed.height / 2.0;
        }
    }
    let sides = Attachments::new(columns, places, canvas);
    for (number, path) in &columns.paths {
        let (start, parts) = line(path, columns, places, &sides);
        canvas.drawing.edges.push(routed(&graph.edges[*number], start, parts));
    }
    canvas.top + places.height
}

/// Returns an edge with its route.
fn routed(edge: &Edge, start: (f64, f64), parts: Vec<Segment>) -> Routed {
    // If a cycle was cut here, the data flows against the line.
    let (from, to) = match edge.direction {
        LineDirection::Backward => (edge.to, edge.from),
        LineDirection::Forward | LineDirection::Both => (edge.from, edge.to),
    };
    Routed {
        from,
        to,
        start,
        parts,
        style: edge.style,
        weight: edge.weight,
        direction: edge.direction,
        title: edge.title.clone(),
    }
}

/// Connects boxes of the same column by bows on their right, in the gap before the next column; returns how far they
/// extend to the right.
pub(super) fn arcs(graph: &AcyclicGraph, drawing: &mut Drawing) -> f64 {
    let middle = |drawing: &Drawing, node: usize| drawing.boxes[node].y + drawing.boxes[node].height / 2.0;
    // The lines at each box, from top to bottom.
    let mut touching: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for edge in &graph.upright {
        touching.entry(edge.from).or_default().push(edge.to);
        touching.entry(edge.to).or_default().push(edge.from);
    }
    for others in touching.values_mut() {
        others.sort_by(|left, right| middle(drawing, *left).total_cmp(&middle(drawing, *right)));
    }
    let end = |drawing: &Drawing, node: usize, other: usize| {
        let others = &touching[&node];
        let place = others.iter().position(|edge| *edge == other).unwrap_or(0) as f64;
        let placed = &drawing.boxes[node];
        let between = BETWEEN.min(placed.height * SIDE * 2.0 / others.len() as f64);
        (placed.x + placed.width, middle(drawing, node) + (place - (others.len() - 1) as f64 / 2.0) * between)
    };
    let mut reach = 0.0_f64;
    for edge in &graph.upright {
        let (start, stop) = (end(drawing, edge.from, edge.to), end(drawing, edge.to, edge.from));
        let ahead = drawing.boxes.iter().map(|placed| placed.x - start.0).filter(|ahead| *ahead > 0.0);
        let room = ahead.fold(BOW, f64::min) - BETWEEN;
        // A cubic curve extends three quarters of the way to its control points.
        let out = (16.0 + (stop.1 - start.1).abs() * 0.16).min(room);
        reach = reach.max(start.0 + out);
        let bow = Segment::Bow(stop.0, stop.1, start.0 + out / 0.75);
        drawing.edges.push(routed(edge, start, vec![bow]));
    }
    reach
}

/// Where lines touch the boxes, by the slots at both ends.
struct Attachments {
    leaving: BTreeMap<(usize, usize), (f64, f64)>,
    arriving: BTreeMap<(usize, usize), (f64, f64)>,
    /// The position of the part's own top left corner on the canvas.
    top: f64,
}

impl Attachments {
    fn new(columns: &Columns, places: &Places, canvas: &Canvas<'_>) -> Self {
        let mut sides = Self { leaving: BTreeMap::new(), arriving: BTreeMap::new(), top: canvas.top };
        for (slot, kind) in columns.slots.iter().enumerate() {
            let Slot::Real(node) = kind else { continue };
            let placed = &canvas.drawing.boxes[*node];
            let spread = |others: &[usize]| {
                let mut sorted = others.to_vec();
                sorted.sort_by(|a, b| places.middle[*a].total_cmp(&places.middle[*b]));
                let count = sorted.len() as f64;
                let between = BETWEEN.min(placed.height * SIDE * 2.0 / count);
                let middle = placed.y + placed.height / 2.0;
                let at = move |place: usize| middle + (place as f64 - (count - 1.0) / 2.0) * between;
                sorted.into_iter().enumerate().map(move |(place, other)| (other, at(place)))
            };
            for (other, y) in spread(&columns.after[slot]) {
                sides.leaving.insert((slot, other), (placed.x + placed.width, y));
            }
            for (other, y) in spread(&columns.before[slot]) {
                sides.arriving.insert((other, slot), (placed.x, y));
            }
        }
        sides
    }
}

/// Returns the line along the slots of a path.
fn line(
    path: &[usize],
    columns: &Columns,
    places: &Places,
    sides: &Attachments,
) -> ((f64, f64), Vec<Segment>) {
    let mut parts = Vec::new();
    let edges_of = |slot: usize| {
        let column = columns.column_of[slot];
        let left = MARGIN + places.left[column];
        (left, left + places.width[column])
    };
    let lane = |slot: usize| sides.top + places.middle[slot];
    let start = sides.leaving.get(&(path[0], path[1])).copied().unwrap_or((0.0, 0.0));
    let mut at = start;
    // A box may be narrower than its column: the line continues straight to where the gap begins.
    let (_, right) = edges_of(path[0]);
    if right > at.0 {
        at = (right, at.1);
        parts.push(Segment::Straight(at.0, at.1));
    }
    for pair in path.windows(2) {
        let (left, right) = edges_of(pair[1]);
        if let Slot::Virtual(_) = columns.slots[pair[1]] {
            let y = lane(pair[1]);
            parts.push(Segment::Curve(left, y));
            parts.push(Segment::Straight(right, y));
            at = (right, y);
        } else if let Some(end) = sides.arriving.get(&(pair[0], pair[1])) {
            parts.push(Segment::Curve(end.0, end.1));
            at = *end;
        }
    }
    debug_assert!(at.0 >= start.0, "lines run from left to right");
    (start, parts)
}
