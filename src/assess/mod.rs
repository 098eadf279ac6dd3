//! A catalog to its [`Standing`]: how everything stands at a moment, and what is urgent.
//!
//! 1. [`assets`]: each asset by what was seen of it;
//! 2. [`promises`]: what was promised, measured;
//! 3. [`graph`]: what is broken puts at risk what builds on it;
//! 4. [`products`]: assets and promises, summed up per product;
//! 5. [`triage`]: who is hurt, and how much;
//! 6. [`plan`]: which initiatives are in time.
//!
//! [`impact`] asks the same of what might break, and [`record`] keeps a day for later.
//!
//! Missing evidence is never good news, and what is old says nothing.

mod assets;
mod graph;
pub mod impact;
mod modularity;
mod plan;
mod products;
mod promises;
pub mod record;
mod triage;

use crate::model::{AssetIx, Catalog, PromiseStanding, Standing, spoken};
use graph::Graph;
use jiff::Timestamp;

/// How the catalog stands at the moment `now`.
#[must_use]
pub fn standing(catalog: &Catalog, now: Timestamp) -> Standing {
    let today = now.to_zoned(catalog.facts.time_zone.clone()).date();
    let initiatives = plan::initiatives(catalog, today);
    let boundaries = modularity::boundaries(catalog);
    if catalog.observations.files == 0 {
        // Nobody looks: there is no evidence to be missing.
        return Standing { initiatives, boundaries, ..Standing::default() };
    }
    let clock = Clock { catalog, now };
    let graph = Graph::new(catalog);
    let mut assets: Vec<_> = catalog
        .assets
        .iter()
        .enumerate()
        .map(|(at, asset)| assets::own(asset, AssetIx::at(at), &clock))
        .collect();
    let data = promises::data_times(catalog, &graph);
    let promises: Vec<Vec<PromiseStanding>> =
        catalog.products.iter().map(|product| promises::promises(product, &data, &clock)).collect();
    products::mark_late(&mut assets, &promises, catalog);
    graph.spread(&mut assets, catalog);
    let products = products::products(&assets, promises, &clock);
    let troubles = triage::troubles(&assets, &products, (catalog, &graph));
    let newest = catalog.observations.newest;
    Standing { assessed: true, assets, products, troubles, initiatives, boundaries, newest }
}

/// The moment that counts as now, and what was seen until then.
struct Clock<'c> {
    catalog: &'c Catalog,
    now: Timestamp,
}

impl Clock<'_> {
    /// Whether something was seen too long ago to say anything.
    fn is_too_old(&self, seen: Timestamp) -> bool {
        let facts = &self.catalog.facts;
        let until = facts.evidence_expires.after_moment(&seen.to_zoned(facts.time_zone.clone()));
        until.is_some_and(|until| until.timestamp() < self.now)
    }

    /// A moment as people of the company say it.
    fn spoken(&self, moment: Timestamp) -> String {
        spoken(moment, &self.catalog.facts.time_zone)
    }
}
