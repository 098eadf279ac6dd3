//! A control that a regulation asks for has no evidence.

use super::RuleContext;
use crate::model::RuleFact;

pub(super) fn check(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    for (index, product) in looking.living() {
        for obligation in &product.obligations {
            let regulation = &catalog.regulations[obligation.regulation.position()];
            let controls: Vec<usize> = (0..regulation.controls.len())
                .filter(|control| obligation.evidence_for(*control).is_none())
                .collect();
            if !controls.is_empty() {
                let fact = RuleFact::ControlsWithoutEvidence { regulation: obligation.regulation, controls };
                looking.find(index, fact, obligation.span);
            }
        }
    }
}
