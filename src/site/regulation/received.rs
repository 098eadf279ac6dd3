//! The products that receive data under a regulation and do not declare it: they have no evidence, so a list of those
//! with evidence is not all that the regulation concerns.

use crate::model::RegulationIx;
use crate::site::context::ViewContext;
use crate::site::lists::{Pages, pages_of};
use crate::site::page::View;
use crate::site::parts::PageRef;
use crate::site::paths;
use serde::Serialize;

/// A product that receives data under a regulation and does not declare it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ReceivedView {
    /// The product.
    pub product: PageRef,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// The product from which the data comes: one that declares the regulation, or receives the data itself.
    pub from: PageRef,
}

/// The most of them on the page of the regulation; the others are on pages of their own.
pub(super) const SHOWN: usize = 12;

/// Returns those products in use, by name.
pub(super) fn received(index: RegulationIx, context: &ViewContext<'_>) -> Vec<ReceivedView> {
    let catalog = context.catalog;
    if !catalog.regulations[index.position()].carried {
        return Vec::new();
    }
    let reached = catalog.undeclared_recipients(index).into_iter();
    let mut in_use: Vec<_> =
        reached.filter(|(product, _)| context.product(*product).lifecycle.is_in_service()).collect();
    in_use.sort_by_cached_key(|(product, _)| context.by_name(*product));
    let view = |(product, from)| ReceivedView {
        product: context.product_ref(product),
        owner: context.product(product).owner.map(|owner| context.team(owner)),
        from: context.product_ref(from),
    };
    in_use.into_iter().map(view).collect()
}

/// A page of all products that receive data under a regulation and do not declare it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ReceivedPageView {
    /// The regulation.
    pub regulation: PageRef,
    /// The products of this page, by name.
    pub received: Vec<ReceivedView>,
    /// The number of all of them.
    pub total: usize,
    /// The CSV file of all of them.
    pub file: String,
    /// The position among the pages.
    pub pages: Pages,
}

impl View for ReceivedPageView {
    const TEMPLATE: &'static str = "received.html";
}

/// The most of them on a page of its own.
const PAGE: usize = 100;

/// Returns those pages, each with its path; none if the page of the regulation names them all.
pub(super) fn pages(
    index: RegulationIx,
    all: &[ReceivedView],
    context: &ViewContext<'_>,
) -> Vec<(String, ReceivedPageView)> {
    if all.len() <= SHOWN {
        return Vec::new();
    }
    let regulation = context.regulation(index);
    let first = paths::folder_file("regulations", &regulation.id, "received/index.html");
    let count = all.len().div_ceil(PAGE);
    let view = |(at, received): (usize, &[ReceivedView])| ReceivedPageView {
        regulation: regulation.clone(),
        received: received.to_vec(),
        total: all.len(),
        file: paths::folder_file("regulations", &regulation.id, "received.csv"),
        pages: pages_of(&first, at + 1, count),
    };
    all.chunks(PAGE)
        .enumerate()
        .map(view)
        .map(|view| (paths::page_of(&first, view.pages.number), view))
        .collect()
}
