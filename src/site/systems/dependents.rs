//! A system together with what builds on it, as all parts of its page need it.

use crate::model::{ForeignDatasets, ProductIx, System, SystemWalk};
use crate::site::context::ViewContext;

/// A system with all that builds on it.
pub(super) struct SystemDependents<'s, 'c> {
    pub(super) system: &'s System,
    pub(super) walk: &'s SystemWalk<'c>,
    /// What events say that its jobs read and write.
    pub(super) foreign: &'s ForeignDatasets<'c>,
    /// The products in use that build on it.
    pub(super) dependents: Vec<ProductIx>,
}

/// How many of these products customers rely on.
pub(super) fn customers(products: &[ProductIx], context: &ViewContext<'_>) -> usize {
    products.iter().filter(|product| context.catalog.reaches_customers(context.product(**product))).count()
}
