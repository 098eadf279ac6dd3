//! Removes from two shapes what only one of them can know, for states that could not be read completely.

use super::shape::{CatalogShape, ProductShape};

impl CatalogShape {
    /// Takes from another state what only dbt's artifacts say, where this one does not know it, so that it
    /// does not count as changed.
    pub(crate) fn take_unknown(&mut self, other: &Self) {
        self.each_in(other, |product, known| product.reads.extend(known.reads.iter().cloned()));
        self.take_unknown_columns(other);
    }

    /// The same for columns alone.
    pub(crate) fn take_unknown_columns(&mut self, other: &Self) {
        self.each_in(other, |product, known| {
            for (id, port) in &mut product.ports {
                let Some(known) = known.ports.get(id) else { continue };
                port.asset = port.asset.take().or_else(|| known.asset.clone());
                for (name, kind) in &known.columns {
                    let column = port.columns.entry(name.clone()).or_insert_with(|| kind.clone());
                    *column = column.take().or_else(|| kind.clone());
                }
            }
        });
    }

    /// Leaves a product out, which could be read in one state only.
    pub(crate) fn leave_out(&mut self, product: &str) {
        self.products.remove(product);
    }

    fn each_in(&mut self, other: &Self, with: impl Fn(&mut ProductShape, &ProductShape)) {
        for (id, product) in &mut self.products {
            if let Some(known) = other.products.get(id) {
                with(product, known);
            }
        }
    }
}

/// The output ports whose columns were known and are not known any more, though their table is the same: the
/// ids of product and port.
#[must_use]
pub(crate) fn forgotten(old: &CatalogShape, new: &CatalogShape) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (id, after) in &new.products {
        let Some(before) = old.products.get(id) else { continue };
        for (port, is) in &after.ports {
            let Some(was) = before.ports.get(port) else { continue };
            if is.columns.is_empty() && !was.columns.is_empty() && is.asset.is_some() && is.asset == was.asset
            {
                found.push((id.clone(), port.clone()));
            }
        }
    }
    found
}
