//! A table that others build on has no tests.

use super::RuleContext;
use crate::model::{AssetKind, PortType, RuleFact};

pub(super) fn check(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    for (index, product) in looking.living() {
        for (at, port) in product.output_ports.iter().enumerate() {
            let Some(index_of) = port.asset else { continue };
            let asset = catalog.asset(index_of);
            let is_table = matches!(asset.kind, AssetKind::Model | AssetKind::Snapshot)
                && port.kind.is_none_or(|kind| kind == PortType::Table);
            if is_table && asset.tests.is_empty() {
                looking.find(index, RuleFact::UntestedOutput { port: at, asset: index_of }, port.span);
            }
        }
    }
}
