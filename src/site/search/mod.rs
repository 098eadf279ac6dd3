//! The data of the search: words, each with the products that have them, in files small enough to be fetched while
//! someone types; and the plain A-to-Z index for readers without scripts.
//!
//! Products are numbered by importance: of equal hits, the first is the most important. A word refers to its products
//! by the place of the word in them, as `product * places + place`, written as differences from one to the next; the
//! first letters of a word name its file, so that a search needs one small file for each word that is
//! typed.
//!
//! What the script has to know about this is in `search/index.json`. How texts are split into words is in
//! [`tokeniser`].

mod facets;
mod found;
mod inside;
mod places;

use super::context::{ViewContext, in_short};
use super::facets::{lifecycles, status_word, statuses};
use super::page::View;
use super::parts::{Label, MenuEntry, PageRef};
use super::section::{PageMeta, PageSet, Section, section_ref};
use super::shortened::shortened;
use super::tokeniser;
use super::{paths, words};
use crate::model::{CategoryIx, Lifecycle, ProductIx, Status, TeamIx, day_in_words};
use facets::facets;
use found::other_pages;
use inside::inside;
use places::{MatchPlace, postings, texts};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// `search/index.json`: what exists, and in which files.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub(crate) struct SearchIndex {
    /// The number of products.
    pub products: usize,
    /// The number of retired products, which come last.
    pub retired: usize,
    /// The number of products in one file.
    pub chunk: usize,
    /// The number of products whose assets are in one file.
    pub inside: usize,
    /// The names of the word files.
    pub words: Vec<String>,
    /// The names of the categories.
    pub categories: Vec<String>,
    /// The statuses, each as id and name.
    pub statuses: Vec<(String, String)>,
    /// The lifecycles, each as id and name.
    pub lifecycles: Vec<(String, String)>,
    /// The words that are also values of a facet, such as a status: the key of the facet, the id and the name of the
    /// value, and the number of products with it.
    pub filters: Vec<(String, String, String, usize)>,
    /// The names of the teams.
    pub owners: Vec<String>,
    /// The path of a product's page, with `{id}` as a placeholder for its id.
    pub path: String,
    /// The weight of each place where a word may be.
    pub weights: Vec<u32>,
    /// For each place, the words before a match, if a result does not show the place; else empty.
    pub places: Vec<&'static str>,
    /// The position among the places of the owner, which a card shows separately.
    pub owner_place: usize,
    /// The number of places that are whole names; they come first.
    pub whole_places: usize,
    /// The positions among the places of names: of a product, and of its output ports.
    pub name_places: Vec<usize>,
    /// The positions among the places of what is inside a product: tables, and columns.
    pub inside_places: (usize, usize),
    /// Words and phrases that mean the same, in groups, each split into words.
    pub synonyms: Vec<Vec<Vec<String>>>,
    /// The number of letters of a word that name its file.
    pub letters: usize,
    /// The stop words.
    pub left_out: Vec<&'static str>,
}

/// A product as the search shows it: id, name, summary; category, status, lifecycle and owner as positions in
/// [`SearchIndex`], or none (active products, the majority, have no lifecycle); the other texts that it is found by,
/// each with the position of its place; and its end date.
pub(crate) type SearchEntry = (
    String,
    String,
    String,
    Option<usize>,
    Option<usize>,
    Option<usize>,
    Option<usize>,
    Vec<(usize, String)>,
    Option<String>,
);

/// `/search/`: the search page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SearchView {
    /// The plain index.
    pub index: String,
    /// The lists to look through if nothing is found.
    pub lists: Vec<PageRef>,
    /// The statuses and lifecycles, as results show them.
    pub marks: Vec<Label>,
    /// The categories, each with its icon, in the order in which results name them.
    pub tiles: Vec<PageRef>,
}

/// The search and its data.
pub(super) const SECTION: Section = Section { places: &["search"], pages, ..Section::EMPTY };

impl View for SearchView {
    const TEMPLATE: &'static str = "search.html";
}

fn pages(pages: &mut PageSet<'_, '_>) {
    let meta = PageMeta::first("search", "Search", "Find a data product.");
    let view = view(pages.context, &pages.menus);
    pages.html(paths::section("search"), meta, view);
    files(pages);
}

/// The number of products in one file.
const CHUNK: usize = 40;
/// The length of a summary in a result.
const SUMMARY: usize = 120;
/// The menu entries of the lists that are offered if nothing is found.
const LISTS: [&str; 3] = ["outputs", "teams", "systems"];

/// Adds the files of the search.
fn files(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    let order = by_importance(context);
    let keyed = postings(&order, context);
    let catalog = context.catalog;
    let statuses = statuses(context);
    let facets = facets(&order, context);
    let index = SearchIndex {
        products: order.len(),
        retired: order.len() - context.listed().len(),
        chunk: CHUNK,
        inside: inside::CHUNK,
        words: keyed.keys().cloned().collect(),
        categories: catalog.categories.iter().map(|category| category.name.clone()).collect(),
        statuses: statuses
            .iter()
            .map(|status| status_word(*status))
            .map(|word| (word.id, word.name))
            .collect(),
        lifecycles: lifecycles().map(words::lifecycle).map(|word| (word.id, word.name)).collect(),
        filters: facets.filters(),
        owners: catalog.teams.iter().map(|team| team.name.clone()).collect(),
        path: paths::product(paths::ANY_ID),
        weights: MatchPlace::WEIGHTS.iter().map(|(_, weight)| *weight).collect(),
        places: MatchPlace::WEIGHTS.iter().map(|(place, _)| place.name()).collect(),
        owner_place: MatchPlace::Owner as usize,
        whole_places: MatchPlace::WholeAlias as usize + 1,
        name_places: MatchPlace::NAMES.iter().map(|place| *place as usize).collect(),
        inside_places: (MatchPlace::Table as usize, MatchPlace::Column as usize),
        synonyms: synonyms(context),
        letters: tokeniser::LETTERS,
        left_out: tokeniser::LEFT_OUT.to_vec(),
    };
    pages.json("search/index.json", index);
    pages.json("search/facets.json", facets);
    pages.json("search/pages.json", other_pages(context, &pages.menus));
    for (at, products) in order.chunks(CHUNK).enumerate() {
        pages.json(
            format!("search/products/{at}.json"),
            products.iter().map(|product| entry(*product, &statuses, context)).collect::<Vec<_>>(),
        );
    }
    for (at, products) in order.chunks(inside::CHUNK).enumerate() {
        pages.json(format!("search/inside/{at}.json"), inside(products, context));
    }
    for (name, words) in keyed {
        pages.json(format!("search/words/{name}.json"), words);
    }
}

/// Returns what a result shows of a product.
fn entry(product: ProductIx, statuses: &[Option<Status>], context: &ViewContext<'_>) -> SearchEntry {
    let about = context.product(product);
    let summary = in_short(&about.summary, &about.description);
    let status = context.status(product);
    // "Not watched" is only meaningful for products in use.
    let has_word = status.is_some() || about.lifecycle.is_in_service();
    (
        about.id.clone(),
        shortened(&about.name, SUMMARY),
        shortened(&summary, SUMMARY),
        about.category.map(CategoryIx::position),
        statuses.iter().position(|known| *known == status).filter(|_| has_word),
        lifecycles()
            .position(|lifecycle| lifecycle == about.lifecycle)
            .filter(|_| about.lifecycle != Lifecycle::Active),
        about.owner.map(TeamIx::position),
        texts(product, context),
        about.ends.filter(|_| about.lifecycle.is_in_service()).map(day_in_words),
    )
}

/// Returns the groups of words and phrases that mean the same, split like typed text.
fn synonyms(context: &ViewContext<'_>) -> Vec<Vec<Vec<String>>> {
    let groups = context.catalog.settings.synonyms.iter().map(|group| {
        let phrases: BTreeSet<Vec<String>> = group.iter().map(|phrase| tokeniser::split(phrase)).collect();
        phrases.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>()
    });
    groups.filter(|group| group.len() > 1).collect()
}

/// Returns the page of the search.
fn view(context: &ViewContext<'_>, menus: &[&MenuEntry]) -> SearchView {
    let categories = (0..context.catalog.categories.len()).map(CategoryIx::at);
    let list = |key: &&str| menus.iter().find(|entry| entry.key == **key);
    let of_status = |mark: Label| Label { id: mark.id, name: mark.name, meaning: mark.meaning };
    SearchView {
        index: paths::section("a-z"),
        lists: LISTS.iter().filter_map(list).map(|entry| section_ref(&entry.key, &entry.name)).collect(),
        marks: words::statuses()
            .into_iter()
            .map(of_status)
            .chain(lifecycles().map(words::lifecycle))
            .collect(),
        tiles: categories.map(|category| context.category(category)).collect(),
    }
}

/// Returns all products: those of a higher tier first, then the most read ones; retired ones last.
fn by_importance(context: &ViewContext<'_>) -> Vec<ProductIx> {
    let mut order: Vec<ProductIx> = context.all().collect();
    order.sort_by_cached_key(|product| {
        let readers = context.catalog.lineage.downstream(*product).len();
        let lifecycle = context.product(*product).lifecycle;
        (
            lifecycle == Lifecycle::Retired,
            Reverse(lifecycle == Lifecycle::Active),
            Reverse(context.product(*product).tier),
            Reverse(readers),
            context.by_name(*product),
        )
    });
    order
}
