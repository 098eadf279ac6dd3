//! The last ninety days of many products together.

use crate::model::{Day, Incident, ProductIx, Status};
use crate::prose::en::{self, KeptShare};
use crate::site::context::ViewContext;
use crate::site::parts::Label;
use crate::site::words;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// How the products stood on each of ninety days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DailyStatusesView {
    /// The days, the oldest first.
    pub days: Vec<PastDay>,
    /// The ways in which any stood, worst first.
    pub statuses: Vec<Label>,
    /// On how many of them something was recorded.
    pub recorded: usize,
    /// How many of the promises that were measured were kept, in a sentence; may be empty.
    pub kept: String,
}

/// How the products stood on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PastDay {
    /// The day: `2026-11-20`.
    pub date: String,
    /// How many stood how, worst first; empty if nobody recorded it.
    pub counts: Vec<Count>,
}

/// How many products stood in one way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Count {
    /// The way.
    pub status: Label,
    /// How many.
    pub count: usize,
    /// Where its bar begins and how high it is, in percent of the day's products, from the top.
    pub from: usize,
    /// See `from`.
    pub height: usize,
}

/// Days that follow each other and on which as many products stood in each way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DayRun {
    /// The first day: `2026-09-24`.
    pub from: String,
    /// The last day.
    pub to: String,
    /// How many days those are.
    pub days: usize,
    /// How many products stood how on each.
    pub counts: Vec<Count>,
}

impl DailyStatusesView {
    /// The recorded days, the newest first, those that follow each other and are alike as one.
    pub(super) fn runs(&self) -> Vec<DayRun> {
        let runs = self.days.chunk_by(|one, other| one.counts == other.counts);
        let run = |days: &[PastDay]| {
            let (first, last) = (days.first()?, days.last()?);
            let (from, to) = (first.date.clone(), last.date.clone());
            Some(DayRun { from, to, days: days.len(), counts: first.counts.clone() })
        };
        runs.rev().filter_map(run).filter(|run| !run.counts.is_empty()).collect()
    }
}

const DAYS: usize = 90;
const MONTH: usize = 30;

/// The past of the products that belong; `None` if none of it was recorded.
pub(super) fn past(
    context: &ViewContext<'_>,
    belongs: impl Fn(ProductIx) -> bool,
) -> Option<DailyStatusesView> {
    let history = &context.catalog.observations.history;
    let own = history.keys().copied().filter(|product| belongs(*product));
    let dates = context.last_days(DAYS);
    let of_day = |date: &Date| own.clone().filter_map(|product| context.day(product, *date)).collect();
    let recorded_days: Vec<Vec<&Day>> = dates.iter().map(of_day).collect();
    let days: Vec<PastDay> = dates.iter().zip(&recorded_days).map(|(date, own)| day(*date, own)).collect();
    let recorded = days.iter().filter(|day| !day.counts.is_empty()).count();
    (recorded > 0).then(|| DailyStatusesView {
        recorded,
        statuses: words::seen(recorded_days.iter().flatten().map(|day| day.status)),
        kept: {
            let month = kept(&recorded_days[dates.len().saturating_sub(MONTH)..], MONTH);
            let quarter = kept(&recorded_days, DAYS);
            en::kept_over(
                month,
                quarter.filter(|quarter| month.is_none_or(|month| quarter.days > month.days)),
            )
        },
        days,
    })
}

/// Since when a product has a problem of its own, by what was recorded and by what runs show, whichever is earlier: the
/// one day that every page names.
pub(in crate::site) fn wrong_since(product: ProductIx, context: &ViewContext<'_>) -> Option<Date> {
    let incidents = &context.assessment.incidents;
    let by_product = context.incidents.get_or_init(|| {
        // Of several the most urgent.
        incidents.iter().enumerate().rev().map(|(at, incident)| (incident.product, at)).collect()
    });
    since_day(&incidents[*by_product.get(&product)?], context)
}

/// The same of an incident.
pub(in crate::site) fn since_day(incident: &Incident, context: &ViewContext<'_>) -> Option<Date> {
    let seen = incident.since.map(|at| at.to_zoned(context.catalog.facts.time_zone.clone()).date());
    // What is known to have begun after the last recorded day is another problem than the one of those days.
    let recorded = recorded_since(incident.product, context).filter(|_| !incident.is_since_known);
    recorded.into_iter().chain(seen).min()
}

/// The day since which a product was recorded as broken or late on every day until yesterday: what runs show begins
/// with the last of them, where earlier ones are not kept.
fn recorded_since(product: ProductIx, context: &ViewContext<'_>) -> Option<Date> {
    let recorded = context.catalog.observations.history.get(&product)?;
    let is_broken = |day: &Date| {
        recorded
            .get(day)
            .is_some_and(|day| matches!(day.status, Status::Warning | Status::Late | Status::Failing))
    };
    let days = std::iter::successors(context.today.yesterday().ok(), |day| day.yesterday().ok());
    days.take_while(is_broken).last()
}

fn day(date: Date, own: &[&Day]) -> PastDay {
    let mut counts: BTreeMap<std::cmp::Reverse<Status>, usize> = BTreeMap::new();
    for day in own {
        *counts.entry(std::cmp::Reverse(day.status)).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    let mut seen = 0;
    let counts = counts.into_iter().map(|(status, count)| {
        let from = seen * 100 / all;
        seen += count;
        Count { status: words::status(status.0), count, from, height: seen * 100 / all - from }
    });
    PastDay { date: date.to_string(), counts: counts.collect() }
}

/// The share of the measured promises that were kept, rounded down; `None` if none was measured.
fn kept(days: &[Vec<&Day>], window: usize) -> Option<KeptShare> {
    let measured: Vec<bool> = days.iter().flatten().flat_map(|day| day.promises.values().copied()).collect();
    let percent = (measured.iter().filter(|kept| **kept).count() * 100).checked_div(measured.len())?;
    let days = days.iter().filter(|day| day.iter().any(|one| !one.promises.is_empty())).count();
    Some(KeptShare { percent, days, window })
}
