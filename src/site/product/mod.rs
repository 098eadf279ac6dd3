//! `/products/<id>/`: what it is and whether to trust it, where to open it, whom to ask, and then the rest in the
//! order in which readers need it. What only data people ask for, its assets and the wider lineage, is on
//! `/products/<id>/detail/`.

mod brief;
mod consumers;
mod deliveries;
mod detail;
mod ending;
mod findings;
mod growth;
mod inside;
mod layers;
mod lineage;
mod markdown;
mod obligations;
mod open;
mod path;
mod ports;
mod problems;
mod profile;
mod reads;
mod record;
mod record_assets;
mod share;
mod shared;
mod standing;
mod usual;
mod verdict;
mod whole;

use super::context::{self, ViewContext, in_short, page_ref};
use super::last_mile::{self, PlacedMileView};
use super::living_flows::living_flows;
use super::marked::{self, MarkedView};
use super::notices::{self, NoticeView};
use super::page::{Page, View};
use super::parts::{ChannelView, ExternalLink, Label, PageHead, PageRef, PersonView, Picture};
use super::section::{PageMeta, PageSet, Section, section_ref};
use super::subject::Subject;
use super::systems::ProductSystemsView;
use super::{badges, figures, metadata, paths, words};
use crate::model::ProductIx;
use serde::Serialize;
use std::sync::Arc;

pub(crate) use consumers::ConsumerView;
pub(crate) use deliveries::DeliveryView;
pub(crate) use detail::DetailView;
pub(crate) use ending::EndingView;
pub(crate) use findings::FoundByRule;
pub(crate) use inside::{AssetView, CommonFacts, LayerBrief, LayerView};
pub(super) use layers::shown_assets;
pub(crate) use lineage::{FlowView, LineageView};
pub(super) use obligations::{EvidencedControl, evidence};
pub(crate) use obligations::{ObligationEvidenceView, ObligationView};
pub(crate) use open::OpenLink;
pub(crate) use path::{ProductionPathView, UsesView};
pub(crate) use ports::{PortView, SlaView};
use record::ProductRecord;
pub(crate) use share::ShareView;
pub(crate) use standing::{HistoryView, ReasonView, StatusView, ToldReasons};
pub(super) use standing::{reasons, told_once};
pub(crate) use verdict::VerdictView;
pub(super) use verdict::fixed_in;

/// The pages of single products, with their drawings, JSON, Markdown and badges.
pub(in crate::site) const SECTION: Section = Section {
    places: &["products", "badges"],
    except: |path| paths::is_feed_of_part(path) || paths::is_evidence_of_product(path),
    parts: |context| context.catalog.products.len(),
    part: |at, pages| pages.extend(pages_of(ProductIx::at(at), pages.context)),
    pages_at: Some(|path, pages| {
        if let Some(product) = product_at(path, pages.context) {
            pages.extend(pages_of(product, pages.context));
        }
    }),
    ..Section::EMPTY
};

/// Returns the product that a path would belong to: `products/orders/index.html`, `badges/orders.svg`.
fn product_at(path: &str, context: &ViewContext<'_>) -> Option<ProductIx> {
    let (_, rest) = path.split_once('/')?;
    context.catalog.product_of(rest.split(['/', '.']).next()?)
}

fn pages_of<'s, 'c>(index: ProductIx, context: &'s ViewContext<'c>) -> PageSet<'s, 'c> {
    let mut pages = PageSet::new(context);
    let (view, detail) = product(index, context);
    let (view, detail) = (Arc::new(view), detail.map(Arc::new));
    let id = &view.id;
    let products = section_ref("products", "Products");
    let meta = PageMeta {
        title: view.name.clone(),
        description: described(&view),
        section: "products",
        crumbs: [Some(products.clone()), view.category.clone()].into_iter().flatten().collect(),
        subject: Subject::Product(index),
    };
    let mut head = pages.head(paths::product(id), meta);
    head.feed.clone_from(&view.feed);
    head.json = Some(paths::product_json(id));
    head.markdown = Some(paths::product_markdown(id));
    head.json_ld = Some(metadata::dataset(index, context));
    if let Some(verdict) = &view.verdict {
        head.social_title = format!("{}: {}", view.name, verdict.in_short);
    }
    let is_in_service = context.product(index).lifecycle.is_in_service();
    if let Some(status) = view.status.as_ref().or(view.not_watched.as_ref().filter(|_| is_in_service)) {
        head.image = pages.image(&status.id, &status.name);
    }
    let embed = PageMeta::first("products", &view.name, "");
    let embed = PageHead { canonical: head.canonical.clone(), ..pages.head(paths::product_embed(id), embed) };
    pages.html_with(embed, Arc::new(share::embed(&view)));
    pages.html_with(head, Arc::clone(&view));
    pages.text(paths::product_markdown(id), markdown::markdown(&view));
    if let Some(mut badge) = badges::badge(index, context) {
        badge.title = view.verdict.as_ref().map(|verdict| verdict.text.clone()).unwrap_or_default();
        pages.json(paths::badge(id, "json"), badges::record(&badge));
        pages.file(paths::badge(id, "svg"), Page::Badge(badge));
    }
    if let Some(detail) = &detail {
        let meta = PageMeta {
            title: format!("{} in detail", view.name),
            description: format!("How {} is built, and its lineage.", view.name),
            section: "products",
            crumbs: vec![products, page_ref("products", id, &view.name)],
            subject: Subject::Product(index),
        };
        let head = pages.head(paths::product_detail(id), meta);
        pages.html_with(head, Arc::clone(detail));
    }
    let whole = [("tables.csv", whole::tables(index, context)), ("reads.csv", whole::reads(index, context))];
    for (name, table) in whole {
        if let Some(table) = table {
            pages.file(paths::folder_file("products", id, name), Page::Csv(table));
        }
    }
    pages.json(paths::product_json(id), ProductRecord { page: Arc::clone(&view), detail });
    pages
}

/// Returns the text of the page's preview in a chat: whether it can be used today, and what it is.
fn described(view: &ProductView) -> String {
    let verdict = view.verdict.as_ref().map(|verdict| verdict.text.clone());
    let summary = in_short(&view.summary, &view.description);
    verdict.into_iter().chain([summary]).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

impl View for ProductView {
    const TEMPLATE: &'static str = "product.html";

    fn pictures(&self) -> Vec<&Picture> {
        self.lineage.near.iter().collect()
    }
}

/// The page of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ProductView {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// One plain sentence; may be empty.
    pub summary: String,
    /// Markdown: purpose, limits, how to use it; may be empty.
    pub description: String,
    /// The category.
    pub category: Option<PageRef>,
    /// The kind of mart: application, integrated or project.
    pub mart: Option<Label>,
    /// The only system that an application mart draws from.
    pub only_system: Option<PageRef>,
    /// The domain it belongs to.
    pub domain: Option<PageRef>,
    /// Its lifecycle.
    pub lifecycle: Label,
    /// Its tier, if given.
    pub tier: Option<PageRef>,
    /// The meaning of its tier; may be empty.
    pub tier_meaning: String,
    /// Other names for it.
    pub aliases: Vec<String>,
    /// Free-form tags.
    pub tags: Vec<String>,
    /// Its status today, once known.
    pub status: Option<Label>,
    /// A label in place of the status, if there is none.
    pub not_watched: Option<Label>,
    /// Whether the catalog has evidence at all: without it, no product has a status, and none need say so.
    pub catalog_has_evidence: bool,
    /// Whether it can be used today, if it has a status.
    pub verdict: Option<VerdictView>,
    /// The notices of its owner about problems.
    pub notices: Vec<NoticeView>,
    /// The reasons for its status.
    pub standing: StatusView,
    /// The same reasons as its page tells them.
    pub told: ToldReasons,
    /// Its status on earlier days, if recorded.
    pub history: Option<HistoryView>,
    /// The places to open it: dashboards and tools first; may be empty.
    pub open: Vec<OpenLink>,
    /// If it cannot be opened itself: the directly downstream products that can, at most
    /// three.
    pub shown_in: Vec<PageRef>,
    /// How to get access: the address of its only port with one, or the place of its ports on the page.
    pub access: Option<String>,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// Its steward.
    pub steward: Option<PersonView>,
    /// The support channels: its own, else its team's.
    pub support: Vec<ChannelView>,
    /// Its next review.
    pub review: Option<Review>,
    /// Its end, if one is planned.
    pub ending: Option<EndingView>,
    /// Its output ports.
    pub ports: Vec<PortView>,
    /// The places of their tables on the page of details; each may be empty.
    pub tables_of_ports: Vec<String>,
    /// Its promises.
    pub slas: Vec<SlaView>,
    /// The systems that it reads from and writes to itself.
    pub systems: ProductSystemsView,
    /// Its lineage.
    pub lineage: LineageView,
    /// Who uses it, each once.
    pub uses: UsesView,
    /// How far it is on its path to production; `None` if it is not known to be used.
    pub production: Option<ProductionPathView>,
    /// Its value to the business, if given.
    pub value: Option<BusinessValueView>,
    /// Its upkeep while it is in use: `1 day a month`; may be empty.
    pub upkeep: String,
    /// Who uses it.
    pub consumers: Vec<ConsumerView>,
    /// The jobs of no product that read it, at most a hundred.
    pub foreign_readers: Vec<String>,
    /// Logic that readers add to it, down to the next mart, unless only its own consumers do.
    pub added_by_readers: Vec<PlacedMileView>,
    /// Its obligations.
    pub regulations: Vec<ObligationView>,
    /// What to copy to show it elsewhere.
    pub share: Option<ShareView>,
    /// The CSV file of its evidence, if it is under a regulation.
    pub evidence: Option<String>,
    /// Whether data under a regulation that it does not name reaches it.
    pub unnamed: bool,
    /// Data that dbt marks as subject to a regulation that the product does not declare.
    pub marked: Vec<MarkedView>,
    /// Planned and delivered work, open work first.
    pub deliveries: Vec<DeliveryView>,
    /// The initiatives that wait for it.
    pub awaited_by: Vec<PageRef>,
    /// Its results for the standards that apply to it.
    pub standards: Vec<super::standards::ScorecardView>,
    /// How well it keeps to its boundary; `None` if it neither reads nor is read.
    pub boundary: Option<super::modularity::BoundaryView>,
    /// The findings of the rules, for its owners.
    pub findings: Vec<super::finding::FindingView>,
    /// The same as its page tells them.
    pub found: Vec<FoundByRule>,
    /// Its achievements, newest first.
    pub accomplishments: Vec<AccomplishmentView>,
    /// Further reading.
    pub links: Vec<ExternalLink>,
    /// Its assets, by layer.
    pub layers: Vec<LayerBrief>,
    /// The number of its assets.
    pub assets: usize,
    /// The feed of its events and those upstream of it, if there is one.
    pub feed: Option<String>,
    /// The page of its assets and its neighbours; `None` if that would be empty.
    pub detail: Option<String>,
}

/// The next review of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Review {
    /// The day: `2027-03-31`.
    pub date: String,
    /// Whether the day has passed.
    pub overdue: bool,
}

/// The value of a product to the business.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct BusinessValueView {
    /// The benefit.
    pub text: String,
    /// The size of the benefit; may be empty.
    pub measure: String,
    /// When that was last checked: `2026-10-01`.
    pub checked: Option<String>,
}

/// An achievement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct AccomplishmentView {
    /// The day: `2026-10-01`.
    pub date: String,
    /// Markdown.
    pub text: String,
}

/// Returns the page of a product, and its detail page unless that would be empty.
fn product(index: ProductIx, context: &ViewContext<'_>) -> (ProductView, Option<DetailView>) {
    let product = context.product(index);
    let ports = ports::ports(product, index, context);
    let mut layers = inside::layers(index, context);
    shared::find_shared(&mut layers);
    let (lineage, far) = lineage::lineage(index, context);
    let open = open::open(product, &ports, context);
    let shown_in = if open.is_empty() { open::shown_in(index, context) } else { Vec::new() };
    let findings = super::rules::findings(index, context);
    let standing = standing::standing(index, context);
    let history = standing::history(index, context);
    let (production, uses) = path::path_and_uses(index, &shown_in, context);
    let has_detail = !layers.is_empty() || far.is_some();
    let view = ProductView {
        access: open::access(&ports),
        share: share::share(&product.id, &product.name, context.product_assessment(index).is_some(), context),
        id: product.id.clone(),
        name: product.name.clone(),
        summary: product.summary.clone(),
        description: product.description.clone(),
        category: product.category.map(|category| context.category(category)),
        mart: product.mart.map(words::mart),
        only_system: context
            .only_system(index)
            .map(|system| context::page_ref("systems", &system.id, &system.name)),
        domain: product.domain.map(|domain| context.domain(domain)),
        lifecycle: words::lifecycle(product.lifecycle),
        tier: context.tier_of(product),
        tier_meaning: context
            .catalog
            .tiers
            .get(product.tier.position())
            .map_or_else(String::new, |tier| tier.description.clone()),
        aliases: product.aliases.clone(),
        tags: product.tags.clone(),
        status: context.status(index).map(words::status),
        not_watched: context.status(index).is_none().then(words::not_watched),
        catalog_has_evidence: context.assessment.assessed,
        notices: notices::shown(index, context),
        verdict: verdict::verdict(index, &standing.checked, context),
        standing,
        told: standing::told(index, context),
        uses,
        shown_in,
        open,
        owner: product.owner.map(|owner| context.team(owner)),
        steward: product.steward.as_ref().map(context::person),
        support: context::support(product, context),
        review: product
            .review_by
            .map(|date| Review { date: date.to_string(), overdue: date < context.today }),
        ending: ending::ending(index, context),
        slas: ports::slas(product, index, history.as_ref(), context),
        history,
        tables_of_ports: ports::tables(index, context),
        ports,
        systems: super::systems::of_product(index, context),
        lineage,
        production,
        value: product.business_value.as_ref().map(|business_value| BusinessValueView {
            text: business_value.text.clone(),
            measure: business_value.measure.clone(),
            checked: business_value.checked.map(|day| day.to_string()),
        }),
        upkeep: product.upkeep.map(|upkeep| upkeep.to_string()).unwrap_or_default(),
        consumers: product
            .consumers
            .iter()
            .map(|consumer| consumers::consumer_view(index, consumer, context))
            .collect(),
        foreign_readers: reads::foreign_readers(product, context),
        added_by_readers: last_mile::added_to(index, context),
        regulations: obligations::obligations(product, context),
        evidence: (!product.obligations.is_empty()).then(|| paths::evidence_of_product(&product.id)),
        deliveries: deliveries::deliveries(index, context),
        awaited_by: deliveries::awaited_by(index, context),
        standards: super::standards::scorecards(index, context),
        boundary: super::modularity::boundary(index, context),
        marked: marked::of_product(index, context),
        unnamed: context.rule_report.of_product(index).any(|finding| finding.fact.is_undeclared_regulation()),
        found: findings::by_rule(index, &findings, context),
        findings,
        accomplishments: product
            .accomplishments
            .iter()
            .map(|accomplishment| AccomplishmentView {
                date: accomplishment.date.to_string(),
                text: accomplishment.text.clone(),
            })
            .collect(),
        links: context::links(&product.links),
        layers: layers.iter().map(LayerView::brief).collect(),
        assets: product.assets.len(),
        feed: super::feeds::has_feed(index, context).then(|| paths::feed_of("products", &product.id)),
        detail: has_detail.then(|| paths::product_detail(&product.id)),
    };
    let detail = has_detail.then(|| DetailView {
        id: view.id.clone(),
        name: view.name.clone(),
        summary: view.summary.clone(),
        category: view.category.clone(),
        status: view.status.clone(),
        owner: view.owner.clone(),
        support: view.support.clone(),
        problems: problems::problems(index, context),
        impact: view.standing.impact.clone(),
        inside: figures::inside(index, context),
        drawing: far.as_ref().and_then(|far| far.path.clone()).unwrap_or_default(),
        far,
        downstream: detail::downstream_if_cut(index, &layers, context),
        command: detail::impact_command(&layers),
        has_explorer: living_flows(context).next().is_some(),
        common: CommonFacts::of(shared::all(&layers)),
        layers,
    });
    (view, detail)
}
