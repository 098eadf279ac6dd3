//! A system together with what builds on it, as needed by all parts of its page.

use crate::model::{ForeignDatasets, ProductIx, System, SystemWalk};
use crate::site::context::ViewContext;

/// A system with everything that builds on it.
pub(super) struct SystemDependents<'s, 'c> {
    pub(super) system: &'s System,
    pub(super) walk: &'s SystemWalk<'c>,
    /// The datasets that its jobs read and write according to events.
    pub(super) foreign: &'s ForeignDatasets<'c>,
    /// The products in use that build on it.
    pub(super) dependents: Vec<ProductIx>,
}

/// Counts the products among these that customers rely on.
pub(super) fn customers(products: &[ProductIx], context: &ViewContext<'_>) -> usize {
    products.iter().filter(|product| context.catalog.reaches_customers(context.product(**product))).count()
}
