//! What views of all kinds look up repeatedly, prepared once: names with their pages, and cards.

use super::news_event::NewsEvent;
use super::parts::{ChannelView, ExternalLink, PageRef, PersonView, ProductCard};
use super::{paths, words};
use crate::model::{
    self, AdjacencyList, Assessment, AssetEdge, AssetIx, Catalog, CategoryIx, DomainIx, EvidenceFile,
    Lifecycle, ObservedDataset, PortType, Product, ProductAssessment, ProductIx, RegulationIx, RuleReport,
    Status, System, TeamIx, TierIx,
};
use crate::prose::{Say, Voice};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// The catalog with its terms and cards, as of a moment.
pub(super) struct ViewContext<'c> {
    /// The catalog.
    pub(super) catalog: &'c Catalog,
    /// The status of everything.
    pub(super) assessment: &'c Assessment,
    /// The findings of the rules.
    pub(super) rule_report: &'c RuleReport,
    /// The moment that the site is as of.
    pub(super) now: Timestamp,
    /// Its day, in the company's time zone.
    pub(super) today: Date,
    /// The product cards, each made on first use: a preview needs few of them.
    cards: Vec<OnceLock<Arc<ProductCard>>>,
    deliveries: Vec<Vec<(&'c model::Initiative, &'c model::Delivery)>>,
    edges: AdjacencyList<AssetEdge>,
    /// The readers of each asset, and what it reads.
    pub(super) asset_readers: OnceLock<AdjacencyList<AssetIx>>,
    pub(super) asset_reads: OnceLock<AdjacencyList<AssetIx>>,
    /// The assets that no detail page shows.
    pub(super) hidden_assets: OnceLock<BTreeSet<AssetIx>>,
    /// The page number of each evidence file, by the file's position.
    evidence: OnceLock<Vec<usize>>,
    /// The products that are not retired, by name.
    listed: OnceLock<Vec<ProductIx>>,
    /// The same by domain and by team.
    listed_by_domain: OnceLock<AdjacencyList<ProductIx>>,
    listed_by_team: OnceLock<AdjacencyList<ProductIx>>,
    /// Today's status of each product, as it would be recorded.
    days_of_today: OnceLock<Vec<Option<model::RecordedDay>>>,
    /// Whether there is any news.
    news: OnceLock<bool>,
    /// All events until today, newest first.
    events: OnceLock<Vec<NewsEvent>>,
    /// The ids of the products with events.
    in_news: OnceLock<BTreeSet<String>>,
    /// By product, the positions of the changes recorded until today, oldest first.
    changes: OnceLock<AdjacencyList<usize>>,
    /// The datasets in events that belong to no product, by name.
    unclaimed_datasets: OnceLock<Vec<&'c ObservedDataset>>,
    /// The output ports of products that are not retired, in the order of their list.
    outputs: OnceLock<Vec<Output>>,
    /// By product, the position of its incident.
    pub(super) incidents: OnceLock<BTreeMap<ProductIx, usize>>,
    /// By product, the product with the problem to fix before its own.
    pub(super) causes: OnceLock<BTreeMap<ProductIx, ProductIx>>,
    /// By product, the products whose consumers add logic to it.
    added: OnceLock<AdjacencyList<ProductIx>>,
    /// By product, the upstream products with a notice from their owners today.
    pub(super) notice_sources: OnceLock<Vec<Vec<ProductIx>>>,
}

/// An output port of a product, by its position.
#[derive(Clone, Copy, Debug)]
pub(super) struct Output {
    pub(super) product: ProductIx,
    pub(super) position: usize,
    pub(super) kind: Option<PortType>,
    /// Whether ports of many products have the same name.
    pub(super) repeats: bool,
}

impl<'c> ViewContext<'c> {
    pub(super) fn new(
        catalog: &'c Catalog,
        assessment: &'c Assessment,
        rule_report: &'c RuleReport,
        now: Timestamp,
    ) -> Self {
        let mut deliveries = vec![Vec::new(); catalog.products.len()];
        for initiative in &catalog.initiatives {
            for delivery in &initiative.deliveries {
                deliveries[delivery.product.position()].push((initiative, delivery));
            }
        }
        let cards = vec![OnceLock::new(); catalog.products.len()];
        let today = now.to_zoned(catalog.settings.time_zone.clone()).date();
        Self {
            catalog,
            assessment,
            rule_report,
            now,
            today,
            cards,
            deliveries,
            edges: edges(catalog),
            asset_readers: OnceLock::new(),
            asset_reads: OnceLock::new(),
            hidden_assets: OnceLock::new(),
            evidence: OnceLock::new(),
            listed: OnceLock::new(),
            listed_by_domain: OnceLock::new(),
            listed_by_team: OnceLock::new(),
            days_of_today: OnceLock::new(),
            news: OnceLock::new(),
            events: OnceLock::new(),
            in_news: OnceLock::new(),
            changes: OnceLock::new(),
            unclaimed_datasets: OnceLock::new(),
            outputs: OnceLock::new(),
            incidents: OnceLock::new(),
            causes: OnceLock::new(),
            added: OnceLock::new(),
            notice_sources: OnceLock::new(),
        }
    }

    /// Returns the status of a product on a day: the current one for today, the recorded one for earlier days.
    pub(super) fn day(&self, of: ProductIx, day: Date) -> Option<&model::RecordedDay> {
        if day != self.today {
            return self.catalog.observations.history.get(&of)?.get(&day);
        }
        let today = self.days_of_today.get_or_init(|| {
            let products = self.catalog.products.iter().zip(&self.assessment.products);
            products
                .map(|(product, assessment)| model::RecordedDay::of(product, assessment, self.now))
                .collect()
        });
        today.get(of.position())?.as_ref()
    }

    /// Returns the recorded changes of a product until today, oldest first.
    pub(super) fn changes(
        &self,
        product: ProductIx,
    ) -> impl DoubleEndedIterator<Item = &'c model::RecordedChange> {
        let all = &self.catalog.changes;
        let by_product = self.changes.get_or_init(|| {
            let mut known: Vec<usize> = (0..all.len()).filter(|at| all[*at].day <= self.today).collect();
            known.sort_by_key(|at| all[*at].day);
            let found = known
                .into_iter()
                .filter_map(|at| Some((self.catalog.product_of(&all[at].change.product)?.position(), at)));
            AdjacencyList::new(self.catalog.products.len(), found)
        });
        by_product.neighbours(product.position()).iter().map(|at| &all[*at])
    }

    /// Returns the scorecards of a product, for the standards that apply to it.
    pub(super) fn scorecards(&self, product: ProductIx) -> &'c [model::Scorecard] {
        self.rule_report.scorecards.get(product.position()).map_or(&[], Vec::as_slice)
    }

    fn make_card(&self, index: ProductIx) -> ProductCard {
        let (product, status) = (self.product(index), self.status(index));
        let may_be_watched = self.assessment.assessed && product.lifecycle.is_in_service();
        ProductCard {
            id: product.id.clone(),
            name: product.name.clone(),
            summary: product.summary.clone(),
            path: paths::product(&product.id),
            category: product.category.map(|category| self.category(category)),
            mart: product.mart.map(words::mart),
            domain: product.domain.map(|domain| self.domain(domain)),
            owner: product.owner.map(|owner| self.team(owner)),
            lifecycle: words::lifecycle(product.lifecycle),
            ends: product.ends.filter(|_| product.lifecycle.is_in_service()).map(|day| day.to_string()),
            tier: self.tier_of(product),
            status: status.map(words::status),
            not_watched: (may_be_watched && status.is_none()).then(words::not_watched),
        }
    }

    /// Returns the assessment of a product, if there is one.
    pub(super) fn product_assessment(&self, product: ProductIx) -> Option<&'c ProductAssessment> {
        self.assessment.products.get(product.position())
    }

    /// Returns the status of a product, if it has one.
    pub(super) fn status(&self, product: ProductIx) -> Option<Status> {
        self.product_assessment(product)?.status
    }

    /// Returns the status of an output port of a product, by its position, if it has one.
    pub(super) fn port_status(&self, product: ProductIx, position: usize) -> Option<Status> {
        *self.product_assessment(product)?.ports.get(position)?
    }

    /// Returns the only system that an application mart draws from; `None` if there are several or none is known.
    pub(super) fn only_system(&self, mart: ProductIx) -> Option<&'c System> {
        let only = self.catalog.mart_origins.get(&mart)?.only()?;
        Some(&self.catalog.systems.all[only.position()])
    }

    /// Returns a moment as people of the company would write it.
    pub(super) fn moment_in_words(&self, moment: Timestamp) -> String {
        model::moment_in_words(moment, &self.catalog.settings.time_zone)
    }

    /// Returns a fact in words, for a page; empty for `None`.
    pub(super) fn fact_in_words(&self, fact: Option<&impl Say>) -> String {
        fact.map(|fact| fact.say(&Voice::page(self.catalog))).unwrap_or_default()
    }

    /// Returns the last `count` days, oldest first, ending with today.
    pub(super) fn last_days(&self, count: usize) -> Vec<Date> {
        let mut days: Vec<Date> =
            std::iter::successors(Some(self.today), |day| day.yesterday().ok()).take(count).collect();
        days.reverse();
        days
    }

    /// Returns the products of a domain that are not retired, by name.
    pub(super) fn listed_in_domain(&self, domain: DomainIx) -> &[ProductIx] {
        let domains = self.catalog.domains.len();
        let by_domain = || self.living_by(domains, |product| product.domain.map(DomainIx::position));
        self.listed_by_domain.get_or_init(by_domain).neighbours(domain.position())
    }

    /// Returns the products that a team owns and that are not retired, by name.
    pub(super) fn listed_of_team(&self, team: TeamIx) -> &[ProductIx] {
        let teams = self.catalog.teams.len();
        let by_team = || self.living_by(teams, |product| product.owner.map(TeamIx::position));
        self.listed_by_team.get_or_init(by_team).neighbours(team.position())
    }

    fn living_by(
        &self,
        groups: usize,
        group: impl Fn(&Product) -> Option<usize> + Clone,
    ) -> AdjacencyList<ProductIx> {
        let members = self.listed().iter();
        AdjacencyList::new(groups, members.filter_map(move |at| Some((group(self.product(*at))?, *at))))
    }

    /// Returns the products that are not retired, by name.
    pub(super) fn listed(&self) -> &[ProductIx] {
        self.listed.get_or_init(|| {
            let mut listed = self.products(|product| product.lifecycle != Lifecycle::Retired);
            listed.sort_by_cached_key(|product| self.by_name(*product));
            listed
        })
    }

    pub(super) fn all(&self) -> impl Iterator<Item = ProductIx> + use<> {
        (0..self.catalog.products.len()).map(ProductIx::at)
    }

    /// Returns the products that satisfy a predicate, as indices.
    pub(super) fn products(&self, is_so: impl Fn(&model::Product) -> bool) -> Vec<ProductIx> {
        self.all().filter(|product| is_so(self.product(*product))).collect()
    }

    /// Returns the sort key that people expect for names.
    pub(super) fn by_name(&self, product: ProductIx) -> (String, ProductIx) {
        (self.product(product).name.to_lowercase(), product)
    }

    pub(super) fn product(&self, product: ProductIx) -> &'c model::Product {
        self.catalog.product(product)
    }

    pub(super) fn card(&self, product: ProductIx) -> &Arc<ProductCard> {
        self.cards[product.position()].get_or_init(|| Arc::new(self.make_card(product)))
    }

    /// Returns the edges between assets that begin or end in a product, sorted.
    pub(super) fn edges_of(&self, product: ProductIx) -> &[AssetEdge] {
        self.edges.neighbours(product.position())
    }

    /// Whether one of two products is only proposed, so that nothing can be found between them yet.
    pub(super) fn is_planned(&self, ends: [ProductIx; 2]) -> bool {
        ends.iter().any(|product| self.product(*product).lifecycle == Lifecycle::Proposed)
    }

    /// Returns the work on a product, with the initiative that it is done for.
    pub(super) fn deliveries(&self, product: ProductIx) -> &[(&'c model::Initiative, &'c model::Delivery)] {
        &self.deliveries[product.position()]
    }

    /// Returns the page number of each evidence file, as counted by the evidence pages.
    pub(super) fn evidence_pages(&self, count: impl FnOnce(&[EvidenceFile]) -> Vec<usize>) -> &[usize] {
        self.evidence.get_or_init(|| count(&self.catalog.observations.files))
    }

    /// Whether a product has events, given the ids of the products with events.
    pub(super) fn is_in_news(&self, product: ProductIx, ids: impl FnOnce() -> BTreeSet<String>) -> bool {
        self.in_news.get_or_init(ids).contains(&self.product(product).id)
    }

    /// Whether there is any news, determined once.
    pub(super) fn has_news(&self, look: impl FnOnce() -> bool) -> bool {
        *self.news.get_or_init(look)
    }

    /// Returns all events until today, newest first, collected once.
    pub(super) fn events(&self, collect: impl FnOnce() -> Vec<NewsEvent>) -> &[NewsEvent] {
        self.events.get_or_init(collect)
    }

    /// Returns the datasets in events that belong to no product, by name.
    pub(super) fn unclaimed_datasets(&self) -> &[&'c ObservedDataset] {
        self.unclaimed_datasets.get_or_init(|| self.catalog.unclaimed_datasets().collect())
    }

    /// Returns the output ports of products that are not retired, collected once.
    pub(super) fn outputs(&self, collect: impl FnOnce() -> Vec<Output>) -> &[Output] {
        self.outputs.get_or_init(collect)
    }

    /// Returns, by product, the products whose consumers add logic to it, determined once.
    pub(super) fn added(&self, look: impl FnOnce() -> AdjacencyList<ProductIx>) -> &AdjacencyList<ProductIx> {
        self.added.get_or_init(look)
    }

    pub(super) fn product_ref(&self, product: ProductIx) -> PageRef {
        let card = self.card(product);
        PageRef {
            id: card.id.clone(),
            name: card.name.clone(),
            path: card.path.clone(),
            ..PageRef::default()
        }
    }

    pub(super) fn category(&self, category: CategoryIx) -> PageRef {
        let category = &self.catalog.categories[category.position()];
        let (look, mut page_ref) = (category.look(), entry("categories", category));
        page_ref.icon.get_or_insert_with(|| look.to_owned());
        PageRef { look: Some(look.to_owned()), ..page_ref }
    }

    /// Returns a category as the heading of several of its products.
    pub(super) fn category_heading(&self, category: CategoryIx) -> PageRef {
        let plural = self.catalog.categories[category.position()].plural.clone();
        PageRef { name: plural, ..self.category(category) }
    }

    /// Returns the tier of a product, if given.
    pub(super) fn tier_of(&self, product: &model::Product) -> Option<PageRef> {
        self.tier(product.tier).filter(|_| product.has_tier)
    }

    /// Returns a tier and its page; `None` for a tier that the catalog does not have.
    pub(super) fn tier(&self, tier: TierIx) -> Option<PageRef> {
        Some(entry("tiers", self.catalog.tiers.get(tier.position())?))
    }

    pub(super) fn domain(&self, domain: DomainIx) -> PageRef {
        let domain = &self.catalog.domains[domain.position()];
        page_ref("domains", &domain.id, &domain.name)
    }

    pub(super) fn team(&self, team: TeamIx) -> PageRef {
        let team = self.catalog.team(team);
        page_ref("teams", &team.id, &team.name)
    }

    pub(super) fn regulation(&self, regulation: RegulationIx) -> PageRef {
        let regulation = &self.catalog.regulations[regulation.position()];
        page_ref("regulations", &regulation.id, &regulation.name)
    }
}

/// Returns the edges between assets, grouped by the products that they begin or end in.
fn edges(catalog: &Catalog) -> AdjacencyList<AssetEdge> {
    let touching = catalog.asset_edges.iter().flat_map(|edge| {
        let (from, to) = (catalog.asset(edge.from).product, catalog.asset(edge.to).product);
        let products = from.into_iter().chain(to.filter(|to| Some(*to) != from));
        products.map(|product| (product.position(), *edge))
    });
    AdjacencyList::new(catalog.products.len(), touching)
}

fn entry(section: &str, entry: &model::VocabularyEntry) -> PageRef {
    PageRef { icon: entry.icon.clone(), ..page_ref(section, &entry.id, &entry.name) }
}

pub(super) fn page_ref(section: &str, id: &str, name: &str) -> PageRef {
    PageRef {
        id: id.to_owned(),
        name: name.to_owned(),
        path: paths::folder(section, id),
        ..PageRef::default()
    }
}

/// Returns a standard and its page.
pub(super) fn standard_ref(standard: &model::Standard) -> PageRef {
    page_ref("standards", &standard.id, &standard.name)
}

/// Returns the id, title and page of an initiative.
pub(super) fn initiative_ref(initiative: &model::Initiative) -> PageRef {
    page_ref("initiatives", &initiative.id, &initiative.title)
}

pub(super) fn channels(channels: &[model::Channel]) -> Vec<ChannelView> {
    let view = |channel: &model::Channel| ChannelView {
        name: channel.name.clone(),
        url: channel.url.clone(),
        hours: channel.hours.clone(),
    };
    channels.iter().map(view).collect()
}

/// Returns a product's own channels, else those of the team that owns it.
pub(super) fn support(product: &Product, context: &ViewContext<'_>) -> Vec<ChannelView> {
    if product.support.is_empty()
        && let Some(owner) = product.owner
    {
        return channels(&context.catalog.team(owner).support);
    }
    channels(&product.support)
}

pub(super) fn links(links: &[model::Link]) -> Vec<ExternalLink> {
    links.iter().map(|link| ExternalLink { title: link.title.clone(), url: link.url.clone() }).collect()
}

pub(super) fn person(person: &model::Person) -> PersonView {
    PersonView {
        name: person.name.clone().or_else(|| person.email.clone()).unwrap_or_default(),
        email: person.email.clone(),
        role: person.role.clone(),
    }
}

/// Returns the summary, else the beginning of the description.
pub(super) fn in_short(summary: &str, description: &str) -> String {
    if summary.is_empty() { plain(description) } else { summary.to_owned() }
}

/// Returns the first paragraph of a Markdown text without its markup, for lists and previews.
pub(super) fn plain(markdown: &str) -> String {
    let paragraph: Vec<&str> = markdown
        .lines()
        .skip_while(|line| line.trim().is_empty() || line.starts_with('#'))
        .take_while(|line| !line.trim().is_empty())
        .map(str::trim)
        .collect();
    paragraph.join(" ").replace(['*', '`'], "")
}
