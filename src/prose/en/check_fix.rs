//! What to do about a check of a standard that is not met: in words, and as YAML ready to copy.

use super::snippets::{quoted, snippet};
use crate::model::{CheckFact, CheckKind, FirstFinding, SlaProperty, StandardCheck};
use crate::prose::Voice;

/// Returns what to write so that a product meets a check, as Markdown; empty if it depends on the product.
#[must_use]
pub(crate) fn how_to_meet(check: &StandardCheck) -> String {
    let text = match check.kind {
        CheckKind::Owner => "Write the team as `owner` in the file of the product.",
        CheckKind::Steward => "Write the person who looks after it as `steward` in the file of the product.",
        CheckKind::Summary => "Write one plain sentence as `summary` in the file of the product.",
        CheckKind::Description => {
            "Write what it is for, and its limits, as `description` in the file of the product."
        }
        CheckKind::Support => "Write where to ask as `support` in the file of the product, or of its team.",
        CheckKind::Opens => "Write the `url` of an output port in the file of the product.",
        CheckKind::OutputPorts => {
            "Write what others may use under `output_ports` in the file of the product."
        }
        CheckKind::OutputsDescribed => {
            "Write the `description` of each of the `output_ports` in the file of the product."
        }
        CheckKind::ColumnsDescribed => "Describe the columns where the table is defined, such as in dbt.",
        CheckKind::OutputsTested => "Add tests of the output tables, such as in dbt.",
        CheckKind::Contracts => {
            "Write the `contract` of each of the `output_ports` in the file of the product, or enforce it in dbt."
        }
        CheckKind::Promise => match check.parameters.property {
            None => "Write what it promises under `slas` in the file of the product.",
            Some(property) => {
                return format!(
                    "Write it under `slas` in the file of the product, with `property: {}`.",
                    property.word()
                );
            }
        },
        CheckKind::Consumers => "Write who uses it under `consumers` in the file of the product.",
        CheckKind::Reviewed => "Review the product, and write the next day as `review_by` in its file.",
        CheckKind::Link => {
            return format!(
                "Write it under `links` in the file of the product, with “{}” in its title.",
                check.parameters.title.as_deref().unwrap_or_default()
            );
        }
        CheckKind::Attested => {
            return format!(
                "Write the evidence under `attested`, as `{}`, in the file of the product.",
                check.id
            );
        }
        CheckKind::Guarded
        | CheckKind::PromisesKept
        | CheckKind::NotBroken
        | CheckKind::Keeps
        | CheckKind::BuildsOn => "",
    };
    text.to_owned()
}

/// What to do about a check that a product does not meet.
#[derive(Clone, Debug, Default)]
pub(crate) struct CheckFix {
    /// The advice, as Markdown; empty if what to write says it.
    pub advice: String,
    /// What to write into the file of the product, or into dbt; may be empty.
    pub snippet: String,
}

/// Returns what to do about a check that a product does not meet.
#[must_use]
pub(crate) fn check_fix(check: &StandardCheck, seen: Option<&CheckFact>, voice: &Voice<'_>) -> CheckFix {
    match seen {
        Some(CheckFact::Found { first: FirstFinding(first), .. }) => CheckFix {
            advice: super::words(first, voice).advice,
            snippet: snippet(first, voice).unwrap_or_default(),
        },
        Some(CheckFact::Undeclared { regulations }) => {
            let ids =
                regulations.iter().map(|regulation| &voice.catalog.regulations[regulation.position()].id);
            let entries: String = ids.map(|id| ["\n  - id: ", id].concat()).collect();
            CheckFix {
                advice:
                    "Declare it, or write as `drops` of a product before it why the obligation ends there"
                        .to_owned(),
                snippet: ["regulations:", &entries].concat(),
            }
        }
        // Nothing new has to be written where something is too short, broken or in the past.
        Some(CheckFact::DescriptionTooShort { .. }) => {
            CheckFix { advice: how_to_meet(check), snippet: String::new() }
        }
        _ => match to_write(check) {
            Some(snippet) => CheckFix { advice: String::new(), snippet },
            None => CheckFix { advice: how_to_meet(check), snippet: String::new() },
        },
    }
}

/// Returns the lines of the file of a product that meet a check, with capitals for what only people know.
fn to_write(check: &StandardCheck) -> Option<String> {
    let yaml = match check.kind {
        CheckKind::Owner => "owner: TEAM",
        CheckKind::Steward => "steward: PERSON",
        CheckKind::Summary => "summary: WHAT IT HOLDS",
        CheckKind::Description => "description: WHAT IT HOLDS",
        CheckKind::Support => "support:\n  - channel: CHANNEL",
        CheckKind::OutputPorts => "output_ports:\n  - {id: NAME, dbt: TABLE}",
        CheckKind::Promise => {
            let property = check.parameters.property.unwrap_or(SlaProperty::Freshness);
            return Some(format!("slas:\n  - {{property: {}, target: TARGET}}", property.word()));
        }
        CheckKind::Consumers => "consumers:\n  - {team: TEAM, use: PURPOSE}",
        CheckKind::Reviewed => "review_by: DATE",
        CheckKind::Link => {
            let title = quoted(check.parameters.title.as_deref().unwrap_or_default());
            return Some(format!("links:\n  - {{title: {title}, url: LINK}}"));
        }
        CheckKind::Attested => {
            return Some(format!("attested:\n  {}: {{evidence: LINK, reviewed: DATE}}", check.id));
        }
        _ => return None,
    };
    Some(yaml.to_owned())
}
