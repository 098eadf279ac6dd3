//! Findings of rules: how to fix them, and the label at each place.

use super::finding::{percent, tier};
use super::lists::listed;
use crate::model::{Finding, Product, RuleFact};
use crate::prose::Voice;

/// What would be right: lower case, names in backticks, no final period.
#[must_use]
pub(crate) fn advice(finding: &Finding, voice: &Voice<'_>) -> String {
    let catalog = voice.catalog;
    let owner = |product: &Product| voice.owner_of(product).unwrap_or_else(|| "its owner".to_owned());
    let text = match &finding.fact {
        RuleFact::BelowTier { user } => {
            return format!(
                "meet the requirements of the tier {} and declare it, or let {} build on something else",
                tier(catalog.product(*user).tier, voice),
                voice.product(*user)
            );
        }
        RuleFact::PastOutputPorts { upstream, .. } => {
            let upstream = catalog.product(*upstream);
            let ports = upstream.output_ports.iter().map(|port| voice.code(&port.id));
            return format!(
                "read {} instead, or ask {} for an output port that offers it",
                listed(ports),
                owner(upstream)
            );
        }
        RuleFact::ConsumerNeverSeen { .. } | RuleFact::InputNeverSeen { .. } => {
            "remove it, or declare the assets that read it"
        }
        RuleFact::ContractOfOtherTable { asset, .. } => {
            return format!("describe {} in its `schema`", voice.code(&catalog.asset(*asset).table_name()));
        }
        RuleFact::ContractColumnMissing { near: Some(near), .. } => {
            return format!("did you mean {}?", voice.code(near));
        }
        RuleFact::ContractColumnMissing { near: None, .. } => {
            "provide the column, or agree with its users on a contract without it"
        }
        RuleFact::ContractColumnType { asset, real, .. } => {
            return format!(
                "cast it in {}, or agree with its users on {}",
                voice.asset(*asset),
                voice.text(real)
            );
        }
        RuleFact::Empty => "list what is inside under `assets`, or what it offers under `output_ports`",
        RuleFact::ProjectMartWithoutEnd => {
            "write the day as `review_by`, and then retire it or make it an integrated mart"
        }
        RuleFact::BuiltOnProjectMart { .. } => "move what is read into an integrated mart",
        RuleFact::ExportFromMart { .. } => {
            "give it a table of its own that takes from the mart what it needs"
        }
        RuleFact::SeveralSystems { .. } => {
            "move what joins them into an integrated mart, or write `mart: integrated`"
        }
        RuleFact::Jargon { .. } => "say what it is good for",
        RuleFact::LastMileExpired { .. } => "move it into a product, or agree on a new date",
        RuleFact::LastMileWithoutEnd => "write `since` and `ttl`",
        RuleFact::LastingWithoutReader { .. } => {
            "tell others about it, write what it makes possible (`enables: …`), or write `value: this-ask`"
        }
        RuleFact::ControlsWithoutEvidence { .. } => {
            "link the evidence: `controls: {…: {evidence: https://…, reviewed: …}}`"
        }
        RuleFact::NoOutputPorts { .. } => {
            "list what others may build on under `output_ports`; everything else can then change freely"
        }
        RuleFact::Orphans { .. } => "add what belongs to it to its `assets`, and ask who owns the rest",
        RuleFact::Ownerless => "name the team that owns it: `owner: …`",
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
                "promise the sum of both, or agree on a tighter promise with {}",
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
        RuleFact::Unguarded { .. } => "add it to the `guards` of the job that carries out the control",
        RuleFact::RetiredUpstream { upstream } => {
            return format!("ask {} what replaces it", owner(catalog.product(*upstream)));
        }
        RuleFact::ReviewOverdue { .. } => {
            "check whether it is still needed and right, and set the next `review_by`"
        }
        RuleFact::RunsBeforeInput { read, .. } => {
            return format!("start it when {} is made, or later", voice.asset(*read));
        }
        RuleFact::SharedExport { .. } => "create an export for each use, from the same mart",
        RuleFact::SharedLastMile { .. } => "pull back into it what the others would gain from",
        RuleFact::StaleEvidence { regulation, control, .. } => {
            let control = &catalog.regulations[regulation.position()].controls[*control];
            let every = control.review_every.map(|every| every.to_string()).unwrap_or_default();
            return format!("review it every {every}, and write the day as `reviewed`");
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
        RuleFact::UndocumentedOutput { .. } => "add a description: `description: …`, here or in dbt",
        RuleFact::UntestedOutput { asset, .. } => {
            return format!(
                "test in dbt what others rely on in {}: at least that its key is unique and never empty",
                voice.asset(*asset)
            );
        }
        RuleFact::Unused { .. } => "remove what nobody needs, or list it under `output_ports`",
    };
    text.to_owned()
}

/// What is to be seen at a place of a finding, by the position of the place.
#[must_use]
pub(crate) fn label(finding: &Finding, place: usize, voice: &Voice<'_>) -> String {
    let first = match &finding.fact {
        RuleFact::BelowTier { .. } => "lower tier",
        RuleFact::PastOutputPorts { .. } if place > 0 => "may change it without notice",
        RuleFact::PastOutputPorts { .. } | RuleFact::UndeclaredInput { .. } => "reads it",
        RuleFact::ConsumerNeverSeen { .. } | RuleFact::InputNeverSeen { .. } => "not found",
        RuleFact::ContractOfOtherTable { .. } => "different table",
        RuleFact::ContractColumnMissing { .. } => "no such column",
        RuleFact::ContractColumnType { .. } => "different type",
        RuleFact::Empty => "empty",
        RuleFact::SeveralSystems { .. } => "not of one system",
        RuleFact::ProjectMartWithoutEnd => "no end",
        RuleFact::BuiltOnProjectMart { .. } => "not made to last",
        RuleFact::ExportFromMart { .. } => "tied to a mart",
        RuleFact::Jargon { .. } => "jargon",
        RuleFact::LastMileExpired { .. } => "expired",
        RuleFact::LastMileWithoutEnd => "no end date",
        RuleFact::LastingWithoutReader { .. } => "nobody else uses it",
        RuleFact::ControlsWithoutEvidence { .. } => "no evidence",
        RuleFact::NoOutputPorts { .. } => "no output ports",
        RuleFact::Orphans { .. } => "reads a table in no product",
        RuleFact::Ownerless => "no owner",
        RuleFact::Circle { .. } => "in the circle",
        RuleFact::LooserUpstream { .. } | RuleFact::LateByRuns { .. } if place > 0 => "promises only this",
        RuleFact::LessTogether { upstream, .. } if place > 0 => {
            let other = upstream.get(place - 1).map(|other| voice.product(*other)).unwrap_or_default();
            return format!("{other} may be unavailable as well");
        }
        RuleFact::LooserUpstream { .. } | RuleFact::LateByRuns { .. } | RuleFact::LessTogether { .. } => {
            "out of reach"
        }
        RuleFact::RegulationReaches { .. } | RuleFact::MarkedInDbt { .. } => "not declared",
        RuleFact::Unguarded { .. } => "not guarded",
        RuleFact::RetiredUpstream { .. } => "builds on it",
        RuleFact::ReviewOverdue { .. } => "review overdue",
        RuleFact::RunsBeforeInput { .. } => "runs too early",
        RuleFact::SharedExport { .. } => "another use",
        RuleFact::SharedLastMile { .. } => "adds logic too",
        RuleFact::StaleEvidence { .. } => "review overdue",
        RuleFact::UndeclaredConsumers { .. } => "incomplete",
        RuleFact::UndocumentedOutput { .. } => "no description",
        RuleFact::UntestedOutput { .. } => "untested",
        RuleFact::Unused { .. } => "unused",
    };
    first.to_owned()
}
