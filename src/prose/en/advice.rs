//! What rules found: what would be right, and what is to be seen at each place.

use super::finding::{percent, tier};
use super::lists::listed;
use crate::model::{Finding, Product, RuleFact};
use crate::prose::Voice;

/// What would be right: lower case, names in backticks, no final period.
#[must_use]
pub fn advice(finding: &Finding, voice: &Voice<'_>) -> String {
    let catalog = voice.catalog;
    let owner = |product: &Product| voice.owner_of(product).unwrap_or_else(|| "its owner".to_owned());
    let text = match &finding.fact {
        RuleFact::BelowTier { user } => {
            return format!(
                "give it what the tier {} asks for and say so, or let {} build on something else",
                tier(catalog.product(*user).tier, voice),
                voice.product(*user)
            );
        }
        RuleFact::PastOutputPorts { upstream, .. } => {
            let upstream = catalog.product(*upstream);
            let ports = upstream.output_ports.iter().map(|port| voice.code(&port.id));
            return format!(
                "read {} instead, or ask {} for an output port that gives it",
                listed(ports),
                owner(upstream)
            );
        }
        RuleFact::ConsumerNeverSeen { .. } | RuleFact::InputNeverSeen { .. } => {
            "remove it, or connect what reads it"
        }
        RuleFact::ContractOfOtherTable { asset, .. } => {
            return format!("describe {} in its `schema`", voice.code(&catalog.asset(*asset).table_name()));
        }
        RuleFact::ContractColumnMissing { near: Some(near), .. } => {
            return format!("did you mean {}?", voice.code(near));
        }
        RuleFact::ContractColumnMissing { near: None, .. } => {
            "give the column, or agree with those who read it on a contract without it"
        }
        RuleFact::ContractColumnType { asset, real, .. } => {
            return format!(
                "cast it in {}, or agree with those who read it on {}",
                voice.asset(*asset),
                voice.text(real)
            );
        }
        RuleFact::Empty => "name what is inside under `assets`, or what it gives under `output_ports`",
        RuleFact::SeveralSystems { .. } => {
            "move what joins them into an integrated mart, or write `mart: integrated`"
        }
        RuleFact::Jargon { .. } => "say what it is good for",
        RuleFact::LastMileExpired { .. } => "move it into a product, or agree on a new day",
        RuleFact::LastMileWithoutEnd => "write `since` and `ttl`",
        RuleFact::ControlsWithoutEvidence { .. } => {
            "write where it can be seen: `controls: {…: {evidence: https://…, reviewed: …}}`"
        }
        RuleFact::NoOutputPorts { .. } => {
            "name what others may build on under `output_ports`; all else stays free to change"
        }
        RuleFact::Orphans { .. } => {
            "take what is its own into its `assets`, and ask who answers for the rest"
        }
        RuleFact::Ownerless => "write the team that does: `owner: …`",
        RuleFact::Circle { .. } => "move what both need into a product of its own",
        RuleFact::LooserUpstream { upstream, looser, .. } => {
            let upstream = catalog.product(*upstream);
            return format!(
                "promise no more than {}, or agree on a tighter promise with {}",
                upstream.slas[*looser].target,
                owner(upstream)
            );
        }
        RuleFact::LateByRuns { upstream, .. } => {
            return format!(
                "promise what both need together, or agree on a tighter promise with {}",
                owner(catalog.product(*upstream))
            );
        }
        RuleFact::LessTogether { hundredths, .. } => {
            return format!("promise no more than {}, or build on fewer products", percent(*hundredths));
        }
        RuleFact::RegulationReaches { regulation, path } => {
            let id = &catalog.regulations[regulation.position()].id;
            let first = path.first().map(|first| voice.product(*first)).unwrap_or_default();
            return format!(
                "add `- id: {id}` to its `regulations`, or say with `drops` in {first} why it ends there"
            );
        }
        RuleFact::MarkedInDbt { regulation, .. } => {
            let id = &catalog.regulations[regulation.position()].id;
            return format!("add `- id: {id}` to its `regulations`, or remove the mark in dbt");
        }
        RuleFact::RetiredUpstream { upstream } => {
            return format!("ask {} what takes its place", owner(catalog.product(*upstream)));
        }
        RuleFact::ReviewOverdue { .. } => {
            "ask whether it is still needed and right, and write the next day as `review_by`"
        }
        RuleFact::SharedExport { .. } => "give each use an export of its own, over the same mart",
        RuleFact::StaleEvidence { regulation, control, .. } => {
            let control = &catalog.regulations[regulation.position()].controls[*control];
            let every = control.review_every.map(|every| every.to_string()).unwrap_or_default();
            return format!("look at it every {every}, and write the day as `reviewed`");
        }
        RuleFact::UndeclaredConsumers { .. } => {
            "add them to its `consumers`, so that they are told when it changes"
        }
        RuleFact::UndeclaredInput { upstream } => {
            let upstream = catalog.product(*upstream);
            return format!(
                "add `- {{product: {}}}` to its `input_ports`, so that {} knows",
                upstream.id,
                owner(upstream)
            );
        }
        RuleFact::UndocumentedOutput { .. } => "write a sentence: `description: …`, here or in dbt",
        RuleFact::UntestedOutput { asset, .. } => {
            return format!(
                "test in dbt what others rely on in {}: that its key is unique and never empty",
                voice.asset(*asset)
            );
        }
        RuleFact::Unused { .. } => "remove what nobody needs, or name it under `output_ports`",
    };
    text.to_owned()
}

/// What is to be seen at a place of a finding, by the position of the place.
#[must_use]
pub fn label(finding: &Finding, place: usize, voice: &Voice<'_>) -> String {
    let first = match &finding.fact {
        RuleFact::BelowTier { .. } => "made for less",
        RuleFact::PastOutputPorts { .. } if place > 0 => "may change it without notice",
        RuleFact::PastOutputPorts { .. } | RuleFact::UndeclaredInput { .. } => "reads it",
        RuleFact::ConsumerNeverSeen { .. } | RuleFact::InputNeverSeen { .. } => "never seen",
        RuleFact::ContractOfOtherTable { .. } => "another table",
        RuleFact::ContractColumnMissing { .. } => "not there",
        RuleFact::ContractColumnType { .. } => "another type",
        RuleFact::Empty => "empty",
        RuleFact::SeveralSystems { .. } => "not of one system",
        RuleFact::Jargon { .. } => "for nine in ten readers",
        RuleFact::LastMileExpired { .. } => "still there",
        RuleFact::LastMileWithoutEnd => "for how long?",
        RuleFact::ControlsWithoutEvidence { .. } => "no evidence",
        RuleFact::NoOutputPorts { .. } => "no boundary",
        RuleFact::Orphans { .. } => "reads what nobody answers for",
        RuleFact::Ownerless => "no owner",
        RuleFact::Circle { .. } => "in the circle",
        RuleFact::LooserUpstream { .. } | RuleFact::LateByRuns { .. } if place > 0 => "no better than this",
        RuleFact::LessTogether { upstream, .. } if place > 0 => {
            let other = upstream.get(place - 1).map(|other| voice.product(*other)).unwrap_or_default();
            return format!("{other} may be away as well");
        }
        RuleFact::LooserUpstream { .. } | RuleFact::LateByRuns { .. } | RuleFact::LessTogether { .. } => {
            "out of reach"
        }
        RuleFact::RegulationReaches { .. } | RuleFact::MarkedInDbt { .. } => "not under it",
        RuleFact::RetiredUpstream { .. } => "builds on it",
        RuleFact::ReviewOverdue { .. } => "review overdue",
        RuleFact::SharedExport { .. } => "another use",
        RuleFact::StaleEvidence { .. } => "too long ago",
        RuleFact::UndeclaredConsumers { .. } => "not all of them",
        RuleFact::UndocumentedOutput { .. } => "no description",
        RuleFact::UntestedOutput { .. } => "untested",
        RuleFact::Unused { .. } => "made for nobody",
    };
    first.to_owned()
}
