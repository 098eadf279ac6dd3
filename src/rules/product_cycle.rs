//! Products build on each other in a cycle.

use super::RuleContext;
use crate::model::{ProductIx, RuleFact};
use petgraph::algo::kosaraju_scc;

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    let observed =
        catalog.lineage.graph().filter_map(|_, node| Some(*node), |_, flow| flow.is_seen().then_some(()));
    for circle in kosaraju_scc(&observed) {
        let mut products: Vec<ProductIx> = circle.iter().map(|node| observed[*node]).collect();
        if products.len() < 2 {
            continue;
        }
        products.sort_unstable();
        let first = products[0];
        context.report(
            first,
            RuleFact::ProductCycle { products: products.clone() },
            catalog.product(first).span,
        );
        for member in &products[1..] {
            context.also_at(catalog.product(*member).span);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{AssetEdge, AssetIx, Catalog, Flow, Lineage, ProductIx};
    use jiff::civil::date;

    /// A search that recursed along the chain would overflow the stack of a thread.
    #[test]
    fn a_chain_of_50000_products_is_not_a_cycle() {
        const PRODUCTS: usize = 50_000;
        let pairs = vec![AssetEdge { from: AssetIx::at(0), to: AssetIx::at(1) }];
        let flow = Flow { pairs, ..Flow::default() };
        let flows = (1..PRODUCTS).map(|at| (ProductIx::at(at - 1), ProductIx::at(at), flow.clone()));
        let catalog = Catalog { lineage: Lineage::new(PRODUCTS, flows), ..Catalog::default() };
        assert!(crate::rules::judge(&catalog, date(2026, 11, 21)).findings.is_empty());
    }
}
