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
pub(super) const SHOWN: usize = 12;

/// Returns the marked but undeclared data of a product, by regulation.
pub(super) fn of_product(product: ProductIx, context: &ViewContext<'_>) -> Vec<MarkedView> {
    let all = (0..context.catalog.regulations.len()).map(RegulationIx::at);
    let view = |regulation| view(product, regulation, context.regulation(regulation), context);
    all.filter_map(view).collect()
}

/// Returns the marked but undeclared data under a regulation, by product.
pub(super) fn under(regulation: RegulationIx, context: &ViewContext<'_>) -> Vec<MarkedView> {
    let view = |product| {
        let view = view(product, regulation, context.product_ref(product), context)?;
        Some((context.by_name(product), view))
    };
    let mut found: Vec<_> = context.all().filter_map(view).collect();
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    found.into_iter().map(|(_, view)| view).collect()
}

fn view(
    product: ProductIx,
    regulation: RegulationIx,
    of: PageRef,
    context: &ViewContext<'_>,
) -> Option<MarkedView> {
    let data = context.catalog.undeclared_marked_data(product, regulation);
    let shown = data.iter().take(SHOWN).map(|part| piece(*part, context));
    let more = data.len().saturating_sub(SHOWN);
    (!data.is_empty()).then(|| MarkedView { of, data: shown.collect(), more })
}

/// A table, or a column as `table.column`.
pub(super) fn piece(part: DataPart, context: &ViewContext<'_>) -> String {
    let asset = context.catalog.asset(part.asset);
    let column = part.column.and_then(|column| asset.columns.get(column));
    column.map_or_else(|| asset.name.clone(), |column| [&*asset.name, &*column.name].join("."))
}
