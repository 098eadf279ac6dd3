//! The tasks of a team in the coming days.

use super::vocabulary_macro::vocabulary;
use super::{InitiativeIx, ProductIx, RegulationIx, RiskFact, SinceDay, WorkState};
use jiff::civil::Date;

vocabulary! {
    /// What kind of thing waits for a team.
    WeekKind {
        /// A product is broken.
        Incident = "incident",
        /// The evidence for controls of a regulation.
        Evidence = "evidence",
        /// The review of a product.
        Review = "review",
        /// Work that somebody waits for.
        Delivery = "delivery",
        /// A waiver that ends.
        Waiver = "waiver",
        /// Logic outside of any product that was to be there for a while.
        LastMile = "last-mile",
        /// What was said of a problem, and until when.
        Notice = "notice",
        /// A product that ends, or that another one builds on.
        End = "end",
    }
}

/// A task for a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WeekTask {
    /// What it concerns.
    pub subject: WeekSubject,
    /// When it is due, if it has a date.
    pub due: Option<Date>,
    /// The task itself.
    pub fact: WeekFact,
}

/// What a task concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WeekSubject {
    /// A product.
    Product(ProductIx),
    /// Work on the platform, by its initiative and its position there.
    Platform(InitiativeIx, usize),
}

/// What a problem upstream is to the products that it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UpstreamRole {
    /// The only cause of what is wrong with them.
    OnlyCause,
    /// One of several causes.
    OneOfCauses,
    /// Nothing is wrong with them yet.
    Harmless,
}

/// The task itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WeekFact {
    /// The product is broken.
    Incident {
        /// Whether it needs a fix today.
        urgent: bool,
        /// Whether only other teams can fix it.
        of_others: bool,
        /// The number of failed runs, tests and checks.
        failures: usize,
        /// Those among them that only mean that data is late.
        late: usize,
        /// The number of parts with another problem.
        problems: usize,
        /// The number of parts with only a warning.
        warnings: usize,
        /// The number of its broken promises.
        promises: usize,
        /// Since when it is as bad as it is, as far as is known.
        since: Option<SinceDay>,
        /// Since when it had lesser problems before that.
        problems_since: Option<SinceDay>,
        /// How many other products are affected.
        products: usize,
        /// The number of affected teams.
        teams: usize,
    },
    /// The product of another team has a problem that reaches these products of the team.
    Upstream(UpstreamRole, Vec<ProductIx>),
    /// Guards of controls of a regulation failed.
    ControlsFailed(RegulationIx, Vec<usize>),
    /// Controls of a regulation lack evidence.
    EvidenceMissing(RegulationIx, Vec<usize>),
    /// The evidence for controls of a regulation is due for review; without a due day, it was never reviewed.
    EvidenceReview(RegulationIx, Vec<usize>),
    /// The product is due for review by its owner.
    Review,
    /// Work on the product, or on the platform, for an initiative.
    Delivery {
        /// The initiative.
        initiative: InitiativeIx,
        /// Its state.
        state: WorkState,
        /// Why it is at risk, if it is.
        risk: Option<RiskFact>,
    },
    /// A waiver ends, by its position among those of the catalog.
    Waiver(usize),
    /// A last mile ends, by the positions of the consumer and of the last mile.
    LastMile(usize, usize),
    /// The owner expected a problem to be over, by the position of the notice.
    Notice(usize),
    /// The product ends.
    End,
    /// An upstream product ends.
    UpstreamEnds(ProductIx),
    /// The version behind one of its output ports ends, by the position of the port.
    PortEnds(usize),
    /// The version behind an output port that it uses ends.
    UpstreamPortEnds {
        /// The product of the output port.
        upstream: ProductIx,
        /// The position of the port there.
        port: usize,
        /// Whether it is known to use that port, and not only the product.
        is_known: bool,
    },
}

impl WeekTask {
    /// Returns the product that it concerns; `None` for work on the platform.
    #[must_use]
    pub(crate) fn product(&self) -> Option<ProductIx> {
        match self.subject {
            WeekSubject::Product(product) => Some(product),
            WeekSubject::Platform(..) => None,
        }
    }

    /// Returns the kind of the task.
    #[must_use]
    pub(crate) fn kind(&self) -> WeekKind {
        match self.fact {
            WeekFact::Incident { .. } | WeekFact::Upstream(..) => WeekKind::Incident,
            WeekFact::ControlsFailed(..) | WeekFact::EvidenceMissing(..) | WeekFact::EvidenceReview(..) => {
                WeekKind::Evidence
            }
            WeekFact::Review => WeekKind::Review,
            WeekFact::Delivery { .. } => WeekKind::Delivery,
            WeekFact::Waiver(_) => WeekKind::Waiver,
            WeekFact::LastMile(..) => WeekKind::LastMile,
            WeekFact::Notice(_) => WeekKind::Notice,
            WeekFact::End
            | WeekFact::UpstreamEnds(_)
            | WeekFact::PortEnds(_)
            | WeekFact::UpstreamPortEnds { .. } => WeekKind::End,
        }
    }

    /// Returns whether it is about an incident, urgent or not.
    #[must_use]
    pub(crate) fn is_incident(&self) -> bool {
        self.is_of_others() || matches!(self.fact, WeekFact::Incident { .. } | WeekFact::ControlsFailed(..))
    }

    /// Returns whether it is for the team to fix now, regardless of the day.
    #[must_use]
    pub(crate) fn is_urgent(&self) -> bool {
        let is_urgent = matches!(self.fact, WeekFact::Incident { urgent: true, .. });
        matches!(self.fact, WeekFact::ControlsFailed(..)) || is_urgent && !self.is_of_others()
    }

    /// Returns whether it is for the team to fix, but can wait.
    #[must_use]
    pub(crate) fn can_wait(&self) -> bool {
        self.is_incident() && !self.is_urgent() && !self.is_of_others()
    }

    /// Returns whether only other teams can fix it.
    #[must_use]
    pub(crate) fn is_of_others(&self) -> bool {
        matches!(self.fact, WeekFact::Incident { of_others: true, .. } | WeekFact::Upstream(..))
    }
}
