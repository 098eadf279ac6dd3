//! A section of the site: the pages of one kind, with their accompanying files and their menu entries. Each is
//! declared in the file of its pages, and listed once in [`super`].

use super::context::{ViewContext, page_ref};
use super::page::{AnyRecord, AnyView, Page, View};
use super::parts::{
    MenuEntry, MenuPosition, MenuSection, MenuSectionId, PageHead, PageRef, SiteFacts, SocialImage,
};
use super::subject::Subject;
use super::{paths, words};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;

/// A section of the site.
pub(super) struct Section {
    /// The files and folders it owns: no page that the company wrote may be there.
    pub(super) places: &'static [&'static str],
    /// The paths among them that another section makes.
    pub(super) except: fn(&str) -> bool,
    /// The paths elsewhere that it also makes.
    pub(super) also: fn(&str, &ViewContext<'_>) -> bool,
    /// Its pages and files, except those of its parts.
    pub(super) pages: fn(&mut PageSet<'_, '_>),
    /// The number of its parts: groups of pages that are made each on its own, as there may be very many.
    pub(super) parts: fn(&ViewContext<'_>) -> usize,
    /// The pages and files of one of its parts.
    pub(super) part: fn(usize, &mut PageSet<'_, '_>),
    /// The pages and files that are made together with one path, if that is possible without all others.
    pub(super) pages_at: Option<fn(&str, &mut PageSet<'_, '_>)>,
    /// Its entries in the menus of every page.
    pub(super) menu: fn(&ViewContext<'_>) -> Vec<MenuEntry>,
}

impl Section {
    /// A section without pages; each section overrides what it has.
    pub(super) const EMPTY: Self = Self {
        places: &[],
        except: |_| false,
        also: |_, _| false,
        pages: |_| {},
        parts: |_| 0,
        part: |_, _| {},
        pages_at: None,
        menu: |_| Vec::new(),
    };

    /// Whether the page or file at a path, if there is one, belongs to this section.
    pub(super) fn owns(&self, path: &str, context: &ViewContext<'_>) -> bool {
        (self.also)(path, context) || is_below(path, self.places) && !(self.except)(path)
    }
}

/// Whether a path is one of these, or below one of them.
fn is_below(path: &str, places: &[&str]) -> bool {
    let below =
        |place: &&str| path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    places.iter().any(below)
}

/// Returns the menu entry for the first page of a section, if it has pages.
pub(super) fn entry(
    group: MenuSectionId,
    place: MenuPosition,
    to: PageRef,
    has_pages: bool,
) -> Vec<MenuEntry> {
    let nav = || MenuEntry { key: to.id, name: to.name, path: to.path, group, place };
    has_pages.then(nav).into_iter().collect()
}

/// Returns the entries of all sections in their groups, without empty groups.
pub(super) fn groups(sections: &[Section], context: &ViewContext<'_>) -> Vec<MenuSection> {
    let all: Vec<MenuEntry> = sections.iter().flat_map(|section| (section.menu)(context)).collect();
    let group = |group: MenuSectionId| MenuSection {
        id: group,
        name: words::menu_group(group),
        entries: all.iter().filter(|entry| entry.group == group).cloned().collect(),
    };
    MenuSectionId::ALL.into_iter().map(group).filter(|group| !group.entries.is_empty()).collect()
}

/// Returns the first page of a section, for the breadcrumbs of its other pages.
pub(super) fn section_ref(section: &str, name: &str) -> PageRef {
    PageRef { path: paths::section(section), ..page_ref(section, section, name) }
}

/// The metadata of a page, besides its path.
#[derive(Clone, Debug, Default)]
pub(super) struct PageMeta {
    /// The title, without the site's.
    pub(super) title: String,
    /// One plain sentence for search engines and previews; may be empty.
    pub(super) description: String,
    /// The [`MenuEntry::key`] of its section; may be empty.
    pub(super) section: &'static str,
    /// The breadcrumbs from the home page, without the page itself.
    pub(super) crumbs: Vec<PageRef>,
    /// The subject.
    pub(super) subject: Subject,
}

impl PageMeta {
    /// Returns the metadata of a page right below the home page; its section may be empty.
    pub(super) fn first(
        section: &'static str,
        title: impl Into<String>,
        description: impl Into<String>,
    ) -> Self {
        Self { title: title.into(), description: description.into(), section, ..Self::default() }
    }

    /// Sets the subject.
    pub(super) fn about(self, subject: Subject) -> Self {
        Self { subject, ..self }
    }

    /// Puts the page below another one.
    pub(super) fn below(mut self, page: PageRef) -> Self {
        self.crumbs.push(page);
        self
    }
}

/// The pages and files of a section, by path, while they are made.
pub(super) struct PageSet<'s, 'c> {
    /// What they are made from.
    pub(super) context: &'s ViewContext<'c>,
    /// The entries of the menus, for the search.
    pub(super) menus: Vec<&'s MenuEntry>,
    pages: BTreeMap<String, Page>,
}

impl<'s, 'c> PageSet<'s, 'c> {
    pub(super) fn new(context: &'s ViewContext<'c>) -> Self {
        Self { context, menus: Vec::new(), pages: BTreeMap::new() }
    }

    /// Adds the menu entries.
    pub(super) fn with_menus(mut self, facts: &'s SiteFacts) -> Self {
        self.menus = facts.menu.iter().flat_map(|group| &group.entries).collect();
        self
    }

    /// Returns the head of a page at a path.
    pub(super) fn head(&self, path: impl Into<String>, meta: PageMeta) -> PageHead {
        let path = path.into();
        let base = self.context.catalog.settings.base_url.as_deref();
        let canonical = base.map(|base| paths::address(base, &path));
        PageHead {
            edit: meta.subject.edit(self.context.catalog),
            contact: meta.subject.contact(&meta.title, canonical.as_ref().unwrap_or(&path), self.context),
            root: paths::root(&path),
            title: meta.title,
            description: meta.description,
            social_title: String::new(),
            canonical,
            image: self.image("site", &self.context.catalog.settings.title),
            section: meta.section.to_owned(),
            crumbs: meta.crumbs,
            feed: None,
            json: None,
            markdown: None,
            json_ld: None,
            path,
        }
    }

    /// Returns the picture with a name, if the site's address is known: a chat needs an absolute address.
    pub(super) fn image(&self, name: &str, shows: &str) -> Option<SocialImage> {
        let base = self.context.catalog.settings.base_url.as_deref()?;
        Some(SocialImage { url: paths::address(base, &paths::social_image(name)), shows: shows.to_owned() })
    }

    /// Adds a page.
    pub(super) fn html(&mut self, path: impl Into<String>, meta: PageMeta, view: impl View) {
        let head = self.head(path, meta);
        self.html_with(head, Arc::new(view));
    }

    /// Adds a page with an extended head, and the files of its pictures.
    pub(super) fn html_with(&mut self, head: PageHead, view: Arc<impl View>) {
        for picture in view.pictures() {
            if let Some(path) = &picture.path {
                self.pages.insert(path.clone(), Page::Drawing(picture.clone()));
            }
        }
        self.pages.insert(head.path.clone(), Page::Html(Box::new(head), AnyView::new(view)));
    }

    /// Adds a JSON file.
    pub(super) fn json<R>(&mut self, path: impl Into<String>, record: R)
    where
        R: Serialize + Hash + Debug + Send + Sync + 'static,
    {
        self.file(path, Page::Json(AnyRecord::new(record)));
    }

    /// Adds a text file.
    pub(super) fn text(&mut self, path: impl Into<String>, text: impl Into<Vec<u8>>) {
        self.file(path, Page::Bytes(text.into().into()));
    }

    /// Adds a file of any format.
    pub(super) fn file(&mut self, path: impl Into<String>, file: Page) {
        self.pages.insert(path.into(), file);
    }

    /// Adds the contents of another set.
    pub(super) fn extend(&mut self, other: Self) {
        self.pages.extend(other.pages);
    }

    pub(super) fn into_pages(self) -> BTreeMap<String, Page> {
        self.pages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_a_folder_is_told_apart_from_one_with_the_same_prefix() {
        assert!(is_below("lineage/index.html", &["lineage"]) && is_below("feed.xml", &["feed.xml"]));
        assert!(!is_below("lineages/index.html", &["lineage"]) && !is_below("feed.xml", &["feed"]));
    }
}
