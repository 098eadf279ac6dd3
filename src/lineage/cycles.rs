//! Which edges are reversed where boxes build on each other in a cycle, so that few flows run against the drawing.
//!
//! Only edges within a cycle can be reversed. The order in each cycle is that of Eades, Lin and Smyth (1993), by
//! flows instead of edges; then each node moves to the position in it that reverses the fewest flows, until none
//! gains. A drawing has at most some 150 boxes, so the matrix of a cycle is small.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

/// An edge between two nodes without an edge in the opposite direction.
#[derive(Clone, Copy, Debug)]
pub(super) struct WeightedEdge {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The excess of flows that run along it over those that run against it.
    pub(super) flows: u64,
}

/// The maximum number of passes over the nodes of a cycle.
const SWEEPS: usize = 16;

/// Returns for each edge whether to reverse it, so that no cycle is left.
pub(super) fn turned(nodes: usize, edges: &[WeightedEdge]) -> Vec<bool> {
    let mut graph: DiGraph<(), (), u32> = DiGraph::new();
    let indices: Vec<_> = (0..nodes).map(|_| graph.add_node(())).collect();
    for edge in edges {
        graph.add_edge(indices[edge.from], indices[edge.to], ());
    }
    let mut circle_of = vec![None; nodes];
    let mut place_of = vec![0; nodes];
    let circles = kosaraju_scc(&graph).into_iter().filter(|members| members.len() > 1);
    let mut circles: Vec<Vec<usize>> =
        circles.map(|members| members.into_iter().map(|node| node.index()).collect()).collect();
    for (number, members) in circles.iter_mut().enumerate() {
        members.sort_unstable();
        for (place, node) in members.iter().enumerate() {
            (circle_of[*node], place_of[*node]) = (Some(number), place);
        }
    }
    let mut matrices: Vec<ProductCycle> =
        circles.iter().map(|members| ProductCycle::new(members.len())).collect();
    let within =
        |edge: &WeightedEdge| circle_of[edge.from].filter(|_| circle_of[edge.from] == circle_of[edge.to]);
    for edge in edges {
        if let Some(circle) = within(edge) {
            matrices[circle].flows[place_of[edge.from]][place_of[edge.to]] += edge.flows;
        }
    }
    let positions: Vec<Vec<usize>> = matrices.iter().map(ProductCycle::positions).collect();
    let is_turned = |edge: &WeightedEdge| {
        within(edge).is_some_and(|circle| {
            positions[circle][place_of[edge.from]] > positions[circle][place_of[edge.to]]
        })
    };
    edges.iter().map(is_turned).collect()
}

/// A strongly connected component: each node is reachable from every other.
struct ProductCycle {
    /// The flows between each pair of nodes.
    flows: Vec<Vec<u64>>,
}

impl ProductCycle {
    fn new(nodes: usize) -> Self {
        Self { flows: vec![vec![0; nodes]; nodes] }
    }

    /// Returns the position of each node in the order that reverses few flows.
    fn positions(&self) -> Vec<usize> {
        let mut order = self.greedy();
        let (turned, total) = (self.turned(&order), self.flows.iter().flatten().sum::<u64>());
        if turned * 2 > total {
            order.reverse();
        }
        for _ in 0..SWEEPS {
            let moved = (0..order.len()).filter(|node| self.improve(*node, &mut order)).count();
            if moved == 0 {
                break;
            }
        }
        let mut positions = vec![0; order.len()];
        order.iter().enumerate().for_each(|(position, node)| positions[*node] = position);
        positions
    }

    /// Returns an order with sources at the front and sinks at the end; among the rest, nodes whose outgoing flows
    /// exceed the incoming ones the most come first.
    fn greedy(&self) -> Vec<usize> {
        let mut left: Vec<usize> = (0..self.flows.len()).collect();
        let (mut front, mut back) = (Vec::new(), Vec::new());
        let mut out: Vec<u64> = self.flows.iter().map(|flows| flows.iter().sum()).collect();
        let mut into: Vec<u64> =
            left.iter().map(|to| self.flows.iter().map(|flows| flows[*to]).sum()).collect();
        while !left.is_empty() {
            let reads_only = left.iter().position(|node| out[*node] == 0);
            let supplies_most = || {
                let gain = |node: usize| (into[node] == 0, i128::from(out[node]) - i128::from(into[node]));
                (0..left.len()).max_by_key(|at| (gain(left[*at]), std::cmp::Reverse(left[*at]))).unwrap_or(0)
            };
            let node = left.remove(reads_only.unwrap_or_else(supplies_most));
            for neighbour in &left {
                out[*neighbour] -= self.flows[*neighbour][node];
                into[*neighbour] -= self.flows[node][*neighbour];
            }
            if reads_only.is_some() { back.push(node) } else { front.push(node) }
        }
        front.extend(back.into_iter().rev());
        front
    }

    /// Returns the flows that run against an order.
    fn turned(&self, order: &[usize]) -> u64 {
        let later = |(at, to): (usize, &usize)| {
            order[at + 1..].iter().map(|from| self.flows[*from][*to]).sum::<u64>()
        };
        order.iter().enumerate().map(later).sum()
    }

    /// Moves a node to the position that reverses the fewest flows, if that is another one.
    fn improve(&self, node: usize, order: &mut Vec<usize>) -> bool {
        let Some(from) = order.iter().position(|placed| *placed == node) else { return false };
        let mut best = (0, from);
        // Passing an upstream node reverses its flows to this one, and straightens the flows in the other direction.
        let gain = |first: usize, second: usize| {
            i128::from(self.flows[second][first]) - i128::from(self.flows[first][second])
        };
        let mut gained = 0;
        for to in (0..from).rev() {
            gained += gain(order[to], node);
            best = if gained > best.0 { (gained, to) } else { best };
        }
        gained = 0;
        for (to, passed) in order.iter().enumerate().skip(from + 1) {
            gained += gain(node, *passed);
            best = if gained > best.0 { (gained, to) } else { best };
        }
        order.remove(from);
        order.insert(best.1, node);
        best.1 != from
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn edge((from, to, flows): (usize, usize, u64)) -> WeightedEdge {
        WeightedEdge { from, to, flows }
    }

    fn turned_of(nodes: usize, edges: &[(usize, usize, u64)]) -> Vec<(usize, usize)> {
        let edges: Vec<_> = edges.iter().copied().map(edge).collect();
        let turned = turned(nodes, &edges);
        edges.iter().zip(turned).filter(|(_, turned)| *turned).map(|(edge, _)| (edge.from, edge.to)).collect()
    }

    #[test]
    fn the_lightest_edge_of_a_cycle_is_reversed() {
        assert_eq!(turned_of(3, &[(0, 1, 5), (1, 2, 1), (2, 0, 9)]), [(1, 2)]);
        assert_eq!(turned_of(3, &[(0, 1, 1), (1, 2, 7), (2, 0, 9)]), [(0, 1)]);
    }

    #[test]
    fn an_edge_between_two_cycles_is_not_reversed() {
        let edges = [(0, 1, 1), (1, 2, 1), (2, 0, 1), (2, 3, 9), (3, 4, 1), (4, 5, 1), (5, 3, 1)];
        let turned = turned_of(6, &edges);
        assert_eq!(turned.len(), 2, "{turned:?}");
        assert!(!turned.contains(&(2, 3)));
    }

    /// Generates weighted graphs with at most one edge between two nodes.
    fn any_edges() -> impl Strategy<Value = (usize, Vec<(usize, usize, u64)>)> {
        (2..14_usize).prop_flat_map(|nodes| {
            let edges = prop::collection::vec((0..nodes, 0..nodes, 0..9_u64), 0..nodes * 3);
            let single = edges.prop_map(|edges| {
                let apart = edges.into_iter().filter(|(from, to, _)| from != to);
                let pairs: BTreeMap<_, _> =
                    apart.map(|edge| ((edge.0.min(edge.1), edge.0.max(edge.1)), edge)).collect();
                pairs.into_values().collect()
            });
            (Just(nodes), single)
        })
    }

    proptest! {
        #[test]
        fn no_cycle_remains_and_at_most_half_of_the_flows_are_reversed((nodes, edges) in any_edges()) {
            let turned = turned_of(nodes, &edges);
            let flows = |wanted: bool| -> u64 {
                let flows = edges.iter().filter(|edge| turned.contains(&(edge.0, edge.1)) == wanted);
                flows.map(|edge| edge.2).sum()
            };
            prop_assert!(flows(true) <= flows(false));
            let mut graph: DiGraph<(), (), u32> = DiGraph::new();
            let indices: Vec<_> = (0..nodes).map(|_| graph.add_node(())).collect();
            for (from, to, _) in &edges {
                let (from, to) = if turned.contains(&(*from, *to)) { (to, from) } else { (from, to) };
                graph.add_edge(indices[*from], indices[*to], ());
            }
            prop_assert!(!petgraph::algo::is_cyclic_directed(&graph));
        }
    }
}
