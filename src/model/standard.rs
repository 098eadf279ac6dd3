//! What a company asks of its products: standards, each a list of checks on the way to production.

use super::{CategoryIx, CheckFact, CheckKind, CheckParameters, TierIx, VocabularyEntry};
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
    /// What is asked, as a plain sentence without a period, if the catalog says it in its own words.
    pub name: Option<String>,
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

impl Scorecard {
    /// How many checks are met, and of how many that can be.
    #[must_use]
    pub(crate) fn score(&self) -> (usize, usize) {
        let count = |is: fn(&CheckMark) -> bool| self.marks.iter().filter(|mark| is(mark)).count();
        (count(|mark| mark.met == Some(true)), count(|mark| mark.met.is_some()))
    }
}
