//! The tables whose data an asset shows: a view, and what cannot be seen itself, shows what it reads.

use super::{Asset, AssetIx, AssetKind, Catalog, Outcome, Run};
use jiff::Timestamp;
use std::cmp::Reverse;

/// How many tables are looked at behind a view, those made last.
const SHOWN: usize = 8;

/// Whether an asset holds no data of its own, and shows at any time what it reads; `runs` are its own.
#[must_use]
pub(crate) fn is_shown_through(asset: &Asset, runs: &[Run]) -> bool {
    asset.is_view() || !asset.is_expected() && runs.is_empty()
}

/// When something was last made at a moment `now`.
#[must_use]
pub(crate) fn last_made(runs: &[Run], now: Timestamp) -> Option<Timestamp> {
    let good = |run: &&Run| run.outcome == Outcome::Success && run.at <= now;
    runs.iter().rev().find(good).map(|run| run.at)
}

/// The tables whose data each asset shows: itself, or what is behind it. `order` names every asset after what it
/// reads, and `made` says when one was last made.
#[must_use]
pub(crate) fn shown_tables<'a>(
    catalog: &Catalog,
    order: &[AssetIx],
    reads: impl Fn(AssetIx) -> &'a [AssetIx],
    made: impl Fn(AssetIx) -> Option<Timestamp>,
) -> Vec<Vec<AssetIx>> {
    let mut shown: Vec<Vec<AssetIx>> = vec![Vec::new(); catalog.assets.len()];
    for at in order {
        let asset = catalog.asset(*at);
        shown[at.position()] = match asset.kind {
            // Seeds are written by hand: to load them again makes nothing new.
            AssetKind::Seed => continue,
            _ if is_shown_through(asset, catalog.runs(*at)) => {
                let mut behind: Vec<AssetIx> = Vec::new();
                for read in reads(*at) {
                    behind.extend(&shown[read.position()]);
                    behind.sort_unstable();
                    behind.dedup();
                    behind.sort_by_key(|at| Reverse(made(*at)));
                    behind.truncate(SHOWN);
                }
                behind
            }
            _ if made(*at).is_some() => vec![*at],
            _ => continue,
        };
    }
    shown
}
