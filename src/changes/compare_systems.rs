//! Compares the systems of two shapes, and the fields that are filled in them.

use super::compare::Comparison;
use super::shape::ProductShape;
use super::system_shape::{FilledShape, PartShape, SystemShape};
use crate::model::{Affected, Change, ChangeFact, NamedRef, SystemPart};
use std::collections::BTreeSet;

impl Comparison<'_> {
    /// Systems that went, and what changed in the others. That some came breaks nothing, and is not told.
    pub(super) fn systems(&mut self) {
        let (old, new) = (self.old, self.new);
        for (id, before) in &old.systems {
            match new.systems.get(id) {
                Some(after) => self.system(before, after),
                None => {
                    let writers: Vec<&PartShape> = before.parts.values().filter(is_writer).collect();
                    self.add_system(before, ChangeFact::SystemRemoved {}, &writers);
                }
            }
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
            self.add_system(after, ChangeFact::Owner { is, was }, &[]);
        } else if before.channels != after.channels {
            let (is, was) = (after.channels.clone(), before.channels.clone());
            self.add_system(after, ChangeFact::SystemContact { is, was }, &[]);
        }
        for (key, gone) in &before.parts {
            if after.parts.contains_key(key) || is_replaced(gone, before, after) {
                continue;
            }
            let asset = NamedRef { id: key.clone(), name: gone.name.clone() };
            let (product, part) = (gone.product.clone(), gone.part.word().to_owned());
            let writers: &[&PartShape] = if gone.part == SystemPart::Writer { &[gone] } else { &[] };
            self.add_system(after, ChangeFact::SystemPartRemoved { asset, product, part }, writers);
        }
    }

    /// Adds a change of a system, which is breaking where something no longer writes to it: told are the team that runs
    /// it and the users of the products that did.
    fn add_system(&mut self, system: &SystemShape, fact: ChangeFact, writers: &[&PartShape]) {
        let mut tell: BTreeSet<String> = BTreeSet::new();
        let mut reaches: Vec<Affected> = Vec::new();
        for product in writers.iter().filter_map(|writer| writer.product.as_ref()) {
            tell.extend(
                self.users.get(product.id.as_str()).into_iter().flatten().map(|user| (*user).to_owned()),
            );
            let found = self.readers.reached(&product.id, false).into_iter().chain(runner(system, product));
            for one in found.collect::<Vec<_>>() {
                if !reaches.contains(&one) {
                    reaches.push(one);
                }
            }
        }
        let breaking = !writers.is_empty();
        tell.extend(system.team.iter().filter(|_| breaking).map(|team| team.id.clone()));
        self.changes.push(Change {
            product: String::new(),
            system: Some(system.id.clone()),
            name: system.name.clone(),
            fact,
            breaking,
            tell: tell.into_iter().collect(),
            reaches,
        });
    }

    /// Fields of other systems that are no longer filled, or from another column.
    pub(super) fn fields(&mut self, before: &ProductShape, after: &ProductShape) {
        for (key, was) in &before.fills {
            let is = after.fills.get(key).or_else(|| renamed(was, before, after));
            for (field, column) in &was.fields {
                let (sync, system, field) =
                    (NamedRef { id: key.clone(), name: was.name.clone() }, was.system.clone(), field.clone());
                let fact = match is.and_then(|is| is.fields.get(&field)) {
                    Some(now) if now.eq_ignore_ascii_case(column) => continue,
                    Some(now) => {
                        let (is, was) = (now.clone(), column.clone());
                        ChangeFact::FieldMoved { sync, system, field, is, was }
                    }
                    None => ChangeFact::FieldRemoved { sync, system, field, column: column.clone() },
                };
                self.add(after, fact, true);
                self.tell_runner(was.system.as_ref(), after);
            }
        }
    }

    /// Tells the last change to the team that runs a system as well.
    fn tell_runner(&mut self, system: Option<&NamedRef>, product: &ProductShape) {
        let Some(system) = system else { return };
        let known = self.new.systems.get(&system.id).or_else(|| self.old.systems.get(&system.id));
        let product = NamedRef { id: product.id.clone(), name: product.name.clone() };
        let runner = known.and_then(|known| runner(known, &product));
        if let (Some(change), Some(runner)) = (self.changes.last_mut(), runner) {
            change.tell.extend(runner.team.iter().map(|team| team.id.clone()));
            change.tell.sort();
            change.tell.dedup();
            change.reaches.push(runner);
        }
    }
}

fn is_writer(part: &&PartShape) -> bool {
    part.part == SystemPart::Writer
}

/// The team that runs a system, as one that what a product writes there reaches.
fn runner(system: &SystemShape, product: &NamedRef) -> Option<Affected> {
    Some(Affected {
        product: product.clone(),
        team: Some(system.team.clone()?),
        purpose: system.name.clone(),
        channels: system.channels.clone(),
        ..Affected::default()
    })
}

/// Whether something new of the same product and kind stands for the system instead: it only has another id.
fn is_replaced(gone: &PartShape, before: &SystemShape, after: &SystemShape) -> bool {
    let of = |part: &PartShape| part.product.as_ref().map(|product| product.id.clone());
    let mut new = after.parts.iter().filter(|(key, _)| !before.parts.contains_key(*key));
    new.any(|(_, part)| part.part == gone.part && part.name == gone.name && of(part) == of(gone))
}

/// A sync that writes to the same system as one that is gone.
fn renamed<'s>(was: &FilledShape, before: &ProductShape, after: &'s ProductShape) -> Option<&'s FilledShape> {
    let system = |shape: &FilledShape| shape.system.as_ref().map(|system| system.id.clone());
    let mut new = after.fills.iter().filter(|(key, _)| !before.fills.contains_key(*key));
    let found = new.find(|(_, is)| system(is).is_some() && system(is) == system(was));
    found.map(|(_, is)| is)
}
