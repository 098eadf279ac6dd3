//! The levels of rules that a catalog sets, and their findings.

use super::promise::words;
use super::{ProductIx, RuleFact, TeamIx};
use crate::source::Span;
use jiff::civil::Date;

words! {
    /// How much a rule counts.
    RuleLevel {
        /// It does not count.
        Off = "off",
        /// Good to know.
        Note = "note",
        /// Worth fixing.
        Warning = "warning",
        /// Nothing is published until it is fixed.
        Error = "error",
    }
}

/// How much the catalog lets a rule count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RuleSetting {
    /// The rule's id, as written.
    pub rule: String,
    /// Where it is written.
    pub span: Span,
    /// How much, unless a tier or category says otherwise.
    pub level: Option<RuleLevel>,
    /// How much for products of a tier, by the tier's id.
    pub tiers: Vec<(String, RuleLevel)>,
    /// How much for products of a category, by the category's id.
    pub categories: Vec<(String, RuleLevel)>,
}

/// A waiver of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Waiver {
    /// The rule's id, as written.
    pub rule: String,
    /// The product; `None` if no product has the id that is written.
    pub product: Option<ProductIx>,
    /// Where it is written.
    pub span: Span,
    /// Why.
    pub reason: String,
    /// The team that answers for it.
    pub owner: Option<TeamIx>,
    /// The last day on which it counts.
    pub expires: Date,
}

/// Something that a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How much it counts.
    pub level: RuleLevel,
    /// The product whose owner can fix it.
    pub product: ProductIx,
    /// What it found.
    pub fact: RuleFact,
    /// Where; the first is the place to fix.
    pub places: Vec<Span>,
}
