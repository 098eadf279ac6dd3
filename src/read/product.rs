//! What a product file says: one data product, as its team wrote it.

use super::parts::{self, ChannelDoc, LinkDoc, optional_text};
use super::yaml::{Entry, Faults, Fields, Node, values};
use crate::diagnostics::Diagnostic;
use crate::model::{Length, Lifecycle, MartKind, PortType, SlaProperty, Stage, Target, TargetShape};
use crate::source::{Span, Spanned};
use jiff::civil::Date;

/// A product file.
#[derive(Clone, Debug)]
pub struct ProductDoc {
    /// `id`: unique in the catalog, part of the page's address.
    pub id: Spanned<String>,
    /// `name`: for people.
    pub name: Spanned<String>,
    /// `summary`: one plain sentence.
    pub summary: Option<Spanned<String>>,
    /// `description`: Markdown.
    pub description: Option<Spanned<String>>,
    /// `category`: the id of a category.
    pub category: Option<Spanned<String>>,
    /// `mart`: what the mart is about.
    pub mart: Option<Spanned<MartKind>>,
    /// `domain`: the id of a domain.
    pub domain: Option<Spanned<String>>,
    /// `owner`: the id of a team.
    pub owner: Option<Spanned<String>>,
    /// `steward`: a person, by e-mail or name.
    pub steward: Option<Spanned<String>>,
    /// `lifecycle`, active unless said otherwise.
    pub lifecycle: Option<Spanned<Lifecycle>>,
    /// `tier`: the id of a tier.
    pub tier: Option<Spanned<String>>,
    /// `tags`: free words.
    pub tags: Vec<Spanned<String>>,
    /// `assets`: what is inside.
    pub assets: Vec<AssetDoc>,
    /// `output_ports`: what others may build on.
    pub output_ports: Vec<OutputPortDoc>,
    /// `input_ports`: what it says that it builds on.
    pub input_ports: Vec<InputPortDoc>,
    /// `consumers`: who uses it, as far as known.
    pub consumers: Vec<ConsumerDoc>,
    /// `slas`: what it promises.
    pub slas: Vec<SlaDoc>,
    /// `regulations`: what it is obliged to.
    pub regulations: Vec<ObligationDoc>,
    /// `attested`: what only people can see, by the id of a standard's check.
    pub attested: Vec<EvidenceDoc>,
    /// `support`: where help is given.
    pub support: Vec<ChannelDoc>,
    /// `links`: further reading.
    pub links: Vec<LinkDoc>,
    /// `review_by`: when its owner looks at it again.
    pub review_by: Option<Spanned<Date>>,
    /// `accomplishments`: what was achieved, by day.
    pub accomplishments: Vec<AccomplishmentDoc>,
}

/// An entry of `assets`.
#[derive(Clone, Debug)]
pub enum AssetDoc {
    /// Nodes of dbt, by dbt's selector methods.
    Dbt {
        /// The selector.
        select: Spanned<String>,
        /// What to leave out of it.
        exclude: Vec<Spanned<String>>,
    },
    /// Something that dbt does not know.
    Declared(Box<DeclaredAssetDoc>),
}

/// A loader, a sync, an explore, an alert…
#[derive(Clone, Debug)]
pub struct DeclaredAssetDoc {
    /// `id`: unique within the product.
    pub id: Spanned<String>,
    /// `name`: for people.
    pub name: Option<Spanned<String>>,
    /// `kind`: in the team's own word.
    pub kind: Option<Spanned<String>>,
    /// `tool`: what it runs on.
    pub tool: Option<Spanned<String>>,
    /// `url`: where it is opened.
    pub url: Option<Spanned<String>>,
    /// `description`: Markdown.
    pub description: Option<Spanned<String>>,
    /// `job`: its OpenLineage job, `NAMESPACE/NAME`.
    pub job: Option<Spanned<String>>,
    /// `formerly`: what that job was called before.
    pub formerly: Vec<Spanned<String>>,
    /// `table`: its table in the warehouse, `database.schema.table`.
    pub table: Option<Spanned<String>>,
    /// `feeds`: selectors of what it writes.
    pub feeds: Vec<Spanned<String>>,
    /// `reads`: selectors or `product:port` of what it reads.
    pub reads: Vec<Spanned<String>>,
}

/// An entry of `output_ports`.
#[derive(Clone, Debug)]
pub struct OutputPortDoc {
    /// `id`: unique within the product.
    pub id: Spanned<String>,
    /// `name`: for people.
    pub name: Option<Spanned<String>>,
    /// `description`: Markdown.
    pub description: Option<Spanned<String>>,
    /// `dbt`: the node behind it, by name or selector.
    pub dbt: Option<Spanned<String>>,
    /// `asset`: the declared asset behind it.
    pub asset: Option<Spanned<String>>,
    /// `type`.
    pub port_type: Option<Spanned<PortType>>,
    /// `url`: where it is opened.
    pub url: Option<Spanned<String>>,
    /// `contract`: the file of its data contract, from the catalog's folder.
    pub contract: Option<Spanned<String>>,
}

/// An entry of `input_ports`.
#[derive(Clone, Debug)]
pub struct InputPortDoc {
    /// `product`: the id of the product that is read.
    pub product: Spanned<String>,
    /// `port`: the id of its output port.
    pub port: Option<Spanned<String>>,
}

/// An entry of `consumers`.
#[derive(Clone, Debug)]
pub struct ConsumerDoc {
    /// Where the entry stands.
    pub span: Span,
    /// `team`: the id of a team.
    pub team: Option<Spanned<String>>,
    /// `product`: the id of a product.
    pub product: Option<Spanned<String>>,
    /// `use`: what for.
    pub purpose: Option<Spanned<String>>,
    /// `stage`: where the output is used.
    pub stage: Option<Spanned<Stage>>,
    /// `last_mile`: logic of the consumer's own, for a while.
    pub last_mile: Option<LastMileDoc>,
}

/// Logic that stands outside of any product, for a while.
#[derive(Clone, Debug)]
pub struct LastMileDoc {
    /// `where` it stands.
    pub place: Option<Spanned<String>>,
    /// `since` when.
    pub since: Option<Spanned<Date>>,
    /// `ttl`: how long it may stay.
    pub ttl: Option<Spanned<Length>>,
}

/// An entry of `slas`.
#[derive(Clone, Debug)]
pub struct SlaDoc {
    /// `property`: what is promised.
    pub property: Spanned<SlaProperty>,
    /// `target`: how much.
    pub target: Spanned<Target>,
    /// `port`: for which output port; all, if missing.
    pub port: Option<Spanned<String>>,
    /// `description`: in which sense.
    pub description: Option<Spanned<String>>,
}

/// An entry of `regulations`.
#[derive(Clone, Debug)]
pub struct ObligationDoc {
    /// `id`: of the regulation.
    pub id: Spanned<String>,
    /// `basis`: why the data may be held.
    pub basis: Option<Spanned<String>>,
    /// `data`: which data it concerns.
    pub data: Vec<Spanned<String>>,
    /// `controls`: what was done, by the control's id.
    pub controls: Vec<EvidenceDoc>,
    /// `drops`: why the obligation ends here.
    pub drops: Option<Spanned<String>>,
}

/// An entry of a product's `controls` or `attested`.
#[derive(Clone, Debug)]
pub struct EvidenceDoc {
    /// The key: the id of the control or check.
    pub control: Spanned<String>,
    /// `evidence`: a link or a text.
    pub evidence: Option<Spanned<String>>,
    /// `reviewed`: when somebody last looked.
    pub reviewed: Option<Spanned<Date>>,
}

/// An entry of `accomplishments`.
#[derive(Clone, Debug)]
pub struct AccomplishmentDoc {
    /// `date`.
    pub date: Spanned<Date>,
    /// `text`: Markdown.
    pub text: Spanned<String>,
}

/// Reads a product file. Faults: those of [`values`] and `missing-key`, `unknown-key`.
pub fn product(node: &Node, faults: &mut Faults) -> Option<ProductDoc> {
    let mut fields = Fields::open("a data product", node, faults)?;
    let id = fields.required("id", values::id);
    let name = fields.required("name", values::text);
    let doc = ProductDoc {
        summary: optional_text(&mut fields, "summary"),
        description: optional_text(&mut fields, "description"),
        category: optional_text(&mut fields, "category"),
        mart: fields.optional("mart", values::word("a kind of mart", MartKind::WORDS, MartKind::parse)),
        domain: optional_text(&mut fields, "domain"),
        owner: optional_text(&mut fields, "owner"),
        steward: optional_text(&mut fields, "steward"),
        lifecycle: fields
            .optional("lifecycle", values::word("a lifecycle", Lifecycle::WORDS, Lifecycle::parse)),
        tier: optional_text(&mut fields, "tier"),
        tags: fields.list("tags", values::text),
        assets: fields.list("assets", asset),
        output_ports: fields.list("output_ports", output_port),
        input_ports: fields.list("input_ports", input_port),
        consumers: fields.list("consumers", consumer),
        slas: fields.list("slas", sla),
        regulations: fields.list("regulations", obligation),
        attested: fields.entries("attested", evidence),
        support: fields.list("support", parts::channel),
        links: fields.list("links", parts::link),
        review_by: fields.optional("review_by", values::date),
        accomplishments: fields.list("accomplishments", accomplishment),
        // Last, so that every other fault of the file is found first.
        id: id?,
        name: name?,
    };
    Some(doc)
}

fn asset(node: &Node, faults: &mut Faults) -> Option<AssetDoc> {
    let mut fields = Fields::open("an asset", node, faults)?;
    if fields.has("dbt") {
        let select = fields.required("dbt", values::text);
        let exclude = fields.one_or_more("exclude", values::text);
        return Some(AssetDoc::Dbt { select: select?, exclude });
    }
    let id = fields.required("id", values::id);
    Some(AssetDoc::Declared(Box::new(DeclaredAssetDoc {
        name: optional_text(&mut fields, "name"),
        kind: optional_text(&mut fields, "kind"),
        tool: optional_text(&mut fields, "tool"),
        url: fields.optional("url", values::url),
        description: optional_text(&mut fields, "description"),
        job: optional_text(&mut fields, "job"),
        formerly: fields.list("formerly", values::text),
        table: optional_text(&mut fields, "table"),
        feeds: fields.list("feeds", values::text),
        reads: fields.list("reads", values::text),
        id: id?,
    })))
}

fn output_port(node: &Node, faults: &mut Faults) -> Option<OutputPortDoc> {
    let mut fields = Fields::open("an output port", node, faults)?;
    let id = fields.required("id", values::id);
    if fields.has("dbt") && fields.has("asset") {
        let fault =
            Diagnostic::error("wrong-type", "an output port is either dbt's or a declared asset, not both")
                .at(fields.place("asset"), "`dbt` is given too")
                .help("keep the one that consumers read");
        fields.fault(fault);
    }
    Some(OutputPortDoc {
        name: optional_text(&mut fields, "name"),
        description: optional_text(&mut fields, "description"),
        dbt: optional_text(&mut fields, "dbt"),
        asset: optional_text(&mut fields, "asset"),
        port_type: fields
            .optional("type", values::word("a type of output port", PortType::WORDS, PortType::parse)),
        url: fields.optional("url", values::url),
        contract: optional_text(&mut fields, "contract"),
        id: id?,
    })
}

fn input_port(node: &Node, faults: &mut Faults) -> Option<InputPortDoc> {
    let mut fields = Fields::open("an input port", node, faults)?;
    let product = fields.required("product", values::text);
    let port = optional_text(&mut fields, "port");
    Some(InputPortDoc { product: product?, port })
}

fn consumer(node: &Node, faults: &mut Faults) -> Option<ConsumerDoc> {
    let mut fields = Fields::open("a consumer", node, faults)?;
    if !fields.has("team") && !fields.has("product") {
        let fault =
            Diagnostic::error("missing-key", "a consumer is a `team` or a `product`; neither is given")
                .at(node.span, "who is it?");
        fields.fault(fault);
    }
    Some(ConsumerDoc {
        span: node.span,
        team: optional_text(&mut fields, "team"),
        product: optional_text(&mut fields, "product"),
        purpose: optional_text(&mut fields, "use"),
        stage: fields.optional("stage", values::word("a stage of use", Stage::WORDS, Stage::parse)),
        last_mile: fields.optional("last_mile", last_mile),
    })
}

fn last_mile(node: &Node, faults: &mut Faults) -> Option<LastMileDoc> {
    let mut fields = Fields::open("a last mile", node, faults)?;
    Some(LastMileDoc {
        place: optional_text(&mut fields, "where"),
        since: fields.optional("since", values::date),
        ttl: fields.optional("ttl", values::length),
    })
}

fn sla(node: &Node, faults: &mut Faults) -> Option<SlaDoc> {
    let mut fields = Fields::open("a service level", node, faults)?;
    let property =
        fields.required("property", values::word("a promise", SlaProperty::WORDS, SlaProperty::parse));
    let shape = property.as_ref().map_or(TargetShape::Text, |property| property.value.shape());
    let target = fields.required("target", |node, faults| target(shape, node, faults));
    let port = optional_text(&mut fields, "port");
    let description = optional_text(&mut fields, "description");
    Some(SlaDoc { property: property?, target: target?, port, description })
}

fn target(shape: TargetShape, node: &Node, faults: &mut Faults) -> Option<Spanned<Target>> {
    let text = values::text(node, faults)?;
    if let Some(target) = Target::parse(shape, &text.value) {
        return Some(Spanned::new(target, text.span));
    }
    let (code, what) = match shape {
        TargetShape::Length => ("bad-duration", "a length of time"),
        TargetShape::Percent => ("bad-percentage", "a percentage from 0 to 100"),
        TargetShape::Rhythm => ("bad-duration", "a rhythm"),
        TargetShape::Text => ("wrong-type", "text"),
    };
    let fault = Diagnostic::error(code, format!("`{}` is not {what}", values::shown(&text.value)))
        .at(text.span, format!("not {what}"))
        .help(format!("write {}", Target::examples(shape)));
    faults.push(fault);
    None
}

fn obligation(node: &Node, faults: &mut Faults) -> Option<ObligationDoc> {
    let mut fields = Fields::open("a regulation of a product", node, faults)?;
    let id = fields.required("id", values::text);
    Some(ObligationDoc {
        basis: optional_text(&mut fields, "basis"),
        data: fields.list("data", values::text),
        controls: fields.entries("controls", evidence),
        drops: optional_text(&mut fields, "drops"),
        id: id?,
    })
}

fn evidence(entry: &Entry, faults: &mut Faults) -> Option<EvidenceDoc> {
    let mut fields = Fields::open("a piece of evidence", &entry.value, faults)?;
    Some(EvidenceDoc {
        control: entry.key.clone(),
        evidence: optional_text(&mut fields, "evidence"),
        reviewed: fields.optional("reviewed", values::date),
    })
}

fn accomplishment(node: &Node, faults: &mut Faults) -> Option<AccomplishmentDoc> {
    let mut fields = Fields::open("an accomplishment", node, faults)?;
    let date = fields.required("date", values::date);
    let text = fields.required("text", values::text);
    Some(AccomplishmentDoc { date: date?, text: text? })
}
