//! How well products meet the standards that apply to them: which checks are met, and which level is
//! reached.
//!
//! Standards ask for what other modules already know: the declarations of the catalog, statuses, and the
//! findings of the rules.

mod checks;
mod marks;
mod tables;

use crate::diagnostics::nearest;
use crate::model::{
    Assessment, Catalog, CheckKind, CheckMark, Lifecycle, Product, ProductIx, RuleReferenceError, RuleReport,
    Scorecard, Standard, StandardCheck,
};
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The input of all checks.
pub(crate) struct CheckContext<'a> {
    /// The catalog.
    pub catalog: &'a Catalog,
    /// The status of everything.
    pub assessment: &'a Assessment,
    /// The findings of the rules.
    pub rule_report: &'a RuleReport,
    /// The day of the evaluation.
    pub today: Date,
}

/// Returns the scorecards of each product for the standards that apply to it, in the catalog's order. Retired
/// products are not checked.
#[must_use]
pub(crate) fn scorecards(seen: &CheckContext<'_>) -> Vec<Vec<Scorecard>> {
    let products = (0..seen.catalog.products.len()).into_par_iter().map(ProductIx::at);
    let of = |product: ProductIx| {
        let standards = seen.catalog.standards.standards.iter().enumerate();
        let meant = standards.filter(|(_, standard)| is_for(standard, product, seen.catalog));
        meant.map(|(at, standard)| scorecard(at, standard, product, seen)).collect()
    };
    products.map(of).collect()
}

/// Returns, for proposed products, the unmet checks that can be met before the product exists.
#[must_use]
pub(crate) fn to_build(seen: &CheckContext<'_>) -> BTreeMap<ProductIx, Vec<(usize, usize)>> {
    let proposed = seen.catalog.products.iter().enumerate();
    let proposed = proposed.filter(|(_, product)| product.lifecycle == Lifecycle::Proposed);
    let open = |(at, product): (usize, &Product)| {
        let standards = seen.catalog.standards.standards.iter().enumerate();
        let meant = standards.filter(|(_, standard)| standard.is_for(product.category, product.tier));
        let checks = meant.flat_map(|(position, standard)| {
            standard.checks.iter().enumerate().map(move |(index, check)| ((position, index), check))
        });
        let is_open = |check: &StandardCheck| {
            check.kind.is_to_build() && checks::mark(check, ProductIx::at(at), seen).met != Some(true)
        };
        (ProductIx::at(at), checks.filter(|(_, check)| is_open(check)).map(|(place, _)| place).collect())
    };
    proposed.map(open).collect()
}

/// Returns the checks that ask to keep a rule which does not exist.
pub(crate) fn unknown_rules(
    catalog: &Catalog,
    rules: impl Iterator<Item = &'static str> + Clone,
) -> Vec<RuleReferenceError> {
    let checks = catalog.standards.standards.iter().flat_map(|standard| &standard.checks);
    let unknown = checks.filter_map(|check| {
        let rule = check.parameters.rule.as_ref().filter(|_| check.kind == CheckKind::Keeps)?;
        if rules.clone().any(|known| known == rule) {
            return None;
        }
        let (check, span) = (check.id.clone(), check.span);
        let near = nearest(rule, rules.clone());
        Some(RuleReferenceError::UnknownRuleOfCheck { check, rule: rule.clone(), span, near })
    });
    unknown.collect()
}

fn is_for(standard: &Standard, product: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(product);
    product.lifecycle.is_in_service() && standard.is_for(product.category, product.tier)
}

fn scorecard(at: usize, standard: &Standard, product: ProductIx, seen: &CheckContext<'_>) -> Scorecard {
    let marks: Vec<CheckMark> =
        standard.checks.iter().map(|check| checks::mark(check, product, seen)).collect();
    // The first level with an unmet check is not reached, nor is any after it.
    let missing = standard.checks.iter().zip(&marks).filter(|(_, mark)| mark.met == Some(false));
    let first = missing.map(|(check, _)| check.level).min();
    let levels = seen.catalog.standards.levels.len();
    // Without applicable checks nothing has been shown.
    let is_asked = marks.iter().any(|mark| mark.met.is_some());
    let reached = first.unwrap_or(levels).checked_sub(1).filter(|_| is_asked);
    Scorecard { standard: at, marks, reached }
}
