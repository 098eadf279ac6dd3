//! What a catalog is: products and their ports, teams, assets, promises, obligations and lineage.
//!
//! Plain data without I/O. `resolve` makes it; every later stage only reads it. Things refer to
//! each other by index into the catalog's sorted lists, so that a reference cannot dangle.

mod asset;
mod calendar;
mod catalog;
mod change;
mod check;
mod evidence;
mod fiscal;
mod grounds;
mod grouped;
mod initiative;
mod judgement;
mod lineage;
mod link;
mod measure;
mod observation;
mod organisation;
mod page;
mod plan;
mod plan_standing;
mod product;
mod promise;
mod reason;
mod regulation;
mod rule_fact;
mod speech;
mod standard;
mod standing;
mod time;
mod words;

pub use asset::{
    Asset, AssetEdge, AssetFacts, AssetKind, Column, DbtOwner, FreshnessLimits, Test, relation_name,
};
pub use calendar::{end_of_day, is_sentinel};
pub use catalog::{Catalog, ContractColumn, ContractFile, ContractTable, Facts, Vocable};
pub use change::{Change, ChangeFact, ChangeKind, Named, Promised, RecordedChange};
pub use check::{CheckKind, CheckParameters};
pub use evidence::{EvidenceFile, EvidenceFormat, Heaps, PassedOver, Stranger, Witness};
pub use fiscal::{FiscalYear, Quarter};
pub use grounds::{Grounds, RunsSeen, Tally};
pub use grouped::Grouped;
pub use initiative::{Delivery, Initiative};
pub use judgement::{Finding, Judgement, RuleLevel, RulePage, RuleSetting, Waiver};
pub use lineage::{Flow, Lineage, Neighbour};
pub use link::is_safe_url;
pub use measure::{Gap, Measure, Unchecked, Unmeasured, hundredths};
pub use observation::{
    Check, Day, FreshnessCheck, FreshnessFinding, History, Loaded, Observations, Observed, ObservedAssets,
    Outcome, Run, TestFinding, TestRun,
};
pub use organisation::{Domain, Team};
pub use page::Page;
pub use plan::{BadDue, BadEffort, Due, Effort, OfAmount};
pub use plan_standing::{DeliveryStanding, Horizon, InitiativeStanding, RiskFact, WaitReason, WorkState};
pub use product::{
    Accomplishment, Channel, Consumer, Evidence, InputPort, LastMile, Link, Obligation, OutputPort, Person,
    Product, Sla, User,
};
pub use promise::{SlaProperty, Target, TargetShape};
pub use reason::{Fact, Failure, Reason, TestFailure};
pub use regulation::{Control, Regulation};
pub use rule_fact::{RuleFact, RuleFault};
pub use speech::{capitalised, spoken, spoken_day};
pub use standard::{
    Attestation, CheckFact, CheckMark, CheckedPart, Scorecard, Standard, StandardCheck, Standards,
};
pub use standing::{
    AssetStanding, Boundary, LateAsset, ProductReason, ProductStanding, PromiseStanding, Reach, Standing,
    Status, Trouble, Verdict,
};
pub use time::{BadLength, Length, TimeUnit};
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
