//! `/quality/`: what is broken today, ranked by who is affected, and what can wait.
//!
//! A problem is shown in one of two forms: as a *card* with everything that matters of it ([`IncidentView`], in
//! `incident`), or as a *line* ([`IncidentLine`](line::IncidentLine), in `line`) where cards would be too many. A *draft*
//! says which problems come under one heading; it becomes a *section* ([`IncidentSection`], in `sections`) with the cards
//! and lines for which the page has room.

mod affected;
mod headline;
mod history;
mod incident;
mod line;
mod scope;
mod sections;
mod unclaimed;
mod uses;

use super::context::ViewContext;
use super::lists::Pages;
use super::page::View;
use super::parts::{Filter, Label, MenuPosition, MenuSectionId, PageRef, StatusCount};
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::{evidence, paths, words};
use crate::model::{DomainIx, Incident, ProductIx, ProductReason, Status, TeamIx, UnclaimedFailure};
use crate::prose::en::UrgencyInBrief;
use crate::prose::{Say as _, Voice, en};
use affected::{AffectedRow, affected_rows};
pub(crate) use history::{DailyStatusesView, DayRun};
pub(super) use history::{earlier_day, problem_since, status_day};
use incident::IncidentLimits;
pub(crate) use incident::IncidentView;
pub(super) use line::affects_in_all;
pub(crate) use scope::ScopePicker;
use scope::{IncidentsByScope, PageScope, ScopeIncidents, holds, page_ref, parts, picker};
pub(super) use scope::{is_for, of_others_by_team};
use sections::IncidentLines;
pub(crate) use sections::IncidentSection;
pub(super) use sections::causes;
use serde::Serialize;
pub(crate) use unclaimed::UnclaimedFailureView;
pub(super) use uses::affected_uses;

/// The quality page of the company, a domain or a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct QualityView {
    /// The first sentence: what matters, in words.
    pub headline: String,
    /// The sentences after it.
    pub more_said: Vec<String>,
    /// The time of the latest evidence; may be empty.
    pub newest: String,
    /// The time zone of all times: `Europe/Berlin`.
    pub zone: String,
    /// The domain or team of the page.
    pub filter: Option<PageRef>,
    /// The number of products by status, worst first.
    pub statuses: Vec<StatusCount>,
    /// The meanings of the statuses, on the page of the whole company.
    pub words: Vec<Label>,
    /// The problems, under their headings.
    pub sections: Vec<IncidentSection>,
    /// The position among the pages of the problem list; everything else is on the first.
    pub pages: Pages,
    /// The products that ran untested, as far as there is room.
    pub unchecked: Vec<ProductWithReason>,
    /// The number of all such products.
    pub unchecked_total: usize,
    /// The products with too little evidence, as far as there is room.
    pub unknown: Vec<ProductWithReason>,
    /// The number of all such products.
    pub unknown_total: usize,
    /// Whether the last result known of something in one of them is a failure.
    pub has_failed_earlier: bool,
    /// What failed without a product and concerns this part, as far as there is room.
    pub unclaimed: Vec<UnclaimedFailureView>,
    /// Whether one of them is urgent today: then they come first.
    pub unclaimed_urgent: bool,
    /// The number of all of it.
    pub unclaimed_total: usize,
    /// The heading above it.
    pub unclaimed_title: &'static str,
    /// The explanation below that.
    pub unclaimed_hint: &'static str,
    /// Which evidence was read, in one sentence.
    pub evidence: String,
    /// Whether rules have findings, so that there is a page about them.
    pub has_findings: bool,
    /// The statuses of the products on earlier days, if recorded.
    pub past: Option<DailyStatusesView>,
    /// The page with every one of those days.
    pub past_path: String,
    /// Links to the same page by domain and by team.
    pub pickers: Vec<ScopePicker>,
}

/// The problems of today, of the company and of its parts.
pub(in crate::site) const SECTION: Section = Section {
    places: &["quality"],
    pages: section,
    menu: |context| {
        entry(
            MenuSectionId::Usability,
            MenuPosition::Bar,
            section_ref("quality", "Quality"),
            !context.catalog.observations.files.is_empty(),
        )
    },
    ..Section::EMPTY
};

impl View for QualityView {
    const TEMPLATE: &'static str = "quality.html";
}

/// Everything known about one problem.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct IncidentPageView {
    /// The problem.
    pub incident: IncidentView,
    /// The products that depend on the broken one, as far as there is room.
    pub rows: Vec<AffectedRow>,
}

impl View for IncidentPageView {
    const TEMPLATE: &'static str = "incident.html";
}

/// The last ninety days, day by day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct QualityDaysView {
    /// The days.
    pub past: DailyStatusesView,
    /// The recorded days, newest first, with consecutive equal days as one entry.
    pub runs: Vec<DayRun>,
    /// What was failing or late on every recorded day, in a sentence; may be empty.
    pub always: String,
    /// Whether anything was failing or late on any of them.
    pub has_broken: bool,
}

impl View for QualityDaysView {
    const TEMPLATE: &'static str = "quality-days.html";
}

/// All domains, or all teams, with the number of problems that each has to fix.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct QualityPartsView {
    /// The domains or teams.
    pub parts: Filter,
}

impl View for QualityPartsView {
    const TEMPLATE: &'static str = "quality-parts.html";
}

fn section(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    // Without any evidence there is no page.
    if !context.assessment.assessed {
        return;
    }
    let lines = IncidentLines::new(context);
    let concerned = IncidentsByScope::new(context);
    let parts = parts(&concerned, context);
    let catalog = context.catalog;
    let domains = (0..catalog.domains.len()).map(|at| PageScope::Domain(DomainIx::at(at)));
    let teams = (0..catalog.teams.len()).map(|at| PageScope::Team(TeamIx::at(at)));
    let scopes = std::iter::once(PageScope::Company).chain(domains).chain(teams);
    for scope in scopes.filter(|scope| concerned.has_page(*scope)) {
        let concerned = concerned.of(scope, context);
        scope_pages(&ScopePages { scope, concerned, lines: &lines, parts: &parts }, pages);
    }
    for (section, parts) in parts.into_iter().filter(|(_, parts)| scope::has_list(parts)) {
        let title = format!("Quality today by {}", parts.name.to_lowercase());
        let meta = PageMeta::first("quality", title, "").below(section_ref("quality", "Quality"));
        pages.html(paths::section(section), meta, QualityPartsView { parts });
    }
    for (at, found) in context.assessment.incidents.iter().enumerate() {
        let path = incident::path(found.product, context);
        let (limits, root) = (IncidentLimits::WHOLE, paths::root(&path));
        let incident = incident::incident(found, limits, lines.cause(at), &root, context);
        let title = format!("{}: what is wrong", incident.product.name);
        let meta = PageMeta::first("quality", title, "").below(section_ref("quality", "Quality"));
        let rows = affected_rows(found, limits.products, context);
        pages.html(path, meta, IncidentPageView { incident, rows });
    }
}

/// The data for the pages about a part of the company.
struct ScopePages<'s, 'c> {
    scope: PageScope,
    /// The incidents that concern it.
    concerned: ScopeIncidents,
    lines: &'s IncidentLines<'c>,
    parts: &'s [(&'static str, Filter)],
}

/// Adds the pages about a part of the company.
fn scope_pages(of: &ScopePages<'_, '_>, pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    let page_ref = page_ref(of.scope, context);
    let list = page_ref.as_ref().map_or_else(|| paths::section("quality"), |page_ref| page_ref.path.clone());
    let name = page_ref.as_ref().map_or_else(String::new, |page_ref| format!(": {}", page_ref.name));
    let crumbs = || page_ref.iter().map(|_| section_ref("quality", "Quality")).collect::<Vec<_>>();
    let incidents =
        of.concerned.incidents.iter().map(|incident| &context.assessment.incidents[*incident]).collect();
    let mut first = QualityPage::new(of.scope, incidents, context).view();
    first.pickers =
        of.parts.iter().map(|(section, parts)| picker(section, parts, page_ref.as_ref())).collect();
    if let Some(past) = first.past.clone() {
        first.past_path = list.replace("index.html", "days/index.html");
        let meta = PageMeta {
            title: format!("Quality in the last 90 days{name}"),
            section: "quality",
            crumbs: vec![section_ref("quality", "Quality")],
            ..PageMeta::default()
        };
        pages.html(first.past_path.clone(), meta, days_view(past, context));
    }
    for (sections, place) in of.lines.pages(of.scope, &of.concerned, &list, context) {
        let number = place.number;
        let title = format!(
            "Quality today{name}{}",
            if number > 1 { format!(", page {number}") } else { String::new() }
        );
        let view = if number == 1 { first.clone() } else { first.further() };
        let meta = PageMeta { crumbs: crumbs(), ..PageMeta::first("quality", title, &view.headline) };
        pages.html(paths::page_of(&list, number), meta, QualityView { sections, pages: place, ..view });
    }
}

impl QualityView {
    /// Returns what every page of the list shows: the choice of a part, and the time of the evidence.
    fn further(&self) -> Self {
        Self {
            headline: self.headline.clone(),
            zone: self.zone.clone(),
            filter: self.filter.clone(),
            pickers: self.pickers.clone(),
            ..Self::default()
        }
    }
}

/// A product with too little evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ProductWithReason {
    /// The product.
    pub product: PageRef,
    /// Its lifecycle, unless it is active.
    pub lifecycle: Option<Label>,
    /// The reason.
    pub why: String,
}

fn days_view(past: DailyStatusesView, context: &ViewContext<'_>) -> QualityDaysView {
    let runs = past.runs(context);
    let always = past.always_broken(context);
    QualityDaysView { has_broken: runs.iter().any(|run| !run.broken.is_empty()), runs, always, past }
}

/// The most products or jobs in a list besides the problems: fewer if many problems take up the room.
const MAX_NAMED: usize = 30;
const NAMED_AMONG_MANY: usize = 10;

/// Returns what matters today in the whole company, for the home page; nothing without any evidence.
pub(super) fn in_brief(context: &ViewContext<'_>) -> UrgencyInBrief {
    if !context.assessment.assessed {
        return UrgencyInBrief::default();
    }
    let incidents = context.assessment.incidents.iter().collect();
    let page = QualityPage::new(PageScope::Company, incidents, context);
    let brief = en::urgency_in_brief(&page.incidents, &page.unclaimed, context.catalog);
    brief.unwrap_or_else(|| UrgencyInBrief { sentences: page.headline(), also: Vec::new() })
}

/// Returns whether the last result known of something in a product is a failure, too old to count.
fn has_failed_earlier(product: ProductIx, context: &ViewContext<'_>) -> bool {
    let assessment = context.product_assessment(product);
    let mut reasons = assessment.into_iter().flat_map(|assessment| &assessment.reasons);
    reasons.any(|reason| reason.reason.fact.is_earlier_failure())
}

struct QualityPage<'s, 'c> {
    scope: PageScope,
    /// The incidents that concern this part, most urgent first.
    incidents: Vec<&'c Incident>,
    /// What failed without a product and concerns it, most urgent first.
    unclaimed: Vec<&'c UnclaimedFailure>,
    /// Its products of unknown status: first those that failed when last observed, then by name.
    unknown: Vec<ProductIx>,
    /// How many of them failed when last observed.
    failed_earlier: usize,
    /// Its products that nothing checks, by name.
    unchecked: Vec<ProductIx>,
    context: &'s ViewContext<'c>,
}

impl<'s, 'c> QualityPage<'s, 'c> {
    fn new(scope: PageScope, incidents: Vec<&'c Incident>, context: &'s ViewContext<'c>) -> Self {
        let concerns = |failure: &&UnclaimedFailure| match scope {
            PageScope::Company => true,
            PageScope::Team(team) if failure.reach.teams.binary_search(&team).is_ok() => true,
            scope => failure.reach.products.iter().any(|product| holds(scope, *product, context)),
        };
        let in_status = |status: Status| {
            let products = scope::listed(scope, context).iter().copied();
            products.filter(move |product| context.status(*product) == Some(status))
        };
        let (failed_earlier, other): (Vec<_>, Vec<_>) =
            in_status(Status::Unknown).partition(|product| has_failed_earlier(*product, context));
        Self {
            scope,
            incidents,
            unclaimed: context.assessment.unclaimed.iter().filter(concerns).collect(),
            failed_earlier: failed_earlier.len(),
            unknown: [failed_earlier, other].concat(),
            unchecked: in_status(Status::Unchecked).collect(),
            context,
        }
    }

    fn view(&self) -> QualityView {
        let context = self.context;
        let room = if self.incidents.len() > sections::CARDS { NAMED_AMONG_MANY } else { MAX_NAMED };
        let mut said = self.headline().into_iter();
        QualityView {
            headline: said.next().unwrap_or_default(),
            more_said: said.collect(),
            newest: context
                .assessment
                .newest
                .map(|newest| context.moment_in_words(newest))
                .unwrap_or_default(),
            zone: context.catalog.settings.time_zone.iana_name().unwrap_or("UTC").to_owned(),
            filter: page_ref(self.scope, context),
            statuses: counts(context, scope::listed(self.scope, context)),
            words: match self.scope {
                PageScope::Company => words::statuses(),
                _ => Vec::new(),
            },
            unchecked_total: self.unchecked.len(),
            unchecked: self.unchecked.iter().take(room).map(|product| self.unchecked(*product)).collect(),
            unknown_total: self.unknown.len(),
            has_failed_earlier: self.failed_earlier > 0,
            unknown: self.unknown.iter().take(room).map(|product| self.unknown(*product)).collect(),
            unclaimed_total: self.unclaimed.len(),
            unclaimed_title: en::unclaimed_title(&self.unclaimed),
            unclaimed_hint: en::unclaimed_hint(&self.unclaimed),
            unclaimed: self
                .unclaimed
                .iter()
                .take(room)
                .map(|failure| unclaimed::failure(failure, context))
                .collect(),
            unclaimed_urgent: self.unclaimed.iter().any(|failure| failure.urgent),
            evidence: evidence::sums(context),
            has_findings: !context.rule_report.findings.is_empty(),
            past: history::past(context, |product| holds(self.scope, product, context)),
            ..QualityView::default()
        }
    }

    fn unchecked(&self, product: ProductIx) -> ProductWithReason {
        let seen = super::evidence_summary::of_product(product, self.context);
        let zone = &self.context.catalog.settings.time_zone;
        let why = crate::prose::en::checked(&seen, self.context.now, zone);
        self.unknown_view(product, why)
    }

    fn unknown(&self, product: ProductIx) -> ProductWithReason {
        let assessment = self.context.product_assessment(product);
        let reason = assessment.and_then(|assessment| {
            let mut reasons = assessment.reasons.iter();
            let failed = reasons.clone().find(|reason| reason.reason.fact.is_earlier_failure());
            failed.or_else(|| reasons.find(|reason| reason.reason.status == Status::Unknown))
        });
        let in_words = |reason: &ProductReason| reason.reason.say(&Voice::page(self.context.catalog));
        let why = reason.map(|reason| match reason.asset {
            Some(asset) => format!("{}: {}", self.context.catalog.asset(asset).name, in_words(reason)),
            None => in_words(reason),
        });
        self.unknown_view(product, why.unwrap_or_default())
    }

    fn unknown_view(&self, product: ProductIx, why: String) -> ProductWithReason {
        let lifecycle = words::lifecycle_mark(self.context.product(product).lifecycle);
        ProductWithReason { product: self.context.product_ref(product), lifecycle, why }
    }
}

/// Returns the number of products by status, worst first, then the number of products that are not watched.
pub(super) fn counts(context: &ViewContext<'_>, products: &[ProductIx]) -> Vec<StatusCount> {
    count(products.iter().map(|product| context.status(*product)))
}

/// Returns the number of products in each of these statuses, worst first, then the number of those without one.
pub(super) fn count(all: impl Iterator<Item = Option<Status>>) -> Vec<StatusCount> {
    let mut counted: Vec<(Status, usize)> = Vec::new();
    let mut others = 0;
    for status in all {
        let Some(status) = status else {
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
