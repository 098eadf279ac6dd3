//! Who is reached by a change: the uses of a product and of everything that builds on it, down to customers.

use super::shape::{CatalogShape, ProductShape};
use crate::model::{Affected, NamedRef, PromisedTarget, Stage};
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The products that build on each product, before or after a change.
pub(super) struct Readers<'s> {
    old: &'s CatalogShape,
    new: &'s CatalogShape,
    readers: BTreeMap<&'s str, BTreeSet<&'s str>>,
    /// The uses found so far for a product: several of its ports may change.
    known: RefCell<BTreeMap<(String, bool), Vec<Affected>>>,
}

impl<'s> Readers<'s> {
    pub(super) fn new(old: &'s CatalogShape, new: &'s CatalogShape) -> Self {
        let mut readers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for product in old.products.values().chain(new.products.values()) {
            for read in &product.reads {
                readers.entry(read).or_default().insert(&product.id);
            }
        }
        Self { old, new, readers, known: RefCell::default() }
    }

    /// Returns whether a product reads another one only by dbt's `ref`.
    pub(super) fn reads_by_ref(&self, reader: &str, product: &str) -> bool {
        let reads = |catalog: &CatalogShape| {
            catalog.products.get(reader).map(|reader| reader.reads_by_ref.contains(product))
        };
        reads(self.new).or_else(|| reads(self.old)).unwrap_or_default()
    }

    /// Returns the uses of a product and of everything that builds on it, those that reach furthest first; `by_name`
    /// leaves out what reads the product itself only by dbt's `ref`.
    pub(super) fn reached(&self, product: &str, by_name: bool) -> Vec<Affected> {
        let key = (product.to_owned(), by_name);
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let mut seen = BTreeSet::from([product]);
        let mut next = vec![product];
        let mut affected = Vec::new();
        while let Some(id) = next.pop() {
            // Its uses are those of the new state, unless the product was removed there.
            if let Some(shape) = self.new.products.get(id).or_else(|| self.old.products.get(id)) {
                affected.extend(self.uses(shape, id == product));
            }
            for reader in self.readers.get(id).into_iter().flatten() {
                let follows = by_name && id == product && self.reads_by_ref(reader, product);
                if !follows && seen.insert(reader) {
                    next.push(reader);
                }
            }
        }
        affected.sort_by_cached_key(|one| (Reverse((one.customers, stage(one))), one.clone()));
        self.known.borrow_mut().insert(key, affected.clone());
        affected
    }

    /// Returns the uses of a product; for one that only builds on the changed one, the product itself if it has none.
    fn uses(&self, product: &ProductShape, is_changed: bool) -> Vec<Affected> {
        let tier = Some(&product.tier).filter(|_| product.declares_tier).cloned();
        let top = self.new.tiers.last().filter(|_| self.new.tiers.len() > 1);
        let is_top = tier.is_some() && tier.as_ref() == top;
        let promises = product.promises.iter().map(|(key, promise)| PromisedTarget {
            property: key.split('/').next().unwrap_or_default().to_owned(),
            target: promise.target.clone(),
        });
        let itself = Affected {
            product: NamedRef { id: product.id.clone(), name: product.name.clone() },
            tier,
            customers: is_top,
            channels: product.channels.clone(),
            promises: promises.collect(),
            ..Affected::default()
        };
        let uses: Vec<Affected> = product
            .consumers
            .iter()
            .map(|consumer| Affected {
                team: Some(consumer.team.clone()),
                purpose: consumer.purpose.clone(),
                stage: consumer.stage.clone(),
                customers: is_top || parsed(consumer.stage.as_deref()) > Some(Stage::Operational),
                channels: if consumer.channels.is_empty() {
                    itself.channels.clone()
                } else {
                    consumer.channels.clone()
                },
                last_miles: consumer.last_miles.clone(),
                ..itself.clone()
            })
            .collect();
        if uses.is_empty() && !is_changed { vec![itself] } else { uses }
    }
}

/// Returns the stage of a use.
fn stage(affected: &Affected) -> Option<Stage> {
    parsed(affected.stage.as_deref())
}

fn parsed(stage: Option<&str>) -> Option<Stage> {
    stage.and_then(Stage::parse)
}
