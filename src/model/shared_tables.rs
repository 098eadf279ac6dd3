//! Tables that two products write: neither builds on the other for that alone, and each may undo the other's work.

use super::{Asset, AssetEdge, AssetIx, AssetKind, ProductIx};
use std::collections::{BTreeMap, BTreeSet};

/// The tables that more than one product writes.
#[derive(Clone, Debug, Default)]
pub(crate) struct SharedTables {
    /// The writers of each of these tables.
    tables: BTreeMap<AssetIx, TableWriters>,
    /// The tables that each job writes among them.
    written: BTreeMap<AssetIx, Vec<AssetIx>>,
}

/// The writers of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TableWriters {
    /// The product in which dbt builds it, if it does.
    pub built: Option<ProductIx>,
    /// The jobs of products that write it, in catalog order.
    pub jobs: Vec<TableWriter>,
}

/// A job that writes a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TableWriter {
    /// The job.
    pub job: AssetIx,
    /// Its product.
    pub product: ProductIx,
}

impl TableWriters {
    /// Returns the products that write the table.
    #[must_use]
    pub(crate) fn products(&self) -> BTreeSet<ProductIx> {
        self.built.into_iter().chain(self.jobs.iter().map(|writer| writer.product)).collect()
    }
}

impl SharedTables {
    /// Finds them among the assets and their edges.
    #[must_use]
    pub(crate) fn new(assets: &[Asset], edges: &[AssetEdge]) -> Self {
        let mut tables: BTreeMap<AssetIx, TableWriters> = BTreeMap::new();
        for edge in edges {
            let (job, table) = (&assets[edge.from.position()], &assets[edge.to.position()]);
            if let Some(product) = job.product.filter(|_| table.is_table() && is_job(job)) {
                tables.entry(edge.to).or_default().jobs.push(TableWriter { job: edge.from, product });
            }
        }
        for (table, writers) in &mut tables {
            let table = &assets[table.position()];
            writers.built = table.product.filter(|_| table.is_built_by_dbt());
        }
        tables.retain(|_, writers| writers.products().len() > 1);
        let mut written: BTreeMap<AssetIx, Vec<AssetIx>> = BTreeMap::new();
        for (table, writers) in &tables {
            for writer in &writers.jobs {
                written.entry(writer.job).or_default().push(*table);
            }
        }
        Self { tables, written }
    }

    /// Returns the tables with their writers, in catalog order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (AssetIx, &TableWriters)> {
        self.tables.iter().map(|(table, writers)| (*table, writers))
    }

    /// Returns the writers of a table, if several products write it.
    #[must_use]
    pub(crate) fn writers(&self, table: AssetIx) -> Option<&TableWriters> {
        self.tables.get(&table)
    }

    /// Returns the shared tables that a job writes.
    #[must_use]
    pub(crate) fn written(&self, job: AssetIx) -> &[AssetIx] {
        self.written.get(&job).map_or(&[], Vec::as_slice)
    }

    /// Returns whether an edge is that of a job that writes a table of another product which that product writes itself,
    /// with dbt or a job: the two share a table, and that product does not build on the other for it. If the job also
    /// reads the table, that is an edge of its own, the other way.
    #[must_use]
    pub(crate) fn is_second_writer(&self, edge: AssetEdge, assets: &[Asset]) -> bool {
        let (Some(writers), Some(owner)) = (self.tables.get(&edge.to), assets[edge.to.position()].product)
        else {
            return false;
        };
        let mut jobs = writers.jobs.iter();
        writers.products().contains(&owner)
            && jobs.any(|writer| writer.job == edge.from && writer.product != owner)
    }
}

/// Returns whether an asset is a job rather than a table or something that dbt knows.
fn is_job(asset: &Asset) -> bool {
    matches!(asset.kind, AssetKind::Declared(_)) && !asset.is_table()
}
