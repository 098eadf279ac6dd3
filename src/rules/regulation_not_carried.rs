//! Data under a regulation reaches a product that neither names the regulation nor gives a reason why it
//! ends before; or is part of the product, according to the marks of its tables and columns in dbt.

use super::RuleContext;
use crate::model::{RegulationIx, RuleFact};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    holds_marked(context);
    for at in 0..catalog.regulations.len() {
        if !catalog.regulations[at].carried {
            continue;
        }
        let regulation = RegulationIx::at(at);
        let came_from = catalog.undeclared_recipients(regulation);
        for (index, product) in context.in_service() {
            let Some(from) = came_from.get(&index) else { continue };
            let mut path = vec![index, *from];
            while let Some(before) = came_from.get(&path[path.len() - 1]) {
                path.push(*before);
            }
            path.reverse();
            context.report(index, RuleFact::RegulationReaches { regulation, path }, product.span);
        }
    }
}

/// Finds tables and columns that dbt marks as data under a regulation that their product does not name.
fn holds_marked(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    for regulation in (0..catalog.regulations.len()).map(RegulationIx::at) {
        for (index, product) in context.in_service() {
            let marked = catalog.undeclared_marked_data(index, regulation);
            if !marked.is_empty() {
                context.report(index, RuleFact::MarkedInDbt { regulation, marked }, product.span);
            }
        }
    }
}
