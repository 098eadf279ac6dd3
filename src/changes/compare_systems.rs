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
        let mut existing: BTreeSet<&str> = BTreeSet::new();
        for (id, before) in &old.systems {
            let Some(after) = new.systems.get(self.successor(id)) else {
                let writers: Vec<&PartShape> = before.parts.values().filter(is_writer).collect();
                self.add_system(before, ChangeFact::SystemRemoved {}, &writers);
                continue;
            };
            existing.insert(&after.id);
            if after.id != *id {
                let (is, was) = (after.id.clone(), id.clone());
                self.add_system(after, ChangeFact::SystemId { is, was }, &[]);
            }
            self.system(before, after);
        }
        for after in new.systems.values().filter(|system| !existing.contains(system.id.as_str())) {
            self.add_system(after, ChangeFact::SystemAdded {}, &[]);
            self.parts_added(after, after.parts.iter().collect());
        }
    }

    /// Compares a system that exists in both states.
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
        let ChangedParts { removed, mut added } = ChangedParts::of(before, after);
        let mut replacements = Replacements::among(&added);
        for (key, part) in removed {
            let asset = NamedRef { id: key.clone(), name: part.name.clone() };
            let (product, word) = (part.product.clone(), part.part.word().to_owned());
            let replacement = replacements.take(part).and_then(|key| Some((key, added.remove(key)?)));
            if let Some((new_key, new_part)) = replacement {
                let is = NamedRef { id: new_key.clone(), name: new_part.name.clone() };
                let fact =
                    ChangeFact::SystemPartReplaced { is, was: asset, product: product.clone(), part: word };
                self.add_system(after, fact, &[]);
                self.tell_operator(Some(after), product.as_ref());
                continue;
            }
            let writers: &[&PartShape] = if part.part == SystemPart::Writer { &[part] } else { &[] };
            let fact = ChangeFact::SystemPartRemoved { asset, product, part: word };
            self.add_system(after, fact, writers);
        }
        self.parts_added(after, added.into_iter().collect());
    }

    /// Reports the added parts of a system, those of one kind and product together.
    fn parts_added(&mut self, system: &SystemShape, parts: Vec<(&String, &PartShape)>) {
        let mut by_product: BTreeMap<_, Vec<(&String, &PartShape)>> = BTreeMap::new();
        for (key, part) in parts {
            by_product.entry((part.part, product_of(part))).or_default().push((key, part));
        }
        for parts in by_product.values() {
            let (key, first) = parts[0];
            let fact = ChangeFact::SystemPartAdded {
                asset: NamedRef { id: key.clone(), name: first.name.clone() },
                more: parts.len() - 1,
                product: first.product.clone(),
                part: first.part.word().to_owned(),
            };
            self.add_system(system, fact, &[]);
            self.tell_operator(Some(system), first.product.as_ref());
        }
    }

    /// Adds a change of a system. It breaks if `writers` no longer write to it: then the team that runs it and the users
    /// of their products are told.
    fn add_system(&mut self, system: &SystemShape, fact: ChangeFact, writers: &[&PartShape]) {
        let mut recipients: BTreeSet<Recipient> = BTreeSet::new();
        let mut reaches: Vec<Affected> = Vec::new();
        let (all_readers, mut concerns) = (ReadScope::default(), ConcernedParties::default());
        for product in writers.iter().filter_map(|writer| writer.product.as_ref()) {
            recipients.extend(self.readers.recipients(&product.id, &all_readers));
            let reached = self.readers.reached(&product.id, &all_readers);
            concerns.products.extend(reached.concerned.products);
            concerns.teams.extend(reached.concerned.teams);
            for affected in reached.uses.into_iter().chain(affected_operator(system, product)) {
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
        let old_fields = filled_fields(before, |id| self.successor(id));
        let new_fields = filled_fields(after, |id| id);
        for (key, old_sync) in &before.fills {
            let same_sync = after.fills.get(key);
            for (field, column) in &old_sync.fields {
                let new_column = same_sync.and_then(|sync| sync.fields.get(field)).or_else(|| {
                    let system = old_sync.system.as_ref()?;
                    new_fields.get(&(self.successor(&system.id), field)).copied()
                });
                let (sync, system, field) = (sync_ref(key, old_sync), old_sync.system.clone(), field.clone());
                let fact = match new_column {
                    Some(new_column) if new_column.eq_ignore_ascii_case(column) => continue,
                    Some(new_column) => {
                        let (is, was) = (new_column.clone(), column.clone());
                        ChangeFact::FieldMoved { sync, system, field, is, was }
                    }
                    None => ChangeFact::FieldRemoved { sync, system, field, column: column.clone() },
                };
                self.add(after, fact, true);
                self.tell_operator_by_name(old_sync.system.as_ref(), after);
            }
        }
        for (key, new_sync) in &after.fills {
            let same_sync = before.fills.get(key);
            for (field, column) in &new_sync.fields {
                let old_column = same_sync
                    .and_then(|sync| sync.fields.get(field))
                    .or_else(|| old_fields.get(&(new_sync.system.as_ref()?.id.as_str(), field)).copied());
                if old_column.is_none() {
                    let (sync, system) = (sync_ref(key, new_sync), new_sync.system.clone());
                    let (field, column) = (field.clone(), column.clone());
                    self.add(after, ChangeFact::FieldAdded { sync, system, field, column }, false);
                    self.tell_operator_by_name(new_sync.system.as_ref(), after);
                }
            }
        }
    }

    /// Returns whether the sync behind an output port was replaced by one that fills the same fields of the same system,
    /// which is reported for the system; the keys are those of the two syncs.
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
        let (Some(old_system), Some(new_system)) = (&old_sync.system, &new_sync.system) else { return false };
        let are_known =
            self.old.systems.contains_key(&old_system.id) && self.new.systems.contains_key(&new_system.id);
        let is_same = |(field, column): (&String, &String)| {
            new_sync.fields.get(field).is_some_and(|new_column| new_column.eq_ignore_ascii_case(column))
        };
        self.successor(&old_system.id) == new_system.id && are_known && old_sync.fields.iter().all(is_same)
    }

    /// Returns the current id of a system of the old state.
    fn successor<'i>(&self, id: &'i str) -> &'i str
    where
        's: 'i,
    {
        self.successors.get(id).copied().unwrap_or(id)
    }

    /// Adds the team that runs a system, in its newest state, to those who are told about the last change.
    fn tell_operator_by_name(&mut self, system: Option<&NamedRef>, product: &ProductShape) {
        let (old, new) = (self.old, self.new);
        let shape =
            system.and_then(|system| new.systems.get(&system.id).or_else(|| old.systems.get(&system.id)));
        self.tell_operator(shape, Some(&NamedRef { id: product.id.clone(), name: product.name.clone() }));
    }

    /// Adds the team that runs a system to those who are told about the last change, if both are known.
    fn tell_operator(&mut self, system: Option<&SystemShape>, product: Option<&NamedRef>) {
        let product = product.cloned().unwrap_or_default();
        let operator = system.and_then(|system| affected_operator(system, &product));
        if let (Some(change), Some(operator)) = (self.changes.last_mut(), operator) {
            change.tell.extend(operator.team.iter().map(|team| self.readers.team(&team.id)));
            change.tell.sort();
            change.tell.dedup();
            change.reaches.push(operator);
        }
    }
}

/// Returns a sync as it is named in changes.
fn sync_ref(key: &str, sync: &FilledShape) -> NamedRef {
    NamedRef { id: key.to_owned(), name: sync.name.clone() }
}

/// The parts of a system that only one of two states has, by their keys.
struct ChangedParts<'s> {
    removed: Vec<KeyedPart<'s>>,
    added: BTreeMap<&'s String, &'s PartShape>,
}

impl<'s> ChangedParts<'s> {
    /// Finds the removed and the added parts of a system. A part of which only the id changed is neither.
    fn of(before: &'s SystemShape, after: &'s SystemShape) -> Self {
        let added = after.parts.iter().filter(|(key, _)| !before.parts.contains_key(*key));
        let mut added: BTreeMap<&String, &PartShape> = added.collect();
        // The keys are in reverse, so that `pop` takes the first.
        let mut by_name: BTreeMap<(SystemPart, Option<&str>, &str), Vec<&String>> = BTreeMap::new();
        for (key, part) in added.iter().rev() {
            by_name.entry((part.part, product_of(part), &part.name)).or_default().push(key);
        }
        let mut removed = Vec::new();
        for (key, part) in before.parts.iter().filter(|(key, _)| !after.parts.contains_key(*key)) {
            let same = by_name.get_mut(&(part.part, product_of(part), part.name.as_str())).and_then(Vec::pop);
            match same {
                Some(new_key) => drop(added.remove(new_key)),
                None => removed.push((key, part)),
            }
        }
        Self { removed, added }
    }
}

/// The added parts of a system that may replace a removed one, by kind and product, each once. Tables replace nothing.
struct Replacements<'s>(BTreeMap<(SystemPart, Option<&'s str>), Vec<KeyedPart<'s>>>);

/// The key of a part, and the part.
type KeyedPart<'s> = (&'s String, &'s PartShape);

impl<'s> Replacements<'s> {
    fn among(added: &BTreeMap<&'s String, &'s PartShape>) -> Self {
        let mut candidates: BTreeMap<_, Vec<KeyedPart<'s>>> = BTreeMap::new();
        for (key, part) in added.iter().filter(|(_, part)| part.part != SystemPart::Table) {
            candidates.entry((part.part, product_of(part))).or_default().push((*key, *part));
        }
        Self(candidates)
    }

    /// Takes out the first part that replaces a removed one, and returns its key. A sync is replaced only by one that
    /// fills the same fields.
    fn take(&mut self, removed: &'s PartShape) -> Option<&'s String> {
        let does_same_work = |candidate: &PartShape| {
            removed.part != SystemPart::Writer
                || !removed.fields.is_empty() && removed.fields == candidate.fields
        };
        let candidates = self.0.get_mut(&(removed.part, product_of(removed)))?;
        let position = candidates.iter().position(|(_, candidate)| does_same_work(candidate))?;
        Some(candidates.remove(position).0)
    }
}

/// The columns that fields are filled from, by system and field, not by sync, whose id may have changed.
type FilledFields<'s> = BTreeMap<(&'s str, &'s str), &'s String>;

/// Returns the columns that a product fills fields from; `current_id` returns the id of a system in the new state.
fn filled_fields<'s>(product: &'s ProductShape, current_id: impl Fn(&'s str) -> &'s str) -> FilledFields<'s> {
    let mut fields = FilledFields::new();
    for sync in product.fills.values() {
        let Some(system) = &sync.system else { continue };
        for (field, column) in &sync.fields {
            fields.entry((current_id(&system.id), field)).or_insert(column);
        }
    }
    fields
}

/// Returns the team that runs a system, as affected by what a product writes there.
fn affected_operator(system: &SystemShape, product: &NamedRef) -> Option<Affected> {
    Some(Affected {
        product: product.clone(),
        team: Some(system.team.clone()?),
        purpose: system.name.clone(),
        channels: system.channels.clone(),
        ..Affected::default()
    })
}
