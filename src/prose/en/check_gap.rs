//! Checks of standards that are not met: which products miss one, and what to write so that they meet it.

use super::numbers::number;
use crate::model::{CheckFact, CheckKind, CheckParameters, StandardCheck};

/// Returns the products that miss a check: `Products without a steward`. The catalog's own wording of a check cannot be
/// turned round, unless the catalog does so: `Products that do not meet “It has a runbook”`.
#[must_use]
pub(crate) fn gap_title(check: &StandardCheck) -> String {
    match (&check.unmet, &check.name) {
        (Some(unmet), _) => unmet.clone(),
        (None, Some(name)) => format!("Products that do not meet “{name}”"),
        (None, None) => ["Products ", &missing(check.kind, &check.parameters)].concat(),
    }
}

/// Returns what one product lacks that does not meet a check, from the catalog's words for all of them: `Without a
/// runbook` for `Products without a runbook`. `None` if these words fit only several products.
#[must_use]
pub(super) fn lack_of_one(check: &StandardCheck) -> Option<String> {
    let lacking = check.unmet.as_deref()?.strip_prefix("Products without ")?;
    Some(format!("Without {lacking}"))
}

fn missing(kind: CheckKind, asked: &CheckParameters) -> String {
    let text = match kind {
        CheckKind::Owner => "without an owner",
        CheckKind::Steward => "without a steward",
        CheckKind::Summary => "without a summary",
        CheckKind::Description => match asked.least_words() {
            1 => "without a description",
            words => return format!("described in fewer than {words} words"),
        },
        CheckKind::Support => "without a support channel",
        CheckKind::Opens => "without an address at which to open them",
        CheckKind::OutputPorts => "without output ports",
        CheckKind::OutputsDescribed => {
            return share("undescribed output ports", "output ports described", asked);
        }
        CheckKind::ColumnsDescribed => return share("undescribed columns", "columns described", asked),
        CheckKind::OutputsTested => return share("untested output tables", "output tables tested", asked),
        CheckKind::Contracts => {
            return share("output tables without a contract", "output tables under a contract", asked);
        }
        CheckKind::Guarded => return share("unguarded tables", "tables guarded", asked),
        CheckKind::Promise => match asked.property {
            None => "without a promise",
            Some(property) => return format!("that do not promise {}", property.word().replace('_', " ")),
        },
        CheckKind::PromisesKept => "whose promises are broken or not measured",
        CheckKind::Consumers => "without declared consumers",
        CheckKind::Reviewed => "without a review ahead",
        CheckKind::Link => {
            return format!("without a link to “{}”", asked.title.as_deref().unwrap_or_default());
        }
        CheckKind::NotBroken => "broken or unknown today",
        CheckKind::Keeps => {
            return format!("that do not keep the rule {}", asked.rule.as_deref().unwrap_or_default());
        }
        CheckKind::BuildsOn => "that build on other categories than allowed",
        CheckKind::Attested => "not attested with evidence",
    };
    text.to_owned()
}

/// Returns `with untested output tables`, or `with less than 80% of output tables tested`.
fn share(undone: &str, done: &str, asked: &CheckParameters) -> String {
    match asked.least_share() {
        share if share >= 100.0 => format!("with {undone}"),
        share => format!("with less than {share}% of {done}"),
    }
}

/// Returns whether a fact is the same for every product that misses a check, so that one sentence says it for all.
#[must_use]
pub(crate) fn is_same_for_all(fact: &CheckFact) -> bool {
    matches!(
        fact,
        CheckFact::NoOwner
            | CheckFact::NoSteward
            | CheckFact::NoSummary
            | CheckFact::NoDescription
            | CheckFact::NoSupport
            | CheckFact::NoAddress
            | CheckFact::NoOutputPorts
            | CheckFact::NoLink
            | CheckFact::NoPromise
            | CheckFact::NoConsumers
            | CheckFact::NoReviewPlanned
            | CheckFact::NotAttested
            | CheckFact::NoReviewDate
    )
}

/// How many products a check applies to, and how many of them do not meet it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UnmetCounts {
    /// Those that do not meet it.
    pub missed: usize,
    /// Those of which it is not known.
    pub unknown: usize,
    /// All to which it applies.
    pub asked: usize,
}

impl UnmetCounts {
    /// Returns the counts as sentences.
    #[must_use]
    pub(crate) fn in_short(self) -> String {
        let Self { missed, unknown, asked } = self;
        let do_not = if missed == 1 { "does not" } else { "do not" };
        match self {
            Self { unknown: 0, .. } => {
                let products = if asked == 1 { "product" } else { "products" };
                format!("{} of {} {products} to which the check applies.", number(missed), number(asked))
            }
            Self { asked: 1, .. } => {
                "It is not known of the only product to which the check applies.".to_owned()
            }
            Self { missed: 0, .. } if unknown == asked => {
                let asked = number(asked);
                format!("It is not known of any of the {asked} products to which the check applies.")
            }
            Self { missed: 0, .. } => format!(
                "None of the {} products to which the check applies is known not to meet it. For {} of them it is not known.",
                number(asked),
                number(unknown)
            ),
            Self { .. } => {
                let of_unknown = match unknown {
                    1 if missed + unknown == asked => "the other one".to_owned(),
                    _ if missed + unknown == asked => format!("the other {}", number(unknown)),
                    _ => format!("{} of the others", number(unknown)),
                };
                format!(
                    "{} of the {} products to which the check applies {do_not} meet it. For {of_unknown} it is not known.",
                    number(missed),
                    number(asked)
                )
            }
        }
    }
}

/// Returns what was found in each of several products alike, without a period.
#[must_use]
pub(crate) fn found_in_each(found: &str) -> String {
    format!("Found in each of them: {found}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(kind: CheckKind, name: Option<&str>, parameters: CheckParameters) -> String {
        gap_title(&StandardCheck {
            id: String::new(),
            name: name.map(str::to_owned),
            unmet: None,
            kind,
            parameters,
            level: 0,
            span: crate::source::Span::new(crate::source::FileId(0), 0, 0),
        })
    }

    #[test]
    fn the_title_of_a_gap_names_the_products_that_have_it() {
        let none = CheckParameters::default;
        assert_eq!(title(CheckKind::Promise, None, none()), "Products without a promise");
        let property = Some(crate::model::SlaProperty::TimeToNotify);
        assert_eq!(
            title(CheckKind::Promise, None, CheckParameters { property, ..none() }),
            "Products that do not promise time to notify"
        );
        assert_eq!(title(CheckKind::OutputsTested, None, none()), "Products with untested output tables");
        assert_eq!(
            title(CheckKind::Contracts, None, CheckParameters { at_least: Some(50.0), ..none() }),
            "Products with less than 50% of output tables under a contract"
        );
        assert_eq!(
            title(CheckKind::Description, None, CheckParameters { words: Some(20), ..none() }),
            "Products described in fewer than 20 words"
        );
        assert_eq!(
            title(CheckKind::Owner, Some("Somebody answers for it"), none()),
            "Products that do not meet “Somebody answers for it”",
            "the wording of a catalog cannot be turned round"
        );
    }

    #[test]
    fn the_products_of_which_it_is_not_known_are_never_counted_beyond_all() {
        let said = |missed, unknown, asked| UnmetCounts { missed, unknown, asked }.in_short();
        let others = |asked| said(633, 170, asked);
        assert_eq!(
            others(803),
            "633 of the 803 products to which the check applies do not meet it. For the other 170 it is not known."
        );
        assert_eq!(
            others(1803),
            "633 of the 1,803 products to which the check applies do not meet it. For 170 of the others it is not known."
        );
        assert!(said(1, 1, 2).ends_with(" applies does not meet it. For the other one it is not known."));
        assert!(said(0, 681, 803).starts_with("None of the 803 products"));
        assert_eq!(said(1, 0, 1), "1 of 1 product to which the check applies.");
    }

    #[test]
    fn what_all_products_lack_is_said_of_one_if_the_words_fit() {
        let named = |unmet: &str| {
            lack_of_one(&StandardCheck {
                id: String::new(),
                name: Some("It has a runbook".to_owned()),
                unmet: Some(unmet.to_owned()),
                kind: CheckKind::Link,
                parameters: CheckParameters::default(),
                level: 0,
                span: crate::source::Span::new(crate::source::FileId(0), 0, 0),
            })
        };
        assert_eq!(named("Products without a runbook").as_deref(), Some("Without a runbook"));
        assert_eq!(named("Products with jargon in their summary"), None);
    }

    #[test]
    fn every_check_has_a_title_of_its_own() {
        let titles: std::collections::BTreeSet<String> =
            CheckKind::ALL.iter().map(|kind| title(*kind, None, CheckParameters::default())).collect();
        assert_eq!(titles.len(), CheckKind::ALL.len(), "{titles:?}");
    }
}
