//! Whether a rule finds nothing in it; the check does not apply if a waiver covers the findings, or if the rule is off.
//!
//! A rule about declared obligations cannot find anything in a product that leaves them undeclared. Such a product
//! must not do better than one that declares them, so what it leaves out counts as found.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark, Finding, FirstFinding, RegulationIx};
use crate::rules::{applies, is_off};
use crate::standards::marks::{fine, missing, not_asked};
use std::collections::BTreeSet;

/// The rules about obligations that a product declares.
const ABOUT_DECLARED: [&str; 2] = ["missing-control", "stale-evidence"];
/// The rule that finds obligations which a product leaves undeclared.
const NOT_DECLARED: &str = "regulation-not-carried";

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let (index, seen) = (asked.index, asked.context);
    let rule = asked.parameters.rule.as_deref().unwrap_or_default();
    let finds = |rule: &str| -> Vec<&Finding> {
        seen.rule_report.of_product(index).filter(|finding| finding.rule == rule).collect()
    };
    let found = finds(rule);
    let is_waived = || {
        seen.rule_report.waived.iter().any(|(finding, _)| finding.product == index && finding.rule == rule)
    };
    let undeclared = || -> Vec<RegulationIx> {
        let asked = if ABOUT_DECLARED.contains(&rule) { finds(NOT_DECLARED) } else { Vec::new() };
        let regulations: BTreeSet<RegulationIx> =
            asked.iter().filter_map(|finding| finding.fact.undeclared_regulation()).collect();
        regulations.into_iter().collect()
    };
    let undeclared = if found.is_empty() { undeclared() } else { Vec::new() };
    match found.as_slice() {
        [] if !undeclared.is_empty() => missing(CheckFact::Undeclared { regulations: undeclared }),
        [] if is_off(rule, index, seen.catalog) => not_asked(CheckFact::RuleOff),
        [] if is_waived() => not_asked(CheckFact::Waived),
        [] if !applies(rule, index, seen.catalog) => not_asked(CheckFact::NotApplicable),
        [] => fine(),
        [shown, rest @ ..] => {
            let first = FirstFinding(Box::new((*shown).clone()));
            missing(CheckFact::Found { first, more: rest.len() })
        }
    }
}
