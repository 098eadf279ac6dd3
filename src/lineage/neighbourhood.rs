//! Selects the neighbours of a node to draw: nearest first, up to a limit; the rest is only counted.

use std::collections::{BTreeMap, BTreeSet};

/// The nodes to draw around a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Neighbourhood {
    /// The nodes, the centre first.
    pub places: Vec<NeighbourhoodNode>,
    /// The edges between these nodes, by position, sorted.
    pub edges: Vec<(usize, usize)>,
}

/// A node of a neighbourhood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NeighbourhoodNode {
    /// A node of the graph.
    Node(usize),
    /// The nodes left out on one side.
    Folded {
        /// Whether they are upstream of the centre.
        upstream: bool,
        /// The number of nodes.
        count: usize,
    },
}

/// How far to search, and how much to draw.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NeighbourhoodLimits {
    /// The number of steps upstream and downstream.
    pub hops: usize,
    /// The maximum number of nodes, including the centre but not the folded nodes.
    pub limit: usize,
}

/// Returns the neighbourhood of `centre`; `next` returns the upstream and downstream neighbours of a node.
pub(crate) fn around(
    centre: usize,
    reach: NeighbourhoodLimits,
    next: impl Fn(usize) -> (Vec<usize>, Vec<usize>),
) -> Neighbourhood {
    // Each node with its distance and its side; the nearest side wins, and upstream if both are as near.
    let mut distances: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
    for upstream in [true, false] {
        let mut visited: BTreeSet<usize> = [centre].into();
        let mut front = vec![centre];
        for distance in 1..=reach.hops {
            let mut reached = Vec::new();
            for node in front {
                let (inputs, readers) = next(node);
                for neighbour in if upstream { inputs } else { readers } {
                    if !visited.insert(neighbour) {
                        continue;
                    }
                    reached.push(neighbour);
                    let known = distances.entry(neighbour).or_insert((distance, upstream));
                    if distance < known.0 {
                        *known = (distance, upstream);
                    }
                }
            }
            front = reached;
        }
    }
    let mut by_distance: Vec<(usize, usize)> =
        distances.iter().map(|(node, (far, _))| (*far, *node)).collect();
    by_distance.sort_unstable();
    let (drawn, left_out) = chosen(&by_distance, &distances, reach.limit.saturating_sub(1));
    connected(centre, &drawn, &Traversal { left_out, found: distances }, next)
}

/// Returns the nodes to draw, shared fairly between the sides, and those to leave out.
fn chosen(
    by_distance: &[(usize, usize)],
    distances: &BTreeMap<usize, (usize, bool)>,
    room: usize,
) -> (Vec<usize>, BTreeSet<usize>) {
    if by_distance.len() <= room {
        return (by_distance.iter().map(|(_, node)| *node).collect(), BTreeSet::new());
    }
    let side = |upstream: bool| -> Vec<usize> {
        let nodes = by_distance.iter().map(|(_, node)| *node);
        nodes.filter(|node| distances[node].1 == upstream).collect()
    };
    let (up, down) = (side(true), side(false));
    // One side may use the space that the other does not need.
    let half = room / 2;
    let up_room = half.max(room.saturating_sub(down.len())).min(up.len());
    let down_room = (room - up_room).min(down.len());
    let mut drawn: Vec<usize> = up[..up_room].iter().chain(&down[..down_room]).copied().collect();
    drawn.sort_unstable();
    let left_out = up[up_room..].iter().chain(&down[down_room..]).copied().collect();
    (drawn, left_out)
}

struct Traversal {
    left_out: BTreeSet<usize>,
    found: BTreeMap<usize, (usize, bool)>,
}

fn connected(
    centre: usize,
    drawn: &[usize],
    sides: &Traversal,
    next: impl Fn(usize) -> (Vec<usize>, Vec<usize>),
) -> Neighbourhood {
    let mut places = vec![NeighbourhoodNode::Node(centre)];
    places.extend(drawn.iter().map(|node| NeighbourhoodNode::Node(*node)));
    let mut place_of: BTreeMap<usize, usize> = [(centre, 0)].into();
    place_of.extend(drawn.iter().enumerate().map(|(position, node)| (*node, position + 1)));
    for upstream in [true, false] {
        let own_left_out: Vec<usize> =
            sides.left_out.iter().copied().filter(|node| sides.found[node].1 == upstream).collect();
        if !own_left_out.is_empty() {
            place_of.extend(own_left_out.iter().map(|node| (*node, places.len())));
            places.push(NeighbourhoodNode::Folded { upstream, count: own_left_out.len() });
        }
    }
    let mut edges = BTreeSet::new();
    for (node, place) in &place_of {
        for reader in next(*node).1 {
            if let Some(other) = place_of.get(&reader).filter(|other| *other != place) {
                edges.insert((*place, *other));
            }
        }
    }
    Neighbourhood { places, edges: edges.into_iter().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Builds 0 → 1 → 2 → 3 → 4, and 1 → 3.
    fn line(node: usize) -> (Vec<usize>, Vec<usize>) {
        let edges = [(0, 1), (1, 2), (2, 3), (3, 4), (1, 3)];
        let inputs = edges.iter().filter(|(_, to)| *to == node).map(|(from, _)| *from);
        let readers = edges.iter().filter(|(from, _)| *from == node).map(|(_, to)| *to);
        (inputs.collect(), readers.collect())
    }

    #[test]
    fn one_hop_shows_the_neighbours_and_the_flows_between_them() {
        let near = around(2, NeighbourhoodLimits { hops: 1, limit: 40 }, line);
        assert_eq!(
            near.places,
            [NeighbourhoodNode::Node(2), NeighbourhoodNode::Node(1), NeighbourhoodNode::Node(3)]
        );
        assert_eq!(near.edges, [(0, 2), (1, 0), (1, 2)]);
    }

    #[test]
    fn two_hops_reach_further_upstream_and_downstream() {
        let far = around(2, NeighbourhoodLimits { hops: 2, limit: 40 }, line);
        assert_eq!(far.places.len(), 5);
        assert_eq!(far.edges.len(), 5);
    }

    #[test]
    fn what_is_behind_a_node_on_both_sides_is_reached_on_both() {
        // 0 and 1 read each other, and 2 reads 1.
        let loop_of_two = |node: usize| match node {
            0 => (vec![1], vec![1]),
            1 => (vec![0], vec![0, 2]),
            _ => (vec![1], vec![]),
        };
        let near = around(0, NeighbourhoodLimits { hops: 2, limit: 40 }, loop_of_two);
        assert_eq!(near.places, [0, 1, 2].map(NeighbourhoodNode::Node));
        let folded = around(0, NeighbourhoodLimits { hops: 2, limit: 2 }, loop_of_two);
        let count = |place: &NeighbourhoodNode| match place {
            NeighbourhoodNode::Node(_) => 0,
            NeighbourhoodNode::Folded { count, .. } => *count,
        };
        assert_eq!(folded.places.iter().map(count).sum::<usize>(), 1, "one of the two has no room");
    }

    #[test]
    fn omitted_neighbours_are_counted_and_their_edges_kept() {
        let star = |node: usize| match node {
            0 => ((1..=30).collect(), (31..=90).collect()),
            1..=30 => (vec![], vec![0]),
            _ => (vec![0], vec![]),
        };
        let near = around(0, NeighbourhoodLimits { hops: 1, limit: 21 }, star);
        let folded: Vec<_> = near
            .places
            .iter()
            .filter(|place| matches!(place, NeighbourhoodNode::Folded { .. }))
            .copied()
            .collect();
        assert_eq!(
            folded,
            [
                NeighbourhoodNode::Folded { upstream: true, count: 20 },
                NeighbourhoodNode::Folded { upstream: false, count: 50 }
            ]
        );
        assert_eq!(near.places.len(), 21 + 2);
        assert_eq!(near.edges.len(), 22, "each node is connected to the centre");
    }
}
