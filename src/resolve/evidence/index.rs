//! Finds assets by the names in evidence, and decides which tables of other systems are meant.

use crate::model::{Asset, AssetFacts, AssetIx, AssetKind, dataset_namespace};
use crate::read::config::ConfigDoc;
use crate::read::evidence::observation::Dataset;
use foldhash::{HashMap, HashMapExt};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The settings for names in evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::resolve) struct NamingSettings {
    /// The dbt project or database of each namespace of datasets; `ignore` for none.
    namespaces: BTreeMap<String, String>,
    /// Production schemas besides those of the manifest: `schema.` or `database.schema.`, in lower case.
    schemas: Vec<String>,
}

/// The setting for a namespace that does not belong to the catalog.
const IGNORE: &str = "ignore";

impl NamingSettings {
    pub(in crate::resolve) fn of(config: &ConfigDoc) -> Self {
        let namespaces = config.openlineage.iter().flat_map(|doc| &doc.namespaces);
        let schemas = config.dbt.iter().flat_map(|doc| &doc.schemas);
        Self {
            namespaces: namespaces
                .map(|(name, project)| (dataset_namespace(&name.value).into_owned(), project.value.clone()))
                .collect(),
            schemas: schemas.map(|schema| format!("{}.", schema.value.to_lowercase())).collect(),
        }
    }

    /// Returns whether a dataset in this namespace may be the asset.
    fn may_be(&self, namespace: &str, asset: &AssetFacts) -> bool {
        match self.namespaces.get(namespace) {
            Some(project) => is_meant(project, asset),
            // Once a setting determines the system of a table, it is in no other one.
            None => !self.namespaces.values().any(|project| is_meant(project, asset)),
        }
    }

    /// Returns the system of a namespace: the one that is set, otherwise itself; `None` if it is ignored.
    pub(super) fn canonical<'n>(&'n self, namespace: &'n str) -> Option<&'n str> {
        match self.namespaces.get(namespace) {
            Some(project) => (project != IGNORE).then_some(project),
            None => Some(namespace),
        }
    }

    /// Returns whether a table of this name is the asset in production: according to the manifest, or to the schemas
    /// in the settings.
    pub(super) fn is_production(&self, name: &str, relation: &str) -> bool {
        name == relation
            || self.schemas.iter().any(|schema| {
                let rest = name.strip_prefix(schema.as_str()).or_else(|| {
                    name.split_once('.').and_then(|(_, name)| name.strip_prefix(schema.as_str()))
                });
                rest == Some(identifier(relation))
            })
    }
}

/// Returns whether a project or database in a setting is that of the asset.
fn is_meant(project: &str, asset: &AssetFacts) -> bool {
    let database = asset.relation.as_deref().and_then(|name| name.split_once('.')).map(|(first, _)| first);
    project != IGNORE && (asset.package == project || database == Some(project.to_lowercase().as_str()))
}

/// Returns the last part of a table's name.
pub(super) fn identifier(relation: &str) -> &str {
    relation.rsplit('.').next().unwrap_or(relation)
}

/// Returns `NAMESPACE/NAME` in the form used for comparison.
pub(super) fn full_name(namespace: &str, name: &str) -> String {
    format!("{namespace}/{name}").to_lowercase()
}

/// A test of an asset, by its position.
pub(super) type TestAt = (AssetIx, u32);

/// The assets by their names in evidence.
pub(super) struct EvidenceIndex<'a> {
    pub(super) assets: &'a [Asset],
    pub(super) settings: &'a NamingSettings,
    keys: HashMap<&'a str, AssetIx>,
    /// dbt's tests, by id; for a test of several assets, the first one.
    tests: HashMap<&'a str, TestAt>,
    /// The further assets of tests of several assets.
    more_tests: HashMap<&'a str, Vec<TestAt>>,
    relations: HashMap<&'a str, Vec<AssetIx>>,
    /// Tables that are named with their namespace, as `NAMESPACE/NAME` in lower case.
    full_names: HashMap<&'a str, Vec<AssetIx>>,
    jobs: HashMap<&'a str, Vec<AssetIx>>,
    /// Tables known only from jobs, by system and name.
    tables: HashMap<(&'a str, &'a str), AssetIx>,
}

/// The meaning of a dataset's name.
#[derive(Default)]
pub(super) struct DatasetMatch {
    /// The assets, each with the namespace under which it was named.
    pub(super) assets: Vec<(AssetIx, Arc<str>)>,
    /// Whether a table of that name is on another system than the one in the settings.
    pub(super) elsewhere: bool,
}

impl<'a> EvidenceIndex<'a> {
    /// Creates an index with only the entries that [`add_jobs_and_tables`](Self::add_jobs_and_tables) adds.
    pub(super) fn of_names(assets: &'a [Asset], settings: &'a NamingSettings) -> Self {
        Self {
            assets,
            settings,
            keys: HashMap::new(),
            tests: HashMap::new(),
            more_tests: HashMap::new(),
            relations: HashMap::new(),
            full_names: HashMap::new(),
            jobs: HashMap::new(),
            tables: HashMap::new(),
        }
    }

    pub(super) fn new(assets: &'a [Asset], settings: &'a NamingSettings) -> Self {
        let mut index = Self::of_names(assets, settings);
        index.keys.reserve(assets.len());
        index.tests.reserve(assets.iter().map(|asset| asset.tests.len()).sum());
        for (position, asset) in assets.iter().enumerate() {
            let at = AssetIx::at(position);
            index.keys.insert(&asset.key, at);
            for (number, test) in asset.tests.iter().enumerate() {
                let here = (at, u32::try_from(number).unwrap_or(u32::MAX));
                if let Some(first) = index.tests.insert(&test.unique_id, here) {
                    index.tests.insert(&test.unique_id, first);
                    index.more_tests.entry(&test.unique_id).or_default().push(here);
                }
            }
        }
        index
    }

    /// Adds the names that jobs and their events use.
    pub(super) fn add_jobs_and_tables(&mut self) {
        for (position, asset) in self.assets.iter().enumerate() {
            let at = AssetIx::at(position);
            for (namespace, name) in &asset.event_names {
                self.tables.insert((namespace, name), at);
            }
            if let Some(relation) = asset.relation.as_ref().filter(|_| asset.event_names.is_empty()) {
                // A `/` may be part of the name, or follow its namespace.
                if relation.contains('/') {
                    self.full_names.entry(relation).or_default().push(at);
                }
                if !relation.contains("://") {
                    self.relations.entry(relation).or_default().push(at);
                }
            }
            for job in asset.job.iter().chain(&asset.formerly) {
                self.jobs.entry(job).or_default().push(at);
            }
        }
    }

    pub(super) fn key(&self, id: &str) -> Option<AssetIx> {
        self.keys.get(id).copied()
    }

    /// Returns every asset that a test covers, with its position there.
    pub(super) fn test(&self, id: &str) -> impl Iterator<Item = TestAt> {
        let more = self.more_tests.get(id).into_iter().flatten().copied();
        self.tests.get(id).copied().into_iter().chain(more)
    }

    pub(super) fn job(&self, job: &str) -> &[AssetIx] {
        self.jobs.get(job).map_or(&[], Vec::as_slice)
    }

    /// Returns the present name of a job that may report under a former one. One name that several jobs had stays.
    pub(super) fn present_name(&self, job: &Arc<str>) -> Arc<str> {
        let named = self.job(job).iter().filter_map(|at| self.assets[at.position()].job.as_deref());
        let names: BTreeSet<&str> = named.collect();
        match names.first() {
            Some(present) if names.len() == 1 => Arc::from(*present),
            _ => Arc::clone(job),
        }
    }

    /// Returns the meaning of a dataset, by the first of its names that has one.
    pub(super) fn dataset(&self, dataset: &Dataset) -> DatasetMatch {
        let mut dataset_match = DatasetMatch::default();
        for (namespace, name) in &dataset.names {
            for asset in self.relations.get(&**name).into_iter().flatten() {
                if self.settings.may_be(namespace, &self.assets[asset.position()]) {
                    dataset_match.assets.push((*asset, Arc::clone(namespace)));
                } else {
                    dataset_match.elsewhere = true;
                }
            }
            for asset in self.full_name(namespace, name) {
                dataset_match.assets.push((*asset, Arc::clone(namespace)));
            }
            if !dataset_match.assets.is_empty() {
                break;
            }
        }
        if dataset_match.assets.is_empty() && !dataset_match.elsewhere {
            dataset_match.assets.extend(self.table(dataset));
        }
        dataset_match
    }

    /// Returns the assets that are named with this namespace, or with its system.
    fn full_name(&self, namespace: &str, name: &str) -> &[AssetIx] {
        if self.full_names.is_empty() {
            return &[];
        }
        let systems = [Some(namespace), self.settings.canonical(namespace)];
        let names = systems.into_iter().flatten().map(|system| full_name(system, name));
        let mut assets = names.filter_map(|name| self.full_names.get(name.as_str()));
        assets.next().map_or(&[], Vec::as_slice)
    }

    /// Returns the table known only from jobs, with the first of its systems: all its names mean one table.
    fn table(&self, dataset: &Dataset) -> Option<(AssetIx, Arc<str>)> {
        let of_name = |(namespace, name): &(Arc<str>, Box<str>)| {
            self.tables.get(&(self.settings.canonical(namespace)?, &**name)).copied()
        };
        let asset = dataset.names.iter().find_map(of_name)?;
        Some((asset, Arc::clone(&self.assets[asset.position()].event_names.first()?.0)))
    }

    /// Returns whether an asset is a table that only jobs build.
    pub(super) fn is_dataset(&self, asset: AssetIx) -> bool {
        self.assets[asset.position()].dataset
    }

    /// Returns whether an asset is built by a tool other than dbt, so that its status follows from loads.
    pub(super) fn is_loaded(&self, asset: AssetIx) -> bool {
        matches!(self.assets[asset.position()].kind, AssetKind::Source | AssetKind::Declared(_))
    }

    /// Returns every name that a row of dbt can have.
    pub(super) fn ids(&self) -> impl Iterator<Item = &'a str> {
        self.keys.keys().chain(self.tests.keys()).copied()
    }

    /// Returns every name that an event can have.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.jobs.keys().chain(self.relations.keys()).copied()
    }
}
