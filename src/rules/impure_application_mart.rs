//! An application mart is about one system, and this one reads several.

use super::RuleContext;
use crate::model::{MartKind, ProductIx, Role, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    let is_replication =
        |product: ProductIx| catalog.role(catalog.product(product)) == Some(Role::Replication);
    for (index, product) in
        context.living().filter(|(_, product)| product.mart == Some(MartKind::Application))
    {
        let flows = catalog.lineage.upstream(index);
        let systems: Vec<ProductIx> = flows
            .iter()
            .filter(|flow| flow.flow.is_seen() && is_replication(flow.product))
            .map(|flow| flow.product)
            .collect();
        if systems.len() > 1 {
            context.find(index, RuleFact::SeveralSystems { systems }, product.span);
        }
    }
}
