//! What the search can be narrowed by: `search/facets.json`.

use super::super::context::ViewContext;
use super::super::parts::PageRef;
use super::super::words;
use crate::model::{CategoryIx, DomainIx, Lifecycle, MartKind, ProductIx, Status, TeamIx, VocabularyEntry};
use serde::Serialize;

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

/// The facets whose values are words that people type.
const TYPED: [&str; 3] = ["status", "lifecycle", "tier"];

impl SearchFacets {
    /// The values that people type, as [`super::SearchIndex::filters`].
    pub(super) fn filters(&self) -> Vec<(String, String, String, usize)> {
        let typed = self.facets.iter().filter(|facet| TYPED.contains(&facet.key.as_str()));
        let values = typed.flat_map(|facet| {
            facet.values.iter().enumerate().map(|(at, (id, name))| {
                let count = facet.of.iter().filter(|values| values.contains(&at)).count();
                (facet.key.clone(), id.clone(), name.clone(), count)
            })
        });
        values.filter(|(.., count)| *count > 0).collect()
    }
}

/// The facets of products in the order of their numbers.
pub(super) fn facets(order: &[ProductIx], context: &ViewContext<'_>) -> SearchFacets {
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
