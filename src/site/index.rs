//! `/teams/`, `/domains/`, `/categories/`, `/regulations/`: what there is of a kind.

use super::parts::Term;
use serde::Serialize;

/// The list of all things of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct IndexView {
    /// The heading.
    pub title: String,
    /// What these are, in one plain sentence.
    pub description: String,
    /// The things.
    pub entries: Vec<IndexEntry>,
}

/// One of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct IndexEntry {
    /// Its id, name and page.
    pub term: Term,
    /// What it is, in plain words; may be empty.
    pub description: String,
    /// How many products.
    pub count: usize,
    /// A few more words, such as who leads it or where it holds; may be empty.
    pub note: String,
}
