//! The findings of the rules in a catalog.

use super::{Finding, ProductIx, RuleFault, RuleLevel, Scorecard};
use std::collections::BTreeMap;

/// A rule as readers meet it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RulePage {
    /// The id.
    pub id: &'static str,
    /// How much it counts unless the catalog says otherwise.
    pub level: RuleLevel,
    /// Its page: Markdown with a title, why, an example that breaks it and one that keeps it.
    pub text: &'static str,
}

/// What the rules found in a catalog.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuleReport {
    /// The rules, in the order of their ids.
    pub rules: Vec<RulePage>,
    /// What they found, by product.
    pub findings: Vec<Finding>,
    /// What is wrong with what the catalog says of rules.
    pub diagnostics: Vec<RuleFault>,
    /// How each product does by the standards that are for it, in the catalog's order.
    pub scorecards: Vec<Vec<Scorecard>>,
    /// Of products that are only proposed, what the standards ask and can be built, and is not said yet: each by the
    /// positions of the standard and of the check in it.
    pub to_build: BTreeMap<ProductIx, Vec<(usize, usize)>>,
    /// What they found and a waiver covers, by product, with the position of the waiver among the catalog's.
    pub waived: Vec<(Finding, usize)>,
}

impl RuleReport {
    /// Whether the rules found anything, findings covered by waivers included.
    #[must_use]
    pub(crate) fn has_findings(&self) -> bool {
        !self.findings.is_empty() || !self.waived.is_empty()
    }

    /// What they found in a product.
    pub(crate) fn of(&self, product: ProductIx) -> impl Iterator<Item = &Finding> + Clone {
        // They are sorted by product.
        let begin = self.findings.partition_point(|finding| finding.product < product);
        self.findings[begin..].iter().take_while(move |finding| finding.product == product)
    }
}
