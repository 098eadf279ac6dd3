//! The observed behaviour of jobs.

use crate::model::{AssetIx, Catalog, Product};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The jobs of a state.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct JobsOfState {
    /// Jobs with a successful run that reported its outputs, with the end times of the last two such runs.
    reporting: BTreeMap<String, Vec<Timestamp>>,
    /// The workflows that have since run without a job, by that job.
    left_out: BTreeMap<String, String>,
    /// The end times of the last two successful runs of workflows whose tasks reported their outputs.
    workflows: BTreeMap<String, Vec<Timestamp>>,
    /// All jobs that were seen.
    seen: BTreeSet<String>,
    /// The jobs that the catalog names.
    named: BTreeSet<String>,
}

/// The workflows that a job is a task of, the nearest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "StoredWorkflows")]
pub(super) struct Workflows(Vec<String>);

/// The stored form of the workflows of a job: a list. Older states name only the nearest one.
#[derive(Deserialize)]
#[serde(untagged)]
enum StoredWorkflows {
    Nearest(String),
    All(Vec<String>),
}

impl From<StoredWorkflows> for Workflows {
    fn from(stored: StoredWorkflows) -> Self {
        match stored {
            StoredWorkflows::Nearest(workflow) => Self(vec![workflow]),
            StoredWorkflows::All(workflows) => Self(workflows),
        }
    }
}

/// The writers of a table in an older state.
#[derive(Clone, Copy)]
pub(super) struct KnownWriters<'s> {
    /// The jobs that wrote it in each run.
    pub(super) jobs: &'s BTreeSet<String>,
    /// The workflows that they belong to, by job.
    pub(super) workflows: &'s BTreeMap<String, Workflows>,
    /// The time of the last run of one of them, if it ran once without writing the table.
    pub(super) missed: Option<Timestamp>,
}

/// How often jobs ran without writing a table that all of them wrote before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misses {
    /// At least one of them was not seen to run and report its outputs.
    Unknown,
    /// Once, at that time.
    Once(Timestamp),
    /// Several times.
    More,
}

impl JobsOfState {
    pub(super) fn of(catalog: &Catalog) -> Self {
        let jobs = &catalog.observations.jobs;
        let reporting = jobs.iter().filter(|job| !job.reported_ends.is_empty());
        let left_out = jobs.iter().filter_map(|job| Some((job.job.clone(), job.left_out_of.clone()?)));
        Self {
            reporting: reporting.map(|job| (job.job.clone(), job.reported_ends.clone())).collect(),
            left_out: left_out.collect(),
            workflows: BTreeMap::clone(&catalog.observations.workflows),
            seen: jobs.iter().map(|job| job.job.clone()).collect(),
            named: catalog.assets.iter().filter_map(|asset| asset.job.clone()).collect(),
        }
    }

    /// Returns whether a job was seen.
    pub(super) fn was_seen(&self, job: &str) -> bool {
        self.seen.contains(job)
    }

    /// Returns whether the catalog names some of these jobs, but none of those was seen to report its outputs.
    pub(super) fn are_all_silent(&self, jobs: &BTreeSet<String>) -> bool {
        let mut named = jobs.iter().filter(|job| self.named.contains(*job)).peekable();
        named.peek().is_some() && named.all(|job| !self.reporting.contains_key(job))
    }

    /// Returns how often the jobs that wrote a table have run without it since it was known to be missing: the job
    /// with the fewest runs counts. If a job is no longer part of its workflow, the workflow counts.
    pub(super) fn misses(&self, old: KnownWriters<'_>) -> Misses {
        let before = old.missed;
        let runs_without_table = |job: &String| {
            let ends = match self.left_workflow(job, old) {
                Some(workflow) if !self.seen.contains(job) => self.workflows.get(workflow),
                _ => self.reporting.get(job),
            }?;
            let later = ends.iter().filter(|end| before.is_none_or(|before| **end > before)).count();
            let last = ends.last().copied()?;
            Some((later + usize::from(before.is_some()), before.unwrap_or(last)))
        };
        let least = old.jobs.iter().map(runs_without_table).min().flatten();
        match least {
            None => Misses::Unknown,
            Some((2.., _)) => Misses::More,
            Some((_, at)) => Misses::Once(at),
        }
    }

    /// Returns the workflow that a writer of a table is no longer part of, if its last runs show that.
    fn left_workflow<'s>(&'s self, job: &str, before: KnownWriters<'s>) -> Option<&'s str> {
        let workflows = before.workflows.get(job).filter(|_| !self.seen.contains(job));
        let workflow = workflows
            .into_iter()
            .flat_map(|workflows| &workflows.0)
            .find(|workflow| self.workflows.contains_key(*workflow));
        workflow.or_else(|| self.left_out.get(job)).map(String::as_str)
    }

    /// Returns whether all jobs that wrote a table are no longer part of their workflows.
    pub(super) fn have_all_left(&self, before: KnownWriters<'_>) -> bool {
        before.jobs.iter().all(|job| self.left_workflow(job, before).is_some())
    }

    /// Returns what has run without writing a table: its writers, or the workflows that they are no longer part of.
    pub(super) fn have_run_without(&self, before: KnownWriters<'_>) -> BTreeSet<String> {
        let current_name = |job: &String| self.left_workflow(job, before).unwrap_or(job).to_owned();
        before.jobs.iter().map(current_name).collect()
    }
}

/// The jobs that write each table, and the jobs of no product that read it.
#[derive(Default)]
pub(super) struct Writers<'c> {
    always_written: BTreeMap<AssetIx, BTreeSet<&'c str>>,
    workflows: BTreeMap<&'c str, &'c [String]>,
    missed: BTreeMap<AssetIx, Timestamp>,
    still_written: BTreeSet<AssetIx>,
    /// The jobs of no product that read each table.
    readers: BTreeMap<AssetIx, BTreeSet<&'c str>>,
}

impl<'c> Writers<'c> {
    pub(super) fn of(catalog: &'c Catalog) -> Self {
        let mut writers = Self::default();
        for job in catalog.observations.jobs.iter() {
            if !job.workflows.is_empty() {
                writers.workflows.insert(&job.job, &job.workflows);
            }
            for asset in &job.always_written {
                writers.always_written.entry(*asset).or_default().insert(&job.job);
            }
            if let Some(last) = job.reported_ends.last() {
                for asset in &job.missed {
                    let latest = writers.missed.entry(*asset).or_insert(*last);
                    *latest = (*latest).max(*last);
                }
            }
            let is_dropped = |asset: &&AssetIx| job.dropped.binary_search(asset).is_ok();
            writers.still_written.extend(job.feeds.iter().filter(|asset| !is_dropped(asset)));
        }
        for job in catalog.unclaimed_jobs() {
            for asset in &job.read_assets {
                writers.readers.entry(*asset).or_default().insert(&job.job);
            }
        }
        writers
    }

    /// Returns the jobs that write a table in each run.
    pub(super) fn always_written(&self, table: AssetIx) -> BTreeSet<String> {
        self.always_written.get(&table).into_iter().flatten().map(|job| (*job).to_owned()).collect()
    }

    /// Returns the jobs of no product that were seen to read a table.
    pub(super) fn readers(&self, table: AssetIx) -> BTreeSet<String> {
        self.readers.get(&table).into_iter().flatten().map(|job| (*job).to_owned()).collect()
    }

    /// Returns the workflows of the jobs that write a table in each run, by job.
    pub(super) fn workflows(&self, table: AssetIx) -> BTreeMap<String, Workflows> {
        let jobs = self.always_written.get(&table).into_iter().flatten();
        let with_workflows = |job: &&str| {
            let workflows = Workflows(self.workflows.get(job)?.to_vec());
            Some(((*job).to_owned(), workflows))
        };
        jobs.filter_map(with_workflows).collect()
    }

    /// Returns the time of the last run of a job that otherwise wrote a table each time, if it did not write it then.
    pub(super) fn missed(&self, table: AssetIx) -> Option<Timestamp> {
        self.missed.get(&table).copied()
    }

    /// Returns whether some job was seen to write a table, and has not stopped doing so.
    pub(super) fn is_still_written(&self, table: AssetIx) -> bool {
        self.still_written.contains(&table)
    }
}

/// Returns the jobs that a product names, and those of them that were seen to run.
pub(super) fn jobs_of(product: &Product, catalog: &Catalog) -> (BTreeSet<String>, BTreeSet<String>) {
    let names = product.assets.iter().filter_map(|asset| catalog.asset(*asset).job.clone());
    let named: BTreeSet<String> = names.collect();
    let jobs = &catalog.observations.jobs;
    let is_seen = |name: &&String| jobs.binary_search_by(|job| job.job.cmp(*name)).is_ok();
    let observed = named.iter().filter(is_seen).cloned().collect();
    (named, observed)
}

/// The stored form of a timestamp: text.
pub(super) mod stored_time {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    // serde passes a reference.
    #[allow(clippy::ref_option, reason = "serde gives a reference")]
    pub(in super::super) fn serialize<S: Serializer>(
        time: &Option<Timestamp>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => serializer.collect_str(time),
            None => serializer.serialize_none(),
        }
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| text.parse().map_err(serde::de::Error::custom)).transpose()
    }
}
