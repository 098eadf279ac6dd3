//! The page of a rule, and the checks of standards on the same subject.

use super::context::{ViewContext, page_ref, standard_ref};
use super::parts::PageRef;
use crate::model::{CheckKind, CheckMark, RulePage, StandardCheck};
use crate::prose::Voice;
use crate::prose::en::{MissedCheck, check_name, missed};
use std::collections::BTreeMap;

/// Returns a rule with its page.
pub(super) fn rule_ref(rule: &RulePage) -> PageRef {
    page_ref("rules", rule.id, rule.title())
}

/// Returns the id of the rule on the same subject as a check: the one it requires, or that finds what it misses.
fn rule_of(check: &StandardCheck) -> Option<&str> {
    match check.kind {
        CheckKind::Keeps => check.parameters.rule.as_deref(),
        kind => kind.rule(),
    }
}

/// Returns the page of the rule on the same subject as a check; `None` if no rule finds anything, because then there
/// are no such pages.
pub(super) fn rule_of_check(check: &StandardCheck, context: &ViewContext<'_>) -> Option<PageRef> {
    let id = rule_of(check)?;
    let rule = context.rule_report.rules.iter().find(|rule| rule.id == id)?;
    context.rule_report.has_findings().then(|| rule_ref(rule))
}

/// Returns what a product lacks that does not meet a check, in the words of the rule on it if that found something.
pub(super) fn missed_check(
    check: &StandardCheck,
    mark: &CheckMark,
    voice: &Voice<'_>,
    context: &ViewContext<'_>,
) -> MissedCheck {
    let asked = rule_of(check);
    let rule = context.rule_report.rules.iter().find(|rule| Some(rule.id) == asked);
    missed(check, mark.seen.as_ref(), rule.map(RulePage::title), voice)
}

/// Returns, by rule id, the checks on the same subject, each linked to its place in the page of its standard.
pub(super) fn checks_by_rule<'c>(context: &ViewContext<'c>) -> BTreeMap<&'c str, Vec<PageRef>> {
    let mut checks: BTreeMap<&str, Vec<PageRef>> = BTreeMap::new();
    for standard in &context.catalog.standards.standards {
        let page = standard_ref(standard);
        for check in &standard.checks {
            let Some(rule) = rule_of(check) else { continue };
            checks.entry(rule).or_default().push(PageRef {
                id: check.id.clone(),
                name: [&*standard.name, &*check_name(check)].join(": "),
                path: format!("{}#check-{}", page.path, check.id),
                ..PageRef::default()
            });
        }
    }
    checks
}
