//! `/teams/<id>/`: who they are, what they own, where to ask.

use super::context::plain;
use super::context::{self, ViewContext};
use super::levels::LevelEvent;
use super::listing::ListingView;
use super::page::View;
use super::parts::{
    ChannelView, ExternalLink, MenuPosition, MenuSectionId, PageRef, PersonView, StatusCount,
};
use super::roadmap::{self, InitiativeCard};
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::subject::Subject;
use super::today::{self, UseView, Used};
use super::week::{self, WeekTasks, WeekView};
use super::{index, listing, paths};
use crate::model::{DeliveryStatus, Person, RegulationIx, Team, TeamIx};
use crate::prose::en;
use serde::Serialize;
use std::sync::Arc;

/// The page of a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct TeamView {
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// The domain it belongs to.
    pub domain: Option<PageRef>,
    /// Who leads it.
    pub lead: Option<PersonView>,
    /// Its members.
    pub members: Vec<PersonView>,
    /// Its support channels.
    pub support: Vec<ChannelView>,
    /// Further reading.
    pub links: Vec<ExternalLink>,
    /// The feed of the events of everything that it owns or uses.
    pub feed: String,
    /// The products it owns.
    pub products: ListingView,
    /// The upkeep of its products while they are in use: `9 days a month`; may be empty.
    pub upkeep: String,
    /// The additional upkeep once planned work is delivered; may be empty.
    pub upkeep_planned: String,
    /// Its tasks of the week; on the first page only.
    pub week: Option<WeekView>,
    /// The products it uses, as declared by their owners, worst today first; on the first page only.
    pub uses: Vec<UseView>,
    /// The number of those products by status, worst first; on the first page only.
    pub uses_today: Vec<StatusCount>,
    /// The levels of standards that its products lost, and those that they reached recently.
    pub levels: Vec<LevelEvent>,
    /// The regulations it owns.
    pub regulations: Vec<PageRef>,
    /// The systems it owns.
    pub systems: Vec<PageRef>,
    /// The number of its products by status, worst first.
    pub statuses: Vec<StatusCount>,
    /// The initiatives that it sponsors, that deliver one of its products, or for which it works on the platform.
    pub plans: Vec<InitiativeCard>,
}

/// The teams.
pub(super) const SECTION: Section = Section {
    places: &["teams"],
    except: paths::is_feed_of_part,
    pages,
    menu: |context| {
        entry(
            MenuSectionId::Catalog,
            MenuPosition::Bar,
            section_ref("teams", "Teams"),
            !context.catalog.teams.is_empty(),
        )
    },
    ..Section::EMPTY
};

impl View for TeamView {
    const TEMPLATE: &'static str = "team.html";
}

fn pages(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    if context.catalog.teams.is_empty() {
        return;
    }
    index::add(pages, "teams", index::teams(context));
    let (uses, tasks) = (today::uses(context), WeekTasks::new(context));
    for (position, team) in context.catalog.teams.iter().enumerate() {
        let at = TeamIx::at(position);
        let products = context.products(|product| product.owner == Some(at));
        let used = today::used(at, uses.neighbours(position), context);
        for (path, list) in listing::list_pages(&context.team(at), &products, context) {
            let meta = PageMeta::first("teams", &team.name, plain(&team.description))
                .about(Subject::Team(at))
                .below(section_ref("teams", "Teams"));
            let is_first = list.pages.number == 1;
            let shown = if is_first { used.clone() } else { Used::default() };
            let week = if is_first { week::of_team(at, &tasks, context) } else { None };
            let view = TeamView { week, ..self::team(at, list, shown, context) };
            let mut head = pages.head(path, meta);
            head.feed = Some(view.feed.clone());
            pages.html_with(head, Arc::new(view));
        }
        today::add(pages, at, used.uses, &tasks);
        week::add(pages, at, &tasks);
    }
}

/// Returns the page of a team, with one page of its products.
fn team(index: TeamIx, products: ListingView, used: Used, context: &ViewContext<'_>) -> TeamView {
    let team = context.catalog.team(index);
    let (upkeep, planned) = upkeep(index, context);
    let lead = team.lead.as_ref().and_then(|lead| team.members.iter().position(|one| is_same(one, lead)));
    let in_words = |days: f64| if days > 0.0 { en::upkeep(days) } else { String::new() };
    let regulations = context.catalog.regulations.iter().enumerate();
    let owned = regulations.filter(|(_, regulation)| regulation.owner == Some(index));
    let systems = context.catalog.systems.all.iter().filter(|system| system.team == Some(index));
    TeamView {
        name: team.name.clone(),
        description: team.description.clone(),
        domain: team.domain.map(|domain| context.domain(domain)),
        lead: team.lead.as_ref().map(context::person).filter(|_| lead.is_none()),
        members: members(team, lead),
        support: context::channels(&team.support),
        links: context::links(&team.links),
        feed: paths::feed_of("teams", &team.id),
        statuses: super::quality::counts(context, context.listed_of_team(index)),
        plans: roadmap::cards(context, |initiative| {
            let is_own =
                |delivery: &crate::model::Delivery| context.product(delivery.product).owner == Some(index);
            initiative.sponsor == Some(index)
                || initiative.deliveries.iter().any(is_own)
                || initiative.platform.iter().any(|work| work.team == Some(index))
        }),
        upkeep: in_words(upkeep),
        upkeep_planned: in_words(planned),
        week: None,
        levels: match products.pages.number {
            1 => super::levels::of_team(index, context),
            _ => Vec::new(),
        },
        products,
        uses: used.uses,
        uses_today: used.statuses,
        systems: systems.map(|system| context::page_ref("systems", &system.id, &system.name)).collect(),
        regulations: owned.map(|(position, _)| context.regulation(RegulationIx::at(position))).collect(),
    }
}

/// Whether two entries are about one person: by address, else by name.
fn is_same(one: &Person, other: &Person) -> bool {
    match (&one.email, &other.email) {
        (Some(one), Some(other)) => one == other,
        _ => one.name.is_some() && one.name == other.name,
    }
}

/// Returns the members of a team. The one at this position leads it, and comes first.
fn members(team: &Team, lead: Option<usize>) -> Vec<PersonView> {
    let mut members: Vec<PersonView> = team.members.iter().map(context::person).collect();
    if let Some(lead) = lead {
        let mut lead = members.remove(lead);
        lead.role = match lead.role.as_str() {
            "" => "Lead".to_owned(),
            role if role.to_lowercase().contains("lead") => lead.role,
            role => ["Lead, ", role].concat(),
        };
        members.insert(0, lead);
    }
    members
}

/// Returns the days a month that the products of a team and its work on the platform cost today, and those that
/// planned work will add. A product's own figure counts, else the figure of the work on it.
fn upkeep(team: TeamIx, context: &ViewContext<'_>) -> (f64, f64) {
    let (mut today, mut planned) = (0.0, 0.0);
    for product in context.listed_of_team(team) {
        let of_work = |is_counted: fn(DeliveryStatus) -> bool| -> f64 {
            let work =
                context.deliveries(*product).iter().filter(|(_, delivery)| is_counted(delivery.status));
            work.filter_map(|(_, work)| work.upkeep).map(|upkeep| upkeep.days_per_month()).sum()
        };
        let open = of_work(|status| !matches!(status, DeliveryStatus::Delivered | DeliveryStatus::Dropped));
        match context.product(*product).upkeep.map(|upkeep| upkeep.days_per_month()) {
            Some(days) if context.product(*product).lifecycle.is_in_service() => today += days,
            Some(days) => planned += days,
            None => {
                today += of_work(|status| status == DeliveryStatus::Delivered);
                planned += open;
            }
        }
    }
    let platform = context.catalog.initiatives.iter().flat_map(|initiative| &initiative.platform);
    for piece in platform.filter(|piece| piece.team == Some(team)) {
        let days = piece.upkeep.map_or(0.0, |upkeep| upkeep.days_per_month());
        match piece.status {
            DeliveryStatus::Delivered => today += days,
            DeliveryStatus::Dropped => {}
            _ => planned += days,
        }
    }
    (today, planned)
}
