//! The layers of a product: how its assets are grouped on the detail page, and which are shown.

use crate::model::{Asset, AssetIx, AssetKind, ProductIx};
use crate::site::context::ViewContext;
use std::collections::{BTreeMap, BTreeSet};

/// The most assets of a layer that the page shows.
pub(super) const SHOWN: usize = 100;

/// The layers of a product, in the order in which data passes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LayerKind {
    Source,
    Loader,
    Seed,
    Staging,
    Intermediate,
    Final,
    Snapshot,
    Metric,
    Exposure,
    Tool,
}

impl LayerKind {
    /// Returns the layer of an asset: by kind, and for models by the conventions of dbt: folders and prefixes.
    fn of(asset: &Asset) -> Self {
        match &asset.kind {
            AssetKind::Source => Self::Source,
            AssetKind::Seed => Self::Seed,
            AssetKind::Snapshot => Self::Snapshot,
            AssetKind::Exposure => Self::Exposure,
            AssetKind::Metric | AssetKind::SemanticModel | AssetKind::SavedQuery => Self::Metric,
            kind if kind.is_loader() => Self::Loader,
            AssetKind::Declared(_) => Self::Tool,
            AssetKind::Model | AssetKind::Analysis | AssetKind::OtherDbt(_) => {
                let folder = |name: &str| asset.fqn.iter().any(|part| part == name);
                if asset.name.starts_with("stg_") || folder("staging") {
                    Self::Staging
                } else if asset.name.starts_with("int_") || folder("intermediate") {
                    Self::Intermediate
                } else {
                    Self::Final
                }
            }
        }
    }

    /// Returns the id, the name for people, and the purpose of the layer.
    pub(super) fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Source => ("sources", "Sources", "Tables as they arrive from other systems."),
            Self::Loader => ("loaders", "Loaders", "What loads the data."),
            Self::Seed => ("seeds", "Seeds", "Small tables kept by hand."),
            Self::Staging => ("staging", "Staging", "Sources, cleaned and renamed."),
            Self::Intermediate => ("intermediate", "Intermediate", "Internal steps, not meant for others."),
            Self::Final => ("final", "Final tables", "The results."),
            Self::Snapshot => ("snapshots", "Snapshots", "Earlier states of the data."),
            Self::Metric => ("metrics", "Metrics", "Figures with one definition."),
            Self::Exposure => ("exposures", "Dashboards and uses", "Where people use the data."),
            Self::Tool => ("tools", "Tools and jobs", "What runs outside dbt."),
        }
    }
}

/// Returns the assets of a product by layer.
pub(super) fn by_layer(product: ProductIx, context: &ViewContext<'_>) -> BTreeMap<LayerKind, Vec<AssetIx>> {
    let mut layers: BTreeMap<LayerKind, Vec<AssetIx>> = BTreeMap::new();
    for asset in &context.product(product).assets {
        layers.entry(LayerKind::of(context.catalog.asset(*asset))).or_default().push(*asset);
    }
    layers
}

/// Returns the assets of a product that its detail page shows.
pub(in crate::site) fn shown_assets(
    product: ProductIx,
    context: &ViewContext<'_>,
) -> impl Iterator<Item = AssetIx> {
    by_layer(product, context).into_values().flat_map(|assets| assets.into_iter().take(SHOWN))
}

/// Returns the assets that no detail page shows, which few catalogs have.
pub(super) fn hidden_assets<'v>(context: &'v ViewContext<'_>) -> &'v BTreeSet<AssetIx> {
    context.hidden_assets(|| {
        let large = context.all().filter(|product| context.product(*product).assets.len() > SHOWN);
        large
            .flat_map(|product| by_layer(product, context).into_values())
            .flat_map(|assets| assets.into_iter().skip(SHOWN))
            .collect()
    })
}
