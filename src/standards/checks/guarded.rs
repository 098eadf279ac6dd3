//! How many of its tables a job guards.

use super::AskedCheck;
use crate::model::{CheckMark, CheckedPart};
use crate::standards::marks::share;

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let catalog = asked.context.catalog;
    let tables = asked.product.assets.iter().filter(|asset| catalog.asset(**asset).is_table());
    let guarded = tables.clone().filter(|asset| !catalog.guards.guards_of(**asset).is_empty());
    share(CheckedPart::Guarded, guarded.count(), tables.count(), asked.parameters)
}
