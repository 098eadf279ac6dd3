//! Lookups for single assets: who reads them, and where they are documented elsewhere.

use super::context::ViewContext;
use super::parts::ExternalLink;
use crate::model::{self, AdjacencyList, AssetIx};
use std::collections::BTreeSet;

impl ViewContext<'_> {
    /// Returns the readers of each asset.
    pub(super) fn asset_readers(&self) -> &AdjacencyList<AssetIx> {
        self.asset_readers.get_or_init(|| model::asset_readers(self.catalog))
    }

    /// Returns what each asset reads.
    pub(super) fn asset_reads(&self) -> &AdjacencyList<AssetIx> {
        self.asset_reads.get_or_init(|| {
            let edges = self.catalog.asset_edges.iter().map(|edge| (edge.to.position(), edge.from));
            AdjacencyList::new(self.catalog.assets.len(), edges)
        })
    }

    /// Returns the assets that no detail page shows, collected once.
    pub(super) fn hidden_assets(&self, collect: impl FnOnce() -> BTreeSet<AssetIx>) -> &BTreeSet<AssetIx> {
        self.hidden_assets.get_or_init(collect)
    }

    /// Returns where the code of an asset can be read, if known.
    pub(super) fn code(&self, asset: &model::Asset) -> Option<String> {
        if asset.code.is_some() {
            return asset.code.clone().filter(|url| model::is_safe_url(url));
        }
        let repository = self.catalog.dbt_links.get(&asset.package)?.repository.as_ref()?;
        model::repository_address(repository, &asset.package, &asset.path)
    }

    /// Returns the page of an asset in dbt's own documentation, if that is published.
    pub(super) fn docs(&self, asset: &model::Asset) -> Option<ExternalLink> {
        let url = self.catalog.dbt_links.get(&asset.package)?.docs.as_ref()?;
        let page = match asset.kind {
            model::AssetKind::Source => "source",
            model::AssetKind::Exposure => "exposure",
            model::AssetKind::Metric => "metric",
            model::AssetKind::Seed => "seed",
            model::AssetKind::Snapshot => "snapshot",
            _ => "model",
        };
        let url = format!("{}/#!/{page}/{}", url.trim_end_matches('/'), asset.key);
        Some(ExternalLink { title: "dbt documentation".to_owned(), url })
    }
}
