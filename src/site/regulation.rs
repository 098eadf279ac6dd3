//! `/regulations/<id>/`: what it asks for, whom it concerns, where the evidence is.

use super::listing::{self, Pages};
use super::parts::{Term, Word};
use super::paths;
use super::product::{self, EvidenceView};
use super::shelves::Shelves;
use super::words::EvidenceState;
use crate::model::{Control, Obligation, ProductIx, RegulationIx};
use serde::Serialize;

/// The page of a regulation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct RegulationView {
    /// The name.
    pub name: String,
    /// One plain sentence; may be empty.
    pub summary: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Where it holds; may be empty.
    pub jurisdiction: String,
    /// The team that answers for it.
    pub owner: Option<Term>,
    /// Its text.
    pub url: Option<String>,
    /// What it asks for.
    pub controls: Vec<ControlView>,
    /// The products that it concerns: those of this page.
    pub products: Vec<ConcernedView>,
    /// How many it concerns.
    pub total: usize,
    /// Which page this is.
    pub pages: Pages,
}

/// A control.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ControlView {
    /// The id, also the anchor `control-<id>` in the page.
    pub id: String,
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// What counts as evidence; may be empty.
    pub evidence: String,
    /// How often it is looked at: `365 days`; may be empty.
    pub review_every: String,
    /// How many products give evidence that is not stale.
    pub given: usize,
}

/// A product that the regulation concerns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ConcernedView {
    /// The product.
    pub product: Term,
    /// The team that answers for it.
    pub owner: Option<Term>,
    /// Why the data may be held; may be empty.
    pub basis: String,
    /// Which data it concerns.
    pub data: Vec<String>,
    /// Why the obligation ends here for those downstream; may be empty.
    pub drops: String,
    /// The evidence for each control, in the order of [`RegulationView::controls`].
    pub controls: Vec<EvidenceView>,
    /// All controls together: `given`, `stale` or `missing`, the worst of them.
    pub state: Word,
}

/// How many products stand on a page.
const PAGE: usize = 100;

/// A product under the regulation, with the evidence for each control.
type Concerned<'c> = (ProductIx, &'c Obligation, Vec<(EvidenceState, EvidenceView)>);

/// The pages of a regulation, at least one, each with its path.
pub(super) fn regulation(index: RegulationIx, shelves: &Shelves<'_>) -> Vec<(String, RegulationView)> {
    let regulation = &shelves.catalog.regulations[index.position()];
    let mut concerned: Vec<Concerned<'_>> = shelves
        .all()
        .flat_map(|product| {
            let obligations = shelves.product(product).obligations.iter();
            obligations.map(move |obligation| (product, obligation))
        })
        .filter(|(_, obligation)| obligation.regulation == index)
        .map(|(product, obligation)| (product, obligation, product::evidence(obligation, shelves)))
        .collect();
    concerned.sort_by_cached_key(|(product, ..)| shelves.by_name(*product));

    let page = shelves.regulation(index).path;
    let count = concerned.len().div_ceil(PAGE).max(1);
    let control = |(position, control): (usize, &Control)| ControlView {
        id: control.id.clone(),
        name: control.name.clone(),
        description: control.description.clone(),
        evidence: control.evidence.clone(),
        review_every: control.review_every.map_or(String::new(), |length| length.to_string()),
        given: concerned
            .iter()
            .filter(|(_, _, evidence)| evidence[position].0 == EvidenceState::Given)
            .count(),
    };
    let controls: Vec<ControlView> = regulation.controls.iter().enumerate().map(control).collect();
    (1..=count)
        .map(|number| {
            let from = (number - 1) * PAGE;
            let shown = &concerned[from..concerned.len().min(from + PAGE)];
            let view = RegulationView {
                name: regulation.name.clone(),
                summary: regulation.summary.clone(),
                description: regulation.description.clone(),
                jurisdiction: regulation.jurisdiction.clone(),
                owner: regulation.owner.map(|owner| shelves.team(owner)),
                url: regulation.url.clone(),
                controls: controls.clone(),
                products: shown.iter().map(|one| concerned_view(one, shelves)).collect(),
                total: concerned.len(),
                pages: listing::pages(&page, number, count),
            };
            (paths::page_of(&page, number), view)
        })
        .collect()
}

fn concerned_view((product, obligation, evidence): &Concerned<'_>, shelves: &Shelves<'_>) -> ConcernedView {
    ConcernedView {
        product: shelves.product_term(*product),
        owner: shelves.product(*product).owner.map(|owner| shelves.team(owner)),
        basis: obligation.basis.clone(),
        data: obligation.data.clone(),
        drops: obligation.drops.clone().unwrap_or_default(),
        controls: evidence.iter().map(|(_, view)| view.clone()).collect(),
        state: product::worst(evidence.iter().map(|(state, _)| *state)),
    }
}
