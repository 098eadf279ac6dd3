//! The last ninety days of many products together.

use crate::model::{Day, ProductIx, Status};
use crate::site::context::ViewContext;
use crate::site::parts::StatusMark;
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
    pub statuses: Vec<StatusMark>,
    /// On how many of them something was recorded.
    pub recorded: usize,
    /// Of all promises that were measured in the last thirty days, how many were kept, in percent.
    pub month: Option<usize>,
    /// The same of ninety.
    pub quarter: Option<usize>,
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
    pub status: StatusMark,
    /// How many.
    pub count: usize,
    /// Where its bar begins and how high it is, in percent of the day's products, from the top.
    pub from: usize,
    /// See `from`.
    pub height: usize,
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
        month: kept(&recorded_days[dates.len().saturating_sub(MONTH)..]),
        quarter: kept(&recorded_days),
        days,
    })
}

/// The day since which a product was recorded as broken or late on every day until yesterday: what runs show begins
/// with the last of them, where earlier ones are not kept.
pub(in crate::site) fn broken_since(product: ProductIx, context: &ViewContext<'_>) -> Option<Date> {
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

/// The share of the measured promises that were kept, rounded down.
fn kept(days: &[Vec<&Day>]) -> Option<usize> {
    let measured: Vec<bool> = days.iter().flatten().flat_map(|day| day.promises.values().copied()).collect();
    (measured.iter().filter(|kept| **kept).count() * 100).checked_div(measured.len())
}
