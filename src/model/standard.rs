//! What a company asks of its products: standards, each a list of checks on the way to production.

use super::promise::words;
use super::{
    CategoryIx, CheckKind, CheckParameters, Finding, ProductIx, PromiseIx, Status, TierIx, VocabularyEntry,
};
use crate::source::Span;
use jiff::civil::Date;

/// All standards of a catalog.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Standards {
    /// The levels, the first to be reached first.
    pub levels: Vec<VocabularyEntry>,
    /// The standards, in their order.
    pub standards: Vec<Standard>,
}

/// What is asked of products of some kind.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Standard {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// One or two plain sentences; may be empty.
    pub description: String,
    /// The categories that it is for; all, if empty.
    pub categories: Vec<CategoryIx>,
    /// The tiers that it is for; all, if empty.
    pub tiers: Vec<TierIx>,
    /// What is asked, by level.
    pub checks: Vec<StandardCheck>,
}

impl Standard {
    /// Whether it is for products of this category and tier.
    #[must_use]
    pub(crate) fn is_for(&self, category: Option<CategoryIx>, tier: TierIx) -> bool {
        let is_category =
            self.categories.is_empty() || category.is_some_and(|one| self.categories.contains(&one));
        is_category && (self.tiers.is_empty() || self.tiers.contains(&tier))
    }
}

/// Something that is asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StandardCheck {
    /// The id, unique within the standard.
    pub id: String,
    /// What is asked, as a plain sentence without a period.
    pub name: String,
    /// The position of the level that cannot be reached without it.
    pub level: usize,
    /// What is looked at.
    pub kind: CheckKind,
    /// What is asked of that more precisely.
    pub parameters: CheckParameters,
    /// Where it is written.
    pub span: Span,
}

/// What a product says it has, that only people can see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attestation {
    /// The id of the check.
    pub check: String,
    /// Where the id is written.
    pub span: Span,
    /// A link or a text; may be empty.
    pub text: String,
    /// When somebody last looked.
    pub reviewed: Option<Date>,
}

/// How a product does by a standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scorecard {
    /// The position of the standard.
    pub standard: usize,
    /// How it does by each check, in the standard's order.
    pub marks: Vec<CheckMark>,
    /// The position of the highest level that it reached.
    pub reached: Option<usize>,
}

/// How a product does by a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CheckMark {
    /// Whether it does what is asked; `None` if there is nothing to do it with.
    pub met: Option<bool>,
    /// What was seen, if there is anything to say.
    pub seen: Option<CheckFact>,
}

/// What was seen of a product when it was asked to do something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CheckFact {
    /// No team answers for it.
    NoOwner,
    /// No person looks after it.
    NoSteward,
    /// It has no summary.
    NoSummary,
    /// It has no description.
    NoDescription,
    /// Its description is too short.
    Words(usize),
    /// Nothing says where help is given.
    NoSupport,
    /// No address is given at which it is opened.
    NoAddress,
    /// It has no output ports.
    NoOutputPorts,
    /// So many of its pieces do what is asked.
    Share {
        /// The pieces.
        of: CheckedPart,
        /// How many do.
        part: usize,
        /// How many there are.
        whole: usize,
    },
    /// It has no such pieces.
    NothingToCount,
    /// It has nothing that the rule is about.
    NothingOfTheKind,
    /// It promises something.
    Promises(PromiseIx),
    /// It does not promise it.
    NoPromise,
    /// It promises nothing at all.
    PromisesNothing,
    /// None of its promises is measured.
    NoneMeasured {
        /// How many it gives.
        promises: usize,
    },
    /// So many of its promises are kept, and none is broken.
    Kept {
        /// How many are kept.
        kept: usize,
        /// How many it gives.
        promises: usize,
    },
    /// So many of its promises are broken.
    Broken {
        /// How many are broken.
        broken: usize,
        /// How many it gives.
        promises: usize,
    },
    /// It names nobody who uses it.
    NoConsumers,
    /// No day is planned on which its owner looks at it again.
    NoReviewPlanned,
    /// Such a day has passed.
    ReviewDue(Date),
    /// Such a day is to come.
    ReviewPlanned(Date),
    /// It has no such link.
    NoLink,
    /// Nothing of it can be seen.
    CannotBeSeen,
    /// Nothing is known of it today.
    NothingKnown,
    /// It is broken today.
    IsBroken(Status),
    /// A waiver covers what the rule finds.
    Waived,
    /// The rule finds something in it.
    Found {
        /// The first finding.
        first: Box<Finding>,
        /// How many more there are.
        more: usize,
    },
    /// It is not seen to read anything.
    ReadsNothing,
    /// It reads products of other categories.
    AlsoReads(Vec<ProductIx>),
    /// Nobody attests it.
    NotAttested,
    /// It is attested without a review date.
    NeverLookedAt,
    /// It is attested, but the review is overdue.
    LookedAt(Date),
    /// It is attested: with a link or a text.
    Attested(String),
}

words! {
    /// The pieces of a product of which a check counts how many do what it asks.
    CheckedPart {
        /// Output ports that are described.
        OutputsDescribed = "outputs-described",
        /// Columns of output ports that are described.
        ColumnsDescribed = "columns-described",
        /// Tables behind output ports that are tested.
        OutputsTested = "outputs-tested",
        /// Tables behind output ports that have a contract.
        Contracts = "contracts",
        /// Tables that a job guards.
        Guarded = "guarded",
    }
}

impl Scorecard {
    /// How many checks are met, and of how many that can be.
    #[must_use]
    pub(crate) fn score(&self) -> (usize, usize) {
        let count = |is: fn(&CheckMark) -> bool| self.marks.iter().filter(|mark| is(mark)).count();
        (count(|mark| mark.met == Some(true)), count(|mark| mark.met.is_some()))
    }
}
