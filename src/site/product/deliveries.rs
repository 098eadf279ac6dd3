//! The work on a product for initiatives, and the initiatives that wait for it.

use crate::model::{self, DeliveryStatus, ProductIx};
use crate::site::context::{ViewContext, initiative_term};
use crate::site::parts::{Label, PageRef};
use crate::site::{paths, words};
use serde::Serialize;

/// Work on a product for an initiative.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DeliveryView {
    /// The initiative's title.
    pub initiative: String,
    /// The initiative's page, once there is one.
    pub path: Option<String>,
    /// What is done; may be empty.
    pub work: String,
    /// Where it stands.
    pub status: Label,
    /// When it is due: `2026-Q4` or a day.
    pub target: Option<String>,
    /// When it was delivered.
    pub delivered: Option<String>,
}

/// The initiatives in which something open waits for the product.
pub(super) fn awaited_by(of: ProductIx, context: &ViewContext<'_>) -> Vec<PageRef> {
    let all = context.catalog.initiatives.iter().zip(&context.assessment.initiatives);
    let waiting =
        all.filter(|(_, standing)| standing.deliveries.iter().any(|one| one.blocked_by.contains(&of)));
    waiting.map(|(initiative, _)| initiative_term(initiative)).collect()
}

/// The work on the product: what is under way and planned, then what was delivered, newest first.
pub(super) fn deliveries(of: ProductIx, context: &ViewContext<'_>) -> Vec<DeliveryView> {
    let mut found: Vec<_> = context.deliveries(of).to_vec();
    found.sort_by_key(|(_, delivery)| {
        let order = match delivery.status {
            DeliveryStatus::InProgress => 0,
            DeliveryStatus::Planned => 1,
            DeliveryStatus::Paused => 2,
            DeliveryStatus::Delivered => 3,
            DeliveryStatus::Dropped => 4,
        };
        (order, std::cmp::Reverse(delivery.delivered))
    });
    let view = |(initiative, delivery): (&model::Initiative, &model::Delivery)| DeliveryView {
        initiative: initiative.title.clone(),
        path: Some(paths::folder("initiatives", &initiative.id)),
        work: delivery.work.clone(),
        status: words::delivery(delivery.status),
        target: delivery.target.map(|target| target.to_string()),
        delivered: delivery.delivered.map(|date| date.to_string()),
    };
    found.into_iter().map(view).collect()
}
