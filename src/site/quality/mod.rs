//! `/quality/`: what is broken today, ranked by who is hurt, and what can wait.

mod headline;
mod history;
mod incident;
mod scope;

use super::context::ViewContext;
use super::coverage::{UnclaimedJobView, job_view};
use super::page::View;
use super::parts::{Filter, PageRef, StatusCount, StatusMark};
use super::section::{PageMeta, PageSet, Section, entry, is_below, section_term};
use super::{evidence, paths, words};
use crate::model::{Catalog, DomainIx, Incident, ObservedJob, ProductIx, ProductReason, Status, TeamIx};
use crate::prose::{Say as _, Voice};
pub(crate) use history::DailyStatusesView;
pub(crate) use incident::IncidentView;
use scope::{IncidentsByScope, PageScope, filters, holds, term};
use serde::Serialize;

/// The page of what is broken: of the company, a domain or a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct QualityView {
    /// The first sentence: what matters, in words.
    pub headline: String,
    /// As of when: `21 November 2026, 07:30`.
    pub as_of: String,
    /// When something was last seen; may be empty.
    pub newest: String,
    /// The time zone of all times: `Europe/Berlin`.
    pub zone: String,
    /// The domain or team that the page is about.
    pub filter: Option<PageRef>,
    /// How many products stand how, worst first.
    pub statuses: Vec<StatusCount>,
    /// What the words for that mean, on the page of the whole company.
    pub words: Vec<StatusMark>,
    /// What needs somebody today, the most urgent first.
    pub urgent: Vec<IncidentView>,
    /// By what the broken ones are sorted, in one sentence.
    pub order: String,
    /// What can wait.
    pub waiting: Vec<IncidentView>,
    /// The products that ran and that nothing tests, at most thirty.
    pub unchecked: Vec<UnknownView>,
    /// How many there are.
    pub unchecked_total: usize,
    /// The products of which too little is known, at most thirty.
    pub unknown: Vec<UnknownView>,
    /// How many there are.
    pub unknown_total: usize,
    /// On the page of the company, the jobs of no product that failed, at most thirty.
    pub unclaimed: Vec<UnclaimedJobView>,
    /// How many there are.
    pub unclaimed_total: usize,
    /// What was read of what was seen, in one sentence.
    pub evidence: String,
    /// Whether rules find anything, so that there is a page of it.
    pub has_findings: bool,
    /// How the products stood on earlier days, if somebody recorded it.
    pub past: Option<DailyStatusesView>,
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

/// A product of which too little is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnknownView {
    /// The product.
    pub product: PageRef,
    /// Why.
    pub why: String,
}

const UNKNOWN: usize = 30;

/// By what the broken products are sorted.
const ORDER: &str =
    "Most important first: affected tiers and uses, then broken promises, then number of dependents.";

/// Every page, with its path and title; none if nothing was ever seen.
fn pages(context: &ViewContext<'_>) -> Vec<(String, String, QualityView)> {
    if !context.assessment.assessed {
        return Vec::new();
    }
    let catalog = context.catalog;
    let domains = (0..catalog.domains.len()).map(|at| PageScope::Domain(DomainIx::at(at)));
    let teams = (0..catalog.teams.len()).map(|at| PageScope::Team(TeamIx::at(at)));
    let parts = std::iter::once(PageScope::Company).chain(domains).chain(teams);
    let concerned = IncidentsByScope::new(context);
    let filters = filters(&concerned, context);
    let page = |scope: PageScope| {
        let term = term(scope, context);
        let path = term.as_ref().map_or_else(|| paths::section("quality"), |term| term.path.clone());
        let title =
            term.map_or_else(|| "Quality today".to_owned(), |term| format!("Quality today: {}", term.name));
        let incidents = concerned.incidents(scope, context).collect();
        let mut view = QualityPage { scope, incidents, root: paths::root(&path), context }.view();
        view.filters = filters.iter().map(|filter| filter.at(&path)).collect();
        (path, title, view)
    };
    parts.filter(|part| concerned.has_page(*part)).map(page).collect()
}

/// The first sentence of the page of the company; `None` if nothing was ever seen.
pub(super) fn headline(context: &ViewContext<'_>) -> Option<String> {
    let incidents = context.assessment.incidents.iter().collect();
    let making = QualityPage { scope: PageScope::Company, incidents, root: String::new(), context };
    context.assessment.assessed.then(|| making.headline())
}

struct QualityPage<'s, 'c> {
    scope: PageScope,
    /// What concerns the part, the most urgent first.
    incidents: Vec<&'c Incident>,
    root: String,
    context: &'s ViewContext<'c>,
}

impl<'c> QualityPage<'_, 'c> {
    fn view(&self) -> QualityView {
        let context = self.context;
        let (urgent, waiting): (Vec<_>, Vec<_>) =
            self.incidents.iter().copied().partition(|incident| incident.urgent);
        let (unknown, unchecked) = (self.in_status(Status::Unknown), self.in_status(Status::Unchecked));
        QualityView {
            headline: self.headline(),
            as_of: context.moment_in_words(context.now),
            newest: context
                .assessment
                .newest
                .map(|newest| context.moment_in_words(newest))
                .unwrap_or_default(),
            zone: context.catalog.facts.time_zone.iana_name().unwrap_or("UTC").to_owned(),
            filter: term(self.scope, context),
            statuses: counts(context, scope::listed(self.scope, context)),
            words: match self.scope {
                PageScope::Company => words::statuses(),
                _ => Vec::new(),
            },
            order: ORDER.to_owned(),
            unchecked_total: unchecked.len(),
            unchecked: unchecked.into_iter().take(UNKNOWN).map(|product| self.unchecked(product)).collect(),
            urgent: urgent
                .into_iter()
                .map(|incident| incident::incident(incident, &self.root, context))
                .collect(),
            waiting: waiting
                .into_iter()
                .map(|incident| incident::incident(incident, &self.root, context))
                .collect(),
            unknown_total: unknown.len(),
            unknown: unknown.into_iter().take(UNKNOWN).map(|product| self.unknown(product)).collect(),
            unclaimed_total: self.unclaimed().count(),
            unclaimed: self.unclaimed().take(UNKNOWN).map(|job| job_view(job, context)).collect(),
            evidence: evidence::sums(context),
            has_findings: !context.rule_report.findings.is_empty(),
            past: history::past(context, |product| holds(self.scope, product, context)),
            filters: Vec::new(),
        }
    }

    /// The failed jobs of no product, on the page of the company.
    fn unclaimed(&self) -> impl Iterator<Item = &'c ObservedJob> {
        let is_company = matches!(self.scope, PageScope::Company);
        Some(self.context.catalog).filter(|_| is_company).into_iter().flat_map(Catalog::unclaimed_failures)
    }

    /// The products of this part that stand like this, by name.
    fn in_status(&self, status: Status) -> Vec<ProductIx> {
        let stands = |product: &ProductIx| self.context.status(*product) == Some(status);
        scope::listed(self.scope, self.context).iter().copied().filter(stands).collect()
    }

    fn unchecked(&self, product: ProductIx) -> UnknownView {
        let seen = super::evidence_summary::of_product(product, self.context);
        let zone = &self.context.catalog.facts.time_zone;
        let why = crate::prose::en::grounds(&seen, self.context.now, zone);
        UnknownView { product: self.context.product_term(product), why }
    }

    fn unknown(&self, product: ProductIx) -> UnknownView {
        let assessment = self.context.product_assessment(product);
        let reason = assessment.and_then(|assessment| {
            assessment.reasons.iter().find(|one| one.reason.status == Status::Unknown)
        });
        let said = |one: &ProductReason| one.reason.say(&Voice::page(self.context.catalog));
        let why = reason.map(|one| match one.asset {
            Some(asset) => format!("{}: {}", self.context.catalog.asset(asset).name, said(one)),
            None => said(one),
        });
        UnknownView { product: self.context.product_term(product), why: why.unwrap_or_default() }
    }
}

/// How many of these products have each status, worst first, then those that nobody watches.
pub(super) fn counts(context: &ViewContext<'_>, products: &[ProductIx]) -> Vec<StatusCount> {
    let mut counted: Vec<(Status, usize)> = Vec::new();
    let mut others = 0;
    for product in products {
        let Some(status) = context.status(*product) else {
            others += 1;
            continue;
        };
        match counted.iter_mut().find(|(known, _)| *known == status) {
            Some((_, count)) => *count += 1,
            None => counted.push((status, 1)),
        }
    }
    counted.sort_by_key(|(status, _)| std::cmp::Reverse(*status));
    let mut statuses: Vec<StatusCount> = counted
        .into_iter()
        .map(|(status, count)| StatusCount { status: words::status(status), count })
        .collect();
    // The numbers add up to all products.
    if !statuses.is_empty() && others > 0 {
        statuses.push(StatusCount { status: words::not_watched(), count: others });
    }
    statuses
}
