//! `/products/`, `/categories/<id>/`, `/tiers/<id>/`, `/lifecycles/<id>/`: products as lists,
//! narrowed by plain links and cut into pages.

use super::parts::{ProductCard, Term};
use serde::Serialize;

/// A list of products, or one page of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ListingView {
    /// What the list narrows by: `Category`, `Tier`, `Lifecycle`; empty for all products.
    pub kind: String,
    /// The heading.
    pub title: String,
    /// What the list holds, in one plain sentence; may be empty.
    pub description: String,
    /// How many products the whole list holds.
    pub total: usize,
    /// The products of this page, by category.
    pub groups: Vec<Group>,
    /// Ways to narrow the list.
    pub facets: Vec<Facet>,
    /// Which page this is.
    pub pages: Pages,
}

/// Products under a common heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The category; without one the products have none.
    pub term: Option<Term>,
    /// What the category is.
    pub description: String,
    /// The products by name.
    pub products: Vec<ProductCard>,
}

/// One way to narrow a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// `Category`, `Domain`, `Team`, `Tier`, `Lifecycle`.
    pub title: String,
    /// Its values that hold products.
    pub options: Vec<FacetOption>,
    /// How many more values there are, and where they are listed.
    pub more: Option<Term>,
}

/// One value of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FacetOption {
    /// The value and the list that it leads to.
    pub term: Term,
    /// How many products.
    pub count: usize,
    /// Whether this list is the one.
    pub current: bool,
}

/// Where a page stands among the pages of its list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Pages {
    /// The number of this page, from 1.
    pub number: usize,
    /// How many there are; 1 needs no links.
    pub count: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// All pages, or those around this one, by number.
    pub around: Vec<PageLink>,
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PageLink {
    /// Its number, from 1.
    pub number: usize,
    /// Its path.
    pub path: String,
}
