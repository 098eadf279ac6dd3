//! Goals, which initiatives contribute to, and work on the platform, which is listed next to products.

use super::{RoadmapPage, RoadmapScope, SHOWN, ScheduledPlatformWork};
use crate::model::{
    DeliveryAssessment, GoalIx, Horizon, Initiative, InitiativeAssessment, PlatformWork, WorkState,
    day_in_words,
};
use crate::site::context::{ViewContext, initiative_ref, page_ref};
use crate::site::parts::{Label, PageRef};
use crate::site::words;
use serde::Serialize;

/// A goal, with the progress of the initiatives that contribute to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct GoalView {
    /// Its id, name and page.
    pub page_ref: PageRef,
    /// Markdown; may be empty.
    pub description: String,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// When it should be reached: `2027-Q2`; may be empty.
    pub target: String,
    /// The number of initiatives that contribute to it, without dropped ones.
    pub initiatives: usize,
    /// The number of delivered ones.
    pub delivered: usize,
}

/// Work on the platform that products are built on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PlatformView {
    /// Its subject.
    pub name: String,
    /// The work; may be empty.
    pub work: String,
    /// Its status.
    pub state: Label,
    /// When it is due or was delivered; may be empty.
    pub when: String,
    /// The effort; may be empty.
    pub effort: String,
    /// The upkeep from then on; may be empty.
    pub upkeep: String,
    /// The initiative that it is done for.
    pub initiative: PageRef,
    /// The team that does it, if given.
    pub team: Option<PageRef>,
}

/// Returns the id, name and page of a goal.
pub(in crate::site) fn goal_ref(goal: GoalIx, context: &ViewContext<'_>) -> PageRef {
    let goal = &context.catalog.goals[goal.position()];
    page_ref("roadmap/goals", &goal.id, &goal.name)
}

/// Whether an ask says no more than the title, so that a page has it once.
pub(super) fn is_title(ask: &str, title: &str) -> bool {
    let plain = |text: &str| text.trim().trim_end_matches(['.', '!', '?']).to_lowercase();
    plain(ask) == plain(title)
}

/// Returns work on the platform as pages show it.
pub(in crate::site) fn platform_view(
    initiative: &Initiative,
    work: &PlatformWork,
    stands: &DeliveryAssessment,
    context: &ViewContext<'_>,
) -> PlatformView {
    PlatformView {
        name: work.name.clone(),
        work: work.work.clone(),
        state: words::work_state(stands.state),
        when: stands.day(work.delivered).map(day_in_words).unwrap_or_default(),
        effort: work.effort.map(|effort| effort.to_string()).unwrap_or_default(),
        upkeep: work.upkeep.map(|upkeep| upkeep.to_string()).unwrap_or_default(),
        initiative: initiative_ref(initiative),
        team: work.team.map(|team| context.team(team)),
    }
}

/// Returns a goal with the progress of its initiatives.
pub(super) fn goal_view(index: GoalIx, context: &ViewContext<'_>) -> GoalView {
    let goal = &context.catalog.goals[index.position()];
    let page = RoadmapPage { part: RoadmapScope::Goal(index), context };
    let is_delivered = |assessment: &InitiativeAssessment| assessment.horizon == Horizon::Delivered;
    GoalView {
        page_ref: goal_ref(index, context),
        description: goal.description.clone(),
        owner: goal.owner.map(|owner| context.team(owner)),
        target: goal.target.map(|target| target.to_string()).unwrap_or_default(),
        initiatives: page.scheduled().count(),
        delivered: page.scheduled().filter(|(_, _, assessment)| is_delivered(assessment)).count(),
    }
}

impl<'c> RoadmapPage<'_, 'c> {
    /// Returns the undelivered work on the platform, earliest first.
    pub(super) fn open_on_platform(&self) -> Vec<ScheduledPlatformWork<'c>> {
        let all = self.scheduled().flat_map(|(_, initiative, assessment)| {
            let pieces = initiative.platform.iter().zip(&assessment.platform);
            pieces.map(move |(work, stands)| (initiative, work, stands))
        });
        let all = all.filter(|(_, _, stands)| self.counts(None, stands));
        let mut open: Vec<_> = all.filter(|(_, _, stands)| stands.state > WorkState::Delivered).collect();
        open.sort_by_key(|(_, _, stands)| (stands.due.is_none(), stands.due));
        open
    }

    /// Returns the first of it as the page shows it.
    pub(super) fn platform(&self) -> Vec<PlatformView> {
        let open = self.open_on_platform().into_iter().take(SHOWN);
        open.map(|(initiative, work, stands)| platform_view(initiative, work, stands, self.context)).collect()
    }
}
