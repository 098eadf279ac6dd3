//! A system together with what builds on it, as needed by all parts of its page.

use crate::model::{AssetIx, Dependents, ForeignDatasets, ProductIx, System, SystemWalk, dependents};
use crate::site::context::ViewContext;

/// A system with everything that builds on it.
pub(super) struct SystemDependents<'s, 'c> {
    pub(super) system: &'s System,
    pub(super) walk: &'s SystemWalk<'c>,
    /// The datasets that its jobs read and write according to events.
    pub(super) foreign: &'s ForeignDatasets<'c>,
    /// The products in use that build on it.
    pub(super) dependents: Vec<ProductIx>,
    /// Everything that a change of it affects, including what writes to it; `glassbox impact --system` lists the same.
    pub(super) affected: Dependents,
}

impl<'s, 'c> SystemDependents<'s, 'c> {
    pub(super) fn new(
        system: &'s System,
        walk: &'s SystemWalk<'c>,
        foreign: &'s ForeignDatasets<'c>,
        context: &ViewContext<'_>,
    ) -> Self {
        let all = |of: &[AssetIx]| dependents(of, context.catalog, context.asset_readers(), usize::MAX);
        let affected = all(&system.assets());
        let dependents = match system.written.is_empty() {
            true => affected.products.iter().copied().collect(),
            false => all(&system.assets_read()).products.into_iter().collect(),
        };
        Self { system, walk, foreign, dependents, affected }
    }
}

/// Counts the products among these that customers rely on.
pub(super) fn customers(products: &[ProductIx], context: &ViewContext<'_>) -> usize {
    products.iter().filter(|product| context.catalog.reaches_customers(context.product(**product))).count()
}
