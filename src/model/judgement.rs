//! What the rules found, and how much each rule counts.

use super::promise::words;
use super::{ProductIx, RuleFact, RuleFault, Scorecard, TeamIx};
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
pub struct RuleSetting {
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

/// Leave to break a rule for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The rule's id, as written.
    pub rule: String,
    /// The product; nothing where no product has the id that is written.
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
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How much it counts.
    pub level: RuleLevel,
    /// The product whose owner can mend it.
    pub product: ProductIx,
    /// What it found.
    pub fact: RuleFact,
    /// Where; the first is the place to fix.
    pub places: Vec<Span>,
}

/// A rule as readers meet it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RulePage {
    /// The id.
    pub id: &'static str,
    /// How much it counts unless the catalog says otherwise.
    pub level: RuleLevel,
    /// Its page: Markdown with a title, why, an example that breaks it and one that keeps it.
    pub text: &'static str,
}

/// What the rules found in a catalog.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// The rules, in the order of their ids.
    pub rules: Vec<RulePage>,
    /// What they found, by product.
    pub findings: Vec<Finding>,
    /// What is wrong with what the catalog says of rules.
    pub faults: Vec<RuleFault>,
    /// How each product does by the standards that are for it, in the catalog's order.
    pub scorecards: Vec<Vec<Scorecard>>,
    /// What they found and somebody gave leave for, by product, with the position of the leave among
    /// the catalog's waivers.
    pub waived: Vec<(Finding, usize)>,
}

impl Judgement {
    /// Whether the rules found anything, be it that somebody gave leave for it.
    #[must_use]
    pub fn has_findings(&self) -> bool {
        !self.findings.is_empty() || !self.waived.is_empty()
    }

    /// What they found in a product.
    pub fn of(&self, product: ProductIx) -> impl Iterator<Item = &Finding> + Clone {
        // They are sorted by product.
        let begin = self.findings.partition_point(|finding| finding.product < product);
        self.findings[begin..].iter().take_while(move |finding| finding.product == product)
    }

    /// What they found that keeps the site from being published.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.level == RuleLevel::Error)
    }
}
