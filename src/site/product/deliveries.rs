//! The work on a product for initiatives, and the initiatives that wait for it.

use crate::model::{self, DeliveryStatus, ProductIx};
use crate::site::context::{ViewContext, initiative_ref};
use crate::site::parts::{Label, PageRef};
use crate::site::{paths, words};
use serde::Serialize;

/// Work on a product for an initiative.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DeliveryView {
    /// The initiative's title.
    pub initiative: String,
    /// The initiative's page, if it has one.
    pub path: Option<String>,
    /// The work; may be empty.
    pub work: String,
    /// Its status.
    pub status: Label,
    /// When it is due: `2026-Q4` or a day.
    pub target: Option<String>,
    /// When it was delivered.
    pub delivered: Option<String>,
}

/// Returns the initiatives with open work that waits for the product.
pub(super) fn awaited_by(product: ProductIx, context: &ViewContext<'_>) -> Vec<PageRef> {
    let all = context.catalog.initiatives.iter().zip(&context.assessment.initiatives);
    let waiting = all.filter(|(_, standing)| {
        standing.deliveries.iter().any(|delivery| delivery.blocked_by.contains(&product))
    });
    waiting.map(|(initiative, _)| initiative_ref(initiative)).collect()
}

/// Returns the work on the product: current and planned work, then delivered work, newest first.
pub(super) fn deliveries(product: ProductIx, context: &ViewContext<'_>) -> Vec<DeliveryView> {
    let mut found: Vec<_> = context.deliveries(product).to_vec();
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
