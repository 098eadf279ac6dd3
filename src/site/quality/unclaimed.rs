//! A failed job without a product, and who relies on what it writes.

use super::incident::{AffectedTeam, IncidentLimits, affected};
use crate::model::UnclaimedFailure;
use crate::site::context::ViewContext;
use crate::site::coverage::{UnclaimedJobView, job_view};
use crate::site::parts::PageRef;
use serde::Serialize;

/// A failed job without a product, and who is affected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnclaimedFailureView {
    /// The job.
    pub job: UnclaimedJobView,
    /// Whether it is urgent today.
    pub urgent: bool,
    /// The products that depend on what it writes, as far as there is room.
    pub products: Vec<PageRef>,
    /// The number of all such products.
    pub reached: usize,
    /// The teams that use them, as far as there is room.
    pub teams: Vec<AffectedTeam>,
    /// The number of further teams.
    pub more_teams: usize,
}

/// Returns the view of such a failure.
pub(super) fn failure(of: &UnclaimedFailure, context: &ViewContext<'_>) -> UnclaimedFailureView {
    let (limits, reach) = (IncidentLimits::CARD, &of.reach);
    let products = reach.products.iter().take(limits.products);
    let teams = reach.teams.iter().take(limits.teams);
    UnclaimedFailureView {
        job: job_view(&context.catalog.observations.jobs[of.job], context),
        urgent: of.urgent,
        products: products.map(|product| context.product_ref(*product)).collect(),
        reached: reach.products.len(),
        teams: teams.map(|team| affected(*team, &reach.consumers, limits, context)).collect(),
        more_teams: reach.teams.len().saturating_sub(limits.teams),
    }
}
