//! Promises with a time of day: the data of a day is ready once the asset, and everything that it shows, has been
//! built on that day.
//!
//! The last deadline that has passed counts until the next one, unless today's data is ready already. Days before the
//! first observation are left out. Runs that have the data of the previous run are reported separately.

use super::promises::{SlaEvaluator, not_measurable};
use crate::model::{
    AssetIx, Deadline, LateAsset, Measure, PromiseAssessment, PromiseVerdict, RunOutcome, UnknownAge,
    Unmeasured,
};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// A deadline on a day.
struct DeadlineDay {
    /// When the day began.
    begin: Timestamp,
    /// When the data was due.
    due: Timestamp,
}

/// When the data of a day was ready.
enum Arrival {
    At(Timestamp),
    NotYet,
    Unknown(UnknownAge),
}

impl SlaEvaluator<'_> {
    /// Returns the status of a promise with a time of day.
    pub(super) fn ready(&self, deadline: Deadline) -> PromiseAssessment {
        let (now, zone) = (self.context.now, &self.context.catalog.settings.time_zone);
        let today = now.to_zoned(zone.clone()).date();
        let day = |date: Date, due| DeadlineDay { begin: day_start(date, self), due };
        if let Some(due) = deadline.on(today, zone).filter(|due| *due >= now) {
            let before_deadline = self.assess_day(&day(today, due));
            if before_deadline.verdict == PromiseVerdict::Kept {
                return before_deadline;
            }
        }
        let last = match deadline.last_over(now, zone) {
            Some((date, due)) => self.assess_day(&day(date, due)),
            None => not_measurable(Unmeasured::NoHistory),
        };
        let next = deadline.next_after(today, zone).filter(|_| deadline.on(today, zone).is_none());
        match next.filter(|_| last.verdict == PromiseVerdict::NotMeasurable) {
            Some(next) => PromiseAssessment {
                verdict: PromiseVerdict::NotDue,
                measured: Measure::NotMeasurable(Unmeasured::NotDue { next }),
                ..PromiseAssessment::default()
            },
            None => last,
        }
    }

    /// Returns the status of the promise for one day.
    fn assess_day(&self, day: &DeadlineDay) -> PromiseAssessment {
        let mut unknown = None;
        let mut late: Vec<LateAsset> = Vec::new();
        let mut last: Option<(Timestamp, AssetIx)> = None;
        for asset in self.assets() {
            for table in self.tables(asset) {
                let at = match self.arrival(table, day) {
                    Arrival::Unknown(why) => {
                        unknown = unknown.or(Some((table, why)));
                        continue;
                    }
                    Arrival::NotYet => None,
                    Arrival::At(at) => Some(at),
                };
                last = last.max(at.map(|at| (at, asset)));
                let until = at.unwrap_or(self.context.now);
                if until > day.due {
                    let late_by = Some(until.duration_since(day.due));
                    let limiting_asset = (table != asset).then_some(table);
                    let measured =
                        Measure::Ready { due: day.due, at, late_by, limiting_asset, is_old: false };
                    late.push(LateAsset { asset, limiting_asset: table, measured });
                } else if at.is_none() {
                    return not_measurable(Unmeasured::NoHistory);
                }
            }
        }
        // For each asset, the table that delayed it the longest; and then the asset that is the latest of all.
        let lateness = |late: &LateAsset| match late.measured {
            Measure::Ready { at, late_by, .. } => (at.is_none(), late_by),
            _ => (false, None),
        };
        late.sort_by_key(|late_asset| {
            (late_asset.asset, std::cmp::Reverse(lateness(late_asset)), late_asset.limiting_asset)
        });
        late.dedup_by_key(|late_asset| late_asset.asset);
        if let Some(worst) =
            late.iter().max_by_key(|late_asset| (lateness(late_asset), std::cmp::Reverse(late_asset.asset)))
        {
            return PromiseAssessment {
                verdict: PromiseVerdict::Broken,
                measured: worst.measured.clone(),
                asset: Some(worst.asset),
                limiting_asset: Some(worst.limiting_asset),
                late,
            };
        }
        match (unknown, last) {
            (Some((asset, why)), _) => not_measurable(Unmeasured::NotKnown { asset, why }),
            (None, None) => not_measurable(Unmeasured::NoRunOrLoad),
            (None, Some((at, asset))) => PromiseAssessment {
                verdict: PromiseVerdict::Kept,
                measured: in_time(day.due, at),
                asset: Some(asset),
                limiting_asset: None,
                late,
            },
        }
    }

    /// Returns the tables that must be built for an asset to be ready: itself, or those that it shows.
    fn tables(&self, asset: AssetIx) -> Vec<AssetIx> {
        let shown = &self.order.shown[asset.position()];
        if shown.is_empty() { vec![asset] } else { shown.clone() }
    }

    /// Returns when the data of a day was ready in a table.
    fn arrival(&self, table: AssetIx, day: &DeadlineDay) -> Arrival {
        let observed = self.context.catalog.observations.assets.get(table);
        let runs = observed.map_or(&[][..], |observed| &observed.runs);
        let now = self.context.now;
        // The newest row of a source that is loaded without a run.
        let loaded = observed
            .and_then(|observed| observed.freshness.as_ref()?.loaded)
            .filter(|at| *at <= now && runs.is_empty());
        let counted = self.context.catalog.asset(table).counted_runs(runs);
        let succeeded = counted.filter(|run| run.outcome == RunOutcome::Success && run.at <= now);
        let built_at = succeeded.map(|run| run.at).chain(loaded).find(|at| *at >= day.begin);
        let first = runs.iter().map(|run| run.at).chain(loaded).min();
        let Some(first) = first else { return Arrival::Unknown(UnknownAge::NotSeen) };
        let a_day = SignedDuration::from_hours(24);
        let is_of_another_day = first.duration_since(day.begin) > a_day;
        match built_at {
            // Nothing was observed until long after.
            _ if is_of_another_day => Arrival::Unknown(UnknownAge::NotObservedByDeadline { due: day.due }),
            Some(at) => Arrival::At(at),
            // However long ago: a failed run has missed its deadline until there is another one.
            None if runs
                .iter()
                .any(|run| run.outcome == RunOutcome::Error && run.at >= day.begin && run.at <= now) =>
            {
                Arrival::NotYet
            }
            None if self.context.is_too_old(table, runs.last().map_or(first, |run| run.at)) => {
                Arrival::Unknown(UnknownAge::TooOld { at: first })
            }
            None => Arrival::NotYet,
        }
    }
}

/// Returns the measure of what was ready in time; whether it is old is known once everything is assessed.
fn in_time(due: Timestamp, at: Timestamp) -> Measure {
    Measure::Ready { due, at: Some(at), late_by: None, limiting_asset: None, is_old: false }
}

/// Returns when a day begins in the company's time zone.
fn day_start(day: Date, evaluator: &SlaEvaluator<'_>) -> Timestamp {
    let zone = &evaluator.context.catalog.settings.time_zone;
    let day_before = day.yesterday().map(|day_before| crate::model::end_of_day(day_before, zone));
    day_before.map_or(Timestamp::MIN, |end| end.saturating_add(SignedDuration::from_secs(1)).unwrap_or(end))
}
