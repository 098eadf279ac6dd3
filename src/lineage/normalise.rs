//! Prepares a graph for layering: one edge between two nodes, no cycles, no self-loops.

use super::cycles::{self, WeightedEdge};
use super::{EdgeStyle, Figure, LineDirection};
use petgraph::unionfind::UnionFind;
use std::collections::BTreeMap;

/// A graph without cycles.
pub(super) struct AcyclicGraph {
    /// The number of nodes.
    pub(super) nodes: usize,
    /// The edges, sorted by their ends.
    pub(super) edges: Vec<Edge>,
    /// Edges between nodes of the same column, if the figure gives the columns.
    pub(super) upright: Vec<Edge>,
    /// Nodes with an edge to themselves, sorted.
    pub(super) looped: Vec<usize>,
}

/// An edge for layering: from left to right.
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The direction of the data flow along it.
    pub(super) direction: LineDirection,
    pub(super) style: EdgeStyle,
    pub(super) weight: u8,
    pub(super) title: String,
}

/// All flows from one node to another.
struct Stream<'f> {
    flows: u64,
    style: EdgeStyle,
    weight: u8,
    titles: Vec<&'f str>,
}

pub(super) fn normalise(figure: &Figure) -> AcyclicGraph {
    let nodes = figure.nodes.len();
    let mut looped = Vec::new();
    let mut streams: BTreeMap<(usize, usize), Stream<'_>> = BTreeMap::new();
    for edge in figure.edges.iter().filter(|edge| edge.from < nodes && edge.to < nodes) {
        if edge.from == edge.to {
            looped.push(edge.from);
            continue;
        }
        let stream = streams.entry((edge.from, edge.to)).or_insert(Stream {
            flows: 0,
            style: edge.style,
            weight: edge.weight,
            titles: Vec::new(),
        });
        stream.flows += u64::try_from(edge.flows.max(1)).unwrap_or(u64::MAX >> 32);
        stream.style = stream.style.min(edge.style);
        stream.weight = stream.weight.max(edge.weight);
        if !edge.title.is_empty() && !stream.titles.contains(&edge.title.as_str()) {
            stream.titles.push(&edge.title);
        }
    }
    looped.sort_unstable();
    looped.dedup();
    // If two streams connect the same nodes, the heavier one determines the direction of the edge.
    let flows = |ends: (usize, usize)| streams.get(&ends).map_or(0, |stream| stream.flows);
    let is_leading = |(from, to): (usize, usize)| {
        let back = flows((to, from));
        flows((from, to)) > back || (flows((from, to)) == back && from < to)
    };
    let leading: Vec<WeightedEdge> = streams
        .keys()
        .filter(|ends| is_leading(**ends))
        .map(|(from, to)| WeightedEdge {
            from: *from,
            to: *to,
            flows: flows((*from, *to)) - flows((*to, *from)),
        })
        .collect();
    let columns = figure.has_columns().then_some(&figure.columns);
    let turned = match columns {
        Some(columns) => leading.iter().map(|edge| columns[edge.from] > columns[edge.to]).collect(),
        None => cycles::turned(nodes, &leading),
    };
    let edge = |(lead, turned): (&WeightedEdge, bool)| {
        let back = streams.get(&(lead.to, lead.from));
        let (from, to) = if turned { (lead.to, lead.from) } else { (lead.from, lead.to) };
        let direction = match (back, turned) {
            (Some(_), _) => LineDirection::Both,
            (None, true) => LineDirection::Backward,
            (None, false) => LineDirection::Forward,
        };
        joined(from, to, direction, [Some(&streams[&(lead.from, lead.to)]), back])
    };
    let mut edges: Vec<Edge> = leading.iter().zip(turned).map(edge).collect();
    edges.sort_by_key(|edge| (edge.from, edge.to));
    let is_upright = |edge: &Edge| columns.is_some_and(|columns| columns[edge.from] == columns[edge.to]);
    let (upright, edges) = edges.into_iter().partition(is_upright);
    AcyclicGraph { nodes, edges, upright, looped }
}

/// Merges the flows between two nodes into one edge, the heavier stream first.
fn joined(from: usize, to: usize, direction: LineDirection, streams: [Option<&Stream<'_>>; 2]) -> Edge {
    let streams = || streams.iter().flatten();
    let titles: Vec<&str> = streams().flat_map(|stream| stream.titles.iter().copied()).collect();
    Edge {
        from,
        to,
        direction,
        style: streams().map(|stream| stream.style).min().unwrap_or_default(),
        weight: streams().map(|stream| stream.weight).max().unwrap_or_default(),
        title: titles.join("\n"),
    }
}

/// Returns the connected parts, largest first, and the nodes without edges.
pub(super) fn components(graph: &AcyclicGraph) -> (Vec<Vec<usize>>, Vec<usize>) {
    let mut sets = UnionFind::<usize>::new(graph.nodes);
    for edge in &graph.edges {
        sets.union(edge.from, edge.to);
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (node, set) in sets.into_labeling().into_iter().enumerate() {
        parts.entry(set).or_default().push(node);
    }
    let mut parts: Vec<Vec<usize>> = parts.into_values().collect();
    parts.sort_by_key(|nodes| (std::cmp::Reverse(nodes.len()), nodes[0]));
    let (connected, single): (Vec<_>, Vec<_>) = parts.into_iter().partition(|nodes| nodes.len() > 1);
    let mut single: Vec<usize> = single.into_iter().flatten().collect();
    single.sort_unstable();
    (connected, single)
}
