//! `/products/`, `/categories/<id>/`, `/tiers/<id>/`, `/lifecycles/<id>/`, `/mart-kinds/<id>/`: lists of products,
//! narrowed by plain links and cut into pages.

use super::context::ViewContext;
use super::facets::{
    FacetKind, FacetSource, MART_KINDS, facet_sources, lifecycle_ref, lifecycles, mart_ref, marts,
};
use super::lists::{self, Facet, FacetOption, Pages, pages_of};
use super::outputs::{self, PortsElsewhere};
use super::page::View;
use super::parts::{MenuPosition, MenuSectionId, PageRef, ProductCard};
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::{index, paths, words};
use crate::model::{CategoryIx, Lifecycle, ProductIx, TierIx};
use serde::Serialize;
use std::cmp::Reverse;
use std::sync::Arc;

/// A list of products, or one page of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ListingView {
    /// The facet that the list is narrowed by: `Category`, `Tier`, `Lifecycle`; empty for all products.
    pub kind: String,
    /// Whether that is a category, so that all products are under one heading.
    pub is_category: bool,
    /// The heading.
    pub title: String,
    /// What the list holds, in one plain sentence; may be empty.
    pub description: String,
    /// The number of products in the whole list.
    pub total: usize,
    /// The number of retired products, with their list; `None` if there are none.
    pub retired: Option<RetiredProducts>,
    /// The products of this page, by category.
    pub groups: Vec<Group>,
    /// The facets of the list.
    pub facets: Vec<Facet>,
    /// The list in the query string of the search: `category=mart`; empty for all products.
    pub narrow: String,
    /// Output ports of this kind in products of other categories, at most fifty of them named on the last page.
    pub elsewhere: Option<PortsElsewhere>,
    /// The position among the pages.
    pub pages: Pages,
}

/// The lists of products.
pub(super) const SECTION: Section = Section {
    places: &["products/index.html", "products/page", "categories", "tiers", "lifecycles", MART_KINDS],
    pages: section,
    menu: |_| entry(MenuSectionId::Catalog, MenuPosition::Bar, section_ref("products", "Products"), true),
    ..Section::EMPTY
};

impl View for ListingView {
    const TEMPLATE: &'static str = "listing.html";
}

/// Adds all products, and the lists by category, tier and lifecycle.
fn section(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    let catalog = context.catalog;
    let sources = facet_sources(context);
    let every: Vec<ProductIx> = context.all().collect();
    let page_ref = section_ref("products", "Products");
    add(
        pages,
        ListingSubject {
            facet: None,
            page_ref: &page_ref,
            description: "All data products by category, then by name.",
        },
        &every,
        &sources,
    );
    for (position, category) in catalog.categories.iter().enumerate() {
        let at = CategoryIx::at(position);
        let subject = ListingSubject {
            facet: Some(FacetKind::Category),
            page_ref: &context.category_heading(at),
            description: &category.description,
        };
        let products = context.products(|product| product.category == Some(at));
        let elsewhere = outputs::in_other_products(at, ELSEWHERE, context);
        for (path, mut view) in listing(subject, &products, &sources, context) {
            view.elsewhere = elsewhere.clone();
            // They are named once, below the last product.
            if view.pages.next.is_some() {
                view.elsewhere.iter_mut().for_each(|ports| ports.outputs.clear());
            }
            add_page(pages, subject, path, view);
        }
    }
    for (position, tier) in catalog.tiers.iter().enumerate() {
        let at = TierIx::at(position);
        let Some(page_ref) = context.tier(at) else { continue };
        let subject = ListingSubject {
            facet: Some(FacetKind::Tier),
            page_ref: &page_ref,
            description: &tier.description,
        };
        add(pages, subject, &context.products(|product| product.tier == at && product.has_tier), &sources);
    }
    for lifecycle in lifecycles() {
        let products = context.products(|product| product.lifecycle == lifecycle);
        if products.is_empty() {
            continue;
        }
        let word = words::lifecycle(lifecycle);
        let subject = ListingSubject {
            facet: Some(FacetKind::Lifecycle),
            page_ref: &lifecycle_ref(lifecycle),
            description: &word.meaning,
        };
        add(pages, subject, &products, &sources);
    }
    add_marts(pages, &sources);
    add_categories(pages);
}

/// Adds the list of categories.
fn add_categories(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    let mut categories = index::categories(context);
    for (position, entry) in categories.entries.iter_mut().enumerate() {
        let category = CategoryIx::at(position);
        entry.page_ref = context.category_heading(category);
        entry.inside = outputs::in_other_products(category, 0, context).map_or(0, |ports| ports.total);
    }
    index::add(pages, "categories", categories);
}

/// Adds the lists by kind of mart.
fn add_marts(pages: &mut PageSet<'_, '_>, sources: &[FacetSource<'_>]) {
    for kind in marts() {
        let products = pages.context.products(|product| product.mart == Some(kind));
        let (page_ref, word) = (mart_ref(kind), words::mart(kind));
        let subject = ListingSubject {
            facet: Some(FacetKind::MartKind),
            page_ref: &page_ref,
            description: &word.meaning,
        };
        if !products.is_empty() {
            add(pages, subject, &products, sources);
        }
    }
}

fn add(
    pages: &mut PageSet<'_, '_>,
    subject: ListingSubject<'_>,
    products: &[ProductIx],
    sources: &[FacetSource<'_>],
) {
    for (path, view) in listing(subject, products, sources, pages.context) {
        add_page(pages, subject, path, view);
    }
}

fn add_page(pages: &mut PageSet<'_, '_>, subject: ListingSubject<'_>, path: String, view: ListingView) {
    let is_all = subject.facet.is_none();
    let meta = PageMeta {
        title: subject.page_ref.name.clone(),
        description: subject.description.to_owned(),
        section: "products",
        crumbs: if is_all { Vec::new() } else { vec![section_ref("products", "Products")] },
        ..PageMeta::default()
    };
    pages.html(path, meta, view);
}

/// Products under a common heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Group {
    /// Whether it began on the page before.
    pub is_continued: bool,
    /// The category; `None` if the products have none.
    pub page_ref: Option<PageRef>,
    /// The description of the category.
    pub description: String,
    /// The products, by name.
    pub products: Vec<Arc<ProductCard>>,
}

/// Products left out of a list because they are retired.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RetiredProducts {
    /// The number of products.
    pub count: usize,
    /// The list of all retired products.
    pub path: String,
}

fn is_retired(product: ProductIx, context: &ViewContext<'_>) -> bool {
    context.product(product).lifecycle == Lifecycle::Retired
}

/// The number of products on a page.
const PAGE: usize = 40;
/// The most output ports of other products that the page of a category names.
const ELSEWHERE: usize = 50;
/// The most values of a facet that are offered.
const OPTIONS: usize = 12;

/// What a list of products is about.
#[derive(Clone, Copy, Debug)]
struct ListingSubject<'a> {
    /// The facet that it is narrowed by; `None` for all products.
    facet: Option<FacetKind>,
    /// Its id, name and the path of its first page.
    page_ref: &'a PageRef,
    /// Its description.
    description: &'a str,
}

impl ListingSubject<'_> {
    /// Returns the list in the query string of the search; empty for all products.
    fn narrow(&self, sources: &[FacetSource<'_>]) -> String {
        let facet = sources.iter().find(|source| Some(source.kind) == self.facet);
        facet.map_or(String::new(), |facet| format!("{}={}", facet.key, self.page_ref.id))
    }
}

/// Returns the pages of the product list of something, each with its path: the worst status first, then by name.
pub(super) fn list_pages(
    page_ref: &PageRef,
    products: &[ProductIx],
    context: &ViewContext<'_>,
) -> Vec<(String, ListingView)> {
    listing(ListingSubject { facet: None, page_ref, description: "" }, products, &[], context)
}

/// Returns the pages of a list of products, at least one, each with its path.
fn listing(
    subject: ListingSubject<'_>,
    products: &[ProductIx],
    sources: &[FacetSource<'_>],
    context: &ViewContext<'_>,
) -> Vec<(String, ListingView)> {
    let retired = products.iter().filter(|product| is_retired(**product, context)).count();
    // Retired products have their own list and count in no other, so that all pages agree.
    let are_all = retired == products.len();
    let mut sorted: Vec<ProductIx> =
        products.iter().filter(|product| are_all || !is_retired(**product, context)).copied().collect();
    let offered = facets(subject, &sorted, sources, context);
    let by_status = sources.is_empty();
    sorted.sort_by_cached_key(|index| {
        let product = context.product(*index);
        // Readers who look after a part of the company see the worst status first, others the categories: products
        // without one come last.
        let status = by_status.then(|| Reverse(context.status(*index)));
        let place = lists::place(context.catalog.role(product));
        let category = (!by_status).then_some((product.category.is_none(), place, product.category));
        (status, category, context.by_name(*index))
    });
    let count = sorted.len().div_ceil(PAGE).max(1);
    (1..=count)
        .map(|number| {
            let from = (number - 1) * PAGE;
            let shown = &sorted[from..sorted.len().min(from + PAGE)];
            let view = ListingView {
                kind: subject.facet.map_or("", FacetKind::title).to_owned(),
                is_category: subject.facet == Some(FacetKind::Category),
                title: subject.page_ref.name.clone(),
                description: subject.description.to_owned(),
                total: sorted.len(),
                retired: retired_here(if are_all { 0 } else { retired }),
                groups: groups(shown, sorted[..from].last(), context),
                facets: offered.clone(),
                narrow: subject.narrow(sources),
                elsewhere: None,
                pages: pages_of(&subject.page_ref.path, number, count),
            };
            (paths::page_of(&subject.page_ref.path, number), view)
        })
        .collect()
}

/// Returns the retired products left out of a list, if there are any.
pub(super) fn retired_here(count: usize) -> Option<RetiredProducts> {
    (count > 0).then(|| RetiredProducts { count, path: lifecycle_ref(Lifecycle::Retired).path })
}

/// Returns the groups of a page whose products follow another one, if it is not the first page.
fn groups(products: &[ProductIx], before: Option<&ProductIx>, context: &ViewContext<'_>) -> Vec<Group> {
    let alike = |a: &ProductIx, b: &ProductIx| context.product(*a).category == context.product(*b).category;
    let Some(first) = products.first() else { return Vec::new() };
    products
        .chunk_by(alike)
        .map(|products| {
            let category = context.product(products[0]).category;
            let is_first = std::ptr::eq(&products[0], first);
            Group {
                is_continued: is_first && before.is_some_and(|before| alike(before, first)),
                page_ref: category.map(|category| context.category_heading(category)),
                description: category.map_or(String::new(), |category| {
                    context.catalog.categories[category.position()].description.clone()
                }),
                products: products.iter().map(|product| Arc::clone(context.card(*product))).collect(),
            }
        })
        .collect()
}

/// Returns the facets of a list, each with the values that hold some of its products. The facet that the list itself
/// is narrowed by offers all values, each with all of its products.
fn facets(
    subject: ListingSubject<'_>,
    products: &[ProductIx],
    sources: &[FacetSource<'_>],
    context: &ViewContext<'_>,
) -> Vec<Facet> {
    let facets = sources.iter().map(|source| {
        let is_own = Some(source.kind) == subject.facet;
        let mut counts = vec![0; source.terms.len()];
        let mut count = |product| (source.of)(product).into_iter().for_each(|at| counts[at] += 1);
        if is_own {
            // For a facet that leaves products out, each value is a list of its own.
            let has_all = source.left_out.is_some();
            context.all().filter(|product| has_all || !is_retired(*product, context)).for_each(&mut count)
        } else {
            products.iter().copied().for_each(&mut count)
        }
        let terms = source.terms.iter().zip(counts).filter(|(_, count)| *count > 0);
        let options = terms.map(|(page_ref, count)| {
            let current = is_own && page_ref.id == subject.page_ref.id;
            FacetOption { page_ref: page_ref.clone(), count, current }
        });
        facet(source, options.collect())
    });
    facets.filter(|facet| !facet.options.is_empty()).collect()
}

/// Returns a facet with its largest values; a section lists them all.
fn facet(source: &FacetSource<'_>, mut options: Vec<FacetOption>) -> Facet {
    let section = source.section;
    let all = options.len();
    let cut = all > OPTIONS && !section.is_empty();
    if cut {
        // The value of the page itself is among them, however small it is.
        options.sort_by(|a, b| {
            let key = |option: &FacetOption| (Reverse(option.current), Reverse(option.count));
            key(a).cmp(&key(b)).then_with(|| a.page_ref.name.cmp(&b.page_ref.name))
        });
        options.truncate(OPTIONS);
        options.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.page_ref.name.cmp(&b.page_ref.name)));
    }
    let more = cut.then(|| PageRef {
        id: section.to_owned(),
        name: format!("All {all}"),
        path: paths::section(section),
        ..PageRef::default()
    });
    Facet { title: source.kind.title().to_owned(), key: source.key.to_owned(), options, more }
}
