//! The catalog's own pages, and the page for addresses that are not there.

use serde::Serialize;

/// A page of the catalog's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ContentView {
    /// The heading, where the text does not begin with one; else empty.
    pub heading: String,
    /// Markdown.
    pub body: String,
}

/// The page for addresses that are not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MissingView {
    /// Whether the site's own address is known, so that links can lead home.
    pub can_lead_home: bool,
}
