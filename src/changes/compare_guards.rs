//! Compares the guards and schedules of products. Added ones are no change: users of the product lose nothing.

use super::compare::Comparison;
use super::guard_shape::GuardShape;
use super::shape::ProductShape;
use crate::model::{ChangeFact, NamedRef};
use std::collections::BTreeSet;

impl Comparison<'_> {
    pub(super) fn guards_and_schedules(&mut self, before: &ProductShape, after: &ProductShape) {
        let renamed: BTreeSet<&str> = after
            .guards
            .iter()
            .filter(|(key, _)| !before.guards.contains_key(*key))
            .map(|(_, guard)| guard.name.as_str())
            .collect();
        for (key, old_guard) in &before.guards {
            let guard = NamedRef { id: key.clone(), name: old_guard.name.clone() };
            match after.guards.get(key) {
                Some(new_guard) if new_guard.control != old_guard.control => {
                    let (is, was) = (new_guard.control.clone(), old_guard.control.clone());
                    self.add(after, ChangeFact::GuardControl { guard, is, was }, false);
                }
                Some(_) => {}
                None if renamed.contains(old_guard.name.as_str()) => {}
                None => match self.moved_to(key, old_guard, after) {
                    Some(product) => self.add(after, ChangeFact::GuardMoved { guard, product }, false),
                    None => {
                        let control = old_guard.control.clone();
                        self.add(after, ChangeFact::GuardRemoved { guard, control }, false);
                    }
                },
            }
        }
        for (key, old_schedule) in &before.schedules {
            let new_schedule = after.schedules.get(key);
            // If the asset itself was removed, that is reported instead.
            let is_gone = new_schedule.is_none() && !after.assets.contains(key);
            if !is_gone && new_schedule.map(|schedule| &schedule.due) != Some(&old_schedule.due) {
                let asset = NamedRef { id: key.clone(), name: old_schedule.name.clone() };
                let (is, was) = (new_schedule.map(|schedule| schedule.due.clone()), old_schedule.due.clone());
                self.add(after, ChangeFact::Schedule { asset, is, was }, false);
            }
        }
    }

    /// Returns the product that has a guard now: one with a guard of the same id or name, for the same control and
    /// the same tables.
    fn moved_to(&self, key: &str, old_guard: &GuardShape, from: &ProductShape) -> Option<NamedRef> {
        let id = |key: &str| key.rsplit('/').next().unwrap_or_default().to_owned();
        let others = self.new.products.values().filter(|product| product.id != from.id);
        let has_guard = |product: &&ProductShape| {
            let known = self.old.products.get(&product.id);
            product.guards.iter().any(|(other_key, guard)| {
                let is_new = known.is_none_or(|known| !known.guards.contains_key(other_key));
                let is_same = guard.name == old_guard.name || id(other_key) == id(key);
                is_new
                    && is_same
                    && guard.control == old_guard.control
                    && guard.guarded.is_superset(&old_guard.guarded)
            })
        };
        let product = others.into_iter().find(has_guard)?;
        Some(NamedRef { id: product.id.clone(), name: product.name.clone() })
    }
}
