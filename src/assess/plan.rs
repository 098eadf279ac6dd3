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
    /// Returns the status of an initiative.
    fn initiative(&self, initiative: &Initiative) -> InitiativeAssessment {
        let deliveries: Vec<DeliveryAssessment> =
            initiative.deliveries.iter().map(|delivery| self.delivery(delivery)).collect();
        let platform: Vec<DeliveryAssessment> =
            initiative.platform.iter().map(|work| self.delivery(work)).collect();
        let work_items = || deliveries.iter().chain(&platform);
        let open = || work_items().filter(|work| work.state > WorkState::Delivered);
        let is_delivered = work_items().any(|work| work.state == WorkState::Delivered);
        let year = self.catalog.settings.fiscal_year;
        let quarter = year.quarter(self.today);
        let is_begun = initiative.work().any(|work| work.status == DeliveryStatus::InProgress);
        let nearest = open().filter_map(|work| work.quarter).min();
        let horizon = match (open().count(), nearest) {
            (0, _) if is_delivered => Horizon::Delivered,
            (0, _) if work_items().next().is_some() => Horizon::Dropped,
            (_, Some(nearest)) if is_begun || nearest <= quarter => Horizon::Now,
            (_, None) if is_begun => Horizon::Now,
            (_, Some(nearest)) if nearest == quarter.next() => Horizon::Next,
            _ => Horizon::Later,
        };
        let delivered_on = |horizon| match horizon {
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
            delivered: delivered_on(horizon),
            deliveries,
            platform,
        }
    }

    /// Returns the status of work on a product or on the platform.
    fn delivery(&self, delivery: &WorkItem) -> DeliveryAssessment {
        let year = self.catalog.settings.fiscal_year;
        let due = delivery.target.and_then(|target| year.last_day_of(target));
        let blocked_by: Vec<ProductIx> =
            delivery.waits_for.iter().copied().filter(|product| !self.can_be_built_on(*product)).collect();
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

    /// Returns whether a product can be built on: it is active or deprecated, and no delivery of it is open in any
    /// initiative. While one is, a part that is already delivered is enough, whatever the lifecycle. A retired product
    /// can never be built on.
    fn can_be_built_on(&self, product: ProductIx) -> bool {
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

    /// Returns the reason why work may not be done in time, if there is one.
    fn risk(&self, delivery: &WorkItem, due: Option<Date>, blocked_by: &[ProductIx]) -> Option<RiskFact> {
        for product in blocked_by {
            if let Some(because) = self.wait_reason(*product, due) {
                return Some(RiskFact::Waits { product: *product, because });
            }
        }
        let needed = match delivery.effort? {
            Effort::Days(days) => days,
            Effort::Weeks(weeks) => weeks * 5.0,
            Effort::Points(_) => return None,
        };
        let days_left = working_days(self.today, due?);
        let is_late = delivery.status == DeliveryStatus::Planned && needed > f64::from(days_left);
        is_late.then_some(RiskFact::TooLittleTime { working_days: days_left })
    }

    /// Returns why the work on a product that cannot be built on yet endangers other work that waits for it; `due` is the
    /// day of that other work.
    fn wait_reason(&self, product: ProductIx, due: Option<Date>) -> Option<WaitReason> {
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
            (Some(ready_on), _) if ready_on < self.today => Some(WaitReason::Overdue),
            (Some(ready_on), Some(due)) if ready_on > due => Some(WaitReason::DueLater),
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
