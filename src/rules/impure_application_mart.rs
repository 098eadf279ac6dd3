//! An application mart is about one system, and this one reads several.

use super::RuleContext;
use crate::model::{MartKind, ProductIx, Role, RuleFact};

pub(super) fn check(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    let is_replication =
        |product: ProductIx| catalog.role(catalog.product(product)) == Some(Role::Replication);
    for (index, product) in
        looking.living().filter(|(_, product)| product.mart == Some(MartKind::Application))
    {
        let flows = catalog.lineage.upstream(index);
        let systems: Vec<ProductIx> = flows
            .iter()
            .filter(|flow| flow.flow.is_seen() && is_replication(flow.product))
            .map(|flow| flow.product)
            .collect();
        if systems.len() > 1 {
            looking.find(index, RuleFact::SeveralSystems { systems }, product.span);
        }
    }
}
