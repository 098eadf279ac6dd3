//! What lists share: the ways to narrow them, and the pages that they are cut into.

use super::parts::PageRef;
use super::paths;
use crate::model::Role;
use serde::Serialize;

/// One way to narrow a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Facet {
    /// `Category`, `Domain`, `Team`, `Tier`, `Lifecycle`, `Status`.
    pub title: String,
    /// Its key in the address of the search: `category`.
    pub key: String,
    /// Its values that hold products.
    pub options: Vec<FacetOption>,
    /// How many more values there are, and where they are listed.
    pub more: Option<PageRef>,
}

/// One value of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FacetOption {
    /// The value and the list that it leads to.
    pub term: PageRef,
    /// How many products.
    pub count: usize,
    /// Whether this list is the one.
    pub current: bool,
}

/// Where a page stands among the pages of its list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Pages {
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PageLink {
    /// Its number, from 1.
    pub number: usize,
    /// Its path.
    pub path: String,
}

/// Where page `number` of `count` pages stands.
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
/// Where the products of a category stand among others: what people open comes before what it is built from.
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
    role.and_then(|role| ORDER.iter().position(|one| *one == role))
        .map_or(others, |at| at + usize::from(at >= others))
}
