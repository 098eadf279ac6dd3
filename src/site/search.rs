//! What the search reads: words, each with the products that have them, in files small enough to be
//! fetched while somebody types; and the plain index from A to Z for those without scripts.
//!
//! Products are numbered by importance: of equal hits the first is the most important. A word leads to its
//! products by where it stands in them, as `product * places + place`, of which the steps from one to the next
//! are written; the first letters of a word say in which file it is, so that a search needs one small file for
//! each word that is typed.
//!
//! What the script has to know of this stands in `search/index.json`. How texts are
//! split into words is in [`tokeniser`].

use super::context::{ViewContext, in_short, plain, term};
use super::page::View;
use super::parts::{Label, PageRef};
use super::section::{PageMeta, PageSet, Section, is_below};
use super::tokeniser::{self, shard, split};
use super::{paths, words};
use crate::model::{CategoryIx, DomainIx, Lifecycle, MartKind, ProductIx, Status, TeamIx, VocabularyEntry};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// `search/index.json`: what there is, and in which files.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub(crate) struct SearchIndex {
    /// How many products there are.
    pub products: usize,
    /// How many of them are retired: the last ones.
    pub retired: usize,
    /// How many stand in one file.
    pub chunk: usize,
    /// The names of the files of words that there are.
    pub words: Vec<String>,
    /// The names of the categories.
    pub categories: Vec<String>,
    /// The statuses, each as id and name.
    pub statuses: Vec<(String, String)>,
    /// The words for where products are in their lives, each as id and name.
    pub lifecycles: Vec<(String, String)>,
    /// The names of the teams.
    pub owners: Vec<String>,
    /// The path of a product's page, with `{id}` in the place of its id.
    pub path: String,
    /// For each place where a word may stand, how much it weighs there.
    pub weights: Vec<u32>,
    /// How many letters of a word name its file.
    pub letters: usize,
    /// The words that are left out.
    pub left_out: Vec<&'static str>,
}

/// A product as the search shows it: id, name, summary, category, status, lifecycle, owner; the last four as
/// positions in [`SearchIndex`], or none. What is active, as most are, has no lifecycle.
pub(crate) type SearchEntry =
    (String, String, String, Option<usize>, Option<usize>, Option<usize>, Option<usize>);

/// A page that is about no product, as the search finds it: what kind of page it is, its name, its path, and
/// the words that lead to it beside those of its name.
pub(crate) type FoundPage = (&'static str, String, String, String);

/// `search/facets.json`: what the search can be narrowed by.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub(crate) struct SearchFacets {
    /// Each facet.
    pub facets: Vec<SearchFacet>,
}

/// Something to narrow a search by.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub(crate) struct SearchFacet {
    /// `category`: its key in the address.
    pub key: String,
    /// `Category`.
    pub name: String,
    /// Its values, each as id and name.
    pub values: Vec<(String, String)>,
    /// For each product the positions of its values.
    pub of: Vec<Vec<usize>>,
}

/// `/search/`: where the search is at home.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SearchView {
    /// The plain index.
    pub index: String,
    /// The statuses and lifecycles, as results show them.
    pub marks: Vec<Label>,
}

/// The search, and what it reads.
pub(super) const SECTION: Section =
    Section { owns: |path, _| is_below(path, &["search"]), pages, ..Section::EMPTY };

impl View for SearchView {
    const TEMPLATE: &'static str = "search.html";
}

fn pages(pages: &mut PageSet<'_, '_>) {
    let meta = PageMeta::first("search", "Search", "Find a data product.");
    pages.html(paths::section("search"), meta, view());
    files(pages);
}

/// Where a word stands in a product, the most telling place first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum MatchPlace {
    WholeName,
    Name,
    Id,
    About,
    Port,
    Summary,
    Model,
    Column,
}

impl MatchPlace {
    /// Every place with its weight, in the order of their numbers.
    const WEIGHTS: [(Self, u32); 8] = [
        (Self::WholeName, 120),
        (Self::Name, 60),
        (Self::Id, 40),
        (Self::About, 25),
        (Self::Port, 20),
        (Self::Summary, 12),
        (Self::Model, 10),
        (Self::Column, 6),
    ];
}

/// How many products stand in one file.
const CHUNK: usize = 40;
/// How long a summary is in a result.
const SUMMARY: usize = 120;
/// The files that the search reads.
fn files(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    let order = by_importance(context);
    let mut keyed: BTreeMap<String, BTreeMap<String, Vec<u32>>> = BTreeMap::new();
    for (number, product) in order.iter().enumerate() {
        for (word, place) in choices(*product, context) {
            let led = keyed.entry(shard(&word)).or_default().entry(word).or_default();
            led.push(u32::try_from(number * MatchPlace::WEIGHTS.len() + place as usize).unwrap_or(u32::MAX));
        }
    }
    for led in keyed.values_mut().flat_map(BTreeMap::values_mut) {
        as_steps(led);
    }
    let catalog = context.catalog;
    let statuses: Vec<Status> = statuses().collect();
    let index = SearchIndex {
        products: order.len(),
        retired: order.len() - context.listed().len(),
        chunk: CHUNK,
        words: keyed.keys().cloned().collect(),
        categories: catalog.categories.iter().map(|category| category.name.clone()).collect(),
        statuses: statuses
            .iter()
            .map(|status| words::status(*status))
            .map(|word| (word.id, word.name))
            .collect(),
        lifecycles: lifecycles().map(words::lifecycle).map(|word| (word.id, word.name)).collect(),
        owners: catalog.teams.iter().map(|team| team.name.clone()).collect(),
        path: paths::product(paths::ANY_ID),
        weights: MatchPlace::WEIGHTS.iter().map(|(_, weight)| *weight).collect(),
        letters: tokeniser::LETTERS,
        left_out: tokeniser::LEFT_OUT.to_vec(),
    };
    let shown = |product: &ProductIx| -> SearchEntry {
        let about = context.product(*product);
        let summary = in_short(&about.summary, &about.description);
        let status = context.status(*product).and_then(|one| statuses.iter().position(|known| *known == one));
        (
            about.id.clone(),
            about.name.chars().take(SUMMARY).collect(),
            summary.chars().take(SUMMARY).collect(),
            about.category.map(CategoryIx::position),
            status,
            lifecycles()
                .position(|one| one == about.lifecycle)
                .filter(|_| about.lifecycle != Lifecycle::Active),
            about.owner.map(TeamIx::position),
        )
    };
    pages.json("search/index.json", index);
    pages.json("search/facets.json", facets(&order, context));
    pages.json("search/pages.json", other_pages(context));
    for (at, products) in order.chunks(CHUNK).enumerate() {
        pages.json(format!("search/products/{at}.json"), products.iter().map(shown).collect::<Vec<_>>());
    }
    for (name, words) in keyed {
        pages.json(format!("search/words/{name}.json"), words);
    }
}

fn statuses() -> impl Iterator<Item = Status> {
    Status::WORDS.iter().filter_map(|word| Status::parse(word))
}

fn lifecycles() -> impl Iterator<Item = Lifecycle> {
    Lifecycle::WORDS.iter().filter_map(|word| Lifecycle::parse(word))
}

/// The page of the search.
fn view() -> SearchView {
    let of_status = |status| {
        let mark = words::status(status);
        Label { id: mark.id, name: mark.name, meaning: mark.meaning }
    };
    SearchView {
        index: paths::section("a-z"),
        marks: statuses().map(of_status).chain(lifecycles().map(words::lifecycle)).collect(),
    }
}

/// The pages that are about no product, and that somebody may look for all the same.
fn other_pages(context: &ViewContext<'_>) -> Vec<FoundPage> {
    let catalog = context.catalog;
    let page = |kind, term: PageRef, also: &str| (kind, term.name, term.path, format!("{} {also}", term.id));
    let at = crate::model::RegulationIx::at;
    let regulations = (0..catalog.regulations.len()).map(|one| {
        let controls = catalog.regulations[one].controls.iter().map(|control| control.name.as_str());
        page("Regulation", context.regulation(at(one)), &controls.collect::<Vec<_>>().join(" "))
    });
    let initiatives = catalog.initiatives.iter().map(|initiative| {
        page("Roadmap", term("initiatives", &initiative.id, &initiative.title), &initiative.ask)
    });
    let teams = (0..catalog.teams.len()).map(|one| {
        let at = TeamIx::at(one);
        let people = catalog.team(at).members.iter().filter_map(|person| person.name.as_deref());
        page("Team", context.team(at), &people.collect::<Vec<_>>().join(" "))
    });
    let systems =
        catalog.systems.all.iter().map(|system| {
            page("System", term("systems", &system.id, &system.name), &plain(&system.description))
        });
    let domains = (0..catalog.domains.len()).map(|one| page("Domain", context.domain(DomainIx::at(one)), ""));
    let own = catalog.pages.iter().map(|own| {
        ("Page", own.title.clone(), paths::section(&own.name), format!("{} {}", own.name, own.description))
    });
    regulations.chain(initiatives).chain(teams).chain(systems).chain(domains).chain(own).collect()
}

/// Rising numbers as steps from one to the next: of a word that is everywhere, they are all alike and pack
/// into next to nothing.
fn as_steps(rising: &mut [u32]) {
    let mut before = 0;
    for number in rising {
        (before, *number) = (*number, *number - before);
    }
}

/// All products: those of a higher tier first, then those that most others read; last what is retired.
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

/// The words of a product, each with its most telling place.
fn choices(index: ProductIx, context: &ViewContext<'_>) -> BTreeMap<String, MatchPlace> {
    let product = context.product(index);
    let catalog = context.catalog;
    let mut found: BTreeMap<String, MatchPlace> = BTreeMap::new();
    let mut add = |text: &str, place: MatchPlace| {
        for word in split(text) {
            let known = found.entry(word).or_insert(place);
            *known = (*known).min(place);
        }
    };
    add(&product.name, MatchPlace::Name);
    add(&product.id, MatchPlace::Id);
    product.tags.iter().for_each(|tag| add(tag, MatchPlace::About));
    let about = [
        product.owner.map(|owner| context.team(owner).name),
        product.domain.map(|domain| context.domain(domain).name),
        product.category.map(|category| context.category(category).name),
        product.mart.map(|kind| words::mart(kind).name),
        product.steward.as_ref().and_then(|person| person.name.clone().or(person.email.clone())),
    ];
    about.into_iter().flatten().for_each(|text| add(&text, MatchPlace::About));
    for obligation in &product.obligations {
        let regulation = &catalog.regulations[obligation.regulation.position()];
        add(&regulation.id, MatchPlace::About);
        add(&regulation.name, MatchPlace::About);
    }
    product.output_ports.iter().for_each(|port| add(&port.name, MatchPlace::Port));
    add(&product.summary, MatchPlace::Summary);
    for asset in &product.assets {
        let asset = catalog.asset(*asset);
        add(&asset.name, MatchPlace::Model);
        asset.columns.iter().for_each(|column| add(&column.name, MatchPlace::Column));
    }
    let whole = split(&product.name).join(" ");
    if !whole.is_empty() {
        found.insert(whole, MatchPlace::WholeName);
    }
    found
}

fn facets(order: &[ProductIx], context: &ViewContext<'_>) -> SearchFacets {
    let catalog = context.catalog;
    let facet = |key: &str,
                 name: &str,
                 values: Vec<(String, String)>,
                 of: &dyn Fn(ProductIx) -> Vec<usize>| SearchFacet {
        key: key.to_owned(),
        name: name.to_owned(),
        values,
        of: order.iter().map(|product| of(*product)).collect(),
    };
    let product = |index: ProductIx| context.product(index);
    let pair = |term: PageRef| (term.id, term.name);
    let choices = |words: &[&str], name: &dyn Fn(&str) -> String| -> Vec<(String, String)> {
        words.iter().map(|word| ((*word).to_owned(), name(word))).collect()
    };
    let lifecycle =
        |word: &str| Lifecycle::parse(word).map(|one| words::lifecycle(one).name).unwrap_or_default();
    let status = |word: &str| Status::parse(word).map(|one| words::status(one).name).unwrap_or_default();
    let entries =
        |all: &[VocabularyEntry]| all.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
    let place =
        |words: &[&str], word: &str| words.iter().position(|known| *known == word).into_iter().collect();
    let facets = vec![
        facet("category", "Category", entries(&catalog.categories), &|one| {
            product(one).category.map(CategoryIx::position).into_iter().collect()
        }),
        facet(
            "domain",
            "Domain",
            (0..catalog.domains.len()).map(|at| pair(context.domain(DomainIx::at(at)))).collect(),
            &|one| product(one).domain.map(DomainIx::position).into_iter().collect(),
        ),
        facet(
            "owner",
            "Team",
            (0..catalog.teams.len()).map(|at| pair(context.team(TeamIx::at(at)))).collect(),
            &|one| product(one).owner.map(TeamIx::position).into_iter().collect(),
        ),
        facet("tier", "Tier", entries(&catalog.tiers), &|one| {
            product(one).has_tier.then(|| product(one).tier.position()).into_iter().collect()
        }),
        facet("lifecycle", "Lifecycle", choices(Lifecycle::WORDS, &lifecycle), &|one| {
            place(Lifecycle::WORDS, product(one).lifecycle.word())
        }),
        facet("status", "Status", choices(Status::WORDS, &status), &|one| {
            context.status(one).map_or_else(Vec::new, |status| place(Status::WORDS, status.word()))
        }),
        facet(
            "regulation",
            "Regulation",
            catalog.regulations.iter().map(|one| (one.id.clone(), one.name.clone())).collect(),
            &|one| {
                product(one).obligations.iter().map(|obligation| obligation.regulation.position()).collect()
            },
        ),
    ];
    SearchFacets { facets: facets.into_iter().chain(mart_facet(order, context)).collect() }
}

/// The kinds of marts, if there are marts of a kind.
fn mart_facet(order: &[ProductIx], context: &ViewContext<'_>) -> Option<SearchFacet> {
    let kinds: Vec<MartKind> = MartKind::WORDS.iter().filter_map(|word| MartKind::parse(word)).collect();
    let place =
        |product: &ProductIx| kinds.iter().position(|kind| context.product(*product).mart == Some(*kind));
    let of: Vec<Vec<usize>> = order.iter().map(|product| place(product).into_iter().collect()).collect();
    let values = kinds.iter().map(|kind| words::mart(*kind)).map(|word| (word.id, word.name)).collect();
    let is_used = of.iter().any(|values| !values.is_empty());
    let (key, name) = ("mart-kind".to_owned(), "Kind of mart".to_owned());
    is_used.then_some(SearchFacet { key, name, values, of })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_stand_in_the_order_of_the_numbers_of_places() {
        for (number, (place, _)) in MatchPlace::WEIGHTS.iter().enumerate() {
            assert_eq!(number, *place as usize);
        }
    }

    #[test]
    fn steps_lead_back_to_the_numbers() {
        let mut numbers = [3, 8, 8 * 4 + 1, 80_000];
        as_steps(&mut numbers);
        assert_eq!(numbers, [3, 5, 25, 79_967]);
    }
}
