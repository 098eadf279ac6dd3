//! The progress of the plan: what is delivered, due, overdue and at risk.

use super::vocabulary_macro::vocabulary;
use super::{ProductIx, Quarter};
use jiff::civil::Date;

vocabulary! {
    /// How the work on a product for an initiative stands; a later one is worse.
    WorkState {
        /// Given up.
        Dropped = "dropped",
        /// Done.
        Delivered = "delivered",
        /// An initiative without any work yet; work itself is never so.
        Unplanned = "unplanned",
        /// No risk is known.
        OnTrack = "on-track",
        /// Nobody works on it for now.
        Paused = "paused",
        /// Something speaks against it.
        AtRisk = "at-risk",
        /// It was due, and is not done.
        Overdue = "overdue",
    }
}

vocabulary! {
    /// When an initiative is planned.
    Horizon {
        /// It is worked on, or due this quarter, or overdue.
        Now = "now",
        /// It is due next quarter.
        Next = "next",
        /// It is due later, or nobody said when.
        Later = "later",
        /// All of it is done that was not given up.
        Delivered = "delivered",
        /// All of it was given up.
        Dropped = "dropped",
    }
}

/// The status of an initiative.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct InitiativeAssessment {
    /// When it is planned.
    pub horizon: Horizon,
    /// The worst state of its open work.
    pub state: WorkState,
    /// The status of each of its deliveries.
    pub deliveries: Vec<DeliveryAssessment>,
    /// The status of each piece of platform work.
    pub platform: Vec<DeliveryAssessment>,
    /// The day by which all of it is due, if anything has a due date.
    pub due: Option<Date>,
    /// The day on which the last of it was delivered, once all is.
    pub delivered: Option<Date>,
}

/// The status of the work on one product.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DeliveryAssessment {
    /// The state.
    pub state: WorkState,
    /// Why it is at risk, if it is.
    pub risk: Option<RiskFact>,
    /// The last day that still meets its due date.
    pub due: Option<Date>,
    /// The quarter in which it is due.
    pub quarter: Option<Quarter>,
    /// Whether it was delivered in time; `None` if it is not delivered or had no due date.
    pub in_time: Option<bool>,
    /// The products that it waits for that are not available yet.
    pub blocked_by: Vec<ProductIx>,
}

impl DeliveryAssessment {
    /// Returns the day of the delivery, if it is known, or the day when undelivered work is due.
    #[must_use]
    pub(crate) fn day(&self, delivered: Option<Date>) -> Option<Date> {
        if self.state == WorkState::Delivered { delivered } else { delivered.or(self.due) }
    }
}

/// A reason why work may not be done in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RiskFact {
    /// It waits for a product that is not available yet.
    Waits {
        /// The product.
        product: ProductIx,
        /// The problem with the work on that product.
        because: WaitReason,
    },
    /// It has not begun, and needs more working days than are left.
    TooLittleTime {
        /// The working days that are left.
        working_days: u32,
    },
}

vocabulary! {
    /// What is wrong with the work on a product that others wait for.
    WaitReason {
        /// Nobody plans it.
        NotPlanned = "not-planned",
        /// It is paused.
        Paused = "paused",
        /// It was due, and is not done.
        Overdue = "overdue",
        /// It is due after what waits for it.
        DueLater = "due-later",
        /// Nobody said when it is due.
        NoDate = "no-date",
    }
}
