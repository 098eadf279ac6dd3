//! The results of checks of standards, as facts; `prose` makes the sentences.

use super::fact_value::{FactValue, facts};
use super::vocabulary_macro::vocabulary;
use super::{Finding, ProductIx, PromiseIx, RegulationIx, Status};
use jiff::civil::Date;

facts! {
    /// What a check of a standard found in a product.
    ///
    /// What follows `as` and the names of the fields are codes and keys for programs: they are added, none changes.
    CheckFact {
        /// No team answers for it.
        NoOwner as "no-owner",
        /// No person looks after it.
        NoSteward as "no-steward",
        /// It has no summary.
        NoSummary as "no-summary",
        /// It has no description.
        NoDescription as "no-description",
        /// Its description is too short.
        DescriptionTooShort as "short-description" {
            /// How many words it has.
            words: usize,
        },
        /// Nothing says where help is given.
        NoSupport as "no-support",
        /// No address is given at which it is opened.
        NoAddress as "no-address",
        /// It has no output ports.
        NoOutputPorts as "no-output-ports",
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
        NothingToCount as "nothing-to-count",
        /// It has nothing that the rule is about.
        NotApplicable as "nothing-of-the-kind",
        /// The rule is switched off for it, so that nothing is known.
        RuleOff as "rule-off",
        /// It promises something.
        Promises as "promises" {
            /// The promise.
            promise: PromiseIx,
        },
        /// It does not promise it.
        NoPromise as "no-promise",
        /// It promises nothing at all.
        PromisesNothing as "promises-nothing",
        /// None of its promises is measured.
        NoneMeasured as "none-measured" {
            /// How many it gives.
            promises: usize,
        },
        /// So many of its promises are kept, and none is broken.
        Kept as "kept" {
            /// How many are kept.
            kept: usize,
            /// How many it gives.
            promises: usize,
        },
        /// So many of its promises are broken.
        Broken as "broken" {
            /// How many are broken.
            broken: usize,
            /// How many it gives.
            promises: usize,
        },
        /// It names nobody who uses it.
        NoConsumers as "no-consumers",
        /// No day is planned on which its owner looks at it again.
        NoReviewPlanned as "no-review-planned",
        /// Such a day has passed.
        ReviewDue as "review-due" {
            /// The day.
            day: Date,
        },
        /// Such a day is to come.
        ReviewPlanned as "review-planned" {
            /// The day.
            day: Date,
        },
        /// It has no such link.
        NoLink as "no-link",
        /// Nothing of it can be seen.
        NoEvidencePossible as "cannot-be-seen",
        /// Nothing is known of it today.
        NothingKnown as "nothing-known",
        /// It is broken today.
        IsBroken as "is-broken" {
            /// How it stands.
            status: Status,
        },
        /// A waiver covers what the rule finds.
        Waived as "waived",
        /// The rule finds something in it.
        Found as "found" {
            /// The first finding.
            first: FirstFinding,
            /// How many more there are.
            more: usize,
        },
        /// It does not declare regulations that it is under, so that the rule cannot find what it lacks for them.
        Undeclared as "not-declared" {
            /// Those regulations.
            regulations: Vec<RegulationIx>,
        },
        /// It is not seen to read anything.
        ReadsNothing as "reads-nothing",
        /// It reads products of other categories.
        AlsoReads as "also-reads" {
            /// Those products.
            products: Vec<ProductIx>,
        },
        /// Nobody attests it.
        NotAttested as "not-attested",
        /// It is attested without a review date.
        NoReviewDate as "never-looked-at",
        /// It is attested, but the review is overdue.
        Reviewed as "looked-at" {
            /// When it was last reviewed.
            day: Date,
        },
        /// It is attested: with a link or a text.
        Attested as "attested" {
            /// The link or text.
            text: String,
        },
    }
}

/// The first finding of a rule; programs get it as a fact of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FirstFinding(pub Box<Finding>);

impl From<&FirstFinding> for FactValue<'_> {
    fn from(_: &FirstFinding) -> Self {
        Self::WordingOnly
    }
}

vocabulary! {
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

/// What is counted is the code of the fact.
impl From<&CheckedPart> for FactValue<'_> {
    fn from(_: &CheckedPart) -> Self {
        Self::WordingOnly
    }
}
