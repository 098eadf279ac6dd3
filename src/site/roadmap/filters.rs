//! The links between the parts of the roadmap, with the number of initiatives in each.

use super::{RoadmapPage, RoadmapScope};
use crate::model::{AdjacencyList, DomainIx, GoalIx, Horizon, TeamIx};
use crate::site::context::ViewContext;
use crate::site::parts::PageRef;
use serde::Serialize;
use std::collections::BTreeSet;

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
    /// The number of initiatives on that page.
    pub count: usize,
    /// How many of them this page shows; `None` on the page of the whole roadmap.
    pub here: Option<usize>,
    /// Whether it is this page.
    pub current: bool,
}

/// Every part that has a page.
pub(super) struct PartFilters {
    groups: Vec<(&'static str, Vec<FilterPart>)>,
    /// By initiative, the parts that show it, by their positions among those of all groups.
    showing: AdjacencyList<usize>,
}

struct FilterPart {
    part: RoadmapScope,
    page_ref: PageRef,
    initiatives: BTreeSet<usize>,
}

impl PartFilters {
    /// Finds the parts of a roadmap with initiatives.
    pub(super) fn new(context: &ViewContext<'_>) -> Self {
        let catalog = context.catalog;
        let found = |part: RoadmapScope| {
            let page = RoadmapPage { part, context };
            let initiatives = page.initiatives();
            let is_shown = !initiatives.is_empty() || matches!(part, RoadmapScope::Goal(_));
            let page_ref = page.page_ref().filter(|_| is_shown)?;
            Some(FilterPart { part, page_ref, initiatives })
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
        let parts = groups.iter().flat_map(|(_, parts)| parts).enumerate();
        let shown =
            parts.flat_map(|(at, part)| part.initiatives.iter().map(move |initiative| (*initiative, at)));
        let showing = AdjacencyList::new(catalog.initiatives.len(), shown);
        Self { groups, showing }
    }

    /// Returns every part.
    pub(super) fn parts(&self) -> impl Iterator<Item = RoadmapScope> + '_ {
        self.groups.iter().flat_map(|(_, parts)| parts).map(|entry| entry.part)
    }

    /// Returns the links as the page of a part has them. Parts without initiatives have a page, but no link here.
    pub(super) fn at(&self, part: RoadmapScope) -> Vec<PartFilter> {
        let mut shared = self.shared_with(part).map(Vec::into_iter);
        let mut entry = |of: &FilterPart| {
            let current = of.part == part;
            let here = shared.as_mut().and_then(Iterator::next);
            PartFilterEntry {
                page_ref: of.page_ref.clone(),
                count: of.initiatives.len(),
                here: here.filter(|_| !current),
                current,
            }
        };
        let filters = self.groups.iter().map(|(name, parts)| {
            let all: Vec<PartFilterEntry> = parts.iter().map(&mut entry).collect();
            let entries = all.into_iter().filter(|entry| entry.count > 0).collect();
            PartFilter { name: (*name).to_owned(), entries }
        });
        filters.filter(|filter| !filter.entries.is_empty()).collect()
    }

    /// Returns, for each part of all groups, how many of its initiatives a part shows too; `None` for the whole roadmap.
    fn shared_with(&self, part: RoadmapScope) -> Option<Vec<usize>> {
        let all = || self.groups.iter().flat_map(|(_, parts)| parts);
        let here = all().find(|entry| entry.part == part)?;
        let mut shared = vec![0; all().count()];
        for at in here.initiatives.iter().flat_map(|initiative| self.showing.neighbours(*initiative)) {
            shared[*at] += 1;
        }
        Some(shared)
    }
}

impl RoadmapPage<'_, '_> {
    /// Returns the initiatives that the page shows: those of the part, and on the page of deliveries also those with
    /// any.
    fn initiatives(&self) -> BTreeSet<usize> {
        let with_work = self.worked_on().filter(|(_, _, assessment)| {
            let all = assessment.deliveries.iter().chain(&assessment.platform);
            self.part == super::DELIVERED && all.into_iter().any(|stands| self.counts(None, stands))
        });
        self.scheduled().chain(with_work).map(|(at, ..)| at).collect()
    }
}

/// Returns every goal.
pub(super) fn all_goals(context: &ViewContext<'_>) -> impl Iterator<Item = GoalIx> + use<> {
    (0..context.catalog.goals.len()).map(GoalIx::at)
}
