//! What a product gives and what it promises.

use super::inside::ColumnView;
use crate::site::parts::{Link, Term, Word};
use serde::Serialize;

/// An output port.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PortView {
    /// The id, also the anchor `port-<id>` in the page.
    pub id: String,
    /// The name, or the id where there is none.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// What it is.
    pub kind: Option<Word>,
    /// The name in the warehouse, or of the thing behind it; may be empty.
    pub address: String,
    /// Where it is opened.
    pub url: Option<String>,
    /// Its data contract: a file of the site.
    pub contract: Option<Term>,
    /// Whether dbt refuses to build it with other columns.
    pub contract_enforced: bool,
    /// Its version, if it has versions.
    pub version: Option<String>,
    /// The day from which it should not be used.
    pub deprecated_from: Option<String>,
    /// Its columns.
    pub columns: Vec<ColumnView>,
    /// How many tests look after it.
    pub tests: usize,
    /// The products that read it.
    pub readers: Vec<Term>,
    /// Its page in dbt's own documentation.
    pub docs: Option<Link>,
}

/// A promise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SlaView {
    /// The property's id: `freshness`.
    pub id: String,
    /// The promise in plain words, before its target: `Fresh within`.
    pub title: String,
    /// How much: `6 hours`.
    pub target: String,
    /// The output port it is about, if it is about one.
    pub port: Option<String>,
    /// In which sense; may be empty.
    pub description: String,
    /// Whether it holds today, once that is known.
    pub status: Option<crate::site::parts::StatusMark>,
    /// What was measured, in words; may be empty.
    pub measured: String,
}
