//! Pages that the catalog adds to the site.

/// A page of the catalog's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CustomPage {
    /// The path below the site's root, without an ending: `how-we-work`.
    pub name: String,
    /// The title.
    pub title: String,
    /// One plain sentence; may be empty.
    pub description: String,
    /// Whether the navigation leads to it.
    pub in_navigation: bool,
    /// Markdown.
    pub body: String,
}
