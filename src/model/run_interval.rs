//! How often an asset comes: by its schedule, by what is promised of it, or by its runs.

use super::run_order::{good_ends, length, rhythm};
use super::{AssetIx, Catalog, Schedule, SlaTarget};
use jiff::SignedDuration;

/// A week.
const A_WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How often an asset comes: as scheduled, else as promised, else as seen.
///
/// Returns `None` if nobody says, and too few runs were seen.
#[must_use]
pub(crate) fn run_interval(of: AssetIx, catalog: &Catalog) -> Option<SignedDuration> {
    let asset = catalog.asset(of);
    let promised = || {
        let promises = catalog.product(asset.product?).promises_of(of);
        let rhythms = promises.filter_map(|sla| match sla.target {
            SlaTarget::Every(period) => Some(length(period)),
            _ => None,
        });
        rhythms.min()
    };
    let seen = || rhythm(&good_ends(catalog.runs(of)));
    asset.schedule.map(between).or_else(promised).or_else(seen)
}

/// How long lies between two runs of a schedule, on average.
fn between(schedule: Schedule) -> SignedDuration {
    match schedule {
        Schedule::Every(period) => length(period),
        Schedule::By(deadline) => A_WEEK / i32::try_from(deadline.days.count()).unwrap_or(1).max(1),
    }
}
