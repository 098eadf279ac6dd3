//! Compares the guards and schedules of products. Added ones are no change: users of the product lose nothing.

use super::compare::Comparison;
use super::guard_shape::GuardShape;
use super::shape::ProductShape;
use crate::model::{ChangeFact, NamedRef};
use std::collections::BTreeMap;

impl Comparison<'_> {
    pub(super) fn guards_and_schedules(&mut self, before: &ProductShape, after: &ProductShape) {
        self.guards(before, after);
        self.schedules(before, after);
    }

    fn guards(&mut self, before: &ProductShape, after: &ProductShape) {
        let new_keys = renamed_guards(before, after);
        for (key, old_guard) in &before.guards {
            let new_key = new_keys.get(key.as_str()).copied().unwrap_or(key);
            let guard = NamedRef { id: new_key.to_owned(), name: old_guard.name.clone() };
            match after.guards.get(new_key) {
                Some(new_guard) => {
                    for (is, was) in changed_controls(old_guard, new_guard) {
                        let guard = guard.clone();
                        self.add(after, ChangeFact::GuardControl { guard, is, was }, false);
                    }
                    if let Some(no_longer) = self.no_longer_guarded(old_guard, new_guard) {
                        self.add(after, ChangeFact::GuardNarrowed { guard, no_longer }, false);
                    }
                }
                None => match self.moved_to(key, old_guard, after) {
                    Some(product) => self.add(after, ChangeFact::GuardMoved { guard, product }, false),
                    None => {
                        let mut controls = old_guard.controls.iter().cloned();
                        let (control, others) = (controls.next(), controls.collect());
                        self.add(after, ChangeFact::GuardRemoved { guard, control, others }, false);
                    }
                },
            }
        }
    }

    /// Returns the tables that a guard guarded before and does not guard now, although they are still there; `None` if
    /// there are none.
    fn no_longer_guarded(&self, old_guard: &GuardShape, new_guard: &GuardShape) -> Option<Vec<NamedRef>> {
        let lost_keys = old_guard.guarded.difference(&new_guard.guarded);
        let lost_keys = lost_keys.filter(|key| self.new.tables.contains(*key));
        let name = |key: &String| key.rsplit(['/', '.']).next().unwrap_or(key).to_owned();
        let lost: Vec<NamedRef> =
            lost_keys.map(|key| NamedRef { id: key.clone(), name: name(key) }).collect();
        (!lost.is_empty()).then_some(lost)
    }

    fn schedules(&mut self, before: &ProductShape, after: &ProductShape) {
        for (key, old_schedule) in &before.schedules {
            let Some(key) = current_key(key, &old_schedule.name, before, after) else { continue };
            let new_schedule = after.schedules.get(key);
            if new_schedule.map(|schedule| &schedule.due) != Some(&old_schedule.due) {
                let asset = NamedRef { id: key.to_owned(), name: old_schedule.name.clone() };
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
            let old_product = self.old.products.get(&product.id);
            product.guards.iter().any(|(other_key, guard)| {
                let is_new =
                    old_product.is_none_or(|old_product| !old_product.guards.contains_key(other_key));
                let is_alike = guard.name == old_guard.name || id(other_key) == id(key);
                is_new
                    && is_alike
                    && guard.controls.is_superset(&old_guard.controls)
                    && guard.guarded.is_superset(&old_guard.guarded)
            })
        };
        let product = others.into_iter().find(has_guard)?;
        Some(NamedRef { id: product.id.clone(), name: product.name.clone() })
    }
}

/// Returns the controls that a guard carries out now and before: one in place of one, or else each that was added or
/// lost.
fn changed_controls(old_guard: &GuardShape, new_guard: &GuardShape) -> Vec<(Option<String>, Option<String>)> {
    let added: Vec<&String> = new_guard.controls.difference(&old_guard.controls).collect();
    let lost: Vec<&String> = old_guard.controls.difference(&new_guard.controls).collect();
    if let ([is], [was]) = (added.as_slice(), lost.as_slice()) {
        return vec![(Some((*is).clone()), Some((*was).clone()))];
    }
    let lost = lost.into_iter().map(|was| (None, Some(was.clone())));
    lost.chain(added.into_iter().map(|is| (Some(is.clone()), None))).collect()
}

/// Returns the new keys of guards that have another id but the same name, by their old keys. Of several of one name, one
/// for the same control is preferred, and each new guard succeeds only one.
fn renamed_guards<'s>(before: &'s ProductShape, after: &'s ProductShape) -> BTreeMap<&'s str, &'s str> {
    let mut new_keys = BTreeMap::new();
    let mut added: Vec<(&String, &GuardShape)> =
        after.guards.iter().filter(|(key, _)| !before.guards.contains_key(*key)).collect();
    for must_share_control in [true, false] {
        for (key, old_guard) in before.guards.iter().filter(|(key, _)| !after.guards.contains_key(*key)) {
            let is_successor = |(_, guard): &(&String, &GuardShape)| {
                guard.name == old_guard.name && (!must_share_control || guard.controls == old_guard.controls)
            };
            if !new_keys.contains_key(key.as_str())
                && let Some(position) = added.iter().position(is_successor)
            {
                new_keys.insert(key.as_str(), added.remove(position).0.as_str());
            }
        }
    }
    new_keys
}

/// Returns the key that an asset with a schedule has now: one with a new id and the same name is the same asset. Returns
/// `None` if the asset itself was removed, which is reported instead.
fn current_key<'s>(
    key: &'s str,
    name: &str,
    before: &ProductShape,
    after: &'s ProductShape,
) -> Option<&'s str> {
    if after.schedules.contains_key(key) || after.assets.contains_key(key) {
        return Some(key);
    }
    let is_new = |key: &str| !before.schedules.contains_key(key) && !before.assets.contains_key(key);
    let mut renamed = after.assets.iter().filter(|(key, new_name)| is_new(key) && new_name.as_str() == name);
    renamed.next().map(|(key, _)| key.as_str())
}
