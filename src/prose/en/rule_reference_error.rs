//! Problems with the rule settings and waivers of a catalog.

use crate::model::RuleReferenceError;
use crate::prose::{Say, Voice};

impl Say for RuleReferenceError {
    fn say(&self, voice: &Voice<'_>) -> String {
        match self {
            Self::UnknownRule { rule, .. } => format!("there is no rule {}", voice.code(rule)),
            Self::UnknownRuleOfCheck { check, rule, .. } => {
                format!(
                    "the check {} asks to keep {}, which is not a rule",
                    voice.code(check),
                    voice.code(rule)
                )
            }
            Self::ExpiredWaiver { waiver } => {
                let waiver = &voice.catalog.settings.waivers[*waiver];
                let product = waiver.product.map(|product| voice.product(product)).unwrap_or_default();
                let rule = voice.code(&waiver.rule);
                format!("the waiver of {rule} for {product} expired on {}", voice.day(waiver.expires))
            }
        }
    }
}

/// Returns how to fix it, if known.
#[must_use]
pub(crate) fn remedy(error: &RuleReferenceError) -> Option<String> {
    match error {
        RuleReferenceError::UnknownRule { near, .. }
        | RuleReferenceError::UnknownRuleOfCheck { near, .. } => {
            near.map(|near| format!("did you mean `{near}`?"))
        }
        RuleReferenceError::ExpiredWaiver { .. } => {
            Some("fix the problem that it covers, or renew it with a reason".to_owned())
        }
    }
}

/// Returns the label for the place where it is written.
#[must_use]
pub(crate) fn mark(error: &RuleReferenceError) -> &'static str {
    match error {
        RuleReferenceError::UnknownRule { .. } | RuleReferenceError::UnknownRuleOfCheck { .. } => {
            "not a rule"
        }
        RuleReferenceError::ExpiredWaiver { .. } => "expired",
    }
}
