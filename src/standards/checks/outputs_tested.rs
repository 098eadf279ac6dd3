//! How many tables behind its output ports have tests.

use super::AskedCheck;
use crate::model::{CheckMark, CheckedPart};
use crate::standards::marks::share;
use crate::standards::tables::output_tables;

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let tables = || output_tables(asked.product, asked.context.catalog);
    let tested = tables().filter(|(_, asset)| !asset.tests.is_empty()).count();
    share(CheckedPart::OutputsTested, tested, tables().count(), asked.parameters)
}
