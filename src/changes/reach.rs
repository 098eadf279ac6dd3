//! Who is reached by a change: the uses of a product and of everything that builds on it, down to customers.

use super::read_scope::ReadScope;
use super::shape::{CatalogShape, ConsumerShape, ProductShape};
use crate::model::{Affected, ConcernedParties, NamedRef, PromisedTarget, Stage};
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The products that build on each product, in either of two states.
pub(super) struct Readers<'s> {
    pub(super) old: &'s CatalogShape,
    pub(super) new: &'s CatalogShape,
    readers: BTreeMap<&'s str, BTreeSet<&'s str>>,
    /// What was found so far, by product and scope: several ports of a product may change.
    cache: RefCell<BTreeMap<(String, ReadScope), Reached>>,
}

/// Everything that a change reaches.
#[derive(Clone, Default)]
pub(super) struct Reached {
    /// The uses, those that reach furthest first.
    pub(super) uses: Vec<Affected>,
    /// The products and teams.
    pub(super) concerned: ConcernedParties,
}

impl<'s> Readers<'s> {
    pub(super) fn new(old: &'s CatalogShape, new: &'s CatalogShape) -> Self {
        let mut readers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for product in old.products.values().chain(new.products.values()) {
            for input in &product.reads {
                readers.entry(input).or_default().insert(&product.id);
            }
        }
        Self { old, new, readers, cache: RefCell::default() }
    }

    /// Returns a product in both states, the new one first.
    pub(super) fn states(&self, product: &str) -> impl Iterator<Item = &'s ProductShape> {
        self.new.products.get(product).into_iter().chain(self.old.products.get(product))
    }

    /// Returns the products that read a product within a scope, without added ones, which know of the change.
    pub(super) fn readers_of(&self, product: &str, scope: &ReadScope) -> impl Iterator<Item = &'s str> {
        let readers = self.readers.get(product).into_iter().flatten().copied();
        let is_meant = |reader: &&str| {
            self.old.products.contains_key(*reader)
                && !(scope.by_name && self.reads_by_ref(reader, product))
                && self.reads_ports(reader, product, scope)
        };
        readers.filter(is_meant).collect::<Vec<_>>().into_iter()
    }

    /// Returns whether a product reads another one only by dbt's `ref`.
    fn reads_by_ref(&self, reader: &str, product: &str) -> bool {
        let reads_in = |catalog: &CatalogShape| {
            catalog.products.get(reader).map(|reader| reader.reads_by_ref.contains(product))
        };
        // A reader that no longer reads the product read it before.
        let is_by_ref = reads_in(self.new).or_else(|| reads_in(self.old)).unwrap_or_default();
        let reads_now = self.new.products.get(reader).is_some_and(|reader| reader.reads.contains(product));
        is_by_ref || !reads_now && reads_in(self.old).unwrap_or_default()
    }

    /// Returns everything that a change of a product reaches, within a scope for its direct readers.
    pub(super) fn reached(&self, product: &str, scope: &ReadScope) -> Reached {
        let key = (product.to_owned(), scope.clone());
        if let Some(cached) = self.cache.borrow().get(&key) {
            return cached.clone();
        }
        let everything = ReadScope::default();
        let mut visited = BTreeSet::from([product]);
        let mut next = vec![product];
        let mut reached = Reached::default();
        while let Some(id) = next.pop() {
            reached.uses.extend(self.uses(id, id == product));
            self.add_concerned(id, product, &mut reached.concerned);
            let scope = if id == product { scope } else { &everything };
            next.extend(self.readers_of(id, scope).filter(|reader| visited.insert(reader)));
        }
        reached.uses.sort_by_cached_key(|affected| {
            (Reverse((affected.customers, stage(affected))), affected.clone())
        });
        self.cache.borrow_mut().insert(key, reached.clone());
        reached
    }

    /// Adds a reached product, unless it is the changed one, with the teams that own or use it.
    fn add_concerned(&self, id: &str, changed: &str, concerned: &mut ConcernedParties) {
        for shape in self.states(id) {
            concerned.teams.extend(shape.teams.iter().cloned());
            if id != changed {
                concerned.products.insert(id.to_owned());
                concerned.teams.extend(shape.owner.iter().cloned());
            }
        }
    }

    /// Returns the uses of a product, those of the new state and those that are removed with the change; for one that
    /// only builds on the changed one, the product itself if it has none.
    fn uses(&self, id: &str, is_changed: bool) -> Vec<Affected> {
        let Some(product) = self.states(id).next() else { return Vec::new() };
        let mut consumers: Vec<&ConsumerShape> = Vec::new();
        for shape in self.states(id) {
            let listed_teams: BTreeSet<&str> =
                consumers.iter().map(|consumer| consumer.team.id.as_str()).collect();
            consumers.extend(
                shape.consumers.iter().filter(|consumer| !listed_teams.contains(consumer.team.id.as_str())),
            );
        }
        let tier = Some(&product.tier).filter(|_| product.declares_tier).cloned();
        let top = self.new.tiers.last().filter(|_| self.new.tiers.len() > 1);
        let is_top = tier.is_some() && tier.as_ref() == top;
        let promises = product.promises.iter().map(|(key, promise)| PromisedTarget {
            property: key.split('/').next().unwrap_or_default().to_owned(),
            target: promise.target.clone(),
        });
        let affected_product = Affected {
            product: NamedRef { id: product.id.clone(), name: product.name.clone() },
            tier,
            customers: is_top,
            channels: product.channels.clone(),
            promises: promises.collect(),
            ..Affected::default()
        };
        let uses: Vec<Affected> = consumers
            .into_iter()
            .map(|consumer| Affected {
                team: Some(consumer.team.clone()),
                purpose: consumer.purpose.clone(),
                stage: consumer.stage.clone(),
                customers: is_top || parse_stage(consumer.stage.as_deref()) > Some(Stage::Operational),
                channels: if consumer.channels.is_empty() {
                    affected_product.channels.clone()
                } else {
                    consumer.channels.clone()
                },
                last_miles: consumer.last_miles.clone(),
                ..affected_product.clone()
            })
            .collect();
        if uses.is_empty() && !is_changed { vec![affected_product] } else { uses }
    }
}

/// Returns how far a use reaches; `None` if that is unknown.
fn stage(affected: &Affected) -> Option<Stage> {
    parse_stage(affected.stage.as_deref())
}

fn parse_stage(stage: Option<&str>) -> Option<Stage> {
    stage.and_then(Stage::parse)
}
