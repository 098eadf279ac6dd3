//! Makes a graph ready for layering: one edge per pair, no cycles, no self-loops.

use super::{EdgeStyle, Figure};
use petgraph::algo::greedy_feedback_arc_set;
use petgraph::graph::DiGraph;
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

/// A graph without cycles.
pub(super) struct AcyclicGraph {
    /// How many nodes.
    pub(super) nodes: usize,
    /// The edges, sorted by their ends.
    pub(super) edges: Vec<Edge>,
    /// Nodes with an edge to themselves, sorted.
    pub(super) looped: Vec<usize>,
}

/// An edge as it is layered: from left to right.
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether the data flows the other way, from `to` to `from`: the edge closed a cycle.
    pub(super) reversed: bool,
    pub(super) style: EdgeStyle,
    pub(super) weight: u8,
    pub(super) title: String,
}

pub(super) fn normalise(figure: &Figure) -> AcyclicGraph {
    let nodes = figure.nodes.len();
    let mut looped = Vec::new();
    let mut merged: BTreeMap<(usize, usize), (EdgeStyle, u8, Vec<&str>)> = BTreeMap::new();
    for edge in figure.edges.iter().filter(|edge| edge.from < nodes && edge.to < nodes) {
        if edge.from == edge.to {
            looped.push(edge.from);
            continue;
        }
        let known = merged.entry((edge.from, edge.to)).or_insert((edge.style, edge.weight, Vec::new()));
        let (style, weight, titles) = known;
        *style = (*style).min(edge.style);
        *weight = (*weight).max(edge.weight);
        if !edge.title.is_empty() && !titles.contains(&edge.title.as_str()) {
            titles.push(&edge.title);
        }
    }
    looped.sort_unstable();
    looped.dedup();
    let back = back_edges(nodes, merged.keys().copied());
    let mut edges: Vec<Edge> = merged
        .into_iter()
        .map(|((from, to), (style, weight, titles))| {
            let reversed = back.contains(&(from, to));
            let (from, to) = if reversed { (to, from) } else { (from, to) };
            Edge { from, to, reversed, style, weight, title: titles.join("\n") }
        })
        .collect();
    edges.sort_by_key(|edge| (edge.from, edge.to, edge.reversed));
    AcyclicGraph { nodes, edges, looped }
}

/// A few edges without which there is no cycle, sorted.
fn back_edges(nodes: usize, edges: impl Iterator<Item = (usize, usize)>) -> Vec<(usize, usize)> {
    let mut graph: DiGraph<(), (), u32> = DiGraph::new();
    let indices: Vec<_> = (0..nodes).map(|_| graph.add_node(())).collect();
    for (from, to) in edges {
        graph.add_edge(indices[from], indices[to], ());
    }
    if !petgraph::algo::is_cyclic_directed(&graph) {
        return Vec::new();
    }
    let mut back: Vec<(usize, usize)> =
        greedy_feedback_arc_set(&graph).map(|edge| (edge.source().index(), edge.target().index())).collect();
    back.sort_unstable();
    back
}

/// The connected parts, the largest first, and the nodes without edges.
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
