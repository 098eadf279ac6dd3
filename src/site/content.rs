//! The catalog's own pages, and the page for missing addresses.

use super::page::{Page, View};
use super::parts::{ExternalLink, MenuPosition, MenuSectionId};
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::subject::Subject;
use super::{context, paths};
use crate::model::{Catalog, CustomPage};
use serde::Serialize;
use std::sync::Arc;

/// A page of the catalog's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ContentView {
    /// The heading, if the text does not begin with one; else empty.
    pub heading: String,
    /// The requested action, as a button.
    pub action: Option<ExternalLink>,
    /// Markdown.
    pub body: String,
}

/// What the company wrote itself: pages and contracts; with the page for missing addresses.
pub(super) const SECTION: Section = Section {
    places: &[paths::MISSING, "contracts"],
    also: |path, context| is_own(path, context.catalog),
    pages,
    menu: |context| {
        let shown = context.catalog.pages.iter().filter(|page| page.in_navigation);
        let help = |page: &CustomPage| {
            entry(MenuSectionId::Help, MenuPosition::Bar, section_ref(&page.name, &page.title), true)
        };
        shown.flat_map(help).collect()
    },
    ..Section::EMPTY
};

impl View for ContentView {
    const TEMPLATE: &'static str = "content.html";
}

fn is_own(path: &str, catalog: &Catalog) -> bool {
    catalog.pages.iter().any(|page| paths::section(&page.name) == path)
        || catalog.contracts.iter().any(|contract| contract.path == path)
}

fn pages(pages: &mut PageSet<'_, '_>) {
    let catalog = pages.context.catalog;
    for (at, page) in catalog.pages.iter().enumerate() {
        let starts_with_heading = page.body.trim_start().starts_with("# ");
        let view = ContentView {
            heading: if starts_with_heading { String::new() } else { page.title.clone() },
            action: page
                .action
                .as_ref()
                .and_then(|action| context::links(std::slice::from_ref(action)).pop()),
            body: page.body.clone(),
        };
        let meta = PageMeta::first("", &page.title, &page.description).about(Subject::Page(at));
        let mut head = pages.head(paths::section(&page.name), meta);
        head.section.clone_from(&page.name);
        pages.html_with(head, Arc::new(view));
    }
    for contract in &catalog.contracts {
        pages.file(contract.path.clone(), Page::Bytes(Arc::clone(&contract.bytes)));
    }
    missing(pages);
}

/// Adds the page for missing addresses, which can be at any depth: only the path from the host's root leads home,
/// and it is the same on a mirror or a preview of the site.
fn missing(pages: &mut PageSet<'_, '_>) {
    let base = pages.context.catalog.settings.base_url.as_deref();
    let view = MissingView { can_lead_home: base.is_some() };
    let meta = PageMeta { title: "Page not found".to_owned(), ..PageMeta::default() };
    let mut head = pages.head(paths::MISSING, meta);
    base.map_or("/", paths::from_host).clone_into(&mut head.root);
    head.canonical = None;
    pages.html_with(head, Arc::new(view));
}

/// The page for missing addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct MissingView {
    /// Whether the site's own address is known, so that links can lead home.
    pub can_lead_home: bool,
}

impl View for MissingView {
    const TEMPLATE: &'static str = "missing.html";
}
