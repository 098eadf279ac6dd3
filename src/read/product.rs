//! Product files: one data product each, as written by its team.

use super::business_value::BusinessValueDoc;
use super::consumer::ConsumerDoc;
use super::document::kinds::{
    DayValue, IdValue, JobValue, MarkdownValue, ScheduleValue, SelectorValue, TableValue, TextValue,
    UpkeepValue, UrlValue, Vocabulary as _, WeekDaysValue, WordOf,
};
use super::document::references::{
    AttestedCheckId, CategoryId, ControlId, DomainId, GuardedControlId, KeyedBy, PersonName, PortId,
    ProductId, RegulationId, SystemId, TeamId, TierId,
};
use super::document::{CrossKeyCheck, Declared, OrShorthand, Single, Value, ValueShape, document};
use super::field::FieldDoc;
use super::file_kind::{FileAbout, FileKind};
use super::parts::{ChannelDoc, LinkDoc};
use super::port::{InputPortDoc, OutputPortDoc};
use super::yaml::{MappingEntry, Node, values};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{Deadline, Lifecycle, MartKind, SlaProperty, SlaTarget, TargetShape};
use crate::source::Spanned;
use serde_json::json;

document! {
    /// A data product: a unit with a purpose, an owner, promises and an interface.
    pub struct ProductDoc as "a data product" {
        /// Unique in the catalog, and part of the address of its page.
        id: required IdValue,
        /// The display name.
        #[example = "Revenue"]
        name: required TextValue,
        /// Other names that people know it by, such as a former name.
        aliases: list TextValue,
        /// One plain sentence that everyone understands.
        #[example = "One trusted number for bookings and revenue, per day and per account."]
        summary: optional TextValue,
        /// What it is for, its limits, and how to use it.
        description: optional MarkdownValue,
        /// The kind of product: one of the built-in categories (`replication`, `mart`, `application`, `dashboard`,
        /// `activation`, `alerting`, `analysis`, `consulting`), or one of the catalog's own.
        #[example = "mart"]
        category: optional CategoryId,
        /// The kind of mart.
        mart: optional WordOf<MartKind>,
        /// The domain that it belongs to.
        #[example = "finance"]
        domain: optional DomainId,
        /// The team that is responsible for it.
        #[example = "revenue-data"]
        owner: optional TeamId,
        /// The person who looks after it, by e-mail or name.
        #[example = "ada@example.com"]
        steward: optional PersonName,
        /// The stage of its lifecycle.
        lifecycle: optional WordOf<Lifecycle> = Lifecycle::DEFAULT.word(),
        /// How important it is: one of the built-in tiers (`experimental`, `team`, `company`, `customer-facing`), or
        /// one of the catalog's own. By default, the lowest.
        #[example = "company"]
        tier: optional TierId,
        /// Words by which it can be found and filtered.
        tags: list TextValue,
        /// What it consists of: dbt models, and jobs, tables, dashboards and syncs that dbt does not know.
        assets: list AssetDoc,
        /// What others may build on or use: its interface.
        output_ports: list OutputPortDoc,
        /// The products that it builds on, as far as dbt does not show this.
        input_ports: list InputPortDoc,
        /// Who uses it, as far as known.
        consumers: list ConsumerDoc,
        /// What it promises.
        slas: list SlaDoc,
        /// Its value to the business; in short, just a text.
        value: optional OrShorthand<BusinessValueDoc>,
        /// How much work it takes to maintain for as long as it is in use.
        upkeep: optional UpkeepValue,
        /// The regulations that it is subject to.
        regulations: list ObligationDoc,
        /// The evidence for checks that only people can judge, by the id of the check.
        attested: entries KeyedBy<AttestedCheckId, ControlEvidenceDoc>,
        /// Where to get help.
        support: list ChannelDoc,
        /// Further reading.
        links: list LinkDoc,
        /// The day by which its owner reviews it.
        review_by: optional DayValue,
        /// The product that people should use instead.
        #[example = "revenue-mart"]
        replaced_by: optional ProductId,
        /// The day from which it is no longer available. Its users see a reminder as the day approaches.
        #[example = "2027-03-31"]
        ends: optional DayValue,
        /// What was achieved with it.
        accomplishments: list AccomplishmentDoc,
        /// Messages from its owner about a problem, for its users.
        notices: list NoticeDoc,
    }
}

document! {
    /// A message from the owner of a product about a problem. It does not change any status.
    pub struct NoticeDoc as "a notice" {
        /// The message.
        #[example = "We know that orders are late. The shop is fixing its export."]
        text: required TextValue,
        /// The day from which it applies.
        #[example = "2026-11-20"]
        since: optional DayValue,
        /// The day by which it is expected to be over.
        #[example = "2026-11-23"]
        until: optional DayValue,
    }
}

/// An entry of `assets`.
#[derive(Clone, Debug)]
pub(crate) enum AssetDoc {
    /// Nodes of dbt, by dbt's selection methods.
    Dbt {
        /// The selector.
        select: Spanned<String>,
        /// What to exclude.
        exclude: Vec<Spanned<String>>,
        /// The system that they belong to.
        system: Option<Spanned<String>>,
    },
    /// Something that dbt does not know.
    Declared(Box<DeclaredAssetDoc>),
}

document! {
    /// dbt nodes.
    pub struct SelectedAssetsDoc as "an asset" {
        /// The dbt nodes to include.
        select as "dbt": required SelectorValue,
        /// Which of them to exclude.
        exclude: one_or_more SelectorValue,
        /// The system that the sources among them are tables of, or that the exposures among them represent. By
        /// default, a source belongs to the system of its loader, or to the one with its own name.
        #[example = "salesforce"]
        system: optional SystemId,
    }
}

document! {
    /// Something that dbt does not know, such as a loader, a sync, an explore or an alert.
    pub struct DeclaredAssetDoc as "an asset" {
        /// Unique in the product.
        #[example = "orders-loader"]
        id: required IdValue,
        /// The display name.
        #[example = "Loader of the orders"]
        name: optional TextValue,
        /// What it is, in the team's own words.
        #[example = "Loader"]
        kind: optional TextValue,
        /// The tool that it runs on.
        #[example = "Airbyte"]
        tool: optional TextValue,
        /// The address at which it is opened.
        url: optional UrlValue,
        /// The address at which its code or settings can be read.
        #[example = "https://git.example.com/jobs/load_orders.py"]
        code: optional UrlValue,
        /// What it does.
        description: optional MarkdownValue,
        /// Its job in OpenLineage, so that its runs count.
        job: optional JobValue,
        /// Former names of that job, so that its earlier runs still count.
        #[example = "loads/orders_v1"]
        formerly: list JobValue,
        /// The time by which its run ends, in the company's time zone, or how often it runs. Without a successful run
        /// since that day began, it is not shown as healthy.
        #[example = "by 06:00 on weekdays"]
        schedule: optional ScheduleValue,
        /// Its table in the warehouse, so that checks and loads of it count.
        table: optional TableValue,
        /// The dbt nodes that it writes.
        feeds: list SelectorValue,
        /// What it reads: dbt nodes, or output ports as `PRODUCT:PORT`.
        #[example = "revenue-mart:bookings"]
        reads: list SelectorValue,
        /// What it guards, if it is an access policy, a scan, a reconciliation or a test of dashboards: dbt nodes,
        /// output ports as `PRODUCT:PORT`, or declared assets by their id or as `PRODUCT/ASSET`. If it fails, this
        /// counts as a failing check of each of them; for a job, of the tables that the job writes.
        #[example = "source:raw"]
        guards: one_or_more SelectorValue,
        /// The controls that it carries out, each as `REGULATION/CONTROL`: a successful run is evidence for each.
        #[example = "gdpr/masking"]
        control: one_or_more GuardedControlId,
        /// The system that it reads from, if it is a loader, or writes to, if it is a sync.
        #[example = "salesforce"]
        system: optional SystemId,
        /// The fields of that system that a sync fills, by the column that each is filled from.
        fields: entries FieldDoc,
    }
}

impl Value for AssetDoc {
    type Out = Self;

    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let is_dbt = node.value_of("dbt").is_some_and(|value| value.kind != super::yaml::NodeKind::Null);
        if is_dbt {
            let SelectedAssetsDoc { select, exclude, system } = SelectedAssetsDoc::read(node, diagnostics)?;
            return Some(Self::Dbt { select, exclude, system });
        }
        DeclaredAssetDoc::read(node, diagnostics).map(|doc| Self::Declared(Box::new(doc)))
    }

    fn shape() -> ValueShape {
        ValueShape::Either(vec![
            ValueShape::Document(SelectedAssetsDoc::document()),
            ValueShape::Document(DeclaredAssetDoc::document()),
        ])
    }
}

document! {
    /// A promise: a service level.
    pub struct SlaDoc as "a service level" with TARGET {
        /// What is promised.
        property: required WordOf<SlaProperty>,
        /// The target value.
        target: required TargetOfProperty,
        /// For `ready`, the days of the week on which it is promised; by default, every day.
        on: one_or_more WeekDaysValue,
        /// The output port that it is about; by default, all of them.
        #[example = "bookings"]
        port: optional PortId,
        /// What exactly is meant.
        description: optional TextValue,
    }
}

/// The target of a promise, whose form depends on the property.
#[derive(Debug)]
pub(crate) struct TargetOfProperty;

impl Value for TargetOfProperty {
    type Out = Spanned<SlaTarget>;

    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<SlaTarget>> {
        target(TargetShape::Text, node, diagnostics)
    }

    fn read_beside(
        node: &Node,
        keys: &[MappingEntry],
        diagnostics: &mut Diagnostics,
    ) -> Option<Spanned<SlaTarget>> {
        let property = keys.iter().find(|entry| entry.key.value == "property");
        let property = property.and_then(|entry| WordOf::<SlaProperty>::read(&entry.value, &mut Vec::new()));
        let shape = property.map_or(TargetShape::Text, |property| property.value.shape());
        target(shape, node, diagnostics)
    }

    fn shape() -> ValueShape {
        ValueShape::Single(Single {
            name: "target",
            about: "A duration, for `freshness` also a time of day after `by`; for `ready` a time of day; for `availability` and `error_rate` a percentage; for `frequency` an interval such as \
                    `hourly`, `daily`, `weekly`, `monthly`, `quarterly`, `yearly` or `every 4h`; for `throughput` any text.",
            schema: json!({"type": ["string", "number"]}),
            examples: &["6h", "1 business day", "99.5%", "daily", "every 4h"],
        })
    }
}

/// The form of each property's target, and which properties take days of the week.
const TARGET: CrossKeyCheck = CrossKeyCheck {
    check: |fields| {
        let target = fields.text("target");
        let is_deadline = target.is_some_and(|text| Deadline::parse(&text.value).is_some());
        // A target that is no time of day is reported itself.
        let property = fields.text("property").and_then(|text| SlaProperty::parsed(&text.value));
        let takes_days = property.is_some_and(|property| property.shape() == TargetShape::Time);
        if fields.has("on") && !is_deadline && !takes_days {
            let diagnostic = Diagnostic::error(
                "wrong-type",
                "only a promise to be ready by a time of day can have days of the week",
            )
            .at(fields.place("on"), "`on` has no effect here")
            .help("leave `on` out, or promise `{property: ready, target: \"09:00\", on: weekdays}`");
            fields.report(diagnostic);
        }
        Some(())
    },
    schema: || {
        use super::document::patterns;
        let shapes = [
            (TargetShape::Period, patterns::duration()),
            (TargetShape::Age, patterns::age()),
            (TargetShape::Time, patterns::deadline()),
            (TargetShape::Percent, patterns::percentage()),
            (TargetShape::Rhythm, patterns::rhythm()),
        ];
        let rule = |(shape, pattern): (TargetShape, String)| {
            let is_of =
                |word: &&&str| SlaProperty::parsed(word).is_some_and(|property| property.shape() == shape);
            let properties: Vec<&&str> = SlaProperty::WORDS.iter().filter(is_of).collect();
            json!({
                "if": {"properties": {"property": {"enum": properties}}, "required": ["property"]},
                "then": {"properties": {"target": {
                    "type": "string",
                    "pattern": pattern,
                    "patternErrorMessage": format!("write {}", SlaTarget::examples(shape)),
                }}},
            })
        };
        json!({"allOf": shapes.map(rule)})
    },
};

fn target(shape: TargetShape, node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<SlaTarget>> {
    let text = values::text(node, diagnostics)?;
    if let Some(target) = SlaTarget::parse(shape, &text.value) {
        return Some(Spanned::new(target, text.span));
    }
    let (code, expected) = match shape {
        TargetShape::Period | TargetShape::Age => ("bad-duration", "a duration"),
        TargetShape::Time => ("bad-duration", "a time of day"),
        TargetShape::Percent => ("bad-percentage", "a percentage from 0 to 100"),
        TargetShape::Rhythm => ("bad-duration", "an interval"),
        TargetShape::Text => ("wrong-type", "text"),
    };
    let diagnostic = Diagnostic::error(code, format!("`{}` is not {expected}", values::shown(&text.value)))
        .at(text.span, format!("not {expected}"))
        .help(match Deadline::meant(&text.value).filter(|_| shape == TargetShape::Time) {
            Some(time) => format!("write `{}`", Deadline::clock(time)),
            None => format!("write {}", SlaTarget::examples(shape)),
        });
    diagnostics.push(diagnostic);
    None
}

document! {
    /// A regulation that a product is subject to.
    pub struct ObligationDoc as "a regulation of a product" {
        /// The regulation.
        #[example = "gdpr"]
        id: required RegulationId,
        /// The legal basis on which the data may be held.
        #[example = "Contract with the customer"]
        basis: optional TextValue,
        /// The data that it concerns.
        #[example = "Names and addresses of customers"]
        data: list TextValue,
        /// The evidence for each control, by the id of the control.
        controls: entries KeyedBy<ControlId, ControlEvidenceDoc>,
        /// Why the obligation does not apply to those who build on the product.
        #[example = "Aggregated to regions of at least 1,000 people"]
        drops: optional TextValue,
    }
}

document! {
    /// A piece of evidence.
    pub struct ControlEvidenceDoc as "a piece of evidence" {
        /// The id of the control or check.
        control: named,
        /// A link or a text.
        #[example = "https://wiki.example/reconciliation"]
        evidence: optional TextValue,
        /// The day of its last review.
        reviewed: optional DayValue,
    }
}

document! {
    /// Something that was achieved.
    pub struct AccomplishmentDoc as "an accomplishment" {
        /// The day on which it was achieved.
        date: required DayValue,
        /// What was achieved.
        text: required MarkdownValue,
    }
}

/// `products/**/*.yml`.
pub(super) const FILE: FileKind<ProductDoc> = FileKind::yaml(FileAbout {
    name: "product",
    files: "products/**/*.yml",
    title: "Data product",
    at_least: Some("write at least an `id` and a `name`, or remove the file"),
});

/// Reads a product file. Diagnostics: those of [`values`] and `missing-key`, `unknown-key`.
pub(crate) fn product(node: &Node, diagnostics: &mut Diagnostics) -> Option<ProductDoc> {
    ProductDoc::read(node, diagnostics)
}
