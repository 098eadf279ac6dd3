//! Two shapes to what changed between them, breaking changes first.

use super::shape::{PortShape, ProductShape, PromiseShape, Shape};
use crate::model::{Change, ChangeKind, Lifecycle};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// What changed: first what may break what others have built, then by product.
#[must_use]
pub fn changes(old: &Shape, new: &Shape) -> Vec<Change> {
    let mut users = old.users();
    for (product, more) in new.users() {
        users.entry(product).or_default().extend(more);
    }
    let mut found = Found { old, new, users, changes: Vec::new() };
    for (id, before) in &old.products {
        match new.products.get(id) {
            Some(after) => found.product(before, after),
            None if before.lifecycle == Lifecycle::Retired.word() => {
                found.add(before, ChangeKind::ProductRemoved, ("was retired, and is gone".to_owned(), false));
            }
            None => found.add(before, ChangeKind::ProductRemoved, ("is gone".to_owned(), true)),
        }
    }
    for (_, after) in new.products.iter().filter(|(id, _)| !old.products.contains_key(*id)) {
        found.add(after, ChangeKind::ProductAdded, ("is new".to_owned(), false));
    }
    // Stable: within a product, in the order in which they were found.
    found.changes.sort_by(|one, other| (!one.breaking, &one.product).cmp(&(!other.breaking, &other.product)));
    found.changes
}

struct Found<'s> {
    old: &'s Shape,
    new: &'s Shape,
    /// Who uses each product, before or after.
    users: BTreeMap<&'s str, BTreeSet<&'s str>>,
    changes: Vec<Change>,
}

impl Found<'_> {
    fn add(&mut self, product: &ProductShape, kind: ChangeKind, (text, breaking): (String, bool)) {
        let users = self.users.get(product.id.as_str()).filter(|_| breaking);
        let tell = users.into_iter().flatten().map(|user| (*user).to_owned()).collect();
        let (id, name) = (product.id.clone(), product.name.clone());
        self.changes.push(Change { kind, product: id, name, text, breaking, tell });
    }

    fn product(&mut self, before: &ProductShape, after: &ProductShape) {
        if before.lifecycle != after.lifecycle {
            let breaking = after.lifecycle == Lifecycle::Retired.word();
            let text = format!("is {} (it was {})", after.lifecycle, before.lifecycle);
            self.add(after, ChangeKind::Lifecycle, (text, breaking));
        }
        if before.tier != after.tier {
            let place = |tier: &str| self.new.tiers.iter().position(|known| known == tier);
            let lower = place(&after.tier) < place(&before.tier);
            let text = format!("is of the tier {} (it was {})", after.tier, before.tier);
            self.add(after, ChangeKind::Tier, (text, lower));
        }
        if before.name != after.name {
            self.add(after, ChangeKind::Renamed, (format!("was called {}", before.name), false));
        }
        let fields = [
            (ChangeKind::Owner, "is looked after by", "nobody", (&before.owner, &after.owner)),
            (ChangeKind::Domain, "belongs to the domain", "none", (&before.domain, &after.domain)),
            (ChangeKind::Category, "is of the category", "none", (&before.category, &after.category)),
        ];
        for (kind, says, none, (was, is)) in fields {
            if was != is {
                let (was, is) = (was.as_deref().unwrap_or(none), is.as_deref().unwrap_or(none));
                self.add(after, kind, (format!("{says} {is} (it was {was})"), false));
            }
        }
        self.ports(before, after);
        self.promises(before, after);
        self.regulations(before, after);
        for id in after.reads.difference(&before.reads) {
            self.add(after, ChangeKind::InputAdded, (format!("builds on {}", self.named(id)), false));
        }
        for id in before.reads.difference(&after.reads) {
            self.add(
                after,
                ChangeKind::InputRemoved,
                (format!("no longer builds on {}", self.named(id)), false),
            );
        }
    }

    fn named(&self, id: &str) -> String {
        let known = self.new.products.get(id).or_else(|| self.old.products.get(id));
        known.map_or_else(|| id.to_owned(), |product| product.name.clone())
    }

    fn ports(&mut self, before: &ProductShape, after: &ProductShape) {
        for (id, was) in &before.ports {
            match after.ports.get(id) {
                Some(is) => self.port((was, is), after),
                None => {
                    self.add(after, ChangeKind::PortRemoved, (format!("no longer gives {}", was.name), true));
                }
            }
        }
        for (_, is) in after.ports.iter().filter(|(id, _)| !before.ports.contains_key(*id)) {
            self.add(after, ChangeKind::PortAdded, (format!("gives {}", is.name), false));
        }
    }

    fn port(&mut self, (was, is): (&PortShape, &PortShape), of: &ProductShape) {
        // What only one of the two states knows was not read then, and says nothing.
        if let (Some(before), Some(after)) = (&was.asset, &is.asset)
            && before != after
        {
            let last = |key: &str| key.rsplit(['.', '/']).next().unwrap_or_default().to_owned();
            let text = format!("gives {} from {} (it was {})", is.name, last(after), last(before));
            self.add(of, ChangeKind::PortMoved, (text, true));
        }
        if was.columns.is_empty() || is.columns.is_empty() {
            return;
        }
        let port = &is.name;
        for (name, kind) in &was.columns {
            match (is.columns.get(name), kind) {
                (None, _) => {
                    let text = format!("no longer has the column {name} in {port}");
                    self.add(of, ChangeKind::ColumnRemoved, (text, true));
                }
                (Some(Some(after)), Some(before)) if after != before => {
                    let text = format!("has {name} in {port} as {after} (it was {before})");
                    self.add(of, ChangeKind::ColumnType, (text, true));
                }
                _ => {}
            }
        }
        for name in is.columns.keys().filter(|name| !was.columns.contains_key(*name)) {
            self.add(of, ChangeKind::ColumnAdded, (format!("has the column {name} in {port}"), false));
        }
    }

    fn promises(&mut self, before: &ProductShape, after: &ProductShape) {
        let about = |key: &str, product: &ProductShape| {
            let port = key.split_once('/').and_then(|(_, port)| product.ports.get(port));
            port.map_or(String::new(), |port| format!(" for {}", port.name))
        };
        for (key, was) in &before.promises {
            let about = about(key, before);
            let Some(is) = after.promises.get(key) else {
                let text = format!("no longer promises “{}”{about}", was.words);
                self.add(after, ChangeKind::PromiseRemoved, (text, true));
                continue;
            };
            if was.words == is.words {
                continue;
            }
            let (kind, breaking) = match compared(was, is) {
                Some(Ordering::Less) => (ChangeKind::PromiseTightened, false),
                Some(Ordering::Greater) => (ChangeKind::PromiseLoosened, true),
                Some(Ordering::Equal) => continue,
                None => (ChangeKind::PromiseChanged, false),
            };
            let text = format!("promises “{}”{about} (it was “{}”)", is.words, was.words);
            self.add(after, kind, (text, breaking));
        }
        for (key, is) in after.promises.iter().filter(|(key, _)| !before.promises.contains_key(*key)) {
            let text = format!("promises “{}”{}", is.words, about(key, after));
            self.add(after, ChangeKind::PromiseAdded, (text, false));
        }
    }

    fn regulations(&mut self, before: &ProductShape, after: &ProductShape) {
        let (was, is) = (&before.regulations, &after.regulations);
        for (id, ends) in is {
            match was.get(id) {
                None => {
                    self.add(after, ChangeKind::RegulationAdded, (format!("falls under {id}"), false));
                }
                Some(before) if before.is_some() != ends.is_some() => {
                    let text = match ends {
                        Some(why) => format!("ends what {id} asks of those who read it: {why}"),
                        None => format!("passes {id} on to those who read it"),
                    };
                    self.add(after, ChangeKind::RegulationEnds, (text, ends.is_none()));
                }
                Some(_) => {}
            }
        }
        for id in was.keys().filter(|id| !is.contains_key(*id)) {
            self.add(after, ChangeKind::RegulationRemoved, (format!("no longer falls under {id}"), false));
        }
    }
}

/// Whether a promise is tighter (less), looser or the same in other words.
fn compared(was: &PromiseShape, is: &PromiseShape) -> Option<Ordering> {
    is.measure?.partial_cmp(&was.measure?)
}
