//! The levels of rules that a catalog sets, and their findings.

use super::vocabulary_macro::vocabulary;
use super::{ProductIx, RuleFact, TeamIx};
use crate::source::Span;
use jiff::civil::Date;

vocabulary! {
    /// How much a rule counts.
    RuleLevel {
        /// The rule is not applied.
        Off = "off",
        /// Good to know.
        Note = "note",
        /// Worth fixing.
        Warning = "warning",
        /// Nothing is published until it is fixed.
        Error = "error",
    }
}

/// The level that the catalog sets for a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RuleSetting {
    /// The rule's id, as written.
    pub rule: String,
    /// Where it is written.
    pub span: Span,
    /// The level, unless overridden for a tier or a category.
    pub level: Option<RuleLevel>,
    /// The level for products of a tier, by the tier's id.
    pub tiers: Vec<(String, RuleLevel)>,
    /// The level for products of a category, by the category's id.
    pub categories: Vec<(String, RuleLevel)>,
}

/// A waiver of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Waiver {
    /// The rule's id, as written.
    pub rule: String,
    /// The product; `None` if no product has the given id.
    pub product: Option<ProductIx>,
    /// Where it is written.
    pub span: Span,
    /// Why.
    pub reason: String,
    /// The team that owns it.
    pub owner: Option<TeamIx>,
    /// The last day on which it applies.
    pub expires: Date,
}

/// A finding of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// Its level.
    pub level: RuleLevel,
    /// The product whose owner can fix it.
    pub product: ProductIx,
    /// The finding itself.
    pub fact: RuleFact,
    /// Where it is; the first is the place to fix.
    pub places: Vec<Span>,
}
