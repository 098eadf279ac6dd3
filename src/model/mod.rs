//! What a catalog is: products and their ports, teams, assets, promises, obligations and lineage.
//!
//! Plain data without I/O. `resolve` builds it; every later stage only reads it. Items refer to each other by index
//! into the catalog's sorted lists, so that a reference cannot dangle.

mod adjacency;
mod affected;
mod assessment;
mod asset;
mod calendar;
mod catalog;
mod change;
mod change_effects;
mod change_fact;
mod change_macro;
mod change_parts;
mod check;
mod check_fact;
mod checked_at;
mod column;
mod contract;
mod day;
mod deadline;
mod downstream;
mod early_days;
mod evidence;
mod evidence_summary;
mod fact_value;
mod fiscal;
mod foreign_dataset;
mod guard;
mod guard_order;
mod initiative;
mod known_columns;
mod last_mile;
mod lasting_value;
mod lineage;
mod link;
mod mart_origins;
mod measure;
mod obligations;
mod observation;
mod observed_control;
mod organisation;
mod own_runs;
mod page;
mod plan;
mod plan_assessment;
mod port_end;
mod port_users;
mod positions;
mod product;
mod product_verdict;
mod production_path;
mod promise;
mod reason;
mod recipient;
mod regulation;
mod rule;
mod rule_fact;
mod rule_report;
mod run_interval;
mod run_order;
mod schedule;
mod shared_tables;
mod shown_names;
mod shown_tables;
mod speech;
mod standard;
mod status;
mod system;
mod system_walk;
mod table_name;
mod time;
mod vocabulary;
mod vocabulary_macro;
mod week;
mod words;

pub(crate) use adjacency::{AdjacencyList, upstream_first};
pub(crate) use affected::{Affected, NamedRef, PromisedTarget};
pub use assessment::PromiseVerdict;
pub(crate) use assessment::{
    Assessment, AssetAssessment, Boundary, EarlierEpisode, FailedSubject, Impact, Importance, Incident,
    LateAsset, MANY_PRODUCTS, Onset, ProductAssessment, ProductReason, PromiseAssessment, SharedFailure,
    SinceDay, UnclaimedFailure, Urgency,
};
pub(crate) use asset::{
    Asset, AssetEdge, AssetFacts, AssetKind, DbtOwner, FieldMapping, FreshnessLimits, Test,
};
pub(crate) use calendar::{end_of_day, is_sentinel};
pub(crate) use catalog::{Catalog, DbtLinks, Settings};
pub(crate) use change::{Change, RecordedChange};
pub(crate) use change_fact::{ChangeFact, ChangeKind};
pub(crate) use change_parts::{LossCause, PortDetail, Promised};
pub use check::CheckKind;
pub(crate) use check::{CheckParameters, each_check};
pub(crate) use check_fact::{CheckFact, CheckedPart, FirstFinding};
pub(crate) use column::{Column, ColumnPresence};
pub(crate) use contract::{ContractColumn, ContractFile, ContractTable};
pub(crate) use deadline::{Deadline, WeekDays};
pub(crate) use downstream::{
    Breakage, Dependents, affected_assets, affected_ports, asset_readers, breakage, consumers_of,
    dependent_products, dependents, highest_tier, impact, other_exposures, reached_assets,
};
pub(crate) use early_days::EarlyDays;
pub use evidence::EvidenceFile;
pub(crate) use evidence::{
    EvidenceFormat, EvidenceOrigin, ExclusionReason, RowCounts, UnmatchedName, each_evidence_format,
};
pub(crate) use evidence_summary::{EvidenceSummary, ResultCounts, RunSummary};
pub(crate) use fact_value::{FactValue, Hundredths, OwnPortIx, WordingOnly};
pub(crate) use fiscal::{FiscalYear, Quarter};
pub(crate) use foreign_dataset::ForeignDatasets;
pub(crate) use guard::{Guard, GuardState, Guards};
pub(crate) use initiative::{Delivery, Enabled, Goal, Initiative, PlatformWork, WorkItem};
pub(crate) use last_mile::logic_added;
pub(crate) use lineage::{Flow, Lineage, Neighbour};
pub(crate) use link::{
    ACCESS_WORDS, FEEDBACK_WORDS, FILE_WORDS, Link, REPOSITORY_WORDS, RUN_WORDS, escaped, filled_address,
    is_address_with, is_mail_address, is_safe_url, is_web_url, repository_address,
};
pub(crate) use mart_origins::MartOrigins;
pub(crate) use measure::{Measure, Unchecked, UnknownAge, Unmeasured, hundredths};
pub(crate) use observation::{
    DailyHistory, ExternalCheck, ExternalQuery, FailureCause, FreshnessCheck, FreshnessOutcome, NewestRow,
    Observations, Observed, ObservedAssets, ObservedDataset, ObservedJob, RecordedDay, Run, RunOutcome,
    SizeScope, TableLoss, TableSize, TestOutcome, TestRun,
};
pub(crate) use observed_control::ObservedControl;
pub(crate) use organisation::{Channel, Domain, Person, Team};
pub(crate) use own_runs::last_failure;
pub(crate) use page::CustomPage;
pub(crate) use plan::{Due, Effort, Upkeep};
pub(crate) use plan_assessment::{
    DeliveryAssessment, Horizon, InitiativeAssessment, RiskFact, WaitReason, WorkState,
};
pub(crate) use port_end::{PortEnd, PortEnds, PortUser};
pub(crate) use port_users::port_ends;
pub(crate) use positions::{ConsumerIx, ControlIx, DataPart, PromiseIx};
pub(crate) use product::{
    Accomplishment, BusinessValue, Consumer, ControlEvidence, InputPort, LastMile, Notice, Obligation,
    OutputPort, Product, Sla, User,
};
pub(crate) use product_verdict::{ProblemKind, ProblemOrigin, ProductVerdict, Usability};
pub(crate) use production_path::{ProductionPath, StageSet};
pub(crate) use promise::{SlaProperty, SlaTarget, TargetShape};
pub(crate) use reason::{EarlierFailure, MissedDeadline, Reason, StatusFact, TestFailure};
pub(crate) use recipient::{ConcernedParties, Recipient, RecipientKind};
pub(crate) use regulation::{Control, Regulation};
pub(crate) use rule::{Finding, RuleLevel, RuleSetting, Waiver};
pub(crate) use rule_fact::{RuleFact, RuleReferenceError};
pub(crate) use rule_report::{RulePage, RuleReport};
pub(crate) use run_interval::run_interval;
pub(crate) use run_order::{
    RunIntervals, TooEarly, early_days, good_ends, is_after, last_good, started_at, too_early,
};
pub(crate) use schedule::Schedule;
pub(crate) use shared_tables::{SharedTables, TableWriter, TableWriters};
pub(crate) use shown_names::{NamedIdKind, ShownNames};
pub(crate) use shown_tables::{is_shown_through, last_made, shown_tables};
pub(crate) use speech::{capitalised, civil_in_words, day_in_words, moment_in_words, on_one_line};
pub(crate) use standard::{Attestation, CheckMark, Scorecard, Standard, StandardCheck, Standards};
pub use status::Status;
pub(crate) use system::{System, SystemDirection, SystemPart, Systems};
pub(crate) use system_walk::{SystemWalk, mart_origins};
pub(crate) use table_name::{dataset_name, dataset_namespace, relation_name};
pub(crate) use time::{InvalidPeriod, Period, TimeUnit};
pub(crate) use vocabulary::VocabularyEntry;
pub(crate) use week::{UpstreamRole, WeekFact, WeekSubject, WeekTask};
pub use words::Role;
pub(crate) use words::{DeliveryStatus, InitiativeKind, Lifecycle, MartKind, PortType, Stage, ValueDuration};

macro_rules! index_types {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(pub(crate) u32);

        impl $name {
            /// Returns the index of `position` in the list.
            #[must_use]
            pub(crate) fn at(position: usize) -> Self {
                Self(u32::try_from(position).unwrap_or(u32::MAX))
            }

            /// Returns the position in the list.
            #[must_use]
            pub(crate) fn position(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index_types! {
    /// A product, as a position in the catalog's products.
    ProductIx,
    /// An asset, as a position in the catalog's assets.
    AssetIx,
    /// A team, as a position in the catalog's teams.
    TeamIx,
    /// A domain, as a position in the catalog's domains.
    DomainIx,
    /// A category, as a position in the catalog's categories.
    CategoryIx,
    /// A tier, as a position in the catalog's tiers: a higher position promises more.
    TierIx,
    /// A regulation, as a position in the catalog's regulations.
    RegulationIx,
    /// A goal, as a position in the catalog's goals.
    GoalIx,
    /// An initiative, as a position in the catalog's initiatives.
    InitiativeIx,
    /// A system, as a position in the catalog's systems.
    SystemIx,
    /// A file of evidence, as a position in the catalog's files of evidence.
    EvidenceIx,
}
