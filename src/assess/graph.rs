//! Which asset reads which, to walk along: what is broken puts at risk what builds on it.

use super::assets::is_made;
use crate::model::{AssetIx, AssetStanding, Catalog, Status};
use std::collections::VecDeque;

/// How many causes an asset remembers.
const CAUSES: usize = 4;

/// The assets' edges in both directions.
pub(super) struct Graph {
    upstream: Neighbours,
    downstream: Neighbours,
    /// Every asset, after what it reads; those of a cycle in the catalog's order.
    pub(super) order: Vec<AssetIx>,
}

/// Lists of neighbours, one after the other.
struct Neighbours {
    begins: Vec<usize>,
    all: Vec<AssetIx>,
}

impl Neighbours {
    fn new(nodes: usize, edges: impl Iterator<Item = (AssetIx, AssetIx)> + Clone) -> Self {
        let mut begins = vec![0; nodes + 1];
        for (of, _) in edges.clone() {
            begins[of.position() + 1] += 1;
        }
        for node in 0..nodes {
            begins[node + 1] += begins[node];
        }
        let mut next = begins.clone();
        let mut all = vec![AssetIx::at(0); begins[nodes]];
        for (of, other) in edges {
            all[next[of.position()]] = other;
            next[of.position()] += 1;
        }
        Self { begins, all }
    }

    fn of(&self, node: AssetIx) -> &[AssetIx] {
        &self.all[self.begins[node.position()]..self.begins[node.position() + 1]]
    }
}

impl Graph {
    pub(super) fn new(catalog: &Catalog) -> Self {
        let (nodes, edges) = (catalog.assets.len(), &catalog.asset_edges);
        let upstream = Neighbours::new(nodes, edges.iter().map(|edge| (edge.to, edge.from)));
        let downstream = Neighbours::new(nodes, edges.iter().map(|edge| (edge.from, edge.to)));
        let mut waiting: Vec<usize> = (0..nodes).map(|node| upstream.of(AssetIx::at(node)).len()).collect();
        let mut order: Vec<AssetIx> =
            (0..nodes).filter(|node| waiting[*node] == 0).map(AssetIx::at).collect();
        let mut next = 0;
        while next < order.len() {
            for reader in downstream.of(order[next]) {
                waiting[reader.position()] -= 1;
                if waiting[reader.position()] == 0 {
                    order.push(*reader);
                }
            }
            next += 1;
        }
        order.extend((0..nodes).filter(|node| waiting[*node] > 0).map(AssetIx::at));
        Self { upstream, downstream, order }
    }

    /// What an asset reads.
    pub(super) fn upstream(&self, of: AssetIx) -> &[AssetIx] {
        self.upstream.of(of)
    }

    /// These assets and all that builds on them, sorted.
    pub(super) fn reached(&self, from: &[AssetIx]) -> Vec<AssetIx> {
        let mut seen = vec![false; self.upstream.begins.len()];
        let mut found: Vec<AssetIx> = from.to_vec();
        for asset in from {
            seen[asset.position()] = true;
        }
        let mut next = 0;
        while next < found.len() {
            for reader in self.downstream.of(found[next]) {
                if !std::mem::replace(&mut seen[reader.position()], true) {
                    found.push(*reader);
                }
            }
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// Puts at risk what builds on something broken, and says of what cannot be seen itself what
    /// follows from what it reads.
    pub(super) fn spread(&self, assets: &mut [AssetStanding], catalog: &Catalog) {
        let broken = |standing: &AssetStanding| standing.status.is_some_and(Status::is_broken);
        let mut queue: VecDeque<(AssetIx, AssetIx)> = (0..assets.len())
            .filter(|at| broken(&assets[*at]))
            .map(|at| (AssetIx::at(at), AssetIx::at(at)))
            .collect();
        while let Some((at, cause)) = queue.pop_front() {
            for reader in self.downstream.of(at) {
                let causes = &mut assets[reader.position()].causes;
                if causes.len() < CAUSES && *reader != cause && !causes.contains(&cause) {
                    causes.push(cause);
                    queue.push_back((*reader, cause));
                }
            }
        }
        for at in &self.order {
            let inherited = self.inherited(*at, assets, catalog);
            let standing = &mut assets[at.position()];
            let at_risk = (!standing.causes.is_empty()).then_some(Status::AtRisk);
            standing.status = standing.status.or(inherited).max(at_risk);
        }
    }

    /// What follows for an asset that cannot be seen itself: a dashboard is as well known as what
    /// it shows.
    fn inherited(&self, at: AssetIx, assets: &[AssetStanding], catalog: &Catalog) -> Option<Status> {
        if is_made(catalog.asset(at)) || catalog.asset(at).external {
            return None;
        }
        let read = self.upstream(at).iter().filter_map(|read| assets[read.position()].status);
        read.map(|status| if status == Status::Unknown { status } else { Status::Holding }).max()
    }
}
