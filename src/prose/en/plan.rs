//! Why work may not be done in time.

use super::lists::{all, listed};
use super::numbers::{counted, number};
use crate::model::{RiskFact, WaitReason};
use crate::prose::{Say, Voice};

impl Say for RiskFact {
    fn say(&self, voice: &Voice<'_>) -> String {
        risk_of("it", self, voice)
    }
}

/// Returns why work may not be done in time, about a product by name: `Sales cube waits for Sales, which is paused`.
#[must_use]
pub(crate) fn risk_of(name: &str, risk: &RiskFact, voice: &Voice<'_>) -> String {
    match risk {
        RiskFact::Waits { product, because } => {
            let product = voice.product(*product);
            let because = match because {
                WaitReason::NotPlanned => "is not planned",
                WaitReason::Paused => "is paused",
                WaitReason::Overdue => "is overdue",
                WaitReason::DueLater => "is due later",
                WaitReason::NoDate => "has no due date",
            };
            format!("{name} waits for {product}, which {because}")
        }
        RiskFact::TooLittleTime { working_days } => {
            let left = counted(*working_days as usize, "working day");
            format!("{name} is not started, and needs more than the {left} left")
        }
    }
}

/// Returns working days as weeks, if that is shorter: `14.5 weeks`.
#[must_use]
pub(crate) fn work(days: f64) -> String {
    if days >= 5.0 { amount(days / 5.0, "week") } else { amount(days, "day") }
}

/// Returns working days a month, or a year if that is clearer: `3 days a month`.
#[must_use]
pub(crate) fn upkeep(days_per_month: f64) -> String {
    if days_per_month < 0.5 {
        format!("{} a year", amount(days_per_month * 12.0, "day"))
    } else {
        format!("{} a month", amount(days_per_month, "day"))
    }
}

/// Returns what something costs to build and to maintain: `10 weeks to build, then 3 days a month to maintain`. Empty
/// if the maintenance cost is unknown.
#[must_use]
pub(crate) fn bill(days: f64, days_per_month: f64) -> String {
    match (days > 0.0, days_per_month > 0.0) {
        (_, false) => String::new(),
        (false, true) => format!("{} to maintain", upkeep(days_per_month)),
        (true, true) => format!("{} to build, then {} to maintain", work(days), upkeep(days_per_month)),
    }
}

/// Returns an amount with its unit, rounded to a tenth.
fn amount(amount: f64, unit: &str) -> String {
    let rounded = (amount * 10.0).round() / 10.0;
    format!("{rounded} {unit}{}", if (rounded - 1.0).abs() < 1e-9 { "" } else { "s" })
}

/// What is to be delivered: pieces of work, and initiatives.
#[derive(Clone, Debug, Default)]
pub(crate) struct RoadmapCounts {
    /// The domain, if only work on its products is counted; may be empty.
    pub domain: String,
    /// What is due in the rest of the quarter.
    pub work_due: usize,
    /// The number of initiatives that this is part of.
    pub initiatives_due: usize,
    /// The last day of the quarter in words: `31 December 2026`.
    pub quarter_end: String,
    /// How much of what is due is at risk.
    pub due_at_risk: usize,
    /// How much of what is due is paused.
    pub due_paused: usize,
    /// What is overdue.
    pub work_overdue: usize,
    /// What is paused, and was due earlier.
    pub paused_past_due: usize,
    /// What is at risk, and due after the quarter or without a date.
    pub at_risk_later: usize,
    /// Whether only initiatives of one horizon are counted: that none of them is in progress says nothing of the plan.
    pub is_one_horizon: bool,
    /// The number of initiatives in progress.
    pub initiatives_in_progress: usize,
    /// The number of initiatives due in the next quarter.
    pub initiatives_next_quarter: usize,
    /// The number of initiatives due after that, or without a date.
    pub initiatives_later: usize,
    /// All undelivered work.
    pub open_work: usize,
}

/// Returns the plan ahead: `12 pieces of work in 6 initiatives are due by 31 December 2026; 1 is at risk, 1 is paused.`
#[must_use]
pub(crate) fn plan_ahead(plan: &RoadmapCounts) -> String {
    let first = due_first(plan);
    let rest = [
        (plan.work_overdue, "overdue"),
        (plan.paused_past_due, "paused after the due date"),
        (plan.at_risk_later, "at risk, and due later or without a date"),
    ];
    let rest = rest
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} of work {} {what}.", counted(count, "piece"), verb(count)));
    std::iter::once(first).filter(|first| !first.is_empty()).chain(rest).collect::<Vec<_>>().join(" ")
}

/// Returns what is due this quarter, or that nothing is; empty if that says nothing.
fn due_first(plan: &RoadmapCounts) -> String {
    let quarter_end = &plan.quarter_end;
    let for_domain = |pieces: &str| match plan.domain.is_empty() {
        true => pieces.to_owned(),
        false => format!("{pieces} on products of {}", plan.domain),
    };
    let work = |count: usize| for_domain(&format!("{} of work", counted(count, "piece")));
    let initiatives = counted(plan.initiatives_due, "initiative");
    let of_due = [(plan.due_at_risk, "at risk"), (plan.due_paused, "paused")];
    let of_due: Vec<String> = of_due
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {} {what}", number(count), verb(count)))
        .collect();
    let of_due = if of_due.is_empty() { String::new() } else { format!("; {}", of_due.join(", ")) };
    match (plan.work_due, plan.initiatives_in_progress, plan.initiatives_next_quarter) {
        (0, 0, 0) if plan.is_one_horizon && plan.open_work == 0 && plan.initiatives_later > 0 => {
            let later = counted(plan.initiatives_later, "initiative");
            format!(
                "{later} {} planned for later, with no open work listed yet.",
                verb(plan.initiatives_later)
            )
        }
        (0, ..) if plan.is_one_horizon && plan.open_work == 0 => String::new(),
        (0, ..) if plan.is_one_horizon => {
            format!("{} {} open.", work(plan.open_work), verb(plan.open_work))
        }
        (0, 0, 0) => "No initiative is in progress.".to_owned(),
        (0, 0, next) => {
            format!("No initiative is in progress; {} {} due next quarter.", number(next), verb(next))
        }
        (0, now, _) => format!(
            "{} {} in progress; {} {quarter_end}.",
            counted(now, "initiative"),
            verb(now),
            for_domain("no work") + " is due by"
        ),
        (due, ..) => {
            format!("{} in {initiatives} {} due by {quarter_end}{of_due}.", work(due), verb(due))
        }
    }
}

fn verb(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// Returns how much work was delivered in the last 12 months, and how much of it on time: some may have had no due
/// date.
#[must_use]
pub(crate) fn delivered_in_a_year(all: usize, dated: usize, on_time: usize) -> String {
    let pieces = if all == 1 { "piece of work was" } else { "pieces of work were" };
    let on_time = match (dated, on_time) {
        (0, _) => String::new(),
        (dated, _) if dated < all => {
            format!(", {} of the {} with a due date on time", number(on_time), number(dated))
        }
        (1, 1) => ", on time".to_owned(),
        (1, _) => ", late".to_owned(),
        (dated, on_time) if dated == on_time => ", all of them on time".to_owned(),
        (_, 0) => ", none of them on time".to_owned(),
        _ => format!(", {} of them on time", number(on_time)),
    };
    format!("In the last 12 months {} {pieces} delivered{on_time}.", number(all))
}

/// Returns that nothing was delivered lately, or at all as far as recorded.
#[must_use]
pub(crate) fn no_recent_delivery(was_any: bool) -> &'static str {
    match was_any {
        true => "No delivery is recorded in the last 12 months.",
        false => "No delivery is recorded.",
    }
}

/// Returns, after `5 of 6`: `pieces of work with a due date were on time in the last 12 months`.
#[must_use]
pub(crate) fn on_time_of(dated: usize) -> String {
    let pieces =
        if dated == 1 { "piece of work with a due date was" } else { "pieces of work with a due date were" };
    format!("{pieces} on time in the last 12 months")
}

/// The work of an initiative that is neither delivered nor dropped.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RemainingWork {
    /// The number of pieces of work on products.
    pub products: usize,
    /// The number of pieces of work on the platform.
    pub on_platform: usize,
    /// The working days that they take, as far as known.
    pub days: f64,
    /// The number of pieces whose effort is not known.
    pub unknown: usize,
}

/// Returns `Still to do: 2 products, 1.8 weeks of work.`; empty if nothing is.
#[must_use]
pub(crate) fn still_to_do(left: &RemainingWork) -> String {
    let parts = [(left.products, "product"), (left.on_platform, "piece")];
    let mut parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| counted(count, what)).collect();
    if let Some(last) = parts.last_mut().filter(|_| left.on_platform > 0) {
        last.push_str(" of work on the platform");
    }
    let work = match left.unknown {
        _ if left.days <= 0.0 => String::new(),
        0 => format!(", {} of work", work(left.days)),
        _ => format!(", at least {} of work", work(left.days)),
    };
    match parts.is_empty() {
        true => String::new(),
        false => format!("Still to do: {}{work}.", all(&parts)),
    }
}

/// Returns `People (attrition by month)`: the product, with the work on it if that is described.
#[must_use]
pub(crate) fn delivered_work(name: &str, work: &str) -> String {
    let work = work.trim_end_matches('.');
    if work.is_empty() { name.to_owned() } else { format!("{name} ({work})") }
}

/// Returns `Delivered this quarter: work on Revenue and People.`
#[must_use]
pub(crate) fn delivered_this_quarter(names: Vec<String>) -> String {
    format!("Delivered this quarter: work on {}.", listed(names))
}

/// Returns, after `1 of 20`: `products in the plan serves more than one request: Care outcomes`.
#[must_use]
pub(crate) fn serve_several_requests(reused: Vec<String>, all: usize) -> String {
    let product = if all == 1 { "product" } else { "products" };
    let serve = if reused.len() == 1 { "serves" } else { "serve" };
    let which = if reused.is_empty() { String::new() } else { format!(": {}", listed(reused)) };
    format!("{product} in the plan {serve} more than one request{which}")
}

/// Returns what is known of the risks of work that is not overdue: how much of it is at risk or paused, and how many
/// of its products are late or failing today.
#[must_use]
pub(crate) fn known_risks(all: usize, at_risk: usize, paused: usize) -> String {
    let none = match (all, at_risk) {
        (0, _) => return String::new(),
        (1, 0) => "It is not known to be at risk of being late".to_owned(),
        (1, _) => "It is at risk of being late".to_owned(),
        (all, 0) => format!("None of these {} is known to be at risk of being late", number(all)),
        (all, count) => {
            format!("{} of these {} {} at risk of being late", number(count), number(all), verb(count))
        }
    };
    let paused = match paused {
        0 => String::new(),
        count => format!("; {} {} paused", number(count), verb(count)),
    };
    format!("{none}{paused}.")
}

/// Returns how many products of a list of work are failing or late, in the words before their names; empty for none.
#[must_use]
pub(crate) fn products_failing_today(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "1 of the products is failing or late today".to_owned(),
        count => format!("{} of the products are failing or late today", number(count)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_says_how_much_of_it_is_known() {
        let left = RemainingWork { products: 2, on_platform: 1, days: 9.0, unknown: 0 };
        assert_eq!(
            still_to_do(&left),
            "Still to do: 2 products and 1 piece of work on the platform, 1.8 weeks of work."
        );
        let left = RemainingWork { products: 1, unknown: 1, ..RemainingWork::default() };
        assert_eq!(still_to_do(&left), "Still to do: 1 product.");
        let left = RemainingWork { products: 2, days: 3.0, unknown: 1, on_platform: 0 };
        assert_eq!(still_to_do(&left), "Still to do: 2 products, at least 3 days of work.");
        assert_eq!(still_to_do(&RemainingWork::default()), "");
    }

    #[test]
    fn no_known_risk_does_not_hide_what_fails_today() {
        assert_eq!(known_risks(83, 0, 0), "None of these 83 is known to be at risk of being late.");
        assert_eq!(
            known_risks(11, 0, 1),
            "None of these 11 is known to be at risk of being late; 1 is paused."
        );
        assert_eq!(known_risks(1, 0, 0), "It is not known to be at risk of being late.");
        assert_eq!(known_risks(12, 1, 2), "1 of these 12 is at risk of being late; 2 are paused.");
        assert_eq!(known_risks(1, 1, 0), "It is at risk of being late.");
        assert_eq!(known_risks(0, 0, 0), "");
        assert_eq!(products_failing_today(3), "3 of the products are failing or late today");
        assert_eq!(products_failing_today(1), "1 of the products is failing or late today");
        assert_eq!(products_failing_today(0), "");
    }

    #[test]
    fn a_risk_is_told_of_the_product_by_name() {
        let catalog = crate::model::Catalog::default();
        let voice = Voice::page(&catalog);
        let risk = RiskFact::TooLittleTime { working_days: 1 };
        let told = "is not started, and needs more than the 1 working day left";
        assert_eq!(risk_of("It is time", &risk, &voice), ["It is time ", told].concat());
        assert_eq!(risk.say(&voice), ["it ", told].concat());
    }

    #[test]
    fn the_plan_ahead_is_one_paragraph() {
        let plan = RoadmapCounts {
            work_due: 12,
            initiatives_due: 6,
            quarter_end: "31 December 2026".to_owned(),
            ..RoadmapCounts::default()
        };
        let said = |plan: RoadmapCounts| plan_ahead(&plan);
        assert_eq!(
            said(RoadmapCounts { is_one_horizon: true, initiatives_later: 1, ..RoadmapCounts::default() }),
            "1 initiative is planned for later, with no open work listed yet."
        );
        assert_eq!(
            said(RoadmapCounts { due_at_risk: 1, due_paused: 1, work_overdue: 2, ..plan.clone() }),
            "12 pieces of work in 6 initiatives are due by 31 December 2026; 1 is at risk, 1 is paused. \
             2 pieces of work are overdue."
        );
        assert_eq!(
            said(RoadmapCounts {
                domain: "Revenue".to_owned(),
                work_due: 1,
                initiatives_due: 1,
                ..plan.clone()
            }),
            "1 piece of work on products of Revenue in 1 initiative is due by 31 December 2026."
        );
        let none = RoadmapCounts { work_due: 0, ..plan };
        assert_eq!(
            said(RoadmapCounts { initiatives_next_quarter: 2, ..none.clone() }),
            "No initiative is in progress; 2 are due next quarter."
        );
        assert_eq!(
            said(RoadmapCounts { initiatives_in_progress: 1, at_risk_later: 1, ..none.clone() }),
            "1 initiative is in progress; no work is due by 31 December 2026. \
             1 piece of work is at risk, and due later or without a date."
        );
        // The status of the initiatives of a page is its title, not news.
        let later = RoadmapCounts { is_one_horizon: true, ..none };
        assert_eq!(said(RoadmapCounts { open_work: 3, ..later.clone() }), "3 pieces of work are open.");
        assert_eq!(said(later), "");
    }

    #[test]
    fn punctuality_counts_only_work_that_had_a_date() {
        let sentence = |all, dated, on_time| delivered_in_a_year(all, dated, on_time);
        assert_eq!(
            sentence(4, 1, 0),
            "In the last 12 months 4 pieces of work were delivered, 0 of the 1 with a due date on time."
        );
        assert_eq!(
            sentence(2, 2, 1),
            "In the last 12 months 2 pieces of work were delivered, 1 of them on time."
        );
        assert_eq!(
            sentence(2, 2, 2),
            "In the last 12 months 2 pieces of work were delivered, all of them on time."
        );
        assert_eq!(
            sentence(2, 2, 0),
            "In the last 12 months 2 pieces of work were delivered, none of them on time."
        );
        assert_eq!(sentence(1, 1, 1), "In the last 12 months 1 piece of work was delivered, on time.");
        assert_eq!(sentence(1, 1, 0), "In the last 12 months 1 piece of work was delivered, late.");
        assert_eq!(sentence(1, 0, 0), "In the last 12 months 1 piece of work was delivered.");
    }

    #[test]
    fn what_serves_several_requests_is_named() {
        assert_eq!(
            serve_several_requests(vec!["Care".to_owned()], 20),
            "products in the plan serves more than one request: Care"
        );
        assert_eq!(
            serve_several_requests(Vec::new(), 13),
            "products in the plan serve more than one request"
        );
    }

    #[test]
    fn costs_are_given_as_effort_to_build_and_to_maintain() {
        assert_eq!(bill(50.0, 3.0), "10 weeks to build, then 3 days a month to maintain");
        assert_eq!(bill(1.0, 0.25), "1 day to build, then 3 days a year to maintain");
        assert_eq!(bill(0.0, 1.0), "1 day a month to maintain");
        assert_eq!(bill(50.0, 0.0), "");
    }
}
