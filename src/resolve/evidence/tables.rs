//! Tables known only from jobs: datasets of OpenLineage events that are not yet assets of the catalog, and that
//! connect jobs and thereby products.
//!
//! A dataset becomes a table if two jobs touch it. Datasets touched only by jobs that no path of datasets connects to
//! the catalog remain unmatched.

use super::index::{EvidenceIndex, NamingSettings};
use super::join::has_come;
use crate::model::{Asset, AssetFacts, AssetIx, AssetKind};
use crate::read::evidence::EvidenceDocs;
use crate::read::evidence::observation::{Dataset, ObservedFact, ObservedSubject};
use foldhash::{HashMap, HashMapExt};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A table that jobs read or write, according to their events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::resolve) struct ObservedTable {
    /// The facts about it.
    pub(in crate::resolve) facts: Arc<AssetFacts>,
    /// The assets whose jobs write it, sorted.
    pub(in crate::resolve) writers: Vec<AssetIx>,
}

/// A job, with the datasets that it touches.
#[derive(Default)]
struct TouchingJob {
    /// The assets that it belongs to.
    assets: Vec<AssetIx>,
    /// Whether it is connected to the catalog, itself or through a dataset that it touches.
    known: bool,
    touches: BTreeSet<usize>,
}

/// A dataset, with the jobs that touch it.
#[derive(Default)]
struct TouchedDataset<'o> {
    names: BTreeSet<(&'o str, &'o str)>,
    jobs: BTreeSet<usize>,
    writers: BTreeSet<usize>,
}

/// Returns the datasets that represent tables, sorted by key, as observed until `now`.
pub(super) fn tables(
    evidence: &EvidenceDocs,
    assets: &[Asset],
    settings: &NamingSettings,
    now: Timestamp,
) -> Vec<ObservedTable> {
    let mut index = EvidenceIndex::of_names(assets, settings);
    index.add_jobs_and_tables();
    let mut search = TableSearch {
        index,
        jobs: Vec::new(),
        datasets: Vec::new(),
        merged: Vec::new(),
        by_name: HashMap::new(),
    };
    search.look(evidence, now);
    let datasets = search.together();
    let reached = search.reached(&datasets);
    let shared = datasets.iter().filter(|(at, dataset)| dataset.jobs.len() > 1 && reached.contains(at));
    let tables = shared.map(|(_, dataset)| search.table(dataset));
    let mut tables: Vec<ObservedTable> = tables.collect();
    tables.sort_by(|first, second| first.facts.key.cmp(&second.facts.key));
    tables
}

struct TableSearch<'a, 'o> {
    index: EvidenceIndex<'a>,
    jobs: Vec<TouchingJob>,
    datasets: Vec<TouchedDataset<'o>>,
    /// For each dataset, another one that it is identical to.
    merged: Vec<usize>,
    by_name: HashMap<(&'o str, &'o str), usize>,
}

impl<'a: 'o, 'o> TableSearch<'a, 'o> {
    fn look(&mut self, evidence: &'o EvidenceDocs, now: Timestamp) {
        let events = |observation: &'o crate::read::evidence::observation::Observation| match (
            &observation.subject,
            &observation.fact,
        ) {
            (ObservedSubject::Job { job, node: None }, ObservedFact::Event(event))
                if observation.at.is_some_and(|at| has_come(at, now)) =>
            {
                Some((&**job, &**event))
            }
            _ => None,
        };
        let events = || evidence.observations().filter_map(events);
        let parents = events().filter_map(|(job, event)| Some((job, &*event.parent.as_ref()?.0)));
        let parents = Parents::of(parents);
        let mut jobs: HashMap<&str, usize> = HashMap::new();
        for (job, event) in events() {
            let at = *jobs.entry(job).or_insert_with(|| {
                let owners = parents.owners(job, &self.index);
                self.jobs.push(TouchingJob {
                    known: !owners.is_empty(),
                    assets: owners,
                    touches: BTreeSet::new(),
                });
                self.jobs.len() - 1
            });
            for (dataset, is_write) in event
                .reads
                .iter()
                .map(|dataset| (dataset, false))
                .chain(event.writes.iter().map(|dataset| (dataset, true)))
            {
                self.touch(at, dataset, is_write);
            }
        }
    }

    fn touch(&mut self, job: usize, dataset: &'o Dataset, is_write: bool) {
        let dataset_match = self.index.dataset(dataset);
        if !dataset_match.assets.is_empty() || dataset_match.elsewhere {
            self.jobs[job].known |= !dataset_match.assets.is_empty();
            return;
        }
        let settings: &'a NamingSettings = self.index.settings;
        let mut same: Option<usize> = None;
        for (namespace, name) in &dataset.names {
            let Some(canonical) = settings.canonical(namespace) else { continue };
            let next = self.datasets.len();
            let at = *self.by_name.entry((canonical, name)).or_insert(next);
            if at == next {
                self.datasets.push(TouchedDataset::default());
                self.merged.push(next);
            }
            self.datasets[at].names.insert((canonical, name));
            match same {
                Some(first) => self.merge(first, at),
                None => same = Some(at),
            }
        }
        if let Some(at) = same {
            self.datasets[at].jobs.insert(job);
            if is_write {
                self.datasets[at].writers.insert(job);
            }
        }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.merged[at] != at {
            self.merged[at] = self.merged[self.merged[at]];
            at = self.merged[at];
        }
        at
    }

    fn merge(&mut self, first: usize, second: usize) {
        let (first, second) = (self.root(first), self.root(second));
        self.merged[first.max(second)] = first.min(second);
    }

    /// Returns the datasets, merging those with several names into the first one; jobs get the datasets that they
    /// touch.
    fn together(&mut self) -> BTreeMap<usize, TouchedDataset<'o>> {
        let mut together: BTreeMap<usize, TouchedDataset<'o>> = BTreeMap::new();
        for at in 0..self.datasets.len() {
            let root = self.root(at);
            let dataset = std::mem::take(&mut self.datasets[at]);
            for job in &dataset.jobs {
                self.jobs[*job].touches.insert(root);
            }
            let known = together.entry(root).or_default();
            known.names.extend(dataset.names);
            known.jobs.extend(dataset.jobs);
            known.writers.extend(dataset.writers);
        }
        together
    }

    /// Returns the datasets that a path of jobs and datasets connects to the catalog.
    fn reached(&self, datasets: &BTreeMap<usize, TouchedDataset<'o>>) -> BTreeSet<usize> {
        let mut visited: Vec<bool> = self.jobs.iter().map(|job| job.known).collect();
        let mut next: Vec<usize> = (0..self.jobs.len()).filter(|job| visited[*job]).collect();
        let mut reached = BTreeSet::new();
        while let Some(job) = next.pop() {
            for dataset in &self.jobs[job].touches {
                if reached.insert(*dataset) {
                    let jobs = &datasets[dataset].jobs;
                    next.extend(jobs.iter().filter(|job| !std::mem::replace(&mut visited[**job], true)));
                }
            }
        }
        reached
    }

    fn table(&self, dataset: &TouchedDataset<'o>) -> ObservedTable {
        let (namespace, name) = dataset.names.first().copied().unwrap_or_default();
        let writers: BTreeSet<AssetIx> =
            dataset.writers.iter().flat_map(|job| &self.jobs[*job].assets).copied().collect();
        let facts = AssetFacts {
            key: format!("{namespace}/{name}"),
            name: name.to_owned(),
            kind: AssetKind::Declared("table".to_owned()),
            relation: Some(name.to_owned()),
            dataset: true,
            event_names: dataset
                .names
                .iter()
                .map(|(namespace, name)| (Arc::from(*namespace), Box::from(*name)))
                .collect(),
            ..AssetFacts::default()
        };
        ObservedTable { facts: Arc::new(facts), writers: writers.into_iter().collect() }
    }
}

/// The parent of each job.
pub(super) struct Parents<'o>(HashMap<&'o str, &'o str>);

/// The maximum depth of nested runs.
pub(super) const MAX_RUN_DEPTH: usize = 8;

impl<'o> Parents<'o> {
    /// Collects the parent of each job from pairs of a job and a parent.
    pub(super) fn of(pieces: impl Iterator<Item = (&'o str, &'o str)>) -> Self {
        let mut parents: HashMap<&str, &str> = HashMap::new();
        for (job, parent) in pieces.filter(|(job, parent)| job != parent) {
            // If there are several, chooses the same one in any order.
            let known = parents.entry(job).or_insert(parent);
            *known = (*known).min(parent);
        }
        Self(parents)
    }

    /// Returns the assets that a job belongs to: its own, otherwise those of its parent.
    pub(super) fn owners(&self, job: &str, index: &EvidenceIndex<'_>) -> Vec<AssetIx> {
        let pieces = std::iter::successors(Some(job), |job| self.0.get(job).copied()).take(MAX_RUN_DEPTH);
        let mut owned = pieces.map(|job| index.job(job)).filter(|owned| !owned.is_empty());
        owned.next().unwrap_or_default().to_vec()
    }
}
