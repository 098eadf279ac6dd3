//! The findings of rules, as facts: products, assets, promises and numbers; `prose` makes the sentences.

use super::{AssetIx, EarlyDays, MartOrigins, ProductIx, RegulationIx};
use crate::source::Span;
use jiff::civil::Date;

/// What a rule found in a product; "it" is the product of the [`Finding`](super::Finding).
///
/// Ports, consumers, promises and controls are positions in the lists of the thing that has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RuleFact {
    /// A product of a higher tier is built on it.
    BelowTier {
        /// That product.
        user: ProductIx,
    },
    /// It reads assets of another product that are not output ports.
    PastOutputPorts {
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
    ContractOfOtherTable {
        /// The output port.
        port: usize,
        /// The asset behind it.
        asset: AssetIx,
        /// What the contract's tables are called.
        tables: Vec<String>,
    },
    /// A contract promises a column that is not there.
    ContractColumnMissing {
        /// The asset that does not have it.
        asset: AssetIx,
        /// The column.
        column: String,
        /// A column of the asset whose name is near.
        near: Option<String>,
    },
    /// A contract promises a column as one type, and it is another.
    ContractColumnType {
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
    SeveralSystems(MartOrigins),
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
        mile: usize,
        /// The day.
        until: Date,
    },
    /// Logic outside of any product has no end.
    LastMileWithoutEnd,
    /// It was delivered to last, and nobody but the ask that it was made for uses it.
    LastingWithoutReader {
        /// The id of the initiative.
        initiative: String,
        /// When it was delivered.
        day: Date,
    },
    /// Controls of a regulation have no evidence.
    ControlsWithoutEvidence {
        /// The regulation.
        regulation: RegulationIx,
        /// The controls.
        controls: Vec<usize>,
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
    /// It and others build on each other in a circle.
    Circle {
        /// All of them, in the catalog's order; it is the first.
        products: Vec<ProductIx>,
    },
    /// A promise upstream is looser than one of its own.
    LooserUpstream {
        /// Its own promise.
        sla: usize,
        /// The product upstream.
        upstream: ProductIx,
        /// The promise of that product.
        looser: usize,
    },
    /// A promise upstream leaves less time than its own runs take.
    LateByRuns {
        /// Its own promise.
        sla: usize,
        /// The product upstream.
        upstream: ProductIx,
        /// The promise of that product.
        looser: usize,
        /// How long its own runs take.
        minutes: u64,
    },
    /// The promises of availability upstream leave less together than it promises.
    LessTogether {
        /// Its own promise.
        sla: usize,
        /// The products upstream, one for each promise.
        upstream: Vec<ProductIx>,
        /// What they promise together, in hundredths of a percent.
        hundredths: u32,
    },
    /// Data under a regulation reaches it, and it does not name the regulation.
    RegulationReaches {
        /// The regulation.
        regulation: RegulationIx,
        /// The way of the data, from a product that names the regulation to this one.
        path: Vec<ProductIx>,
    },
    /// dbt marks something of it as data under a regulation that it does not name.
    MarkedInDbt {
        /// The regulation.
        regulation: RegulationIx,
        /// What is marked: assets, or columns of them as indices.
        marked: Vec<(AssetIx, Option<usize>)>,
    },
    /// Data under a regulation is in it that no guard of the regulation covers.
    Unguarded {
        /// The regulation.
        regulation: RegulationIx,
        /// What is not covered: assets, or columns of them as indices.
        unguarded: Vec<(AssetIx, Option<usize>)>,
    },
    /// It builds on something that is deprecated or retired.
    RetiredUpstream {
        /// What it builds on.
        upstream: ProductIx,
    },
    /// The day of its review has passed.
    ReviewOverdue {
        /// The day.
        by: Date,
    },
    /// Something of it usually runs before what it reads is made.
    RunsBeforeInput {
        /// What runs too early.
        reader: AssetIx,
        /// The table that it reads, also behind views.
        read: AssetIx,
        /// On how many days, and by how much.
        days: EarlyDays,
    },
    /// It is an export, and feeds more than one use.
    SharedExport {
        /// How many.
        uses: usize,
    },
    /// Several of its consumers add logic of their own.
    SharedLastMile {
        /// How many.
        consumers: usize,
    },
    /// The review of the evidence for a control is overdue.
    StaleEvidence {
        /// The regulation.
        regulation: RegulationIx,
        /// The control.
        control: usize,
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
        port: usize,
    },
    /// A table behind an output port has no tests.
    UntestedOutput {
        /// The output port.
        port: usize,
        /// The asset behind it.
        asset: AssetIx,
    },
    /// It holds assets that nothing reads and that are not output ports.
    Unused {
        /// The assets.
        assets: Vec<AssetIx>,
    },
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
