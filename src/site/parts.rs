//! The parts that views of several page kinds are made of.
//!
//! Two rules hold in every view: a `path` leads to a page or file of this site and stands without
//! a leading slash (`products/revenue/index.html`), so a template puts [`PageHead::root`] before it; a
//! `url` leads elsewhere, was checked to be safe, and is written as it is.

use crate::lineage::{self, Figure};
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// What every template sees of the page itself, as `page`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PageHead {
    /// The page's own path.
    pub path: String,
    /// The way from the page to the site's root: empty or `../` as often as needed; on the page
    /// for missing addresses, which is served at any depth, the root's own address.
    pub root: String,
    /// The title, without the site's.
    pub title: String,
    /// One plain sentence for search engines and previews; may be empty.
    pub description: String,
    /// What a preview of the page is called in a chat, if not by its title: `Monday numbers: use with care`.
    pub social_title: String,
    /// The page's public address, if the catalog says where it is published.
    pub canonical: Option<String>,
    /// What a chat shows beside a link to the page, if the catalog says where it is published.
    pub image: Option<SocialImage>,
    /// The [`Nav::key`] of the part of the site that the page belongs to; may be empty.
    pub section: String,
    /// The way down from the home page, without the page itself.
    pub crumbs: Vec<PageRef>,
    /// Where what it says is edited, if it is written in one file of the catalog.
    pub edit: Option<String>,
    /// Where readers turn if something is wrong with it.
    pub contact: Option<PageContact>,
    /// The feed of what the page is about, if it has one.
    pub feed: Option<String>,
    /// The same content for machines: JSON.
    pub json: Option<String>,
    /// The same content as Markdown.
    pub markdown: Option<String>,
    /// What the page is about for search engines: JSON-LD, safe to stand in a script element.
    pub json_ld: Option<String>,
}

/// A picture that stands for a page elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SocialImage {
    /// Its whole address.
    pub url: String,
    /// What it shows: `Failing`.
    pub shows: String,
}

/// What every template sees of the site, as `site`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SiteFacts {
    /// The catalog's title.
    pub title: String,
    /// The company's name; may be empty.
    pub company: String,
    /// The language of what people wrote, as an attribute: ` lang="de"`; empty for English, in which all else is.
    pub own: String,
    /// The folder of the theme's files on the site, `theme`, and the names of its style sheets.
    pub stylesheets: Vec<String>,
    /// Paths of the theme's scripts, in order.
    pub scripts: Vec<String>,
    /// The moment that everything is as of.
    pub as_of: SiteMoment,
    /// Where people turn with questions about the catalog, if that is known.
    pub contact: Option<ChannelView>,
    /// Whether HTML in Markdown counts as such.
    pub raw_html: bool,
    /// The feed of what was delivered and achieved, if there is one.
    pub feed: Option<String>,
    /// The pages that every page leads to, in groups.
    pub menu: Vec<NavGroup>,
}

/// What a group of the menus has in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MenuGroup {
    /// What there is, and whose it is.
    #[default]
    Catalog,
    /// How it is doing, and what it has to meet.
    Trust,
    /// What is coming, and what came.
    Plans,
    /// What the company wrote itself.
    Help,
}

impl MenuGroup {
    /// All groups, in the order of the menus.
    pub(super) const ALL: [Self; 4] = [Self::Catalog, Self::Trust, Self::Plans, Self::Help];
}

/// Where an entry stands at the top of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MenuPlace {
    /// In the bar.
    #[default]
    Bar,
    /// In the bar of wide screens, else under "More".
    Wide,
    /// Under "More".
    More,
}

/// A group of the menus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct NavGroup {
    /// Which one it is.
    pub id: MenuGroup,
    /// What it is called.
    pub name: &'static str,
    /// Its entries.
    pub entries: Vec<Nav>,
}

/// Where readers turn if something is wrong with a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PageContact {
    /// Who reads it there: the name of a team; empty for those who look after the catalog.
    pub team: String,
    /// Where.
    pub channel: ChannelView,
}

/// A moment, for people and for programs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SiteMoment {
    /// As people of the company say it: `21 November 2026, 05:00`.
    pub words: String,
    /// The same for programs: `2026-11-21T04:00:00Z`.
    pub moment: String,
}

/// An entry of the navigation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Nav {
    /// The section it stands for: `products`, `teams`…
    pub key: String,
    /// The text.
    pub name: String,
    /// Where it leads.
    pub path: String,
    /// The group that it belongs to.
    pub group: MenuGroup,
    /// Where it stands.
    pub place: MenuPlace,
}

/// A name with a separate page: a product, a team, a category.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PageRef {
    /// The id, fit for a class name.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// Its page.
    pub path: String,
    /// Of a category what it looks like, fit for a class name: its role, else its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub look: Option<String>,
    /// The name of its icon, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
}

/// A word of a fixed vocabulary with what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Label {
    /// The id, fit for a class name.
    pub id: String,
    /// The word for people.
    pub name: String,
    /// What it means, in one plain sentence.
    pub meaning: String,
}

/// A product as it stands in lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ProductCard {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// One plain sentence; may be empty.
    pub summary: String,
    /// Its page.
    pub path: String,
    /// What kind of product it is.
    pub category: Option<PageRef>,
    /// For a mart, what it is about.
    pub mart: Option<Label>,
    /// The domain it belongs to.
    pub domain: Option<PageRef>,
    /// The team that answers for it.
    pub owner: Option<PageRef>,
    /// Its lifecycle.
    pub lifecycle: Label,
    /// The day from which it is gone, if one is set: `2026-12-31`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<String>,
    /// How much is promised.
    pub tier: Option<PageRef>,
    /// How it stands today, once that is known.
    pub status: Option<Label>,
}

/// A person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PersonView {
    /// The name, or the address where there is no name.
    pub name: String,
    /// The e-mail address.
    pub email: Option<String>,
    /// The role in the team, in the company's words; may be empty.
    pub role: String,
}

/// Where help is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ChannelView {
    /// Its name.
    pub name: String,
    /// Where it is opened.
    pub url: Option<String>,
    /// When somebody answers; may be empty.
    pub hours: String,
}

/// A link to somewhere else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ExternalLink {
    /// What it leads to.
    pub title: String,
    /// The address.
    pub url: String,
}

/// A drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Picture {
    /// What is to be drawn. Templates see the SVG element in its place, safe to stand in the page as it is:
    /// it is drawn when a page is rendered, for laying it out takes longer than all the rest of a page.
    #[serde(rename = "svg", serialize_with = "drawn")]
    pub figure: Arc<Figure>,
    /// The file that holds the same drawing for a slide.
    pub path: Option<String>,
}

fn drawn<S: Serializer>(figure: &Figure, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&lineage::svg_inline(figure, &lineage::layout(figure)))
}

/// Links from a page to the same page for parts of what it is about, of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Filter {
    /// `Domain`, `Team`…
    pub name: String,
    /// Each part with its page.
    pub entries: Vec<FilterEntry>,
}

/// A part of what a page is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FilterEntry {
    /// Its id, name and page.
    pub term: PageRef,
    /// How many things of the page it has.
    pub count: usize,
    /// Whether this is its page.
    pub current: bool,
}

impl Filter {
    /// The same filter as it stands on the page at `path`.
    pub(super) fn at(&self, path: &str) -> Self {
        let entry = |entry: &FilterEntry| FilterEntry { current: entry.term.path == path, ..entry.clone() };
        Self { name: self.name.clone(), entries: self.entries.iter().map(entry).collect() }
    }
}

/// How many products stand in one way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct StatusCount {
    /// The way.
    pub status: Label,
    /// How many.
    pub count: usize,
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Ratio {
    /// The part.
    pub part: usize,
    /// The whole.
    pub whole: usize,
    /// The part in percent, rounded down.
    pub percent: usize,
}

impl Ratio {
    pub(super) fn of(part: usize, whole: usize) -> Self {
        Self { part, whole, percent: (part * 100).checked_div(whole).unwrap_or(0) }
    }
}

/// Data under the regulation that flows from one product to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RegulatedFlow {
    /// The upstream product.
    pub from: PageRef,
    /// The downstream product, which reads it.
    pub to: PageRef,
    /// `carried`, `ends` or `open`, in words too.
    pub state: Label,
    /// Whether the obligation ends before the downstream product.
    #[serde(skip)]
    pub ends: bool,
    /// Why it ends here; Markdown, may be empty.
    pub why: String,
}
