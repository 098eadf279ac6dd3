//! Findings of rules in words, a file for each rule: what is wrong, what would be right, and what is to be seen at
//! each place.

mod below_effective_tier;
mod boundary_leak;
mod built_on_project_mart;
mod consumer_never_seen;
mod contract_mismatch;
mod empty_product;
mod ends_in_use;
mod export_from_mart;
mod impure_application_mart;
mod input_never_seen;
mod jargon_in_summary;
mod last_mile_expired;
mod lasting_without_reader;
mod missing_control;
mod no_output_ports;
mod orphan_asset;
mod ownerless;
mod product_cycle;
mod project_mart_without_end;
mod promise_out_of_reach;
mod regulation_not_carried;
mod retired_upstream;
mod review_overdue;
mod runs_before_its_input;
mod scheduled_before_its_input;
mod shared_export;
mod shared_last_mile;
mod stale_evidence;
mod temporary_without_end;
mod undeclared_consumer;
mod undeclared_input;
mod undocumented_output;
mod unguarded_data;
mod untested_output;
mod unused_asset;

use super::about::About;
use crate::model::{EarlyDays, Finding, RuleFact};
use crate::prose::{Say, Voice};

/// A finding in words.
pub(crate) struct Words {
    /// What is wrong: begins with a small letter unless it begins with a name, and has no final period.
    pub sentence: String,
    /// What would be right: lower case, names in backticks, no final period.
    pub advice: String,
    labels: Labels,
}

/// What is to be seen at the places of a finding.
enum Labels {
    /// The same at each.
    Same(&'static str),
    /// This at the first, and that at each other.
    First(&'static str, &'static str),
    /// One for each.
    Each(Vec<String>),
}

impl Words {
    /// What is to be seen at a place of the finding, by the position of the place.
    #[must_use]
    pub(crate) fn label(&self, place: usize) -> &str {
        match &self.labels {
            Labels::Same(label) => label,
            Labels::First(first, _) if place == 0 => first,
            Labels::First(_, other) => other,
            Labels::Each(labels) => labels.get(place).map_or("", String::as_str),
        }
    }
}

impl Say for Finding {
    fn say(&self, voice: &Voice<'_>) -> String {
        words(self, voice).sentence
    }
}

/// A finding in words.
#[must_use]
pub(crate) fn words(finding: &Finding, voice: &Voice<'_>) -> Words {
    let it = &About { product: finding.product, voice };
    match &finding.fact {
        RuleFact::BelowTier { tier, user, needed } => below_effective_tier::words(*tier, *user, *needed, it),
        RuleFact::BypassesOutputPorts { upstream, assets } => boundary_leak::words(*upstream, assets, it),
        RuleFact::ConsumerNeverSeen { consumer } => consumer_never_seen::words(*consumer, it),
        RuleFact::ContractOfOtherTable { port, asset, tables } => {
            contract_mismatch::other_table(*port, *asset, tables, it)
        }
        RuleFact::ContractColumnMissing { asset, column, near } => {
            contract_mismatch::column_missing(*asset, column, near.as_deref(), it)
        }
        RuleFact::ContractColumnType { asset, column, promised, real } => {
            contract_mismatch::column_type(*asset, column, promised, real, it)
        }
        RuleFact::Empty => empty_product::words(it),
        RuleFact::PastItsEnd { ends } => ends_in_use::past(*ends, it),
        RuleFact::EndsInUse { ends, readers, teams } => ends_in_use::in_use(*ends, readers, *teams, it),
        RuleFact::SeveralSystems { systems, products } => {
            impure_application_mart::words(systems, products, it)
        }
        RuleFact::ProjectMartWithoutEnd => project_mart_without_end::words(it),
        RuleFact::BuiltOnProjectMart { marts } => built_on_project_mart::words(marts, it),
        RuleFact::ExportFromMart { tables } => export_from_mart::words(tables, it),
        RuleFact::InputNeverSeen { upstream } => input_never_seen::words(*upstream, it),
        RuleFact::Jargon { words } => jargon_in_summary::words(words, it),
        RuleFact::LastMileExpired { consumer, mile, until } => {
            last_mile_expired::words(*consumer, mile.0, *until, it)
        }
        RuleFact::LastMileWithoutEnd { consumer } => temporary_without_end::words(*consumer, it),
        RuleFact::LastingWithoutReader { initiative, delivered } => {
            lasting_without_reader::words(initiative, *delivered, it)
        }
        RuleFact::ControlsWithoutEvidence { regulation, controls } => {
            missing_control::words(*regulation, controls, it)
        }
        RuleFact::NoOutputPorts { readers } => no_output_ports::words(readers, it),
        RuleFact::Orphans { assets } => orphan_asset::words(assets, it),
        RuleFact::Ownerless => ownerless::words(it),
        RuleFact::Circle { products } => product_cycle::words(products, it),
        RuleFact::LooserUpstream { promise, upstream_promise, .. } => {
            promise_out_of_reach::looser_upstream(*promise, *upstream_promise, it)
        }
        RuleFact::LateByRuns { promise, upstream_promise, minutes, .. } => {
            promise_out_of_reach::late_by_runs(*promise, *upstream_promise, *minutes, it)
        }
        RuleFact::RarerInput { promise, asset, minutes } => {
            promise_out_of_reach::rarer_input(*promise, *asset, *minutes, it)
        }
        RuleFact::LessTogether { promise, upstream, percent } => {
            promise_out_of_reach::less_together(*promise, upstream, *percent, it)
        }
        RuleFact::RegulationReaches { regulation, path } => {
            regulation_not_carried::reached(*regulation, path, it)
        }
        RuleFact::MarkedInDbt { regulation, marked } => {
            regulation_not_carried::marked(*regulation, marked, it)
        }
        RuleFact::Unguarded { regulation, unguarded } => unguarded_data::words(*regulation, unguarded, it),
        RuleFact::RetiredUpstream { upstream, has_ended } => {
            retired_upstream::words(*upstream, *has_ended, it)
        }
        RuleFact::ReviewOverdue { by } => review_overdue::words(*by, it),
        RuleFact::RunsBeforeInput { asset, reads, early_days, days, minutes } => {
            let days = EarlyDays { early: *early_days, known: *days, by: *minutes };
            runs_before_its_input::words(*asset, *reads, days, it)
        }
        RuleFact::ScheduledBeforeInput { asset, reads, due, ready } => {
            scheduled_before_its_input::words(*asset, *reads, (due, ready), it)
        }
        RuleFact::SharedExport { uses } => shared_export::words(*uses, it),
        RuleFact::SharedLastMile { consumers, downstream } => {
            shared_last_mile::words(*consumers, *downstream, it)
        }
        RuleFact::StaleEvidence { regulation, control, reviewed } => {
            stale_evidence::words(*regulation, *control, *reviewed, it)
        }
        RuleFact::UndeclaredConsumers { products, exposures } => {
            undeclared_consumer::words(products, exposures, it)
        }
        RuleFact::UndeclaredInput { upstream } => undeclared_input::words(*upstream, it),
        RuleFact::UndocumentedOutput { port } => undocumented_output::words(*port, it),
        RuleFact::UntestedOutput { port, asset } => untested_output::words(*port, *asset, it),
        RuleFact::Unused { assets } => unused_asset::words(assets, it),
    }
}
