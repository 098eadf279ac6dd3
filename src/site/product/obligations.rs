//! What a product is obliged to, and the evidence.

use crate::site::parts::{Term, Word};
use serde::Serialize;

/// A regulation that concerns the product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ObligationView {
    /// The regulation.
    pub regulation: Term,
    /// Why the data may be held; may be empty.
    pub basis: String,
    /// Which data it concerns.
    pub data: Vec<String>,
    /// Why the obligation ends here for those downstream; Markdown, may be empty.
    pub drops: String,
    /// Each control that the regulation asks for.
    pub controls: Vec<EvidenceView>,
}

/// A control and its evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EvidenceView {
    /// The control; its path leads to it on the regulation's page.
    pub control: Term,
    /// `given`, `stale` or `missing`, in words too.
    pub state: Word,
    /// The evidence as text; may be empty.
    pub text: String,
    /// The evidence as a link.
    pub url: Option<String>,
    /// When somebody last looked: `2026-09-30`.
    pub reviewed: Option<String>,
}
