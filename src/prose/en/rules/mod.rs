//! Findings of rules in words, a file for each rule: what is wrong, how to fix it, and the labels of its
//! places.

use super::about::About;
use crate::model::{EarlyDays, Finding, RuleFact};
use crate::prose::{Say, Voice};

/// Declares the modules of the rules, and for each fact that a rule finds the function there that puts it into words.
/// A missing fact is an error of the compiler.
macro_rules! rule_words {
    ($($module:ident: $($fact:ident $({ $($fields:tt)* })? => $function:ident($($given:expr),*)),+);* $(;)?) => {
        $(mod $module;)*

        /// Returns a finding in words.
        #[must_use]
        pub(crate) fn words(finding: &Finding, voice: &Voice<'_>) -> Words {
            let about = &About { product: finding.product, voice };
            match &finding.fact {
                $($(RuleFact::$fact $({ $($fields)* })? => $module::$function($($given,)* about),)+)*
            }
        }
    };
}

rule_words! {
    below_effective_tier: BelowEffectiveTier { tier, user, needed } => words(*tier, *user, *needed);
    boundary_leak: BoundaryLeak { upstream, assets } => words(*upstream, assets);
    built_on_project_mart: BuiltOnProjectMart { marts } => words(marts);
    consumer_never_seen: ConsumerNeverSeen { consumer } => words(*consumer);
    contract_mismatch:
        ContractOfOtherTable { port, asset, tables } => other_table(*port, *asset, tables),
        ContractColumnMissing { asset, column, near } => column_missing(*asset, column, near.as_deref()),
        ContractColumnType { asset, column, promised, real } => column_type(*asset, column, promised, real);
    empty_product: EmptyProduct => words();
    ends_in_use:
        PastItsEnd { ends } => past(*ends),
        EndsInUse { ends, readers, teams } => in_use(*ends, readers, *teams),
        VersionEndsInUse { port, ends, readers, teams, has_ended } =>
            version(*port, *ends, *has_ended, &ends_in_use::VersionUsers { readers, teams: *teams });
    export_from_mart: ExportFromMart { tables } => words(tables);
    impure_application_mart: ImpureApplicationMart { systems, products } => words(systems, products);
    input_never_seen: InputNeverSeen { upstream } => words(*upstream);
    jargon_in_summary: JargonInSummary { words } => words(words);
    last_mile_expired: LastMileExpired { consumer, mile, until } => words(*consumer, mile.0, *until);
    lasting_without_reader: LastingWithoutReader { initiative, delivered } => words(initiative, *delivered);
    missing_control: MissingControl { regulation, controls, failed, early, partly } => words(*regulation, controls, &missing_control::ControlRuns { failed, early, partly });
    no_output_ports: NoOutputPorts { readers } => words(readers);
    orphan_asset: OrphanAsset { assets } => words(assets);
    ownerless: Ownerless => words();
    product_cycle: ProductCycle { products } => words(products);
    project_mart_without_end: ProjectMartWithoutEnd => words();
    promise_out_of_reach:
        LooserUpstream { promise, upstream_promise, .. } => looser_upstream(*promise, *upstream_promise),
        LateByRuns { promise, upstream_promise, minutes, .. } => late_by_runs(*promise, *upstream_promise, *minutes),
        InputLessFrequent { promise, asset, minutes } => rarer_input(*promise, *asset, *minutes),
        CombinedAvailabilityTooLow { promise, upstream, percent } => less_together(*promise, upstream, *percent);
    regulation_not_carried:
        RegulationReaches { regulation, path } => reached(*regulation, path),
        MarkedInDbt { regulation, marked } => marked(*regulation, marked);
    retired_upstream: RetiredUpstream { upstream, has_ended } => words(*upstream, *has_ended);
    review_overdue: ReviewOverdue { by } => words(*by);
    runs_before_its_input:
        RunsBeforeItsInput { asset, reads, early_days, days, minutes } =>
            words(*asset, *reads, EarlyDays { early: *early_days, compared: *days, median_lead: *minutes });
    scheduled_before_its_input:
        ScheduledBeforeItsInput { asset, reads, due, ready } => words(*asset, *reads, (due, ready));
    shared_export: SharedExport { uses } => words(*uses);
    shared_last_mile: SharedLastMile { consumers, downstream } => words(*consumers, *downstream);
    stale_evidence: StaleEvidence { regulation, control, reviewed, given: true } => words(*regulation, *control, *reviewed),
        StaleEvidence { regulation, control, reviewed, given: false } => carried_out(*regulation, *control, *reviewed);
    temporary_without_end: TemporaryWithoutEnd { consumer } => words(*consumer);
    two_writers: TwoWriters { tables, writers } => words(tables, writers);
    undeclared_consumer: UndeclaredConsumer { products, exposures } => words(products, exposures);
    undeclared_input: UndeclaredInput { upstream } => words(*upstream);
    undocumented_output: UndocumentedOutput { port } => words(*port);
    unguarded_data: UnguardedData { regulation, unguarded } => words(*regulation, unguarded);
    untested_output: UntestedOutput { port, asset } => words(*port, *asset);
    unused_asset: UnusedAsset { assets } => words(assets);
}

/// Returns that rules leave out proposed products, and which pages count them.
#[must_use]
pub(crate) fn proposed_left_out(has_regulations: bool) -> &'static str {
    match has_regulations {
        true => {
            "Findings about proposed products are left out; Lineage and the cases of Regulations include such products."
        }
        false => "Findings about proposed products are left out; Lineage includes such products.",
    }
}

/// A finding in words.
pub(crate) struct Words {
    /// The problem: begins in lower case unless with a name, and has no final period.
    pub sentence: String,
    /// The fix: lower case, names in backticks, no final period.
    pub advice: String,
    labels: Labels,
}

/// The labels of the places of a finding.
enum Labels {
    /// The same for each place.
    Same(&'static str),
    /// One for the first place, and another for the rest.
    First(&'static str, &'static str),
    /// One for each place.
    Each(Vec<String>),
}

impl Words {
    /// Returns the label of a place of the finding, by the position of the place.
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
