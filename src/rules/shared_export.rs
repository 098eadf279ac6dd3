//! One export feeds more than one use: a change for one may break the others.

use super::RuleContext;
use super::export_from_mart::is_outside_dbt;
use crate::model::{AssetIx, Product, ProductIx, Role, RuleFact};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    let is_export = |product: &Product| catalog.role(product) == Some(Role::Activation);
    // Everything that was seen to read its tables counts, declared or not.
    let mut exports: BTreeMap<ProductIx, BTreeSet<AssetIx>> = BTreeMap::new();
    for edge in catalog.reads() {
        let from = catalog.asset(edge.from);
        if let Some(owner) = from.product.filter(|owner| is_export(catalog.product(*owner)))
            && !is_outside_dbt(from)
            && is_outside_dbt(catalog.asset(edge.to))
        {
            exports.entry(owner).or_default().insert(edge.to);
        }
    }
    for (index, product) in context.in_service().filter(|(_, product)| is_export(product)) {
        let readers = exports.get(&index).map_or(0, BTreeSet::len);
        let uses = product.consumers.len().max(readers);
        if uses > 1 {
            let place = product.consumers.get(1).map_or(product.span, |consumer| consumer.span);
            context.report(index, RuleFact::SharedExport { uses }, place);
        }
    }
}
