//! The last ninety days of many products together.

use crate::model::{EarlierEpisode, Incident, Onset, ProductIx, RecordedDay, SinceDay, Status};
use crate::prose::en::{self, KeptShare};
use crate::site::context::ViewContext;
use crate::site::parts::{Label, PageRef};
use crate::site::words;
use jiff::civil::Date;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The statuses of the products on each of ninety days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DailyStatusesView {
    /// The days, oldest first.
    pub days: Vec<PastDay>,
    /// The statuses that occurred, worst first.
    pub statuses: Vec<Label>,
    /// The number of recorded days.
    pub recorded: usize,
    /// The share of measured promises that were kept, in a sentence; may be empty.
    pub kept: String,
}

/// The statuses of the products on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PastDay {
    /// The day: `2026-11-20`.
    pub date: String,
    /// The number of products by status, worst first; empty if not recorded.
    pub counts: Vec<Count>,
    /// The products that were failing or late, failing ones first.
    #[serde(skip)]
    broken: Vec<(Reverse<Status>, ProductIx)>,
}

/// The number of products with a status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Count {
    /// The status.
    pub status: Label,
    /// The number of products.
    pub count: usize,
    /// The start and the height of its bar, in percent of the day's products, from the top.
    pub from: usize,
    /// See `from`.
    pub height: usize,
}

/// Consecutive days with equal numbers of products by status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DayRun {
    /// The first day: `2026-09-24`.
    pub from: String,
    /// The last day.
    pub to: String,
    /// The number of days.
    pub days: usize,
    /// The days in words: `18–19 November 2026`.
    pub span: String,
    /// The number of products by status on each day.
    pub counts: Vec<Count>,
    /// The first of the products that were failing or late on each day, failing ones first.
    pub broken: Vec<PageRef>,
    /// The next such products.
    pub rest: Vec<PageRef>,
    /// The number of all such products.
    pub total: usize,
}

/// The most failing or late products that a line names.
const MAX_NAMED: usize = 4;
/// The most that it lists when asked for the rest, so that ninety such lines remain one page.
const MAX_REST: usize = 50;

impl DailyStatusesView {
    /// Returns the recorded days, newest first, with consecutive equal days as one entry.
    pub(super) fn runs(&self, context: &ViewContext<'_>) -> Vec<DayRun> {
        let is_alike =
            |day: &PastDay, other: &PastDay| day.counts == other.counts && day.broken == other.broken;
        let runs = self.days.chunk_by(is_alike);
        let run = |days: &[PastDay]| {
            let (first, last) = (days.first()?, days.last()?);
            let (from, to) = (first.date.clone(), last.date.clone());
            let names = |from: usize, most: usize| {
                let named = first.broken.iter().skip(from).take(most);
                named.map(|(_, product)| context.product_ref(*product)).collect()
            };
            Some(DayRun {
                span: from.parse().ok().zip(to.parse().ok()).map(|(from, to)| en::days_in_short(from, to))?,
                from,
                to,
                days: days.len(),
                counts: first.counts.clone(),
                broken: names(0, MAX_NAMED),
                rest: names(MAX_NAMED, MAX_REST),
                total: first.broken.len(),
            })
        };
        runs.rev().filter_map(run).filter(|run| !run.counts.is_empty()).collect()
    }

    /// Returns which products were failing or late on every recorded day, if there are enough days to say so.
    pub(super) fn always_broken(&self, context: &ViewContext<'_>) -> String {
        let mut recorded = self.days.iter().filter(|day| !day.counts.is_empty());
        let Some(first) = recorded.next().filter(|_| self.recorded >= MIN_ALWAYS) else {
            return String::new();
        };
        let mut always: BTreeSet<ProductIx> = first.broken.iter().map(|(_, product)| *product).collect();
        for day in recorded {
            always.retain(|product| day.broken.iter().any(|(_, broken)| broken == product));
        }
        let names = always.into_iter().map(|product| context.product(product).name.clone()).collect();
        en::always_broken(names, self.recorded)
    }
}

/// The least number of recorded days after which something is said to be broken on every one of them.
const MIN_ALWAYS: usize = 7;

const DAYS: usize = 90;
const MONTH: usize = 30;

/// Returns the history of the products that satisfy a predicate; `None` if none of it was recorded.
pub(super) fn past(
    context: &ViewContext<'_>,
    belongs: impl Fn(ProductIx) -> bool,
) -> Option<DailyStatusesView> {
    let history = &context.catalog.observations.history;
    let products = history.keys().copied().filter(|product| belongs(*product));
    let dates = context.last_days(DAYS);
    let of_day = |date: &Date| -> Vec<(ProductIx, &RecordedDay)> {
        products.clone().filter_map(|product| Some((product, context.day(product, *date)?))).collect()
    };
    let by_product: Vec<Vec<(ProductIx, &RecordedDay)>> = dates.iter().map(of_day).collect();
    let days: Vec<PastDay> =
        dates.iter().zip(&by_product).map(|(date, products)| day(*date, products)).collect();
    let recorded_days: Vec<Vec<&RecordedDay>> =
        by_product.iter().map(|recorded| recorded.iter().map(|(_, day)| *day).collect()).collect();
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

/// Returns since when a product has had a problem of its own, by its recorded days or its runs, whichever is
/// earlier: the one day that every page names.
pub(in crate::site) fn problem_since(product: ProductIx, context: &ViewContext<'_>) -> Option<SinceDay> {
    since_day(context.incident(product)?, context)
}

/// Returns the same for an incident.
pub(in crate::site) fn since_day(incident: &Incident, context: &ViewContext<'_>) -> Option<SinceDay> {
    day_of(incident.since, Status::Warning, incident, context)
}

/// Returns since when the product of an incident is as bad as today: never the day of an earlier, lesser problem.
pub(in crate::site) fn status_day(incident: &Incident, context: &ViewContext<'_>) -> Option<SinceDay> {
    let status = context.status(incident.product).unwrap_or(Status::Warning);
    day_of(incident.status_since, status, incident, context)
}

/// Returns since when it had lesser problems before it became as bad as today; `None` if it had none.
pub(in crate::site) fn earlier_day(incident: &Incident, context: &ViewContext<'_>) -> Option<SinceDay> {
    let status = status_day(incident, context);
    since_day(incident, context).filter(|one| status.is_none_or(|status| one.day < status.day))
}

/// Returns the day before the product of an incident got its problem; `None` if that day is not known.
pub(super) fn day_before(incident: &Incident, context: &ViewContext<'_>) -> Option<Date> {
    let since = since_day(incident, context).filter(|since| !since.at_least)?;
    since.day.yesterday().ok()
}

/// Returns the last days before the present problem of a product on which it was failing or late; `None` if there were
/// none, or if nobody knows when the present problem began.
pub(super) fn earlier_episode(incident: &Incident, context: &ViewContext<'_>) -> Option<EarlierEpisode> {
    let since = since_day(incident, context).filter(|since| !since.at_least)?;
    let status = |day: &Date| context.day(incident.product, *day).map(|recorded| recorded.status);
    let was_broken = |day: &Date| status(day).is_some_and(Status::is_impaired);
    let before = context.last_days(DAYS).into_iter().filter(|day| *day < since.day);
    let broken: Vec<Date> = before.filter(was_broken).collect();
    let to = *broken.last()?;
    let is_next = |days: &[Date]| days[0].tomorrow().is_ok_and(|next| next == days[1]);
    let consecutive = 1 + broken.windows(2).rev().take_while(|days| is_next(days)).count();
    Some(EarlierEpisode {
        status: status(&to)?,
        from: broken[broken.len() - consecutive],
        to,
        more: broken.len() - consecutive,
        window: DAYS,
    })
}

/// Returns whether a promise of a product was recorded as broken on a day.
pub(super) fn was_broken(product: ProductIx, sla: usize, day: Date, context: &ViewContext<'_>) -> bool {
    let of = context.product(product);
    let recorded = context.day(product, day);
    recorded.is_some_and(|recorded| recorded.promises.get(&of.slas[sla].key(of)) == Some(&false))
}

fn day_of(
    seen: Option<Onset>,
    at_least: Status,
    incident: &Incident,
    context: &ViewContext<'_>,
) -> Option<SinceDay> {
    let day = seen.map(|onset| onset.at.to_zoned(context.catalog.settings.time_zone.clone()).date());
    // A problem known to have begun after the last recorded day is a different one than that of those days.
    let is_known = seen.is_some_and(|onset| onset.is_known);
    let recorded = recorded_since(incident.product, at_least, context).filter(|_| !is_known);
    let first = recorded.map(|since| since.day).into_iter().chain(day).min()?;
    Some(SinceDay { day: first, at_least: recorded.is_some_and(|since| since.at_least) })
}

/// Returns the day since which a product was recorded as at least this bad on every day until yesterday: if earlier
/// runs are not kept, the runs only show the last of them. Days with only upstream problems do not count. Nobody knows
/// how it was on a day that was not recorded.
fn recorded_since(product: ProductIx, at_least: Status, context: &ViewContext<'_>) -> Option<SinceDay> {
    let recorded = context.catalog.observations.history.get(&product)?;
    let is_own = |status| matches!(status, Status::Warning | Status::Late | Status::Failing);
    let was_problem = |day: &Date| {
        recorded
            .get(day)
            .is_some_and(|day| day.status >= at_least && (is_own(day.status) || day.status == at_least))
    };
    let days = std::iter::successors(context.today.yesterday().ok(), |day| day.yesterday().ok());
    let day = days.take_while(was_problem).last()?;
    let is_recorded = day.yesterday().is_ok_and(|before| recorded.contains_key(&before));
    Some(SinceDay { day, at_least: !is_recorded })
}

fn day(date: Date, recorded: &[(ProductIx, &RecordedDay)]) -> PastDay {
    let mut counts: BTreeMap<Reverse<Status>, usize> = BTreeMap::new();
    for (_, day) in recorded {
        *counts.entry(Reverse(day.status)).or_default() += 1;
    }
    let broken = recorded.iter().filter(|(_, day)| day.status.is_impaired());
    let mut broken: Vec<(Reverse<Status>, ProductIx)> =
        broken.map(|(product, day)| (Reverse(day.status), *product)).collect();
    broken.sort_unstable();
    let all: usize = counts.values().sum();
    let mut seen = 0;
    let counts = counts.into_iter().map(|(status, count)| {
        let from = seen * 100 / all;
        seen += count;
        Count { status: words::status(status.0), count, from, height: seen * 100 / all - from }
    });
    PastDay { date: date.to_string(), counts: counts.collect(), broken }
}

/// Returns the share of the measured promises that were kept, rounded down; `None` if none was measured.
fn kept(days: &[Vec<&RecordedDay>], window: usize) -> Option<KeptShare> {
    let measured: Vec<bool> = days.iter().flatten().flat_map(|day| day.promises.values().copied()).collect();
    let percent = (measured.iter().filter(|kept| **kept).count() * 100).checked_div(measured.len())?;
    let days = days.iter().filter(|day| day.iter().any(|recorded| !recorded.promises.is_empty())).count();
    Some(KeptShare { percent, days, window })
}
