//! The standards of a company for its products, each a list of checks on the way to production.

use super::{CategoryIx, CheckFact, CheckKind, CheckParameters, TierIx, VocabularyEntry};
use crate::source::Span;
use jiff::civil::Date;

/// All standards of a catalog.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Standards {
    /// The levels, in the order in which they are reached.
    pub levels: Vec<VocabularyEntry>,
    /// The standards, in their order.
    pub standards: Vec<Standard>,
}

impl Standards {
    /// Returns the name of a level; empty if there is none at this index.
    #[must_use]
    pub(crate) fn level_name(&self, level: usize) -> String {
        self.levels.get(level).map(|level| level.name.clone()).unwrap_or_default()
    }

    /// Returns the index of the level with an id.
    #[must_use]
    pub(crate) fn level_of(&self, id: &str) -> Option<usize> {
        self.levels.iter().position(|level| level.id == id)
    }
}

/// A standard for products of some kind.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Standard {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// One or two plain sentences; may be empty.
    pub description: String,
    /// The categories that it applies to; all, if empty.
    pub categories: Vec<CategoryIx>,
    /// The tiers that it applies to; all, if empty.
    pub tiers: Vec<TierIx>,
    /// The checks, by level.
    pub checks: Vec<StandardCheck>,
}

impl Standard {
    /// Returns whether it applies to products of this category and tier.
    #[must_use]
    pub(crate) fn is_for(&self, category: Option<CategoryIx>, tier: TierIx) -> bool {
        let is_category = self.categories.is_empty()
            || category.is_some_and(|category| self.categories.contains(&category));
        is_category && (self.tiers.is_empty() || self.tiers.contains(&tier))
    }
}

/// A check of a standard.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StandardCheck {
    /// The id, unique within the standard.
    pub id: String,
    /// Its question, as a plain sentence without a period, if the catalog has its own wording.
    pub name: Option<String>,
    /// The title of the page of the products that do not meet it, if the catalog has its own wording.
    pub unmet: Option<String>,
    /// The position of the level that cannot be reached without it.
    pub level: usize,
    /// The kind of check.
    pub kind: CheckKind,
    /// The parameters of the check.
    pub parameters: CheckParameters,
    /// Its span.
    pub span: Span,
}

/// A claim of a product that only people can judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attestation {
    /// The id of the check.
    pub check: String,
    /// The span of the id.
    pub span: Span,
    /// A link or a text; may be empty.
    pub text: String,
    /// The date of the last review.
    pub reviewed: Option<Date>,
}

/// The result of a product in a standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scorecard {
    /// The position of the standard.
    pub standard: usize,
    /// The results of each check, in the standard's order.
    pub marks: Vec<CheckMark>,
    /// The position of the highest level reached.
    pub reached: Option<usize>,
}

/// The result of a product in a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CheckMark {
    /// Whether the check is met; `None` if it does not apply.
    pub met: Option<bool>,
    /// What was seen, if there is anything to report.
    pub seen: Option<CheckFact>,
}

impl CheckMark {
    /// Returns whether nobody knows if the check is met: it counts as not met until that is known.
    #[must_use]
    pub(crate) fn is_not_known(&self) -> bool {
        matches!(self.seen, Some(CheckFact::Undeclared { .. }))
    }

    /// Returns whether the check is known not to be met.
    #[must_use]
    pub(crate) fn is_missed(&self) -> bool {
        self.met == Some(false) && !self.is_not_known()
    }
}

impl Scorecard {
    /// Returns how many checks are met, and how many apply.
    #[must_use]
    pub(crate) fn score(&self) -> (usize, usize) {
        let count =
            |is_counted: fn(&CheckMark) -> bool| self.marks.iter().filter(|mark| is_counted(mark)).count();
        (count(|mark| mark.met == Some(true)), count(|mark| mark.met.is_some()))
    }
}
