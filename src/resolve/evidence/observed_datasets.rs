//! Datasets of events that are not assets, with the jobs that write and read them; and conversely, output ports whose
//! dataset appears in no event.

use super::index::{EvidenceIndex, full_name, identifier};
use super::jobs::{JobRun, RunKey};
use super::join::EvidenceJoin;
use super::tables::Parents;
use crate::diagnostics::{Diagnostic, Diagnostics, nearest};
use crate::model::{AssetIx, ObservedDataset};
use crate::read::evidence::EvidenceDocs;
use crate::read::evidence::observation::{Dataset, ObservedFact};
use std::collections::{BTreeMap, BTreeSet};

/// The jobs that touch a dataset.
#[derive(Default)]
struct TouchingJobs<'o> {
    writers: BTreeSet<&'o str>,
    readers: BTreeSet<&'o str>,
    makers: BTreeSet<AssetIx>,
}

/// Returns the unclaimed datasets, sorted by name: those that are not an asset, or an asset of no product that only
/// jobs build. Also returns the namespaces of the others.
pub(super) fn observed_datasets(
    runs: &BTreeMap<RunKey<'_>, JobRun<'_>>,
    parents: &Parents<'_>,
    join: &EvidenceJoin<'_>,
) -> (Vec<ObservedDataset>, BTreeSet<String>) {
    let index = &join.index;
    let mut datasets: BTreeMap<&Dataset, TouchingJobs<'_>> = BTreeMap::new();
    for ((job, _), run) in runs.iter().filter(|(_, run)| run.node.is_none()) {
        for dataset in &run.writes {
            let touching = datasets.entry(dataset).or_default();
            if touching.writers.insert(job) {
                touching.makers.extend(parents.owners(job, index));
            }
        }
        for dataset in &run.reads {
            datasets.entry(dataset).or_default().readers.insert(job);
        }
    }
    let to_strings = |jobs: BTreeSet<&str>| jobs.into_iter().map(str::to_owned).collect();
    let mut declared = BTreeSet::new();
    let observed = datasets.into_iter().filter(|(dataset, _)| {
        let is_of_no_product = is_of_no_product(dataset, index);
        let namespace = dataset.names.first().filter(|_| !is_of_no_product);
        declared.extend(namespace.map(|(namespace, _)| namespace.to_string()));
        is_of_no_product
    });
    let observed = observed.filter_map(|(dataset, touching)| {
        let (namespace, name) = dataset.names.first()?;
        Some(ObservedDataset {
            name: format!("{namespace}/{name}"),
            namespace: namespace.to_string(),
            writers: to_strings(touching.writers),
            readers: to_strings(touching.readers),
            makers: touching.makers.into_iter().collect(),
        })
    });
    let mut observed: Vec<ObservedDataset> = observed.collect();
    observed.sort_by(|first, second| first.name.cmp(&second.name));
    (observed, declared)
}

fn is_of_no_product(dataset: &Dataset, index: &EvidenceIndex<'_>) -> bool {
    let dataset_match = index.dataset(dataset);
    let is_of_no_product =
        |asset: AssetIx| index.is_dataset(asset) && index.assets[asset.position()].declared.is_none();
    !dataset_match.elsewhere && dataset_match.assets.iter().all(|(asset, _)| is_of_no_product(*asset))
}

/// Reports output ports whose dataset appears in no event, each as a warning `unseen-dataset`.
pub(super) fn report_unseen(
    evidence: &EvidenceDocs,
    index: &EvidenceIndex<'_>,
    diagnostics: &mut Diagnostics,
) {
    let is_named = |asset: &&crate::model::Asset| asset.dataset && asset.declared.is_some();
    let named: Vec<_> = index.assets.iter().filter(is_named).collect();
    if named.is_empty() {
        return;
    }
    let mut assets: BTreeSet<AssetIx> = BTreeSet::new();
    let mut names: BTreeSet<String> = BTreeSet::new();
    for observation in evidence.observations() {
        let ObservedFact::Event(event) = &observation.fact else { continue };
        let lost = event.lost.iter().map(|loss| &loss.dataset);
        for dataset in event.reads.iter().chain(&event.writes).chain(lost) {
            assets.extend(index.dataset(dataset).assets.into_iter().map(|(asset, _)| asset));
            names.extend(dataset.names.iter().map(|(namespace, name)| full_name(namespace, name)));
        }
    }
    let assets: BTreeSet<&str> =
        assets.iter().map(|asset| index.assets[asset.position()].key.as_str()).collect();
    for asset in named.into_iter().filter(|asset| !assets.contains(asset.key.as_str())) {
        let written = asset.relation.as_deref().unwrap_or_default();
        let message = format!("no OpenLineage event names the dataset `{}`", asset.name);
        let diagnostic = Diagnostic::warning("unseen-dataset", message);
        let diagnostic = match asset.declared {
            Some(place) => diagnostic.at(place, "not in any event that was read"),
            None => diagnostic,
        };
        // A name without a namespace, or with another one, probably means the same table.
        let same = names.iter().find(|name| identifier(name) == identifier(written));
        diagnostics.push(
            match same.map(String::as_str).or_else(|| nearest(written, names.iter().map(String::as_str))) {
                Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
                None => diagnostic,
            },
        );
    }
}
