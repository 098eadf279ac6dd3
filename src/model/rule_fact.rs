//! The findings of rules, as facts: products, assets, promises and numbers; `prose` makes the sentences.

use super::fact_value::{Hundredths, OwnPortIx, WordingOnly, facts};
use super::{AssetIx, ControlIx, DataPart, ProductIx, PromiseIx, RegulationIx, SystemIx, TierIx};
use crate::source::Span;
use jiff::SignedDuration;
use jiff::civil::Date;

facts! {
    /// What a rule found in a product; "it" is the product of the [`Finding`](super::Finding).
    ///
    /// What follows `as` tells apart what one rule finds of several kinds. That and the names of the fields are values and
    /// keys for programs: they are added, none changes.
    RuleFact {
        /// A product of a higher tier is built on it.
        BelowEffectiveTier {
            /// Its own tier.
            tier: TierIx,
            /// The product built on it.
            user: ProductIx,
            /// The tier of that product.
            needed: TierIx,
        },
        /// It reads assets of another product that are not output ports.
        BoundaryLeak {
            /// The other product.
            upstream: ProductIx,
            /// The assets that it reads.
            assets: Vec<AssetIx>,
        },
        /// It names a consumer that was never observed to read it.
        ConsumerNeverSeen {
            /// The consumer.
            consumer: ProductIx,
        },
        /// The contract of a port covers other tables than the one behind the port.
        ContractOfOtherTable as "other-table" {
            /// The output port.
            port: OwnPortIx,
            /// The asset behind it.
            asset: AssetIx,
            /// The names of the contract's tables.
            tables: Vec<String>,
        },
        /// A contract promises a column that does not exist.
        ContractColumnMissing as "column-missing" {
            /// The asset that does not have it.
            asset: AssetIx,
            /// The column.
            column: String,
            /// A column of the asset with a similar name.
            near: Option<String>,
        },
        /// A contract promises a column with one type, and it has another.
        ContractColumnType as "column-type" {
            /// The asset that has it.
            asset: AssetIx,
            /// The column.
            column: String,
            /// The promised type.
            promised: String,
            /// The actual type.
            real: String,
        },
        /// It is in use, but has neither assets nor output ports.
        EmptyProduct,
        /// It is an application mart, but draws from several systems.
        ImpureApplicationMart {
            /// The source systems.
            systems: Vec<SystemIx>,
            /// Replications and application marts without a known system.
            products: Vec<ProductIx>,
        },
        /// It is a project mart without a date on which it ends.
        ProjectMartWithoutEnd,
        /// It is a project mart, and marts intended to last build on it.
        BuiltOnProjectMart {
            /// Those marts.
            marts: Vec<ProductIx>,
        },
        /// One of its syncs reads a mart, rather than a table of its own.
        ExportFromMart {
            /// The tables of the mart.
            tables: Vec<AssetIx>,
        },
        /// It declares an input that it was never observed to read.
        InputNeverSeen {
            /// The declared product.
            upstream: ProductIx,
        },
        /// Its summary uses jargon that only data people understand.
        JargonInSummary {
            /// The words.
            words: Vec<&'static str>,
        },
        /// Logic outside of any product was to be removed by a day that has passed.
        LastMileExpired {
            /// The consumer that it serves.
            consumer: usize,
            /// The position of the last mile among the consumer's.
            mile: WordingOnly,
            /// The day.
            until: Date,
        },
        /// Logic outside of any product has no end date.
        TemporaryWithoutEnd {
            /// The consumer that it serves.
            consumer: usize,
        },
        /// It was delivered to last, but only the request that it was made for uses it.
        LastingWithoutReader {
            /// The id of the initiative.
            initiative: String,
            /// When it was delivered.
            delivered: Date,
        },
        /// Controls of a regulation lack evidence.
        MissingControl {
            /// The regulation.
            regulation: RegulationIx,
            /// The controls.
            controls: Vec<ControlIx>,
            /// Those among them that a job carries out which failed in its last run.
            failed: Vec<ControlIx>,
            /// Those among them that a job carries out which ran before a table was last built.
            early: Vec<ControlIx>,
            /// Those among them that jobs carried out on all tables that are marked for the regulation, but not on every table.
            partly: Vec<ControlIx>,
        },
        /// Others build on it, but it has no output port.
        NoOutputPorts {
            /// The products that do.
            readers: Vec<ProductIx>,
        },
        /// It reads assets that belong to no product.
        OrphanAsset {
            /// The assets.
            assets: Vec<AssetIx>,
        },
        /// No team owns it.
        Ownerless,
        /// It and others build on each other in a cycle.
        ProductCycle {
            /// All of them, in catalog order, starting with this product.
            products: Vec<ProductIx>,
        },
        /// A promise upstream is looser than one of its own.
        LooserUpstream as "looser-upstream" {
            /// Its own promise.
            promise: PromiseIx,
            /// The upstream product.
            upstream: ProductIx,
            /// The promise of that product.
            upstream_promise: PromiseIx,
        },
        /// A promise upstream leaves less time than its own runs take.
        LateByRuns as "late-by-runs" {
            /// Its own promise.
            promise: PromiseIx,
            /// The product upstream.
            upstream: ProductIx,
            /// The promise of that product.
            upstream_promise: PromiseIx,
            /// The duration of its own runs.
            minutes: u64,
        },
        /// All its inputs arrive less often than its own promise requires.
        InputLessFrequent as "rarer-input" {
            /// Its own promise.
            promise: PromiseIx,
            /// The input that arrives most often.
            asset: AssetIx,
            /// How often that arrives.
            minutes: SignedDuration,
        },
        /// The promised availabilities of its upstream products combine to less than its own.
        CombinedAvailabilityTooLow as "less-together" {
            /// Its own promise.
            promise: PromiseIx,
            /// The upstream products, one for each promise.
            upstream: Vec<ProductIx>,
            /// Their combined availability.
            percent: Hundredths,
        },
        /// Data under a regulation reaches it, but it declares no obligation under that regulation.
        RegulationReaches as "reached" {
            /// The regulation.
            regulation: RegulationIx,
            /// The path of the data, from a product that declares the regulation to this one.
            path: Vec<ProductIx>,
        },
        /// dbt marks parts of it as data under a regulation that it does not declare.
        MarkedInDbt as "marked" {
            /// The regulation.
            regulation: RegulationIx,
            /// The marked parts: assets, or columns of them by position.
            marked: Vec<DataPart>,
        },
        /// It has data under a regulation that no guard of the regulation covers.
        UnguardedData {
            /// The regulation.
            regulation: RegulationIx,
            /// The parts not covered: assets, or columns of them by position.
            unguarded: Vec<DataPart>,
        },
        /// It builds on something that is deprecated or retired.
        RetiredUpstream {
            /// The upstream product.
            upstream: ProductIx,
            /// Whether the day from which that no longer exists has come.
            has_ended: bool,
        },
        /// The day from which it should no longer exist has come, but it is not retired.
        PastItsEnd as "past" {
            /// The day.
            ends: Date,
        },
        /// The day from which it no longer exists is near, but others still use it.
        EndsInUse as "in-use" {
            /// The day.
            ends: Date,
            /// The products that build on it and stay.
            readers: Vec<ProductIx>,
            /// The number of teams that use it.
            teams: usize,
        },
        /// The day from which the version behind an output port should not be used is near or has come, but others still
        /// use it.
        VersionEndsInUse as "version" {
            /// The output port.
            port: OwnPortIx,
            /// The day.
            ends: Date,
            /// The products that read it and stay.
            readers: Vec<ProductIx>,
            /// The number of teams that use it: only known if the product has no other output port.
            teams: usize,
            /// Whether the day has come.
            has_ended: bool,
        },
        /// The day of its review has passed.
        ReviewOverdue {
            /// The day.
            by: Date,
        },
        /// One of its assets usually runs before its input is built.
        RunsBeforeItsInput {
            /// The asset that runs too early.
            asset: AssetIx,
            /// The table that it reads, also behind views.
            reads: AssetIx,
            /// The number of days on which it was too early.
            early_days: usize,
            /// The number of days on which both runs are known.
            days: usize,
            /// The median time by which it was too early.
            minutes: SignedDuration,
        },
        /// One of its assets is due before its input is ready.
        ScheduledBeforeItsInput {
            /// The asset that is due too early.
            asset: AssetIx,
            /// Its input.
            reads: AssetIx,
            /// When it is due: `05:00`.
            due: String,
            /// When its input is ready: `06:00`.
            ready: String,
        },
        /// It is an export that feeds more than one use.
        SharedExport {
            /// The number of uses.
            uses: usize,
        },
        /// Several consumers, of it or of products built on it, add logic of their own.
        SharedLastMile {
            /// The number of these consumers.
            consumers: usize,
            /// The number of those that use products built on it.
            downstream: usize,
        },
        /// The review of the evidence for a control is overdue.
        StaleEvidence {
            /// The regulation.
            regulation: RegulationIx,
            /// The control.
            control: ControlIx,
            /// The date of the last review, if any.
            reviewed: Option<Date>,
            /// Whether there is evidence to review: if not, a job was seen to carry out the control on every table.
            given: bool,
        },
        /// It writes tables that other products write too.
        TwoWriters {
            /// The tables.
            tables: Vec<AssetIx>,
            /// The other products.
            writers: Vec<ProductIx>,
        },
        /// Others use it without being named as consumers.
        UndeclaredConsumer {
            /// The products that read it.
            products: Vec<ProductIx>,
            /// The dbt exposures that read it.
            exposures: Vec<AssetIx>,
        },
        /// It builds on a product that it does not declare as an input.
        UndeclaredInput {
            /// That product.
            upstream: ProductIx,
        },
        /// An output port has no description.
        UndocumentedOutput {
            /// The output port.
            port: OwnPortIx,
        },
        /// A table behind an output port has no tests.
        UntestedOutput {
            /// The output port.
            port: OwnPortIx,
            /// The asset behind it.
            asset: AssetIx,
        },
        /// It holds assets that nothing reads and that are not output ports.
        UnusedAsset {
            /// The assets.
            assets: Vec<AssetIx>,
        },
    }
}

impl RuleFact {
    /// Returns whether a regulation applies that the product does not declare.
    #[must_use]
    pub(crate) fn is_undeclared_regulation(&self) -> bool {
        self.undeclared_regulation().is_some()
    }

    /// Returns the regulation that applies and that the product does not declare, if it is about one.
    #[must_use]
    pub(crate) fn undeclared_regulation(&self) -> Option<RegulationIx> {
        match self {
            Self::RegulationReaches { regulation, .. } | Self::MarkedInDbt { regulation, .. } => {
                Some(*regulation)
            }
            _ => None,
        }
    }
}

/// A problem in how a catalog refers to rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RuleReferenceError {
    /// A setting or a waiver names a rule that does not exist.
    UnknownRule {
        /// The name as written.
        rule: String,
        /// Its span.
        span: Span,
        /// The rule with the most similar name.
        near: Option<&'static str>,
    },
    /// A check of a standard names a rule that does not exist.
    UnknownRuleOfCheck {
        /// The id of the check.
        check: String,
        /// The name as written.
        rule: String,
        /// Its span.
        span: Span,
        /// The rule with the most similar name.
        near: Option<&'static str>,
    },
    /// The last day of a waiver has passed.
    ExpiredWaiver {
        /// Its position among the catalog's waivers.
        waiver: usize,
    },
}
