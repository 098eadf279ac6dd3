//! Facts to sentences: what `assess`, `rules`, `standards` and `changes` found, said for people.
//!
//! Earlier modules return enums with indices and numbers. Code that shows them (a page, a terminal,
//! a badge, a feed) asks for the sentence here, so that each is written once. A second language would be a
//! folder beside [`en`].

mod codes;
pub(crate) mod en;
mod names;
mod reason_codes;
pub(crate) mod records;
pub(crate) mod report;

pub(crate) use codes::Code;
pub(crate) use codes::Coded;

use crate::model::Catalog;

/// Who is spoken to, and about which catalog.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Voice<'c> {
    /// The catalog that indices refer to; its time zone is the one in which times are said.
    pub catalog: &'c Catalog,
    /// Where the sentence is shown.
    pub audience: Audience,
    /// The page of a product by its id, in Markdown whose names lead there.
    page_of: Option<fn(&str) -> String>,
}

/// Where a sentence is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// A page: things go by their names.
    Page,
    /// Markdown on a page: the same, and no name becomes markup.
    Markdown,
    /// A terminal or a report for machines: things go by their ids, in backticks.
    Terminal,
}

impl<'c> Voice<'c> {
    /// Speaks to readers of a page.
    #[must_use]
    pub(crate) fn page(catalog: &'c Catalog) -> Self {
        Self { catalog, audience: Audience::Page, page_of: None }
    }

    /// Speaks to readers of a page, in Markdown.
    #[must_use]
    pub(crate) fn markdown(catalog: &'c Catalog) -> Self {
        Self { catalog, audience: Audience::Markdown, page_of: None }
    }

    /// Speaks to readers of a page, in Markdown in which names of products lead to their pages.
    #[must_use]
    pub(crate) fn linking(catalog: &'c Catalog, page_of: fn(&str) -> String) -> Self {
        Self { catalog, audience: Audience::Markdown, page_of: Some(page_of) }
    }

    /// Speaks to readers of a terminal.
    #[must_use]
    pub(crate) fn terminal(catalog: &'c Catalog) -> Self {
        Self { catalog, audience: Audience::Terminal, page_of: None }
    }
}

/// A fact that can be said.
pub(crate) trait Say {
    /// The fact in words: begins with a small letter unless it begins with a name, and has no final period.
    fn say(&self, voice: &Voice<'_>) -> String;
}
