//! The facets of product lists: on their own pages as links, on the search page in any combination.

use super::context::ViewContext;
use super::parts::{Label, PageRef};
use super::{lists, paths, words};
use crate::model::{
    CategoryIx, DomainIx, Lifecycle, MartKind, ProductIx, RegulationIx, Status, TeamIx, TierIx,
};

/// The folder of the lists by kind of mart.
pub(super) const MART_KINDS: &str = "mart-kinds";

/// A facet of product lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FacetKind {
    Status,
    Category,
    MartKind,
    Domain,
    Team,
    Tier,
    Lifecycle,
    Regulation,
}

impl FacetKind {
    /// Returns the name for people.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::Category => "Category",
            Self::MartKind => "Kind of mart",
            Self::Domain => "Domain",
            Self::Team => "Team",
            Self::Tier => "Tier",
            Self::Lifecycle => "Lifecycle",
            Self::Regulation => "Regulation",
        }
    }
}

/// A facet of product lists, with its values.
pub(super) struct FacetSource<'a> {
    /// The kind of facet.
    pub kind: FacetKind,
    /// Its key in the query string of the search: `category`.
    pub key: &'static str,
    /// The section that lists all values; empty without one.
    pub section: &'static str,
    /// The values, each with the list that it links to.
    pub terms: Vec<PageRef>,
    /// The value whose products are left out of lists, unless a value of this facet is selected.
    pub left_out: Option<usize>,
    /// Returns the positions of a product's values.
    pub of: Box<dyn Fn(ProductIx) -> Vec<usize> + 'a>,
}

/// Returns the facets of product lists, most used first.
pub(super) fn facet_sources<'a>(context: &'a ViewContext<'_>) -> Vec<FacetSource<'a>> {
    let catalog = context.catalog;
    let product = |index: ProductIx| context.product(index);
    let lifecycles: Vec<Lifecycle> = lifecycles().collect();
    let statuses = statuses(context);
    // In the order, and by the names, of the groups on the home page.
    let mut categories: Vec<CategoryIx> = (0..catalog.categories.len()).map(CategoryIx::at).collect();
    categories.sort_by_key(|category| lists::place(catalog.categories[category.position()].role));
    let source =
        |kind, key, section, terms, of| FacetSource { kind, key, section, terms, left_out: None, of };
    let retired = lifecycles.iter().position(|lifecycle| *lifecycle == Lifecycle::Retired);
    vec![
        source(
            FacetKind::Status,
            "status",
            "",
            each(statuses.len(), &|at| status_ref(statuses[at])),
            Box::new(move |index| {
                if product(index).lifecycle == Lifecycle::Retired {
                    return Vec::new();
                }
                let status = context.status(index);
                statuses.iter().position(|at| *at == status).into_iter().collect()
            }),
        ),
        source(
            FacetKind::Category,
            "category",
            "categories",
            each(categories.len(), &|at| context.category_heading(categories[at])),
            Box::new(move |index| {
                let category = product(index).category;
                categories.iter().position(|at| Some(*at) == category).into_iter().collect()
            }),
        ),
        source(
            FacetKind::MartKind,
            "mart-kind",
            "",
            marts().map(mart_ref).collect(),
            Box::new(move |index| {
                let mart = product(index).mart;
                marts().position(|at| Some(at) == mart).into_iter().collect()
            }),
        ),
        source(
            FacetKind::Domain,
            "domain",
            "domains",
            each(catalog.domains.len(), &|at| context.domain(DomainIx::at(at))),
            Box::new(move |index| product(index).domain.map(DomainIx::position).into_iter().collect()),
        ),
        source(
            FacetKind::Team,
            "owner",
            "teams",
            each(catalog.teams.len(), &|at| context.team(TeamIx::at(at))),
            Box::new(move |index| product(index).owner.map(TeamIx::position).into_iter().collect()),
        ),
        source(
            FacetKind::Tier,
            "tier",
            "",
            (0..catalog.tiers.len()).filter_map(|at| context.tier(TierIx::at(at))).collect(),
            Box::new(move |index| {
                product(index).has_tier.then(|| product(index).tier.position()).into_iter().collect()
            }),
        ),
        FacetSource {
            kind: FacetKind::Lifecycle,
            key: "lifecycle",
            section: "",
            terms: each(lifecycles.len(), &|at| lifecycle_ref(lifecycles[at])),
            left_out: retired,
            of: Box::new(move |index| {
                let lifecycle = product(index).lifecycle;
                lifecycles.iter().position(|at| *at == lifecycle).into_iter().collect()
            }),
        },
        source(
            FacetKind::Regulation,
            "regulation",
            "regulations",
            each(catalog.regulations.len(), &|at| context.regulation(RegulationIx::at(at))),
            Box::new(move |index| {
                let obligations = product(index).obligations.iter();
                obligations.map(|obligation| obligation.regulation.position()).collect()
            }),
        ),
    ]
}

/// Returns the statuses that products are found by, worst first, and last the status of what cannot be watched. A
/// retired product has no status to be found by.
pub(super) fn statuses(context: &ViewContext<'_>) -> Vec<Option<Status>> {
    let statuses = Status::WORDS.iter().rev().filter_map(|word| Status::parse(word)).map(Some);
    let is_any_watched = context.all().any(|product| context.status(product).is_some());
    statuses.chain(is_any_watched.then_some(None)).collect()
}

/// Returns the word of such a status.
pub(super) fn status_word(status: Option<Status>) -> Label {
    status.map_or_else(words::not_watched, words::status)
}

fn each(count: usize, page_ref: &dyn Fn(usize) -> PageRef) -> Vec<PageRef> {
    (0..count).map(page_ref).collect()
}

/// Returns the lifecycles, in order.
pub(super) fn lifecycles() -> impl Iterator<Item = Lifecycle> {
    Lifecycle::WORDS.iter().filter_map(|word| Lifecycle::parse(word))
}

/// Returns the kinds of marts.
pub(super) fn marts() -> impl Iterator<Item = MartKind> {
    MartKind::WORDS.iter().filter_map(|word| MartKind::parse(word))
}

/// Returns the list of the marts of a kind.
pub(super) fn mart_ref(kind: MartKind) -> PageRef {
    let word = words::mart(kind);
    PageRef { path: paths::folder(MART_KINDS, &word.id), id: word.id, name: word.name, ..PageRef::default() }
}

/// Returns the search for the products with a status: there is no list, because it would change every day.
fn status_ref(status: Option<Status>) -> PageRef {
    let word = status_word(status);
    let path = paths::products_with(&[("status", &word.id)]);
    PageRef { path, id: word.id, name: word.name, ..PageRef::default() }
}

/// Returns the list of the products in a lifecycle.
pub(super) fn lifecycle_ref(lifecycle: Lifecycle) -> PageRef {
    let word = words::lifecycle(lifecycle);
    PageRef {
        path: paths::folder("lifecycles", &word.id),
        id: word.id,
        name: word.name,
        ..PageRef::default()
    }
}
