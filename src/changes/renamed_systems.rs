//! Finds systems whose id changed.

use super::shape::CatalogShape;
use super::system_shape::{PartShape, SystemShape};
use crate::model::SystemPart;
use std::collections::BTreeMap;

/// Returns the systems whose id changed: they have the same name, or the same team runs them and syncs of the same
/// products fill the same fields in them.
pub(super) fn successors<'s>(old: &'s CatalogShape, new: &'s CatalogShape) -> BTreeMap<&'s str, &'s str> {
    let mut successors = BTreeMap::new();
    if !(old.has_systems && new.has_systems) {
        return successors;
    }
    let added = new.systems.values().filter(|system| !old.systems.contains_key(&system.id));
    let mut added: BTreeMap<&str, &SystemShape> = added.map(|system| (system.id.as_str(), system)).collect();
    let removed: Vec<&SystemShape> =
        old.systems.values().filter(|system| !new.systems.contains_key(&system.id)).collect();
    let is_same_name = |left: &SystemShape, right: &SystemShape| left.name == right.name;
    for is_same in [is_same_name, is_filled_alike] {
        for before in &removed {
            let successor = added.values().find(|after| is_same(before, after)).copied();
            if let Some(after) = successor.filter(|_| !successors.contains_key(before.id.as_str())) {
                successors.insert(before.id.as_str(), after.id.as_str());
                added.remove(after.id.as_str());
            }
        }
    }
    successors
}

/// Returns whether one system may be another one under a new name: the same team runs both, and for each sync to the
/// first, a sync of the same product fills the same fields in the other.
fn is_filled_alike(before: &SystemShape, after: &SystemShape) -> bool {
    let team = |system: &SystemShape| system.team.as_ref().map(|team| team.id.clone());
    let mut writers = before.parts.values().filter(is_writer).peekable();
    writers.peek().is_some()
        && team(before) == team(after)
        && writers.all(|writer| {
            let mut others = after.parts.values().filter(is_writer);
            !writer.fields.is_empty()
                && others
                    .any(|other| product_of(other) == product_of(writer) && other.fields == writer.fields)
        })
}

/// Returns whether a part of a system writes to it.
pub(super) fn is_writer(part: &&PartShape) -> bool {
    part.part == SystemPart::Writer
}

/// Returns the id of the product that a part of a system belongs to.
pub(super) fn product_of(part: &PartShape) -> Option<&str> {
    part.product.as_ref().map(|product| product.id.as_str())
}
