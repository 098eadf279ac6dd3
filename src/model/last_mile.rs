//! Which products logic outside of any product is added to: the one that is used, and what that builds on.

use super::{AdjacencyList, Catalog, Lifecycle, ProductIx, Role};
use std::collections::BTreeSet;

/// By product, the products whose consumers add logic to it: itself, and what builds on it up to the next mart. Few
/// have such consumers, so the way is followed up from these.
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
    for user in users.map(|(at, _)| ProductIx::at(at)) {
        let mut seen = BTreeSet::from([user]);
        let mut next = vec![user];
        while let Some(at) = next.pop() {
            added.push((at.position(), user));
            if !is_mart(at) {
                let upstream = catalog.lineage.upstream(at).into_iter().map(|one| one.product);
                next.extend(upstream.filter(|product| seen.insert(*product)));
            }
        }
    }
    AdjacencyList::new(catalog.products.len(), added.iter().copied())
}
