//! `/roadmap/`: what was delivered, what is planned, and whether it is in time; the same for a domain, a sponsor and
//! a part of the plan.

mod by_domain;
mod due;
mod filters;
mod in_short;
mod open;
mod parts;
mod progress;
mod summary;
mod timeline;

use by_domain::DomainWork;
pub(crate) use due::{DueList, DueName};
use filters::{PartFilter, PartFilters, all_goals};
pub(crate) use in_short::PlanView;
pub(super) use in_short::plan;
use parts::goal_view;
pub(crate) use parts::{GoalView, PlatformView};
pub(super) use parts::{goal_ref, platform_view};
pub(super) use progress::{card, cards, cards_of};
pub(super) use summary::{EffortShare, effort};
pub(crate) use timeline::TimelineView;

use super::context::{ViewContext, initiative_ref, page_ref};
use super::page::{Page, View};
use super::parts::{Label, MenuPosition, MenuSectionId, PageRef};
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::{paths, words, works};
use crate::model::{
    Delivery, DeliveryAssessment, DomainIx, GoalIx, Horizon, Initiative, InitiativeAssessment, PlatformWork,
    ProductIx, Quarter, TeamIx, WorkState,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// The page of the roadmap, or of a part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RoadmapView {
    /// In at most two paragraphs: what is to be delivered, and what was.
    pub headline: Vec<String>,
    /// The part of the roadmap that the page is about, unless it is all of it.
    pub part: Option<PageRef>,
    /// The goal that the page is about.
    pub goal: Option<GoalView>,
    /// The goals, on the page of the whole roadmap.
    pub goals: Vec<GoalView>,
    /// The undelivered work on the platform, at most a hundred pieces.
    pub platform: Vec<PlatformView>,
    /// The number of all such pieces.
    pub platform_total: usize,
    /// The current quarter: `Q4 2026`.
    pub quarter: String,
    /// Meaningful counts.
    pub facts: Vec<HeadlineCount>,
    /// The open work of each domain; empty unless this is the whole of a long roadmap.
    pub domains: Vec<DomainWork>,
    /// The work that is past its due date or at risk, with the reasons.
    pub in_danger: DueList,
    /// The work that is still due this quarter, also that at risk.
    pub due: DueList,
    /// The current, next and later initiatives, or on their page the dropped ones, each at most a hundred.
    pub horizons: Vec<HorizonView>,
    /// The timeline; `None` if nothing has a date.
    pub timeline: Option<TimelineView>,
    /// The deliveries, newest quarter first.
    pub delivered: Vec<QuarterView>,
    /// The number of deliveries in earlier quarters.
    pub delivered_earlier: usize,
    /// Links to the same page for parts of the roadmap.
    pub filters: Vec<PartFilter>,
    /// The page of all open work; `None` without any.
    pub open_work: Option<String>,
}

/// The roadmap, all of it and in parts, and the same for other programs.
pub(in crate::site) const SECTION: Section = Section {
    places: &["roadmap", "roadmap.csv", "roadmap.ics"],
    pages: section,
    menu: |context| {
        entry(
            MenuSectionId::Plans,
            MenuPosition::Bar,
            section_ref("roadmap", "Roadmap"),
            !context.catalog.initiatives.is_empty(),
        )
    },
    ..Section::EMPTY
};

impl View for RoadmapView {
    const TEMPLATE: &'static str = "roadmap.html";
}

fn section(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    for PartPages { path, title, view, open } in self::parts(context) {
        let crumbs: Vec<PageRef> = view.part.iter().map(|_| section_ref("roadmap", "Roadmap")).collect();
        open::add(pages, open, &view, &crumbs);
        let meta = PageMeta { crumbs, ..PageMeta::first("roadmap", title, view.headline.join(" ")) };
        pages.html(path, meta, view);
    }
    if !context.catalog.initiatives.is_empty() {
        pages.file("roadmap.csv", Page::Csv(works::table(context)));
        pages.file("roadmap.ics", Page::Calendar(works::calendar(context)));
    }
}

/// A count with its meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct HeadlineCount {
    /// The number: `5 of 6`, `78%`.
    pub number: String,
    /// What it counts.
    pub meaning: String,
}

/// The initiatives of one horizon.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct HorizonView {
    /// `now`, `next` or `later`.
    pub id: String,
    /// The name: `Now`.
    pub name: String,
    /// The meaning.
    pub meaning: String,
    /// The initiatives, those that need attention first.
    pub initiatives: Vec<InitiativeCard>,
    /// The number of all initiatives.
    pub total: usize,
    /// Whether the lists of work that is due, late or at risk have work of each of them.
    pub is_told: bool,
    /// Whether the list of work that is due this quarter has one piece of each of them, and nothing else.
    pub is_due: bool,
}

/// An initiative in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct InitiativeCard {
    /// Its id, title and page.
    pub page_ref: PageRef,
    /// The ask, in the sponsor's words; may be empty.
    pub ask: String,
    /// Whether it makes existing products reliable, rather than build something new.
    pub hardening: bool,
    /// The value, once delivered; may be empty.
    pub outcome: String,
    /// The sponsoring team.
    pub sponsor: Option<PageRef>,
    /// Its status.
    pub state: Label,
    /// The day when all of it is due: `31 December 2026`; may be empty.
    pub due: String,
    /// The number of its delivered products.
    pub delivered: usize,
    /// The number of its products, without dropped ones.
    pub products: usize,
    /// The delivered share, in percent.
    pub percent: usize,
    /// The domain to which status, due date and numbers are limited; empty if they are of the whole initiative.
    pub domain: String,
}

/// The deliveries in a quarter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct QuarterView {
    /// `Q4 2026`.
    pub name: String,
    /// The delivered work, newest first.
    pub deliveries: Vec<DeliveredView>,
    /// Initiatives whose last piece was delivered, with their outcomes.
    pub outcomes: Vec<InitiativeCard>,
}

/// A delivered piece of work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DeliveredView {
    /// The day: `2026-10-14`.
    pub date: String,
    /// Its subject.
    pub on: DueName,
    /// The work; may be empty.
    pub work: String,
    /// The initiative that it was done for.
    pub initiative: PageRef,
    /// Whether it was in time; `None` if it had no due date.
    pub in_time: Option<bool>,
}

/// The initiatives that a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RoadmapScope {
    All,
    Horizon(Horizon),
    Domain(DomainIx),
    Sponsor(TeamIx),
    Goal(GoalIx),
}

/// What was delivered: every delivery, and the initiatives that are complete.
const DELIVERED: RoadmapScope = RoadmapScope::Horizon(Horizon::Delivered);

const SHOWN: usize = 100;
/// The most quarters of deliveries that a page shows.
const QUARTERS: usize = 8;

/// The pages about some initiatives.
struct PartPages {
    path: String,
    title: String,
    view: RoadmapView,
    /// The pages of open work, by path.
    open: Vec<(String, open::OpenWorkView)>,
}

/// Returns the pages of each part of the roadmap; none without initiatives.
fn parts(context: &ViewContext<'_>) -> Vec<PartPages> {
    if context.catalog.initiatives.is_empty() {
        return Vec::new();
    }
    let filters = PartFilters::new(context);
    let parts = std::iter::once(RoadmapScope::All).chain(filters.parts());
    parts
        .map(|part| RoadmapPage { part, context })
        .map(|making| {
            let page_ref = making.page_ref();
            let path =
                page_ref.as_ref().map_or_else(|| paths::section("roadmap"), |page_ref| page_ref.path.clone());
            let title = page_ref
                .map_or_else(|| "Roadmap".to_owned(), |page_ref| format!("Roadmap: {}", page_ref.name));
            let mut view = making.view();
            view.filters = filters.at(&making, &view);
            let open = making.open_pages(&view);
            view.open_work = making.has_open_work().then(|| making.open_path(&view));
            PartPages { path, title, view, open }
        })
        .collect()
}

/// An initiative, its progress, and its index.
type ScheduledInitiative<'c> = (usize, &'c Initiative, &'c InitiativeAssessment);

/// A piece of work on the platform, its initiative, and its progress.
type ScheduledPlatformWork<'c> = (&'c Initiative, &'c PlatformWork, &'c DeliveryAssessment);

struct RoadmapPage<'s, 'c> {
    part: RoadmapScope,
    context: &'s ViewContext<'c>,
}

impl<'c> RoadmapPage<'_, 'c> {
    /// Returns the initiatives of this part that were not given up; those are on a page of their own.
    fn scheduled(&self) -> impl Iterator<Item = ScheduledInitiative<'c>> + '_ {
        let catalog = self.context.catalog;
        let all = catalog.initiatives.iter().zip(&self.context.assessment.initiatives).enumerate();
        let all = all.map(|(at, (initiative, assessment))| (at, initiative, assessment));
        all.filter(|(_, initiative, assessment)| {
            let is_kept = assessment.horizon != Horizon::Dropped;
            match self.part {
                RoadmapScope::All => is_kept,
                RoadmapScope::Horizon(horizon) => assessment.horizon == horizon,
                RoadmapScope::Sponsor(team) => is_kept && initiative.sponsor == Some(team),
                RoadmapScope::Goal(goal) => is_kept && initiative.goal == Some(goal),
                RoadmapScope::Domain(domain) => {
                    let mut pieces = initiative.deliveries.iter().zip(&assessment.deliveries);
                    pieces.any(|(delivery, stands)| {
                        let is_here = self.context.product(delivery.product).domain == Some(domain);
                        is_here && stands.state != WorkState::Dropped
                    })
                }
            }
        })
    }

    /// Returns the initiatives whose work the page counts: what was delivered is looked for in all of them, as most
    /// deliveries are part of an initiative that is not complete.
    fn worked_on(&self) -> impl Iterator<Item = ScheduledInitiative<'c>> + '_ {
        let part = if self.part == DELIVERED { RoadmapScope::All } else { self.part };
        let page = RoadmapPage { part, context: self.context };
        page.scheduled().collect::<Vec<_>>().into_iter()
    }

    /// Returns whether the page counts a piece of work of these initiatives: of a domain only work on its own products.
    fn counts(&self, product: Option<ProductIx>, stands: &DeliveryAssessment) -> bool {
        match self.part {
            RoadmapScope::Domain(domain) => {
                product.is_some_and(|product| self.context.product(product).domain == Some(domain))
            }
            DELIVERED => stands.state == WorkState::Delivered,
            _ => true,
        }
    }

    /// Returns whether the page is about initiatives in progress or planned: what these happen to have delivered before
    /// is part of the roadmap and of what was delivered, and would be another number here.
    fn is_about_open_work(&self) -> bool {
        matches!(self.part, RoadmapScope::Horizon(_)) && self.part != DELIVERED
    }

    fn page_ref(&self) -> Option<PageRef> {
        match self.part {
            RoadmapScope::All => None,
            RoadmapScope::Horizon(horizon) => Some(PageRef {
                path: paths::folder("roadmap", horizon.word()),
                ..page_ref("roadmap", horizon.word(), words::horizon(horizon).0)
            }),
            RoadmapScope::Domain(domain) => self.part_of("roadmap/domains", self.context.domain(domain)),
            RoadmapScope::Sponsor(team) => self.part_of("roadmap/sponsors", self.context.team(team)),
            RoadmapScope::Goal(goal) => Some(goal_ref(goal, self.context)),
        }
    }

    fn part_of(&self, section: &str, page_ref: PageRef) -> Option<PageRef> {
        Some(PageRef { path: paths::folder(section, &page_ref.id), ..page_ref })
    }

    fn view(&self) -> RoadmapView {
        let today = self.context.today;
        let quarter = self.context.catalog.settings.fiscal_year.quarter(today);
        let horizons = [Horizon::Now, Horizon::Next, Horizon::Later, Horizon::Dropped];
        let horizons = horizons.map(|horizon| self.horizon(horizon));
        let (delivered, delivered_earlier) =
            if self.is_about_open_work() { Default::default() } else { self.delivered() };
        let (headline, facts) = self.headline_and_facts(quarter);
        RoadmapView {
            headline,
            part: self.page_ref(),
            quarter: words::quarter(quarter),
            facts,
            domains: self.by_domain(quarter),
            in_danger: self.in_danger(),
            due: self.due_in(quarter),
            horizons: horizons.into_iter().filter(|horizon| horizon.total > 0).collect(),
            goal: match self.part {
                RoadmapScope::Goal(goal) => Some(goal_view(goal, self.context)),
                _ => None,
            },
            goals: match self.part {
                RoadmapScope::All => {
                    all_goals(self.context).map(|goal| goal_view(goal, self.context)).collect()
                }
                _ => Vec::new(),
            },
            platform_total: self.open_on_platform().len(),
            platform: self.platform(),
            timeline: timeline::timeline(self),
            delivered,
            delivered_earlier,
            filters: Vec::new(),
            open_work: None,
        }
    }

    fn horizon(&self, horizon: Horizon) -> HorizonView {
        let mut initiatives: Vec<ScheduledInitiative<'_>> =
            self.scheduled().filter(|(_, _, assessment)| assessment.horizon == horizon).collect();
        initiatives.sort_by_cached_key(|(at, ..)| {
            let progress = self.progress(*at);
            let urgent = matches!(progress.state, WorkState::Overdue | WorkState::AtRisk);
            (!urgent, progress.due.is_none(), progress.due, *at)
        });
        let (name, meaning) = words::horizon(horizon);
        HorizonView {
            id: horizon.word().to_owned(),
            name: name.to_owned(),
            meaning: meaning.to_owned(),
            total: initiatives.len(),
            is_told: self.is_told(&initiatives),
            is_due: self.is_due(&initiatives),
            initiatives: initiatives.into_iter().take(SHOWN).map(|(at, ..)| self.card(at)).collect(),
        }
    }

    /// Returns every delivery with its assessment.
    fn works(&self) -> impl Iterator<Item = (&'c Initiative, &'c Delivery, &'c DeliveryAssessment)> + '_ {
        let all = self.worked_on().flat_map(|(_, initiative, assessment)| {
            let pieces = initiative.deliveries.iter().zip(&assessment.deliveries);
            pieces.map(move |(delivery, stands)| (initiative, delivery, stands))
        });
        all.filter(|(_, delivery, stands)| self.counts(Some(delivery.product), stands))
    }

    /// Returns the deliveries of the last quarters with any, and the number of earlier ones.
    fn delivered(&self) -> (Vec<QuarterView>, usize) {
        let year = self.context.catalog.settings.fiscal_year;
        let mut quarters: BTreeMap<std::cmp::Reverse<Quarter>, QuarterView> = BTreeMap::new();
        for work in self.all_work() {
            let Some((day, _)) = work.delivered() else { continue };
            let quarter = quarters.entry(std::cmp::Reverse(year.quarter(day))).or_default();
            quarter.deliveries.push(DeliveredView {
                date: day.to_string(),
                on: self.name(&work),
                work: work.piece.work.clone(),
                initiative: initiative_ref(work.initiative),
                in_time: work.stands.in_time,
            });
        }
        for (at, _, assessment) in self.scheduled() {
            if let Some(day) = assessment.delivered {
                quarters
                    .entry(std::cmp::Reverse(year.quarter(day)))
                    .or_default()
                    .outcomes
                    .push(self.card(at));
            }
        }
        let earlier = quarters.values().skip(QUARTERS).map(|quarter| quarter.deliveries.len()).sum();
        let shown = quarters.into_iter().take(QUARTERS).map(|(quarter, mut view)| {
            view.name = words::quarter(quarter.0);
            view.deliveries
                .sort_by(|left, right| (&right.date, &left.on.name).cmp(&(&left.date, &right.on.name)));
            view
        });
        (shown.collect(), earlier)
    }
}
