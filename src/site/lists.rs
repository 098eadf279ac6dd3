//! The parts that lists share: facets and pages.

use super::parts::PageRef;
use super::paths;
use crate::model::Role;
use serde::Serialize;

/// One way to narrow a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Facet {
    /// `Category`, `Domain`, `Team`, `Tier`, `Lifecycle`, `Status`.
    pub title: String,
    /// Its key in the query string of the search: `category`.
    pub key: String,
    /// Its values that have products.
    pub options: Vec<FacetOption>,
    /// The number of further values, and where they are listed.
    pub more: Option<PageRef>,
}

/// One value of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FacetOption {
    /// The value and the list that it links to.
    pub page_ref: PageRef,
    /// The number of products.
    pub count: usize,
    /// Whether this list is the current one.
    pub current: bool,
}

/// The position of a page among the pages of its list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Pages {
    /// The number of this page, from 1.
    pub number: usize,
    /// The number of pages; a single one needs no links.
    pub count: usize,
    /// The previous page.
    pub previous: Option<String>,
    /// The next page.
    pub next: Option<String>,
    /// All pages, or those around this one, by number.
    pub around: Vec<PageLink>,
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PageLink {
    /// Its number, from 1.
    pub number: usize,
    /// Its path.
    pub path: String,
}

/// Returns the position of page `number` of `count` pages.
pub(super) fn pages_of(list: &str, number: usize, count: usize) -> Pages {
    let near = number.saturating_sub(3).max(1)..=count.min(number + 3);
    let mut around: Vec<usize> = near.collect();
    if around.first() != Some(&1) {
        around.insert(0, 1);
    }
    if around.last() != Some(&count) {
        around.push(count);
    }
    let path = |number: usize| paths::page_of(list, number);
    Pages {
        number,
        count,
        previous: (number > 1).then(|| path(number - 1)),
        next: (number < count).then(|| path(number + 1)),
        around: around.into_iter().map(|number| PageLink { number, path: path(number) }).collect(),
    }
}
/// Returns the rank of a category's products: what people open comes before what it is built from.
pub(super) fn place(role: Option<Role>) -> usize {
    const ORDER: [Role; 8] = [
        Role::Dashboard,
        Role::Application,
        Role::Alerting,
        Role::Activation,
        Role::Analysis,
        Role::Consulting,
        Role::Mart,
        Role::Replication,
    ];
    let others = ORDER.len() - 2;
    role.and_then(|role| ORDER.iter().position(|listed| *listed == role))
        .map_or(others, |at| at + usize::from(at >= others))
}
