//! The edges between assets. A problem in one asset puts the assets downstream at risk.

use crate::model::{
    AdjacencyList, AssetAssessment, AssetIx, Catalog, Status, affected_assets, asset_readers, reached_assets,
    upstream_first,
};
use std::collections::VecDeque;

/// The number of causes that an asset remembers.
const MAX_CAUSES: usize = 4;

/// The assets' edges in both directions.
pub(super) struct AssetGraph {
    upstream: AdjacencyList<AssetIx>,
    downstream: AdjacencyList<AssetIx>,
    /// Every asset after its inputs; those in a cycle in catalog order.
    pub(super) order: Vec<AssetIx>,
}

impl AssetGraph {
    pub(super) fn new(catalog: &Catalog) -> Self {
        let (nodes, edges) = (catalog.assets.len(), &catalog.asset_edges);
        let upstream = AdjacencyList::new(nodes, edges.iter().map(|edge| (edge.to.position(), edge.from)));
        let downstream = asset_readers(catalog);
        let order = upstream_first(&upstream, &downstream);
        Self { upstream, downstream, order }
    }

    /// Returns the inputs of an asset.
    pub(super) fn upstream(&self, asset: AssetIx) -> &[AssetIx] {
        self.upstream.neighbours(asset.position())
    }

    /// Returns these assets and everything downstream, sorted.
    pub(super) fn reached(&self, assets: &[AssetIx]) -> Vec<AssetIx> {
        reached_assets(assets, &self.downstream, usize::MAX).all
    }

    /// Returns these assets with those that are affected as soon as they are, sorted.
    pub(super) fn affected(&self, assets: &[AssetIx], catalog: &Catalog) -> Vec<AssetIx> {
        affected_assets(assets, catalog, &self.downstream)
    }

    /// Puts everything downstream of broken assets at risk, and derives the status of assets that cannot be observed
    /// themselves from their inputs.
    pub(super) fn spread(&self, assets: &mut [AssetAssessment], catalog: &Catalog) {
        let spreads = |assessment: &AssetAssessment| {
            assessment.status.is_some_and(Status::is_impaired)
                || assessment.reasons.iter().any(|reason| reason.fact.spreads())
        };
        let mut queue: VecDeque<(AssetIx, AssetIx)> = (0..assets.len())
            .filter(|position| spreads(&assets[*position]))
            .map(|position| (AssetIx::at(position), AssetIx::at(position)))
            .collect();
        while let Some((asset, cause)) = queue.pop_front() {
            for reader in self.downstream.neighbours(asset.position()) {
                let causes = &mut assets[reader.position()].causes;
                if causes.len() < MAX_CAUSES && *reader != cause && !causes.contains(&cause) {
                    causes.push(cause);
                    queue.push_back((*reader, cause));
                }
            }
        }
        for asset in &self.order {
            let inherited = self.inherited_status(*asset, assets, catalog);
            let upstream_unknown = self.upstream_unknown(*asset, assets, catalog);
            let assessment = &mut assets[asset.position()];
            let at_risk = (!assessment.causes.is_empty()).then_some(Status::AtRisk);
            assessment.upstream_unknown = upstream_unknown;
            assessment.status = assessment.status.or(inherited).max(at_risk);
            if let Some((upstream_status, _)) = upstream_unknown {
                assessment.status = assessment.status.map(|status| status.max(upstream_status));
            }
        }
    }

    /// Returns the worst upstream asset that is not known to be as it should be, with the status that this causes. An
    /// asset that cannot be observed itself has the status of what it shows, so any doubt counts.
    fn upstream_unknown(
        &self,
        asset: AssetIx,
        assets: &[AssetAssessment],
        catalog: &Catalog,
    ) -> Option<(Status, AssetIx)> {
        let shows = catalog.asset(asset).mirrors_inputs();
        let doubts_of = |input: &AssetIx| {
            let reasons = assets[input.position()].reasons.iter();
            let counts = reasons.filter(|reason| {
                reason.fact.leaves_data_unknown() && !reason.status.is_impaired()
                    || shows && reason.status < Status::AtRisk
            });
            let status = counts
                .map(|reason| if reason.status == Status::Warning { reason.status } else { Status::Unknown });
            status
                .max()
                .map(|status| (status, *input))
                .into_iter()
                .chain(assets[input.position()].upstream_unknown)
        };
        let doubts = self.upstream(asset).iter().flat_map(doubts_of);
        doubts.max_by_key(|(status, cause)| (*status, std::cmp::Reverse(*cause)))
    }

    /// Returns the status of an asset that cannot be observed itself: a dashboard is only as certain as the data
    /// that it shows.
    fn inherited_status(
        &self,
        asset: AssetIx,
        assets: &[AssetAssessment],
        catalog: &Catalog,
    ) -> Option<Status> {
        if !catalog.asset(asset).mirrors_inputs() {
            return None;
        }
        let inputs = self.upstream(asset).iter().filter_map(|input| assets[input.position()].status);
        inputs.map(|status| status.min(Status::Unchecked)).max()
    }
}
