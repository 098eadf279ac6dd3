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
use super::product::{self, ObligationEvidenceView};
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::subject::Subject;
use super::words::EvidenceState;
use super::{figures, paths};
use crate::model::{Control, RegulationIx};
use cells::{MatrixCell, cells};
use concerned::{Concerned, concerned};
use gaps::{ProductData, RegulationGaps};
pub(crate) use received::ReceivedView;
use serde::Serialize;

/// The page of a regulation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RegulationView {
    /// The name.
    pub name: String,
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
    /// Data that dbt marks as subject to it in products that do not declare it, at most two hundred; first page only.
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
    pages.html(paths::section("regulations"), meta, matrix(context));
    for (path, table) in evidence::tables(context) {
        pages.file(path, Page::Csv(table));
    }
    for (position, of) in context.catalog.regulations.iter().enumerate() {
        let flows = flows::under(RegulationIx::at(position), context);
        if !flows.is_empty() {
            pages.file(flows::file(&of.id), Page::Csv(flows::table(&flows)));
        }
        let gaps = RegulationGaps::new(RegulationIx::at(position), context);
        for (path, table) in gaps.files(RegulationIx::at(position), context) {
            pages.file(path, Page::Csv(table));
        }
        for (path, view) in regulation(RegulationIx::at(position), &flows, &gaps, context) {
            let meta = PageMeta::first("regulations", &of.name, &of.summary)
                .about(Subject::Regulation(RegulationIx::at(position)))
                .below(section_ref("regulations", "Regulations"));
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
    /// The products it applies to, those that lack most first: all if there are few, else the first.
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
}

/// The column of a control.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct MatrixControl {
    /// The control, linked to its place in the page of the regulation.
    pub control: PageRef,
    /// The number of products with evidence for it that is not stale.
    pub given: usize,
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
    /// The same in brief.
    pub cells: Vec<MatrixCell>,
    /// Whether something is missing, overdue or failing.
    pub gap: bool,
    /// The state of all controls together: the worst of `seen`, `given`, `partly`, `stale`, `missing` or `failing`, and the
    /// number of current ones if only some are; `None` if no controls are defined, so that nothing is shown.
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
fn matrix(context: &ViewContext<'_>) -> RegulationsView {
    let all = (0..context.catalog.regulations.len()).map(RegulationIx::at);
    RegulationsView {
        file: paths::EVIDENCE.to_owned(),
        guarded: !context.catalog.guards.all.is_empty(),
        regulations: all.map(|index| matrix_view(index, context)).collect(),
    }
}

fn matrix_view(index: RegulationIx, context: &ViewContext<'_>) -> MatrixView {
    let regulation = &context.catalog.regulations[index.position()];
    let page_ref = context.regulation(index);
    let mut concerned = concerned(index, context);
    let given = |one: &Concerned<'_>| one.2.iter().filter(|(state, _)| state.is_current()).count();
    let share = Ratio::of(
        concerned.iter().map(given).sum(),
        concerned.iter().map(|(_, _, evidence)| evidence.len()).sum(),
    );
    concerned.sort_by_key(given);
    let in_state = |state: EvidenceState| {
        let cases = concerned.iter().flat_map(|(_, _, evidence)| evidence);
        cases.filter(|(one, _)| *one == state).count()
    };
    let control = |(position, control): (usize, &Control)| MatrixControl {
        control: PageRef {
            id: control.id.clone(),
            name: control.name.clone(),
            path: format!("{}#control-{}", page_ref.path, control.id),
            ..PageRef::default()
        },
        given: concerned.iter().filter(|(_, _, evidence)| evidence[position].0.is_current()).count(),
    };
    let shown = if concerned.len() > ALL_ROWS { FIRST_ROWS } else { ALL_ROWS };
    let row = |one: &Concerned<'_>| MatrixRow {
        product: context.product_ref(one.0),
        owner: context.product(one.0).owner.map(|owner| context.team(owner)),
        cells: cells(one, context),
    };
    MatrixView {
        summary: in_short(&regulation.summary, &regulation.description),
        jurisdiction: regulation.jurisdiction.clone(),
        controls: regulation.controls.iter().enumerate().map(control).collect(),
        total: concerned.len(),
        rows: concerned.iter().take(shown).map(row).collect(),
        given: share,
        stale: in_state(EvidenceState::Stale),
        partly: in_state(EvidenceState::Partly),
        missing: in_state(EvidenceState::Missing),
        failing: in_state(EvidenceState::Failing),
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
    let mut concerned = concerned(index, context);
    // Products that need action come first.
    let worst = |one: &Concerned<'_>| one.2.iter().map(|(state, _)| *state).max();
    concerned.sort_by_key(|one| std::cmp::Reverse(worst(one)));
    let lacking = concerned.iter().filter(|one| worst(one).is_some_and(|worst| !worst.is_current())).count();
    let drawing = figures::regulation(index, flows, context);

    let first = |data: &[ProductData]| -> Vec<MarkedView> {
        data.iter().take(FLOWS).map(|data| data.view(context)).collect()
    };
    let first_received = &gaps.received[..gaps.received.len().min(received::SHOWN)];
    let partly = concerned.iter().flat_map(|one| &one.2).any(|(state, _)| *state == EvidenceState::Partly);
    let failing = concerned.iter().filter(|one| worst(one) == Some(EvidenceState::Failing)).count();

    let page = context.regulation(index).path;
    let count = concerned.len().div_ceil(PAGE).max(1);
    let controls = controls(&regulation.controls, &concerned);
    (1..=count)
        .map(|number| {
            let from = (number - 1) * PAGE;
            let shown = &concerned[from..concerned.len().min(from + PAGE)];
            let view = RegulationView {
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
                products: shown.iter().map(|one| concerned_view(one, context)).collect(),
                total: concerned.len(),
                unguarded: if number == 1 { first(&gaps.unguarded) } else { Vec::new() },
                unguarded_total: gaps.unguarded.len(),
                marked: if number == 1 { first(&gaps.marked) } else { Vec::new() },
                marked_total: gaps.marked.len(),
                received: if number == 1 { first_received.to_vec() } else { Vec::new() },
                received_total: gaps.received.len(),
                partly,
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
fn controls(all: &[Control], concerned: &[Concerned<'_>]) -> Vec<ControlView> {
    let in_state = |position: usize, state: EvidenceState| {
        concerned.iter().filter(|(_, _, evidence)| evidence[position].0 == state).count()
    };
    let is_everywhere = |one: &ObligationEvidenceView| {
        one.guarded.as_ref().is_some_and(|seen| seen.failed == 0 && seen.passed == seen.tables)
    };
    let control = |(position, control): (usize, &Control)| ControlView {
        seen: concerned.iter().filter(|(_, _, evidence)| is_everywhere(&evidence[position].1)).count(),
        failing: in_state(position, EvidenceState::Failing),
        id: control.id.clone(),
        name: control.name.clone(),
        description: control.description.clone(),
        evidence: control.evidence.clone(),
        review_every: control.review_every.map_or(String::new(), |length| length.to_string()),
        given: concerned.iter().filter(|(_, _, evidence)| evidence[position].0.is_current()).count(),
    };
    all.iter().enumerate().map(control).collect()
}

fn concerned_view(concerned: &Concerned<'_>, context: &ViewContext<'_>) -> ConcernedView {
    let (product, obligation, evidence) = concerned;
    ConcernedView {
        product: context.product_ref(*product),
        owner: context.product(*product).owner.map(|owner| context.team(owner)),
        basis: obligation.basis.clone(),
        data: obligation.data.clone(),
        drops: obligation.drops.clone().unwrap_or_default(),
        controls: evidence.iter().map(|(_, view)| view.clone()).collect(),
        cells: cells(concerned, context),
        gap: evidence.iter().any(|(state, _)| !state.is_current()),
        state: overall(evidence.iter().map(|(state, _)| *state)),
    }
}

/// Returns the state of all controls of a product together: the worst, and how many are current if only some are.
fn overall(states: impl Iterator<Item = EvidenceState> + Clone) -> Option<Label> {
    let worst = product::worst(states.clone())?;
    let (current, all) = (states.clone().filter(|state| state.is_current()).count(), states.count());
    if current == 0 || current == all {
        return Some(worst);
    }
    let meaning = format!("Evidence is current for {current} of {all} controls.");
    Some(Label { name: format!("{current} of {all} current"), meaning, ..worst })
}
