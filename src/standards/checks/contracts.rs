//! How many tables behind its output ports have a contract, of the port or enforced by dbt.

use super::AskedCheck;
use crate::model::{CheckMark, CheckedPart};
use crate::standards::marks::share;
use crate::standards::tables::output_tables;

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let tables = || output_tables(asked.product, asked.context.catalog);
    let promised =
        tables().filter(|(port, asset)| port.contract.is_some() || asset.contract_enforced).count();
    share(CheckedPart::Contracts, promised, tables().count(), asked.parameters)
}
