//! A failed job or a broken table without a product, and who relies on it.

use super::affected::{AffectedProduct, affected_product};
use super::incident::{AffectedTeam, IncidentLimits, affected};
use crate::model::{AssetIx, FailedSubject, UnclaimedFailure, capitalised};
use crate::prose::{Say as _, Voice, en};
use crate::site::context::ViewContext;
use crate::site::coverage::{UnclaimedJobView, job_view};
use crate::site::parts::Label;
use crate::site::words;
use serde::Serialize;

/// A failed job or a broken table without a product, and who is affected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnclaimedFailureView {
    /// The job, if it is one.
    pub job: Option<UnclaimedJobView>,
    /// The table, if it is one.
    pub table: Option<ImpairedTableView>,
    /// Whether it is urgent today.
    pub urgent: bool,
    /// The products that depend on it, as far as there is room.
    pub products: Vec<AffectedProduct>,
    /// The number of all such products.
    pub product_count: usize,
    /// The teams that use them, as far as there is room.
    pub teams: Vec<AffectedTeam>,
    /// The number of further teams.
    pub more_teams: usize,
    /// The affected exposures of no product, with their owners, and jobs, as far as there is room.
    pub others: Vec<String>,
}

/// A broken table without a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ImpairedTableView {
    /// Its name.
    pub name: String,
    /// Its status.
    pub status: Option<Label>,
    /// What is wrong with it, one sentence each.
    pub why: Vec<String>,
    /// When that was observed, in words; may be empty.
    pub at: String,
}

/// Returns the view of such a table.
fn table(asset: AssetIx, context: &ViewContext<'_>) -> ImpairedTableView {
    let assessment = &context.assessment.assets[asset.position()];
    let broken = || assessment.reasons.iter().filter(|reason| reason.status.is_impaired());
    ImpairedTableView {
        name: context.catalog.asset(asset).name.clone(),
        status: assessment.status.map(words::status),
        why: broken().map(|reason| capitalised(&reason.say(&Voice::page(context.catalog)))).collect(),
        at: broken()
            .filter_map(|reason| reason.at)
            .max()
            .map(|at| context.moment_in_words(at))
            .unwrap_or_default(),
    }
}

/// Returns the view of such a failure.
pub(super) fn failure(of: &UnclaimedFailure, context: &ViewContext<'_>) -> UnclaimedFailureView {
    let (limits, reach) = (IncidentLimits::CARD, &of.reach);
    let products = reach.products.iter().take(limits.products);
    let teams = reach.teams.iter().take(limits.teams);
    let (job, table) = match of.subject {
        FailedSubject::Job(job) => (Some(job_view(&context.catalog.observations.jobs[job], context)), None),
        FailedSubject::Table(asset) => (None, Some(table(asset, context))),
    };
    UnclaimedFailureView {
        job,
        table,
        urgent: of.urgent,
        products: products.map(|product| affected_product(*product, context)).collect(),
        product_count: reach.products.len(),
        teams: teams.map(|team| affected(*team, &reach.consumers, limits, context)).collect(),
        others: en::other_readers(reach, limits.products, context.catalog),
        more_teams: reach.teams.len().saturating_sub(limits.teams),
    }
}
