//! What a regulation concerns without evidence: on its page the first of each kind, all of them in `received.csv`,
//! `marked.csv` and `unguarded.csv`.

use super::received::{self, ReceivedView};
use crate::model::{DataPart, ProductIx, RegulationIx};
use crate::site::context::ViewContext;
use crate::site::marked::{self, MarkedView};
use crate::site::page::Table;
use crate::site::paths;
use std::collections::BTreeSet;

/// The data and products of a regulation without evidence.
#[derive(Clone, Debug, Default)]
pub(super) struct RegulationGaps {
    /// The products that receive data under it and do not declare it, by name.
    pub(super) received: Vec<ReceivedView>,
    /// The data of products in use that dbt marks as subject to it, and that they do not declare.
    pub(super) marked: Vec<ProductData>,
    /// The data of products in use that none of its guards covers; empty if it has no guards.
    pub(super) unguarded: Vec<ProductData>,
}

/// Data of a product, at least one table or column.
#[derive(Clone, Debug)]
pub(super) struct ProductData {
    product: ProductIx,
    parts: Vec<DataPart>,
}

impl RegulationGaps {
    /// Finds them, sorted by the names of the products.
    pub(super) fn new(index: RegulationIx, context: &ViewContext<'_>) -> Self {
        let catalog = context.catalog;
        let is_guarded = catalog.guards.any_under(index);
        let in_use = |product: &ProductIx| context.product(*product).lifecycle.is_in_service();
        let used = || context.all().filter(in_use);
        let guarded = used().filter(|_| is_guarded);
        Self {
            received: received::received(index, context),
            marked: data(used(), context, |product| catalog.undeclared_marked_data(product, index)),
            unguarded: data(guarded, context, |product| catalog.unguarded(product, index)),
        }
    }

    /// Returns the first products that receive its data, as many as its page names.
    pub(super) fn first_received(&self) -> &[ReceivedView] {
        &self.received[..self.received.len().min(received::SHOWN)]
    }

    /// Returns the number of products with its data that do not declare it.
    pub(super) fn undeclared(&self, context: &ViewContext<'_>) -> usize {
        let received = self.received.iter().map(|received| &*received.product.id);
        let marked = self.marked.iter().map(|data| &*context.product(data.product).id);
        received.chain(marked).collect::<BTreeSet<_>>().len()
    }

    /// Returns the CSV files of those that there are, each with its path.
    pub(super) fn files(&self, index: RegulationIx, context: &ViewContext<'_>) -> Vec<(String, Table)> {
        let id = &context.catalog.regulations[index.position()].id;
        let tables = [
            ("received.csv", received_table(&self.received)),
            ("marked.csv", data_table(&self.marked, context)),
            ("unguarded.csv", data_table(&self.unguarded, context)),
        ];
        let tables = tables.into_iter().filter(|(_, table)| !table.rows.is_empty());
        tables.map(|(name, table)| (paths::folder_file("regulations", id, name), table)).collect()
    }
}

impl ProductData {
    /// Returns what the page of a regulation shows of it.
    pub(super) fn view(&self, context: &ViewContext<'_>) -> MarkedView {
        marked::data_view(context.product_ref(self.product), &self.parts, context)
    }
}

/// Returns what the page of a regulation shows of the first of them, at most `limit`.
pub(super) fn views(all: &[ProductData], limit: usize, context: &ViewContext<'_>) -> Vec<MarkedView> {
    all.iter().take(limit).map(|data| data.view(context)).collect()
}

fn data(
    products: impl Iterator<Item = ProductIx>,
    context: &ViewContext<'_>,
    parts: impl Fn(ProductIx) -> Vec<DataPart>,
) -> Vec<ProductData> {
    let found = products.map(|product| ProductData { product, parts: parts(product) });
    let mut found: Vec<ProductData> = found.filter(|data| !data.parts.is_empty()).collect();
    found.sort_by_cached_key(|data| context.by_name(data.product));
    found
}

/// Returns data of products as rows: a row for each table or column.
fn data_table(data: &[ProductData], context: &ViewContext<'_>) -> Table {
    let rows = data.iter().flat_map(|data| {
        let product = context.product(data.product);
        let names = data.parts.iter().map(|part| marked::piece(*part, context));
        names.map(|name| vec![product.id.clone(), product.name.clone(), name])
    });
    Table { columns: &["product", "product_name", "data"], rows: rows.collect() }
}

fn received_table(all: &[ReceivedView]) -> Table {
    let row = |received: &ReceivedView| {
        let owner = received.owner.as_ref().map(|owner| owner.id.clone()).unwrap_or_default();
        vec![received.product.id.clone(), received.product.name.clone(), owner, received.from.id.clone()]
    };
    Table { columns: &["product", "product_name", "owner", "from"], rows: all.iter().map(row).collect() }
}
