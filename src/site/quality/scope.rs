//! The scope of a page: the company, or a part of it; and which problems concern each part.

use crate::model::{DomainIx, Incident, ProductIx, TeamIx};
use crate::site::context::ViewContext;
use crate::site::parts::{Filter, FilterEntry, PageRef};
use crate::site::paths;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The part of the company that a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageScope {
    Company,
    Domain(DomainIx),
    Team(TeamIx),
}

/// The incidents by the parts of the company that own them or are affected: computed in one pass, because on a bad
/// morning each of hundreds of incidents reaches thousands of products.
pub(super) struct IncidentsByScope {
    /// By domain.
    domains: Vec<ScopeIncidents>,
    /// By team.
    teams: Vec<ScopeIncidents>,
}

/// The incidents that concern a part of the company.
#[derive(Clone, Default)]
pub(super) struct ScopeIncidents {
    /// Whether products belong to it.
    has_products: bool,
    /// The incidents, as indices into those of the assessment, in their order.
    pub(super) incidents: Vec<usize>,
    /// How many of its products each of them affects, if any.
    pub(super) affected: BTreeMap<usize, usize>,
}

impl ScopeIncidents {
    fn add(&mut self, incident: usize) {
        if self.incidents.last() != Some(&incident) {
            self.incidents.push(incident);
        }
    }
}

impl IncidentsByScope {
    pub(super) fn new(context: &ViewContext<'_>) -> Self {
        let catalog = context.catalog;
        let mut concerned = Self {
            domains: vec![ScopeIncidents::default(); catalog.domains.len()],
            teams: vec![ScopeIncidents::default(); catalog.teams.len()],
        };
        for product in context.all() {
            concerned.parts_of(product, context).for_each(|part| part.has_products = true);
        }
        for (at, incident) in context.assessment.incidents.iter().enumerate() {
            let all = incident.reach.products.iter().chain([&incident.product]);
            for product in all {
                for part in concerned.parts_of(*product, context) {
                    part.add(at);
                    *part.affected.entry(at).or_default() += 1;
                }
            }
            for product in incident.fixed_in.iter().chain(&incident.found_by) {
                concerned.parts_of(*product, context).for_each(|part| part.add(at));
            }
            // Those who answer for a regulation have to know that one of its controls failed.
            let controls = incident.failed_controls.keys();
            let owners =
                controls.filter_map(|control| catalog.regulations[control.regulation.position()].owner);
            owners.for_each(|team| concerned.teams[team.position()].add(at));
            incident.reach.teams.iter().for_each(|team| concerned.teams[team.position()].add(at));
        }
        concerned
    }

    /// Returns the domain and the team that a product belongs to.
    fn parts_of(
        &mut self,
        product: ProductIx,
        context: &ViewContext<'_>,
    ) -> impl Iterator<Item = &mut ScopeIncidents> {
        let product = context.product(product);
        let domain = product.domain.map(|domain| &mut self.domains[domain.position()]);
        let team = product.owner.map(|team| &mut self.teams[team.position()]);
        domain.into_iter().chain(team)
    }

    /// Returns the incidents of a part; `None` for the company, which everything concerns.
    fn part(&self, part: PageScope) -> Option<&ScopeIncidents> {
        match part {
            PageScope::Company => None,
            PageScope::Domain(domain) => Some(&self.domains[domain.position()]),
            PageScope::Team(team) => Some(&self.teams[team.position()]),
        }
    }

    /// Whether a part has a page: it does if it has products, even if all is well.
    pub(super) fn has_page(&self, part: PageScope) -> bool {
        self.part(part).is_none_or(|part| part.has_products || !part.incidents.is_empty())
    }

    /// Returns the incidents that concern a part.
    pub(super) fn of(&self, part: PageScope, context: &ViewContext<'_>) -> ScopeIncidents {
        self.part(part).cloned().unwrap_or_else(|| ScopeIncidents {
            incidents: (0..context.assessment.incidents.len()).collect(),
            ..ScopeIncidents::default()
        })
    }
}

pub(super) fn page_ref(part: PageScope, context: &ViewContext<'_>) -> Option<PageRef> {
    let (page_ref, section) = match part {
        PageScope::Company => return None,
        PageScope::Domain(domain) => (context.domain(domain), "quality/domains"),
        PageScope::Team(team) => (context.team(team), "quality/teams"),
    };
    Some(PageRef { path: paths::folder(section, &page_ref.id), ..page_ref })
}

/// Returns the products of a part of the company that are not retired, by name.
pub(super) fn listed<'s>(part: PageScope, context: &'s ViewContext<'_>) -> &'s [ProductIx] {
    match part {
        PageScope::Company => context.listed(),
        PageScope::Domain(domain) => context.listed_in_domain(domain),
        PageScope::Team(team) => context.listed_of_team(team),
    }
}

/// Whether a product belongs to a part of the company.
pub(super) fn holds(part: PageScope, product: ProductIx, context: &ViewContext<'_>) -> bool {
    let product = context.product(product);
    match part {
        PageScope::Company => true,
        PageScope::Domain(domain) => product.domain == Some(domain),
        PageScope::Team(team) => product.owner == Some(team),
    }
}

/// Whether a part of the company has to take care of a problem, which is the part that can fix it. If none is known,
/// it is for the owner of the product to ask.
pub(super) fn is_responsible_for(part: PageScope, incident: &Incident, context: &ViewContext<'_>) -> bool {
    let is_held = |product: &ProductIx| holds(part, *product, context);
    let has_fixer = incident.fixed_in.iter().any(|product| context.product(*product).owner.is_some());
    incident.fixed_in.iter().any(is_held) || !has_fixer && is_held(&incident.product)
}

/// Returns the problems that concern a part of the company and that only others can fix, those first that affect most of it.
pub(super) fn of_others(
    part: PageScope,
    concerned: &ScopeIncidents,
    context: &ViewContext<'_>,
) -> Vec<usize> {
    let incidents = &context.assessment.incidents;
    let is_of_others = |at: &usize| !is_responsible_for(part, &incidents[*at], context);
    let mut others: Vec<usize> = concerned.incidents.iter().copied().filter(is_of_others).collect();
    others.sort_by_key(|at| Reverse(concerned.affected.get(at)));
    others
}

/// Returns for each team the problems that concern it and that only others can fix, as its page of quality lists them.
pub(in crate::site) fn of_others_by_team(context: &ViewContext<'_>) -> Vec<Vec<usize>> {
    let concerned = IncidentsByScope::new(context);
    let teams = concerned.teams.iter().enumerate();
    teams.map(|(at, one)| of_others(PageScope::Team(TeamIx::at(at)), one, context)).collect()
}

/// Whether a problem is for a team to take care of.
pub(in crate::site) fn is_for(team: TeamIx, incident: &Incident, context: &ViewContext<'_>) -> bool {
    is_responsible_for(PageScope::Team(team), incident, context)
}

/// A way to narrow the page: by domain or by team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ScopePicker {
    /// `Domain`, `Team`.
    pub name: String,
    /// The part that the page is about.
    pub current: Option<String>,
    /// The parts with the number of problems that each has to fix, by name; if there are many, those with most problems.
    pub entries: Vec<FilterEntry>,
    /// The number of all parts.
    pub total: usize,
    /// The page that lists them all, if they are not all here.
    pub all: Option<String>,
}

/// The most parts that a page offers.
const PARTS: usize = 30;

/// Returns every part that has a page, by domain and by team: the same on every page.
pub(super) fn parts(concerned: &IncidentsByScope, context: &ViewContext<'_>) -> Vec<(&'static str, Filter)> {
    let catalog = context.catalog;
    let filter = |name: &str, parts: Vec<PageScope>| {
        let entry = |part: PageScope| {
            let incidents = &context.assessment.incidents;
            let is_own = |incident: &usize| is_responsible_for(part, &incidents[*incident], context);
            let count = concerned.of(part, context).incidents.into_iter().filter(is_own).count();
            Some(FilterEntry { page_ref: page_ref(part, context)?, count, current: false })
        };
        let parts = parts.into_iter().filter(|part| concerned.has_page(*part));
        Filter { name: name.to_owned(), entries: parts.filter_map(entry).collect() }
    };
    let domains = (0..catalog.domains.len()).map(|at| PageScope::Domain(DomainIx::at(at))).collect();
    let teams = (0..catalog.teams.len()).map(|at| PageScope::Team(TeamIx::at(at))).collect();
    let mut parts =
        vec![("quality/domains", filter("Domain", domains)), ("quality/teams", filter("Team", teams))];
    parts.retain(|(_, filter)| !filter.entries.is_empty());
    for (_, filter) in &mut parts {
        filter
            .entries
            .sort_by_cached_key(|entry| (entry.page_ref.name.to_lowercase(), entry.page_ref.id.clone()));
    }
    parts
}

/// Returns the selection of these parts that a page about a part offers.
pub(super) fn picker(section: &str, all: &Filter, current: Option<&PageRef>) -> ScopePicker {
    let is_own = |entry: &FilterEntry| current.is_some_and(|current| current.path == entry.page_ref.path);
    let mut ranked: Vec<usize> = (0..all.entries.len()).collect();
    ranked.sort_by_key(|at| Reverse((is_own(&all.entries[*at]), all.entries[*at].count)));
    ranked.truncate(PARTS);
    ranked.sort_unstable();
    let entry = |at: usize| FilterEntry { current: is_own(&all.entries[at]), ..all.entries[at].clone() };
    let entries: Vec<FilterEntry> = ranked.into_iter().map(entry).collect();
    ScopePicker {
        name: all.name.clone(),
        current: entries.iter().find(|entry| entry.current).map(|entry| entry.page_ref.name.clone()),
        total: all.entries.len(),
        all: has_list(all).then(|| paths::section(section)),
        entries,
    }
}

/// Whether there are so many parts of a kind that they have a list of their own.
pub(super) fn has_list(parts: &Filter) -> bool {
    parts.entries.len() > PARTS
}
