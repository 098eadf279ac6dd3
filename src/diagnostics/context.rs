//! What printers need in addition to the diagnostics.

use super::paths::Paths;
use crate::source::SourceMap;

/// The description of a rule or kind of diagnostic, for programs that list them.
#[derive(Clone, Debug)]
pub(crate) struct Explained {
    /// A short title.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub summary: String,
    /// The full description, in Markdown.
    pub page: String,
    /// The address of that page, if published.
    pub url: Option<String>,
}

/// The context of the printers.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The texts that the diagnostics point into.
    pub sources: &'a SourceMap,
    /// How paths are shown.
    pub paths: &'a Paths,
    /// Describes a rule; `None` for a code that is not a rule's.
    pub explain: &'a dyn Fn(&str) -> Option<Explained>,
}

impl Context<'_> {
    /// Returns the path of `glassbox.yml`, with its actual name.
    pub(super) fn config(&self) -> &'static str {
        let has = |name: &str| self.sources.paths().any(|path| path == name);
        if has("glassbox.yaml") && !has("glassbox.yml") { "glassbox.yaml" } else { "glassbox.yml" }
    }
}
