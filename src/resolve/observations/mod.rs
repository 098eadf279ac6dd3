//! What was seen of the assets: the rows of [dbt's runs](dbt_runs) and the [events] of other jobs,
//! joined to the assets that they are about, and the [history] of the products.
//!
//! What is about nothing in the catalog is passed over. What says that it happened later than now
//! cannot be believed, and is left out with a warning.

mod dbt_runs;
mod events;
mod history;

use crate::diagnostics::Diagnostic;
use crate::model::{
    Asset, AssetEdge, AssetFacts, AssetIx, Column, History, Observed, ObservedAssets, Product,
};
use crate::read::dbt::runs::RunsDoc;
use crate::read::evidence::EvidenceDocs;
use crate::read::yaml::Faults;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Clocks differ a little.
const TOLERANCE_SECONDS: i64 = 300;

/// What evidence means for the assets of a catalog.
#[derive(Clone, Debug, Default)]
pub(super) struct Joined {
    /// What was seen of each.
    pub(super) seen: Arc<ObservedAssets>,
    /// When something was last seen.
    pub(super) newest: Option<Timestamp>,
    /// Which read which, as jobs say.
    pub(super) edges: Vec<AssetEdge>,
}

/// What evidence meant the last time, with all that it was made of: it is large, and seldom means anything
/// else after an edit.
#[derive(Default)]
pub(super) struct Kept {
    joined: Option<KeptJoin>,
    history: Option<(Arc<EvidenceDocs>, Vec<String>, Arc<History>)>,
}

/// What evidence meant for assets, and as of when.
struct KeptJoin {
    evidence: Arc<EvidenceDocs>,
    assets: Vec<Arc<AssetFacts>>,
    then: Timestamp,
    joined: Joined,
}

impl Kept {
    /// What evidence means for these assets, seen until `now`. Faults, all warnings: `future-evidence`.
    pub(super) fn join(
        &mut self,
        evidence: &Arc<EvidenceDocs>,
        assets: &[Asset],
        (now, faults): (Timestamp, &mut Faults),
    ) -> Joined {
        if evidence.runs.files + evidence.events.files == 0 {
            // A large catalog has hundreds of thousands of tests: without anything to join they need no index.
            return Joined::default();
        }
        if let Some(kept) = &self.joined
            && Arc::ptr_eq(&kept.evidence, evidence)
            && now >= kept.then
            && are_same(&kept.assets, assets)
        {
            return kept.joined.clone();
        }
        let before = faults.len();
        let joined = joined(evidence, assets, now, faults);
        // What had not come yet may have come the next time.
        self.joined = (faults.len() == before).then(|| KeptJoin {
            evidence: Arc::clone(evidence),
            assets: assets.iter().map(|asset| Arc::clone(&asset.facts)).collect(),
            then: now,
            joined: joined.clone(),
        });
        joined
    }

    /// How these products stood on earlier days. Faults: `bad-history`, a warning.
    pub(super) fn history(
        &mut self,
        evidence: &Arc<EvidenceDocs>,
        products: &[Product],
        faults: &mut Faults,
    ) -> Arc<History> {
        if evidence.days.is_empty() {
            return Arc::default();
        }
        if let Some((docs, ids, history)) = &self.history
            && Arc::ptr_eq(docs, evidence)
            && ids.iter().eq(products.iter().map(|product| &product.id))
        {
            return Arc::clone(history);
        }
        let before = faults.len();
        let history = Arc::new(history::history(&evidence.days, products, faults));
        self.history = (faults.len() == before).then(|| {
            let ids = products.iter().map(|product| product.id.clone()).collect();
            (Arc::clone(evidence), ids, Arc::clone(&history))
        });
        history
    }
}

/// Whether these are the same assets, wherever they are written and whoever holds them.
fn are_same(facts: &[Arc<AssetFacts>], assets: &[Asset]) -> bool {
    let is_same = |known: &Arc<AssetFacts>, asset: &Asset| {
        Arc::ptr_eq(known, &asset.facts)
            || **known == AssetFacts { declared: known.declared, ..AssetFacts::clone(&asset.facts) }
    };
    facts.len() == assets.len() && facts.iter().zip(assets).all(|(known, asset)| is_same(known, asset))
}

fn joined(evidence: &EvidenceDocs, assets: &[Asset], now: Timestamp, faults: &mut Faults) -> Joined {
    let mut seen = Seen {
        index: Index::new(assets),
        now,
        latest_seen: None,
        future: BTreeMap::new(),
        found: ObservedAssets::default(),
    };
    let invocations = dbt_runs::add(&evidence.runs, &mut seen);
    events::add(&evidence.events.events, &invocations, &mut seen);
    for (origin, moment) in &seen.future {
        let message = format!("{origin} speaks of {moment}, which is later than now: {now}");
        let fault = Diagnostic::warning("future-evidence", message)
            .note("what it says of that time counts as unknown")
            .help("look at the clock of the machine that wrote it, or set the time that counts with --now");
        faults.push(fault);
    }
    let Seen { mut found, latest_seen, .. } = seen;
    for observed in found.all_mut() {
        observed.runs.sort_by_key(|run| run.at);
        observed.runs.dedup_by(|later, first| later.at == first.at && later.outcome == first.outcome);
    }
    let edges = events::seen_edges(&evidence.events.events, assets);
    Joined { seen: Arc::new(found), newest: latest_seen, edges }
}

/// Adds what stands in the warehouse to dbt's assets, which are sorted by key: columns that nobody
/// described, and the types of those that somebody did.
pub(super) fn add_columns(runs: &RunsDoc, assets: &mut [Asset]) {
    dbt_runs::columns(runs, |id, name, data_type| {
        let Ok(at) = assets.binary_search_by(|asset| asset.key.as_str().cmp(id)) else { return };
        let columns = &mut assets[at].facts_mut().columns;
        let data_type = (!data_type.is_empty()).then(|| data_type.to_owned());
        match columns.iter_mut().find(|column| column.name.eq_ignore_ascii_case(name)) {
            Some(known) => known.data_type = known.data_type.take().or(data_type),
            None => columns.push(Column { name: name.to_owned(), data_type, ..Column::default() }),
        }
    });
}

/// What was seen so far, and what is needed to add to it.
struct Seen<'a> {
    index: Index<'a>,
    now: Timestamp,
    latest_seen: Option<Timestamp>,
    /// By where it comes from, the latest moment that has not come yet.
    future: BTreeMap<String, Timestamp>,
    found: ObservedAssets,
}

impl Seen<'_> {
    /// The moment that a text names, if it has come.
    fn moment(&mut self, text: &str, origin: &str) -> Option<Timestamp> {
        let moment = instant(text)?;
        if moment.as_second() > self.now.as_second() + TOLERANCE_SECONDS {
            let latest = self.future.entry(origin.to_owned()).or_insert(moment);
            *latest = moment.max(*latest);
            return None;
        }
        self.latest_seen = self.latest_seen.max(Some(moment));
        Some(moment)
    }

    fn of(&mut self, asset: AssetIx) -> &mut Observed {
        self.found.add_to(asset)
    }
}

/// The assets by what evidence calls them.
struct Index<'a> {
    assets: &'a [Asset],
    keys: HashMap<&'a str, AssetIx>,
    /// dbt's tests, by id: the asset and the test's position.
    tests: HashMap<&'a str, (AssetIx, usize)>,
    relations: HashMap<&'a str, AssetIx>,
    jobs: HashMap<&'a str, AssetIx>,
}

impl<'a> Index<'a> {
    fn new(assets: &'a [Asset]) -> Self {
        let mut index = Self {
            assets,
            keys: HashMap::new(),
            tests: HashMap::new(),
            relations: HashMap::new(),
            jobs: HashMap::new(),
        };
        for (position, asset) in assets.iter().enumerate() {
            let at = AssetIx::at(position);
            index.keys.insert(&asset.key, at);
            for (number, test) in asset.tests.iter().enumerate() {
                index.tests.insert(&test.unique_id, (at, number));
            }
            if let Some(relation) = &asset.relation {
                index.relations.entry(relation).or_insert(at);
            }
            if let Some(job) = &asset.job {
                index.jobs.entry(job).or_insert(at);
            }
        }
        index
    }
}

/// The moment that a text names; one without an offset is in UTC.
fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let local: DateTime = text.parse().ok()?;
        local.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    })
}

/// The first line of a message that says something, without what stands around it.
fn one_line(message: &str) -> String {
    const LONGEST: usize = 200;
    let lines: Vec<&str> = message.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    // dbt names the file in the first line and the reason in the next.
    let line = match lines.as_slice() {
        [first, reason, ..] if first.contains(" Error in ") => reason,
        [first, ..] => first,
        [] => return String::new(),
    };
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => (*line).to_owned(),
    }
}
