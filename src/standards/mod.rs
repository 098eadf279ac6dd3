//! How products do by the standards that are for them: which checks are met, and which level is
//! reached.
//!
//! Standards ask for what other modules know already: what the catalog says, how things stand, what
//! the rules find.

mod checks;

use crate::diagnostics::nearest;
use crate::model::{
    Assessment, Catalog, CheckKind, CheckMark, ProductIx, RuleFault, RuleReport, Scorecard, Standard,
};
use jiff::civil::Date;
use rayon::prelude::*;

/// All that checks look at.
pub(crate) struct CheckContext<'a> {
    /// What the catalog says.
    pub catalog: &'a Catalog,
    /// How everything stands.
    pub assessment: &'a Assessment,
    /// What the rules found.
    pub rule_report: &'a RuleReport,
    /// The day that everything is as of.
    pub today: Date,
}

/// How each product does by the standards that are for it, in the catalog's order. Nothing is asked
/// of what is retired.
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

/// Checks that ask to keep a rule which does not exist.
pub(crate) fn unknown_rules(
    catalog: &Catalog,
    rules: impl Iterator<Item = &'static str> + Clone,
) -> Vec<RuleFault> {
    let checks = catalog.standards.standards.iter().flat_map(|standard| &standard.checks);
    let unknown = checks.filter_map(|check| {
        let rule = check.parameters.rule.as_ref().filter(|_| check.kind == CheckKind::Keeps)?;
        if rules.clone().any(|known| known == rule) {
            return None;
        }
        let (check, span) = (check.id.clone(), check.span);
        let near = nearest(rule, rules.clone());
        Some(RuleFault::UnknownRuleOfCheck { check, rule: rule.clone(), span, near })
    });
    unknown.collect()
}

fn is_for(standard: &Standard, product: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(product);
    let is_category = standard.categories.is_empty()
        || product.category.is_some_and(|one| standard.categories.contains(&one));
    product.lifecycle.is_living()
        && is_category
        && (standard.tiers.is_empty() || standard.tiers.contains(&product.tier))
}

fn scorecard(at: usize, standard: &Standard, product: ProductIx, seen: &CheckContext<'_>) -> Scorecard {
    let marks: Vec<CheckMark> =
        standard.checks.iter().map(|check| checks::mark(check, product, seen)).collect();
    // The first level with something missing is not reached, nor is any after it.
    let missing = standard.checks.iter().zip(&marks).filter(|(_, mark)| mark.met == Some(false));
    let first = missing.map(|(check, _)| check.level).min();
    let levels = seen.catalog.standards.levels.len();
    // Who is asked nothing has shown nothing.
    let is_asked = marks.iter().any(|mark| mark.met.is_some());
    let reached = first.unwrap_or(levels).checked_sub(1).filter(|_| is_asked);
    Scorecard { standard: at, marks, reached }
}
