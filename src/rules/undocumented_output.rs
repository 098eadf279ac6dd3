//! An output port that others may build on has no description.

use super::RuleContext;
use crate::model::RuleFact;

pub(super) fn check(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    for (index, product) in looking.living() {
        for (at, port) in product.output_ports.iter().enumerate() {
            let asset = port.asset.map(|asset| catalog.asset(asset));
            if port.description.is_empty() && asset.is_none_or(|asset| asset.description.is_empty()) {
                looking.find(index, RuleFact::UndocumentedOutput { port: at }, port.span);
            }
        }
    }
}
