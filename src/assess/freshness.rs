//! How old the data of each asset is, as far as that is known, and what keeps it from being known.
//!
//! Of a source, the newest row counts where dbt looked for it, else when it was loaded. Of anything else, when
//! it was last made or as of when what it reads is, if that is earlier. What is not known is carried along: what
//! builds on a source of which nobody knows the age has an age that nobody knows. Seeds are written by hand and
//! hold up nothing.

use super::Clock;
use super::graph::AssetGraph;
use super::order::Behind;
use crate::model::{
    AgeGap, Asset, AssetIx, AssetKind, FailureCause, FreshnessFinding, Observed, Outcome, TooEarly,
    is_sentinel,
};
use jiff::Timestamp;

/// As of when data is, and the asset that keeps it from being newer.
pub(super) type AsOf = (Timestamp, AssetIx);

/// Clocks differ a little.
const TOLERANCE_SECONDS: i64 = 300;

/// How many sources whose age is not checked are remembered of each asset.
const REMEMBERED: usize = 3;

/// What is known of the age of an asset's data.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Age {
    /// As of when it is at best, by what was seen lately.
    pub(super) known: Option<AsOf>,
    /// As of when it was, by what was seen too long ago to say that it is no newer.
    pub(super) outdated: Option<AsOf>,
    /// A source in which there is nothing.
    pub(super) empty: Option<AssetIx>,
    /// What keeps its age from being known.
    pub(super) gap: Option<(AssetIx, AgeGap)>,
    /// The first sources of which nobody checks the age.
    unchecked: [Option<AssetIx>; REMEMBERED],
    /// Whether there are more of them.
    pub(super) unchecked_more: bool,
}

impl Age {
    fn gap(asset: AssetIx, why: AgeGap) -> Self {
        Self { gap: Some((asset, why)), ..Self::default() }
    }

    /// The age of what is made of both.
    pub(super) fn and(self, other: Self) -> Self {
        let earlier = |one: Option<AsOf>, other: Option<AsOf>| one.into_iter().chain(other).min();
        let mut both = Self {
            known: earlier(self.known, other.known),
            outdated: earlier(self.outdated, other.outdated),
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

    /// As of when it is by all that was seen, whenever that was.
    pub(super) fn as_of(&self) -> Option<AsOf> {
        self.known.into_iter().chain(self.outdated).min()
    }

    /// The first sources of which nobody checks the age, sorted.
    pub(super) fn unchecked(&self) -> impl Iterator<Item = AssetIx> + use<> {
        self.unchecked.into_iter().flatten()
    }

    fn add_unchecked(&mut self, mut source: AssetIx) {
        for place in &mut self.unchecked {
            match place {
                None => return *place = Some(source),
                Some(known) if *known == source => return,
                Some(known) if *known > source => std::mem::swap(known, &mut source),
                Some(_) => {}
            }
        }
        self.unchecked_more = true;
    }
}

/// The age of each asset's data, in the catalog's order.
pub(super) fn ages(graph: &AssetGraph, behind: &[Option<Behind>], clock: &Clock<'_>) -> Vec<Age> {
    let catalog = clock.catalog;
    let mut ages = vec![Age::default(); catalog.assets.len()];
    let nothing = Observed::default();
    for at in &graph.order {
        let look = AgeContext {
            asset: catalog.asset(*at),
            index: *at,
            observed: catalog.observations.assets.get(*at).unwrap_or(&nothing),
            behind: behind[at.position()].as_ref(),
            clock,
        };
        if look.asset.kind == AssetKind::Seed {
            continue;
        }
        let read = graph.upstream(*at).iter().map(|read| ages[read.position()]).reduce(Age::and);
        ages[at.position()] = match (look.own(), read) {
            // What is known of a source itself says it all; what loads it may know as well.
            (Some(own), Some(read)) if look.asset.kind != AssetKind::Source => own.and(read),
            (Some(own), _) => own,
            (None, Some(read)) => read,
            (None, None) => look.nobody_checks(),
        };
    }
    ages
}

struct AgeContext<'a> {
    asset: &'a Asset,
    index: AssetIx,
    observed: &'a Observed,
    behind: Option<&'a Behind>,
    clock: &'a Clock<'a>,
}

impl AgeContext<'_> {
    /// What was seen of the asset itself; `None` if nothing was, and nothing had to be.
    fn own(&self) -> Option<Age> {
        let is_source = self.asset.kind == AssetKind::Source;
        match &self.observed.freshness {
            Some(check) if is_source => {
                // Rows that are yet to come are no newest rows.
                let loaded = check.loaded.filter(|loaded| !is_sentinel(*loaded, self.clock.now));
                Some(match (check.finding, loaded) {
                    (FreshnessFinding::Crashed, _) => self.gap_at_best(AgeGap::CheckCrashed { at: check.at }),
                    (_, Some(loaded)) if loaded.as_second() > check.at.as_second() + TOLERANCE_SECONDS => {
                        Age::gap(self.index, AgeGap::RowsToCome { at: loaded })
                    }
                    (_, Some(loaded)) if self.clock.is_too_old(self.index, check.at) => {
                        // What was seen too long ago hides nothing of what was seen since.
                        let since = self.made().unwrap_or_default();
                        let looked = Age { outdated: Some((loaded, self.index)), ..Age::default() };
                        since.and(looked)
                    }
                    (_, Some(loaded)) => self.as_of(loaded, check.at),
                    (FreshnessFinding::Pass, None) => {
                        Age::gap(self.index, AgeGap::NoRowTime { at: check.at })
                    }
                    (_, None) if self.clock.is_too_old(self.index, check.at) => {
                        Age::gap(self.index, AgeGap::TooOld { at: check.at })
                    }
                    (_, None) => Age { empty: Some(self.index), ..Age::default() },
                })
            }
            None if is_source && self.asset.freshness.is_some() => Some(self.gap_at_best(AgeGap::NotChecked)),
            _ => self.made(),
        }
    }

    /// When it was last made or loaded.
    fn made(&self) -> Option<Age> {
        let is_expected = self.asset.is_expected();
        let Some(last) = self.observed.runs.last() else {
            return is_expected.then(|| Age::gap(self.index, AgeGap::NotSeen));
        };
        let made = self.observed.runs.iter().rev().find(|run| run.outcome == Outcome::Success);
        match made {
            _ if matches!(last.failure, FailureCause::TableGone { .. }) => {
                Some(Age { empty: Some(self.index), ..Age::default() })
            }
            _ if last.is_streaming => Some(Age::gap(self.index, AgeGap::AtWork { at: last.at })),
            Some(made) => Some(match self.behind.map(|behind| behind.early) {
                None => self.as_of(made.at, last.at),
                // It carries what was there when it began.
                Some(TooEarly { carries: Some(carries), .. }) => self.as_of(carries.min(made.at), last.at),
                Some(early) => {
                    let gap = Some((self.index, AgeGap::Behind { made: early.made }));
                    Age { gap, ..self.as_of(made.at, last.at) }
                }
            }),
            None if last.outcome == Outcome::Running && last.began.is_none() => {
                Some(Age::gap(self.index, AgeGap::AtWork { at: last.at }))
            }
            None if is_expected || self.asset.kind == AssetKind::Source => {
                // Whatever it holds was there before the first run that did not make it anew.
                let first = self.observed.runs.iter().find(|run| run.outcome != Outcome::Running);
                let at_best = first.map(|first| self.as_of(first.at, last.at)).unwrap_or_default();
                Some(Age { gap: Some((self.index, AgeGap::NoSuccess)), ..at_best })
            }
            None => None,
        }
    }

    fn as_of(&self, at: Timestamp, seen: Timestamp) -> Age {
        let as_of = Some((at, self.index));
        match self.clock.is_too_old(self.index, seen) {
            true => Age { outdated: as_of, ..Age::default() },
            false => Age { known: as_of, ..Age::default() },
        }
    }

    /// Nothing was seen of it, and it is made of nothing.
    fn nobody_checks(&self) -> Age {
        let mut age = Age::default();
        if matches!(self.asset.kind, AssetKind::Source | AssetKind::Declared(_)) {
            age.add_unchecked(self.index);
        }
        age
    }

    /// Its age is not known, but it is no newer than its last load.
    fn gap_at_best(&self, why: AgeGap) -> Age {
        Age { gap: Some((self.index, why)), ..self.made().unwrap_or_default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_of_many_unchecked_sources_are_remembered(sources in prop::collection::vec(0_u32..12, 0..12), cut in 0_usize..12) {
            let age = |sources: &[u32]| {
                let mut age = Age::default();
                sources.iter().for_each(|source| age.add_unchecked(AssetIx(*source)));
                age
            };
            let cut = cut.min(sources.len());
            let both = age(&sources[..cut]).and(age(&sources[cut..]));
            let mut all: Vec<AssetIx> = sources.iter().map(|source| AssetIx(*source)).collect();
            all.sort();
            all.dedup();
            prop_assert_eq!(both.unchecked_more, all.len() > REMEMBERED);
            all.truncate(REMEMBERED);
            prop_assert_eq!(both.unchecked().collect::<Vec<_>>(), all);
        }
    }
}
