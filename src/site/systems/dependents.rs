//! A system together with what builds on it, as needed by all parts of its page.

use crate::model::{AssetIx, Dependents, ForeignDatasets, ProductIx, System, SystemWalk, dependents};
use crate::site::context::ViewContext;
use std::collections::BTreeMap;

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
    /// Who uses each of its tables that are read, and of the jobs that load them.
    uses: BTreeMap<AssetIx, AssetUses>,
}

/// Who uses a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AssetUses {
    /// The products in use that own it or read it directly, sorted.
    pub(super) readers: Vec<ProductIx>,
    /// Those products, and all that build on them, sorted.
    pub(super) dependents: Vec<ProductIx>,
}

impl<'s, 'c> SystemDependents<'s, 'c> {
    pub(super) fn new(
        system: &'s System,
        walk: &'s SystemWalk<'c>,
        foreign: &'s ForeignDatasets<'c>,
        context: &ViewContext<'_>,
    ) -> Self {
        let (catalog, readers) = (context.catalog, context.asset_readers());
        let affected = dependents(&system.assets_read(), catalog, readers, usize::MAX);
        let building_on_it: Vec<ProductIx> = affected.products.iter().copied().collect();
        // What depends on the jobs that write to it is mostly searched already.
        let affected = match system.written.is_empty() {
            true => affected,
            false => affected.with(&system.written, catalog, readers),
        };
        let all = system.read.iter().chain(&system.loaders);
        let uses = all.map(|asset| (*asset, AssetUses::of(*asset, walk))).collect();
        Self { system, walk, foreign, dependents: building_on_it, affected, uses }
    }

    /// Returns its tables that are read, and the jobs that load them, by index, with who uses each.
    pub(super) fn uses(&self) -> impl Iterator<Item = (AssetIx, &AssetUses)> {
        self.uses.iter().map(|(asset, uses)| (*asset, uses))
    }

    /// Returns its tables that are read, in the order of the system, with who uses each.
    pub(super) fn table_uses(&self) -> impl Iterator<Item = (AssetIx, &AssetUses)> {
        self.system.read.iter().filter_map(|table| Some((*table, self.uses.get(table)?)))
    }
}

impl AssetUses {
    fn of(asset: AssetIx, walk: &SystemWalk<'_>) -> Self {
        Self { readers: walk.readers(&[asset]), dependents: walk.dependents(&[asset]) }
    }
}

/// Counts the products among these that customers rely on.
pub(super) fn customers(products: &[ProductIx], context: &ViewContext<'_>) -> usize {
    products.iter().filter(|product| context.catalog.reaches_customers(context.product(**product))).count()
}
