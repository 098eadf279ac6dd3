//! What the standards still require of a product, as the work on it lists it.

use super::context::ViewContext;
use crate::model::{ProductIx, StandardCheck};
use crate::prose::en::check_name;

/// The requirements of standards that a product does not meet, or of which nobody knows whether it does; each once.
#[derive(Clone, Debug, Default)]
pub(super) struct OpenChecks {
    /// Those that it does not meet yet.
    pub not_met: Vec<String>,
    /// Those of which it is not known.
    pub not_known: Vec<String>,
}

impl OpenChecks {
    /// Finds them, in level order. For a proposed product, only what can be built.
    pub(super) fn of(product: ProductIx, context: &ViewContext<'_>) -> Self {
        let standards = &context.catalog.standards.standards;
        let (mut not_met, mut not_known) = (Vec::new(), Vec::new());
        for card in context.scorecards(product) {
            for (check, mark) in standards[card.standard].checks.iter().zip(&card.marks) {
                if mark.is_missed() {
                    not_met.push(check);
                } else if mark.is_not_known() {
                    not_known.push(check);
                }
            }
        }
        let to_build = context.rule_report.to_build.get(&product).into_iter().flatten();
        not_met.extend(to_build.map(|(standard, check)| &standards[*standard].checks[*check]));
        Self { not_met: names(not_met), not_known: names(not_known) }
    }
}

/// Returns the requirements of checks in level order, each once.
fn names(mut checks: Vec<&StandardCheck>) -> Vec<String> {
    checks.sort_by_key(|check| check.level);
    let mut names: Vec<String> = Vec::new();
    for name in checks.into_iter().map(check_name) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
