//! The tables whose data an asset shows: views, and assets that cannot be observed themselves, show their inputs.

use super::{Asset, AssetIx, AssetKind, Catalog, Run, RunOutcome};
use jiff::Timestamp;
use std::cmp::Reverse;

/// The maximum number of tables considered behind a view, the latest first.
const SHOWN: usize = 8;

/// Returns whether an asset holds no data of its own, but shows its inputs at any time; `runs` are its own.
#[must_use]
pub(crate) fn is_shown_through(asset: &Asset, runs: &[Run]) -> bool {
    asset.is_view() || !asset.is_expected() && runs.is_empty()
}

/// Returns when something was last built, as of `now`.
#[must_use]
pub(crate) fn last_made(runs: &[Run], now: Timestamp) -> Option<Timestamp> {
    let good = |run: &&Run| run.outcome == RunOutcome::Success && run.at <= now;
    runs.iter().rev().find(good).map(|run| run.at)
}

/// Returns the tables whose data each asset shows: itself, or those behind it. `order` lists every asset after its
/// inputs, and `built_at` returns when one was last built.
#[must_use]
pub(crate) fn shown_tables<'a>(
    catalog: &Catalog,
    order: &[AssetIx],
    inputs_of: impl Fn(AssetIx) -> &'a [AssetIx],
    built_at: impl Fn(AssetIx) -> Option<Timestamp>,
) -> Vec<Vec<AssetIx>> {
    let mut shown: Vec<Vec<AssetIx>> = vec![Vec::new(); catalog.assets.len()];
    for at in order {
        let asset = catalog.asset(*at);
        shown[at.position()] = match asset.kind {
            // Seeds are written by hand: loading them again brings no new data.
            AssetKind::Seed => continue,
            _ if is_shown_through(asset, catalog.runs(*at)) => {
                let mut behind: Vec<AssetIx> = Vec::new();
                for input in inputs_of(*at) {
                    behind.extend(&shown[input.position()]);
                    behind.sort_unstable();
                    behind.dedup();
                    behind.sort_by_key(|at| Reverse(built_at(*at)));
                    behind.truncate(SHOWN);
                }
                behind
            }
            _ if built_at(*at).is_some() => vec![*at],
            _ => continue,
        };
    }
    shown
}
