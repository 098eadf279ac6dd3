//! The end of a product: the day, its replacement, and who still has to move.

use crate::model::{Lifecycle, ProductIx};
use crate::site::context::ViewContext;
use crate::site::parts::PageRef;
use serde::Serialize;

/// The most readers that are named.
const MAX_NAMED: usize = 6;

/// The end of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct EndingView {
    /// The day when it is gone: `2027-03-31`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Whether that day has come.
    pub passed: bool,
    /// The replacement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<PageRef>,
    /// The first products that build on it and stay, by name; none for a retired product.
    pub readers: Vec<PageRef>,
    /// The number of further such products.
    pub more: usize,
}

/// Returns the end of a product that is deprecated, retired or replaced, or that has an end date; else `None`.
pub(super) fn ending(of: ProductIx, context: &ViewContext<'_>) -> Option<EndingView> {
    let product = context.product(of);
    let is_ending = matches!(product.lifecycle, Lifecycle::Deprecated | Lifecycle::Retired);
    if !is_ending && product.ends.is_none() && product.replaced_by.is_none() {
        return None;
    }
    let mut readers: Vec<ProductIx> = context.catalog.readers_that_have_to_move(of).into_iter().collect();
    if product.lifecycle == Lifecycle::Retired {
        readers.clear();
    }
    readers.sort_by_cached_key(|reader| context.by_name(*reader));
    Some(EndingView {
        date: product.ends.map(|day| day.to_string()),
        passed: product.has_ended(context.today),
        replaced_by: product.replaced_by.map(|other| context.product_ref(other)),
        more: readers.len().saturating_sub(MAX_NAMED),
        readers: readers.into_iter().take(MAX_NAMED).map(|reader| context.product_ref(reader)).collect(),
    })
}
