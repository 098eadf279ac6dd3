//! Compares two shapes and lists what changed, breaking changes first.

use super::port_shape::PortShape;
use super::reach::{Reached, Readers};
use super::read_scope::ReadScope;
use super::relocations::Relocations;
use super::renamed_systems::successors;
use super::shape::{CatalogShape, ProductShape, PromiseShape, level_position};
use crate::model::{Change, ChangeFact, Lifecycle, NamedRef, Period, Promised, Recipient};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Returns the changes: breaking ones first, then by product and by system.
#[must_use]
pub(crate) fn changes(old: &CatalogShape, new: &CatalogShape) -> Vec<Change> {
    let (readers, successors) = (Readers::new(old, new), successors(old, new));
    let relocations = Relocations::of(old, new);
    let mut comparison = Comparison { old, new, readers, successors, relocations, changes: Vec::new() };
    for (id, before) in &old.products {
        match new.products.get(id) {
            Some(after) => comparison.product(before, after),
            None => comparison.removed(before),
        }
    }
    for (_, after) in new.products.iter().filter(|(id, _)| !old.products.contains_key(*id)) {
        comparison.add(after, ChangeFact::ProductAdded {}, false);
    }
    comparison.systems();
    // Stable: within a product, in the order in which they were found. Systems follow the products.
    let key = |change: &Change| (!change.breaking, change.system.clone(), change.product.clone());
    comparison.changes.sort_by_cached_key(key);
    comparison.changes
}

/// Two states of a catalog, and the changes found between them so far.
pub(super) struct Comparison<'s> {
    pub(super) old: &'s CatalogShape,
    pub(super) new: &'s CatalogShape,
    pub(super) readers: Readers<'s>,
    /// The current ids of removed systems, by their old ids.
    pub(super) successors: BTreeMap<&'s str, &'s str>,
    /// The output ports that are somewhere else now.
    pub(super) relocations: Relocations<'s>,
    pub(super) changes: Vec<Change>,
}

impl Comparison<'_> {
    /// Adds a change of a product, with those who are to be told of it and all that it reaches.
    pub(super) fn add(&mut self, product: &ProductShape, fact: ChangeFact, breaking: bool) {
        let scope = ReadScope::of(&fact);
        let is_for_users = breaking || fact.concerns_users();
        let mut recipients: BTreeSet<Recipient> =
            if is_for_users { self.readers.recipients(&product.id, &scope) } else { BTreeSet::new() };
        recipients.extend(fact.teams().into_iter().map(|team| self.readers.team(team)));
        let goes_on_downstream = breaking || fact.announces_break();
        let Reached { uses: reaches, concerned: concerns } =
            if goes_on_downstream { self.readers.reached(&product.id, &scope) } else { Reached::default() };
        self.changes.push(Change {
            product: product.id.clone(),
            system: None,
            name: product.name.clone(),
            fact,
            breaking,
            tell: recipients.into_iter().collect(),
            reaches,
            concerns,
        });
    }

    /// Reports a product that is gone. Those of its output ports that belong to another product now did not break.
    fn removed(&mut self, before: &ProductShape) {
        let was_retired = before.lifecycle == Lifecycle::Retired.word();
        let moved = !before.ports.is_empty()
            && before.ports.keys().all(|id| self.relocations.new_place(&before.id, id).is_some());
        for (id, old_port) in &before.ports {
            self.relocated(id, old_port, before);
        }
        self.add(before, ChangeFact::ProductRemoved { was_retired, moved }, !was_retired && !moved);
    }

    fn product(&mut self, before: &ProductShape, after: &ProductShape) {
        if before.lifecycle != after.lifecycle {
            let (is, was) = (after.lifecycle.clone(), before.lifecycle.clone());
            let breaking = is == Lifecycle::Retired.word();
            self.add(after, ChangeFact::Lifecycle { is, was }, breaking);
        }
        if before.ends != after.ends && after.lifecycle != Lifecycle::Retired.word() {
            let (is, was) = (after.ends.clone(), before.ends.clone());
            self.add(after, ChangeFact::Ends { port: None, is, was }, false);
        }
        let successor =
            |shape: &ProductShape| shape.replaced_by.as_ref().map(|successor| successor.id.clone());
        if successor(before) != successor(after) {
            self.add(after, ChangeFact::ReplacedBy { is: after.replaced_by.clone() }, false);
        }
        if before.tier != after.tier {
            let position = |tier: &str| self.new.tiers.iter().position(|id| id == tier);
            let is_lower = position(&after.tier) < position(&before.tier);
            let (is, was) = (after.tier.clone(), before.tier.clone());
            self.add(after, ChangeFact::Tier { is, was }, is_lower);
        }
        if before.name != after.name {
            let (is, was) = (after.name.clone(), before.name.clone());
            self.add(after, ChangeFact::Renamed { is, was }, false);
        }
        // An owner that is no team is not stored, so a recorded state has none even if the file named one.
        let old_unknown_owner = &before.unknown_owner;
        if before.owner != after.owner
            || (old_unknown_owner.is_some() && *old_unknown_owner != after.unknown_owner)
        {
            let (is, was) = (after.owner.clone(), before.owner.clone().or_else(|| old_unknown_owner.clone()));
            let unknown = after.unknown_owner.clone();
            self.add(after, ChangeFact::Owner { is, was, unknown }, false);
        }
        self.classification(before, after);
        self.ports(before, after);
        self.origins(before, after);
        self.tables_read_outside(before, after);
        self.promises(before, after);
        self.regulations(before, after);
        self.inputs(before, after);
        self.fields(before, after);
        self.guards_and_schedules(before, after);
        self.uses(before, after);
        self.levels(before, after);
    }

    fn classification(&mut self, before: &ProductShape, after: &ProductShape) {
        if before.domain != after.domain {
            let (is, was) = (after.domain.clone(), before.domain.clone());
            self.add(after, ChangeFact::Domain { is, was }, false);
        }
        if before.category != after.category {
            let (is, was) = (after.category.clone(), before.category.clone());
            self.add(after, ChangeFact::Category { is, was }, false);
        }
    }

    fn inputs(&mut self, before: &ProductShape, after: &ProductShape) {
        for id in after.reads.difference(&before.reads) {
            // A job that was not seen before may have read it all along.
            let is_new = |job: &String| !before.jobs.contains(job);
            let known_now = after.reads_by_jobs.get(id).is_some_and(|jobs| jobs.iter().all(is_new));
            self.add(after, ChangeFact::InputAdded { upstream: self.product_ref(id), known_now }, false);
        }
        for id in before.reads.difference(&after.reads) {
            if !self.is_read_elsewhere(id, before, after) {
                self.add(after, ChangeFact::InputRemoved { upstream: self.product_ref(id) }, false);
            }
        }
    }

    /// Returns whether all that a product read of another one moved to products that it reads now.
    fn is_read_elsewhere(&self, id: &str, before: &ProductShape, after: &ProductShape) -> bool {
        let Some((read, product)) = before.read_ports.get(id).zip(self.old.products.get(id)) else {
            return false;
        };
        let is_moved = |port: &String| {
            self.relocations.new_place(id, port).is_some_and(|place| after.reads.contains(place.product))
        };
        let port_of = |asset: &String| {
            product.ports.iter().find(|(_, port)| port.asset.as_ref() == Some(asset)).map(|(id, _)| id)
        };
        read.ports.iter().all(is_moved)
            && read.assets.iter().all(|asset| port_of(asset).is_some_and(is_moved))
    }

    /// Compares levels of standards: those reached for the first time, and those lost.
    fn levels(&mut self, before: &ProductShape, after: &ProductShape) {
        for (id, new_levels) in &after.levels {
            let Some(old_levels) = before.levels.get(id) else { continue };
            let position = |level: &Option<NamedRef>| level_position(&self.new.levels, level.as_ref());
            // A level that has another id now was reached before.
            if old_levels.best.is_some() && position(&old_levels.best).is_none() {
                continue;
            }
            let standard = NamedRef { id: id.clone(), name: new_levels.standard.clone() };
            if let Some(level) = &new_levels.now
                && position(&new_levels.now) > position(&old_levels.best)
            {
                self.add(after, ChangeFact::LevelReached { standard, level: level.clone() }, false);
            } else if let Some(level) = &old_levels.now
                && position(&new_levels.now) < position(&old_levels.now)
            {
                self.add(after, ChangeFact::LevelLost { standard, level: level.clone() }, false);
            }
        }
    }

    /// Returns a product as it is named in changes.
    pub(super) fn product_ref(&self, id: &str) -> NamedRef {
        let product = self.new.products.get(id).or_else(|| self.old.products.get(id));
        let name = product.map_or_else(|| id.to_owned(), |product| product.name.clone());
        NamedRef { id: id.to_owned(), name }
    }

    /// Compares tables behind no output port that were removed, but are read outside dbt.
    fn tables_read_outside(&mut self, before: &ProductShape, after: &ProductShape) {
        let Some(new_tables) = self.new.tables_if_dbt_is_known() else { return };
        for (key, old_table) in &before.read_outside {
            if !new_tables.contains(key)
                && !old_table.table.as_ref().is_some_and(|name| new_tables.contains(name))
            {
                let table = NamedRef { id: key.clone(), name: old_table.name.clone() };
                self.add(after, ChangeFact::TableLost { table }, true);
            }
        }
    }

    fn promises(&mut self, before: &ProductShape, after: &ProductShape) {
        for (key, old_promise) in &before.promises {
            let about = promised_of(key, before);
            let was = old_promise.target.clone();
            let Some(new_promise) = after.promises.get(key) else {
                self.add(after, ChangeFact::PromiseRemoved { about, was }, true);
                continue;
            };
            let is = new_promise.target.clone();
            if was == is {
                continue;
            }
            match compare_promises(old_promise, new_promise) {
                Some(Ordering::Equal) => {}
                Some(Ordering::Less) => {
                    self.add(after, ChangeFact::PromiseTightened { about, is, was }, false);
                }
                Some(Ordering::Greater) => {
                    self.add(after, ChangeFact::PromiseLoosened { about, is, was }, true);
                }
                None => {
                    // Only text is not measured; of other targets, something may be lost.
                    let breaking = old_promise.measure.is_some() || new_promise.measure.is_some();
                    self.add(after, ChangeFact::PromiseChanged { about, is, was }, breaking);
                }
            }
        }
        for (key, new_promise) in after.promises.iter().filter(|(key, _)| !before.promises.contains_key(*key))
        {
            let (about, is) = (promised_of(key, after), new_promise.target.clone());
            self.add(after, ChangeFact::PromiseAdded { about, is }, false);
        }
    }

    fn regulations(&mut self, before: &ProductShape, after: &ProductShape) {
        let (old, new) = (&before.regulations, &after.regulations);
        for (id, new_reason) in new {
            let regulation = id.clone();
            match old.get(id) {
                None => self.add(after, ChangeFact::RegulationAdded { regulation }, false),
                Some(old_reason) if old_reason.is_some() != new_reason.is_some() => {
                    let because = new_reason.clone();
                    self.add(after, ChangeFact::RegulationEnds { regulation, because }, new_reason.is_none());
                }
                Some(_) => {}
            }
        }
        for id in old.keys().filter(|id| !new.contains_key(*id)) {
            self.add(after, ChangeFact::RegulationRemoved { regulation: id.clone() }, false);
        }
    }
}

/// Returns an output port as it is named in changes.
pub(super) fn port_ref(id: &str, shape: &PortShape) -> NamedRef {
    NamedRef { id: id.to_owned(), name: shape.name.clone() }
}

/// Returns what a promise is about, by its key in the product, such as `freshness/bookings`.
fn promised_of(key: &str, product: &ProductShape) -> Promised {
    let (property, id) = match key.split_once('/') {
        Some((property, id)) => (property, Some(id)),
        None => (key, None),
    };
    let port = id.and_then(|id| Some(port_ref(id, product.ports.get(id)?)));
    Promised { property: property.to_owned(), port }
}

/// Compares two promises: the tighter one is less. Returns `None` if that is unknown, or differs from day to day.
pub(super) fn compare_promises(old: &PromiseShape, new: &PromiseShape) -> Option<Ordering> {
    let by_measure = match (old.period(), new.period()) {
        // A measure of which more is better is negative.
        (Some(before), Some(after)) if old.measure?.is_sign_negative() => compare_lengths(before, after)?,
        (Some(before), Some(after)) => compare_lengths(after, before)?,
        _ => new.measure?.partial_cmp(&old.measure?)?,
    };
    let by_days = match (old.deadline(), new.deadline()) {
        (None, None) => Ordering::Equal,
        (Some(old), Some(new)) if old.days == new.days => Ordering::Equal,
        (Some(old), Some(new)) if old.days.and(new.days) == new.days => Ordering::Less,
        (Some(old), Some(new)) if old.days.and(new.days) == old.days => Ordering::Greater,
        // Other days, or a length of time and a time of day.
        _ => return None,
    };
    let is_one_way = by_measure == by_days || by_measure.is_eq() || by_days.is_eq();
    is_one_way.then(|| by_measure.then(by_days))
}

/// Compares two durations, whenever they begin; `None` if one is longer on some days and the other on others, such as
/// a business day and 48 hours.
fn compare_lengths(left: Period, right: Period) -> Option<Ordering> {
    let bounds = |period: Period| (period.minutes_at_least(), period.minutes_at_most());
    let ((left_least, left_most), (right_least, right_most)) = (bounds(left), bounds(right));
    if left.unit == right.unit {
        return Some(left.amount.cmp(&right.amount));
    }
    match (left_least.cmp(&right_most), left_most.cmp(&right_least)) {
        (Ordering::Equal, Ordering::Equal) => Some(Ordering::Equal),
        (Ordering::Greater | Ordering::Equal, _) => Some(Ordering::Greater),
        (_, Ordering::Less | Ordering::Equal) => Some(Ordering::Less),
        _ => None,
    }
}
