//! The findings of rules, as facts: products, assets, promises and numbers; `prose` makes the sentences.

use super::fact_value::{ForWords, Hundredths, OwnPortIx, PromiseIx};
use super::{AssetIx, FactValue, ProductIx, RegulationIx, SystemIx, TierIx};
use crate::source::Span;
use jiff::SignedDuration;
use jiff::civil::Date;

/// Declares the facts. What programs get of one follows: each field by its name, and as `case` what follows `as`,
/// which tells apart what one rule finds of several kinds.
macro_rules! rule_facts {
    ($(#[$doc:meta])* $name:ident {
        $(
            $(#[$says:meta])*
            $variant:ident $(as $case:literal)? $({ $($(#[$means:meta])* $field:ident: $type:ty),* $(,)? })?
        ),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum $name {
            $($(#[$says])* $variant $({ $($(#[$means])* $field: $type),* })?),*
        }

        impl $name {
            /// The values of a fact, by the keys that programs know them by.
            pub(crate) fn values(&self) -> Vec<(&'static str, FactValue<'_>)> {
                match self {
                    $(Self::$variant $({ $($field),* })? => vec![
                        $(("case", FactValue::Text($case)),)?
                        $($((stringify!($field), $field.into()),)*)?
                    ]),*
                }
            }
        }
    };
}

rule_facts! {
    /// What a rule found in a product; "it" is the product of the [`Finding`](super::Finding).
    ///
    /// The names of the fields and the cases are keys and values for programs: they are added, none changes.
    RuleFact {
        /// A product of a higher tier is built on it.
        BelowTier {
            /// Its own tier.
            tier: TierIx,
            /// That product.
            user: ProductIx,
            /// The tier of that product.
            needed: TierIx,
        },
        /// It reads assets of another product that are not output ports.
        BypassesOutputPorts {
            /// The other product.
            upstream: ProductIx,
            /// What is read.
            assets: Vec<AssetIx>,
        },
        /// It names a consumer that is never seen to read it.
        ConsumerNeverSeen {
            /// The consumer.
            consumer: ProductIx,
        },
        /// The contract of a port is about other tables than the one behind the port.
        ContractOfOtherTable as "other-table" {
            /// The output port.
            port: OwnPortIx,
            /// The asset behind it.
            asset: AssetIx,
            /// What the contract's tables are called.
            tables: Vec<String>,
        },
        /// A contract promises a column that is not there.
        ContractColumnMissing as "column-missing" {
            /// The asset that does not have it.
            asset: AssetIx,
            /// The column.
            column: String,
            /// A column of the asset whose name is near.
            near: Option<String>,
        },
        /// A contract promises a column as one type, and it is another.
        ContractColumnType as "column-type" {
            /// The asset that has it.
            asset: AssetIx,
            /// The column.
            column: String,
            /// The type that is promised.
            promised: String,
            /// The type that it has.
            real: String,
        },
        /// It is in use, and has neither assets nor output ports.
        Empty,
        /// It is an application mart, and draws from several systems.
        SeveralSystems {
            /// The source systems.
            systems: Vec<SystemIx>,
            /// Replications and application marts of which no system is known.
            products: Vec<ProductIx>,
        },
        /// It is a project mart, and nobody said when it ends.
        ProjectMartWithoutEnd,
        /// It is a project mart, and marts that are to last build on it.
        BuiltOnProjectMart {
            /// Those marts.
            marts: Vec<ProductIx>,
        },
        /// One of its syncs reads a mart, rather than a table of its own.
        ExportFromMart {
            /// The tables of the mart.
            tables: Vec<AssetIx>,
        },
        /// It declares an input that it is never seen to read.
        InputNeverSeen {
            /// The product that it declares.
            upstream: ProductIx,
        },
        /// Its summary has words that only data people understand.
        Jargon {
            /// The words.
            words: Vec<&'static str>,
        },
        /// Logic outside of any product was to be gone by a day that has passed.
        LastMileExpired {
            /// The consumer that it serves.
            consumer: usize,
            /// Which of the consumer's.
            mile: ForWords,
            /// The day.
            until: Date,
        },
        /// Logic outside of any product has no end.
        LastMileWithoutEnd {
            /// The consumer that it serves.
            consumer: usize,
        },
        /// It was delivered to last, and nobody but the ask that it was made for uses it.
        LastingWithoutReader {
            /// The id of the initiative.
            initiative: String,
            /// When it was delivered.
            delivered: Date,
        },
        /// Controls of a regulation have no evidence.
        ControlsWithoutEvidence {
            /// The regulation.
            regulation: RegulationIx,
            /// The controls.
            controls: Vec<(RegulationIx, usize)>,
        },
        /// Others build on it, and it has no output port.
        NoOutputPorts {
            /// Those who do.
            readers: Vec<ProductIx>,
        },
        /// It reads assets that belong to no product.
        Orphans {
            /// The assets.
            assets: Vec<AssetIx>,
        },
        /// No team answers for it.
        Ownerless,
        /// It and others build on each other in a cycle.
        Circle {
            /// All of them, in the catalog's order; it is the first.
            products: Vec<ProductIx>,
        },
        /// A promise upstream is looser than one of its own.
        LooserUpstream as "looser-upstream" {
            /// Its own promise.
            promise: PromiseIx,
            /// The product upstream.
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
            /// How long its own runs take.
            minutes: u64,
        },
        /// All that it builds on comes more seldom than its own promise.
        RarerInput as "rarer-input" {
            /// Its own promise.
            promise: PromiseIx,
            /// Of what it reads, what comes most often.
            asset: AssetIx,
            /// How often that comes.
            minutes: SignedDuration,
        },
        /// The promises of availability upstream leave less together than it promises.
        LessTogether as "less-together" {
            /// Its own promise.
            promise: PromiseIx,
            /// The products upstream, one for each promise.
            upstream: Vec<ProductIx>,
            /// What they promise together.
            percent: Hundredths,
        },
        /// Data under a regulation reaches it, and it does not name the regulation.
        RegulationReaches as "reached" {
            /// The regulation.
            regulation: RegulationIx,
            /// The way of the data, from a product that names the regulation to this one.
            path: Vec<ProductIx>,
        },
        /// dbt marks something of it as data under a regulation that it does not name.
        MarkedInDbt as "marked" {
            /// The regulation.
            regulation: RegulationIx,
            /// What is marked: assets, or columns of them by position.
            marked: Vec<(AssetIx, Option<usize>)>,
        },
        /// Data under a regulation is in it that no guard of the regulation covers.
        Unguarded {
            /// The regulation.
            regulation: RegulationIx,
            /// What is not covered: assets, or columns of them by position.
            unguarded: Vec<(AssetIx, Option<usize>)>,
        },
        /// It builds on something that is deprecated or retired.
        RetiredUpstream {
            /// What it builds on.
            upstream: ProductIx,
            /// Whether the day has come from which that is gone.
            has_ended: bool,
        },
        /// The day from which it was to be gone has come, and it is not retired.
        PastItsEnd as "past" {
            /// The day.
            ends: Date,
        },
        /// The day from which it is gone is near, and others still use it.
        EndsInUse as "in-use" {
            /// The day.
            ends: Date,
            /// The products that build on it and stay.
            readers: Vec<ProductIx>,
            /// How many teams use it.
            teams: usize,
        },
        /// The day of its review has passed.
        ReviewOverdue {
            /// The day.
            by: Date,
        },
        /// Something of it usually runs before what it reads is made.
        RunsBeforeInput {
            /// What runs too early.
            asset: AssetIx,
            /// The table that it reads, also behind views.
            reads: AssetIx,
            /// On how many days.
            early_days: usize,
            /// Of how many both runs are known.
            days: usize,
            /// By how much on the day in the middle.
            minutes: SignedDuration,
        },
        /// Something of it is due before what it reads is ready.
        ScheduledBeforeInput {
            /// What is due too early.
            asset: AssetIx,
            /// What it reads.
            reads: AssetIx,
            /// By when it is due: `05:00`.
            due: String,
            /// By when what it reads is ready: `06:00`.
            ready: String,
        },
        /// It is an export, and feeds more than one use.
        SharedExport {
            /// How many.
            uses: usize,
        },
        /// Several of its consumers, or of what builds on it, add logic of their own.
        SharedLastMile {
            /// How many.
            consumers: usize,
            /// How many of them use what builds on it.
            downstream: usize,
        },
        /// The review of the evidence for a control is overdue.
        StaleEvidence {
            /// The regulation.
            regulation: RegulationIx,
            /// The control.
            control: (RegulationIx, usize),
            /// When somebody last did, if ever.
            reviewed: Option<Date>,
        },
        /// It is used by some whom it does not name.
        UndeclaredConsumers {
            /// The products that read it.
            products: Vec<ProductIx>,
            /// The exposures of dbt that do.
            exposures: Vec<AssetIx>,
        },
        /// It builds on a product that it does not declare.
        UndeclaredInput {
            /// That product.
            upstream: ProductIx,
        },
        /// An output port says nothing of itself.
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
        Unused {
            /// The assets.
            assets: Vec<AssetIx>,
        },
    }
}

/// What is wrong with what a catalog says of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RuleFault {
    /// A setting or a waiver names a rule that does not exist.
    UnknownRule {
        /// What is written.
        rule: String,
        /// Where.
        span: Span,
        /// The rule whose name is near.
        near: Option<&'static str>,
    },
    /// A check of a standard names a rule that does not exist.
    UnknownRuleOfCheck {
        /// The id of the check.
        check: String,
        /// What is written.
        rule: String,
        /// Where.
        span: Span,
        /// The rule whose name is near.
        near: Option<&'static str>,
    },
    /// The last day of a waiver has passed.
    ExpiredWaiver {
        /// Its position among the catalog's waivers.
        waiver: usize,
    },
}
