//! `/quality/`: what is broken today, ranked by who is hurt, and what can wait.

mod headline;
mod history;

use super::context::ViewContext;
use super::page::View;
use super::parts::{Channel, Filter, FilterEntry, Picture, ProductCard, Standing, StatusMark, Term, Word};
use super::product::{ReasonView, reasons as reasons_shown, support as product_support};
use super::section::{PageMeta, PageSet, Section, entry, is_below, section_term};
use super::{evidence, figures, paths, words};
use crate::model::{
    AssetKind, DomainIx, Lifecycle, ProductIx, ProductReason, ProductStanding, Status, TeamIx, Trouble,
    is_safe_url,
};
use crate::prose::{Say as _, Voice};
pub use history::{Count, PastDay, PastView};
use serde::Serialize;
use std::sync::Arc;

/// The page of what is broken: of the company, a domain or a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct QualityView {
    /// The first sentence: what matters, in words.
    pub headline: String,
    /// As of when: `21 November 2026, 07:30`.
    pub as_of: String,
    /// When something was last seen; may be empty.
    pub newest: String,
    /// The time zone of all times: `Europe/Berlin`.
    pub zone: String,
    /// The domain or team that the page is about.
    pub filter: Option<Term>,
    /// How many products stand how, worst first.
    pub standing: Vec<Standing>,
    /// What the words for that mean, on the page of the whole company.
    pub words: Vec<StatusMark>,
    /// What needs somebody today, the most urgent first.
    pub urgent: Vec<TroubleView>,
    /// By what the broken ones are sorted, in one sentence.
    pub order: String,
    /// What can wait.
    pub waiting: Vec<TroubleView>,
    /// The products that ran and that nothing tests, at most thirty.
    pub unchecked: Vec<UnknownView>,
    /// How many there are.
    pub unchecked_total: usize,
    /// The products of which too little is known, at most thirty.
    pub unknown: Vec<UnknownView>,
    /// How many there are.
    pub unknown_total: usize,
    /// What was read of what was seen, in one sentence.
    pub evidence: String,
    /// Whether rules find anything, so that there is a page of it.
    pub has_findings: bool,
    /// How the products stood on earlier days, if somebody recorded it.
    pub past: Option<PastView>,
    /// The same by domain and by team.
    pub filters: Vec<Filter>,
}

/// What is broken today, of the company and of its parts.
pub(in crate::site) const SECTION: Section = Section {
    owns: |path, _| is_below(path, &["quality"]),
    pages: section,
    navigation: |context| entry("quality", "Quality", !context.catalog.observations.files.is_empty()),
    ..Section::EMPTY
};

impl View for QualityView {
    const TEMPLATE: &'static str = "quality.html";
}

fn section(pages: &mut PageSet<'_, '_>) {
    for (path, title, view) in self::pages(pages.context) {
        let crumbs = view.filter.iter().map(|_| section_term("quality", "Quality")).collect();
        let meta = PageMeta { title, description: view.headline.clone(), section: "quality", crumbs };
        pages.html(path, meta, view);
    }
}

/// A product that is broken, and who is hurt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TroubleView {
    /// The product.
    pub product: Arc<ProductCard>,
    /// How it stands; what does not exist yet by its catalog stands as what is inside of it does.
    pub status: Option<StatusMark>,
    /// What is wrong, at most four.
    pub reasons: Vec<ReasonView>,
    /// How many more.
    pub more_reasons: usize,
    /// Since when, as far as is known; may be empty.
    pub since: String,
    /// Where its owner is asked.
    pub support: Vec<Channel>,
    /// The promises that are broken: `Revenue: fresh within 6 hours`.
    pub promises: Vec<String>,
    /// The highest tier that is reached.
    pub tier: Option<Term>,
    /// The furthest stage in which something of it is used.
    pub stage: Option<Word>,
    /// The products that depend on it, at most twelve.
    pub products: Vec<Term>,
    /// How many there are.
    pub reached: usize,
    /// The teams that use them.
    pub teams: Vec<Term>,
    /// The dashboards and other uses that are touched, at most eight.
    pub uses: Vec<Use>,
    /// What depends on it, drawn.
    pub drawing: Option<Picture>,
}

/// A use of data outside of dbt that is touched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Use {
    /// Its name.
    pub name: String,
    /// Where it is opened.
    pub url: Option<String>,
}

/// A product of which too little is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct UnknownView {
    /// The product.
    pub product: Term,
    /// Why.
    pub why: String,
}

/// Which troubles a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Company,
    Domain(DomainIx),
    Team(TeamIx),
}

const REASONS: usize = 4;
const PRODUCTS: usize = 12;
const USES: usize = 8;
const UNKNOWN: usize = 30;

/// Every page, with its path and title; none if nothing was ever seen.
fn pages(context: &ViewContext<'_>) -> Vec<(String, String, QualityView)> {
    if !context.standing.assessed {
        return Vec::new();
    }
    let catalog = context.catalog;
    let domains = (0..catalog.domains.len()).map(|at| Part::Domain(DomainIx::at(at)));
    let teams = (0..catalog.teams.len()).map(|at| Part::Team(TeamIx::at(at)));
    let parts = std::iter::once(Part::Company).chain(domains).chain(teams);
    let concerned = Concerned::new(context);
    let filters = filters(&concerned, context);
    let page = |part: Part| {
        let term = term(part, context);
        let path = term.as_ref().map_or_else(|| paths::section("quality"), |term| term.path.clone());
        let title =
            term.map_or_else(|| "Quality today".to_owned(), |term| format!("Quality today: {}", term.name));
        let troubles = concerned.troubles(part, context).collect();
        let mut view = Making { part, troubles, root: paths::root(&path), context }.view();
        view.filters = filters.iter().map(|filter| filter.at(&path)).collect();
        (path, title, view)
    };
    parts.filter(|part| concerned.has_page(*part)).map(page).collect()
}

/// The first sentence of the page of the company; nothing if nothing was ever seen.
pub(super) fn headline(context: &ViewContext<'_>) -> Option<String> {
    let troubles = context.standing.troubles.iter().collect();
    let making = Making { part: Part::Company, troubles, root: String::new(), context };
    context.standing.assessed.then(|| making.headline())
}

/// What is broken, by the parts of the company that own it or are hurt by it: found in one pass, as on a bad
/// morning each of hundreds of troubles reaches thousands of products.
struct Concerned {
    /// By domain.
    domains: Vec<PartTroubles>,
    /// By team.
    teams: Vec<PartTroubles>,
}

/// What concerns a part of the company.
#[derive(Clone, Default)]
struct PartTroubles {
    /// Whether products belong to it.
    has_products: bool,
    /// The troubles, as indices into those of the standing, in their order.
    troubles: Vec<usize>,
}

impl PartTroubles {
    fn add(&mut self, trouble: usize) {
        if self.troubles.last() != Some(&trouble) {
            self.troubles.push(trouble);
        }
    }
}

impl Concerned {
    fn new(context: &ViewContext<'_>) -> Self {
        let catalog = context.catalog;
        let mut concerned = Self {
            domains: vec![PartTroubles::default(); catalog.domains.len()],
            teams: vec![PartTroubles::default(); catalog.teams.len()],
        };
        for product in context.all() {
            concerned.parts_of(product, context).for_each(|part| part.has_products = true);
        }
        for (at, trouble) in context.standing.troubles.iter().enumerate() {
            for product in trouble.reach.products.iter().chain([&trouble.product]) {
                concerned.parts_of(*product, context).for_each(|part| part.add(at));
            }
            trouble.reach.teams.iter().for_each(|team| concerned.teams[team.position()].add(at));
        }
        concerned
    }

    /// The domain and the team that a product belongs to.
    fn parts_of(
        &mut self,
        product: ProductIx,
        context: &ViewContext<'_>,
    ) -> impl Iterator<Item = &mut PartTroubles> {
        let product = context.product(product);
        let domain = product.domain.map(|domain| &mut self.domains[domain.position()]);
        let team = product.owner.map(|team| &mut self.teams[team.position()]);
        domain.into_iter().chain(team)
    }

    /// What concerns a part; nothing for the company, which everything concerns.
    fn part(&self, part: Part) -> Option<&PartTroubles> {
        match part {
            Part::Company => None,
            Part::Domain(domain) => Some(&self.domains[domain.position()]),
            Part::Team(team) => Some(&self.teams[team.position()]),
        }
    }

    /// A part that has products has a page, also one that says that all is well.
    fn has_page(&self, part: Part) -> bool {
        self.part(part).is_none_or(|part| part.has_products || !part.troubles.is_empty())
    }

    fn troubles<'c>(&self, part: Part, context: &ViewContext<'c>) -> impl Iterator<Item = &'c Trouble> {
        let all: &'c [Trouble] = &context.standing.troubles;
        let of_part = self.part(part).map(|part| part.troubles.as_slice());
        let every = all.iter().filter(move |_| of_part.is_none());
        every.chain(of_part.into_iter().flatten().map(|at| &all[*at]))
    }
}

fn term(part: Part, context: &ViewContext<'_>) -> Option<Term> {
    let (term, section) = match part {
        Part::Company => return None,
        Part::Domain(domain) => (context.domain(domain), "quality/domains"),
        Part::Team(team) => (context.team(team), "quality/teams"),
    };
    Some(Term { path: paths::folder(section, &term.id), ..term })
}

/// Whether a product belongs to a part of the company.
fn holds(part: Part, product: ProductIx, context: &ViewContext<'_>) -> bool {
    let product = context.product(product);
    match part {
        Part::Company => true,
        Part::Domain(domain) => product.domain == Some(domain),
        Part::Team(team) => product.owner == Some(team),
    }
}

struct Making<'s, 'c> {
    part: Part,
    /// What concerns the part, the most urgent first.
    troubles: Vec<&'c Trouble>,
    root: String,
    context: &'s ViewContext<'c>,
}

impl<'c> Making<'_, 'c> {
    fn view(&self) -> QualityView {
        let context = self.context;
        let (urgent, waiting): (Vec<_>, Vec<_>) =
            self.troubles.iter().copied().partition(|trouble| trouble.urgent);
        let (unknown, unchecked) = (self.standing(Status::Unknown), self.standing(Status::Unchecked));
        QualityView {
            headline: self.headline(),
            as_of: context.spoken(context.now),
            newest: context.standing.newest.map(|newest| context.spoken(newest)).unwrap_or_default(),
            zone: context.catalog.facts.time_zone.iana_name().unwrap_or("UTC").to_owned(),
            filter: term(self.part, context),
            standing: counts(context, |product| holds(self.part, product, context)),
            words: match self.part {
                Part::Company => words::statuses(),
                _ => Vec::new(),
            },
            order: self.order().to_owned(),
            unchecked_total: unchecked.len(),
            unchecked: unchecked.into_iter().take(UNKNOWN).map(|product| self.unchecked(product)).collect(),
            urgent: urgent.into_iter().map(|trouble| self.trouble(trouble)).collect(),
            waiting: waiting.into_iter().map(|trouble| self.trouble(trouble)).collect(),
            unknown_total: unknown.len(),
            unknown: unknown.into_iter().take(UNKNOWN).map(|product| self.unknown(product)).collect(),
            evidence: evidence::sums(context),
            has_findings: !context.judgement.findings.is_empty(),
            past: history::past(context, |product| holds(self.part, product, context)),
            filters: Vec::new(),
        }
    }

    /// The products of this part that stand like this, by name.
    fn standing(&self, status: Status) -> Vec<ProductIx> {
        let stands = |product: &ProductIx| {
            holds(self.part, *product, self.context) && self.context.status(*product) == Some(status)
        };
        self.context.living().into_iter().filter(stands).collect()
    }

    fn trouble(&self, trouble: &Trouble) -> TroubleView {
        let context = self.context;
        let (catalog, reach) = (context.catalog, &trouble.reach);
        let product = catalog.product(trouble.product);
        let standing = &context.standing.products[trouble.product.position()];
        // What it only suffers from is told where it begins.
        let own = standing
            .reasons
            .iter()
            .filter(|one| !matches!(one.reason.status, Status::AtRisk | Status::Unknown))
            .count();
        let promise = |product: ProductIx, at: usize| {
            let product = catalog.product(product);
            let sla = &product.slas[at];
            format!("{}: {} {}", product.name, sla.property.title().to_lowercase(), sla.target)
        };
        let reasons = match REASONS.min(own) {
            0 => reasons_of_pieces(trouble, context),
            shown => reasons_shown(trouble.product, standing, shown, context),
        };
        let own_promises = trouble.promises.iter().map(|at| promise(trouble.product, *at));
        let uses = reach.exposures.iter().chain(&trouble.broken).map(|asset| catalog.asset(*asset));
        let uses = uses.filter(|asset| asset.kind == AssetKind::Exposure);
        TroubleView {
            product: Arc::clone(context.card(trouble.product)),
            status: context
                .status(trouble.product)
                .map(words::status)
                .or_else(|| reasons.first().map(|reason| reason.status.clone())),
            more_reasons: own.max(reasons.len()).saturating_sub(REASONS),
            reasons,
            since: history::trouble_since(trouble.product, context)
                .or_else(|| trouble.since.map(|since| context.spoken(since)))
                .unwrap_or_default(),
            support: product_support(product, context),
            promises: own_promises
                .chain(reach.promises.iter().map(|(product, at)| promise(*product, *at)))
                .collect(),
            tier: Some(reach.tier).filter(|_| context.has_tiers()).and_then(|tier| context.tier(tier)),
            stage: reach.stage.map(words::stage),
            products: reach
                .products
                .iter()
                .take(PRODUCTS)
                .map(|product| context.product_term(*product))
                .collect(),
            reached: reach.products.len(),
            teams: reach.teams.iter().map(|team| context.team(*team)).collect(),
            uses: uses
                .take(USES)
                .map(|asset| Use {
                    name: asset.name.clone(),
                    url: asset.url.clone().filter(|url| is_safe_url(url)),
                })
                .collect(),
            drawing: figures::reach(trouble.product, &reach.products, &self.root, context),
        }
    }

    fn unchecked(&self, product: ProductIx) -> UnknownView {
        let seen = super::grounds::of_product(product, self.context);
        let zone = &self.context.catalog.facts.time_zone;
        let why = crate::prose::en::grounds(&seen, self.context.now, zone);
        UnknownView { product: self.context.product_term(product), why }
    }

    fn unknown(&self, product: ProductIx) -> UnknownView {
        let standing = self.context.stands(product);
        let reason = standing
            .and_then(|standing| standing.reasons.iter().find(|one| one.reason.status == Status::Unknown));
        let said = |one: &ProductReason| one.reason.say(&Voice::page(self.context.catalog));
        let why = reason.map(|one| match one.asset {
            Some(asset) => format!("{}: {}", self.context.catalog.asset(asset).name, said(one)),
            None => said(one),
        });
        UnknownView { product: self.context.product_term(product), why: why.unwrap_or_default() }
    }
}

/// What is wrong with the pieces of a product that says nothing of itself: one that is only proposed, and whose
/// models run and fail all the same.
fn reasons_of_pieces(trouble: &Trouble, context: &ViewContext<'_>) -> Vec<ReasonView> {
    let pieces = trouble.broken.iter().filter_map(|asset| {
        let reasons = &context.standing.assets.get(asset.position())?.reasons;
        let reason = reasons.iter().find(|one| one.status.is_broken() || one.status == Status::Warning)?;
        Some(ProductReason { reason: reason.clone(), asset: Some(*asset), alike: 0 })
    });
    let mut reasons: Vec<ProductReason> = pieces.collect();
    reasons.sort_by_key(|one| (std::cmp::Reverse(one.reason.status), one.asset));
    let standing = ProductStanding { reasons, ..ProductStanding::default() };
    reasons_shown(trouble.product, &standing, REASONS, context)
}

/// The parts that have a page, with how many broken products concern each: the same on every page.
fn filters(concerned: &Concerned, context: &ViewContext<'_>) -> Vec<Filter> {
    let catalog = context.catalog;
    let filter = |name: &str, parts: Vec<Part>| {
        let entry = |part: Part| {
            let count = concerned.troubles(part, context).count();
            Some(FilterEntry { term: term(part, context)?, count, current: false })
        };
        let parts = parts.into_iter().filter(|part| concerned.has_page(*part));
        Filter { name: name.to_owned(), entries: parts.filter_map(entry).collect() }
    };
    let domains = (0..catalog.domains.len()).map(|at| Part::Domain(DomainIx::at(at))).collect();
    let teams = (0..catalog.teams.len()).map(|at| Part::Team(TeamIx::at(at))).collect();
    let mut filters = vec![filter("Domain", domains), filter("Team", teams)];
    filters.retain(|filter| !filter.entries.is_empty());
    filters
}

/// How many products stand how, worst first, then those that nobody watches.
pub(super) fn counts(context: &ViewContext<'_>, belongs: impl Fn(ProductIx) -> bool) -> Vec<Standing> {
    let living = |product: &ProductIx| context.product(*product).lifecycle != Lifecycle::Retired;
    let mut counted: Vec<(Status, usize)> = Vec::new();
    let mut others = 0;
    for product in context.all().filter(living).filter(|product| belongs(*product)) {
        let Some(status) = context.status(product) else {
            others += 1;
            continue;
        };
        match counted.iter_mut().find(|(known, _)| *known == status) {
            Some((_, count)) => *count += 1,
            None => counted.push((status, 1)),
        }
    }
    counted.sort_by_key(|(status, _)| std::cmp::Reverse(*status));
    let mut standing: Vec<Standing> = counted
        .into_iter()
        .map(|(status, count)| Standing { status: words::status(status), count })
        .collect();
    // The numbers add up to all products.
    if !standing.is_empty() && others > 0 {
        standing.push(Standing { status: words::not_watched(), count: others });
    }
    standing
}
