//! Others build on a project mart, which was not made to last.

use super::RuleContext;
use crate::model::{MartKind, ProductIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    let is_mart = |product: ProductIx| {
        let product = catalog.product(product);
        product.mart.is_some_and(|mart| mart != MartKind::Project) && product.lifecycle.is_in_service()
    };
    for (index, product) in
        context.in_service().filter(|(_, product)| product.mart == Some(MartKind::Project))
    {
        let readers = catalog.lineage.downstream(index);
        let readers = readers.iter().filter(|reader| reader.flow.is_seen() && is_mart(reader.product));
        let marts: Vec<ProductIx> = readers.map(|reader| reader.product).collect();
        if !marts.is_empty() {
            context.report(index, RuleFact::BuiltOnProjectMart { marts }, product.span);
        }
    }
}
