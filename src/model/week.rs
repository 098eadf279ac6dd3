//! What a team has to see to in the coming days.

use super::promise::words;
use super::{InitiativeIx, ProductIx, RegulationIx, RiskFact, WorkState};
use jiff::civil::Date;

words! {
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

/// Something that a team has to see to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WeekTask {
    /// The product that it is about.
    pub product: ProductIx,
    /// When it is due, if there is a day.
    pub due: Option<Date>,
    /// What it is.
    pub fact: WeekFact,
}

/// What a team has to see to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WeekFact {
    /// The product is broken.
    Incident {
        /// Whether it needs a fix today.
        urgent: bool,
        /// Whether only other teams can fix it.
        of_others: bool,
        /// How many runs, tests and checks failed.
        failures: usize,
        /// How many pieces have something else wrong.
        problems: usize,
        /// How many pieces only warn.
        warnings: usize,
        /// How many of its promises are broken.
        promises: usize,
        /// Since when, as far as is known.
        since: Option<Date>,
        /// How many other products are affected.
        products: usize,
        /// How many teams are affected.
        teams: usize,
    },
    /// Guards of controls of a regulation were seen to fail.
    ControlsFailed(RegulationIx, Vec<usize>),
    /// Controls of a regulation have no evidence.
    EvidenceMissing(RegulationIx, Vec<usize>),
    /// Somebody has to look at the evidence for controls of a regulation; without a due day nobody ever did.
    EvidenceReview(RegulationIx, Vec<usize>),
    /// Its owner has to look at the product again.
    Review,
    /// Work on the product for an initiative.
    Delivery {
        /// The initiative.
        initiative: InitiativeIx,
        /// How it stands.
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
    /// It ends.
    End,
    /// What it builds on ends.
    UpstreamEnds(ProductIx),
}

impl WeekTask {
    /// What kind of thing it is.
    #[must_use]
    pub(crate) fn kind(&self) -> WeekKind {
        match self.fact {
            WeekFact::Incident { .. } => WeekKind::Incident,
            WeekFact::ControlsFailed(..) | WeekFact::EvidenceMissing(..) | WeekFact::EvidenceReview(..) => {
                WeekKind::Evidence
            }
            WeekFact::Review => WeekKind::Review,
            WeekFact::Delivery { .. } => WeekKind::Delivery,
            WeekFact::Waiver(_) => WeekKind::Waiver,
            WeekFact::LastMile(..) => WeekKind::LastMile,
            WeekFact::Notice(_) => WeekKind::Notice,
            WeekFact::End | WeekFact::UpstreamEnds(_) => WeekKind::End,
        }
    }

    /// Whether something is broken, be it urgent or not.
    #[must_use]
    pub(crate) fn is_broken(&self) -> bool {
        matches!(self.fact, WeekFact::Incident { .. } | WeekFact::ControlsFailed(..))
    }

    /// Whether it is for the team to fix now, whatever the day.
    #[must_use]
    pub(crate) fn is_urgent(&self) -> bool {
        let is_urgent = matches!(self.fact, WeekFact::Incident { urgent: true, .. });
        matches!(self.fact, WeekFact::ControlsFailed(..)) || is_urgent && !self.is_of_others()
    }

    /// Whether it is for the team to fix, and can wait.
    #[must_use]
    pub(crate) fn can_wait(&self) -> bool {
        self.is_broken() && !self.is_urgent() && !self.is_of_others()
    }

    /// Whether only other teams can fix it.
    #[must_use]
    pub(crate) fn is_of_others(&self) -> bool {
        matches!(self.fact, WeekFact::Incident { of_others: true, .. })
    }
}
