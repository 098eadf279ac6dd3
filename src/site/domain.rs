//! `/domains/<id>/`: a part of the business and its products.

use super::context::{self, ViewContext, plain};
use super::lineage::{FlowRow, flows_at};
use super::listing::ListingView;
use super::page::View;
use super::parts::{ChannelView, MenuPosition, MenuSectionId, PageRef, Picture, StatusCount};
use super::roadmap::{self, InitiativeCard};
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::subject::Subject;
use super::{figures, index, listing, paths};
use crate::model::{DomainIx, Lifecycle, ProductIx, TeamIx};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The page of a domain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DomainView {
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// The channels of that team.
    pub support: Vec<ChannelView>,
    /// The other teams that own its products, those with the most first.
    pub teams: Vec<TeamShare>,
    /// Its products.
    pub products: ListingView,
    /// How its products build on each other and on others; on the first page only.
    pub lineage: Option<Picture>,
    /// What a box of the drawing represents if there are too many products: `category` or `team`; else empty.
    pub folded: String,
    /// The number of flows between its boxes that the drawing shows.
    pub drawn: usize,
    /// The number of all such flows.
    pub drawable: usize,
    /// The first flows, as a table.
    pub flows: Vec<FlowRow>,
    /// The number of all flows.
    pub flows_total: usize,
    /// The page of all flows out of the domain.
    pub outflow: String,
    /// The explorer, opened at the most read product of the domain.
    pub explorer: String,
    /// The page of the problems that concern it, if there is one.
    pub quality: Option<String>,
    /// The number of its products by status, worst first.
    pub statuses: Vec<StatusCount>,
    /// The initiatives that deliver one of its products.
    pub plans: Vec<InitiativeCard>,
}

/// A team that owns products of a domain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct TeamShare {
    /// The team.
    pub team: PageRef,
    /// The number of products of the domain that it owns.
    pub products: usize,
}

/// The domains.
pub(super) const SECTION: Section = Section {
    places: &["domains"],
    pages,
    menu: |context| {
        entry(
            MenuSectionId::Catalog,
            MenuPosition::Bar,
            section_ref("domains", "Domains"),
            !context.catalog.domains.is_empty(),
        )
    },
    ..Section::EMPTY
};

impl View for DomainView {
    const TEMPLATE: &'static str = "domain.html";

    fn pictures(&self) -> Vec<&Picture> {
        self.lineage.iter().collect()
    }
}

fn pages(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    if context.catalog.domains.is_empty() {
        return;
    }
    index::add(pages, "domains", index::domains(context));
    for (position, domain) in context.catalog.domains.iter().enumerate() {
        let at = DomainIx::at(position);
        let products = context.products(|product| product.domain == Some(at));
        for (path, list) in listing::list_pages(&context.domain(at), &products, context) {
            let meta = PageMeta::first("domains", &domain.name, plain(&domain.description))
                .about(Subject::Domain(at))
                .below(section_ref("domains", "Domains"));
            pages.html(path, meta, self::domain(at, list, context));
        }
    }
}

/// Whether something that is not retired reads one of these products.
fn supplies(products: &[ProductIx], context: &ViewContext<'_>) -> bool {
    let is_kept = |product| context.product(product).lifecycle != Lifecycle::Retired;
    let lineage = &context.catalog.lineage;
    products.iter().any(|product| lineage.downstream(*product).iter().any(|reader| is_kept(reader.product)))
}

/// Returns the teams that own products of a domain, besides its owner: those with the most first, then by name.
fn teams(index: DomainIx, context: &ViewContext<'_>) -> Vec<TeamShare> {
    let owner = context.catalog.domains[index.position()].owner;
    let mut counts: BTreeMap<TeamIx, usize> = BTreeMap::new();
    for product in context.catalog.products.iter().filter(|product| product.domain == Some(index)) {
        for team in product.owner.iter().filter(|team| owner != Some(**team)) {
            *counts.entry(*team).or_default() += 1;
        }
    }
    let mut teams: Vec<(TeamIx, usize)> = counts.into_iter().collect();
    let name = |team: &TeamIx| context.catalog.team(*team).name.to_lowercase();
    teams.sort_by_cached_key(|(team, products)| (Reverse(*products), name(team)));
    teams.into_iter().map(|(team, products)| TeamShare { team: context.team(team), products }).collect()
}

/// Returns the page of a domain, with one page of its products.
fn domain(index: DomainIx, products: ListingView, context: &ViewContext<'_>) -> DomainView {
    let domain = &context.catalog.domains[index.position()];
    let is_first = products.pages.number <= 1;
    let drawing = if is_first { figures::domain(index, context) } else { None };
    let (drawn, drawable) = drawing.as_ref().map_or((0, 0), |drawing| drawing.shown);
    let (flows, flows_total) = if is_first { flows_at(index, context) } else { Default::default() };
    let readers = |product: &ProductIx| context.catalog.lineage.downstream(*product).len();
    let listed = context.listed_in_domain(index);
    let busiest = listed.iter().max_by_key(|product| (readers(product), Reverse(**product)));
    DomainView {
        name: domain.name.clone(),
        description: domain.description.clone(),
        owner: domain.owner.map(|owner| context.team(owner)),
        support: domain
            .owner
            .map_or_else(Vec::new, |owner| context::channels(&context.catalog.team(owner).support)),
        teams: teams(index, context),
        folded: drawing.as_ref().map_or("", |drawing| drawing.folded).to_owned(),
        lineage: drawing.map(|drawing| drawing.picture),
        drawn,
        drawable,
        flows,
        flows_total,
        outflow: if supplies(listed, context) { paths::outflow(&domain.id) } else { String::new() },
        explorer: busiest
            .map_or_else(String::new, |product| paths::explorer_at(&context.product(*product).id)),
        quality: (context.assessment.assessed && !listed.is_empty())
            .then(|| paths::folder("quality/domains", &domain.id)),
        statuses: super::quality::counts(context, listed),
        plans: roadmap::cards_of(index, context),
        products,
    }
}
