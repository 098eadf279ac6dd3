//! What owners say of a problem: "we know, it will be mended tomorrow". It never changes a status.

use super::context::ViewContext;
use crate::model::{Notice, ProductIx, Status};
use serde::Serialize;

/// What the owner says of a problem.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct NoticeView {
    /// What is said.
    pub text: String,
    /// Since when: `2026-11-20`.
    pub since: Option<String>,
    /// By when it is expected to be over: `2026-11-22`.
    pub until: Option<String>,
    /// Whether that day has passed, and the product is still not as promised.
    pub overdue: bool,
}

/// What the owner says of a product today. What was to be over by now is only said as long as it is not.
pub(super) fn of(product: ProductIx, context: &ViewContext<'_>) -> Vec<NoticeView> {
    let view = |(_, notice): (usize, &Notice)| NoticeView {
        text: notice.text.clone(),
        since: notice.since.map(|day| day.to_string()),
        until: notice.until.map(|day| day.to_string()),
        overdue: notice.until.is_some_and(|until| until < context.today),
    };
    said(product, context).map(view).collect()
}

/// The same as it is in the catalog, each with its position among the notices of the product.
pub(super) fn said<'c>(
    product: ProductIx,
    context: &ViewContext<'c>,
) -> impl Iterator<Item = (usize, &'c Notice)> + use<'c> {
    let today = context.today;
    let is_wrong = context.status(product).is_some_and(|status| status > Status::Unchecked);
    let is_said = move |notice: &Notice| {
        let has_begun = notice.since.is_none_or(|since| since <= today);
        has_begun && (is_wrong || notice.until.is_none_or(|until| until >= today))
    };
    context.product(product).notices.iter().enumerate().filter(move |(_, notice)| is_said(notice))
}
