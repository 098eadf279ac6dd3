//! Facts to sentences: puts what `assess`, `rules`, `standards` and `changes` found into words.
//!
//! Earlier modules return enums with indices and numbers. Code that shows them (a page, a terminal,
//! a badge, a feed) asks for the sentence here, so that each is written once. A second language would be a
//! folder beside [`en`].

mod codes;
pub(crate) mod en;
pub(crate) mod markdown;
mod names;
mod reason_codes;
pub(crate) mod records;
pub(crate) mod report;

pub(crate) use codes::Code;
pub(crate) use codes::Coded;

use crate::model::Catalog;

/// The readers of a sentence, and the catalog that it is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Voice<'c> {
    /// The catalog that indices refer to; times are given in its time zone.
    pub catalog: &'c Catalog,
    /// Where the sentence is shown.
    pub audience: Audience,
    /// Returns the page of a product by its id, in Markdown with linked names.
    page_of: Option<fn(&str) -> String>,
}

/// Where a sentence is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// A page: objects are given by name.
    Page,
    /// Markdown on a page: the same, and no name becomes markup.
    Markdown,
    /// A terminal or a report for programs: objects are given by id, in backticks.
    Terminal,
}

impl<'c> Voice<'c> {
    /// Returns a voice for readers of a page.
    #[must_use]
    pub(crate) fn page(catalog: &'c Catalog) -> Self {
        Self { catalog, audience: Audience::Page, page_of: None }
    }

    /// Returns a voice for readers of a page, in Markdown.
    #[must_use]
    pub(crate) fn markdown(catalog: &'c Catalog) -> Self {
        Self { catalog, audience: Audience::Markdown, page_of: None }
    }

    /// Returns a voice for readers of a page, in Markdown with links from names of products to their pages.
    #[must_use]
    pub(crate) fn linking(catalog: &'c Catalog, page_of: fn(&str) -> String) -> Self {
        Self { catalog, audience: Audience::Markdown, page_of: Some(page_of) }
    }

    /// Returns a voice for readers of a terminal.
    #[must_use]
    pub(crate) fn terminal(catalog: &'c Catalog) -> Self {
        Self { catalog, audience: Audience::Terminal, page_of: None }
    }
}

/// A fact that can be put into words.
pub(crate) trait Say {
    /// Returns the fact in words: it begins in lower case unless with a name, and has no final period.
    fn say(&self, voice: &Voice<'_>) -> String;
}
