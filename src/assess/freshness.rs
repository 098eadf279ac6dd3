//! How old the data of each asset is, as far as known, and why it is unknown otherwise.
//!
//! For a source, the newest row counts if dbt checked for it, otherwise the time of its load. For any other asset,
//! the time at which it was last built, or the as-of time of its inputs, if that is earlier. Gaps propagate:
//! an asset built on a source of unknown age is of unknown age, too. Seeds are written by hand and hold nothing up.

use super::AssessContext;
use super::graph::AssetGraph;
use super::order::Behind;
use crate::model::{
    Asset, AssetIx, AssetKind, FreshnessOutcome, Observed, RunOutcome, TooEarly, UnknownAge, is_sentinel,
};
use jiff::Timestamp;

/// The as-of time of data, and the asset that keeps it from being newer.
pub(super) type AsOf = (Timestamp, AssetIx);

/// A row dated later than its check by more than this is in the future; by less, the clocks of two systems differ.
const TOLERANCE_SECONDS: i64 = 300;

/// The number of unchecked sources that are remembered for each asset.
const REMEMBERED: usize = 3;

/// The age of an asset's data, as far as known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Age {
    /// The best possible as-of time, according to recent observations.
    pub(super) known: Option<AsOf>,
    /// The as-of time according to observations too old to rule out that it is newer.
    pub(super) outdated: Option<AsOf>,
    /// A source without rows.
    pub(super) empty: Option<AssetIx>,
    /// The reason why its age is unknown.
    pub(super) gap: Option<(AssetIx, UnknownAge)>,
    /// The first sources whose age is not checked.
    unchecked: [Option<AssetIx>; REMEMBERED],
    /// Whether there are more such sources.
    pub(super) unchecked_more: bool,
}

impl Age {
    /// Returns an unknown age.
    fn gap(asset: AssetIx, why: UnknownAge) -> Self {
        Self { gap: Some((asset, why)), ..Self::default() }
    }

    /// Returns the age of data built from both.
    pub(super) fn and(self, other: Self) -> Self {
        let earlier_of = |first: Option<AsOf>, second: Option<AsOf>| first.into_iter().chain(second).min();
        let mut both = Self {
            known: earlier_of(self.known, other.known),
            outdated: earlier_of(self.outdated, other.outdated),
            empty: self.empty.into_iter().chain(other.empty).min(),
            gap: self.gap.into_iter().chain(other.gap).min_by_key(|(asset, _)| *asset),
            unchecked: self.unchecked,
            unchecked_more: self.unchecked_more || other.unchecked_more,
        };
        for source in other.unchecked() {
            both.add_unchecked(source);
        }
        both
    }

    /// Returns its as-of time according to all observations, recent or not.
    pub(super) fn as_of(&self) -> Option<AsOf> {
        self.known.into_iter().chain(self.outdated).min()
    }

    /// Returns the first sources whose age is not checked, sorted.
    pub(super) fn unchecked(&self) -> impl Iterator<Item = AssetIx> + use<> {
        self.unchecked.into_iter().flatten()
    }

    /// Adds a source whose age is not checked; the first ones are remembered, in order.
    fn add_unchecked(&mut self, mut source: AssetIx) {
        for place in &mut self.unchecked {
            match place {
                None => return *place = Some(source),
                Some(listed) if *listed == source => return,
                Some(listed) if *listed > source => std::mem::swap(listed, &mut source),
                Some(_) => {}
            }
        }
        self.unchecked_more = true;
    }
}

/// Returns the age of each asset's data, in catalog order.
pub(super) fn ages(graph: &AssetGraph, behind: &[Option<Behind>], context: &AssessContext<'_>) -> Vec<Age> {
    let catalog = context.catalog;
    let mut ages = vec![Age::default(); catalog.assets.len()];
    let nothing = Observed::default();
    for asset in &graph.order {
        let age_context = AgeContext {
            asset: catalog.asset(*asset),
            index: *asset,
            observed: catalog.observations.assets.get(*asset).unwrap_or(&nothing),
            behind: behind[asset.position()].as_ref(),
            context,
        };
        if age_context.asset.kind == AssetKind::Seed {
            continue;
        }
        let inputs = graph.upstream(*asset).iter().map(|input| ages[input.position()]).reduce(Age::and);
        ages[asset.position()] = match (age_context.own_age(), inputs) {
            // The age of a source is its own alone; its loaders may be known as well.
            (Some(age), Some(inputs)) if age_context.asset.kind != AssetKind::Source => age.and(inputs),
            (Some(age), _) => age,
            (None, Some(inputs)) => inputs,
            (None, None) => age_context.unchecked_source(),
        };
    }
    ages
}

struct AgeContext<'a> {
    asset: &'a Asset,
    index: AssetIx,
    observed: &'a Observed,
    behind: Option<&'a Behind>,
    context: &'a AssessContext<'a>,
}

impl AgeContext<'_> {
    /// Returns the age observed on the asset itself; `None` if there is no observation and none is required.
    fn own_age(&self) -> Option<Age> {
        let is_source = self.asset.kind == AssetKind::Source;
        match &self.observed.freshness {
            Some(check) if is_source => {
                // Rows with a timestamp in the future are not the newest rows.
                let loaded = check.loaded.filter(|loaded| !is_sentinel(*loaded, self.context.now));
                Some(match (check.outcome, loaded) {
                    (FreshnessOutcome::Crashed, _) => {
                        self.gap_at_best(UnknownAge::CheckCrashed { at: check.at })
                    }
                    (_, Some(loaded)) if loaded.as_second() > check.at.as_second() + TOLERANCE_SECONDS => {
                        Age::gap(self.index, UnknownAge::FutureRows { at: loaded })
                    }
                    (_, Some(loaded)) if self.context.is_too_old(self.index, check.at) => {
                        // An outdated observation must not hide later ones.
                        let by_runs = self.build_age().unwrap_or_default();
                        let by_check = Age { outdated: Some((loaded, self.index)), ..Age::default() };
                        by_runs.and(by_check)
                    }
                    (_, Some(loaded)) => self.as_of(loaded, check.at),
                    (FreshnessOutcome::Pass, None) => {
                        Age::gap(self.index, UnknownAge::NoRowTime { at: check.at })
                    }
                    (_, None) if self.context.is_too_old(self.index, check.at) => {
                        Age::gap(self.index, UnknownAge::TooOld { at: check.at })
                    }
                    (_, None) => Age { empty: Some(self.index), ..Age::default() },
                })
            }
            None if is_source && self.asset.freshness.is_some() => {
                Some(self.gap_at_best(UnknownAge::NotChecked))
            }
            _ => self.build_age(),
        }
    }

    /// Returns its age by when it was last built or loaded.
    fn build_age(&self) -> Option<Age> {
        let is_expected = self.asset.is_expected();
        let Some(last) = self.observed.runs.last() else {
            return is_expected.then(|| Age::gap(self.index, UnknownAge::NotSeen));
        };
        let mut counted = self.asset.counted_runs(&self.observed.runs).rev();
        let last_success = counted.find(|run| run.outcome == RunOutcome::Success);
        match last_success {
            _ if self.observed.data_loss().is_some() => {
                Some(Age { empty: Some(self.index), ..Age::default() })
            }
            _ if last.is_streaming => Some(Age::gap(self.index, UnknownAge::StillRunning { at: last.at })),
            Some(last_success) => Some(match self.behind.map(|behind| behind.early) {
                None => self.as_of(last_success.at, last.at),
                // Its data is as of the time at which it began.
                Some(TooEarly { data_as_of: Some(data_as_of), .. }) => {
                    self.as_of(data_as_of.min(last_success.at), last.at)
                }
                Some(early) => {
                    let gap = Some((self.index, UnknownAge::Behind { built_at: early.built_at }));
                    Age { gap, ..self.as_of(last_success.at, last.at) }
                }
            }),
            None if last.outcome == RunOutcome::Running && last.started_at.is_none() => {
                Some(self.before_first_failure(UnknownAge::StillRunning { at: last.at }, last.at))
            }
            None if is_expected || self.asset.kind == AssetKind::Source => {
                Some(self.before_first_failure(UnknownAge::NoSuccess, last.at))
            }
            None => None,
        }
    }

    /// Returns an unknown age of data that no run is known to have built: it is from before the first run that failed to.
    fn before_first_failure(&self, why: UnknownAge, observed_at: Timestamp) -> Age {
        let first = self.observed.runs.iter().find(|run| run.outcome != RunOutcome::Running);
        let at_best = first.map(|first| self.as_of(first.at, observed_at)).unwrap_or_default();
        Age { gap: Some((self.index, why)), ..at_best }
    }

    /// Returns the age of data as of a moment; whether it is known depends on when that was observed.
    fn as_of(&self, at: Timestamp, observed_at: Timestamp) -> Age {
        let as_of = Some((at, self.index));
        match self.context.is_too_old(self.index, observed_at) {
            true => Age { outdated: as_of, ..Age::default() },
            false => Age { known: as_of, ..Age::default() },
        }
    }

    /// Returns the age of an asset without observations and without inputs.
    fn unchecked_source(&self) -> Age {
        let mut age = Age::default();
        if matches!(self.asset.kind, AssetKind::Source | AssetKind::Declared(_)) {
            age.add_unchecked(self.index);
        }
        age
    }

    /// Returns an unknown age that is no newer than the last load.
    fn gap_at_best(&self, why: UnknownAge) -> Age {
        Age { gap: Some((self.index, why)), ..self.build_age().unwrap_or_default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn merging_ages_keeps_the_first_unchecked_sources(sources in prop::collection::vec(0_u32..12, 0..12), cut in 0_usize..12) {
            let age = |sources: &[u32]| {
                let mut age = Age::default();
                sources.iter().for_each(|source| age.add_unchecked(AssetIx(*source)));
                age
            };
            let cut = cut.min(sources.len());
            let both = age(&sources[..cut]).and(age(&sources[cut..]));
            let mut unchecked: Vec<AssetIx> = sources.iter().map(|source| AssetIx(*source)).collect();
            unchecked.sort();
            unchecked.dedup();
            prop_assert_eq!(both.unchecked_more, unchecked.len() > REMEMBERED);
            unchecked.truncate(REMEMBERED);
            prop_assert_eq!(both.unchecked().collect::<Vec<_>>(), unchecked);
        }
    }
}
