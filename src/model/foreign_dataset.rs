//! Datasets on systems other than the warehouse, as named by events of jobs.

use super::{AssetIx, Catalog, ObservedDataset};
use std::collections::{BTreeMap, BTreeSet};

/// A dataset that is not an asset, with the system that it is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ForeignDataset<'c> {
    /// The namespace: `postgres://shop:5432`.
    pub namespace: &'c str,
    /// Its name on that system: `public.stock`.
    pub name: &'c str,
}

impl<'c> From<&'c ObservedDataset> for ForeignDataset<'c> {
    fn from(dataset: &'c ObservedDataset) -> Self {
        let name = dataset.name.strip_prefix(dataset.namespace.as_str()).unwrap_or(&dataset.name);
        Self { namespace: &dataset.namespace, name: name.trim_start_matches('/') }
    }
}

/// The datasets that are not assets, by the jobs that read and write them.
#[derive(Clone, Debug, Default)]
pub(crate) struct ForeignDatasets<'c> {
    read: BTreeMap<&'c str, BTreeSet<ForeignDataset<'c>>>,
    written: BTreeMap<&'c str, BTreeSet<ForeignDataset<'c>>>,
    none: BTreeSet<ForeignDataset<'c>>,
}

impl<'c> ForeignDatasets<'c> {
    /// Collects the foreign datasets of a catalog.
    #[must_use]
    pub(crate) fn new(catalog: &'c Catalog) -> Self {
        let mut index = Self::default();
        let observed = &catalog.observations;
        // Other datasets in the namespaces of the catalog's tables are not on a system of their own.
        let is_own = |dataset: &&ObservedDataset| observed.namespaces.contains(&dataset.namespace);
        for dataset in observed.datasets.iter().filter(|dataset| !is_own(dataset)) {
            for reader in &dataset.readers {
                index.read.entry(reader).or_default().insert(dataset.into());
            }
            for writer in &dataset.writers {
                index.written.entry(writer).or_default().insert(dataset.into());
            }
        }
        index
    }

    /// Returns the foreign datasets that the job of an asset reads.
    #[must_use]
    pub(crate) fn read_by(&self, asset: AssetIx, catalog: &Catalog) -> &BTreeSet<ForeignDataset<'c>> {
        self.of_job(&self.read, asset, catalog)
    }

    /// Returns the foreign datasets that the job of an asset writes.
    #[must_use]
    pub(crate) fn written_by(&self, asset: AssetIx, catalog: &Catalog) -> &BTreeSet<ForeignDataset<'c>> {
        self.of_job(&self.written, asset, catalog)
    }

    fn of_job<'a>(
        &'a self,
        datasets: &'a BTreeMap<&'c str, BTreeSet<ForeignDataset<'c>>>,
        asset: AssetIx,
        catalog: &Catalog,
    ) -> &'a BTreeSet<ForeignDataset<'c>> {
        let job = catalog.asset(asset).job.as_deref();
        job.and_then(|job| datasets.get(job)).unwrap_or(&self.none)
    }
}
