//! Pages that the catalog adds to the site.

use super::Link;
use std::sync::Arc;

/// A page of the catalog's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CustomPage {
    /// The path below the site's root, without an ending: `how-we-work`.
    pub name: String,
    /// The file that it is written in, from the folder of the catalog.
    pub file: Arc<str>,
    /// The title.
    pub title: String,
    /// One plain sentence; may be empty.
    pub description: String,
    /// Whether the navigation leads to it.
    pub in_navigation: bool,
    /// What it asks its readers to do: a button at its beginning.
    pub action: Option<Link>,
    /// Markdown.
    pub body: String,
}
