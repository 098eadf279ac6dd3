//! Datasets on other systems than the warehouse, as events of jobs name them.

use super::{AssetIx, Catalog, ObservedDataset};
use std::collections::{BTreeMap, BTreeSet};

/// A dataset that is no asset, by the system that it stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ForeignDataset<'c> {
    /// The namespace: `postgres://shop:5432`.
    pub namespace: &'c str,
    /// The name there: `public.stock`.
    pub name: &'c str,
}

impl<'c> From<&'c ObservedDataset> for ForeignDataset<'c> {
    fn from(dataset: &'c ObservedDataset) -> Self {
        let name = dataset.name.strip_prefix(dataset.namespace.as_str()).unwrap_or(&dataset.name);
        Self { namespace: &dataset.namespace, name: name.trim_start_matches('/') }
    }
}

/// The datasets that are no asset, by the jobs that read and write them.
#[derive(Clone, Debug, Default)]
pub(crate) struct ForeignDatasets<'c> {
    read: BTreeMap<&'c str, BTreeSet<ForeignDataset<'c>>>,
    written: BTreeMap<&'c str, BTreeSet<ForeignDataset<'c>>>,
    none: BTreeSet<ForeignDataset<'c>>,
}

impl<'c> ForeignDatasets<'c> {
    /// Those of a catalog.
    #[must_use]
    pub(crate) fn new(catalog: &'c Catalog) -> Self {
        let mut found = Self::default();
        let observed = &catalog.observations;
        // What else stands where tables of the catalog do is no system of its own.
        let is_own = |dataset: &&ObservedDataset| observed.namespaces.contains(&dataset.namespace);
        for dataset in observed.datasets.iter().filter(|dataset| !is_own(dataset)) {
            for reader in &dataset.readers {
                found.read.entry(reader).or_default().insert(dataset.into());
            }
            for writer in &dataset.writers {
                found.written.entry(writer).or_default().insert(dataset.into());
            }
        }
        found
    }

    /// What the job of an asset reads.
    #[must_use]
    pub(crate) fn read_by(&self, asset: AssetIx, catalog: &Catalog) -> &BTreeSet<ForeignDataset<'c>> {
        self.of(&self.read, asset, catalog)
    }

    /// What the job of an asset writes.
    #[must_use]
    pub(crate) fn written_by(&self, asset: AssetIx, catalog: &Catalog) -> &BTreeSet<ForeignDataset<'c>> {
        self.of(&self.written, asset, catalog)
    }

    fn of<'a>(
        &'a self,
        datasets: &'a BTreeMap<&'c str, BTreeSet<ForeignDataset<'c>>>,
        asset: AssetIx,
        catalog: &Catalog,
    ) -> &'a BTreeSet<ForeignDataset<'c>> {
        let job = catalog.asset(asset).job.as_deref();
        job.and_then(|job| datasets.get(job)).unwrap_or(&self.none)
    }
}
