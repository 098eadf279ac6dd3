//! Turns a [`Catalog`] into a [`Site`]: which pages exist and what each one shows.
//!
//! A page is a value: its template sees the view and nothing else. Each kind of page is one file: its view, its
//! template's name, its addresses, its menu entries. Only the list [`SECTIONS`] names them.

pub(crate) mod api;
pub(crate) mod asset_links;
mod asset_status;
mod badges;
pub(crate) mod content;
mod context;
pub(crate) mod coverage;
pub(crate) mod domain;
mod ends;
pub(crate) mod evidence;
pub(crate) mod evidence_summary;
pub(crate) mod explorer;
mod facets;
mod feeds;
mod figures;
mod finding;
mod flow_matrix;
pub(crate) mod home;
mod incidents;
pub(crate) mod index;
pub(crate) mod initiative;
pub(crate) mod last_mile;
pub(crate) mod legend;
mod letters;
pub(crate) mod levels;
mod lineage;
pub(crate) mod listing;
pub(crate) mod lists;
mod living_flows;
mod marked;
mod metadata;
pub(crate) mod modularity;
pub(crate) mod news;
mod news_event;
mod notices;
pub(crate) mod open_checks;
mod outputs;
pub(crate) mod page;
pub(crate) mod parts;
mod paths;
pub(crate) mod problem_events;
mod product;
pub(crate) mod quality;
pub(crate) mod regulation;
pub(crate) mod roadmap;
pub(crate) mod rule_links;
mod rule_products;
mod rules;
pub(crate) mod search;
mod section;
mod shortened;
pub(crate) mod standards;
pub(crate) mod subject;
pub(crate) mod systems;
pub(crate) mod team;
mod today;
mod tokeniser;
mod unmet;
mod unnamed_systems;
mod vocabularies;
pub(crate) mod week;
mod words;
pub(crate) mod works;

pub(crate) use page::Page;

use crate::model::{Assessment, Catalog, RuleReport};
use context::ViewContext;
use jiff::Timestamp;
use parts::{SiteFacts, SiteMoment};
use rayon::prelude::*;
use section::{PageSet, Section};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The sections of the site, in menu order; own pages come after the built-in ones.
const SECTIONS: &[Section] = &[
    home::SECTION,
    listing::SECTION,
    product::SECTION,
    team::SECTION,
    domain::SECTION,
    outputs::SECTION,
    roadmap::SECTION,
    initiative::SECTION,
    systems::SECTION,
    quality::SECTION,
    lineage::SECTION,
    explorer::SECTION,
    standards::SECTION,
    regulation::SECTION,
    search::SECTION,
    letters::SECTION,
    news::SECTION,
    feeds::SECTION,
    rules::SECTION,
    last_mile::SECTION,
    modularity::SECTION,
    coverage::SECTION,
    evidence::SECTION,
    content::SECTION,
    api::SECTION,
    metadata::SECTION,
];

/// What the site holds besides the folders of its sections: the files of the theme and those that the company adds,
/// and pages that would be mistaken for the home page and for the one shown for wrong addresses.
const OTHER_PLACES: [&str; 4] = ["404", "index", "static", "theme"];

/// Returns the taken folder names right below the site's root: a page that the company wrote needs another name.
pub(crate) fn taken_names() -> BTreeSet<&'static str> {
    let places = SECTIONS.iter().flat_map(|section| section.places).chain(&OTHER_PLACES);
    let first = |place: &&'static str| place.split('/').next().unwrap_or_default();
    places.map(first).filter(|name| !name.contains('.')).collect()
}

/// The site of a catalog, as of a moment. Each section is made once, when something of it is first requested.
pub(crate) struct Site<'c> {
    context: ViewContext<'c>,
    /// What every page shows of the site.
    pub facts: SiteFacts,
    /// The pages of each of [`SECTIONS`].
    made: Vec<OnceLock<BTreeMap<String, Page>>>,
    sitemap: OnceLock<Option<Page>>,
}

impl<'c> Site<'c> {
    /// Returns the site of a catalog in this state, as of a moment.
    #[must_use]
    pub(crate) fn new(
        catalog: &'c Catalog,
        assessment: &'c Assessment,
        rule_report: &'c RuleReport,
        now: Timestamp,
    ) -> Self {
        let context = ViewContext::new(catalog, assessment, rule_report, now);
        let facts = facts(&context);
        let made = SECTIONS.iter().map(|_| OnceLock::new()).collect();
        Self { context, facts, made, sitemap: OnceLock::new() }
    }

    /// Returns what is at a path: no leading slash, `/` between its parts.
    #[must_use]
    pub(crate) fn page(&self, path: &str) -> Option<Page> {
        if path == paths::SITEMAP {
            return self.sitemap().clone();
        }
        let mut owners = (0..SECTIONS.len()).filter(|at| SECTIONS[*at].owns(path, &self.context));
        owners.find_map(|at| match (SECTIONS[at].pages_at, self.made[at].get()) {
            (Some(pages_at), None) => {
                let mut pages = PageSet::new(&self.context);
                pages_at(path, &mut pages);
                pages.into_pages().remove(path)
            }
            _ => self.made(at).get(path).cloned(),
        })
    }

    /// Makes all pages and files, and passes them to `take` in groups, several at a time and in any order; returns its
    /// results in a fixed order. A group is freed before many others are made: a whole site would need much memory.
    pub(crate) fn for_each_group<R: Send>(
        &self,
        take: impl Fn(BTreeMap<String, Page>) -> R + Sync,
    ) -> Vec<R> {
        let sections = SECTIONS.iter().enumerate();
        let groups: Vec<PageGroup> = sections
            .flat_map(|(section, it)| {
                let parts = (0..(it.parts)(&self.context)).map(Some);
                std::iter::once(None).chain(parts).map(move |part| PageGroup { section, part })
            })
            .collect();
        let made = groups.into_par_iter().map(|group| {
            let pages = self.group(group);
            let addresses = self.addresses(&pages);
            (addresses, take(pages))
        });
        let (addresses, mut results): (Vec<Vec<String>>, Vec<R>) = made.unzip();
        let sitemap = sitemap(addresses.into_iter().flatten(), &self.context);
        results.extend(sitemap.map(|page| take(BTreeMap::from([(paths::SITEMAP.to_owned(), page)]))));
        results
    }

    /// Makes the pages of one group.
    fn group(&self, group: PageGroup) -> BTreeMap<String, Page> {
        let mut pages = PageSet::new(&self.context).with_menus(&self.facts);
        let section = &SECTIONS[group.section];
        match group.part {
            None => (section.pages)(&mut pages),
            Some(part) => (section.part)(part, &mut pages),
        }
        let pages = pages.into_pages();
        debug_assert_eq!(pages.keys().find(|path| !section.owns(path, &self.context)), None);
        pages
    }

    fn made(&self, at: usize) -> &BTreeMap<String, Page> {
        self.made[at].get_or_init(|| {
            let parts = (0..(SECTIONS[at].parts)(&self.context)).map(Some);
            let groups = std::iter::once(None).chain(parts);
            groups.flat_map(|part| self.group(PageGroup { section: at, part })).collect()
        })
    }

    /// Returns the file that lists all pages, if the address of the site is known.
    fn sitemap(&self) -> &Option<Page> {
        self.sitemap.get_or_init(|| {
            let sections = 0..SECTIONS.len();
            sitemap(sections.flat_map(|at| self.addresses(self.made(at))), &self.context)
        })
    }

    /// Returns the addresses of those pages that search engines are told of: a part of another page, or of none, has
    /// another canonical address, or none.
    fn addresses(&self, pages: &BTreeMap<String, Page>) -> Vec<String> {
        let Some(base) = self.context.catalog.settings.base_url.as_deref() else { return Vec::new() };
        let address = |page: &Page| match page {
            Page::Html(head, _) => {
                Some(paths::address(base, &head.path)).filter(|own| head.canonical.as_ref() == Some(own))
            }
            _ => None,
        };
        pages.values().filter_map(address).collect()
    }
}

/// Pages that are made together: those of a section, or of one of its parts.
#[derive(Clone, Copy)]
struct PageGroup {
    section: usize,
    part: Option<usize>,
}

/// Returns the file that lists all pages, if the address of the site is known.
fn sitemap(addresses: impl Iterator<Item = String>, context: &ViewContext<'_>) -> Option<Page> {
    context.catalog.settings.base_url.as_deref()?;
    let mut addresses: Vec<String> = addresses.collect();
    addresses.sort_unstable();
    Some(Page::Sitemap(addresses))
}

/// Returns what every page shows of the site: its name, its menus, its feed.
fn facts(context: &ViewContext<'_>) -> SiteFacts {
    let catalog = context.catalog;
    SiteFacts {
        title: catalog.settings.title.clone(),
        company: catalog.settings.company.clone(),
        language_attribute: own_language(&catalog.settings.language),
        stylesheets: Vec::new(),
        scripts: Vec::new(),
        as_of: SiteMoment::of(context),
        contact: context::channels(catalog.settings.contact.as_slice()).pop(),
        requests: catalog.settings.requests.clone(),
        raw_html: catalog.settings.raw_html,
        feed: news::is_present(context).then(|| paths::FEED.to_owned()),
        menu: section::groups(SECTIONS, context),
    }
}

impl SiteMoment {
    /// Returns the reference moment of the site, to the minute: two builds within one minute are the same.
    fn of(context: &ViewContext<'_>) -> Self {
        let second = context.now.as_second();
        let minute = Timestamp::from_second(second - second.rem_euclid(60)).unwrap_or(context.now);
        Self { words: context.moment_in_words(context.now), moment: minute.to_string() }
    }
}

/// Returns the attribute that marks the language of what people wrote, as opposed to English, used everywhere else.
fn own_language(tag: &str) -> String {
    let is_tag = tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_english =
        tag.eq_ignore_ascii_case("en") || tag.get(..3).is_some_and(|first| first.eq_ignore_ascii_case("en-"));
    if is_english || tag.is_empty() || !is_tag { String::new() } else { format!(" lang=\"{tag}\"") }
}
