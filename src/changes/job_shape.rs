//! What jobs were seen to do.

use crate::model::{AssetIx, Catalog, Product};
use std::collections::{BTreeMap, BTreeSet};

/// The jobs of a state.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SeenJobs {
    /// Those of which a run went well and said what it wrote.
    saying: BTreeSet<String>,
}

impl SeenJobs {
    pub(super) fn of(catalog: &Catalog) -> Self {
        let jobs = &catalog.observations.jobs;
        let saying = jobs.iter().filter(|job| job.says_writes);
        Self { saying: saying.map(|job| job.job.clone()).collect() }
    }

    /// Whether there are such jobs, and each of them ran well and said what it wrote.
    pub(super) fn have_said(&self, jobs: &BTreeSet<String>) -> bool {
        !jobs.is_empty() && jobs.iter().all(|job| self.saying.contains(job))
    }
}

/// Who writes each table.
pub(super) struct Writers<'c> {
    steady: BTreeMap<AssetIx, BTreeSet<&'c str>>,
    written: BTreeSet<AssetIx>,
}

impl<'c> Writers<'c> {
    pub(super) fn of(catalog: &'c Catalog) -> Self {
        let mut writers = Self { steady: BTreeMap::new(), written: BTreeSet::new() };
        for job in catalog.observations.jobs.iter() {
            for asset in &job.steady {
                writers.steady.entry(*asset).or_default().insert(&job.job);
            }
            let is_dropped = |asset: &&AssetIx| job.dropped.binary_search(asset).is_ok();
            writers.written.extend(job.feeds.iter().filter(|asset| !is_dropped(asset)));
        }
        writers
    }

    /// The jobs that write a table each time.
    pub(super) fn steady(&self, table: AssetIx) -> BTreeSet<String> {
        self.steady.get(&table).into_iter().flatten().map(|job| (*job).to_owned()).collect()
    }

    /// Whether some job was seen to write a table, and did not stop to.
    pub(super) fn write(&self, table: AssetIx) -> bool {
        self.written.contains(&table)
    }
}

/// The jobs that a product names, and those of them that were seen to run.
pub(super) fn jobs_of(product: &Product, catalog: &Catalog) -> (BTreeSet<String>, BTreeSet<String>) {
    let names = product.assets.iter().filter_map(|asset| catalog.asset(*asset).job.clone());
    let named: BTreeSet<String> = names.collect();
    let jobs = &catalog.observations.jobs;
    let is_seen = |name: &&String| jobs.binary_search_by(|job| job.job.cmp(*name)).is_ok();
    let seen = named.iter().filter(is_seen).cloned().collect();
    (named, seen)
}
