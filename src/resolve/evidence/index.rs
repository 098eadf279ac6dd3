//! Finds assets by the names that evidence uses, and decides which tables of other systems are meant.

use crate::model::{Asset, AssetFacts, AssetIx, AssetKind};
use crate::read::config::ConfigDoc;
use crate::read::evidence::observation::Dataset;
use foldhash::{HashMap, HashMapExt};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the settings say of names in evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::resolve) struct NamingSettings {
    /// By namespace of datasets, the dbt project or database that it is; `ignore` for none.
    namespaces: BTreeMap<String, String>,
    /// Schemas of production besides those of the manifest: `schema.` or `database.schema.`, in lower case.
    schemas: Vec<String>,
}

/// What stands in the place of a project where a namespace is none of the catalog's.
const IGNORE: &str = "ignore";

impl NamingSettings {
    pub(in crate::resolve) fn of(config: &ConfigDoc) -> Self {
        let namespaces = config.openlineage.iter().flat_map(|doc| &doc.namespaces);
        let schemas = config.dbt.iter().flat_map(|doc| &doc.schemas);
        Self {
            namespaces: namespaces.map(|(name, meant)| (name.value.clone(), meant.value.clone())).collect(),
            schemas: schemas.map(|schema| format!("{}.", schema.value.to_lowercase())).collect(),
        }
    }

    /// Whether a dataset of this namespace may be the asset.
    fn may_be(&self, namespace: &str, asset: &AssetFacts) -> bool {
        match self.namespaces.get(namespace) {
            Some(meant) => is_meant(meant, asset),
            // Once a setting says which system a table stands in, it stands in no other one.
            None => !self.namespaces.values().any(|meant| is_meant(meant, asset)),
        }
    }

    /// The system that a namespace stands for: what a setting says, else itself; none for one that is ignored.
    pub(super) fn canonical<'n>(&'n self, namespace: &'n str) -> Option<&'n str> {
        match self.namespaces.get(namespace) {
            Some(meant) => (meant != IGNORE).then_some(meant),
            None => Some(namespace),
        }
    }

    /// Whether a table of this name is the asset in production: by the manifest, or by the schemas that the
    /// settings name.
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

/// Whether a project or database that a setting names is the one of the asset.
fn is_meant(meant: &str, asset: &AssetFacts) -> bool {
    let database = asset.relation.as_deref().and_then(|name| name.split_once('.')).map(|(first, _)| first);
    meant != IGNORE && (asset.package == meant || database == Some(meant.to_lowercase().as_str()))
}

/// The last part of a table's name.
pub(super) fn identifier(relation: &str) -> &str {
    relation.rsplit('.').next().unwrap_or(relation)
}

/// `NAMESPACE/NAME`, as names are compared.
pub(super) fn full_name(namespace: &str, name: &str) -> String {
    format!("{namespace}/{name}").to_lowercase()
}

/// A test of an asset, by its position.
pub(super) type TestAt = (AssetIx, u32);

/// The assets by what evidence calls them.
pub(super) struct EvidenceIndex<'a> {
    pub(super) assets: &'a [Asset],
    pub(super) settings: &'a NamingSettings,
    keys: HashMap<&'a str, AssetIx>,
    /// dbt's tests, by id; of a test over several assets the first.
    tests: HashMap<&'a str, TestAt>,
    /// The others of a test over several assets.
    more_tests: HashMap<&'a str, Vec<TestAt>>,
    relations: HashMap<&'a str, Vec<AssetIx>>,
    /// Tables that are written with their namespace, as `NAMESPACE/NAME` in lower case.
    full_names: HashMap<&'a str, Vec<AssetIx>>,
    jobs: HashMap<&'a str, Vec<AssetIx>>,
    /// Tables that only jobs know, by system and name.
    tables: HashMap<(&'a str, &'a str), AssetIx>,
}

/// What the name of a dataset stands for.
#[derive(Default)]
pub(super) struct DatasetMatch {
    /// The assets, each with the namespace under which it was named.
    pub(super) assets: Vec<(AssetIx, Arc<str>)>,
    /// Whether a table of that name stands on another system than the one that the settings name.
    pub(super) elsewhere: bool,
}

impl<'a> EvidenceIndex<'a> {
    /// An index without anything in it but what [`add_jobs_and_tables`](Self::add_jobs_and_tables) adds.
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

    /// Adds the names by which jobs and their events call things.
    pub(super) fn add_jobs_and_tables(&mut self) {
        for (position, asset) in self.assets.iter().enumerate() {
            let at = AssetIx::at(position);
            for (namespace, name) in &asset.seen_as {
                self.tables.insert((namespace, name), at);
            }
            if let Some(relation) = asset.relation.as_ref().filter(|_| asset.seen_as.is_empty()) {
                let names = if relation.contains('/') { &mut self.full_names } else { &mut self.relations };
                names.entry(relation).or_default().push(at);
            }
            for job in asset.job.iter().chain(&asset.formerly) {
                self.jobs.entry(job).or_default().push(at);
            }
        }
    }

    pub(super) fn key(&self, id: &str) -> Option<AssetIx> {
        self.keys.get(id).copied()
    }

    /// Every asset that a test looks after, with its position there.
    pub(super) fn test(&self, id: &str) -> impl Iterator<Item = TestAt> {
        let more = self.more_tests.get(id).into_iter().flatten().copied();
        self.tests.get(id).copied().into_iter().chain(more)
    }

    pub(super) fn job(&self, job: &str) -> &[AssetIx] {
        self.jobs.get(job).map_or(&[], Vec::as_slice)
    }

    /// What a dataset stands for, by the first of its names that stands for something.
    pub(super) fn dataset(&self, dataset: &Dataset) -> DatasetMatch {
        let mut meant = DatasetMatch::default();
        for (namespace, name) in &dataset.names {
            for asset in self.relations.get(&**name).into_iter().flatten() {
                if self.settings.may_be(namespace, &self.assets[asset.position()]) {
                    meant.assets.push((*asset, Arc::clone(namespace)));
                } else {
                    meant.elsewhere = true;
                }
            }
            for asset in self.full_name(namespace, name) {
                meant.assets.push((*asset, Arc::clone(namespace)));
            }
            if !meant.assets.is_empty() {
                break;
            }
        }
        if meant.assets.is_empty() && !meant.elsewhere {
            meant.assets.extend(self.table(dataset));
        }
        meant
    }

    /// The assets that are written with this namespace, or with the system that it stands for.
    fn full_name(&self, namespace: &str, name: &str) -> &[AssetIx] {
        if self.full_names.is_empty() {
            return &[];
        }
        let systems = [Some(namespace), self.settings.canonical(namespace)];
        let names = systems.into_iter().flatten().map(|system| full_name(system, name));
        let mut found = names.filter_map(|name| self.full_names.get(name.as_str()));
        found.next().map_or(&[], Vec::as_slice)
    }

    /// The table that only jobs know, with the first of its systems: all its names are of one table.
    fn table(&self, dataset: &Dataset) -> Option<(AssetIx, Arc<str>)> {
        let of_name = |(namespace, name): &(Arc<str>, Box<str>)| {
            self.tables.get(&(self.settings.canonical(namespace)?, &**name)).copied()
        };
        let at = dataset.names.iter().find_map(of_name)?;
        Some((at, Arc::clone(&self.assets[at.position()].seen_as.first()?.0)))
    }

    /// Whether it is a table that only jobs make.
    pub(super) fn is_dataset(&self, asset: AssetIx) -> bool {
        self.assets[asset.position()].dataset
    }

    /// Whether somebody else than dbt makes the asset, so that a load of it says how it is.
    pub(super) fn is_loaded(&self, asset: AssetIx) -> bool {
        matches!(self.assets[asset.position()].kind, AssetKind::Source | AssetKind::Declared(_))
    }

    /// Every name that a row of dbt can have.
    pub(super) fn ids(&self) -> impl Iterator<Item = &'a str> {
        self.keys.keys().chain(self.tests.keys()).copied()
    }

    /// Every name that an event can have.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.jobs.keys().chain(self.relations.keys()).copied()
    }
}
