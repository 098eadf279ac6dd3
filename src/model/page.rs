//! Pages that the catalog adds to the site.

use super::Link;
use std::sync::Arc;

/// A custom page of the catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CustomPage {
    /// The path relative to the site's root, without a file extension: `how-we-work`.
    pub name: String,
    /// The file that defines it, relative to the folder of the catalog.
    pub file: Arc<str>,
    /// The title.
    pub title: String,
    /// One plain sentence; may be empty.
    pub description: String,
    /// Whether it is listed in the navigation.
    pub in_navigation: bool,
    /// The action that it asks of its readers, shown as a button at the top.
    pub action: Option<Link>,
    /// Markdown.
    pub body: String,
}
