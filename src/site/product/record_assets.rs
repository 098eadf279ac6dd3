//! The assets in the record of a product: what most of them say is said once, and an asset is named by what it reads.

use super::brief::{in_brief, replace, shared};
use super::growth::GrowthView;
use super::profile::{RunView, SizeView};
use super::reads::{AssetLink, AssetListView, BreaksView};
use super::{AssetView, LayerView};
use crate::site::evidence_summary::ResultCountsView;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Returns what most assets share, and the assets by layer, at most a hundred in each; `total` is the number of all, if
/// there are more.
pub(super) fn layers(layers: &[LayerView]) -> (Value, Value) {
    let mut assets: Vec<Map<String, Value>> =
        layers.iter().flat_map(|layer| &layer.assets).filter_map(asset_record).collect();
    let shared = shared(&mut assets);
    let mut assets = assets.into_iter();
    let layer = |layer: &LayerView| {
        let listed: Vec<Map<String, Value>> = assets.by_ref().take(layer.assets.len()).collect();
        let mut record = json!({ "id": layer.id, "name": layer.name, "assets": listed });
        if layer.total > layer.assets.len() {
            replace(&mut record, "total", layer.total.into());
        }
        record
    };
    let layers = layers.iter().map(layer).collect();
    (Value::Object(shared), layers)
}

/// Returns an asset; `columns` and `tests` are numbers.
fn asset_record(asset: &AssetView) -> Option<Map<String, Value>> {
    let lineage = &asset.lineage;
    let (reads, more_reads) = list_record(&lineage.reads, |_| true);
    // A reader in the product names this asset itself.
    let (read_by, more_readers) = list_record(&lineage.read_by, |link| !is_own(link));
    let profile = &asset.profile;
    let record = in_brief(&InsideRecord {
        name: &asset.name,
        kind: &asset.kind,
        relation: &asset.relation,
        file: &asset.file,
        code: &asset.code,
        reads,
        more_reads,
        read_by,
        more_readers,
        breaks: lineage.breaks.as_ref().map(BreaksRecord::of),
        columns: asset.columns.len(),
        tests: asset.tested,
        newest_row: &asset.newest_row,
        status: asset.status.as_ref().map(|status| status.id.as_str()),
        reasons: asset.reasons.iter().chain(&asset.at_risk).collect(),
        size: profile.size.as_ref().map(SizeRecord::of),
        rows_by_day: profile.growth.as_ref().map(rows_by_day),
        results: profile.tests.as_ref().map(|tests| &tests.counts),
        runs: profile.runs.iter().map(RunRecord::of).collect(),
    });
    match record {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

#[derive(Serialize)]
struct InsideRecord<'v> {
    name: &'v str,
    kind: &'v str,
    relation: &'v str,
    file: &'v str,
    code: &'v Option<String>,
    reads: Vec<Value>,
    more_reads: Option<usize>,
    read_by: Vec<Value>,
    more_readers: Option<usize>,
    breaks: Option<BreaksRecord<'v>>,
    columns: usize,
    tests: usize,
    newest_row: &'v str,
    status: Option<&'v str>,
    reasons: Vec<&'v String>,
    size: Option<SizeRecord<'v>>,
    rows_by_day: Option<BTreeMap<String, u64>>,
    /// The results of its tests and checks, in numbers.
    results: Option<&'v ResultCountsView>,
    runs: Vec<RunRecord<'v>>,
}

/// Whether a link leads to an asset of the product itself: others are named with their product, and a use of no product
/// has no page.
fn is_own(link: &AssetLink) -> bool {
    link.page.is_empty() && !link.anchor.is_empty()
}

/// Returns what an asset reads, or what reads it, at most fifty, and the number of further ones.
fn list_record(list: &AssetListView, is_listed: impl Fn(&AssetLink) -> bool) -> (Vec<Value>, Option<usize>) {
    let known = list.first.len() + list.rest.len();
    let listed = list.first.iter().chain(&list.rest).filter(|link| is_listed(link));
    let more = list.total.saturating_sub(known);
    (listed.map(link_record).collect(), Some(more).filter(|more| *more > 0))
}

/// Returns the name of an asset, with the id of its product if that is another one.
fn link_record(link: &AssetLink) -> Value {
    let product = link.page.strip_prefix("products/").and_then(|rest| rest.split('/').next());
    match product {
        Some(product) => json!({ "name": link.name, "product": product }),
        None => Value::from(link.name.as_str()),
    }
}

/// What breaks when an asset changes. Products are given by id: `api/products.json` names them.
#[derive(Serialize)]
struct BreaksRecord<'v> {
    summary: &'v str,
    tier: &'v Option<String>,
    ports: &'v [String],
    products: Vec<&'v str>,
    more_products: Option<usize>,
    exposures: Vec<Value>,
    more_exposures: Option<usize>,
    command: &'v str,
}

impl<'v> BreaksRecord<'v> {
    fn of(breaks: &'v BreaksView) -> Self {
        Self {
            summary: &breaks.summary,
            tier: &breaks.tier,
            ports: &breaks.ports,
            products: breaks.products.iter().map(|product| product.id.as_str()).collect(),
            more_products: Some(breaks.more_products).filter(|more| *more > 0),
            exposures: breaks.exposures.iter().map(link_record).collect(),
            more_exposures: Some(breaks.more_exposures).filter(|more| *more > 0),
            command: &breaks.command,
        }
    }
}

/// The size of a table, and when the warehouse reported it.
#[derive(Serialize)]
struct SizeRecord<'v> {
    rows: Option<u64>,
    bytes: Option<u64>,
    counted: &'v str,
    /// `last-load` if it is what the last run of a job wrote.
    of: Option<&'static str>,
}

impl<'v> SizeRecord<'v> {
    fn of(size: &'v SizeView) -> Self {
        Self {
            rows: size.rows,
            bytes: size.bytes,
            counted: &size.counted,
            of: size.is_load.then_some("last-load"),
        }
    }
}

/// Returns the days with a known number of rows.
fn rows_by_day(growth: &GrowthView) -> BTreeMap<String, u64> {
    growth.days.iter().filter_map(|day| Some((day.date.to_string(), day.rows?))).collect()
}

/// One of the last runs, which are listed oldest first.
#[derive(Serialize)]
struct RunRecord<'v> {
    outcome: &'static str,
    began: Option<String>,
    ended: Option<String>,
    milliseconds: Option<i64>,
    why: &'v str,
    system: Option<&'v str>,
    url: Option<&'v str>,
    query: Option<QueryRecord<'v>>,
}

/// The query of a run.
#[derive(Serialize)]
struct QueryRecord<'v> {
    id: &'v str,
    source: &'v str,
}

impl<'v> RunRecord<'v> {
    fn of(run: &'v RunView) -> Self {
        Self {
            outcome: run.outcome.words().0,
            began: run.began.map(|began| began.to_string()),
            ended: run.ended.map(|ended| ended.to_string()),
            milliseconds: run.duration.and_then(|duration| i64::try_from(duration.as_millis()).ok()),
            why: &run.why,
            system: run.system.as_deref(),
            url: run.url.as_deref(),
            query: run.query.as_deref().map(|query| QueryRecord { id: &query.id, source: &query.source }),
        }
    }
}
