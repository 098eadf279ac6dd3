//! What printers need in addition to the diagnostics.

use super::paths::Paths;
use crate::source::SourceMap;

/// What a rule or kind of fault is, for programs that show a list of them.
#[derive(Clone, Debug)]
pub(crate) struct Explained {
    /// A title of some words.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub summary: String,
    /// All that there is to know of it, in Markdown.
    pub page: String,
    /// Where that is published.
    pub url: Option<String>,
}

/// What the printers know beside the diagnostics.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The texts that the diagnostics point into.
    pub sources: &'a SourceMap,
    /// How files are named.
    pub paths: &'a Paths,
    /// What a rule is; `None` for a code that is not a rule's.
    pub explain: &'a dyn Fn(&str) -> Option<Explained>,
}

impl Context<'_> {
    /// The path of `glassbox.yml`, by the name that it has.
    pub(super) fn config(&self) -> &'static str {
        let has = |name: &str| self.sources.paths().any(|path| path == name);
        if has("glassbox.yaml") && !has("glassbox.yml") { "glassbox.yaml" } else { "glassbox.yml" }
    }
}
