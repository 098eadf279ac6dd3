//! Joins observations to the assets that they are about, and counts what happens to every row. Also reads the
//! [`history`] of the products.
//!
//! 1. [`index`]: the names of assets in evidence;
//! 2. [`dbt_rows`] and [`events`] join every row to its assets ([`join`]);
//! 3. [`reconcile`]: chooses among several results about one thing;
//! 4. [`row_outcomes`] and [`match_diagnostics`]: counts and diagnostics.

mod crashed_checks;
mod dbt_rows;
mod events;
mod history;
mod index;
mod jobs;
mod join;
mod loads;
mod lost_tables;
mod match_diagnostics;
mod named_tables;
mod observed_datasets;
mod observed_jobs;
mod reconcile;
mod renamed;
mod row_outcomes;
mod tables;
mod unseen_jobs;
mod workflows;
mod written;

use crate::diagnostics::Diagnostics;
use crate::model::{
    Asset, AssetEdge, AssetFacts, AssetIx, Column, ColumnPresence, DailyHistory, EvidenceFile, EvidenceIx,
    Observations, ObservedAssets, ObservedDataset, ObservedJob, Product,
};
use crate::read::evidence::EvidenceDocs;
use crate::read::evidence::observation::{Observation, ObservedFact, ObservedSubject};
use index::EvidenceIndex;
pub(super) use index::NamingSettings;
use jiff::Timestamp;
use join::{EvidenceJoin, has_come};
use row_outcomes::RowOutcomes;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
pub(super) use tables::ObservedTable;
pub(super) use written::{WrittenColumns, add_columns as add_written_columns};

/// The results of evidence for the assets of a catalog.
#[derive(Clone, Debug, Default)]
pub(super) struct JoinedEvidence {
    /// The observations of each asset.
    pub(super) assets: Arc<ObservedAssets>,
    /// When something was last observed.
    pub(super) newest: Option<Timestamp>,
    /// The edges between assets, according to jobs.
    pub(super) edges: Vec<AssetEdge>,
    /// The files, with what happened to their rows.
    pub(super) files: Arc<Vec<EvidenceFile>>,
    /// The state of each job that is not a dbt node.
    pub(super) jobs: Arc<Vec<ObservedJob>>,
    /// The tables that jobs dropped.
    pub(super) dropped: Arc<BTreeSet<AssetIx>>,
    /// The end times of the last runs of each workflow.
    pub(super) workflows: Arc<BTreeMap<String, Vec<Timestamp>>>,
    /// The datasets of those jobs that are not assets.
    pub(super) datasets: Arc<Vec<ObservedDataset>>,
    /// The namespaces of those that are assets.
    pub(super) namespaces: Arc<BTreeSet<String>>,
    /// The columns of the tables that jobs wrote.
    pub(super) columns: Arc<WrittenColumns>,
}

impl JoinedEvidence {
    /// Returns the observations, without the edges and with the recorded days.
    pub(super) fn observations(self, history: Arc<DailyHistory>) -> Observations {
        Observations {
            assets: self.assets,
            newest: self.newest,
            files: self.files,
            jobs: self.jobs,
            dropped: self.dropped,
            workflows: self.workflows,
            datasets: self.datasets,
            namespaces: self.namespaces,
            history,
        }
    }
}

/// The targets that evidence is joined to.
#[derive(Clone, Copy)]
pub(super) struct JoinTarget<'a> {
    /// The assets.
    pub(super) assets: &'a [Asset],
    /// The ids of dbt's tests without an asset, sorted.
    pub(super) unattached: &'a [String],
    /// The settings for names.
    pub(super) settings: &'a NamingSettings,
    /// The assets behind output ports.
    pub(super) outputs: &'a BTreeSet<AssetIx>,
}

/// The previous result of evidence, with everything that it was computed from: evidence is large, and its result
/// rarely changes after an edit.
#[derive(Default)]
pub(super) struct EvidenceCache {
    tables: Option<CachedTables>,
    joined: Option<CachedJoin>,
    history: Option<(Arc<EvidenceDocs>, Vec<String>, Arc<DailyHistory>)>,
}

/// The result of evidence for assets, and as of when.
struct CachedJoin {
    evidence: Arc<EvidenceDocs>,
    assets: Vec<Arc<AssetFacts>>,
    unattached: Vec<String>,
    settings: NamingSettings,
    outputs: BTreeSet<AssetIx>,
    then: Timestamp,
    joined: JoinedEvidence,
    /// Its diagnostics.
    diagnostics: Diagnostics,
}

/// The tables known only from jobs, with everything that they were computed from.
struct CachedTables {
    evidence: Arc<EvidenceDocs>,
    assets: Vec<Arc<AssetFacts>>,
    settings: NamingSettings,
    then: Timestamp,
    tables: Vec<ObservedTable>,
}

/// Diagnostics that are always computed again: future moments may have passed, and the declaration of a product may
/// have moved.
const NEVER_CACHED: &[&str] = &["future-evidence", "renamed-job"];

impl EvidenceCache {
    /// Returns the tables known only from jobs, as observed until `now`.
    pub(super) fn tables(
        &mut self,
        evidence: &Arc<EvidenceDocs>,
        assets: &[Asset],
        settings: &NamingSettings,
        now: Timestamp,
    ) -> Vec<ObservedTable> {
        if !evidence.have_jobs_or_datasets {
            return Vec::new();
        }
        if let Some(kept) = &self.tables
            && Arc::ptr_eq(&kept.evidence, evidence)
            && now >= kept.then
            && kept.settings == *settings
            && are_same(&kept.assets, assets)
        {
            return kept.tables.clone();
        }
        let tables = tables::tables(evidence, assets, settings, now);
        // Observations in the future may have passed by the next time.
        let has_all_come =
            evidence.observations().all(|observation| observation.at.is_none_or(|at| has_come(at, now)));
        self.tables = has_all_come.then(|| CachedTables {
            evidence: Arc::clone(evidence),
            assets: assets.iter().map(|asset| Arc::clone(&asset.facts)).collect(),
            settings: settings.clone(),
            then: now,
            tables: tables.clone(),
        });
        tables
    }

    /// Returns the results of evidence for these assets, as observed until `now`. Diagnostics, all warnings:
    /// `future-evidence`, `unmatched-evidence`, `another-schema`, `ambiguous-table`, `unattached-test`,
    /// `renamed-job`.
    pub(super) fn join(
        &mut self,
        evidence: &Arc<EvidenceDocs>,
        to: JoinTarget<'_>,
        now: Timestamp,
        diagnostics: &mut Diagnostics,
    ) -> JoinedEvidence {
        if evidence.files.is_empty() {
            // A large catalog has hundreds of thousands of tests; without evidence, they need no index.
            return JoinedEvidence::default();
        }
        if let Some(kept) = &self.joined
            && Arc::ptr_eq(&kept.evidence, evidence)
            && now >= kept.then
            && kept.unattached == to.unattached
            && kept.settings == *to.settings
            && kept.outputs == *to.outputs
            && are_same(&kept.assets, to.assets)
        {
            diagnostics.extend_from_slice(&kept.diagnostics);
            return kept.joined.clone();
        }
        let mut join_diagnostics = Diagnostics::new();
        let joined = joined(evidence, to, now, &mut join_diagnostics);
        let is_lasting = !join_diagnostics.iter().any(|diagnostic| NEVER_CACHED.contains(&diagnostic.code));
        diagnostics.extend_from_slice(&join_diagnostics);
        self.joined = is_lasting.then(|| CachedJoin {
            evidence: Arc::clone(evidence),
            assets: to.assets.iter().map(|asset| Arc::clone(&asset.facts)).collect(),
            unattached: to.unattached.to_vec(),
            settings: to.settings.clone(),
            outputs: to.outputs.clone(),
            then: now,
            joined: joined.clone(),
            diagnostics: join_diagnostics,
        });
        joined
    }

    /// Returns the status of these products on earlier days. Diagnostics: `bad-history`, a warning.
    pub(super) fn history(
        &mut self,
        evidence: &Arc<EvidenceDocs>,
        products: &[Product],
        diagnostics: &mut Diagnostics,
    ) -> Arc<DailyHistory> {
        if evidence.days.is_empty() {
            return Arc::default();
        }
        if let Some((docs, ids, history)) = &self.history
            && Arc::ptr_eq(docs, evidence)
            && ids.iter().eq(products.iter().map(|product| &product.id))
        {
            return Arc::clone(history);
        }
        let before = diagnostics.len();
        let history = Arc::new(history::history(&evidence.days, products, diagnostics));
        self.history = (diagnostics.len() == before).then(|| {
            let ids = products.iter().map(|product| product.id.clone()).collect();
            (Arc::clone(evidence), ids, Arc::clone(&history))
        });
        history
    }
}

/// Returns whether these are the same assets, regardless of where they are defined and which product they belong to.
fn are_same(facts: &[Arc<AssetFacts>], assets: &[Asset]) -> bool {
    let is_same = |known: &Arc<AssetFacts>, asset: &Asset| {
        Arc::ptr_eq(known, &asset.facts)
            || **known == AssetFacts { declared: known.declared, ..AssetFacts::clone(&asset.facts) }
    };
    facts.len() == assets.len() && facts.iter().zip(assets).all(|(known, asset)| is_same(known, asset))
}

fn joined(
    evidence: &EvidenceDocs,
    to: JoinTarget<'_>,
    now: Timestamp,
    diagnostics: &mut Diagnostics,
) -> JoinedEvidence {
    let has_events = evidence.have_jobs_or_datasets;
    let mut index = EvidenceIndex::new(to.assets, to.settings);
    if has_events {
        index.add_jobs_and_tables();
    }
    let mut join = EvidenceJoin::new(index, RowOutcomes::new(&evidence.files), now);
    let mut match_problems = match_diagnostics::MatchDiagnostics::default();
    for (position, file) in evidence.files.iter().enumerate() {
        let schema =
            dbt_rows::add(&file.observations, &mut join, to.unattached, &mut match_problems.unattached);
        match_problems.schemas.extend(schema.map(|schema| (EvidenceIx::at(position), schema)));
    }
    let events =
        if has_events { events::add(evidence, to.outputs, &mut join) } else { events::EventFacts::default() };
    renamed::report(&events.renamed, &join, diagnostics);
    if has_events {
        observed_datasets::report_unseen(evidence, &join.index, diagnostics);
        unseen_jobs::report(&events.jobs, &join.index, diagnostics);
    }
    let observed = reconcile::reconciled(&mut join);
    let EvidenceJoin { index, outcomes, newest, future, systems, .. } = join;
    match_problems.future = future;
    match_problems.systems = systems;
    let mut files = outcomes.files(&evidence.files);
    for ((file, _), doc) in files.iter_mut().zip(&evidence.files) {
        // Unmatched and excluded rows count too: this is the age of the file.
        file.newest = doc
            .observations
            .iter()
            .filter_map(|observation| observation.at)
            .filter(|at| has_come(*at, now))
            .max();
    }
    let files = match_problems.report(&evidence.files, files, &index, now, diagnostics);
    JoinedEvidence {
        assets: Arc::new(observed),
        newest: newest.into_values().max(),
        edges: events.edges,
        files: Arc::new(files),
        jobs: Arc::new(events.jobs),
        dropped: Arc::new(events.dropped),
        workflows: Arc::new(events.workflows),
        datasets: Arc::new(events.datasets),
        namespaces: Arc::new(events.namespaces),
        columns: Arc::new(events.columns),
    }
}

/// Adds the columns in the warehouse to dbt's assets, which are sorted by key: undescribed columns, and the types of
/// described ones.
pub(super) fn add_columns<'o>(observations: impl Iterator<Item = &'o Observation>, assets: &mut [Asset]) {
    for observation in observations {
        let (ObservedSubject::Node { id, .. }, ObservedFact::Columns(reported)) =
            (&observation.subject, &observation.fact)
        else {
            continue;
        };
        let Ok(at) = assets.binary_search_by(|asset| asset.key.as_str().cmp(id)) else { continue };
        let asset = &mut assets[at];
        let columns = &mut asset.facts_mut().columns;
        for (name, data_type) in reported {
            let data_type = (!data_type.is_empty()).then(|| data_type.clone());
            let presence = ColumnPresence::Seen;
            match columns.iter_mut().find(|column| column.name.eq_ignore_ascii_case(name)) {
                Some(known) => {
                    known.data_type = known.data_type.take().or(data_type);
                    known.presence = presence;
                }
                None => {
                    columns.push(Column { name: name.clone(), data_type, presence, ..Column::default() });
                }
            }
        }
        asset.mark_gone_columns();
    }
}
