//! The progress of initiatives as of a day.

use crate::model::{
    Catalog, Delivery, DeliveryAssessment, DeliveryStatus, Effort, Horizon, Initiative, InitiativeAssessment,
    Lifecycle, ProductIx, RiskFact, WaitReason, WorkItem, WorkState,
};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeMap;

/// Returns the status of each initiative, in catalog order.
pub(super) fn initiatives(catalog: &Catalog, today: Date) -> Vec<InitiativeAssessment> {
    let mut planned: BTreeMap<ProductIx, Vec<&Delivery>> = BTreeMap::new();
    for delivery in catalog.initiatives.iter().flat_map(|initiative| &initiative.deliveries) {
        planned.entry(delivery.product).or_default().push(delivery);
    }
    let plan = Plan { catalog, planned, today };
    catalog.initiatives.iter().map(|initiative| plan.initiative(initiative)).collect()
}

struct Plan<'c> {
    catalog: &'c Catalog,
    /// The work on each product, across all initiatives.
    planned: BTreeMap<ProductIx, Vec<&'c Delivery>>,
    today: Date,
}

impl Plan<'_> {
    fn initiative(&self, initiative: &Initiative) -> InitiativeAssessment {
        let deliveries: Vec<DeliveryAssessment> =
            initiative.deliveries.iter().map(|delivery| self.delivery(delivery)).collect();
        let platform: Vec<DeliveryAssessment> =
            initiative.platform.iter().map(|work| self.delivery(work)).collect();
        let pieces = || deliveries.iter().chain(&platform);
        let open = || pieces().filter(|work| work.state > WorkState::Delivered);
        let is_delivered = pieces().any(|work| work.state == WorkState::Delivered);
        let year = self.catalog.settings.fiscal_year;
        let quarter = year.quarter(self.today);
        let is_begun = initiative.work().any(|work| work.status == DeliveryStatus::InProgress);
        let nearest = open().filter_map(|work| work.quarter).min();
        let horizon = match (open().count(), nearest) {
            (0, _) if is_delivered => Horizon::Delivered,
            (0, _) if pieces().next().is_some() => Horizon::Dropped,
            (_, Some(nearest)) if is_begun || nearest <= quarter => Horizon::Now,
            (_, None) if is_begun => Horizon::Now,
            (_, Some(nearest)) if nearest == quarter.next() => Horizon::Next,
            _ => Horizon::Later,
        };
        let last = |horizon| match horizon {
            Horizon::Delivered => initiative.work().filter_map(|work| work.delivered).max(),
            _ => None,
        };
        InitiativeAssessment {
            horizon,
            state: open().map(|work| work.state).max().unwrap_or(if is_delivered {
                WorkState::Delivered
            } else if initiative.work().next().is_none() {
                // What has no work yet was not given up, and nothing of it can be on time.
                WorkState::Unplanned
            } else {
                WorkState::Dropped
            }),
            due: open().filter_map(|work| work.due).max(),
            delivered: last(horizon),
            deliveries,
            platform,
        }
    }

    fn delivery(&self, delivery: &WorkItem) -> DeliveryAssessment {
        let year = self.catalog.settings.fiscal_year;
        let due = delivery.target.and_then(|target| year.last_day_of(target));
        let blocked_by: Vec<ProductIx> =
            delivery.waits_for.iter().copied().filter(|product| !self.is_present(*product)).collect();
        let risk = || self.risk(delivery, due, &blocked_by);
        let (state, risk) = match delivery.status {
            DeliveryStatus::Delivered => (WorkState::Delivered, None),
            DeliveryStatus::Dropped => (WorkState::Dropped, None),
            // Whoever paused it knows that it will not be done by its date.
            DeliveryStatus::Paused => (WorkState::Paused, None),
            _ if due.is_some_and(|due| due < self.today) => (WorkState::Overdue, None),
            DeliveryStatus::Planned | DeliveryStatus::InProgress => match risk() {
                Some(risk) => (WorkState::AtRisk, Some(risk)),
                None => (WorkState::OnTrack, None),
            },
        };
        let delivered = delivery.delivered.filter(|_| state == WorkState::Delivered);
        DeliveryAssessment {
            state,
            risk,
            due,
            quarter: delivery.target.map(|target| year.quarter_of(target)),
            in_time: delivered.and_then(|day| Some(day <= due?)),
            blocked_by: if state > WorkState::Delivered { blocked_by } else { Vec::new() },
        }
    }

    /// Returns whether a product is ready to be built on: in use, with no open initiative that still has parts
    /// of it to deliver, or some of them delivered. A retired product is not, whatever was delivered.
    fn is_present(&self, product: ProductIx) -> bool {
        let lifecycle = self.catalog.product(product).lifecycle;
        if lifecycle == Lifecycle::Retired {
            return false;
        }
        let work = self.planned.get(&product).map_or(&[][..], Vec::as_slice);
        let is_open = |delivery: &&Delivery| {
            !matches!(delivery.status, DeliveryStatus::Delivered | DeliveryStatus::Dropped)
        };
        match work.iter().any(is_open) {
            true => work.iter().any(|work| work.status == DeliveryStatus::Delivered),
            false => matches!(lifecycle, Lifecycle::Active | Lifecycle::Deprecated),
        }
    }

    /// Returns the reason why it may not be done in time, if there is one.
    fn risk(&self, delivery: &WorkItem, due: Option<Date>, blocked_by: &[ProductIx]) -> Option<RiskFact> {
        for product in blocked_by {
            if let Some(because) = self.wait(*product, due) {
                return Some(RiskFact::Waits { product: *product, because });
            }
        }
        let needed = match delivery.effort? {
            Effort::Days(days) => days,
            Effort::Weeks(weeks) => weeks * 5.0,
            Effort::Points(_) => return None,
        };
        let left = working_days(self.today, due?);
        let is_late = delivery.status == DeliveryStatus::Planned && needed > f64::from(left);
        is_late.then_some(RiskFact::TooLittleTime { working_days: left })
    }

    /// Returns the problem with the work on a product that is not available yet, for other work that is due on a day
    /// and waits for it.
    fn wait(&self, product: ProductIx, due: Option<Date>) -> Option<WaitReason> {
        let work = self.planned.get(&product).map_or(&[][..], Vec::as_slice);
        let open = || {
            work.iter()
                .filter(|work| !matches!(work.status, DeliveryStatus::Delivered | DeliveryStatus::Dropped))
        };
        let last_day = |delivery: &&Delivery| self.catalog.settings.fiscal_year.last_day_of(delivery.target?);
        if open().count() == 0 {
            return Some(WaitReason::NotPlanned);
        }
        if open().all(|delivery| delivery.status == DeliveryStatus::Paused) {
            return Some(WaitReason::Paused);
        }
        match (open().filter_map(last_day).max(), due) {
            (Some(ready), _) if ready < self.today => Some(WaitReason::Overdue),
            (Some(ready), Some(due)) if ready > due => Some(WaitReason::DueLater),
            (None, Some(_)) => Some(WaitReason::NoDate),
            _ => None,
        }
    }
}

/// Returns the number of days from Monday to Friday from one day to another, both included; 0 if the second is earlier.
fn working_days(from: Date, to: Date) -> u32 {
    let days = from.until(to).map_or(0, |span| u32::try_from(span.get_days() + 1).unwrap_or(0));
    let is_working = |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    // Any seven days in a row have five; what is left over are the first days.
    let rest = from.series(1_i32.day()).take((days % 7) as usize).filter(is_working).count();
    days / 7 * 5 + rest as u32
}
