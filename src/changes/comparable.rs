//! Removes differences between two shapes that only one of them can know, for states that were read incompletely.

use super::asset_key::is_dbt_key;
use super::port_shape::PortShape;
use super::same::is_same_table;
use super::shape::{CatalogShape, ProductShape};
use super::system_shape::{PartShape, SystemShape};
use super::unseen::TableState;
use std::collections::BTreeMap;

impl CatalogShape {
    /// Takes from another state what only dbt's artifacts show, if this state does not know it, so that it
    /// does not count as changed.
    pub(crate) fn fill_unknown_from(&mut self, other: &Self) {
        let other_products = other.products.values();
        let other_keys =
            other_products.flat_map(|product| product.read_outside.keys().chain(product.origins.keys()));
        self.tables.extend(other_keys.cloned());
        self.fill_products_from(other, |product, other_product| {
            product.reads.extend(other_product.reads.iter().cloned());
            for (key, origin) in other_product.origins.iter().filter(|(key, _)| is_dbt_key(key)) {
                product.origins.entry(key.clone()).or_insert_with(|| origin.clone());
            }
            for (id, port) in &mut product.ports {
                port.tests = port.tests.or_else(|| other_product.ports.get(id)?.tests);
                port.ends = port.ends.take().or_else(|| other_product.ports.get(id)?.ends.clone());
            }
            for (key, guard) in &mut product.guards {
                let other_guard = other_product.guards.get(key);
                let guarded = other_guard.into_iter().flat_map(|guard| &guard.guarded);
                guard.guarded.extend(guarded.filter(|key| is_dbt_key(key)).cloned());
            }
            for (key, filled) in other_product.fills.iter().filter(|(key, _)| is_dbt_key(key)) {
                product.fills.entry(key.clone()).or_insert_with(|| filled.clone());
            }
        });
        for (id, other_system) in &other.systems {
            for (key, part) in other_system.parts.iter().filter(|(key, _)| is_dbt_key(key)) {
                let system = self.systems.entry(id.clone());
                let system =
                    system.or_insert_with(|| SystemShape { parts: BTreeMap::new(), ..other_system.clone() });
                system.parts.entry(key.clone()).or_insert_with(|| part.clone());
            }
        }
        self.take_unknown_columns(other);
    }

    /// Takes from another state the asset, table and columns of output ports, as far as this state does not know them.
    pub(crate) fn take_unknown_columns(&mut self, other: &Self) {
        self.fill_products_from(other, |product, other_product| {
            for (id, port) in &mut product.ports {
                let Some(other_port) = other_product.ports.get(id) else { continue };
                port.asset = port.asset.take().or_else(|| other_port.asset.clone());
                port.table = port.table.take().or_else(|| other_port.table.clone());
                for (name, kind) in &other_port.columns {
                    let column = port.columns.entry(name.clone()).or_insert_with(|| kind.clone());
                    *column = column.take().or_else(|| kind.clone());
                }
                port.knows_columns |= other_port.knows_columns;
            }
        });
    }

    /// Takes the columns of unchanged tables from an older state, if this state does not know them.
    pub(crate) fn take_forgotten_columns(&mut self, old: &Self) {
        for ForgottenPort { product, port, .. } in forgotten(old, self) {
            let old_port = old.products.get(&product).and_then(|product| product.ports.get(&port));
            let port = self.products.get_mut(&product).and_then(|product| product.ports.get_mut(&port));
            if let (Some(old_port), Some(port)) = (old_port, port) {
                port.columns.clone_from(&old_port.columns);
                port.knows_columns = old_port.knows_columns;
            }
        }
    }

    /// Leaves out a product that could be read in one state only.
    pub(crate) fn leave_out(&mut self, product: &str) {
        self.products.remove(product);
        let belongs_to_it = |part: &PartShape| part.product.as_ref().is_some_and(|owner| owner.id == product);
        // A system of which nothing but this product's parts was left is not known either.
        self.systems.retain(|_, system| {
            let number_of_parts = system.parts.len();
            system.parts.retain(|_, part| !belongs_to_it(part));
            number_of_parts == 0 || !system.parts.is_empty()
        });
    }

    /// Leaves out all systems, if their file could be read in one state only.
    pub(crate) fn leave_out_systems(&mut self) {
        self.has_systems = false;
    }

    /// Calls a function with each product that another state has too, and the product in that state.
    fn fill_products_from(&mut self, other: &Self, fill: impl Fn(&mut ProductShape, &ProductShape)) {
        for (id, product) in &mut self.products {
            if let Some(other_product) = other.products.get(id) {
                fill(product, other_product);
            }
        }
    }
}

/// An output port whose columns were known and no longer are, though its table is the same.
#[derive(Debug)]
pub(crate) struct ForgottenPort {
    /// The id of the product.
    pub product: String,
    /// The id of the port.
    pub port: String,
    /// Whether dbt knows the table.
    pub is_of_dbt: bool,
}

/// Returns the output ports whose columns were known and no longer are, though their tables are the same.
#[must_use]
pub(crate) fn forgotten(old: &CatalogShape, new: &CatalogShape) -> Vec<ForgottenPort> {
    let mut forgotten = Vec::new();
    for (id, after) in &new.products {
        let Some(before) = old.products.get(id) else { continue };
        for (port, new_port) in &after.ports {
            let Some(old_port) = before.ports.get(port) else { continue };
            let is_same_table = new_port.asset.is_some()
                && new_port.asset == old_port.asset
                && new.table_state(old_port, new_port) == TableState::Written;
            if are_forgotten(old_port, new_port) && is_same_table {
                forgotten.push(ForgottenPort {
                    product: id.clone(),
                    port: port.clone(),
                    is_of_dbt: new_port.asset.as_deref().is_some_and(is_dbt_key),
                });
            }
        }
    }
    forgotten
}

/// Returns whether columns were known and no longer are.
fn are_forgotten(old_port: &PortShape, new_port: &PortShape) -> bool {
    old_port.knows_columns && !new_port.knows_columns
        || new_port.columns.is_empty() && !old_port.columns.is_empty()
}

/// Returns whether the tables that dbt builds for output ports have all moved, and there are several: the
/// artifacts of the two states may then be of different targets.
#[must_use]
pub(crate) fn have_all_moved(old: &CatalogShape, new: &CatalogShape) -> bool {
    let mut moved = 0;
    for (id, after) in &new.products {
        let Some(before) = old.products.get(id) else { continue };
        for (port, new_port) in &after.ports {
            let Some(old_port) = before.ports.get(port).filter(|old_port| old_port.asset == new_port.asset)
            else {
                continue;
            };
            let is_built_by_dbt =
                new_port.asset.as_deref().is_some_and(|key| is_dbt_key(key) && !key.starts_with("source."));
            if let (true, Some(old_table), Some(new_table)) =
                (is_built_by_dbt, &old_port.table, &new_port.table)
            {
                if is_same_table(old_table, new_table) {
                    return false;
                }
                moved += 1;
            }
        }
    }
    moved > 1
}
