//! Something is due before its input is ready, according to schedules and promises.

use super::RuleContext;
use crate::model::{AssetIx, Catalog, Deadline, Product, RuleFact, Schedule, SlaTarget};
use jiff::SignedDuration;
use std::collections::BTreeMap;

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    let mut inputs: BTreeMap<AssetIx, Vec<AssetIx>> = BTreeMap::new();
    for edge in catalog.asset_edges.iter().filter(|edge| scheduled(edge.to, catalog).is_some()) {
        inputs.entry(edge.to).or_default().push(edge.from);
    }
    if inputs.is_empty() {
        return;
    }
    for (index, product) in context.in_service() {
        for asset in &product.assets {
            let (Some(due), Some(tables)) = (scheduled(*asset, catalog), inputs.get(asset)) else { continue };
            let latest = tables.iter().filter_map(|input| Some((late(*input, due, catalog)?, *input)));
            let latest = latest.max_by_key(|(ready, input)| (ready.time, std::cmp::Reverse(*input)));
            if let Some((ready, input)) = latest {
                let (due, ready) = (Deadline::clock(due.time), Deadline::clock(ready.time));
                let fact = RuleFact::ScheduledBeforeItsInput { asset: *asset, reads: input, due, ready };
                context.report(index, fact, catalog.asset(*asset).declared.unwrap_or(product.span));
            }
        }
    }
}

/// Returns the time of day by which something runs.
fn scheduled(asset: AssetIx, catalog: &Catalog) -> Option<Deadline> {
    match catalog.asset(asset).schedule? {
        Schedule::By(deadline) => Some(deadline),
        Schedule::Every(_) => None,
    }
}

/// Returns when an input is ready, if that is later than its reader is due. Without a schedule, promises count.
fn late(input: AssetIx, due: Deadline, catalog: &Catalog) -> Option<Deadline> {
    let owner = catalog.asset(input).product.map(|product| catalog.product(product));
    let promised = || owner.into_iter().flat_map(|product| promised(input, product));
    let ready: Vec<Deadline> =
        scheduled(input, catalog).map_or_else(|| promised().collect(), |schedule| vec![schedule]);
    // An input that is ready late in the evening is meant for the reader of the next morning.
    let is_late = |ready: &Deadline| {
        let after = ready.time.duration_since(due.time);
        after.is_positive() && after <= SignedDuration::from_hours(12) && ready.days.meets(due.days)
    };
    ready.into_iter().filter(is_late).max_by_key(|ready| ready.time)
}

/// Returns the times of day by which a product promises an asset.
fn promised(asset: AssetIx, product: &Product) -> impl Iterator<Item = Deadline> {
    product.promises_of(asset).filter_map(|sla| match sla.target {
        SlaTarget::By(deadline) => Some(deadline),
        _ => None,
    })
}
