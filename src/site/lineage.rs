//! `/lineage/`: how the company's products build on each other, by domain, or by team where there are no domains;
//! `/lineage/<domain>/`: the flows out of a domain; `/lineage/explore/`: every product and its neighbourhood.

use super::context::{ViewContext, page_ref};
use super::flow_matrix::{FlowMatrixCell, FlowMatrixRow, Matrix, level};
use super::living_flows::living_flows;
use super::page::{Page, Table, View};
use super::parts::{MenuPosition, MenuSectionId, PageRef, Picture};
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::{figures, paths};
use crate::model::{DomainIx, Flow, ProductIx, TeamIx};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The page of the company's lineage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct CompanyView {
    /// The number of products.
    pub products: usize,
    /// The number of products that build on another one, or are built upon.
    pub connected: usize,
    /// The number of flows between products.
    pub flows: usize,
    /// The number of flows that cross from one part to another.
    pub across: usize,
    /// The kind of parts: `domain` or `team`.
    pub part: &'static str,
    /// Which part builds on which.
    pub matrix: Matrix,
    /// The products themselves, if there are few enough.
    pub product_map: Option<Picture>,
    /// The first products left out because they neither build on a product nor are built upon.
    pub unconnected: Vec<PageRef>,
    /// The number of further such products.
    pub more_unconnected: usize,
    /// The company in one picture, by kinds of products.
    pub map: Option<Picture>,
    /// The kind of lanes: `domain`, `team` or empty.
    pub map_lanes: String,
    /// The number of domains or teams left out.
    pub map_left_out: usize,
    /// The number of flows that the picture shows.
    pub drawn: usize,
    /// The number of flows between different boxes.
    pub drawable: usize,
    /// The number of those that are left to the matrix, because they connect products of one category.
    pub within_category: usize,
    /// The path of the explorer.
    pub explorer: String,
    /// Whether the modularity page exists, which counts the reads between products.
    pub modularity: bool,
}

/// The company's lineage, by domain and in the explorer.
pub(super) const SECTION: Section = Section {
    places: &["lineage"],
    except: |path| path == paths::EXPLORER,
    pages,
    menu: |context| {
        entry(
            MenuSectionId::Usability,
            MenuPosition::Bar,
            section_ref("lineage", "Lineage"),
            context.catalog.lineage.graph().edge_count() > 0,
        )
    },
    ..Section::EMPTY
};

impl View for CompanyView {
    const TEMPLATE: &'static str = "lineage.html";

    fn pictures(&self) -> Vec<&Picture> {
        self.product_map.iter().chain(&self.map).collect()
    }
}

fn pages(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    let flows = Flows::new(context);
    if flows.between.is_empty() {
        return;
    }
    let meta = |title: &str| {
        PageMeta::first("lineage", title, "How our products build on each other.")
            .below(section_ref("lineage", "Lineage"))
    };
    let first = PageMeta { crumbs: Vec::new(), ..meta("Lineage") };
    let company = flows.company();
    if company.more_unconnected > 0 {
        pages.file(paths::UNCONNECTED, Page::Csv(figures::unconnected(context)));
    }
    pages.html(paths::section("lineage"), first, company);
    for (from, path, view) in flows.outflows() {
        if let Some(file) = &view.all {
            pages.file(file.clone(), Page::Csv(flows.table(from)));
        }
        pages.html(path, meta(&format!("Flows out of {}", view.source.name)), view);
    }
}

/// The page of the flows out of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct OutflowView {
    /// The kind of parts: `domain` or `team`.
    pub part: &'static str,
    /// The part.
    pub source: PageRef,
    /// The number of flows.
    pub total: usize,
    /// A note that applies to every one of them, and is therefore not repeated; may be empty.
    pub note: String,
    /// The flows by the part that they lead to.
    pub targets: Vec<InflowView>,
    /// The table of all of them, if the page does not show all.
    pub all: Option<String>,
}

impl View for OutflowView {
    const TEMPLATE: &'static str = "outflow.html";
}

/// Flows into one part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct InflowView {
    /// The part; its id is the anchor `to-<id>` in the page.
    pub target: PageRef,
    /// Whether it is the same part.
    pub inner: bool,
    /// The first flows.
    pub flows: Vec<FlowRow>,
    /// The number of all flows.
    pub total: usize,
}

/// A flow from one product to another, as a row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FlowRow {
    /// The upstream product.
    pub from: PageRef,
    /// The downstream product.
    pub to: PageRef,
    /// Some of the assets that carry it: `orders → daily_revenue`.
    pub carried: Vec<String>,
    /// The number of asset pairs that carry it.
    pub pairs: usize,
    /// A note in plain words; may be empty.
    pub note: String,
}

/// The most parts that a matrix shows.
const PARTS: usize = 40;
/// The most flows in a list, the most in all lists of a page, and the fewest that a list is cut to.
const ROWS: usize = 200;
const PAGE_ROWS: usize = 240;
const LEAST_ROWS: usize = 10;
/// The most flows that the page of a domain shows.
const DOMAIN_ROWS: usize = 60;
/// The most unconnected products that are named.
const ALONE: usize = 12;
/// The most asset pairs that a row names.
const MAX_NAMED: usize = 3;

/// What the company is divided into: its domains, else its teams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum CompanyPart {
    Domain(DomainIx),
    Team(TeamIx),
}

/// The parts at both ends of a flow.
type PartPair = (Option<CompanyPart>, Option<CompanyPart>);

/// Whether any product builds on another one.
pub(super) fn has_flows(context: &ViewContext<'_>) -> bool {
    living_flows(context).next().is_some()
}

/// All flows between products that are not retired, by the parts at their ends.
struct Flows<'s, 'c> {
    context: &'s ViewContext<'c>,
    between: BTreeMap<PartPair, Vec<(ProductIx, ProductIx)>>,
}

impl<'s, 'c> Flows<'s, 'c> {
    fn new(context: &'s ViewContext<'c>) -> Self {
        let by_team = context.catalog.domains.is_empty();
        let part = |product: ProductIx| {
            let product = context.product(product);
            let domain = product.domain.map(CompanyPart::Domain);
            domain.or(product.owner.filter(|_| by_team).map(CompanyPart::Team))
        };
        let mut between: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (from, to) in living_flows(context) {
            between.entry((part(from), part(to))).or_default().push((from, to));
        }
        Self { context, between }
    }

    /// Returns the page of the company.
    fn company(&self) -> CompanyView {
        let context = self.context;
        let listed = context.listed();
        let graph = &context.catalog.lineage;
        let is_connected = |product: &&ProductIx| {
            !graph.upstream(**product).is_empty() || !graph.downstream(**product).is_empty()
        };
        let count = |inner: bool| -> usize {
            let flows = self.between.iter().filter(|((from, to), _)| (from == to) == inner);
            flows.map(|(_, flows)| flows.len()).sum()
        };
        let map = figures::company(context);
        let (product_map, alone) = figures::products(context).unzip();
        let alone: Vec<ProductIx> = alone.unwrap_or_default();
        let (drawn, drawable) = map.as_ref().map_or((0, 0), |map| map.shown);
        let matrix = self.matrix();
        CompanyView {
            map_lanes: map.as_ref().map_or("", |map| map.lanes).to_owned(),
            within_category: map.as_ref().map_or(0, |map| map.within_category),
            map_left_out: map.as_ref().map_or(0, |map| map.left_out),
            products: listed.len(),
            connected: listed.iter().filter(is_connected).count(),
            flows: count(true) + count(false),
            across: count(false),
            part: self.part(),
            matrix,
            product_map,
            more_unconnected: alone.len().saturating_sub(ALONE),
            unconnected: alone.iter().take(ALONE).map(|product| context.product_ref(*product)).collect(),
            map: map.map(|map| map.picture),
            drawn,
            drawable,
            explorer: paths::EXPLORER.to_owned(),
            modularity: super::modularity::is_present(context),
        }
    }

    fn matrix(&self) -> Matrix {
        let mut weights: BTreeMap<Option<CompanyPart>, usize> = BTreeMap::new();
        for ((from, to), flows) in &self.between {
            *weights.entry(*from).or_default() += flows.len();
            *weights.entry(*to).or_default() += flows.len();
        }
        let mut parts: Vec<Option<CompanyPart>> = weights.keys().copied().collect();
        parts.sort_by_key(|part| (Reverse(weights[part]), part.is_none(), *part));
        let left_out = parts.len().saturating_sub(PARTS);
        parts.truncate(PARTS);
        parts.sort_by_key(|part| (part.is_none(), *part));
        let counts = || self.between.values().map(Vec::len);
        let range = counts().min().unwrap_or(1)..=counts().max().unwrap_or(1);
        let rows = parts.iter().map(|from| {
            let cells = parts.iter().map(|to| {
                let count = self.between.get(&(*from, *to)).map_or(0, Vec::len);
                FlowMatrixCell {
                    count,
                    level: level(count, range.clone()),
                    path: format!(
                        "{}#to-{}",
                        paths::outflow(&self.page_ref(*from).id),
                        self.page_ref(*to).id
                    ),
                    inner: from == to,
                }
            });
            let out = self.between.iter().filter(|((source, _), _)| source == from);
            FlowMatrixRow {
                source: self.page_ref(*from),
                cells: cells.collect(),
                total: out.map(|(_, flows)| flows.len()).sum(),
            }
        });
        let into = |to: &Option<CompanyPart>| {
            let into = self.between.iter().filter(|((_, target), _)| target == to);
            into.map(|(_, flows)| flows.len()).sum()
        };
        Matrix {
            rows: rows.collect(),
            totals: parts.iter().map(into).collect(),
            columns: parts.iter().map(|part| self.page_ref(*part)).collect(),
            left_out,
        }
    }

    /// Returns the pages of the flows out of each part.
    fn outflows(&self) -> Vec<(Option<CompanyPart>, String, OutflowView)> {
        let mut sources: Vec<Option<CompanyPart>> = self.between.keys().map(|(from, _)| *from).collect();
        sources.dedup();
        sources
            .into_iter()
            .map(|from| (from, paths::outflow(&self.page_ref(from).id), self.outflow(from)))
            .collect()
    }

    fn outflow(&self, from: Option<CompanyPart>) -> OutflowView {
        let outflows = self.between.iter().filter(|((source, _), _)| *source == from);
        let room = (PAGE_ROWS / outflows.clone().count().max(1)).clamp(LEAST_ROWS, ROWS);
        let flows: Vec<(ProductIx, ProductIx)> =
            outflows.clone().flat_map(|(_, flows)| flows).copied().collect();
        let note = if flows.len() > LEAST_ROWS { self.common_note(&flows) } else { "" };
        let row = |(from, to): &(ProductIx, ProductIx)| {
            let row = flow_row(*from, *to, self.context);
            if note.is_empty() { row } else { FlowRow { note: String::new(), ..row } }
        };
        let target = |(ends, flows): (&PartPair, &Vec<(ProductIx, ProductIx)>)| InflowView {
            target: self.page_ref(ends.1),
            inner: ends.1 == from,
            flows: flows.iter().take(room).map(row).collect(),
            total: flows.len(),
        };
        OutflowView {
            note: note.to_owned(),
            part: self.part(),
            source: self.page_ref(from),
            total: flows.len(),
            all: outflows.clone().any(|(_, flows)| flows.len() > room).then(|| self.table_of(from)),
            targets: outflows.map(target).collect(),
        }
    }

    /// Returns the path of the table of all flows out of a part.
    fn table_of(&self, from: Option<CompanyPart>) -> String {
        paths::outflow(&self.page_ref(from).id).replace("index.html", "flows.csv")
    }

    /// Returns that table.
    fn table(&self, from: Option<CompanyPart>) -> Table {
        let lineage = &self.context.catalog.lineage;
        let outflows = self.between.iter().filter(|((source, _), _)| *source == from);
        let rows = outflows.flat_map(|((_, to), flows)| {
            let into = self.page_ref(*to).name;
            flows.iter().map(move |(from, to)| {
                let of = |product: ProductIx| self.context.product(product).id.clone();
                let said = lineage.flow(*from, *to).map(|flow| note(flow, [*from, *to], self.context));
                vec![of(*from), of(*to), into.clone(), said.unwrap_or_default().to_owned()]
            })
        });
        Table { columns: &["from", "to", "into", "note"], rows: rows.collect() }
    }

    /// Returns the note that all of these flows have in common; may be empty.
    fn common_note(&self, flows: &[(ProductIx, ProductIx)]) -> &'static str {
        let lineage = &self.context.catalog.lineage;
        let of = |(from, to): &(ProductIx, ProductIx)| {
            Some(note(lineage.flow(*from, *to)?, [*from, *to], self.context))
        };
        let notes: BTreeSet<&'static str> = flows.iter().filter_map(of).collect();
        if notes.len() == 1 { notes.first().copied().unwrap_or_default() } else { "" }
    }

    /// Returns the kind of parts.
    fn part(&self) -> &'static str {
        if self.context.catalog.domains.is_empty() { "team" } else { "domain" }
    }

    fn page_ref(&self, part: Option<CompanyPart>) -> PageRef {
        let none = if self.part() == "team" { "No owner" } else { "No domain" };
        match part {
            Some(CompanyPart::Domain(domain)) => self.context.domain(domain),
            Some(CompanyPart::Team(team)) => self.context.team(team),
            None => {
                PageRef { path: paths::section("products"), ..page_ref("products", paths::NO_PART, none) }
            }
        }
    }
}

/// Returns the rows of the first flows of a domain, those within it first, and the number of flows.
pub(super) fn flows_at(domain: DomainIx, context: &ViewContext<'_>) -> (Vec<FlowRow>, usize) {
    let is_own = |product: ProductIx| context.product(product).domain == Some(domain);
    let graph = &context.catalog.lineage;
    let mut flows: Vec<(ProductIx, ProductIx)> = Vec::new();
    for product in context.all().filter(|product| is_own(*product)) {
        flows.extend(graph.downstream(product).iter().map(|flow| (product, flow.product)));
        let upstream = graph.upstream(product);
        let outside = upstream.iter().map(|flow| flow.product).filter(|from| !is_own(*from));
        flows.extend(outside.map(|from| (from, product)));
    }
    flows.sort_by_key(|(from, to)| (!(is_own(*from) && is_own(*to)), *from, *to));
    let rows = flows.iter().take(DOMAIN_ROWS).map(|(from, to)| flow_row(*from, *to, context));
    (rows.collect(), flows.len())
}

fn flow_row(from: ProductIx, to: ProductIx, context: &ViewContext<'_>) -> FlowRow {
    let nothing = Flow::default();
    let flow = context.catalog.lineage.flow(from, to).unwrap_or(&nothing);
    let name = |asset| context.catalog.asset(asset).name.as_str();
    FlowRow {
        from: context.product_ref(from),
        to: context.product_ref(to),
        carried: flow
            .pairs
            .iter()
            .take(MAX_NAMED)
            .map(|pair| format!("{} → {}", name(pair.from), name(pair.to)))
            .collect(),
        pairs: flow.pairs.len(),
        note: note(flow, [from, to], context).to_owned(),
    }
}

/// Returns a note on a flow, in plain words; may be empty.
pub(super) fn note(flow: &Flow, ends: [ProductIx; 2], context: &ViewContext<'_>) -> &'static str {
    match (flow.is_seen(), flow.declared.is_some()) {
        (false, _) if context.is_planned(ends) => "planned",
        (true, false) => "undeclared",
        (false, _) => "declared, no read found",
        (true, true) => "",
    }
}
