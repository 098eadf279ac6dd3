//! Data that dbt marks as subject to a regulation that its product does not declare: shown next to the declared data,
//! so that a list of declarations is not taken for all of it.

use super::context::ViewContext;
use super::parts::PageRef;
use crate::model::{DataPart, ProductIx, RegulationIx};
use serde::Serialize;

/// Marked data that is not declared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct MarkedView {
    /// The regulation, on the page of a product; the product, on the page of a regulation.
    pub of: PageRef,
    /// The first tables, and columns as `table.column`.
    pub data: Vec<String>,
    /// The number of further ones.
    pub more: usize,
}

/// The most tables and columns that a page names.
const SHOWN: usize = 12;

/// Returns the marked but undeclared data of a product, by regulation.
pub(super) fn of_product(product: ProductIx, context: &ViewContext<'_>) -> Vec<MarkedView> {
    let all = (0..context.catalog.regulations.len()).map(RegulationIx::at);
    let view = |regulation| {
        let data = context.catalog.undeclared_marked_data(product, regulation);
        (!data.is_empty()).then(|| data_view(context.regulation(regulation), &data, context))
    };
    all.filter_map(view).collect()
}

/// Returns the first tables and columns of some data.
pub(super) fn data_view(of: PageRef, data: &[DataPart], context: &ViewContext<'_>) -> MarkedView {
    let shown = data.iter().take(SHOWN).map(|part| piece(*part, context));
    MarkedView { of, data: shown.collect(), more: data.len().saturating_sub(SHOWN) }
}

/// A table, or a column as `table.column`.
pub(super) fn piece(part: DataPart, context: &ViewContext<'_>) -> String {
    let asset = context.catalog.asset(part.asset);
    let column = part.column.and_then(|column| asset.columns.get(column));
    column.map_or_else(|| asset.name.clone(), |column| [&*asset.name, &*column.name].join("."))
}
