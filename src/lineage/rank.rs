//! The column of each node: to the right of all its inputs, close to most of its neighbours.
//!
//! Longest paths give an initial solution. Then nodes are pulled to the side where they have more lines, together
//! with those in their way, until no pull shortens the lines.

use super::normalise::AcyclicGraph;

/// The maximum number of pulls, as a multiple of the nodes: far more than any drawing needs.
const PULLS: usize = 16;

/// Returns the column of each node of a connected part, from 0; other nodes have 0, too.
pub(super) fn ranks(graph: &AcyclicGraph, nodes: &[usize]) -> Vec<usize> {
    let mut neighbours = Neighbours { upstream: vec![Vec::new(); graph.nodes], downstream: Vec::new() };
    neighbours.downstream = neighbours.upstream.clone();
    for edge in &graph.edges {
        neighbours.upstream[edge.to].push(edge.from);
        neighbours.downstream[edge.from].push(edge.to);
    }
    let order = neighbours.topological(nodes);
    let mut ranks = vec![0; graph.nodes];
    for node in &order {
        ranks[*node] = neighbours.upstream[*node].iter().map(|from| ranks[*from] + 1).max().unwrap_or(0);
    }
    let mut pulling =
        Pulling { neighbours: &neighbours, marks: vec![0; graph.nodes], mark: 0, group: Vec::new() };
    // Each pull shortens the total length of lines, so this terminates; the limit is just a safeguard.
    for _ in 0..PULLS {
        let mut moved = false;
        for node in order.iter().rev() {
            moved |= pulling.pull_right(*node, &mut ranks);
        }
        for node in &order {
            moved |= pulling.pull_left(*node, &mut ranks);
        }
        if !moved {
            break;
        }
    }
    let first = nodes.iter().map(|node| ranks[*node]).min().unwrap_or(0);
    for node in nodes {
        ranks[*node] -= first;
    }
    ranks
}

/// The inputs and the readers of each node.
struct Neighbours {
    upstream: Vec<Vec<usize>>,
    downstream: Vec<Vec<usize>>,
}

impl Neighbours {
    /// Returns the nodes so that each comes after all its inputs, the lower number first among equals.
    fn topological(&self, nodes: &[usize]) -> Vec<usize> {
        let mut waiting: Vec<usize> = self.upstream.iter().map(Vec::len).collect();
        let mut order: Vec<usize> = nodes.iter().copied().filter(|node| waiting[*node] == 0).collect();
        let mut next = 0;
        while let Some(node) = order.get(next).copied() {
            next += 1;
            for to in &self.downstream[node] {
                waiting[*to] -= 1;
                if waiting[*to] == 0 {
                    order.push(*to);
                }
            }
        }
        order
    }
}

/// Moves a node and everything that must move with it.
struct Pulling<'g> {
    neighbours: &'g Neighbours,
    /// Nodes of the current group have the current mark.
    marks: Vec<usize>,
    mark: usize,
    group: Vec<usize>,
}

impl Pulling<'_> {
    fn pull_right(&mut self, node: usize, ranks: &mut [usize]) -> bool {
        let Neighbours { upstream, downstream } = self.neighbours;
        if downstream[node].is_empty() {
            return false;
        }
        self.gather(node, downstream, |from, to| ranks[to] == ranks[from] + 1);
        if self.gain(downstream, upstream).is_none() {
            return false;
        }
        // As far as nothing else is in the way.
        let room = |node: &usize| {
            let ahead = downstream[*node].iter().filter(|to| self.marks[**to] != self.mark);
            ahead.map(|to| ranks[*to] - ranks[*node] - 1).min()
        };
        let Some(steps) = self.group.iter().filter_map(room).min() else { return false };
        for node in &self.group {
            ranks[*node] += steps;
        }
        steps > 0
    }

    fn pull_left(&mut self, node: usize, ranks: &mut [usize]) -> bool {
        let Neighbours { upstream, downstream } = self.neighbours;
        if upstream[node].is_empty() {
            return false;
        }
        self.gather(node, upstream, |from, to| ranks[to] + 1 == ranks[from]);
        if self.gain(upstream, downstream).is_none() {
            return false;
        }
        let room = |node: &usize| {
            let behind = upstream[*node].iter().filter(|from| self.marks[**from] != self.mark);
            behind.map(|from| ranks[*node] - ranks[*from] - 1).min()
        };
        // Nothing may be left of the first column.
        let first = self.group.iter().map(|node| ranks[*node]).min().unwrap_or(0);
        let Some(steps) = self.group.iter().filter_map(room).min() else { return false };
        let steps = steps.min(first);
        for node in &self.group {
            ranks[*node] -= steps;
        }
        steps > 0
    }

    /// Collects the node and everything in its way.
    fn gather(&mut self, node: usize, ahead: &[Vec<usize>], tight: impl Fn(usize, usize) -> bool) {
        self.mark += 1;
        self.group.clear();
        self.group.push(node);
        self.marks[node] = self.mark;
        let mut next = 0;
        while let Some(from) = self.group.get(next).copied() {
            next += 1;
            for to in &ahead[from] {
                if self.marks[*to] != self.mark && tight(from, *to) {
                    self.marks[*to] = self.mark;
                    self.group.push(*to);
                }
            }
        }
    }

    /// Returns by how much a step of the group shortens the lines, if it does.
    fn gain(&self, ahead: &[Vec<usize>], behind: &[Vec<usize>]) -> Option<usize> {
        let leaving = |lists: &[Vec<usize>]| -> usize {
            let outside = |neighbour: &&usize| self.marks[**neighbour] != self.mark;
            self.group.iter().map(|node| lists[*node].iter().filter(outside).count()).sum()
        };
        leaving(ahead).checked_sub(leaving(behind)).filter(|gain| *gain > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Figure, FigureEdge, FigureNode, normalise};
    use super::*;

    fn ranked(nodes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
        let edge = |(from, to): &(usize, usize)| FigureEdge { from: *from, to: *to, ..FigureEdge::default() };
        let figure = Figure {
            nodes: vec![FigureNode::default(); nodes],
            edges: edges.iter().map(edge).collect(),
            ..Figure::default()
        };
        ranks(&normalise::normalise(&figure), &(0..nodes).collect::<Vec<_>>())
    }

    #[test]
    fn a_node_is_to_the_right_of_all_it_reads() {
        assert_eq!(ranked(4, &[(0, 1), (1, 2), (0, 2), (2, 3)]), [0, 1, 2, 3]);
    }

    #[test]
    fn a_source_is_in_the_column_before_its_first_reader() {
        assert_eq!(ranked(5, &[(0, 1), (1, 2), (2, 3), (4, 3)]), [0, 1, 2, 3, 2]);
    }

    #[test]
    fn a_chain_moves_as_a_whole() {
        // 4 → 5 → 3 next to 0 → 1 → 2 → 3: both links of the short chain move.
        assert_eq!(ranked(6, &[(0, 1), (1, 2), (2, 3), (4, 5), (5, 3)]), [0, 1, 2, 3, 1, 2]);
    }
}
