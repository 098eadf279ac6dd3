//! How often an asset is updated: by its schedule, its promises, or its runs.

use super::run_order::{good_ends, interval, length};
use super::{AssetIx, Catalog, Schedule, SlaTarget};
use jiff::SignedDuration;

/// A week.
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Returns how often an asset is updated: as scheduled, otherwise as promised, otherwise as observed.
#[must_use]
pub(crate) fn run_interval(index: AssetIx, catalog: &Catalog) -> Option<SignedDuration> {
    let asset = catalog.asset(index);
    let promised = || {
        let promises = catalog.product(asset.product?).promises_of(index);
        let intervals = promises.filter_map(|sla| match sla.target {
            SlaTarget::Every(period) => Some(length(period)),
            _ => None,
        });
        intervals.min()
    };
    let observed = || interval(&good_ends(catalog.runs(index)));
    asset.schedule.map(average_interval).or_else(promised).or_else(observed)
}

/// Returns the average time between two runs of a schedule.
fn average_interval(schedule: Schedule) -> SignedDuration {
    match schedule {
        Schedule::Every(period) => length(period),
        Schedule::By(deadline) => WEEK / i32::try_from(deadline.days.count()).unwrap_or(1).max(1),
    }
}
