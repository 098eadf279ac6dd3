//! Draws product and asset graphs: layered, left to right, the same bytes every time.
//!
//! [`layout()`] works in steps, each in a file:
//!
//! 1. [`normalise`]: edges between the same two boxes become one, self loops are set aside, and [`cycles`] are cut
//!    where fewest flows run against the drawing;
//! 2. [`rank`]: each node gets a column;
//! 3. [`order`]: virtual nodes where an edge skips a column, then the order within each column
//!    that crosses fewest edges;
//! 4. [`place`](mod@place): coordinates;
//! 5. [`route`]: edges, from side to side, never through a box.
//!
//! [`svg`] and [`standalone`] write the drawing; [`neighbourhood`] selects what to draw.
//! The method is that of Sugiyama, Tagawa and Toda (1981), with the sifting of Matuszewski,
//! Schönfeld and Molitor (1999) for the order.

mod cycles;
mod lanes;
pub(crate) mod neighbourhood;
mod normalise;
mod order;
mod outline;
mod place;
mod rank;
mod route;
mod standalone;
mod svg;
mod text;

use crate::model::Status;
use text::Limits;

pub(crate) use outline::status_shapes;
pub(crate) use standalone::{ExplainedMark, svg_standalone};
pub(crate) use svg::OTHER_KIND;
pub use svg::svg_inline;
pub(crate) use svg::{BoxLinks, escaped};
pub(crate) use text::width as text_width;

/// A figure to be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Figure {
    /// The prefix of every id in the drawing; unique in its page.
    pub id: String,
    /// The accessible name of the drawing.
    pub title: String,
    /// The accessible description of the drawing, in a sentence.
    pub description: String,
    /// The boxes.
    pub nodes: Vec<FigureNode>,
    /// The lines between them.
    pub edges: Vec<FigureEdge>,
    /// The lanes of the boxes; empty for a drawing without lanes.
    pub lanes: Vec<FigureLane>,
    /// The column of each box of a drawing with lanes; empty to derive the columns from the lines.
    pub columns: Vec<usize>,
}

impl Figure {
    /// Returns whether it gives the column of each box.
    fn has_columns(&self) -> bool {
        self.columns.len() == self.nodes.len() && !self.lanes.is_empty()
    }
}

/// A lane of a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FigureLane {
    /// Its name.
    pub name: String,
    /// Its boxes, by their positions.
    pub nodes: Vec<usize>,
}

/// A box.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FigureNode {
    /// The name: any length, any script.
    pub label: String,
    /// The second line; may be empty.
    pub detail: String,
    /// The accessible name of the box: everything that it shows.
    pub aria: String,
    /// The address that it links to.
    pub href: Option<String>,
    /// Its role in the drawing.
    pub role: NodeRole,
    /// Its current status, if known.
    pub status: Option<Status>,
    /// Its kind, used as the end of a class name.
    pub kind: String,
    /// For a box of several products, the number of failing ones, which its status then stands for.
    pub failing: usize,
}

/// The role of a box in a drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NodeRole {
    /// The subject of the drawing.
    Centre,
    /// An ordinary box.
    #[default]
    Plain,
    /// Something that the subject of the drawing provides: an output port.
    OutputPort,
    /// Several things, listed elsewhere.
    Folded,
    /// Something outside of the subject of the drawing.
    Outside,
    /// Something is missing here and needs attention.
    NeedsAttention,
    /// A box that the subject of the drawing does not reach: it ended upstream.
    NotReached,
}

/// A line: data flows from one box to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FigureEdge {
    /// The upstream box.
    pub from: usize,
    /// The downstream box.
    pub to: usize,
    /// What flows, shown on hover; may be empty.
    pub title: String,
    /// How it is drawn.
    pub style: EdgeStyle,
    /// How heavy it is drawn, from 0, the default, to 4.
    pub weight: u8,
    /// The number of flows that it represents, counted as at least one. Where boxes build on each other, most flows
    /// run with the drawing.
    pub flows: usize,
}

/// The direction of the data flow along a line, which is drawn from left to right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LineDirection {
    /// In the direction of drawing.
    #[default]
    Forward,
    /// Against the direction of drawing: it closes a cycle.
    Backward,
    /// In both directions.
    Both,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeStyle {
    /// Asset edges prove it.
    #[default]
    Observed,
    /// It is only declared.
    DeclaredOnly,
}

/// A box with its position; all lengths in CSS pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The left edge.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
    /// The label, wrapped into lines.
    pub lines: Vec<String>,
    /// The second line, as far as there is space for it.
    pub detail: String,
    /// Whether data flows from the box to itself.
    pub looped: bool,
}

/// A line with its position.
#[derive(Clone, Debug, PartialEq)]
pub struct Routed {
    /// The upstream box; the left one if data flows in both directions.
    pub from: usize,
    /// The downstream box.
    pub to: usize,
    /// The start of the curve.
    pub start: (f64, f64),
    /// The parts of the curve.
    pub parts: Vec<Segment>,
    /// How it is drawn.
    pub style: EdgeStyle,
    /// How heavy it is drawn, from 0, the default, to 4.
    pub weight: u8,
    /// The direction of the data flow along it.
    pub direction: LineDirection,
    /// What flows.
    pub title: String,
}

impl Routed {
    /// Returns whether it is so wide that an arrowhead of the usual size would not be visible on it.
    fn is_wide(&self) -> bool {
        self.weight > 1
    }
}

/// A part of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// A straight part to a point.
    Straight(f64, f64),
    /// A curve to a point, that leaves and arrives horizontally.
    Curve(f64, f64),
    /// A bow to a point in the same column, extending to the right up to the given coordinate.
    Bow(f64, f64, f64),
}

/// A finished drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// The total width.
    pub width: f64,
    /// The total height.
    pub height: f64,
    /// The boxes, in the figure's order.
    pub boxes: Vec<Placed>,
    /// The lines.
    pub edges: Vec<Routed>,
    /// The boxes in reading order: column by column, each from top to bottom.
    pub reading: Vec<usize>,
    /// The lanes from top to bottom; empty if there are none.
    pub lanes: Vec<PlacedLane>,
    /// The number of pairs of lines that cross.
    pub crossings: usize,
}

/// A lane of a drawing, across its whole width.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedLane {
    /// Its name.
    pub name: String,
    /// Its upper edge.
    pub y: f64,
    /// Its height.
    pub height: f64,
}

/// Space around the drawing, so that focus rings and shadows are not clipped.
const MARGIN: f64 = 12.0;
/// Space between parts that are not connected.
const APART: f64 = 28.0;

/// Draws a figure. The same figure always results in the same drawing.
#[must_use]
pub fn layout(figure: &Figure) -> Drawing {
    let graph = normalise::normalise(figure);
    if !figure.lanes.is_empty() {
        return layout_in_lanes(figure, &graph);
    }
    let (connected, isolated) = normalise::components(&graph);
    let in_columns = |nodes: &Vec<usize>| order::columns(&graph, nodes, &rank::ranks(&graph, nodes), &[]);
    let parts = Parts { connected: connected.iter().map(in_columns).collect(), isolated };
    let roomy = layout_in_parts(figure, &graph, &parts, Limits::ROOMY);
    if fits_screen(&roomy) {
        return roomy;
    }
    // Smaller boxes are worth it only if the whole drawing can then be seen at once.
    Some(layout_in_parts(figure, &graph, &parts, Limits::NARROW)).filter(fits_screen).unwrap_or(roomy)
}

fn fits_screen(drawing: &Drawing) -> bool {
    drawing.width <= place::SCREEN + 2.0 * MARGIN
}

/// The parts of a figure that are not connected with each other.
struct Parts {
    /// Those of more than one box, in columns.
    connected: Vec<order::Columns>,
    /// The boxes without lines.
    isolated: Vec<usize>,
}

/// Returns the boxes of a figure, all in the top left corner yet, and their sizes.
fn unplaced(figure: &Figure, limits: Limits) -> (Drawing, Vec<text::Size>) {
    let sizes: Vec<text::Size> = figure.nodes.iter().map(|node| text::size(node, limits)).collect();
    (Drawing { boxes: sizes.iter().map(text::Size::placed).collect(), ..Drawing::default() }, sizes)
}

/// Draws the parts of a figure below each other.
fn layout_in_parts(
    figure: &Figure,
    graph: &normalise::AcyclicGraph,
    parts: &Parts,
    limits: Limits,
) -> Drawing {
    let (mut drawing, sizes) = unplaced(figure, limits);
    let mut top = MARGIN;
    for columns in &parts.connected {
        let places = place::place(columns, &sizes);
        let bottom = route::draw(graph, columns, &places, &mut Canvas { drawing: &mut drawing, top });
        drawing.crossings += columns.crossings();
        drawing.reading.extend(columns.reading());
        top = bottom + APART;
    }
    top = grid(&parts.isolated, top, &mut drawing);
    for node in &graph.looped {
        drawing.boxes[*node].looped = true;
    }
    let right = drawing.boxes.iter().map(|placed| placed.x + placed.width).fold(0.0, f64::max);
    drawing.width = (right + MARGIN).ceil();
    drawing.height = (top - APART + MARGIN).max(MARGIN).ceil();
    drawing
}

/// Draws a figure with lanes, as a single part.
fn layout_in_lanes(figure: &Figure, graph: &normalise::AcyclicGraph) -> Drawing {
    let (mut drawing, sizes) = unplaced(figure, Limits::ROOMY);
    let nodes: Vec<usize> = (0..graph.nodes).collect();
    let has_columns = figure.has_columns();
    let mut ranks = if has_columns { figure.columns.clone() } else { rank::ranks(graph, &nodes) };
    let lanes = lanes::Lanes::new(figure, &ranks);
    if !has_columns {
        lanes.spread(graph, &mut ranks);
    }
    let columns = order::columns(graph, &nodes, &ranks, &lanes.of);
    let (places, bands) = lanes.place(&columns, &sizes, figure);
    let bottom = route::draw(graph, &columns, &places, &mut Canvas { drawing: &mut drawing, top: MARGIN });
    let reach = route::arcs(graph, &mut drawing);
    drawing.lanes = bands.into_iter().map(|band| PlacedLane { y: band.y + MARGIN, ..band }).collect();
    drawing.crossings = columns.crossings();
    drawing.reading.extend(columns.reading());
    for node in &graph.looped {
        drawing.boxes[*node].looped = true;
    }
    let right = drawing.boxes.iter().map(|placed| placed.x + placed.width).fold(reach, f64::max);
    drawing.width = (right + 2.0 * MARGIN).ceil();
    drawing.height = (bottom + MARGIN).ceil();
    drawing
}

/// Returns the column of each of this many things, given the flows between them: from, to, and amount.
pub(crate) fn columns_by_flow(things: usize, flows: &[(usize, usize, usize)]) -> Vec<usize> {
    let edge = |(from, to, flows): &(usize, usize, usize)| FigureEdge {
        from: *from,
        to: *to,
        flows: *flows,
        ..FigureEdge::default()
    };
    let nodes = vec![FigureNode::default(); things];
    let figure = Figure { nodes, edges: flows.iter().map(edge).collect(), ..Figure::default() };
    rank::ranks(&normalise::normalise(&figure), &(0..things).collect::<Vec<_>>())
}

/// Where the next part of a drawing goes.
struct Canvas<'d> {
    drawing: &'d mut Drawing,
    top: f64,
}

/// Places the boxes without lines in rows, and returns where the next part may begin.
fn grid(isolated: &[usize], top: f64, drawing: &mut Drawing) -> f64 {
    if isolated.is_empty() {
        return top;
    }
    let width = isolated.iter().map(|node| drawing.boxes[*node].width).fold(0.0, f64::max);
    let height = isolated.iter().map(|node| drawing.boxes[*node].height).fold(0.0, f64::max);
    // As wide as the parts above, otherwise nearly square.
    let above = drawing.boxes.iter().map(|placed| placed.x + placed.width).fold(0.0, f64::max);
    let square = (isolated.len() as f64).sqrt().ceil();
    let columns = ((above - MARGIN) / (width + APART)).floor().max(square).max(1.0) as usize;
    for (position, node) in isolated.iter().enumerate() {
        let placed = &mut drawing.boxes[*node];
        placed.x = MARGIN + (position % columns) as f64 * (width + APART);
        placed.width = width;
        placed.y = top + (position / columns) as f64 * (height + place::ROW_GAP);
        drawing.reading.push(*node);
    }
    let rows = isolated.len().div_ceil(columns) as f64;
    top + rows * height + (rows - 1.0) * place::ROW_GAP + APART
}

#[cfg(test)]
mod tests;
