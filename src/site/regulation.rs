//! `/regulations/<id>/`: what it asks for, whom it concerns, where the evidence is.

use super::listing::Pages;
use super::parts::{Term, Word};
use super::product::EvidenceView;
use serde::Serialize;

/// The page of a regulation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
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
