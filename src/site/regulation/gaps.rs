//! What a regulation concerns without evidence, as files: `received.csv`, `marked.csv` and `unguarded.csv` of a regulation.
//! Its page names the first of each.

use super::received::ReceivedView;
use crate::model::{DataPart, ProductIx, RegulationIx};
use crate::site::context::ViewContext;
use crate::site::marked;
use crate::site::page::Table;
use crate::site::paths;

/// The CSV files of the data and products of a regulation that its page lists; empty for those that it has none of.
#[derive(Clone, Debug, Default)]
pub(super) struct RegulationGaps {
    /// Each file: its path and its rows.
    pub(super) files: Vec<(String, Table)>,
}

/// Returns the files of a regulation: those with rows.
pub(super) fn gaps(
    index: RegulationIx,
    received: &[ReceivedView],
    context: &ViewContext<'_>,
) -> RegulationGaps {
    let catalog = context.catalog;
    let id = &catalog.regulations[index.position()].id;
    let is_guarded = catalog.guards.any_under(index);
    let in_use = |product: &ProductIx| context.product(*product).lifecycle.is_in_service();
    let marked = parts(context.all(), context, &|one| catalog.undeclared_marked_data(one, index));
    let unguarded = context.all().filter(in_use).filter(|_| is_guarded);
    let unguarded = parts(unguarded, context, &|one| catalog.unguarded(one, index));
    let tables =
        [("received.csv", self::received(received)), ("marked.csv", marked), ("unguarded.csv", unguarded)];
    let tables = tables.into_iter().filter(|(_, table)| !table.rows.is_empty());
    RegulationGaps {
        files: tables.map(|(name, table)| (paths::folder_file("regulations", id, name), table)).collect(),
    }
}

/// Returns data of products as rows: a row for each table or column.
fn parts(
    products: impl Iterator<Item = ProductIx>,
    context: &ViewContext<'_>,
    of: &dyn Fn(ProductIx) -> Vec<DataPart>,
) -> Table {
    let mut rows = Vec::new();
    for product in products {
        let about = context.product(product);
        let data = of(product).into_iter().map(|part| marked::piece(part, context));
        rows.extend(data.map(|piece| vec![about.id.clone(), about.name.clone(), piece]));
    }
    Table { columns: &["product", "product_name", "data"], rows }
}

fn received(all: &[ReceivedView]) -> Table {
    let row = |one: &ReceivedView| {
        let owner = one.owner.as_ref().map(|owner| owner.id.clone()).unwrap_or_default();
        vec![one.product.id.clone(), one.product.name.clone(), owner, one.from.id.clone()]
    };
    Table { columns: &["product", "product_name", "owner", "from"], rows: all.iter().map(row).collect() }
}
