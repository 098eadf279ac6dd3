//! Whether a product can be used today, and the deciding reason.

use super::vocabulary_macro::vocabulary;
use super::{AssetIx, Measure, ProductIx, Status, StatusFact};
use jiff::Timestamp;

vocabulary! {
    /// Whether a product can be used today.
    Usability {
        /// Everything that was checked is as it should be.
        Fine = "fine",
        /// Something about it, or about what it builds on, is not as it should be.
        Care = "care",
        /// Its data is old, or it was not updated.
        Stale = "stale",
        /// A test, a check or a guard of its data failed.
        Wrong = "wrong",
        /// It ran, and nothing tests its data.
        Unchecked = "unchecked",
        /// Something that should have been seen was not.
        Unknown = "unknown",
    }
}

/// Whether a product can be used today, and the deciding reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProductVerdict {
    /// Whether it can be used.
    pub usability: Usability,
    /// The deciding reason, by its position among the product's; `None` if it is healthy or not observed.
    pub reason: Option<usize>,
    /// Whether something was not updated, but not everything that it gives to others.
    pub partly: bool,
    /// For a failed run, when the last successful run of that asset was, if one was observed.
    pub last_good: Option<Timestamp>,
    /// Where the problem originates, if that is in another product or in a table of no product.
    pub origin: Option<ProblemOrigin>,
}

/// The origin of a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProblemOrigin {
    /// The product; `None` for a table of no product.
    pub product: Option<ProductIx>,
    /// The asset; `None` for a product that is only declared as upstream.
    pub asset: Option<AssetIx>,
    /// What happened there.
    pub kind: ProblemKind,
    /// Since when: the first of several failures in a row, or when the data became too old; `None` if unknown.
    pub since: Option<Timestamp>,
    /// When the failure was last observed.
    pub at: Option<Timestamp>,
}

vocabulary! {
    /// What happened where a problem begins.
    ProblemKind {
        /// A load failed.
        Load = "load",
        /// A run failed.
        Run = "run",
        /// A test failed.
        Test = "test",
        /// A check that somebody else made of its data failed.
        Check = "check",
        /// A guard of it failed.
        Guard = "guard",
        /// Its table was dropped, renamed or emptied.
        Gone = "gone",
        /// Its data is late.
        Late = "late",
        /// It ran before what it reads was ready.
        Early = "early",
        /// It did not run when it was due.
        Missed = "missed",
        /// Something else.
        Other = "other",
    }
}

impl ProblemKind {
    /// Returns whether the data was observed to be wrong or missing.
    #[must_use]
    pub(crate) fn is_wrong_data(self) -> bool {
        matches!(self, Self::Test | Self::Check | Self::Guard | Self::Gone)
    }
}

impl StatusFact {
    /// Returns whether the data is older than it should be: late, from an earlier run, or built from data that is.
    #[must_use]
    pub(crate) fn leaves_data_old(&self) -> bool {
        match self {
            Self::Upstream { why, .. } => why.leaves_data_old(),
            Self::DeclaredUpstream { status, .. } => *status == Status::Late,
            // It came after its deadline, but it came.
            Self::BreaksPromise { measure: Measure::Ready { at: Some(_), .. }, .. }
            | Self::PromiseBroken { measure: Measure::Ready { at: Some(_), .. }, .. } => false,
            fact => matches!(
                fact.problem_kind(),
                ProblemKind::Late
                    | ProblemKind::Early
                    | ProblemKind::Missed
                    | ProblemKind::Load
                    | ProblemKind::Run
            ),
        }
    }

    /// Returns whether a run did not bring the data that it should have.
    #[must_use]
    pub(crate) fn is_missed_update(&self) -> bool {
        matches!(
            self,
            Self::RunFailed { .. }
                | Self::RunSkipped
                | Self::RunHangs { .. }
                | Self::Overdue { missed: Some(_), .. }
        )
    }

    /// Returns the kind of the problem.
    #[must_use]
    pub(crate) fn problem_kind(&self) -> ProblemKind {
        match self {
            Self::RunFailed { load: true, .. } => ProblemKind::Load,
            Self::RunFailed { .. } => ProblemKind::Run,
            Self::TestsFailed { .. } | Self::TestsWarned { .. } => ProblemKind::Test,
            Self::CheckFailed { .. } => ProblemKind::Check,
            Self::GuardFailed { .. } => ProblemKind::Guard,
            Self::TableGone { .. } => ProblemKind::Gone,
            Self::SourceLate { .. } => ProblemKind::Late,
            Self::BreaksPromise { measure, .. } | Self::PromiseBroken { measure, .. } => match measure {
                Measure::DataAsOf { .. } | Measure::NoData { .. } | Measure::Ready { .. } => {
                    ProblemKind::Late
                }
                _ => ProblemKind::Other,
            },
            Self::Behind { .. } => ProblemKind::Early,
            Self::Overdue { .. } => ProblemKind::Missed,
            Self::NoRun { .. }
            | Self::NoJob
            | Self::RunTooOld { .. }
            | Self::FailedEarlier { .. }
            | Self::RanLate { .. }
            | Self::RunSkipped
            | Self::RunHangs { .. }
            | Self::StreamSilent { .. }
            | Self::FirstRunUnended { .. }
            | Self::FreshnessNotChecked
            | Self::FreshnessTooOld { .. }
            | Self::FreshnessCrashed { .. }
            | Self::FreshnessOfAnotherLimit
            | Self::TestsSkipped { .. }
            | Self::TestsMissing { .. }
            | Self::CheckSkipped { .. }
            | Self::NoRows { .. }
            | Self::GuardedEarly { .. }
            | Self::Upstream { .. }
            | Self::UpstreamUnknown { .. }
            | Self::DeclaredUpstream { .. } => ProblemKind::Other,
        }
    }
}
