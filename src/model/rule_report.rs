//! The findings of the rules in a catalog.

use super::{Finding, ProductIx, RuleLevel, RuleReferenceError, Scorecard};
use std::collections::BTreeMap;

/// A rule and its documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RulePage {
    /// The id.
    pub id: &'static str,
    /// Its level unless the catalog sets another.
    pub level: RuleLevel,
    /// Its page: Markdown with a title, the reason, an example that breaks it and one that follows it.
    pub text: &'static str,
}

impl RulePage {
    /// Returns the title of its page.
    #[must_use]
    pub(crate) fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches("# ")
    }
}

/// The findings of the rules in a catalog.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuleReport {
    /// The rules, in the order of their ids.
    pub rules: Vec<RulePage>,
    /// The findings, by product.
    pub findings: Vec<Finding>,
    /// The problems with the catalog's settings for rules.
    pub reference_errors: Vec<RuleReferenceError>,
    /// The scorecards of each product for the standards that apply to it, in catalog order.
    pub scorecards: Vec<Vec<Scorecard>>,
    /// For products that are only proposed, the checks that can already be built and are not declared yet, as
    /// positions of the standard and of the check in it.
    pub to_build: BTreeMap<ProductIx, Vec<(usize, usize)>>,
    /// The findings covered by a waiver, by product, with the position of the waiver in the catalog.
    pub waived: Vec<(Finding, usize)>,
}

impl RuleReport {
    /// Returns whether there are any findings, including waived ones.
    #[must_use]
    pub(crate) fn has_findings(&self) -> bool {
        !self.findings.is_empty() || !self.waived.is_empty()
    }

    /// Returns the findings for a product.
    pub(crate) fn of_product(&self, product: ProductIx) -> impl Iterator<Item = &Finding> + Clone {
        // The findings are sorted by product.
        let begin = self.findings.partition_point(|finding| finding.product < product);
        self.findings[begin..].iter().take_while(move |finding| finding.product == product)
    }
}
