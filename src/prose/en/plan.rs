//! Why work may not be done in time.

use crate::model::{RiskFact, WaitReason};
use crate::prose::{Say, Voice};

impl Say for RiskFact {
    fn say(&self, voice: &Voice<'_>) -> String {
        match self {
            Self::Waits { product, because } => {
                let product = voice.product(*product);
                match because {
                    WaitReason::NotPlanned => format!("it waits for {product}, which is not planned"),
                    WaitReason::Paused => format!("it waits for {product}, which is paused"),
                    WaitReason::Overdue => format!("it waits for {product}, which is overdue"),
                    WaitReason::DueLater => format!("it waits for {product}, which is due later"),
                    WaitReason::NoDate => {
                        format!("it waits for {product}, which has no due date")
                    }
                }
            }
            Self::TooLittleTime { working_days: 1 } => {
                "it is not started, and needs more than the 1 working day left".to_owned()
            }
            Self::TooLittleTime { working_days } => {
                format!("it is not started, and needs more than the {working_days} working days left")
            }
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
pub(crate) fn upkeep(days_a_month: f64) -> String {
    if days_a_month < 0.5 {
        format!("{} a year", amount(days_a_month * 12.0, "day"))
    } else {
        format!("{} a month", amount(days_a_month, "day"))
    }
}

/// Returns what something costs to build and to maintain: `10 weeks to build, then 3 days a month to maintain`. Empty
/// if the maintenance cost is unknown.
#[must_use]
pub(crate) fn bill(days: f64, days_a_month: f64) -> String {
    match (days > 0.0, days_a_month > 0.0) {
        (_, false) => String::new(),
        (false, true) => format!("{} to maintain", upkeep(days_a_month)),
        (true, true) => format!("{} to build, then {} to maintain", work(days), upkeep(days_a_month)),
    }
}

/// Returns an amount with its unit, rounded to a tenth.
fn amount(amount: f64, unit: &str) -> String {
    let rounded = (amount * 10.0).round() / 10.0;
    format!("{rounded} {unit}{}", if (rounded - 1.0).abs() < 1e-9 { "" } else { "s" })
}

/// Returns how many initiatives are overdue or at risk: `2 overdue or at risk`.
pub(crate) fn initiatives_in_danger(count: usize) -> String {
    format!("{count} overdue or at risk")
}

/// Returns the heading for initiatives without a sponsor.
pub(crate) fn no_sponsor() -> String {
    "Without a sponsor".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_are_given_as_effort_to_build_and_to_maintain() {
        assert_eq!(bill(50.0, 3.0), "10 weeks to build, then 3 days a month to maintain");
        assert_eq!(bill(1.0, 0.25), "1 day to build, then 3 days a year to maintain");
        assert_eq!(bill(0.0, 1.0), "1 day a month to maintain");
        assert_eq!(bill(50.0, 0.0), "");
    }
}
