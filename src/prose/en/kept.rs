//! How often promises were kept: of all days, or of those that were recorded.

use super::listed;
use crate::model::Sla;

/// The share of promises kept among those measured on some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeptShare {
    /// The share in percent.
    pub percent: usize,
    /// The number of days with any measurement.
    pub days: usize,
    /// The number of all days.
    pub window: usize,
}

/// Returns `98% of 30 days`; if fewer are recorded, `98% of the 10 days recorded`.
#[must_use]
pub(crate) fn kept_of_days(percent: usize, recorded: usize, all: usize) -> String {
    match recorded {
        1 => format!("{percent}% of the 1 day recorded"),
        recorded if recorded < all => format!("{percent}% of the {recorded} days recorded"),
        _ => format!("{percent}% of {all} days"),
    }
}

/// Returns `Of the promises measured, 95% were kept over the last 30 days and 98% over the last 90.`; empty if none
/// was measured.
#[must_use]
pub(crate) fn kept_over(month: Option<KeptShare>, quarter: Option<KeptShare>) -> String {
    let over = |share: KeptShare| match share.days {
        1 => "on the 1 day recorded".to_owned(),
        days if days < share.window => format!("over the {days} days recorded"),
        _ => format!("over the last {} days", share.window),
    };
    match (month, quarter) {
        (None, None) => String::new(),
        (Some(one), None) | (None, Some(one)) => {
            format!("Of the promises measured, {}% were kept {}.", one.percent, over(one))
        }
        (Some(month), Some(quarter)) => {
            let (first, then) = (over(month), over(quarter));
            format!(
                "Of the promises measured, {}% were kept {first} and {}% {then}.",
                month.percent, quarter.percent
            )
        }
    }
}

/// Returns which products were failing or late on every recorded day, as a sentence; empty for none.
#[must_use]
pub(crate) fn always_broken(products: Vec<String>, days: usize) -> String {
    let was = match products.len() {
        0 => return String::new(),
        1 => "was",
        _ => "were",
    };
    format!("{} {was} failing or late on every one of the {days} recorded days.", listed(products))
}

/// On how many days a product was late before the cause of its problem began.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LateBefore<'a> {
    /// The number of days on which it was late.
    pub late: usize,
    /// The number of days recorded before the cause began,
    pub recorded: usize,
    /// among this many last days.
    pub window: usize,
    /// Its own promise and that of a product upstream that allows more time, if a rule found them.
    pub out_of_reach: Option<OutOfReach<'a>>,
}

/// A promise that a looser one upstream does not allow to keep.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OutOfReach<'a> {
    /// Its own promise.
    pub promise: &'a Sla,
    /// The name of the product upstream.
    pub upstream: &'a str,
    /// The promise of that product.
    pub upstream_promise: &'a Sla,
}

/// Returns that a product was late before the cause of its problem began, to be read after that cause.
#[must_use]
pub(crate) fn late_before(known: LateBefore<'_>) -> String {
    let LateBefore { late, recorded, window, .. } = known;
    let days = match late == recorded {
        true => format!("all {recorded} days recorded before that"),
        false => format!("{late} of the {recorded} days recorded before that"),
    };
    let promises = known.out_of_reach.map_or_else(String::new, |found| {
        let (own, theirs) = (&found.promise.target, &found.upstream_promise.target);
        format!(": it promises {own}, while {} upstream promises {theirs}", found.upstream)
    });
    format!("In the last {window} days it was also late on {days}{promises}.")
}

/// Returns what the failed runs, tests and checks of a product are called, together with late data: a table that is
/// only late has not failed.
#[must_use]
pub(crate) fn failure_or_problem(late: usize) -> &'static str {
    if late > 0 { "problem" } else { "failure" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_broken_every_day_is_said_in_a_sentence() {
        assert_eq!(always_broken(Vec::new(), 90), "");
        assert_eq!(
            always_broken(vec!["Revenue explore".to_owned()], 90),
            "Revenue explore was failing or late on every one of the 90 recorded days."
        );
        let two = vec!["A".to_owned(), "B".to_owned()];
        assert_eq!(
            always_broken(two, 7),
            "A and B were failing or late on every one of the 7 recorded days."
        );
    }

    #[test]
    fn days_late_before_a_cause_are_counted_exactly() {
        let known = |late| LateBefore { late, recorded: 30, window: 90, out_of_reach: None };
        assert_eq!(
            late_before(known(30)),
            "In the last 90 days it was also late on all 30 days recorded before that."
        );
        assert_eq!(
            late_before(known(28)),
            "In the last 90 days it was also late on 28 of the 30 days recorded before that."
        );
    }

    #[test]
    fn a_share_of_promises_kept_states_its_number_of_days() {
        assert_eq!(kept_of_days(100, 30, 30), "100% of 30 days");
        assert_eq!(kept_of_days(100, 10, 90), "100% of the 10 days recorded");
        assert_eq!(kept_of_days(0, 1, 30), "0% of the 1 day recorded");
    }

    #[test]
    fn a_share_over_many_products_states_its_number_of_days() {
        let share = |percent, days, window| Some(KeptShare { percent, days, window });
        assert_eq!(kept_over(None, None), "");
        assert_eq!(
            kept_over(share(95, 30, 30), share(98, 90, 90)),
            "Of the promises measured, 95% were kept over the last 30 days and 98% over the last 90 days."
        );
        assert_eq!(
            kept_over(share(95, 10, 30), None),
            "Of the promises measured, 95% were kept over the 10 days recorded."
        );
        assert_eq!(
            kept_over(share(95, 30, 30), share(98, 41, 90)),
            "Of the promises measured, 95% were kept over the last 30 days and 98% over the 41 days recorded."
        );
    }
}
