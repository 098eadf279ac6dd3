//! What was seen of the assets: the rows of [dbt's runs](dbt_runs) and the [events] of other jobs,
//! joined to the assets that they are about, and the [history] of the products.
//!
//! What is about nothing in the catalog is passed over. What says that it happened later than now
//! cannot be believed, and is left out with a warning.

mod dbt_runs;
mod events;
mod history;

use crate::diagnostics::Diagnostic;
use crate::model::{Asset, AssetIx, Column, Observations, Observed, Product};
use crate::read::dbt::runs::RunsDoc;
use crate::read::history::DayDoc;
use crate::read::openlineage::EventsDoc;
use crate::read::yaml::Faults;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, HashMap};

pub(super) use events::seen_edges;

/// What the files say that was seen.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// What dbt saw when it ran.
    pub(super) runs: RunsDoc,
    /// What other jobs said of their runs.
    pub(super) events: EventsDoc,
    /// What was recorded of earlier days.
    pub(super) history: Vec<DayDoc>,
}

/// Clocks differ a little.
const TOLERANCE_SECONDS: i64 = 300;

/// What was seen of these assets and products until `now`. Faults, all warnings:
/// `future-evidence`, `bad-history`.
pub(super) fn observations(
    evidence: &Evidence,
    (assets, products): (&[Asset], &[Product]),
    now: Timestamp,
    faults: &mut Faults,
) -> Observations {
    let files = evidence.runs.files + evidence.events.files;
    let history = history::history(&evidence.history, products, faults);
    if files == 0 {
        // A large catalog has hundreds of thousands of tests: without anything to join they need no index.
        return Observations { history, ..Observations::default() };
    }
    let mut seen = Seen {
        index: Index::new(assets),
        now,
        latest_seen: None,
        future: BTreeMap::new(),
        found: BTreeMap::new(),
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
    for observed in found.values_mut() {
        observed.runs.sort_by_key(|run| run.at);
        observed.runs.dedup_by(|later, first| later.at == first.at && later.outcome == first.outcome);
    }
    Observations { assets: found, newest: latest_seen, files, history }
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
    found: BTreeMap<AssetIx, Observed>,
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
        self.found.entry(asset).or_default()
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
