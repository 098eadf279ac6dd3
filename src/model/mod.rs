//! What a catalog is: products and their ports, teams, assets, promises, obligations and lineage.
//!
//! Plain data without I/O. `resolve` makes it; every later stage only reads it. Things refer to
//! each other by index into the catalog's sorted lists, so that a reference cannot dangle.

mod adjacency;
mod assessment;
mod asset;
mod calendar;
mod catalog;
mod change;
mod check;
mod contract;
mod evidence;
mod fiscal;
mod grounds;
mod initiative;
mod lineage;
mod link;
mod measure;
mod obligations;
mod observation;
mod organisation;
mod page;
mod plan;
mod plan_assessment;
mod product;
mod promise;
mod reason;
mod regulation;
mod rule;
mod rule_fact;
mod rule_report;
mod speech;
mod standard;
mod status;
mod time;
mod vocabulary;
mod words;

pub use adjacency::AdjacencyList;
pub use assessment::{
    Assessment, AssetAssessment, Boundary, Impact, Incident, LateAsset, ProductAssessment, ProductReason,
    PromiseAssessment, Verdict,
};
pub use asset::{
    Asset, AssetEdge, AssetFacts, AssetKind, Column, DbtOwner, FreshnessLimits, Test, relation_name,
};
pub use calendar::{end_of_day, is_sentinel};
pub use catalog::{Catalog, Facts};
pub use change::{Change, ChangeFact, ChangeKind, NamedRef, Promised, RecordedChange};
pub use check::{CheckKind, CheckParameters};
pub use contract::{ContractColumn, ContractFile, ContractTable};
pub use evidence::{EvidenceFile, EvidenceFormat, PassedOver, RowCounts, UnmatchedName, Witness};
pub use fiscal::{FiscalYear, Quarter};
pub use grounds::{Grounds, RunsSeen, Tally};
pub use initiative::{Delivery, Initiative};
pub use lineage::{Flow, Lineage, Neighbour};
pub use link::{Link, is_safe_url};
pub use measure::{AgeGap, Measure, Unchecked, Unmeasured, hundredths};
pub use observation::{
    Check, DailyHistory, Day, FailureCause, FreshnessCheck, FreshnessFinding, Loaded, Observations, Observed,
    ObservedAssets, Outcome, Run, TestFinding, TestRun,
};
pub use organisation::{Channel, Domain, Person, Team};
pub use page::CustomPage;
pub use plan::{Due, Effort, InvalidDue, InvalidEffort, OfAmount};
pub use plan_assessment::{
    DeliveryAssessment, Horizon, InitiativeAssessment, RiskFact, WaitReason, WorkState,
};
pub use product::{
    Accomplishment, Consumer, Evidence, InputPort, LastMile, Obligation, OutputPort, Product, Sla, User,
};
pub use promise::{SlaProperty, SlaTarget, TargetShape};
pub use reason::{Reason, StatusFact, TestFailure};
pub use regulation::{Control, Regulation};
pub use rule::{Finding, RuleLevel, RuleSetting, Waiver};
pub use rule_fact::{RuleFact, RuleFault};
pub use rule_report::{RulePage, RuleReport};
pub use speech::{capitalised, day_in_words, moment_in_words};
pub use standard::{
    Attestation, CheckFact, CheckMark, CheckedPart, Scorecard, Standard, StandardCheck, Standards,
};
pub use status::Status;
pub use time::{InvalidPeriod, Period, TimeUnit};
pub use vocabulary::VocabularyEntry;
pub use words::{DeliveryStatus, Lifecycle, MartKind, PortType, Role, Stage, Value};

macro_rules! index_types {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The index that stands at `position` of the list.
            #[must_use]
            pub fn at(position: usize) -> Self {
                Self(u32::try_from(position).unwrap_or(u32::MAX))
            }

            /// The position in the list.
            #[must_use]
            pub fn position(self) -> usize {
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
    /// A file of evidence, as a position in the catalog's files of evidence.
    EvidenceIx,
}
