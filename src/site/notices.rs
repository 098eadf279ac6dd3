//! Notices of owners about a problem: "we know, it will be fixed tomorrow". They never change a status, and are shown
//! on everything downstream.

use super::context::ViewContext;
use super::parts::PageRef;
use super::quality;
use crate::model::{Notice, ProductIx, Status, dependent_products};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A notice of an owner about a problem.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct NoticeView {
    /// The upstream product whose owner wrote it; `None` for the product itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<PageRef>,
    /// The text.
    pub text: String,
    /// Since when: `2026-11-20`.
    pub since: Option<String>,
    /// The expected end: `2026-11-22`.
    pub until: Option<String>,
    /// Whether that day has passed, and the product still does not keep its promises.
    pub overdue: bool,
}

/// The most upstream products whose notices a product shows.
const MAX_SOURCES: usize = 3;

/// Returns the notices shown for a product today: its own, and the first of each upstream product, nearest first.
pub(super) fn shown(product: ProductIx, context: &ViewContext<'_>) -> Vec<NoticeView> {
    let upstream = sources(product, context).iter();
    let upstream_notices = upstream.flat_map(|source| {
        let notices = current(*source, context).take(1);
        notices.map(|(_, notice)| view(notice, Some(context.product_ref(*source)), context))
    });
    let own_notices = current(product, context).map(|(_, notice)| view(notice, None, context));
    own_notices.chain(upstream_notices).collect()
}

/// Returns the notices of a product today, each with the product.
pub(super) fn with_product(product: ProductIx, context: &ViewContext<'_>) -> Vec<NoticeView> {
    current(product, context)
        .map(|(_, notice)| view(notice, Some(context.product_ref(product)), context))
        .collect()
}

fn view(notice: &Notice, of: Option<PageRef>, context: &ViewContext<'_>) -> NoticeView {
    NoticeView {
        of,
        text: notice.text.clone(),
        since: notice.since.map(|day| day.to_string()),
        until: notice.until.map(|day| day.to_string()),
        overdue: notice.until.is_some_and(|until| until < context.today),
    }
}

/// Returns the upstream products with notices today, however far away: nearest first, at most three.
pub(super) fn sources<'s>(product: ProductIx, context: &'s ViewContext<'_>) -> &'s [ProductIx] {
    let all = context.notice_sources.get_or_init(|| {
        let mut all: Vec<Vec<ProductIx>> = vec![Vec::new(); context.catalog.products.len()];
        let is_in_service = |product: ProductIx| context.product(product).lifecycle.is_in_service();
        let with_notice: Vec<ProductIx> = context
            .all()
            .filter(|product| is_in_service(*product) && current(*product, context).next().is_some())
            .collect();
        // A product that reads other tables of a product in between is not concerned.
        let reached: BTreeMap<ProductIx, BTreeSet<ProductIx>> = with_notice
            .iter()
            .map(|source| (*source, dependent_products(*source, context.catalog, context.asset_readers())))
            .collect();
        let mut next: VecDeque<(ProductIx, ProductIx)> =
            with_notice.into_iter().map(|source| (source, source)).collect();
        // Step by step from all of them at once: no product is passed more often than it has sources.
        while let Some((at, source)) = next.pop_front() {
            for reader in context.catalog.lineage.downstream(at) {
                let known = &mut all[reader.product.position()];
                let is_new = reader.product != source
                    && !known.contains(&source)
                    && reached[&source].contains(&reader.product);
                if is_new && known.len() < MAX_SOURCES && is_in_service(reader.product) {
                    known.push(source);
                    next.push_back((reader.product, source));
                }
            }
        }
        all
    });
    &all[product.position()]
}

/// Returns the notices of a product today, each with its position among the product's notices. A notice that should
/// be over by now is shown only if the problem began before.
pub(super) fn current<'c>(
    product: ProductIx,
    context: &ViewContext<'c>,
) -> impl Iterator<Item = (usize, &'c Notice)> + use<'c> {
    let today = context.today;
    let notices = &context.product(product).notices;
    let is_over = |notice: &Notice| notice.until.is_some_and(|until| until < today);
    let began = notices.iter().any(is_over).then(|| problem_since(product, context)).flatten();
    let is_current = move |notice: &Notice| {
        let has_begun = notice.since.is_none_or(|since| since <= today);
        has_begun && notice.until.is_none_or(|until| until >= today || began.is_some_and(|day| day <= until))
    };
    notices.iter().enumerate().filter(move |(_, notice)| is_current(notice))
}

/// Returns since when a product has not been known to be well, as far as known; `None` if it is well.
fn problem_since(product: ProductIx, context: &ViewContext<'_>) -> Option<Date> {
    context.status(product).filter(|status| *status > Status::Unchecked)?;
    Some(quality::problem_since(product, context).map_or(Date::MIN, |since| since.day))
}
