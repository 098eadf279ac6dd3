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

use crate::model::Facts;
use crate::model::{AssetIx, Catalog, PromiseStanding, Standing, spoken};
use graph::Graph;
use jiff::Timestamp;
use rayon::prelude::*;

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
    let clock = Clock::new(catalog, now);
    let (graph, mut assets) = rayon::join(
        || Graph::new(catalog),
        || {
            let assets = catalog.assets.par_iter().enumerate();
            assets.map(|(at, asset)| assets::own(asset, AssetIx::at(at), &clock)).collect::<Vec<_>>()
        },
    );
    let data = promises::data_times(catalog, &graph);
    let promises: Vec<Vec<PromiseStanding>> =
        catalog.products.par_iter().map(|product| promises::promises(product, &data, &clock)).collect();
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
    /// What was seen before then was seen too long ago; nothing if nothing was.
    since: Option<Timestamp>,
}

impl<'c> Clock<'c> {
    fn new(catalog: &'c Catalog, now: Timestamp) -> Self {
        Self { catalog, now, since: since(&catalog.facts, now) }
    }

    /// Whether something was seen too long ago to say anything.
    fn is_too_old(&self, seen: Timestamp) -> bool {
        self.since.is_some_and(|since| seen < since)
    }

    /// A moment as people of the company say it.
    fn spoken(&self, moment: Timestamp) -> String {
        spoken(moment, &self.catalog.facts.time_zone)
    }
}

/// The first moment of which evidence still says something at the moment `now`; nothing if all does.
///
/// Evidence expires by the calendar of the company, which is slow to ask: it is asked here for all of it,
/// by halving the time that the moment can lie in.
fn since(facts: &Facts, now: Timestamp) -> Option<Timestamp> {
    let has_expired = |seen: i128| {
        let Ok(seen) = Timestamp::from_nanosecond(seen) else { return false };
        let until = facts.evidence_expires.after_moment(&seen.to_zoned(facts.time_zone.clone()));
        until.is_some_and(|until| until.timestamp() < now)
    };
    let (mut expired, mut speaking) = (Timestamp::MIN.as_nanosecond(), now.as_nanosecond());
    if !has_expired(expired) || has_expired(speaking) {
        return has_expired(speaking).then_some(Timestamp::MAX);
    }
    while speaking - expired > 1 {
        let middle = expired + (speaking - expired) / 2;
        if has_expired(middle) {
            expired = middle;
        } else {
            speaking = middle;
        }
    }
    Timestamp::from_nanosecond(speaking).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn facts(expires: &str, zone: &str) -> Facts {
        Facts {
            evidence_expires: expires.parse().unwrap(),
            time_zone: jiff::tz::TimeZone::get(zone).unwrap(),
            ..Facts::default()
        }
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        // On 29 March 2026 the day has 23 hours in Berlin.
        let now = "2026-03-30T09:00:00+02:00".parse().unwrap();
        let expected: Timestamp = "2026-03-28T09:00:00+01:00".parse().unwrap();
        assert_eq!(since(&facts("2d", "Europe/Berlin"), now), Some(expected));
        assert_eq!(since(&facts("6h", "UTC"), now), Some("2026-03-30T01:00:00Z".parse().unwrap()));
    }

    proptest! {
        #[test]
        fn evidence_has_expired_exactly_before_then(
            now in 1_500_000_000_i64..2_000_000_000,
            back in 0_i64..400 * 86_400,
            expires in prop::sample::select(vec!["90min", "6h", "2d", "1 business day", "3 business hours", "1mo"]),
        ) {
            let facts = facts(expires, "UTC");
            let (now, seen) = (Timestamp::from_second(now).unwrap(), Timestamp::from_second(now - back).unwrap());
            let until = facts.evidence_expires.after_moment(&seen.to_zoned(facts.time_zone.clone()));
            let has_expired = until.is_some_and(|until| until.timestamp() < now);
            prop_assert_eq!(since(&facts, now).is_some_and(|since| seen < since), has_expired);
        }
    }
}
