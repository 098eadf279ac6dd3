//! Compares two shapes and lists what changed, breaking changes first.

use super::reach::Readers;
use super::renamed_systems::heirs;
use super::same::{is_same_table, is_same_type};
use super::shape::{CatalogShape, PortShape, ProductShape, PromiseShape, place};
use super::unseen::Fate;
use crate::model::{Change, ChangeFact, Lifecycle, LossCause, NamedRef, Promised};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Returns the changes: breaking ones first, then by product and by system.
#[must_use]
pub(crate) fn changes(old: &CatalogShape, new: &CatalogShape) -> Vec<Change> {
    let mut users = old.users();
    for (product, more) in new.users() {
        users.entry(product).or_default().extend(more);
    }
    let readers = Readers::new(old, new);
    let heirs = heirs(old, new);
    let mut found = Comparison { old, new, users, readers, heirs, changes: Vec::new() };
    for (id, before) in &old.products {
        match new.products.get(id) {
            Some(after) => found.product(before, after),
            None => {
                let was_retired = before.lifecycle == Lifecycle::Retired.word();
                found.add(before, ChangeFact::ProductRemoved { was_retired }, !was_retired);
            }
        }
    }
    for (_, after) in new.products.iter().filter(|(id, _)| !old.products.contains_key(*id)) {
        found.add(after, ChangeFact::ProductAdded {}, false);
    }
    found.systems();
    // Stable: within a product, in the order in which they were found. Systems follow the products.
    let key = |one: &Change| (!one.breaking, one.system.clone(), one.product.clone());
    found.changes.sort_by_cached_key(key);
    found.changes
}

pub(super) struct Comparison<'s> {
    pub(super) old: &'s CatalogShape,
    pub(super) new: &'s CatalogShape,
    /// The users of each product, before or after.
    pub(super) users: BTreeMap<&'s str, BTreeSet<&'s str>>,
    pub(super) readers: Readers<'s>,
    /// The current ids of removed systems, by their old ids.
    pub(super) heirs: BTreeMap<&'s str, &'s str>,
    pub(super) changes: Vec<Change>,
}

impl Comparison<'_> {
    pub(super) fn add(&mut self, product: &ProductShape, fact: ChangeFact, breaking: bool) {
        let users = self.users.get(product.id.as_str()).filter(|_| breaking || fact.announces_break());
        let by_name = fact.spares_refs();
        let hears = |user: &&&str| !by_name || !self.readers.reads_by_ref(user, &product.id);
        let tell = users.into_iter().flatten().filter(hears).map(|user| (*user).to_owned()).collect();
        let (id, name) = (product.id.clone(), product.name.clone());
        let reaches = if breaking { self.readers.reached(&id, by_name) } else { Vec::new() };
        self.changes.push(Change { product: id, system: None, name, fact, breaking, tell, reaches });
    }

    fn product(&mut self, before: &ProductShape, after: &ProductShape) {
        if before.lifecycle != after.lifecycle {
            let (is, was) = (after.lifecycle.clone(), before.lifecycle.clone());
            let breaking = is == Lifecycle::Retired.word();
            self.add(after, ChangeFact::Lifecycle { is, was }, breaking);
        }
        if before.ends != after.ends && after.lifecycle != Lifecycle::Retired.word() {
            self.add(after, ChangeFact::Ends { is: after.ends.clone(), was: before.ends.clone() }, false);
        }
        let successor = |shape: &ProductShape| shape.replaced_by.as_ref().map(|one| one.id.clone());
        if successor(before) != successor(after) {
            self.add(after, ChangeFact::ReplacedBy { is: after.replaced_by.clone() }, false);
        }
        if before.tier != after.tier {
            let place = |tier: &str| self.new.tiers.iter().position(|known| known == tier);
            let lower = place(&after.tier) < place(&before.tier);
            let (is, was) = (after.tier.clone(), before.tier.clone());
            self.add(after, ChangeFact::Tier { is, was }, lower);
        }
        if before.name != after.name {
            let (is, was) = (after.name.clone(), before.name.clone());
            self.add(after, ChangeFact::Renamed { is, was }, false);
        }
        if before.owner != after.owner {
            let (is, was) = (after.owner.clone(), before.owner.clone());
            self.add(after, ChangeFact::Owner { is, was }, false);
        }
        if before.domain != after.domain {
            let (is, was) = (after.domain.clone(), before.domain.clone());
            self.add(after, ChangeFact::Domain { is, was }, false);
        }
        if before.category != after.category {
            let (is, was) = (after.category.clone(), before.category.clone());
            self.add(after, ChangeFact::Category { is, was }, false);
        }
        self.ports(before, after);
        self.tables_read_outside(before, after);
        self.promises(before, after);
        self.regulations(before, after);
        for id in after.reads.difference(&before.reads) {
            // A job that was not seen before may have read it all along.
            let is_new = |job: &String| !before.jobs.contains(job);
            let known_now = after.reads_by_jobs.get(id).is_some_and(|jobs| jobs.iter().all(is_new));
            self.add(after, ChangeFact::InputAdded { upstream: self.named(id), known_now }, false);
        }
        for id in before.reads.difference(&after.reads) {
            self.add(after, ChangeFact::InputRemoved { upstream: self.named(id) }, false);
        }
        self.fields(before, after);
        self.duties(before, after);
        self.uses(before, after);
        self.levels(before, after);
    }

    /// Compares uses: added and removed teams, and logic of theirs that was removed.
    fn uses(&mut self, before: &ProductShape, after: &ProductShape) {
        // A shape of an earlier version has the teams, but not how they use the product.
        if before.consumers.is_empty() && !before.teams.is_empty() {
            return;
        }
        let (were, are) = (uses(before), uses(after));
        for ((_, stage), team) in are.iter().filter(|(one, _)| !were.contains_key(*one)) {
            let (team, stage) = ((*team).clone(), stage.map(str::to_owned));
            self.add(after, ChangeFact::UseAdded { team, stage }, false);
        }
        // A team that now declares a stage is not a new user.
        let teams: BTreeSet<&str> = are.keys().map(|(team, _)| *team).collect();
        let is_said = |(team, stage): &(&str, Option<&str>)| stage.is_none() && teams.contains(team);
        for ((_, stage), team) in were.iter().filter(|(one, _)| !are.contains_key(*one) && !is_said(one)) {
            let (team, stage) = ((*team).clone(), stage.map(str::to_owned));
            self.add(after, ChangeFact::UseRemoved { team, stage }, false);
        }
        for (team, what) in pulled_back(before, after) {
            self.add(after, ChangeFact::LastMileRemoved { team, what }, false);
        }
    }

    /// Compares levels of standards: those reached for the first time, and those lost.
    fn levels(&mut self, before: &ProductShape, after: &ProductShape) {
        for (id, is) in &after.levels {
            let Some(was) = before.levels.get(id) else { continue };
            let place = |level: &Option<NamedRef>| place(&self.new.levels, level.as_ref());
            // A level that has another id now was reached before.
            if was.best.is_some() && place(&was.best).is_none() {
                continue;
            }
            let standard = NamedRef { id: id.clone(), name: is.standard.clone() };
            if let Some(level) = &is.now
                && place(&is.now) > place(&was.best)
            {
                self.add(after, ChangeFact::LevelReached { standard, level: level.clone() }, false);
            } else if let Some(level) = &was.now
                && place(&is.now) < place(&was.now)
            {
                self.add(after, ChangeFact::LevelLost { standard, level: level.clone() }, false);
            }
        }
    }

    fn named(&self, id: &str) -> NamedRef {
        let known = self.new.products.get(id).or_else(|| self.old.products.get(id));
        let name = known.map_or_else(|| id.to_owned(), |product| product.name.clone());
        NamedRef { id: id.to_owned(), name }
    }

    fn ports(&mut self, before: &ProductShape, after: &ProductShape) {
        for (id, was) in &before.ports {
            match after.ports.get(id) {
                Some(is) => self.port(id, was, is, before, after),
                None => self.add(after, ChangeFact::PortRemoved { port: port(id, was) }, true),
            }
        }
        for (id, is) in after.ports.iter().filter(|(id, _)| !before.ports.contains_key(*id)) {
            self.add(after, ChangeFact::PortAdded { port: port(id, is) }, false);
        }
    }

    fn port(
        &mut self,
        id: &str,
        was: &PortShape,
        is: &PortShape,
        before_of: &ProductShape,
        of: &ProductShape,
    ) {
        let port = port(id, is);
        // What only one of the two states knows was not read in the other, and is no change.
        if let (Some(before), Some(after)) = (&was.asset, &is.asset)
            && before != after
            && !self.is_told_as_replaced(before_of, before, of, after)
        {
            let (is, was) = (after.clone(), before.clone());
            self.add(of, ChangeFact::PortMoved { port: port.clone(), is, was }, true);
        }
        if let (Some(before), None, Some(_)) = (&was.asset, &is.asset, &is.missing) {
            let fact = ChangeFact::PortLost { port: port.clone(), was: before.clone(), why: None };
            self.add(of, fact, true);
        }
        self.table(&port, was, is, of);
        if was.columns.is_empty() || is.columns.is_empty() || was.knows_columns && !is.knows_columns {
            return;
        }
        // Columns that were described without reading the table may never have existed.
        let was_there = |kind: &Option<String>| was.knows_columns || !is.knows_columns || kind.is_some();
        for (column, kind) in &was.columns {
            let (port, name) = (port.clone(), column.clone());
            match (is.columns.get(column), kind) {
                (None, _) if was_there(kind) => {
                    self.add(of, ChangeFact::ColumnRemoved { port, column: name }, true)
                }
                (Some(Some(after)), Some(before)) if !is_same_type(before, after) => {
                    let (is, was) = (after.clone(), before.clone());
                    self.add(of, ChangeFact::ColumnType { port, column: name, is, was }, true);
                }
                _ => {}
            }
        }
        for column in is.columns.keys().filter(|name| !was.columns.contains_key(*name)) {
            let (port, column) = (port.clone(), column.clone());
            self.add(of, ChangeFact::ColumnAdded { port, column }, false);
        }
    }

    /// Compares the table behind a port that names the same asset as before.
    fn table(&mut self, port: &NamedRef, was: &PortShape, is: &PortShape, of: &ProductShape) {
        let (Some(before), Some(asset)) = (&was.table, &was.asset) else { return };
        if was.asset != is.asset {
            return;
        }
        let lost = match self.new.fate(was, is) {
            Fate::NotWritten => Some(LossCause::NotWritten),
            Fate::Dropped => Some(LossCause::Dropped),
            Fate::LeftOut => Some(LossCause::LeftOut),
            Fate::Written | Fate::MissedOnce(_) | Fate::NotSeen => None,
        };
        if lost.is_some() {
            let (was, why) = (before.clone(), lost);
            self.add(of, ChangeFact::PortLost { port: port.clone(), was, why }, true);
        } else if is.is_ephemeral {
            let why = Some(LossCause::Ephemeral);
            self.add(of, ChangeFact::PortLost { port: port.clone(), was: asset.clone(), why }, true);
        } else if let Some(after) = is.table.as_ref().filter(|after| !is_same_table(before, after)) {
            let (is, was) = (after.clone(), before.clone());
            self.add(of, ChangeFact::TableMoved { port: port.clone(), is, was }, true);
        }
    }

    /// Compares tables behind no output port that were removed, but are read outside dbt.
    fn tables_read_outside(&mut self, before: &ProductShape, after: &ProductShape) {
        let known = &self.new.tables;
        // Without artifacts of dbt this is unknown.
        if !known.iter().any(|key| key.starts_with("model.") || key.starts_with("source.")) {
            return;
        }
        for (key, was) in &before.read_outside {
            if !known.contains(key) && !was.table.as_ref().is_some_and(|name| known.contains(name)) {
                let table = NamedRef { id: key.clone(), name: was.name.clone() };
                self.add(after, ChangeFact::TableLost { table }, true);
            }
        }
    }

    fn promises(&mut self, before: &ProductShape, after: &ProductShape) {
        for (key, promised) in &before.promises {
            let about = promised_of(key, before);
            let was = promised.target.clone();
            let Some(now) = after.promises.get(key) else {
                self.add(after, ChangeFact::PromiseRemoved { about, was }, true);
                continue;
            };
            let is = now.target.clone();
            if was == is {
                continue;
            }
            match compared(promised, now) {
                Some(Ordering::Equal) => {}
                Some(Ordering::Less) => {
                    self.add(after, ChangeFact::PromiseTightened { about, is, was }, false);
                }
                Some(Ordering::Greater) => {
                    self.add(after, ChangeFact::PromiseLoosened { about, is, was }, true);
                }
                None => self.add(after, ChangeFact::PromiseChanged { about, is, was }, false),
            }
        }
        for (key, now) in after.promises.iter().filter(|(key, _)| !before.promises.contains_key(*key)) {
            let (about, is) = (promised_of(key, after), now.target.clone());
            self.add(after, ChangeFact::PromiseAdded { about, is }, false);
        }
    }

    fn regulations(&mut self, before: &ProductShape, after: &ProductShape) {
        let (was, is) = (&before.regulations, &after.regulations);
        for (id, ends) in is {
            let regulation = id.clone();
            match was.get(id) {
                None => self.add(after, ChangeFact::RegulationAdded { regulation }, false),
                Some(before) if before.is_some() != ends.is_some() => {
                    let because = ends.clone();
                    self.add(after, ChangeFact::RegulationEnds { regulation, because }, ends.is_none());
                }
                Some(_) => {}
            }
        }
        for id in was.keys().filter(|id| !is.contains_key(*id)) {
            self.add(after, ChangeFact::RegulationRemoved { regulation: id.clone() }, false);
        }
    }
}

/// Returns the teams that use a product, by their ids and stages.
fn uses(shape: &ProductShape) -> BTreeMap<(&str, Option<&str>), &NamedRef> {
    let consumers = shape.consumers.iter();
    consumers.map(|one| ((one.team.id.as_str(), one.stage.as_deref()), &one.team)).collect()
}

/// Returns the logic that teams have removed, for teams that still use the product and have not added other logic.
fn pulled_back(before: &ProductShape, after: &ProductShape) -> Vec<(NamedRef, String)> {
    let of = |shape: &ProductShape| {
        let mut teams: BTreeMap<String, (NamedRef, BTreeSet<String>)> = BTreeMap::new();
        for consumer in &shape.consumers {
            let team = teams.entry(consumer.team.id.clone());
            let (_, logic) = team.or_insert_with(|| (consumer.team.clone(), BTreeSet::new()));
            logic.extend(consumer.last_miles.iter().cloned());
        }
        teams
    };
    let (were, are) = (of(before), of(after));
    let mut gone = Vec::new();
    for (id, (_, had)) in &were {
        let Some((team, has)) = are.get(id) else { continue };
        // What was only reworded still exists.
        let reworded = has.difference(had).count();
        gone.extend(had.difference(has).skip(reworded).map(|what| (team.clone(), what.clone())));
    }
    gone
}

fn port(id: &str, shape: &PortShape) -> NamedRef {
    NamedRef { id: id.to_owned(), name: shape.name.clone() }
}

/// Returns what a promise is about, from its key in the product: `freshness/bookings`.
fn promised_of(key: &str, product: &ProductShape) -> Promised {
    let (property, id) = match key.split_once('/') {
        Some((property, id)) => (property, Some(id)),
        None => (key, None),
    };
    let named = id.and_then(|id| Some(port(id, product.ports.get(id)?)));
    Promised { property: property.to_owned(), port: named }
}

/// Returns whether a promise is tighter (less), looser or the same in other words.
fn compared(was: &PromiseShape, is: &PromiseShape) -> Option<Ordering> {
    is.measure?.partial_cmp(&was.measure?)
}
