//! The products that receive logic outside of any product: the one in use, and those it builds on.

use super::{AdjacencyList, Catalog, Lifecycle, ProductIx, Role};
use std::collections::BTreeSet;

/// Returns, by product, the products whose consumers add logic to it: itself, and those built on it up to the next
/// mart. Few products have such consumers, so the search goes upstream from them.
#[must_use]
pub(crate) fn logic_added(catalog: &Catalog) -> AdjacencyList<ProductIx> {
    let is_mart = |product: ProductIx| {
        matches!(catalog.role(catalog.product(product)), Some(Role::Mart | Role::Replication))
    };
    let users = catalog.products.iter().enumerate().filter(|(_, product)| {
        product.lifecycle != Lifecycle::Retired
            && product.consumers.iter().any(|consumer| !consumer.last_miles.is_empty())
    });
    let mut added: Vec<(usize, ProductIx)> = Vec::new();
    for user in users.map(|(position, _)| ProductIx::at(position)) {
        let mut visited = BTreeSet::from([user]);
        let mut next = vec![user];
        while let Some(at) = next.pop() {
            added.push((at.position(), user));
            if !is_mart(at) {
                let upstream = catalog.lineage.upstream(at).into_iter().map(|flow| flow.product);
                next.extend(upstream.filter(|product| visited.insert(*product)));
            }
        }
    }
    AdjacencyList::new(catalog.products.len(), added.iter().copied())
}
