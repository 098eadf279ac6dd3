//! What a page is about: the company, or a part of it; and what of all that is broken concerns each part.

use crate::model::{DomainIx, Incident, ProductIx, TeamIx};
use crate::site::context::ViewContext;
use crate::site::parts::{Filter, FilterEntry, PageRef};
use crate::site::paths;

/// Which incidents a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageScope {
    Company,
    Domain(DomainIx),
    Team(TeamIx),
}

/// What is broken, by the parts of the company that own it or are hurt by it: found in one pass, as on a bad
/// morning each of hundreds of incidents reaches thousands of products.
pub(super) struct IncidentsByScope {
    /// By domain.
    domains: Vec<ScopeIncidents>,
    /// By team.
    teams: Vec<ScopeIncidents>,
}

/// What concerns a part of the company.
#[derive(Clone, Default)]
struct ScopeIncidents {
    /// Whether products belong to it.
    has_products: bool,
    /// The incidents, as indices into those of the assessment, in their order.
    incidents: Vec<usize>,
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
            for product in incident.reach.products.iter().chain([&incident.product]) {
                concerned.parts_of(*product, context).for_each(|part| part.add(at));
            }
            incident.reach.teams.iter().for_each(|team| concerned.teams[team.position()].add(at));
        }
        concerned
    }

    /// The domain and the team that a product belongs to.
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

    /// What concerns a part; `None` for the company, which everything concerns.
    fn part(&self, part: PageScope) -> Option<&ScopeIncidents> {
        match part {
            PageScope::Company => None,
            PageScope::Domain(domain) => Some(&self.domains[domain.position()]),
            PageScope::Team(team) => Some(&self.teams[team.position()]),
        }
    }

    /// A part that has products has a page, also one that says that all is well.
    pub(super) fn has_page(&self, part: PageScope) -> bool {
        self.part(part).is_none_or(|part| part.has_products || !part.incidents.is_empty())
    }

    pub(super) fn incidents<'c>(
        &self,
        part: PageScope,
        context: &ViewContext<'c>,
    ) -> impl Iterator<Item = &'c Incident> {
        let all: &'c [Incident] = &context.assessment.incidents;
        let of_part = self.part(part).map(|part| part.incidents.as_slice());
        let every = all.iter().filter(move |_| of_part.is_none());
        every.chain(of_part.into_iter().flatten().map(|at| &all[*at]))
    }
}

pub(super) fn term(part: PageScope, context: &ViewContext<'_>) -> Option<PageRef> {
    let (term, section) = match part {
        PageScope::Company => return None,
        PageScope::Domain(domain) => (context.domain(domain), "quality/domains"),
        PageScope::Team(team) => (context.team(team), "quality/teams"),
    };
    Some(PageRef { path: paths::folder(section, &term.id), ..term })
}

/// The products of a part of the company that are not retired, by name.
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

/// The parts that have a page, with how many broken products concern each: the same on every page.
pub(super) fn filters(concerned: &IncidentsByScope, context: &ViewContext<'_>) -> Vec<Filter> {
    let catalog = context.catalog;
    let filter = |name: &str, parts: Vec<PageScope>| {
        let entry = |part: PageScope| {
            let count = concerned.incidents(part, context).count();
            Some(FilterEntry { term: term(part, context)?, count, current: false })
        };
        let parts = parts.into_iter().filter(|part| concerned.has_page(*part));
        Filter { name: name.to_owned(), entries: parts.filter_map(entry).collect() }
    };
    let domains = (0..catalog.domains.len()).map(|at| PageScope::Domain(DomainIx::at(at))).collect();
    let teams = (0..catalog.teams.len()).map(|at| PageScope::Team(TeamIx::at(at))).collect();
    let mut filters = vec![filter("Domain", domains), filter("Team", teams)];
    filters.retain(|filter| !filter.entries.is_empty());
    filters
}
