//! Which column each node stands in: right of all that it reads, near to most of its neighbours.

use super::normalise::Graph;

/// The column of each node of a connected part, from 0; other nodes have 0 too.
pub(super) fn ranks(graph: &Graph, nodes: &[usize]) -> Vec<usize> {
    let mut upstream = vec![Vec::new(); graph.nodes];
    let mut downstream = vec![Vec::new(); graph.nodes];
    for edge in &graph.edges {
        upstream[edge.to].push(edge.from);
        downstream[edge.from].push(edge.to);
    }
    let order = topological(nodes, &upstream, &downstream);
    let mut ranks = vec![0; graph.nodes];
    for node in &order {
        ranks[*node] = upstream[*node].iter().map(|from| ranks[*from] + 1).max().unwrap_or(0);
    }
    // A node with more readers than it reads moves towards its readers; each move makes the edges
    // shorter in sum, so this ends.
    let mut moved = true;
    while moved {
        moved = false;
        for node in order.iter().rev() {
            let latest = downstream[*node].iter().map(|to| ranks[*to] - 1).min();
            if let Some(latest) = latest
                && downstream[*node].len() > upstream[*node].len()
                && latest > ranks[*node]
            {
                ranks[*node] = latest;
                moved = true;
            }
        }
    }
    let first = nodes.iter().map(|node| ranks[*node]).min().unwrap_or(0);
    for node in nodes {
        ranks[*node] -= first;
    }
    ranks
}

/// The nodes so that each comes after all that it reads; among equals the lower number first.
fn topological(nodes: &[usize], upstream: &[Vec<usize>], downstream: &[Vec<usize>]) -> Vec<usize> {
    let mut waiting: Vec<usize> = upstream.iter().map(Vec::len).collect();
    let mut ready: Vec<usize> = nodes.iter().copied().filter(|node| waiting[*node] == 0).collect();
    let mut order = Vec::with_capacity(nodes.len());
    let mut next = 0;
    while let Some(node) = ready.get(next).copied() {
        next += 1;
        order.push(node);
        for to in &downstream[node] {
            waiting[*to] -= 1;
            if waiting[*to] == 0 {
                ready.push(*to);
            }
        }
    }
    order
}
