//! `/domains/<id>/`: a part of the business and its products.

use super::context::ViewContext;
use super::figures;
use super::home::Standing;
use super::lineage::{FlowRow, flows_at};
use super::listing::ListingView;
use super::parts::{Picture, Term};
use super::roadmap::{self, InitiativeCard};
use crate::model::{DomainIx, TeamIx};
use serde::Serialize;
use std::collections::BTreeSet;

/// The page of a domain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct DomainView {
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// The team that answers for it.
    pub owner: Option<Term>,
    /// The teams that answer for its products.
    pub teams: Vec<Term>,
    /// Its products.
    pub products: ListingView,
    /// How its products build on each other and on others; on the first page only.
    pub lineage: Option<Picture>,
    /// The same as a table, at most two hundred rows.
    pub flows: Vec<FlowRow>,
    /// How many of its products stand how, worst first.
    pub standing: Vec<Standing>,
    /// The initiatives that deliver one of its products.
    pub plans: Vec<InitiativeCard>,
}

/// The page of a domain, with one page of its products.
pub(super) fn domain(index: DomainIx, products: ListingView, context: &ViewContext<'_>) -> DomainView {
    let domain = &context.catalog.domains[index.position()];
    let is_first = products.pages.number <= 1;
    let own = context.catalog.products.iter().filter(|product| product.domain == Some(index));
    let teams: BTreeSet<TeamIx> = own.filter_map(|product| product.owner).collect();
    DomainView {
        name: domain.name.clone(),
        description: domain.description.clone(),
        owner: domain.owner.map(|owner| context.team(owner)),
        teams: teams.into_iter().map(|team| context.team(team)).collect(),
        lineage: if is_first { figures::domain(index, context) } else { None },
        flows: if is_first { flows_at(index, context) } else { Vec::new() },
        standing: super::quality::counts(context, |product| context.product(product).domain == Some(index)),
        plans: roadmap::cards(context, |initiative| {
            initiative.deliveries.iter().any(|one| context.product(one.product).domain == Some(index))
        }),
        products,
    }
}
