//! Systems that only the events of products' jobs mention: the catalog does not name them yet.

use super::context::ViewContext;
use super::parts::PageRef;
use crate::model::{AssetIx, ForeignDatasets, ProductIx, SystemDirection};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A system that no asset names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnnamedSystemView {
    /// The namespace of its datasets: `salesforce://acme`.
    pub namespace: String,
    /// The word for the direction of the data.
    pub direction: &'static str,
    /// Some of its datasets.
    pub datasets: Vec<String>,
    /// The number of further datasets.
    pub more: usize,
    /// The products whose jobs read or write it.
    pub products: Vec<PageRef>,
}

/// The most datasets of a system that are named.
const MAX_NAMED: usize = 6;

/// What the events show of a system.
#[derive(Default)]
struct Seen<'c> {
    names: BTreeSet<&'c str>,
    products: BTreeSet<ProductIx>,
    is_read: bool,
    is_written: bool,
}

/// Returns the systems that no asset names, by namespace.
pub(super) fn unnamed(context: &ViewContext<'_>) -> Vec<UnnamedSystemView> {
    let catalog = context.catalog;
    if catalog.observations.datasets.is_empty() {
        return Vec::new();
    }
    let foreign = ForeignDatasets::new(catalog);
    let systems = &catalog.systems;
    let mut seen: BTreeMap<&str, Seen<'_>> = BTreeMap::new();
    for (at, asset) in catalog.assets.iter().enumerate() {
        let (Some(product), Some(_)) = (asset.product, &asset.job) else { continue };
        let index = AssetIx::at(at);
        if systems.origins(index).next().is_none() {
            for dataset in foreign.read_by(index, catalog) {
                let system = seen.entry(dataset.namespace).or_default();
                system.is_read = true;
                system.names.insert(dataset.name);
                system.products.insert(product);
            }
        }
        if systems.targets(index).next().is_none() {
            for dataset in foreign.written_by(index, catalog) {
                let system = seen.entry(dataset.namespace).or_default();
                system.is_written = true;
                system.names.insert(dataset.name);
                system.products.insert(product);
            }
        }
    }
    let view = |(namespace, seen): (&str, Seen<'_>)| {
        let direction = match (seen.is_read, seen.is_written) {
            (true, true) => SystemDirection::Both,
            (false, true) => SystemDirection::Destination,
            _ => SystemDirection::Source,
        };
        UnnamedSystemView {
            namespace: namespace.to_owned(),
            direction: direction.word(),
            datasets: seen.names.iter().take(MAX_NAMED).map(|name| (*name).to_owned()).collect(),
            more: seen.names.len().saturating_sub(MAX_NAMED),
            products: seen.products.iter().map(|product| context.product_ref(*product)).collect(),
        }
    };
    seen.into_iter().map(view).collect()
}
