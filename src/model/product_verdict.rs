//! Whether a product can be used today, and what decides that.

use super::promise::words;
use super::{AssetIx, Measure, ProductIx, Status, StatusFact};
use jiff::Timestamp;

words! {
    /// Whether a product can be used today.
    Trust {
        /// Everything that was checked is as it should be.
        Fine = "fine",
        /// Something about it, or about what it builds on, is not as it should be.
        Care = "care",
        /// Its data is old, or it was not updated.
        Stale = "stale",
        /// A test, a check or a guard of its data failed.
        Wrong = "wrong",
        /// It ran, and nobody looks at its data.
        Unchecked = "unchecked",
        /// Something that should have been seen was not.
        Unknown = "unknown",
    }
}

/// Whether a product can be used today, and what decides that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProductVerdict {
    /// Whether it can be used.
    pub trust: Trust,
    /// The reason that decides, by its position among those of the product; `None` if all is well or nobody looks.
    pub reason: Option<usize>,
    /// Of a run that failed: when the last good run of that asset was, if one was seen.
    pub last_good: Option<Timestamp>,
    /// Where the problem begins, if that is in another product or in a table of no product.
    pub origin: Option<ProblemOrigin>,
}

/// Where a problem begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProblemOrigin {
    /// The product; `None` for a table of no product.
    pub product: Option<ProductIx>,
    /// The asset; `None` where the product is only declared to be built on.
    pub asset: Option<AssetIx>,
    /// What happened there.
    pub kind: ProblemKind,
    /// Since when: the first of several failures in a row, or when data became too old; `None` if that is not known.
    pub since: Option<Timestamp>,
    /// When it was last seen to fail.
    pub at: Option<Timestamp>,
}

words! {
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
    /// Whether the data was seen to be wrong, or not to be there.
    #[must_use]
    pub(crate) fn is_wrong_data(self) -> bool {
        matches!(self, Self::Test | Self::Check | Self::Guard | Self::Gone)
    }
}

impl StatusFact {
    /// Whether the data is older than it should be: late, of an earlier run, or made of data that is.
    #[must_use]
    pub(crate) fn leaves_data_old(&self) -> bool {
        match self {
            Self::Upstream { why, .. } => why.leaves_data_old(),
            Self::DeclaredUpstream { status, .. } => *status == Status::Late,
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

    /// What kind of problem it is.
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
            _ => ProblemKind::Other,
        }
    }
}
