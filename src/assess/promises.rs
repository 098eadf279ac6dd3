//! What was promised, measured: freshness by the age of the data, the others by the runs of the
//! last thirty days.

use super::Clock;
use super::graph::Graph;
use crate::model::{
    AssetIx, AssetKind, Catalog, FreshnessFinding, Length, Outcome, Product, PromiseStanding, Run, Sla,
    SlaProperty, Target, TimeUnit, Verdict, capitalised,
};
use jiff::{SignedDuration, Timestamp};

/// How far back runs count.
const WINDOW: SignedDuration = SignedDuration::from_hours(30 * 24);

/// As of when the data of an asset is, and the asset that keeps it from being newer.
pub(super) type DataTime = Option<(Timestamp, AssetIx)>;

/// As of when the data of each asset is: of a source when it was loaded, or when dbt found it to be
/// fresh; of anything else when it was last made, or as of when what it reads is, if that is
/// earlier. Seeds are written by hand and hold up nothing.
pub(super) fn data_times(catalog: &Catalog, graph: &Graph) -> Vec<DataTime> {
    let mut times: Vec<DataTime> = vec![None; catalog.assets.len()];
    for at in &graph.order {
        let asset = catalog.asset(*at);
        let observed = catalog.observations.assets.get(*at);
        let made =
            observed.and_then(|seen| seen.runs.iter().rev().find(|run| run.outcome == Outcome::Success));
        let made = made.map(|run| run.at);
        let own = match observed.and_then(|seen| seen.freshness.as_ref()) {
            Some(check) if check.finding == FreshnessFinding::Pass => Some(check.at),
            Some(check) => check.loaded.or(made),
            None => made,
        };
        let is_transparent =
            !super::assets::is_made(asset) && asset.job.is_none() && asset.kind != AssetKind::Source;
        let read = graph.upstream(*at).iter().filter(|read| catalog.asset(**read).kind != AssetKind::Seed);
        let oldest = read.filter_map(|read| times[read.position()]).min();
        times[at.position()] = match (own.map(|own| (own, *at)), oldest) {
            (Some(own), Some(oldest)) if asset.kind != AssetKind::Source => Some(own.min(oldest)),
            (None, oldest) if is_transparent => oldest,
            (own, _) => own,
        };
    }
    times
}

/// How each promise of a product stands.
pub(super) fn promises(product: &Product, data: &[DataTime], clock: &Clock<'_>) -> Vec<PromiseStanding> {
    product.slas.iter().map(|sla| Measuring { product, sla, data, clock }.standing()).collect()
}

struct Measuring<'a> {
    product: &'a Product,
    sla: &'a Sla,
    data: &'a [DataTime],
    clock: &'a Clock<'a>,
}

impl Measuring<'_> {
    fn standing(&self) -> PromiseStanding {
        match (&self.sla.target, self.sla.property) {
            (Target::Length(limit), SlaProperty::Freshness) => self.freshness(*limit),
            (Target::Length(limit), SlaProperty::Latency) => self.latency(*limit),
            (Target::Length(limit), SlaProperty::TimeToRepair) => {
                self.worst_of_runs(|runs| self.repair(runs, *limit))
            }
            (Target::Percent(share), SlaProperty::Availability) => {
                self.worst_of_runs(|runs| self.availability(runs, *share))
            }
            (Target::Percent(share), SlaProperty::ErrorRate) => {
                self.worst_of_runs(|runs| error_rate(runs, *share))
            }
            (Target::Every(rhythm), SlaProperty::Frequency) => {
                self.worst_of_runs(|runs| self.frequency(runs, *rhythm))
            }
            _ => PromiseStanding::default(),
        }
    }

    /// The assets that the promise is about: of one port, of all ports, or all of a product without.
    fn assets(&self) -> Vec<AssetIx> {
        let ports = &self.product.output_ports;
        match self.sla.port {
            Some(port) => ports[port].asset.into_iter().collect(),
            None if ports.iter().any(|port| port.asset.is_some()) => {
                ports.iter().filter_map(|port| port.asset).collect()
            }
            None => self.product.assets.clone(),
        }
    }

    fn freshness(&self, limit: Length) -> PromiseStanding {
        let known = self.assets().into_iter().filter_map(|asset| Some((self.data[asset.position()]?, asset)));
        let Some(((oldest, holder), asset)) = known.min() else {
            return nothing("no run or load of it was seen");
        };
        let last_seen = self.last_seen(asset).max(self.last_seen(holder));
        if last_seen.is_some_and(|seen| self.clock.is_too_old(seen)) {
            return nothing(&format!("last seen on {}, too long ago to say", self.clock.spoken(oldest)));
        }
        let verdict = kept(self.is_within(oldest, limit, self.clock.now));
        let held_up = match self.clock.catalog.asset(holder) {
            other if holder != asset && verdict == Verdict::Broken => format!(", held up by {}", other.name),
            other if holder != asset => format!(", as old as {}", other.name),
            _ => String::new(),
        };
        let measured = format!("Data as of {}{held_up}", self.clock.spoken(oldest));
        PromiseStanding { verdict, measured, asset: Some(asset), holder: Some(holder) }
    }

    fn latency(&self, limit: Length) -> PromiseStanding {
        let observations = &self.clock.catalog.observations.assets;
        let mut slowest: Option<(Timestamp, Timestamp)> = None;
        for asset in self.assets() {
            let runs = observations.get(asset).map_or(&[][..], |seen| &seen.runs);
            let Some(made) = runs.iter().rev().find(|run| run.outcome == Outcome::Success) else { continue };
            if let Some((loaded, _)) = self.data[asset.position()]
                && slowest.is_none_or(|(from, to)| made.at.duration_since(loaded) > to.duration_since(from))
            {
                slowest = Some((loaded, made.at));
            }
        }
        match slowest {
            None => nothing("no run of it was seen"),
            Some((loaded, made)) if loaded == made => nothing("no load of what it is made of was seen"),
            Some((loaded, made)) => PromiseStanding {
                verdict: kept(self.is_within(loaded, limit, made)),
                measured: format!(
                    "What was loaded on {} was there on {}",
                    self.clock.spoken(loaded),
                    self.clock.spoken(made)
                ),
                ..PromiseStanding::default()
            },
        }
    }

    fn availability(&self, runs: &[Run], share: f64) -> PromiseStanding {
        let first = runs[0].at;
        let mut down = SignedDuration::ZERO;
        let mut broken_since: Option<Timestamp> = None;
        for run in runs {
            match (run.outcome, broken_since) {
                (Outcome::Error, None) => broken_since = Some(run.at),
                (Outcome::Success, Some(since)) => {
                    down += run.at.duration_since(since);
                    broken_since = None;
                }
                _ => {}
            }
        }
        if let Some(since) = broken_since {
            down += self.clock.now.duration_since(since);
        }
        let all = self.clock.now.duration_since(first).as_secs_f64().max(1.0);
        let up = 100.0 * (1.0 - down.as_secs_f64() / all);
        PromiseStanding {
            verdict: kept(up + 1e-9 >= share),
            measured: format!(
                "{}% since {}, over {} runs",
                rounded(up),
                self.clock.spoken(first),
                runs.len()
            ),
            ..PromiseStanding::default()
        }
    }

    fn frequency(&self, runs: &[Run], rhythm: Length) -> PromiseStanding {
        let made: Vec<Timestamp> =
            runs.iter().filter(|run| run.outcome == Outcome::Success).map(|run| run.at).collect();
        if made.is_empty() {
            return nothing("no successful run was seen");
        }
        let ends = made.iter().skip(1).copied().chain([self.clock.now]);
        let late = made.iter().zip(ends).find(|(from, to)| !self.is_within(**from, rhythm, *to));
        let measured = match late {
            Some((from, _)) => format!("Nothing came in time after {}", self.clock.spoken(*from)),
            None => format!("{} times since {}", made.len(), self.clock.spoken(made[0])),
        };
        PromiseStanding { verdict: kept(late.is_none()), measured, ..PromiseStanding::default() }
    }

    fn repair(&self, runs: &[Run], limit: Length) -> PromiseStanding {
        let mut broken_since: Option<Timestamp> = None;
        let mut slow: Option<Timestamp> = None;
        let mut failures = 0;
        for run in runs {
            match (run.outcome, broken_since) {
                (Outcome::Error, None) => {
                    failures += 1;
                    broken_since = Some(run.at);
                }
                (Outcome::Success, Some(since)) => {
                    slow = slow.or((!self.is_within(since, limit, run.at)).then_some(since));
                    broken_since = None;
                }
                _ => {}
            }
        }
        let now = self.clock.now;
        slow = slow.or(broken_since.filter(|since| !self.is_within(*since, limit, now)));
        let measured = match (slow, failures) {
            (Some(since), _) => format!("What failed on {} was not mended in time", self.clock.spoken(since)),
            (None, 0) => format!("No failure since {}", self.clock.spoken(runs[0].at)),
            (None, _) => format!(
                "{failures} failures since {}, mended in time or not yet due",
                self.clock.spoken(runs[0].at)
            ),
        };
        PromiseStanding { verdict: kept(slow.is_none()), measured, ..PromiseStanding::default() }
    }

    /// The worst that the runs of the assets show; one run alone is no history.
    fn worst_of_runs(&self, measure: impl Fn(&[Run]) -> PromiseStanding) -> PromiseStanding {
        let begin = self.clock.now - WINDOW;
        let observations = &self.clock.catalog.observations.assets;
        let histories = self.assets().into_iter().filter_map(|asset| {
            let ended = observations.get(asset)?.runs.iter();
            let runs: Vec<Run> = ended
                .filter(|run| run.at >= begin && matches!(run.outcome, Outcome::Success | Outcome::Error))
                .cloned()
                .collect();
            (runs.len() > 1).then_some(runs)
        });
        let measured: Vec<PromiseStanding> = histories.map(|runs| measure(&runs)).collect();
        measured
            .into_iter()
            .max_by_key(|one| one.verdict)
            .unwrap_or_else(|| nothing("needs the history of several runs"))
    }

    fn last_seen(&self, asset: AssetIx) -> Option<Timestamp> {
        let seen = self.clock.catalog.observations.assets.get(asset)?;
        seen.runs.last().map(|run| run.at).max(seen.freshness.as_ref().map(|check| check.at))
    }

    /// Whether `to` lies no further than `length` after `from`, by the company's calendar.
    fn is_within(&self, from: Timestamp, length: Length, to: Timestamp) -> bool {
        let zone = self.clock.catalog.facts.time_zone.clone();
        // A night run ends a little later than the one before: a rhythm of days has an hour of grace.
        let grace = if matches!(length.unit, TimeUnit::Minute | TimeUnit::Hour | TimeUnit::BusinessHour) {
            0
        } else {
            1
        };
        let until = length.after_moment(&from.to_zoned(zone));
        until.is_none_or(|until| to <= until.timestamp() + SignedDuration::from_hours(grace))
    }
}

fn error_rate(runs: &[Run], share: f64) -> PromiseStanding {
    let failed = runs.iter().filter(|run| run.outcome == Outcome::Error).count();
    let rate = 100.0 * failed as f64 / runs.len() as f64;
    PromiseStanding {
        verdict: kept(rate <= share + 1e-9),
        measured: format!("{failed} of {} runs failed: {}%", runs.len(), rounded(rate)),
        ..PromiseStanding::default()
    }
}

fn kept(is_kept: bool) -> Verdict {
    if is_kept { Verdict::Kept } else { Verdict::Broken }
}

fn nothing(why: &str) -> PromiseStanding {
    PromiseStanding {
        verdict: Verdict::NotMeasurable,
        measured: capitalised(why),
        ..PromiseStanding::default()
    }
}

/// Two digits after the point, none that say nothing.
fn rounded(value: f64) -> String {
    format!("{}", (value * 100.0).round() / 100.0)
}
