//! Compares the systems of two shapes, and the fields that are filled in them.

use super::compare::Comparison;
use super::read_scope::ReadScope;
use super::renamed_systems::{is_writer, product_of};
use super::shape::ProductShape;
use super::system_shape::{FilledShape, PartShape, SystemShape};
use crate::model::{Affected, Change, ChangeFact, ConcernedParties, NamedRef, Recipient, SystemPart};
use std::collections::{BTreeMap, BTreeSet};

impl<'s> Comparison<'s> {
    /// Compares systems: added, removed and changed ones.
    pub(super) fn systems(&mut self) {
        let (old, new) = (self.old, self.new);
        if !(old.has_systems && new.has_systems) {
            return;
        }
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for (id, before) in &old.systems {
            let Some(after) = new.systems.get(self.successor(id)) else {
                let writers: Vec<&PartShape> = before.parts.values().filter(is_writer).collect();
                self.add_system(before, ChangeFact::SystemRemoved {}, &writers);
                continue;
            };
            known.insert(&after.id);
            if after.id != *id {
                let (is, was) = (after.id.clone(), id.clone());
                self.add_system(after, ChangeFact::SystemId { is, was }, &[]);
            }
            self.system(before, after);
        }
        for after in new.systems.values().filter(|system| !known.contains(system.id.as_str())) {
            self.add_system(after, ChangeFact::SystemAdded {}, &[]);
            self.parts_added(after, after.parts.iter().collect());
        }
    }

    fn system(&mut self, before: &SystemShape, after: &SystemShape) {
        if before.name != after.name {
            let (is, was) = (after.name.clone(), before.name.clone());
            self.add_system(after, ChangeFact::Renamed { is, was }, &[]);
        }
        let team = |shape: &SystemShape| shape.team.as_ref().map(|team| team.id.clone());
        let (is, was) = (team(after), team(before));
        if is != was {
            self.add_system(after, ChangeFact::Owner { is, was, unknown: None }, &[]);
        } else if before.channels != after.channels {
            let (is, was) = (after.channels.clone(), before.channels.clone());
            self.add_system(after, ChangeFact::SystemContact { is, was }, &[]);
        }
        if before.direction != after.direction {
            let (is, was) = (after.direction.clone(), before.direction.clone());
            self.add_system(after, ChangeFact::SystemDirection { is, was }, &[]);
        }
        self.parts(before, after);
    }

    /// Compares the parts of a system: removed, replaced and added ones.
    fn parts(&mut self, before: &SystemShape, after: &SystemShape) {
        let added = after.parts.iter().filter(|(key, _)| !before.parts.contains_key(*key));
        let mut added: BTreeMap<&String, &PartShape> = added.collect();
        let mut by_name: BTreeMap<(SystemPart, Option<&str>, &str), Vec<&String>> = BTreeMap::new();
        for (key, part) in added.iter().rev() {
            by_name.entry((part.part, product_of(part), &part.name)).or_default().push(key);
        }
        let mut removed = Vec::new();
        for (key, part) in before.parts.iter().filter(|(key, _)| !after.parts.contains_key(*key)) {
            // A part with only another id is the same.
            let same = by_name.get_mut(&(part.part, product_of(part), part.name.as_str())).and_then(Vec::pop);
            match same {
                Some(same) => drop(added.remove(same)),
                None => removed.push((key, part)),
            }
        }
        let mut instead: BTreeMap<(SystemPart, Option<&str>), Vec<&String>> = BTreeMap::new();
        for (key, part) in added.iter().rev().filter(|(_, part)| part.part != SystemPart::Table) {
            instead.entry((part.part, product_of(part))).or_default().push(key);
        }
        for (key, part) in removed {
            let asset = NamedRef { id: key.clone(), name: part.name.clone() };
            let (product, word) = (part.product.clone(), part.part.word().to_owned());
            // Another sync is a replacement only if it fills the same fields.
            let does_same_work = |candidate: &PartShape| {
                part.part != SystemPart::Writer || !part.fields.is_empty() && part.fields == candidate.fields
            };
            let new = instead.get_mut(&(part.part, product_of(part))).and_then(|others| {
                let is_replacement =
                    |key: &&String| added.get(*key).is_some_and(|candidate| does_same_work(candidate));
                Some(others.remove(others.iter().rposition(is_replacement)?))
            });
            if let Some((key, new)) = new.and_then(|key| Some((key, added.remove(key)?))) {
                let is = NamedRef { id: key.clone(), name: new.name.clone() };
                let fact =
                    ChangeFact::SystemPartReplaced { is, was: asset, product: product.clone(), part: word };
                self.add_system(after, fact, &[]);
                self.tell_runner(Some(after), product.as_ref());
                continue;
            }
            let writers: &[&PartShape] = if part.part == SystemPart::Writer { &[part] } else { &[] };
            let fact = ChangeFact::SystemPartRemoved { asset, product, part: word };
            self.add_system(after, fact, writers);
        }
        self.parts_added(after, added.into_iter().collect());
    }

    /// Reports the added parts of a system, together for each product.
    fn parts_added(&mut self, system: &SystemShape, parts: Vec<(&String, &PartShape)>) {
        let mut together: BTreeMap<_, Vec<(&String, &PartShape)>> = BTreeMap::new();
        for (key, part) in parts {
            together.entry((part.part, product_of(part))).or_default().push((key, part));
        }
        for parts in together.values() {
            let (key, first) = parts[0];
            let fact = ChangeFact::SystemPartAdded {
                asset: NamedRef { id: key.clone(), name: first.name.clone() },
                more: parts.len() - 1,
                product: first.product.clone(),
                part: first.part.word().to_owned(),
            };
            self.add_system(system, fact, &[]);
            self.tell_runner(Some(system), first.product.as_ref());
        }
    }

    /// Adds a change of a system, which is breaking if something no longer writes to it: the team that runs
    /// it and the users of the products that did are told.
    fn add_system(&mut self, system: &SystemShape, fact: ChangeFact, writers: &[&PartShape]) {
        let mut recipients: BTreeSet<Recipient> = BTreeSet::new();
        let mut reaches: Vec<Affected> = Vec::new();
        let (everyone, mut concerns) = (ReadScope::default(), ConcernedParties::default());
        for product in writers.iter().filter_map(|writer| writer.product.as_ref()) {
            recipients.extend(self.readers.recipients(&product.id, &everyone));
            let reached = self.readers.reached(&product.id, &everyone);
            concerns.products.extend(reached.concerned.products);
            concerns.teams.extend(reached.concerned.teams);
            for affected in reached.uses.into_iter().chain(runner(system, product)) {
                if !reaches.contains(&affected) {
                    reaches.push(affected);
                }
            }
        }
        let breaking = !writers.is_empty();
        recipients.extend(system.team.iter().filter(|_| breaking).map(|team| self.readers.team(&team.id)));
        recipients.extend(fact.teams().into_iter().map(|team| self.readers.team(team)));
        self.changes.push(Change {
            product: String::new(),
            system: Some(system.id.clone()),
            name: system.name.clone(),
            fact,
            breaking,
            tell: recipients.into_iter().collect(),
            reaches,
            concerns,
        });
    }

    /// Compares fields of other systems: those no longer filled, filled from another column, or newly filled.
    pub(super) fn fields(&mut self, before: &ProductShape, after: &ProductShape) {
        let (were, are) = (by_field(before, |id| self.successor(id)), by_field(after, |id| id));
        for (key, old_sync) in &before.fills {
            let same_sync = after.fills.get(key);
            for (field, column) in &old_sync.fields {
                let now = same_sync.and_then(|sync| sync.fields.get(field)).or_else(|| {
                    let system = old_sync.system.as_ref()?;
                    are.get(&(self.successor(&system.id), field)).copied()
                });
                let (sync, system, field) = (named(key, old_sync), old_sync.system.clone(), field.clone());
                let fact = match now {
                    Some(now) if now.eq_ignore_ascii_case(column) => continue,
                    Some(now) => {
                        let (is, was) = (now.clone(), column.clone());
                        ChangeFact::FieldMoved { sync, system, field, is, was }
                    }
                    None => ChangeFact::FieldRemoved { sync, system, field, column: column.clone() },
                };
                self.add(after, fact, true);
                self.tell_runner_of(old_sync.system.as_ref(), after);
            }
        }
        for (key, new_sync) in &after.fills {
            let same_sync = before.fills.get(key);
            for (field, column) in &new_sync.fields {
                let known = same_sync
                    .and_then(|sync| sync.fields.get(field))
                    .or_else(|| were.get(&(new_sync.system.as_ref()?.id.as_str(), field)).copied());
                if known.is_none() {
                    let (sync, system) = (named(key, new_sync), new_sync.system.clone());
                    let (field, column) = (field.clone(), column.clone());
                    self.add(after, ChangeFact::FieldAdded { sync, system, field, column }, false);
                    self.tell_runner_of(new_sync.system.as_ref(), after);
                }
            }
        }
    }

    /// Returns whether another sync that fills the same fields of the same system is now behind an output port: this
    /// is reported for the system.
    pub(super) fn is_told_as_replaced(
        &self,
        before: &ProductShape,
        old_key: &str,
        after: &ProductShape,
        new_key: &str,
    ) -> bool {
        let (Some(old_sync), Some(new_sync)) = (before.fills.get(old_key), after.fills.get(new_key)) else {
            return false;
        };
        let (Some(before), Some(after)) = (&old_sync.system, &new_sync.system) else { return false };
        let is_known = self.old.systems.contains_key(&before.id) && self.new.systems.contains_key(&after.id);
        let is_same = |(field, column): (&String, &String)| {
            new_sync.fields.get(field).is_some_and(|now| now.eq_ignore_ascii_case(column))
        };
        self.successor(&before.id) == after.id && is_known && old_sync.fields.iter().all(is_same)
    }

    /// Returns the current id of a system of the old state.
    fn successor<'i>(&self, id: &'i str) -> &'i str
    where
        's: 'i,
    {
        self.successors.get(id).copied().unwrap_or(id)
    }

    /// Adds the team that runs a system to those who are told about the last change.
    fn tell_runner_of(&mut self, system: Option<&NamedRef>, product: &ProductShape) {
        let (old, new) = (self.old, self.new);
        let known =
            system.and_then(|system| new.systems.get(&system.id).or_else(|| old.systems.get(&system.id)));
        self.tell_runner(known, Some(&NamedRef { id: product.id.clone(), name: product.name.clone() }));
    }

    fn tell_runner(&mut self, system: Option<&SystemShape>, product: Option<&NamedRef>) {
        let product = product.cloned().unwrap_or_default();
        let runner = system.and_then(|known| runner(known, &product));
        if let (Some(change), Some(runner)) = (self.changes.last_mut(), runner) {
            change.tell.extend(runner.team.iter().map(|team| self.readers.team(&team.id)));
            change.tell.sort();
            change.tell.dedup();
            change.reaches.push(runner);
        }
    }
}

fn named(key: &str, sync: &FilledShape) -> NamedRef {
    NamedRef { id: key.to_owned(), name: sync.name.clone() }
}

/// The columns that fields are filled from, by system and field: the id of a sync may have changed.
type FilledFields<'s> = BTreeMap<(&'s str, &'s str), &'s String>;

fn by_field<'s>(product: &'s ProductShape, id: impl Fn(&'s str) -> &'s str) -> FilledFields<'s> {
    let mut fields = FilledFields::new();
    for sync in product.fills.values() {
        let Some(system) = &sync.system else { continue };
        for (field, column) in &sync.fields {
            fields.entry((id(&system.id), field)).or_insert(column);
        }
    }
    fields
}

/// Returns the team that runs a system, as affected by what a product writes there.
fn runner(system: &SystemShape, product: &NamedRef) -> Option<Affected> {
    Some(Affected {
        product: product.clone(),
        team: Some(system.team.clone()?),
        purpose: system.name.clone(),
        channels: system.channels.clone(),
        ..Affected::default()
    })
}
