//! The status of assets, output ports, products and promises, with the reasons.

use super::{
    AssetIx, ConsumerIx, ControlIx, GuardState, InitiativeAssessment, Measure, ProductIx, ProductVerdict,
    ProductionPath, PromiseIx, Reason, Stage, Status, TeamIx, TierIx,
};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The status of everything at one moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Assessment {
    /// Whether there is any evidence, even if broken, so that a status can be given at all.
    pub assessed: bool,
    /// The status of each asset, in catalog order.
    pub assets: Vec<AssetAssessment>,
    /// What was observed of each guard, in catalog order.
    pub guards: Vec<GuardState>,
    /// The status of each product, in catalog order.
    pub products: Vec<ProductAssessment>,
    /// Whether each product can be used today, in catalog order.
    pub verdicts: Vec<Option<ProductVerdict>>,
    /// The broken products, most urgent first.
    pub incidents: Vec<Incident>,
    /// The failed jobs and broken tables that belong to no product, most urgent first.
    pub unclaimed: Vec<UnclaimedFailure>,
    /// The status of each initiative, in catalog order.
    pub initiatives: Vec<InitiativeAssessment>,
    /// How well each product keeps to its boundary, in catalog order.
    pub boundaries: Vec<Boundary>,
    /// How far each product is on its way to production, in catalog order.
    pub paths: Vec<ProductionPath>,
    /// The time of the latest observation, if there is any.
    pub newest: Option<Timestamp>,
}

/// How well a product keeps to its boundary, counted in assets and in pairs of an asset and an asset of
/// another product that reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Boundary {
    /// The number of its assets that are output ports.
    pub port_assets: usize,
    /// The number of all its assets.
    pub assets: usize,
    /// The number of reads by other products.
    pub reads_by_others: usize,
    /// The number of those that bypass its output ports.
    pub leaks_out: usize,
    /// The number of its reads of other products.
    pub own_reads: usize,
    /// The number of those that bypass their output ports.
    pub leaks_in: usize,
}

/// The status of an asset.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct AssetAssessment {
    /// The status; `None` for assets without evidence, such as metrics.
    pub status: Option<Status>,
    /// The reasons found on the asset itself.
    pub reasons: Vec<Reason>,
    /// The broken assets that it builds on, nearest first; the list is capped.
    pub causes: Vec<AssetIx>,
    /// The worst of its upstream assets whose data is older than it should be, or of which an expected
    /// observation is missing; with the status that this gives the asset, `warning` or `unknown`.
    pub upstream_unknown: Option<(Status, AssetIx)>,
    /// Whether a test, a check or a freshness limit was observed to pass.
    pub checked: bool,
    /// The earliest moment from which its observations still count; `None` if all of them do.
    pub counts_since: Option<Timestamp>,
    /// The time of its latest observation.
    pub last_observed: Option<Timestamp>,
}

/// The status of a product.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ProductAssessment {
    /// The status; `None` for products without evidence, such as services.
    pub status: Option<Status>,
    /// The reasons, worst first.
    pub reasons: Vec<ProductReason>,
    /// The status of each output port.
    pub ports: Vec<Option<Status>>,
    /// The status of each promise.
    pub promises: Vec<PromiseAssessment>,
    /// The time of the latest evidence about it: of any of its assets, or of a guard elsewhere that failed on one.
    pub last_observed: Option<Timestamp>,
}

impl AssetAssessment {
    /// Returns whether an observation made at `observed_at` still counts.
    #[must_use]
    pub(crate) fn counts(&self, observed_at: Timestamp) -> bool {
        self.counts_since.is_none_or(|since| observed_at >= since)
    }
}

/// Why a product has its status.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ProductReason {
    /// The reason.
    pub reason: Reason,
    /// The asset concerned: one of the product's own, or one that it builds on.
    pub asset: Option<AssetIx>,
    /// The number of further assets with the same reason.
    pub alike: usize,
}

/// The status of a promise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PromiseAssessment {
    /// Whether it is kept.
    pub verdict: PromiseVerdict,
    /// The measured value, or why there is none.
    pub measured: Measure,
    /// For freshness, the measured asset.
    pub asset: Option<AssetIx>,
    /// For freshness, the asset that keeps the data from being newer.
    pub limiting_asset: Option<AssetIx>,
    /// For broken freshness, each asset that is too old, in catalog order.
    pub late: Vec<LateAsset>,
}

/// An asset whose data is older than promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LateAsset {
    /// The asset.
    pub asset: AssetIx,
    /// The asset that keeps its data from being newer; may be the asset itself.
    pub limiting_asset: AssetIx,
    /// The age of its data.
    pub measured: Measure,
}

/// Whether a promise is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PromiseVerdict {
    /// It is.
    Kept,
    /// It is declared, but not measured.
    #[default]
    Declared,
    /// Its day has not come, and the previous result is unknown.
    NotDue,
    /// Nothing has happened yet that it is about, such as a failure to fix.
    NotNeeded,
    /// It could be measured, but there is no data to measure.
    NotMeasurable,
    /// It is broken.
    Broken,
}

/// Without declared importance, a problem that reaches more products than this is urgent.
pub(crate) const MANY_PRODUCTS: usize = 10;

/// A product with problems of its own, and whom they affect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Incident {
    /// The product.
    pub product: ProductIx,
    /// Why it matters today or can wait.
    pub urgency: Urgency,
    /// Its assets with problems of their own, if only warnings, in order.
    pub problem_assets: Vec<AssetIx>,
    /// The number of its failed runs, tests and checks, and of late data.
    pub failures: usize,
    /// Those among them that only mean that data is late.
    pub late: usize,
    /// Those among them that may be failures of other products as well, each of which is one failure.
    pub shared: BTreeSet<SharedFailure>,
    /// The failed controls of regulations, each with the number of its tables.
    pub failed_controls: BTreeMap<ControlIx, usize>,
    /// The number of its parts with a problem that is neither a failure nor only a warning, such as data from
    /// an earlier run.
    pub outdated: usize,
    /// The number of its parts with only a warning.
    pub warnings: usize,
    /// Whom it affects.
    pub reach: Impact,
    /// Its own broken promises, as indices.
    pub promises: Vec<usize>,
    /// The products in which it can be fixed: the product itself, unless all its problems were reported by
    /// guards of other products; then those.
    pub fixed_in: Vec<ProductIx>,
    /// The products whose guards found some of it, and can say what they found.
    pub found_by: Vec<ProductIx>,
    /// Since when anything of it is wrong, as far as is known.
    pub since: Option<Onset>,
    /// Since when it is as bad as it is today: a date beside its status.
    pub status_since: Option<Onset>,
}

impl Incident {
    /// Returns whether it needs a fix today.
    #[must_use]
    pub(crate) fn is_urgent(&self) -> bool {
        match self.urgency {
            Urgency::FailedControl | Urgency::Harms(_) | Urgency::BreaksPromise(_) => true,
            Urgency::HarmsNothingYet(_) | Urgency::AffectsLittle => false,
        }
    }
}

/// Why a problem needs a fix today, or can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Urgency {
    /// A control of a regulation failed.
    FailedControl,
    /// Data is failing, late or old, and something important depends on it.
    Harms(Importance),
    /// It breaks a promise of something important.
    BreaksPromise(Importance),
    /// Can wait: something important depends on it, but no data is failing, late or old.
    HarmsNothingYet(Importance),
    /// Can wait: nothing important depends on it.
    AffectsLittle,
}

/// What makes data important.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Importance {
    /// A job of no product carries it to another system: its position in the list of observed jobs.
    CarriedElsewhere(usize),
    /// Somebody uses it beyond analysis.
    Use,
    /// The product itself or one that depends on it is of a high tier.
    Tier(TierIx),
    /// The product declares no tier, and many others depend on it.
    ManyProducts,
    /// The product declares no tier, and people use it without saying for what.
    UnknownUse,
}

/// Since when something is so, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Onset {
    /// The moment.
    pub at: Timestamp,
    /// Whether all of it is known to have been well until then: otherwise it may have been so before.
    pub is_known: bool,
}

/// The day since which something is so, as recorded days and runs show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SinceDay {
    /// The day.
    pub day: Date,
    /// Whether nothing was recorded on the day before, so that it may have been so for longer.
    pub at_least: bool,
}

/// Days before the present problem on which a product was failing or late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EarlierEpisode {
    /// The status on the last of these days.
    pub status: Status,
    /// The first of the last consecutive days.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The number of other such days before them.
    pub more: usize,
    /// How many days were looked back.
    pub window: usize,
}

/// A failed job, or a late or failing table, that belongs to no product, and who relies on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnclaimedFailure {
    /// What failed.
    pub subject: FailedSubject,
    /// Whether it matters today.
    pub urgent: bool,
    /// Whom it affects.
    pub reach: Impact,
}

/// A failure that may be reported for several products.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SharedFailure {
    /// A failed guard.
    Guard(AssetIx),
    /// A failed run that loads several tables: of this job, at this moment.
    Load {
        /// The job, as `NAMESPACE/NAME`.
        job: Arc<str>,
        /// When it failed.
        at: Timestamp,
    },
}

/// What failed without belonging to a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailedSubject {
    /// A job, as its position in the list of observed jobs.
    Job(usize),
    /// A table: a dbt node, a source or a dataset of events.
    Table(AssetIx),
}

/// Everything that depends on something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Impact {
    /// The exposures downstream, sorted.
    pub exposures: Vec<AssetIx>,
    /// Its own affected output ports, as indices.
    pub ports: Vec<usize>,
    /// The other products in use that the affected assets belong to, sorted.
    pub products: Vec<ProductIx>,
    /// The others, which nobody uses, sorted.
    pub out_of_service: Vec<ProductIx>,
    /// The jobs of no product that read it, as positions in the list of observed jobs.
    pub jobs: Vec<usize>,
    /// The teams that use any of these products, sorted.
    pub teams: Vec<TeamIx>,
    /// The affected consumers, as the product that they use and their index in it.
    pub consumers: Vec<ConsumerIx>,
    /// The highest tier declared by any of these products.
    pub tier: Option<TierIx>,
    /// The furthest stage in which any of them is used.
    pub stage: Option<Stage>,
    /// Broken promises of other products, by product and position.
    pub promises: Vec<PromiseIx>,
}
