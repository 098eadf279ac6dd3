//! `products/<id>.json`: a product's page for programs. Neighbours are only named, because each has its own record;
//! assets have only names and statuses, because dbt's own artifacts hold the rest. Unknown properties have no key;
//! lists always have one.

use super::growth::GrowthView;
use super::profile::{RunView, SizeView};
use super::reads::{AssetLink, AssetListView, BreaksView};
use super::{
    AccomplishmentView, AssetView, BusinessValueView, ConsumerView, DeliveryView, DetailView, EndingView,
    FlowView, HistoryView, LayerView, ObligationView, OpenLink, PairView, PortView, ProductView,
    ProductionPathView, Review, SlaView, StatusView, VerdictView,
};
use crate::prose::Coded;
use crate::site::evidence_summary::ResultCountsView;
use crate::site::finding::{FindingView, WaiverView};
use crate::site::last_mile::PlacedMileView;
use crate::site::marked::MarkedView;
use crate::site::modularity::BoundaryView;
use crate::site::notices::NoticeView;
use crate::site::parts::{ChannelView, ExternalLink, Label, PageRef, PersonView, ProductCard};
use crate::site::standards::ScorecardView;
use crate::site::systems::ProductSystemsView;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The record of a product; it is written from the same views as its pages.
#[derive(Clone, Debug, Hash)]
pub(super) struct ProductRecord {
    pub(in crate::site) page: Arc<ProductView>,
    pub(in crate::site) detail: Option<Arc<DetailView>>,
}

impl Serialize for ProductRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ProductRecordShape::of(&self.page, self.detail.as_deref()).serialize(serializer)
    }
}

#[derive(Serialize)]
struct ProductRecordShape<'v> {
    id: &'v str,
    name: &'v str,
    #[serde(skip_serializing_if = "is_empty")]
    summary: &'v str,
    #[serde(skip_serializing_if = "is_empty")]
    description: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: &'v Option<PageRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mart: &'v Option<Label>,
    #[serde(skip_serializing_if = "Option::is_none")]
    only_system: &'v Option<PageRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: &'v Option<PageRef>,
    lifecycle: &'v Label,
    #[serde(skip_serializing_if = "Option::is_none")]
    tier: &'v Option<PageRef>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'v [String],
    tags: &'v [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    status: &'v Option<Label>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_watched: &'v Option<Label>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: &'v Option<VerdictView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    standing: Option<&'v StatusView>,
    notices: &'v [NoticeView],
    #[serde(skip_serializing_if = "Option::is_none")]
    history: &'v Option<HistoryView>,
    open: &'v [OpenLink],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    shown_in: &'v [PageRef],
    #[serde(skip_serializing_if = "Option::is_none")]
    access: &'v Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: &'v Option<PageRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    steward: &'v Option<PersonView>,
    support: &'v [ChannelView],
    #[serde(skip_serializing_if = "Option::is_none")]
    review: &'v Option<Review>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ending: &'v Option<EndingView>,
    ports: &'v [PortView],
    slas: &'v [SlaView],
    systems: &'v ProductSystemsView,
    upstream: Vec<NeighbourFlowRecord<'v>>,
    downstream: Vec<NeighbourFlowRecord<'v>>,
    consumers: &'v [ConsumerView],
    foreign_readers: &'v [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    production: &'v Option<ProductionPathView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: &'v Option<BusinessValueView>,
    #[serde(skip_serializing_if = "is_empty")]
    upkeep: &'v str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    added_by_readers: &'v [PlacedMileView],
    regulations: &'v [ObligationView],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    marked: &'v [MarkedView],
    deliveries: &'v [DeliveryView],
    awaited_by: &'v [PageRef],
    standards: &'v [ScorecardView],
    #[serde(skip_serializing_if = "Option::is_none")]
    boundary: &'v Option<BoundaryView>,
    findings: Vec<FindingRecord<'v>>,
    accomplishments: &'v [AccomplishmentView],
    links: &'v [ExternalLink],
    layers: Vec<LayerRecord<'v>>,
}

/// Takes a view apart into its fields, so that a new one is put into the record or named here: `only_on_page` need not
/// be in it, and `changed` is written in another form.
macro_rules! record_of {
    ($view:ident {
        same: [$($same:ident)*], only_on_page: [$($page:ident)*], changed: { $($key:ident: $value:expr,)* }
        of: [$($changed:ident)*]
    }) => {{
        let ProductView { $($same,)* $($changed,)* $($page: _,)* } = $view;
        Self { $($same,)* $($key: $value,)* }
    }};
}

impl<'v> ProductRecordShape<'v> {
    fn of(view: &'v ProductView, detail: Option<&'v DetailView>) -> Self {
        record_of!(view {
            same: [
                id name summary description category mart only_system domain lifecycle tier
                aliases tags status not_watched verdict notices history open shown_in access
                owner steward support review ending ports slas systems consumers production
                value upkeep foreign_readers added_by_readers regulations marked deliveries awaited_by standards
                boundary accomplishments links
            ],
            only_on_page: [told catalog_has_evidence tier_meaning share evidence unnamed uses layers assets feed detail],
            changed: {
                standing: status.as_ref().map(|_| standing),
                upstream: lineage.upstream.iter().map(NeighbourFlowRecord::of).collect(),
                downstream: lineage.downstream.iter().map(NeighbourFlowRecord::of).collect(),
                findings: findings.iter().map(FindingRecord::of).collect(),
                layers: detail.into_iter().flat_map(|detail| &detail.layers).map(LayerRecord::of).collect(),
            }
            of: [standing lineage findings]
        })
    }
}

/// A neighbour, and the flow between.
#[derive(Serialize)]
struct NeighbourFlowRecord<'v> {
    product: NeighbourRecord<'v>,
    seen: bool,
    declared: bool,
    #[serde(skip_serializing_if = "is_empty")]
    note: &'v str,
    pairs: &'v [PairView],
    total: usize,
}

#[derive(Serialize)]
struct NeighbourRecord<'v> {
    id: &'v str,
    name: &'v str,
    path: &'v str,
}

impl<'v> NeighbourFlowRecord<'v> {
    fn of(flow: &'v FlowView) -> Self {
        let ProductCard { id, name, path, .. } = &*flow.product;
        Self {
            product: NeighbourRecord { id, name, path },
            seen: flow.seen,
            declared: flow.declared,
            note: &flow.note,
            pairs: &flow.pairs,
            total: flow.total,
        }
    }
}

/// A finding of a rule, in words without links, which would be broken here.
#[derive(Serialize)]
struct FindingRecord<'v> {
    level: &'v Label,
    rule: &'v PageRef,
    product: &'v PageRef,
    message: &'v str,
    help: &'v str,
    #[serde(flatten)]
    fact: &'v Coded,
    waiver: &'v Option<WaiverView>,
}

impl<'v> FindingRecord<'v> {
    fn of(finding: &'v FindingView) -> Self {
        let FindingView { level, rule, product, message, help, fact, waiver, linked: _ } = finding;
        Self { level, rule, product, message, help, fact, waiver }
    }
}

/// Assets of one layer, at most a hundred; `total` is the number of all.
#[derive(Serialize)]
struct LayerRecord<'v> {
    id: &'v str,
    name: &'v str,
    assets: Vec<InsideRecord<'v>>,
    total: usize,
}

impl<'v> LayerRecord<'v> {
    fn of(layer: &'v LayerView) -> Self {
        let assets = layer.assets.iter().map(InsideRecord::of).collect();
        Self { id: &layer.id, name: &layer.name, assets, total: layer.total }
    }
}

/// An asset; `columns` and `tests` are numbers.
#[derive(Serialize)]
struct InsideRecord<'v> {
    name: &'v str,
    kind: &'v str,
    #[serde(skip_serializing_if = "is_empty")]
    relation: &'v str,
    #[serde(skip_serializing_if = "is_empty")]
    file: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: &'v Option<String>,
    reads: AssetListRecord<'v>,
    read_by: AssetListRecord<'v>,
    #[serde(skip_serializing_if = "Option::is_none")]
    breaks: Option<BreaksRecord<'v>>,
    columns: usize,
    tests: usize,
    #[serde(skip_serializing_if = "is_empty")]
    newest_row: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: &'v Option<Label>,
    reasons: Vec<&'v String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<SizeRecord<'v>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows_by_day: Option<BTreeMap<String, u64>>,
    /// The results of its tests and checks, in numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    results: Option<&'v ResultCountsView>,
    runs: Vec<RunRecord<'v>>,
}

impl<'v> InsideRecord<'v> {
    fn of(asset: &'v AssetView) -> Self {
        Self {
            name: &asset.name,
            kind: &asset.kind,
            relation: &asset.relation,
            file: &asset.file,
            code: &asset.code,
            reads: AssetListRecord::of(&asset.lineage.reads),
            read_by: AssetListRecord::of(&asset.lineage.read_by),
            breaks: asset.lineage.breaks.as_ref().map(BreaksRecord::of),
            columns: asset.columns.len(),
            tests: asset.tested,
            newest_row: &asset.newest_row,
            status: &asset.status,
            reasons: asset.reasons.iter().chain(&asset.at_risk).collect(),
            size: asset.profile.size.as_ref().map(SizeRecord::of),
            rows_by_day: asset.profile.growth.as_ref().map(rows_by_day),
            results: asset.profile.tests.as_ref().map(|tests| &tests.counts),
            runs: asset.profile.runs.iter().map(RunRecord::of).collect(),
        }
    }
}

/// What an asset reads, or what reads it, at most fifty; `total` is the number of all.
#[derive(Serialize)]
struct AssetListRecord<'v> {
    assets: Vec<&'v AssetLink>,
    total: usize,
}

impl<'v> AssetListRecord<'v> {
    fn of(list: &'v AssetListView) -> Self {
        Self { assets: list.first.iter().chain(&list.rest).collect(), total: list.total }
    }
}

/// What breaks when an asset changes. Products are only named; their own records list their users.
#[derive(Serialize)]
struct BreaksRecord<'v> {
    summary: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tier: &'v Option<String>,
    ports: &'v [String],
    products: Vec<BreakingRecord<'v>>,
    more_products: usize,
    exposures: &'v [AssetLink],
    more_exposures: usize,
    command: &'v str,
}

/// A product where something breaks.
#[derive(Serialize)]
struct BreakingRecord<'v> {
    id: &'v str,
    name: &'v str,
}

impl<'v> BreaksRecord<'v> {
    fn of(breaks: &'v BreaksView) -> Self {
        let products = breaks.products.iter();
        Self {
            summary: &breaks.summary,
            tier: &breaks.tier,
            ports: &breaks.ports,
            products: products
                .map(|product| BreakingRecord { id: &product.id, name: &product.name })
                .collect(),
            more_products: breaks.more_products,
            exposures: &breaks.exposures,
            more_exposures: breaks.more_exposures,
            command: &breaks.command,
        }
    }
}

/// The size of a table, and when the warehouse reported it.
#[derive(Serialize)]
struct SizeRecord<'v> {
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    counted: &'v str,
    /// `last-load` if it is what the last run of a job wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
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
    #[serde(skip_serializing_if = "Option::is_none")]
    began: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    milliseconds: Option<i64>,
    #[serde(skip_serializing_if = "is_empty")]
    why: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<QueryRecord<'v>>,
}

/// The query of a run.
#[derive(Serialize)]
struct QueryRecord<'v> {
    id: &'v str,
    #[serde(skip_serializing_if = "is_empty")]
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

fn is_empty(text: &str) -> bool {
    text.is_empty()
}
