//! `/`: what exists, where to start, what is new.

use super::context::{ViewContext, plain};
use super::news_event::NewsEvent;
use super::outputs::{self, PortsElsewhere};
use super::page::View;
use super::parts::{Label, PageRef, ProductCard, Ratio, StatusCount};
use super::roadmap::PlanView;
use super::section::{PageMeta, PageSet, Section};
use super::subject::Subject;
use super::words::NewsKind;
use super::{lists, metadata, paths, quality, words};
use crate::model::{CategoryIx, DomainIx, Lifecycle, ProductIx, Role, Status, Usability, User};
use serde::Serialize;
use std::sync::Arc;

/// The home page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct HomeView {
    /// Products to start with: those that can be opened, by number of users.
    pub begin: Vec<PageRef>,
    /// The products that most need a fix today, at most four.
    pub worst: Vec<WorstProduct>,
    /// The number of further products that need a fix.
    pub worst_more: usize,
    /// The current quarter: `Q4 2026`.
    pub quarter: String,
    /// The description of the catalog in one or two plain sentences; may be empty.
    pub description: String,
    /// The reference day of the site: `2026-11-20`.
    pub as_of: String,
    /// The number of products that are not retired.
    pub products: usize,
    /// The number of teams that own them.
    pub teams: usize,
    /// The number of domains they belong to.
    pub domains: usize,
    /// The number of regulations the catalog tracks.
    pub regulations: usize,
    /// The number of products by status today, worst first; empty until known.
    pub statuses: Vec<StatusCount>,
    /// What matters today, in short lines; empty until known.
    pub headline: Vec<String>,
    /// What else, in short lines.
    pub also: Vec<String>,
    /// What matters in the roadmap; `None` without one.
    pub plan: Option<PlanView>,
    /// The categories that hold products, or to which output ports of other products belong, in the catalog's order.
    pub categories: Vec<GroupSummary>,
    /// The products without a category, if there are any.
    pub without_category: Option<GroupSummary>,
    /// The domains that hold products.
    pub by_domain: Vec<GroupSummary>,
    /// The products that most others build on, at most six.
    pub most_used: Vec<MostUsed>,
    /// Recent breaking changes, new products and achievements, newest first, at most six.
    pub news: Vec<News>,
    /// The share of dbt nodes that belong to a product; `None` without dbt.
    pub coverage: Option<Ratio>,
}

/// The home page.
pub(super) const SECTION: Section = Section { places: &[paths::HOME], pages, ..Section::EMPTY };

impl View for HomeView {
    const TEMPLATE: &'static str = "home.html";
}

fn pages(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    let settings = &context.catalog.settings;
    let meta =
        PageMeta::first("", &settings.title, &settings.description).about(Subject::File("glassbox.yml"));
    let mut head = pages.head(paths::HOME, meta);
    head.json_ld = Some(metadata::data_catalog(context));
    pages.html_with(head, Arc::new(home(context)));
}

/// A category or domain with its number of products.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct GroupSummary {
    /// Its id, name and page.
    pub page_ref: PageRef,
    /// What it is, in one plain sentence; may be empty.
    pub description: String,
    /// The number of products that are not retired.
    pub count: usize,
    /// The names of some of them, at most three.
    pub examples: Vec<PageRef>,
    /// Of a category, the output ports in products of other categories that belong to it by their kind: a few of them
    /// are named if it has no products.
    pub elsewhere: Option<PortsElsewhere>,
}

/// A product that needs a fix today.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct WorstProduct {
    /// The product.
    pub product: PageRef,
    /// Its status; a proposed product may have none of its own.
    pub status: Option<Label>,
    /// How much it affects: `34 products, 2 promises`; may be empty.
    pub affects: String,
}

/// A product that others build on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct MostUsed {
    /// The product.
    pub product: Arc<ProductCard>,
    /// The number of products that read it directly.
    pub readers: usize,
}

/// A piece of news.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct News {
    /// The day: `2026-10-01`.
    pub date: String,
    /// `breaking`, `came`, `achieved`, in words too.
    pub kind: Label,
    /// What happened, in texts to be read after the product's name.
    pub texts: Vec<String>,
    /// The product; without a path if it is gone.
    pub product: PageRef,
}

/// The most products and news that the page shows.
const SHOWN: usize = 6;
/// The number of breaking changes among the news, if there are that many.
const BREAKING: usize = 3;
/// The most products of a category that it names.
const EXAMPLES: usize = 3;
/// The most products to start with that the page names.
const BEGIN: usize = 4;
/// The most products needing a fix that it names.
const WORST: usize = 4;

/// Returns the view of the home page.
pub(super) fn home(context: &ViewContext<'_>) -> HomeView {
    let catalog = context.catalog;
    let listed = context.listed();
    let shelf = |page_ref: PageRef, description: &str, belongs: &dyn Fn(ProductIx) -> bool| {
        let members: Vec<ProductIx> = listed.iter().copied().filter(|product| belongs(*product)).collect();
        // A single remaining product is named rather than counted.
        let shown = if members.len() == EXAMPLES + 1 { members.len() } else { EXAMPLES };
        GroupSummary {
            page_ref,
            description: plain(description),
            count: members.len(),
            examples: members.iter().take(shown).map(|product| context.product_ref(*product)).collect(),
            elsewhere: None,
        }
    };
    let categories = catalog.categories.iter().enumerate().map(|(position, category)| {
        let index = CategoryIx::at(position);
        let mut shelf = shelf(context.category_heading(index), &category.description, &|product| {
            context.product(product).category == Some(index)
        });
        let named = if shelf.count == 0 { EXAMPLES } else { 0 };
        shelf.elsewhere = outputs::in_other_products(index, named, context);
        (lists::place(category.role), shelf)
    });
    let without = shelf(PageRef::default(), "", &|product| context.product(product).category.is_none());
    let domains = catalog.domains.iter().enumerate().map(|(position, domain)| {
        let index = DomainIx::at(position);
        shelf(context.domain(index), &domain.description, &|product| {
            context.product(product).domain == Some(index)
        })
    });
    let mut categories: Vec<(usize, GroupSummary)> =
        categories.filter(|(_, shelf)| shelf.count > 0 || shelf.elsewhere.is_some()).collect();
    categories.sort_by_key(|(place, _)| *place);
    let (worst, worst_more) = worst(context);
    let today = super::quality::in_brief(context);
    HomeView {
        begin: begin(context),
        worst,
        worst_more,
        quarter: words::quarter(catalog.settings.fiscal_year.quarter(context.today)),
        description: catalog.settings.description.clone(),
        as_of: context.today.to_string(),
        products: listed.len(),
        teams: catalog.teams.len(),
        domains: catalog.domains.len(),
        regulations: catalog.regulations.len(),
        statuses: super::quality::counts(context, context.listed()),
        headline: today.sentences,
        also: today.also,
        plan: super::roadmap::plan(context),
        categories: categories.into_iter().map(|(_, shelf)| shelf).collect(),
        without_category: Some(without).filter(|shelf| shelf.count > 0),
        by_domain: domains.filter(|shelf| shelf.count > 0).collect(),
        most_used: most_used(context, listed),
        news: news(context),
        coverage: super::coverage::coverage(context).map(|coverage| coverage.all).filter(|all| all.whole > 0),
    }
}

/// Returns the products to start with: those without a known problem today that can be opened. Those whose data was
/// checked come first, then dashboards and applications, by the number of teams that use them.
fn begin(context: &ViewContext<'_>) -> Vec<PageRef> {
    let opened = context.listed().iter().copied().filter(|product| {
        let has_problem = context.status(*product).is_some_and(|status| status >= Status::Warning);
        let product = context.product(*product);
        let is_offered = product.lifecycle == Lifecycle::Active && !has_problem;
        is_offered && product.output_ports.iter().any(|port| port.url.is_some())
    });
    let teams = |product: ProductIx| {
        let consumers = context.product(product).current_uses();
        consumers.filter(|consumer| matches!(consumer.user, User::Team(_))).count()
    };
    let furthest = |product: ProductIx| {
        context.product(product).current_uses().filter_map(|consumer| consumer.stage).max()
    };
    let is_for_all = |product: ProductIx| {
        matches!(context.catalog.role(context.product(product)), Some(Role::Dashboard | Role::Application))
    };
    let is_checked = |product: ProductIx| {
        let verdict = context.assessment.verdicts.get(product.position()).and_then(Option::as_ref);
        verdict.is_some_and(|verdict| verdict.usability == Usability::Fine)
    };
    let rank = |product: ProductIx| {
        let reached = (teams(product), furthest(product));
        std::cmp::Reverse((is_checked(product), is_for_all(product), reached))
    };
    let mut ranked: Vec<_> = opened.map(|product| (rank(product), product)).collect();
    ranked.sort_unstable();
    ranked.into_iter().take(BEGIN).map(|(_, product)| context.product_ref(product)).collect()
}

/// Returns the products that most need a fix today, and the number of others that do.
fn worst(context: &ViewContext<'_>) -> (Vec<WorstProduct>, usize) {
    let incidents = &context.assessment.incidents;
    // As on the quality page: what has another problem upstream comes after everything that has none.
    let mut urgent: Vec<_> = incidents.iter().filter(|incident| incident.is_urgent()).collect();
    urgent.sort_by_key(|incident| context.cause(incident.product).is_some());
    let shown = urgent.iter().take(WORST).map(|incident| WorstProduct {
        product: context.product_ref(incident.product),
        status: context.status(incident.product).map(words::status),
        affects: quality::affects_in_all(incident, context),
    });
    (shown.collect(), urgent.len().saturating_sub(WORST))
}

fn most_used(context: &ViewContext<'_>, listed: &[ProductIx]) -> Vec<MostUsed> {
    let graph = context.catalog.lineage.graph();
    let readers = |product: ProductIx| {
        let node = petgraph::graph::NodeIndex::new(product.position());
        graph.edges(node).filter(|edge| edge.weight().is_seen()).count()
    };
    let offered = listed.iter().filter(|product| context.product(**product).lifecycle == Lifecycle::Active);
    let mut counted: Vec<(usize, ProductIx)> =
        offered.map(|product| (readers(*product), *product)).filter(|(count, _)| *count > 0).collect();
    counted.sort_by_key(|(count, product)| (std::cmp::Reverse(*count), *product));
    counted
        .into_iter()
        .take(SHOWN)
        .map(|(readers, product)| MostUsed { product: Arc::clone(context.card(product)), readers })
        .collect()
}

/// Returns the latest news that most people should know, newest first: what may break, what is new and what was
/// achieved. The latest breaking changes have a place, however much was achieved since.
fn news(context: &ViewContext<'_>) -> Vec<News> {
    let events = super::news::events(context);
    let is_breaking = |event: &&NewsEvent| event.kind == NewsKind::Breaking;
    let is_good = |event: &&NewsEvent| matches!(event.kind, NewsKind::Came | NewsKind::Achieved);
    let good = events.iter().filter(is_good).count();
    let breaking = events.iter().filter(is_breaking).take(BREAKING.max(SHOWN.saturating_sub(good)));
    let breaking: Vec<&NewsEvent> = breaking.collect();
    let room = SHOWN - breaking.len();
    let mut shown: Vec<&NewsEvent> =
        breaking.into_iter().chain(events.iter().filter(is_good).take(room)).collect();
    shown.sort_by(|left, right| left.in_order(right));
    shown
        .into_iter()
        .map(|event| News {
            date: event.day.to_string(),
            kind: event.item.kind.clone(),
            texts: event.item.texts.clone(),
            product: event.item.product.clone(),
        })
        .collect()
}
