//! `/regulations/` and `/regulations/<id>/`: what a regulation requires, whom it concerns, where the evidence is.

mod cells;
mod concerned;
mod evidence;
mod flows;
mod gaps;
mod received;

use super::context::{ViewContext, in_short};
use super::lists::{Pages, pages_of};
use super::marked::MarkedView;
use super::page::{Page, View};
use super::parts::{Label, MenuPosition, MenuSectionId, PageRef, Picture, Ratio, RegulatedFlow};
use super::product::ObligationEvidenceView;
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::subject::Subject;
use super::words::EvidenceState;
use super::{figures, paths};
use crate::model::{Control, RegulationIx};
use cells::{MatrixCell, cells};
use concerned::{RegulatedProduct, overall, regulated_products, sort_by_need};
use gaps::RegulationGaps;
pub(crate) use received::ReceivedView;
use serde::Serialize;

/// The page of a regulation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RegulationView {
    /// The id, by which the search narrows its products.
    pub id: String,
    /// The name.
    pub name: String,
    /// Whether there are proposed products, so that each list says if it counts them.
    pub proposed: bool,
    /// One plain sentence; may be empty.
    pub summary: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Where it applies; may be empty.
    pub jurisdiction: String,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// Its text.
    pub url: Option<String>,
    /// Its controls.
    pub controls: Vec<ControlView>,
    /// The CSV file of the evidence, for an auditor.
    pub file: String,
    /// The folder of this and its other files.
    pub folder: String,
    /// The flows of data under it, at most two hundred, those that need attention first; on the first page
    /// only.
    pub flows: Vec<RegulatedFlow>,
    /// The number of all such flows.
    pub flows_total: usize,
    /// The CSV file of all of them.
    pub flows_file: String,
    /// The flows as a drawing; `None` if there are none or too many.
    pub drawing: Option<Picture>,
    /// The products it applies to: those of this page, those that lack evidence first.
    pub products: Vec<ConcernedView>,
    /// The number of all such products.
    pub total: usize,
    /// The number of products that lack evidence for a control, or whose evidence is overdue for review.
    pub lacking: usize,
    /// The page with those, if none of them is on this one.
    pub gaps_path: Option<String>,
    /// Data that dbt marks as subject to it, or that products under it provide, and that none of its guards covers,
    /// at most two hundred; on the first page only, and only if it has guards.
    pub unguarded: Vec<MarkedView>,
    /// The number of products with such data.
    pub unguarded_total: usize,
    /// The number of products that have its data and do not declare it.
    pub undeclared: usize,
    /// Data that dbt marks as subject to it in products in use that do not declare it, at most two hundred; first page only.
    pub marked: Vec<MarkedView>,
    /// The number of products with such data.
    pub marked_total: usize,
    /// The products that receive data under it and do not declare it, at most twelve; on the first page only.
    pub received: Vec<ReceivedView>,
    /// The number of all such products.
    pub received_total: usize,
    /// Whether a control of a product was not observed on every table.
    pub partly: bool,
    /// The number of products with a control whose job failed.
    pub failing: usize,
    /// The position among the pages.
    pub pages: Pages,
}

impl View for RegulationView {
    const TEMPLATE: &'static str = "regulation.html";

    fn pictures(&self) -> Vec<&Picture> {
        self.drawing.iter().collect()
    }
}

/// The page of all regulations: which products are under which, and their evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RegulationsView {
    /// The CSV file of all evidence, for an auditor.
    pub file: String,
    /// Whether there are jobs that guard data.
    pub guarded: bool,
    /// Whether there are proposed products, which these numbers count.
    pub proposed: bool,
    /// Each regulation with its products.
    pub regulations: Vec<MatrixView>,
}

/// The regulations, and the evidence for each control.
pub(super) const SECTION: Section = Section {
    places: &["regulations", paths::EVIDENCE],
    also: |path, _| paths::is_evidence_of_product(path),
    pages,
    menu: |context| {
        entry(
            MenuSectionId::Usability,
            MenuPosition::Bar,
            section_ref("regulations", "Regulations"),
            !context.catalog.regulations.is_empty(),
        )
    },
    ..Section::EMPTY
};

impl View for RegulationsView {
    const TEMPLATE: &'static str = "regulations.html";
}

fn pages(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    if context.catalog.regulations.is_empty() {
        return;
    }
    let meta = PageMeta::first(
        "regulations",
        "Regulations",
        "What regulations require of our data, and the evidence for it.",
    );
    let all = (0..context.catalog.regulations.len()).map(RegulationIx::at);
    let gaps: Vec<RegulationGaps> = all.map(|index| RegulationGaps::new(index, context)).collect();
    pages.html(paths::section("regulations"), meta, matrix(&gaps, context));
    for (path, table) in evidence::tables(context) {
        pages.file(path, Page::Csv(table));
    }
    for (position, of) in context.catalog.regulations.iter().enumerate() {
        let flows = flows::under(RegulationIx::at(position), context);
        if !flows.is_empty() {
            pages.file(flows::file(&of.id), Page::Csv(flows::table(&flows)));
        }
        let gaps = &gaps[position];
        for (path, table) in gaps.files(RegulationIx::at(position), context) {
            pages.file(path, Page::Csv(table));
        }
        for (path, view) in regulation(RegulationIx::at(position), &flows, gaps, context) {
            let meta = PageMeta::first("regulations", &of.name, &of.summary)
                .about(Subject::Regulation(RegulationIx::at(position)))
                .below(section_ref("regulations", "Regulations"));
            pages.html(path, meta, view);
        }
        for (path, view) in received::pages(RegulationIx::at(position), &gaps.received, context) {
            let meta = PageMeta::first("regulations", format!("{}: received, not declared", of.name), "")
                .about(Subject::Regulation(RegulationIx::at(position)))
                .below(section_ref("regulations", "Regulations"))
                .below(context.regulation(RegulationIx::at(position)));
            pages.html(path, meta, view);
        }
    }
}

/// A regulation as products × controls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct MatrixView {
    /// Its page.
    pub regulation: PageRef,
    /// One plain sentence; may be empty.
    pub summary: String,
    /// Where it holds; may be empty.
    pub jurisdiction: String,
    /// Its controls.
    pub controls: Vec<MatrixControl>,
    /// The products it applies to, those that need most first: all if there are few, else the first, and none if the
    /// first are alike.
    pub rows: Vec<MatrixRow>,
    /// The number of all such products.
    pub total: usize,
    /// The share of controls, over all products, with evidence that is not stale.
    pub given: Ratio,
    /// The number of cases, each a control of a product, whose evidence is overdue for review.
    pub stale: usize,
    /// The number of cases whose control was carried out at some tables only.
    pub partly: usize,
    /// The number of cases without evidence.
    pub missing: usize,
    /// The number of cases whose job failed.
    pub failing: usize,
    /// The number of products that have its data and do not declare it.
    pub undeclared: usize,
}

/// The column of a control.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct MatrixControl {
    /// The control, linked to its place in the page of the regulation.
    pub control: PageRef,
    /// The share of products with evidence for it that is not stale.
    pub given: Ratio,
    /// The number of products without evidence for it.
    pub missing: usize,
}

/// A product's row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct MatrixRow {
    /// The product.
    pub product: PageRef,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// The evidence for each control.
    pub cells: Vec<MatrixCell>,
}

/// A control.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ControlView {
    /// The id, also the anchor `control-<id>` in the page.
    pub id: String,
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// What counts as evidence; may be empty.
    pub evidence: String,
    /// How often it is reviewed: `365 days`; may be empty.
    pub review_every: String,
    /// The number of products with evidence that is not stale, or observed to meet it.
    pub given: usize,
    /// The number of products where a job was observed to apply it to every table.
    pub seen: usize,
    /// The number of products where the job that applies it failed.
    pub failing: usize,
}

/// A product under the regulation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ConcernedView {
    /// The product.
    pub product: PageRef,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// Why the data may be held; may be empty.
    pub basis: String,
    /// The data it applies to.
    pub data: Vec<String>,
    /// Why the obligation ends here for those downstream; may be empty.
    pub drops: String,
    /// The evidence for each control, in the order of [`RegulationView::controls`].
    pub controls: Vec<ObligationEvidenceView>,
    /// Whether there is more to say of any of them than its cell does.
    pub evidenced: bool,
    /// The same in brief.
    pub cells: Vec<MatrixCell>,
    /// Whether something is missing, overdue or failing.
    pub gap: bool,
    /// The state of all controls together: the worst of `seen`, `given`, `partly`, `stale`, `missing` or `failing`, and the
    /// number of current ones if there are any; `None` if no controls are defined, so that nothing is shown.
    pub state: Option<Label>,
}

/// The number of products on a page.
const PAGE: usize = 25;

/// The most products of a regulation that the page of all regulations shows.
const ALL_ROWS: usize = 24;
const FIRST_ROWS: usize = 8;
/// The most flows that a page shows.
const FLOWS: usize = 200;

/// Returns the page of all regulations.
fn matrix(gaps: &[RegulationGaps], context: &ViewContext<'_>) -> RegulationsView {
    RegulationsView {
        file: paths::EVIDENCE.to_owned(),
        guarded: !context.catalog.guards.all.is_empty(),
        proposed: context.catalog.has_proposed(),
        regulations: gaps
            .iter()
            .enumerate()
            .map(|(at, gaps)| matrix_view(RegulationIx::at(at), gaps, context))
            .collect(),
    }
}

fn matrix_view(index: RegulationIx, gaps: &RegulationGaps, context: &ViewContext<'_>) -> MatrixView {
    let regulation = &context.catalog.regulations[index.position()];
    let page_ref = context.regulation(index);
    let mut products = regulated_products(index, context);
    let share = Ratio::of(
        products.iter().map(RegulatedProduct::current).sum(),
        products.iter().map(|regulated| regulated.controls.len()).sum(),
    );
    sort_by_need(&mut products);
    let in_state = |wanted: EvidenceState| {
        let states = products.iter().flat_map(RegulatedProduct::states);
        states.filter(|state| *state == wanted).count()
    };
    let control = |(position, control): (usize, &Control)| MatrixControl {
        control: PageRef {
            id: control.id.clone(),
            name: control.name.clone(),
            path: format!("{}#control-{}", page_ref.path, control.id),
            ..PageRef::default()
        },
        given: Ratio::of(current_of(position, &products), products.len()),
        missing: in_state_of(position, EvidenceState::Missing, &products),
    };
    let is_short = products.len() <= ALL_ROWS;
    let sample = &products[..if is_short { products.len() } else { FIRST_ROWS }];
    // Rows that are all alike show nothing that the counts of the controls do not say.
    let is_uniform = sample.iter().all(|regulated| regulated.states().eq(sample[0].states()));
    let shown = if is_uniform && !is_short { &[] } else { sample };
    let row = |regulated: &RegulatedProduct<'_>| MatrixRow {
        product: context.product_ref(regulated.product),
        owner: context.product(regulated.product).owner.map(|owner| context.team(owner)),
        cells: cells(regulated, context),
    };
    MatrixView {
        summary: in_short(&regulation.summary, &regulation.description),
        jurisdiction: regulation.jurisdiction.clone(),
        controls: regulation.controls.iter().enumerate().map(control).collect(),
        total: products.len(),
        rows: shown.iter().map(row).collect(),
        given: share,
        stale: in_state(EvidenceState::Stale) + in_state(EvidenceState::Unreviewed),
        partly: in_state(EvidenceState::Partly),
        missing: in_state(EvidenceState::Missing),
        failing: in_state(EvidenceState::Failing),
        undeclared: gaps.undeclared(context),
        regulation: page_ref,
    }
}

/// Returns the pages of a regulation, at least one, each with its path.
fn regulation(
    index: RegulationIx,
    flows: &[RegulatedFlow],
    gaps: &RegulationGaps,
    context: &ViewContext<'_>,
) -> Vec<(String, RegulationView)> {
    let regulation = &context.catalog.regulations[index.position()];
    let mut products = regulated_products(index, context);
    sort_by_need(&mut products);
    let lacking = products.iter().filter(|regulated| regulated.has_gap()).count();
    let drawing = figures::regulation(index, flows, context);

    let first = |data| gaps::views(data, FLOWS, context);
    let partly =
        products.iter().flat_map(RegulatedProduct::states).any(|state| state == EvidenceState::Partly);
    let is_failing = |regulated: &&RegulatedProduct<'_>| regulated.worst() == Some(EvidenceState::Failing);
    let failing = products.iter().filter(is_failing).count();

    let page = context.regulation(index).path;
    let count = products.len().div_ceil(PAGE).max(1);
    let controls = controls(&regulation.controls, &products);
    (1..=count)
        .map(|number| {
            let from = (number - 1) * PAGE;
            let shown = &products[from..products.len().min(from + PAGE)];
            let view = RegulationView {
                id: regulation.id.clone(),
                name: regulation.name.clone(),
                summary: regulation.summary.clone(),
                description: regulation.description.clone(),
                jurisdiction: regulation.jurisdiction.clone(),
                owner: regulation.owner.map(|owner| context.team(owner)),
                url: regulation.url.clone(),
                controls: controls.clone(),
                file: paths::folder_file("regulations", &regulation.id, "evidence.csv"),
                folder: paths::folder_file("regulations", &regulation.id, ""),
                flows: if number == 1 { flows.iter().take(FLOWS).cloned().collect() } else { Vec::new() },
                flows_total: flows.len(),
                flows_file: flows::file(&regulation.id),
                drawing: drawing.clone().filter(|_| number == 1),
                products: shown.iter().map(|regulated| concerned_view(regulated, context)).collect(),
                total: products.len(),
                unguarded: if number == 1 { first(&gaps.unguarded) } else { Vec::new() },
                unguarded_total: gaps.unguarded.len(),
                undeclared: gaps.undeclared(context),
                marked: if number == 1 { first(&gaps.marked) } else { Vec::new() },
                marked_total: gaps.marked.len(),
                received: if number == 1 { gaps.first_received().to_vec() } else { Vec::new() },
                received_total: gaps.received.len(),
                partly,
                proposed: context.catalog.has_proposed(),
                failing,
                lacking,
                gaps_path: (number > 1 && from >= lacking).then(|| page.clone()),
                pages: pages_of(&page, number, count),
            };
            (paths::page_of(&page, number), view)
        })
        .collect()
}

/// Returns the controls, with how many of the products under the regulation meet each.
fn controls(all: &[Control], products: &[RegulatedProduct<'_>]) -> Vec<ControlView> {
    let is_everywhere = |evidence: &ObligationEvidenceView| {
        evidence.guarded.as_ref().is_some_and(|seen| seen.failed == 0 && seen.passed == seen.tables)
    };
    let control = |(position, control): (usize, &Control)| ControlView {
        seen: products.iter().filter(|regulated| is_everywhere(&regulated.controls[position].view)).count(),
        failing: in_state_of(position, EvidenceState::Failing, products),
        id: control.id.clone(),
        name: control.name.clone(),
        description: control.description.clone(),
        evidence: control.evidence.clone(),
        review_every: control.review_every.map_or(String::new(), |length| length.to_string()),
        given: current_of(position, products),
    };
    all.iter().enumerate().map(control).collect()
}

/// Returns the number of products whose evidence for a control is current.
fn current_of(position: usize, products: &[RegulatedProduct<'_>]) -> usize {
    products.iter().filter(|regulated| regulated.controls[position].state.is_current()).count()
}

/// Returns the number of products whose evidence for a control is in a state.
fn in_state_of(position: usize, state: EvidenceState, products: &[RegulatedProduct<'_>]) -> usize {
    products.iter().filter(|regulated| regulated.controls[position].state == state).count()
}

fn concerned_view(regulated: &RegulatedProduct<'_>, context: &ViewContext<'_>) -> ConcernedView {
    let obligation = regulated.obligation;
    ConcernedView {
        product: context.product_ref(regulated.product),
        owner: context.product(regulated.product).owner.map(|owner| context.team(owner)),
        basis: obligation.basis.clone(),
        data: obligation.data.clone(),
        drops: obligation.reason_not_passed_on.clone().unwrap_or_default(),
        evidenced: regulated.controls.iter().any(|control| control.view.is_described()),
        controls: regulated.controls.iter().map(|control| control.view.clone()).collect(),
        cells: cells(regulated, context),
        gap: regulated.has_gap(),
        state: overall(regulated),
    }
}
