//! How many columns of the tables behind its output ports have a description.

use super::AskedCheck;
use crate::model::{CheckMark, CheckedPart};
use crate::standards::marks::share;
use crate::standards::tables::output_tables;

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let columns: Vec<_> =
        output_tables(asked.product, asked.context.catalog).flat_map(|(_, asset)| &asset.columns).collect();
    let described = columns.iter().filter(|column| !column.description.is_empty()).count();
    share(CheckedPart::ColumnsDescribed, described, columns.len(), asked.parameters)
}
