//! `/domains/<id>/`: a part of the business and its products.

use super::listing::ListingView;
use super::parts::{Picture, Term};
use serde::Serialize;

/// The page of a domain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DomainView {
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// The team that answers for it.
    pub owner: Option<Term>,
    /// The teams that answer for its products.
    pub teams: Vec<Term>,
    /// Its products.
    pub products: ListingView,
    /// How its products build on each other; nothing with too few or too many.
    pub lineage: Option<Picture>,
}
