//! The obligations of products, and where regulated data flows.

use super::{Catalog, Obligation, ProductIx, RegulationIx};
use std::collections::{BTreeMap, VecDeque};

impl Catalog {
    /// What a product is obliged to by a regulation, if it names it.
    #[must_use]
    pub(crate) fn obligation(&self, product: ProductIx, regulation: RegulationIx) -> Option<&Obligation> {
        self.product(product).obligations.iter().find(|one| one.regulation == regulation)
    }

    /// The products that data under a regulation reaches though they do not name it, each with the
    /// product from which it comes: from every living product under it, along the flows that are seen,
    /// until somebody names it again.
    #[must_use]
    pub(crate) fn reached_unnamed(&self, regulation: RegulationIx) -> BTreeMap<ProductIx, ProductIx> {
        let mut came_from: BTreeMap<ProductIx, ProductIx> = BTreeMap::new();
        let under = (0..self.products.len()).map(ProductIx::at).filter(|product| {
            self.product(*product).lifecycle.is_living()
                && self.obligation(*product, regulation).is_some_and(|one| one.drops.is_none())
        });
        let mut queue: VecDeque<ProductIx> = under.collect();
        while let Some(from) = queue.pop_front() {
            for flow in self.lineage.downstream(from).iter().filter(|flow| flow.flow.is_seen()) {
                let is_new = !came_from.contains_key(&flow.product);
                if is_new && self.obligation(flow.product, regulation).is_none() {
                    came_from.insert(flow.product, from);
                    queue.push_back(flow.product);
                }
            }
        }
        came_from
    }
}
