//! Finds output ports that have another id, or belong to another product: what is behind them is the same.

use super::port_shape::PortShape;
use super::same::is_same_table;
use super::shape::CatalogShape;
use std::collections::BTreeMap;

/// An output port and its product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PortPlace<'s> {
    /// The id of the product.
    pub(super) product: &'s str,
    /// The id of the port.
    pub(super) port: &'s str,
}

/// The new places of old output ports.
#[derive(Default)]
pub(super) struct Relocations<'s>(BTreeMap<PortPlace<'s>, PortPlace<'s>>);

impl<'s> Relocations<'s> {
    pub(super) fn of(old: &'s CatalogShape, new: &'s CatalogShape) -> Self {
        let mut added: Vec<(PortPlace<'s>, &PortShape)> = only_in(new, old).collect();
        let mut relocations = BTreeMap::new();
        if added.is_empty() {
            return Self(relocations);
        }
        for (old_place, before) in only_in(old, new) {
            let position = added.iter().position(|(_, after)| is_same_data(before, after));
            if let Some(position) = position {
                relocations.insert(old_place, added.remove(position).0);
            }
        }
        Self(relocations)
    }

    /// Returns where an old output port is now, if it is somewhere else.
    pub(super) fn new_place(&self, product: &str, port: &str) -> Option<PortPlace<'s>> {
        self.0.get(&PortPlace { product, port }).copied()
    }

    /// Returns whether a new output port is an old one in another place.
    pub(super) fn is_relocated(&self, product: &str, port: &str) -> bool {
        self.0.values().any(|place| *place == PortPlace { product, port })
    }
}

/// Returns the output ports that the other state does not have in the same place.
fn only_in<'s>(
    shape: &'s CatalogShape,
    other: &'s CatalogShape,
) -> impl Iterator<Item = (PortPlace<'s>, &'s PortShape)> {
    shape.products.values().flat_map(move |product| {
        let other_product = other.products.get(&product.id);
        let ports = product.ports.iter();
        let ports = ports.filter(move |(id, _)| {
            other_product.is_none_or(|other_product| !other_product.ports.contains_key(*id))
        });
        ports.map(|(id, port)| (PortPlace { product: &product.id, port: id }, port))
    })
}

/// Returns whether the same table, or else the same asset, is behind two ports.
fn is_same_data(before: &PortShape, after: &PortShape) -> bool {
    match (&before.table, &after.table) {
        (Some(before), Some(after)) => is_same_table(before, after),
        _ => before.asset.is_some() && before.asset == after.asset,
    }
}
