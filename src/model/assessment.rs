//! The status of assets, output ports, products and promises, with the reasons.

use super::{
    AssetIx, GuardState, InitiativeAssessment, Measure, ProductIx, ProductVerdict, ProductionPath, Reason,
    Stage, Status, TeamIx, TierIx,
};
use jiff::Timestamp;

/// How everything stands, as of a moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Assessment {
    /// Whether there is any evidence, also broken, so that anything can be said at all.
    pub assessed: bool,
    /// How each asset stands, in the catalog's order.
    pub assets: Vec<AssetAssessment>,
    /// What was seen of each guard, in the catalog's order.
    pub guards: Vec<GuardState>,
    /// How each product stands, in the catalog's order.
    pub products: Vec<ProductAssessment>,
    /// Whether each product can be used today, in the catalog's order.
    pub verdicts: Vec<Option<ProductVerdict>>,
    /// What is broken, the most urgent first.
    pub incidents: Vec<Incident>,
    /// The jobs of no product that failed, the most urgent first.
    pub unclaimed: Vec<UnclaimedFailure>,
    /// How each initiative stands, in the catalog's order.
    pub initiatives: Vec<InitiativeAssessment>,
    /// How each product keeps to its boundary, in the catalog's order.
    pub boundaries: Vec<Boundary>,
    /// How far each product is on its way to production, in the catalog's order.
    pub paths: Vec<ProductionPath>,
    /// When something was last seen; `None` if nothing ever was.
    pub newest: Option<Timestamp>,
}

/// How a product keeps to its boundary, counted in assets and in pairs of an asset that is read and
/// an asset of another product that reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Boundary {
    /// How many of its assets are output ports.
    pub surface: usize,
    /// How many assets it has in all.
    pub inside: usize,
    /// In how many places others read it.
    pub read: usize,
    /// In how many of them past its output ports.
    pub leaks_out: usize,
    /// In how many places it reads others.
    pub reads: usize,
    /// In how many of them past their output ports.
    pub leaks_in: usize,
}

/// How an asset stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct AssetAssessment {
    /// How; `None` for what has no evidence, such as a metric.
    pub status: Option<Status>,
    /// What is known of it itself.
    pub reasons: Vec<Reason>,
    /// The broken assets that it builds on, the nearest first, at most a few.
    pub causes: Vec<AssetIx>,
    /// The worst of the assets that it builds on whose data is older than it should be, or of which something
    /// was to be seen and was not; with how that makes it stand, `warning` or `unknown`.
    pub unsure: Option<(Status, AssetIx)>,
    /// Whether a test, a check or a limit of freshness was seen to pass.
    pub checked: bool,
    /// The first moment of which what was seen of it still counts; `None` if all does.
    pub counts_since: Option<Timestamp>,
    /// When it was last seen.
    pub seen: Option<Timestamp>,
}

/// How a product stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ProductAssessment {
    /// How; `None` for a product without evidence, such as a service.
    pub status: Option<Status>,
    /// What is known, the worst first.
    pub reasons: Vec<ProductReason>,
    /// How each output port stands.
    pub ports: Vec<Option<Status>>,
    /// How each promise stands.
    pub promises: Vec<PromiseAssessment>,
    /// When anything of it was last seen.
    pub seen: Option<Timestamp>,
}

impl AssetAssessment {
    /// Whether what was seen of it at a moment still counts.
    #[must_use]
    pub(crate) fn counts(&self, seen: Timestamp) -> bool {
        self.counts_since.is_none_or(|since| seen >= since)
    }
}

/// Why a product has its status.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ProductReason {
    /// The reason.
    pub reason: Reason,
    /// The asset that it is about: one of the product's own, or one that it builds on.
    pub asset: Option<AssetIx>,
    /// Of how many more assets the same is to be said.
    pub alike: usize,
}

/// How a promise stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PromiseAssessment {
    /// Whether it is kept.
    pub verdict: Verdict,
    /// What was measured, or why nothing could be.
    pub measured: Measure,
    /// Of freshness, the asset that was measured.
    pub asset: Option<AssetIx>,
    /// Of freshness, the asset that keeps the data from being newer.
    pub holder: Option<AssetIx>,
    /// Of freshness that is broken, each asset that is too old, in the catalog's order.
    pub late: Vec<LateAsset>,
}

/// An asset whose data is older than was promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LateAsset {
    /// The asset.
    pub asset: AssetIx,
    /// The asset that keeps its data from being newer; may be itself.
    pub holder: AssetIx,
    /// How old its data is.
    pub measured: Measure,
}

/// Whether a promise is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is.
    Kept,
    /// It is given, and nobody measures it.
    #[default]
    Declared,
    /// Its day has not come, and nothing is known of the last one.
    NotDue,
    /// It could be measured, and there is nothing to measure.
    NotMeasurable,
    /// It is not.
    Broken,
}

/// A product that is broken, and who is affected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Incident {
    /// The product.
    pub product: ProductIx,
    /// Whether it matters today, or can wait.
    pub urgent: bool,
    /// Whether an important use depends on what is wrong, urgent or not.
    pub important: bool,
    /// What is broken in it.
    pub broken: Vec<AssetIx>,
    /// How many runs, tests and checks of it failed.
    pub failures: usize,
    /// How many of its pieces have something wrong that is neither a failure nor only a warning, such as the data of an
    /// earlier run.
    pub problems: usize,
    /// How many of its pieces only warn.
    pub warnings: usize,
    /// Who is affected.
    pub reach: Impact,
    /// Its own promises that are broken, as indices.
    pub promises: Vec<usize>,
    /// The products in which it can be fixed: itself, unless all that is wrong is told by guards of others, and theirs.
    pub fixed_in: Vec<ProductIx>,
    /// Since when it is broken, as far as is known.
    pub since: Option<Timestamp>,
    /// Whether all of it is known to have been well until then: otherwise it may have been broken before.
    pub is_since_known: bool,
}

/// A failed job of no product, and who relies on what it writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnclaimedFailure {
    /// The position of the job among those that were observed.
    pub job: usize,
    /// Whether it matters today.
    pub urgent: bool,
    /// Who is affected.
    pub reach: Impact,
}

/// What depends on something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Impact {
    /// The exposures downstream, sorted.
    pub exposures: Vec<AssetIx>,
    /// Its own output ports that are touched, as indices.
    pub ports: Vec<usize>,
    /// The other products that they belong to, sorted.
    pub products: Vec<ProductIx>,
    /// The teams that use one of the products, sorted.
    pub teams: Vec<TeamIx>,
    /// The consumers that are affected, by the product that they use and their index in it.
    pub consumers: Vec<(ProductIx, usize)>,
    /// The highest tier that any of these products declares.
    pub tier: Option<TierIx>,
    /// The furthest stage in which any of them is used.
    pub stage: Option<Stage>,
    /// Broken promises of other products, by product and position.
    pub promises: Vec<(ProductIx, usize)>,
}
