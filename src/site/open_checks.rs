//! What the standards still require of a product, as the work on it lists it.

use super::context::ViewContext;
use super::rule_links::missed_check;
use crate::model::{ProductIx, StandardCheck};
use crate::prose::Voice;
use crate::prose::en::check_name;

/// The requirements of standards that a product does not meet, or of which nobody knows whether it does; each once.
#[derive(Clone, Debug, Default)]
pub(super) struct OpenChecks {
    /// What it lacks: `No steward is named`.
    pub missing: Vec<String>,
    /// What a proposed product has to meet once it is built: `It has a steward`.
    pub to_build: Vec<String>,
    /// Those of which it is not known.
    pub not_known: Vec<String>,
}

impl OpenChecks {
    /// Finds them, in level order. For a proposed product, only what can be built.
    pub(super) fn of(product: ProductIx, context: &ViewContext<'_>) -> Self {
        let standards = &context.catalog.standards.standards;
        let voice = Voice::page(context.catalog);
        let (mut missing, mut not_known) = (Vec::new(), Vec::new());
        for card in context.scorecards(product) {
            for (check, mark) in standards[card.standard].checks.iter().zip(&card.marks) {
                if mark.is_missed() {
                    missing.push((check.level, missed_check(check, mark, &voice, context).title));
                } else if mark.is_not_known() {
                    not_known.push(named(check));
                }
            }
        }
        let to_build = context.rule_report.to_build.get(&product).into_iter().flatten();
        let to_build = to_build.map(|(standard, check)| named(&standards[*standard].checks[*check]));
        Self {
            missing: by_level(missing),
            to_build: by_level(to_build.collect()),
            not_known: by_level(not_known),
        }
    }
}

/// Returns a check with its level.
fn named(check: &StandardCheck) -> (usize, String) {
    (check.level, check_name(check))
}

/// Returns texts in level order, each once.
fn by_level(mut texts: Vec<(usize, String)>) -> Vec<String> {
    texts.sort_by_key(|text| text.0);
    let mut once: Vec<String> = Vec::new();
    for (_, text) in texts {
        if !once.contains(&text) {
            once.push(text);
        }
    }
    once
}
