//! Compares the guards and schedules of products. Added ones are no change: users of the product lose nothing.

use super::compare::Comparison;
use super::duty_shape::GuardShape;
use super::shape::ProductShape;
use crate::model::{ChangeFact, NamedRef};
use std::collections::BTreeSet;

impl Comparison<'_> {
    pub(super) fn duties(&mut self, before: &ProductShape, after: &ProductShape) {
        let renamed: BTreeSet<&str> = after
            .guards
            .iter()
            .filter(|(key, _)| !before.guards.contains_key(*key))
            .map(|(_, guard)| guard.name.as_str())
            .collect();
        for (key, was) in &before.guards {
            let guard = NamedRef { id: key.clone(), name: was.name.clone() };
            match after.guards.get(key) {
                Some(is) if is.control != was.control => {
                    let (is, was) = (is.control.clone(), was.control.clone());
                    self.add(after, ChangeFact::GuardControl { guard, is, was }, false);
                }
                Some(_) => {}
                None if renamed.contains(was.name.as_str()) => {}
                None => match self.moved_to(key, was, after) {
                    Some(product) => self.add(after, ChangeFact::GuardMoved { guard, product }, false),
                    None => {
                        let control = was.control.clone();
                        self.add(after, ChangeFact::GuardRemoved { guard, control }, false);
                    }
                },
            }
        }
        for (key, was) in &before.schedules {
            let is = after.schedules.get(key);
            // If the asset itself was removed, that is reported instead.
            let is_gone = is.is_none() && !after.assets.contains(key);
            if !is_gone && is.map(|is| &is.due) != Some(&was.due) {
                let asset = NamedRef { id: key.clone(), name: was.name.clone() };
                let (is, was) = (is.map(|is| is.due.clone()), was.due.clone());
                self.add(after, ChangeFact::Schedule { asset, is, was }, false);
            }
        }
    }

    /// Returns the product that has a guard now: one with a guard of the same id or name, for the same control and
    /// the same tables.
    fn moved_to(&self, key: &str, was: &GuardShape, from: &ProductShape) -> Option<NamedRef> {
        let id = |key: &str| key.rsplit('/').next().unwrap_or_default().to_owned();
        let others = self.new.products.values().filter(|product| product.id != from.id);
        let has_it = |product: &&ProductShape| {
            let known = self.old.products.get(&product.id);
            product.guards.iter().any(|(other, is)| {
                let is_new = known.is_none_or(|known| !known.guards.contains_key(other));
                let is_same = is.name == was.name || id(other) == id(key);
                is_new && is_same && is.control == was.control && is.guarded.is_superset(&was.guarded)
            })
        };
        let product = others.into_iter().find(has_it)?;
        Some(NamedRef { id: product.id.clone(), name: product.name.clone() })
    }
}
