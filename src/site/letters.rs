//! `/a-z/`: all products by name, for readers without scripts; `/a-z/<letter>/`: those of one letter.

use super::context::{ViewContext, page_ref};
use super::listing::{self, RetiredProducts};
use super::page::View;
use super::parts::{MenuPosition, MenuSectionId, PageRef};
use super::paths;
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::tokeniser::shard;
use serde::Serialize;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization as _;

/// All products by name, or those of one letter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LettersView {
    /// The letters with products.
    pub letters: Vec<Letter>,
    /// The letter of the page; `None` on the page of all.
    pub letter: Option<String>,
    /// The products by letter; the page of all begins with the first letter if they are too many to look through.
    pub groups: Vec<LetterGroup>,
    /// Whether it shows every letter.
    pub is_whole: bool,
    /// The number of products in all of them.
    pub total: usize,
    /// The retired products, which are left out.
    pub retired: Option<RetiredProducts>,
}

/// The alphabetical index.
pub(super) const SECTION: Section = Section {
    places: &["a-z"],
    pages,
    menu: |_| entry(MenuSectionId::Catalog, MenuPosition::More, section_ref("a-z", "A to Z"), true),
    ..Section::EMPTY
};

impl View for LettersView {
    const TEMPLATE: &'static str = "a-z.html";
}

fn pages(pages: &mut PageSet<'_, '_>) {
    for (path, view) in letters(pages.context) {
        let meta = PageMeta::first("a-z", "All products from A to Z", "Every data product by name.");
        pages.html(path, meta, view);
    }
}

/// A letter that names begin with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Letter {
    /// Its page.
    pub page_ref: PageRef,
    /// The number of names that begin with it.
    pub count: usize,
}

/// The products whose names begin with a letter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LetterGroup {
    /// The letter.
    pub letter: String,
    /// The products by name.
    pub products: Vec<LetterEntry>,
}

/// A product in the index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LetterEntry {
    /// The product.
    pub product: PageRef,
    /// What kind of product it is; may be empty.
    pub category: String,
}

/// The most products on one page.
const LOOKED_THROUGH: usize = 400;

/// Returns the pages of the index, each with its path.
fn letters(context: &ViewContext<'_>) -> Vec<(String, LettersView)> {
    let mut groups: BTreeMap<String, Vec<LetterEntry>> = BTreeMap::new();
    for product in context.listed().iter().copied() {
        let card = context.card(product);
        let entry = LetterEntry {
            product: context.product_ref(product),
            category: card.category.as_ref().map(|category| category.name.clone()).unwrap_or_default(),
        };
        groups.entry(letter_of(&card.name)).or_default().push(entry);
    }
    let count: usize = groups.values().map(Vec::len).sum();
    let letters: Vec<Letter> = groups
        .iter()
        .map(|(letter, products)| Letter {
            page_ref: page_ref("a-z", &slug(letter), letter),
            count: products.len(),
        })
        .collect();
    let all: Vec<LetterGroup> =
        groups.into_iter().map(|(letter, products)| LetterGroup { letter, products }).collect();
    let retired = listing::retired_here(context.all().count() - count);
    let mut pages = Vec::new();
    let is_small = count <= LOOKED_THROUGH;
    let whole = LettersView {
        letters: letters.clone(),
        letter: None,
        groups: all.iter().take(if is_small { all.len() } else { 1 }).cloned().collect(),
        is_whole: is_small,
        total: count,
        retired: retired.clone(),
    };
    pages.push((paths::section("a-z"), whole));
    for (letter, group) in letters.iter().zip(all) {
        let view = LettersView {
            letters: letters.clone(),
            letter: Some(group.letter.clone()),
            groups: vec![group],
            is_whole: false,
            total: count,
            retired: retired.clone(),
        };
        pages.push((letter.page_ref.path.clone(), view));
    }
    pages
}

/// Returns the letter that a name is filed under.
fn letter_of(name: &str) -> String {
    let first = name.nfd().find(|letter| letter.is_alphanumeric());
    match first {
        Some(letter) if letter.is_alphabetic() => letter.to_uppercase().collect(),
        Some(_) => "0–9".to_owned(),
        None => "Others".to_owned(),
    }
}

fn slug(letter: &str) -> String {
    match letter {
        "0–9" => "0-9".to_owned(),
        "Others" => "others".to_owned(),
        letter => shard(&letter.to_lowercase()).trim_start_matches('_').to_owned(),
    }
}
