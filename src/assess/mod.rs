//! Turns a catalog into its [`Assessment`]: the status of everything at a moment, and what is urgent.
//!
//! 1. [`guards`]: what jobs that guard assets mean for these assets;
//! 2. [`assets`]: each asset by its own observations and its guards; [`one_run`]: each failed run for one product;
//! 3. [`order`]: which runs began before their inputs were built;
//! 4. [`freshness`]: the age of each asset's data, and [`promises`]: the measured promises, as far as the
//!    evidence is still valid according to [`expiry`];
//! 5. [`graph`]: late and failing assets put everything downstream at risk;
//! 6. [`products`]: assets and promises, summed up per product;
//! 7. [`verdict`]: whether each product can be used, and where its problem originates;
//! 8. [`incident`]: what is wrong with each product; [`triage`]: who is affected, and how much; [`unclaimed`]: the same
//!    for what belongs to no product;
//! 9. [`plan`]: which initiatives are on time.
//!
//! [`modularity`] and [`production`] need no evidence: how well products keep to their boundaries, and how far each
//! has come in production.
//!
//! [`impact`] does the same for anything that might break, and [`record`] keeps a day for later.
//!
//! Missing evidence is never good news, and expired evidence counts as none.

mod assets;
mod expiry;
mod freshness;
mod graph;
mod guard_outcome;
mod guards;
mod history;
pub(crate) mod impact;
mod incident;
mod modularity;
mod one_run;
mod order;
mod plan;
mod problem_counts;
mod production;
mod products;
mod promises;
mod ready;
pub(crate) mod record;
mod since;
mod test_results;
mod triage;
mod unclaimed;
mod verdict;

use crate::model::{Assessment, AssetAssessment, AssetIx, Catalog, PromiseAssessment};
use expiry::Expiry;
use graph::AssetGraph;
use guard_outcome::GuardOutcome;
use jiff::Timestamp;
use rayon::prelude::*;

/// Assesses the catalog at the moment `now`.
#[must_use]
pub(crate) fn assess(catalog: &Catalog, now: Timestamp) -> Assessment {
    let today = now.to_zoned(catalog.settings.time_zone.clone()).date();
    let initiatives = plan::initiatives(catalog, today);
    let boundaries = modularity::boundaries(catalog);
    let paths = production::paths(catalog);
    if catalog.observations.files.is_empty() {
        // No evidence is configured, so none is missing.
        return Assessment { initiatives, boundaries, paths, ..Assessment::default() };
    }
    let context = AssessContext::new(catalog, now);
    let (graph, (guards, mut assets)) = rayon::join(
        || AssetGraph::new(catalog),
        || {
            let (states, outcomes) = guards::guards(&context);
            let assessment_of = |(at, asset)| {
                let at = AssetIx::at(at);
                let guards: Vec<&GuardOutcome> =
                    catalog.guards.guards_of(at).iter().map(|guard| &outcomes[*guard]).collect();
                assets::assess(asset, at, &guards, &context)
            };
            let assets: Vec<AssetAssessment> =
                catalog.assets.par_iter().enumerate().map(assessment_of).collect();
            (states, assets)
        },
    );
    one_run::count_once(&mut assets, catalog);
    guards::mark_early(&mut assets, &guards, &context);
    let order = order::order(&graph, &context);
    let data = freshness::ages(&graph, &order.behind, &context);
    let promises: Vec<Vec<PromiseAssessment>> = catalog
        .products
        .par_iter()
        .map(|product| promises::promises(product, &data, &order, &context))
        .collect();
    products::mark_late(&mut assets, &promises);
    order::mark(&mut assets, &order.behind, &context);
    graph.spread(&mut assets, catalog);
    let products = products::products(&assets, promises, &graph, &context);
    let verdicts = verdict::verdicts(&products, &assets, &guards, catalog, today);
    let incidents = incident::incidents(&assets, &products, catalog, &graph);
    let unclaimed = unclaimed::unclaimed(&assets, &products, &context, &graph);
    let newest = catalog.observations.newest;
    Assessment {
        assessed: true,
        assets,
        guards,
        products,
        verdicts,
        incidents,
        unclaimed,
        initiatives,
        boundaries,
        paths,
        newest,
    }
}

/// The current moment, and the observations until then.
struct AssessContext<'c> {
    catalog: &'c Catalog,
    now: Timestamp,
    expiry: Expiry,
}

impl<'c> AssessContext<'c> {
    fn new(catalog: &'c Catalog, now: Timestamp) -> Self {
        Self { catalog, now, expiry: Expiry::new(catalog, now) }
    }

    /// Returns whether an observation of an asset is too old to count.
    fn is_too_old(&self, asset: AssetIx, observed_at: Timestamp) -> bool {
        self.expiry.since(asset).is_some_and(|since| observed_at < since)
    }
}
