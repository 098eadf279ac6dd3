//! Whether a rule finds nothing in it; the check does not apply if a waiver covers the findings.
//!
//! A rule about declared obligations cannot find anything in a product that leaves them undeclared. Such a product
//! must not do better than one that declares them, so what it leaves out counts as found.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark, Finding, FirstFinding};
use crate::rules::applies;
use crate::standards::marks::{fine, missing, not_asked};

/// The rules about obligations that a product declares.
const ABOUT_DECLARED: [&str; 2] = ["missing-control", "stale-evidence"];
/// The rule that finds obligations which a product leaves undeclared.
const NOT_DECLARED: &str = "regulation-not-carried";

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let (index, seen) = (asked.index, asked.seen);
    let rule = asked.parameters.rule.as_deref().unwrap_or_default();
    let finds = |rule: &str| -> Vec<&Finding> {
        seen.rule_report.of(index).filter(|finding| finding.rule == rule).collect()
    };
    let mut found = finds(rule);
    if ABOUT_DECLARED.contains(&rule) {
        found.extend(finds(NOT_DECLARED));
    }
    let is_waived = || {
        seen.rule_report.waived.iter().any(|(finding, _)| finding.product == index && finding.rule == rule)
    };
    match found.as_slice() {
        [] if is_waived() => not_asked(CheckFact::Waived),
        [] if !applies(rule, index, seen.catalog) => not_asked(CheckFact::NotApplicable),
        [] => fine(),
        [one, rest @ ..] => {
            let first = FirstFinding(Box::new((*one).clone()));
            missing(CheckFact::Found { first, more: rest.len() })
        }
    }
}
