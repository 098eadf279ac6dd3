//! The parts that views of several kinds of pages are made of.
//!
//! Two rules hold in every view: a `path` leads to a page or file of this site and has no leading slash
//! (`products/revenue/index.html`), so a template puts [`PageHead::root`] before it; a `url` leads elsewhere, was
//! checked to be safe, and is written unchanged.

use super::legend::{MarkMeanings, legend};
use crate::lineage::{self, Drawing, ExplainedMark, Figure};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

/// What every template sees of the page itself, as `page`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PageHead {
    /// The page's own path.
    pub path: String,
    /// The relative path from the page to the site's root: empty or `../` repeated; on the page for missing
    /// addresses, which is served at any depth, the address of the root.
    pub root: String,
    /// The title, without the site's.
    pub title: String,
    /// One plain sentence for search engines and previews; may be empty.
    pub description: String,
    /// The title of its preview in a chat, if different from its own: `Monday numbers: use with care`.
    pub social_title: String,
    /// The page's public address, if the address of the site is known.
    pub canonical: Option<String>,
    /// The picture that a chat shows next to a link to the page, if the address of the site is known.
    pub image: Option<SocialImage>,
    /// The [`MenuEntry::key`] of the part of the site that the page belongs to; may be empty.
    pub section: String,
    /// The breadcrumbs from the home page, without the page itself.
    pub crumbs: Vec<PageRef>,
    /// The address where its content can be edited, if that is in one file of the catalog.
    pub edit: Option<String>,
    /// Where readers can report a problem with it.
    pub contact: Option<PageContact>,
    /// The feed of the page's subject, if it has one.
    pub feed: Option<String>,
    /// The same content for programs: JSON.
    pub json: Option<String>,
    /// The same content as Markdown.
    pub markdown: Option<String>,
    /// The page's subject for search engines: JSON-LD, safe inside a script element.
    pub json_ld: Option<String>,
}

/// A picture that represents a page elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SocialImage {
    /// Its absolute address.
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
    /// The language of what people wrote, as an attribute: ` lang="de"`; empty for English, used for everything else.
    pub language_attribute: String,
    /// The folder of the theme's files on the site, `theme`, and the names of its style sheets.
    pub stylesheets: Vec<String>,
    /// Paths of the theme's scripts, in order.
    pub scripts: Vec<String>,
    /// The reference moment of the site.
    pub as_of: SiteMoment,
    /// Where to ask questions about the catalog, if known.
    pub contact: Option<ChannelView>,
    /// Where to ask for data that does not exist yet, if known.
    pub requests: Option<String>,
    /// Whether HTML in Markdown is rendered.
    pub raw_html: bool,
    /// The feed of deliveries and achievements, if there is one.
    pub feed: Option<String>,
    /// The pages that every page links to, in groups.
    pub menu: Vec<MenuSection>,
}

/// A group of menu entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MenuSectionId {
    /// What exists, and who owns it.
    #[default]
    Catalog,
    /// Its status, and the requirements it has to meet.
    Usability,
    /// Plans and past changes.
    Plans,
    /// What the company wrote itself.
    Help,
}

impl MenuSectionId {
    /// All groups, in menu order.
    pub(super) const ALL: [Self; 4] = [Self::Catalog, Self::Usability, Self::Plans, Self::Help];
}

/// Where an entry is at the top of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MenuPosition {
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
pub(crate) struct MenuSection {
    /// The group.
    pub id: MenuSectionId,
    /// Its name.
    pub name: &'static str,
    /// Its entries.
    pub entries: Vec<MenuEntry>,
}

/// Where readers can report a problem with a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PageContact {
    /// The name of the team that reads reports there; empty for the maintainers of the catalog.
    pub team: String,
    /// The channel.
    pub channel: ChannelView,
}

/// A moment, for people and for programs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SiteMoment {
    /// As people of the company would write it: `21 November 2026, 05:00`.
    pub words: String,
    /// The same for programs: `2026-11-21T04:00:00Z`.
    pub moment: String,
}

/// An entry of the navigation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct MenuEntry {
    /// The section it represents: `products`, `teams`…
    pub key: String,
    /// The text.
    pub name: String,
    /// The page that it links to.
    pub path: String,
    /// The group that it belongs to.
    pub group: MenuSectionId,
    /// Its place at the top of a page.
    pub place: MenuPosition,
}

/// A name with a separate page: a product, a team, a category.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PageRef {
    /// The id, usable as a class name.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// Its page.
    pub path: String,
    /// The look of a category, usable as a class name: its role, else its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub look: Option<String>,
    /// The name of its icon, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
}

/// A word of a fixed vocabulary with its meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Label {
    /// The id, usable as a class name.
    pub id: String,
    /// The word for people.
    pub name: String,
    /// Its meaning, in one plain sentence.
    pub meaning: String,
}

/// A product as lists show it.
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
    /// The subject of a mart.
    pub mart: Option<Label>,
    /// The domain it belongs to.
    pub domain: Option<PageRef>,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// Its lifecycle.
    pub lifecycle: Label,
    /// The day when it is gone, if one is set: `2026-12-31`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<String>,
    /// Its tier.
    pub tier: Option<PageRef>,
    /// Its status today, once known.
    pub status: Option<Label>,
    /// Said instead, if it is in use and nothing of it is watched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_watched: Option<Label>,
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

/// A support channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ChannelView {
    /// Its name.
    pub name: String,
    /// The address that opens it.
    pub url: Option<String>,
    /// When questions are answered; may be empty.
    pub hours: String,
}

/// A link to somewhere else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ExternalLink {
    /// The link text.
    pub title: String,
    /// The address.
    pub url: String,
}

/// A drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Picture {
    /// The drawing.
    pub figure: Arc<Figure>,
    /// What its marks mean.
    pub meanings: MarkMeanings,
    /// The file with the same drawing, for slides.
    pub path: Option<String>,
    /// Whether pages show that file, rather than the drawing in themselves.
    pub is_file: bool,
    /// The layout, from when the page or the file is drawn until the other one is.
    kept: KeptDrawing,
}

impl Picture {
    /// Creates the picture of a figure, with the path of the file that shows it too.
    pub(super) fn new(figure: Figure, meanings: MarkMeanings, path: Option<String>) -> Self {
        Self { figure: Arc::new(figure), meanings, path, is_file: false, kept: KeptDrawing::default() }
    }

    /// Returns the picture as one that pages show as a file.
    pub(super) fn in_file(self) -> Self {
        Self { is_file: true, ..self }
    }

    /// Returns the drawing, which is laid out only once for a page and its file.
    pub(crate) fn drawing(&self) -> Drawing {
        if let Some(drawing) = self.kept.take() {
            return drawing;
        }
        let drawing = lineage::layout(&self.figure);
        if self.path.is_some() && !self.is_file {
            self.kept.put(drawing.clone());
        }
        drawing
    }

    /// Returns what the marks of its drawing mean, for a file of its own.
    pub(crate) fn legend(&self, drawing: &Drawing) -> Vec<ExplainedMark> {
        let shown = legend(&self.figure, drawing, self.meanings).into_iter();
        shown.map(|one| ExplainedMark { mark: one.mark, meaning: one.meaning }).collect()
    }
}

/// A layout between its two uses; not part of what a picture shows, as it follows from the figure.
#[derive(Clone, Debug, Default)]
struct KeptDrawing(Arc<Mutex<Option<Drawing>>>);

impl KeptDrawing {
    fn take(&self) -> Option<Drawing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn put(&self, drawing: Drawing) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(drawing);
    }
}

impl PartialEq for KeptDrawing {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for KeptDrawing {}

impl Hash for KeptDrawing {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// Templates see an SVG element, safe to embed in the page, and the legend: it is drawn when a page is rendered, because
/// its layout takes longer than the rest of a page.
impl Serialize for Picture {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let drawing = self.drawing();
        let mut seen = serializer.serialize_struct("Picture", 3)?;
        seen.serialize_field("svg", &lineage::svg_inline(&self.figure, &drawing))?;
        seen.serialize_field("legend", &legend(&self.figure, &drawing, self.meanings))?;
        seen.serialize_field("path", &self.path)?;
        seen.end()
    }
}

/// Links from a page to versions of it that cover only part of its subject, of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Filter {
    /// `Domain`, `Team`…
    pub name: String,
    /// The parts, with their pages.
    pub entries: Vec<FilterEntry>,
}

/// A part of a page's subject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FilterEntry {
    /// Its id, name and page.
    pub page_ref: PageRef,
    /// The number of its items on the page.
    pub count: usize,
    /// Whether this is its page.
    pub current: bool,
}

/// The number of products with a status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct StatusCount {
    /// The status.
    pub status: Label,
    /// The number of products.
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

/// Data under a regulation that flows from one product to another.
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
