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
    let is_wrong = context.status(product).is_some_and(|status| status > Status::Unchecked);
    let view = |notice: &Notice| {
        let has_begun = notice.since.is_none_or(|since| since <= context.today);
        let overdue = notice.until.is_some_and(|until| until < context.today);
        (has_begun && (!overdue || is_wrong)).then(|| NoticeView {
            text: notice.text.clone(),
            since: notice.since.map(|day| day.to_string()),
            until: notice.until.map(|day| day.to_string()),
            overdue,
        })
    };
    context.product(product).notices.iter().filter_map(view).collect()
}
