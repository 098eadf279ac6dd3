//! The links between the parts of the roadmap, with the number of initiatives in each.

use super::{DELIVERED, HorizonView, RoadmapPage, RoadmapScope, RoadmapView};
use crate::model::{DomainIx, GoalIx, Horizon, InitiativeAssessment, TeamIx};
use crate::site::context::ViewContext;
use crate::site::parts::PageRef;
use crate::site::words;
use serde::Serialize;

/// Links to the roadmap of goals, domains, sponsors or by status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PartFilter {
    /// `Goal`, `Status`, `Domain` or `Sponsor`.
    pub name: String,
    /// The parts, with their pages.
    pub entries: Vec<PartFilterEntry>,
}

/// A part of the roadmap.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PartFilterEntry {
    /// Its id, name and page.
    pub page_ref: PageRef,
    /// The number of its initiatives; of what was delivered only the complete ones, as goals count them.
    pub count: usize,
    /// Whether it is this page.
    pub current: bool,
}

/// Every part that has a page.
pub(super) struct PartFilters {
    groups: Vec<(&'static str, Vec<FilterPart>)>,
}

struct FilterPart {
    part: RoadmapScope,
    page_ref: PageRef,
    /// The number of its initiatives.
    count: usize,
    /// Whether its page shows anything.
    is_shown: bool,
}

impl PartFilters {
    /// Finds the parts of a roadmap with initiatives.
    pub(super) fn new(context: &ViewContext<'_>) -> Self {
        let catalog = context.catalog;
        let found = |part: RoadmapScope| {
            let page = RoadmapPage { part, context };
            let count = page.scheduled().count();
            // Most deliveries are part of an initiative that is not complete.
            let is_shown =
                count > 0 || (part == DELIVERED && page.all_work().any(|work| work.delivered().is_some()));
            let page_ref = page.page_ref().filter(|_| is_shown || matches!(part, RoadmapScope::Goal(_)))?;
            Some(FilterPart { part, page_ref, count, is_shown })
        };
        let named = |parts: &mut dyn Iterator<Item = RoadmapScope>| {
            let mut parts: Vec<FilterPart> = parts.filter_map(found).collect();
            parts.sort_by(|left, right| {
                (&left.page_ref.name, &left.page_ref.id).cmp(&(&right.page_ref.name, &right.page_ref.id))
            });
            parts
        };
        let horizons = Horizon::WORDS.iter().filter_map(|word| Horizon::parse(word));
        let groups = vec![
            ("Goal", all_goals(context).map(RoadmapScope::Goal).filter_map(found).collect()),
            ("Status", horizons.map(RoadmapScope::Horizon).filter_map(found).collect()),
            (
                "Domain",
                named(&mut (0..catalog.domains.len()).map(|at| RoadmapScope::Domain(DomainIx::at(at)))),
            ),
            ("Sponsor", named(&mut (0..catalog.teams.len()).map(|at| RoadmapScope::Sponsor(TeamIx::at(at))))),
        ];
        Self { groups }
    }

    /// Returns every part.
    pub(super) fn parts(&self) -> impl Iterator<Item = RoadmapScope> + '_ {
        self.groups.iter().flat_map(|(_, parts)| parts).map(|entry| entry.part)
    }

    /// Returns the links as the page of a part has them. Parts without initiatives have a page, but no link here. The
    /// whole roadmap can be narrowed to any part. A part leads to the others of its kind, and to its own initiatives by
    /// status: the number of those of the whole company would be wrong here.
    pub(super) fn at(&self, page: &RoadmapPage<'_, '_>, view: &RoadmapView) -> Vec<PartFilter> {
        let part = page.part;
        let entry = |of: &FilterPart| PartFilterEntry {
            page_ref: of.page_ref.clone(),
            count: of.count,
            current: of.part == part,
        };
        let filters = self.groups.iter().map(|(name, parts)| {
            let shown = parts.iter().filter(|entry| entry.is_shown);
            PartFilter { name: (*name).to_owned(), entries: shown.map(entry).collect() }
        });
        let is_here = |filter: &PartFilter| {
            part == RoadmapScope::All || filter.entries.iter().any(|entry| entry.current)
        };
        let mut here: Vec<PartFilter> =
            filters.filter(|filter| !filter.entries.is_empty() && is_here(filter)).collect();
        if !matches!(part, RoadmapScope::All | RoadmapScope::Horizon(_)) {
            here.extend(by_status(page, view));
        }
        here
    }
}

/// Returns the links to the initiatives of a part by status, on its own page; `None` if all have the same.
fn by_status(page: &RoadmapPage<'_, '_>, view: &RoadmapView) -> Option<PartFilter> {
    let part = view.part.as_ref()?;
    let is_delivered = |assessment: &InitiativeAssessment| assessment.horizon == Horizon::Delivered;
    let delivered = HorizonView {
        id: Horizon::Delivered.word().to_owned(),
        name: words::horizon(Horizon::Delivered).0.to_owned(),
        total: page.scheduled().filter(|(_, _, assessment)| is_delivered(assessment)).count(),
        ..HorizonView::default()
    };
    let entry = |horizon: &HorizonView| PartFilterEntry {
        page_ref: PageRef {
            id: horizon.id.clone(),
            name: horizon.name.clone(),
            path: format!("{}#{}", part.path, horizon.id),
            ..PageRef::default()
        },
        count: horizon.total,
        current: false,
    };
    let shown = view.horizons.iter().chain((delivered.total > 0).then_some(&delivered));
    let entries: Vec<PartFilterEntry> = shown.map(entry).collect();
    (entries.len() > 1).then(|| PartFilter { name: "Status".to_owned(), entries })
}

/// Returns every goal.
pub(super) fn all_goals(context: &ViewContext<'_>) -> impl Iterator<Item = GoalIx> + use<> {
    (0..context.catalog.goals.len()).map(GoalIx::at)
}
