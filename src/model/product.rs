//! A data product: it has a purpose, an owner, promises and output ports.

use super::{
    AssetIx, Attestation, CategoryIx, Channel, DomainIx, FieldMapping, Lifecycle, Link, MartKind, Period,
    Person, PortType, ProductIx, RegulationIx, SlaProperty, SlaTarget, Stage, TeamIx, TierIx, Upkeep,
};
use crate::source::{Span, Spanned};
use jiff::civil::Date;
use std::sync::Arc;

/// A data product.
#[derive(Clone, Debug)]
pub(crate) struct Product {
    /// The id.
    pub id: String,
    /// Where its id is written.
    pub span: Span,
    /// The file that it is written in, from the folder of the catalog.
    pub file: Arc<str>,
    /// The name.
    pub name: String,
    /// Other names by which people know it.
    pub aliases: Vec<String>,
    /// One plain sentence; may be empty.
    pub summary: String,
    /// Markdown; may be empty.
    pub description: String,
    /// What kind of product it is.
    pub category: Option<CategoryIx>,
    /// For a mart, what it is about.
    pub mart: Option<MartKind>,
    /// The domain it belongs to.
    pub domain: Option<DomainIx>,
    /// The team that answers for it.
    pub owner: Option<TeamIx>,
    /// The person who looks after it.
    pub steward: Option<Person>,
    /// Its lifecycle.
    pub lifecycle: Lifecycle,
    /// How much is promised; the lowest where nobody said.
    pub tier: TierIx,
    /// Whether somebody said how much is promised.
    pub has_tier: bool,
    /// Free words.
    pub tags: Vec<String>,
    /// What is inside, sorted.
    pub assets: Vec<AssetIx>,
    /// The final layer: all that others may build on.
    pub output_ports: Vec<OutputPort>,
    /// What it says that it builds on.
    pub input_ports: Vec<InputPort>,
    /// Who uses it.
    pub consumers: Vec<Consumer>,
    /// What it promises.
    pub slas: Vec<Sla>,
    /// What it is worth to the business, if somebody says it.
    pub worth: Option<BusinessValue>,
    /// How much work it makes for as long as it is in use.
    pub upkeep: Option<Upkeep>,
    /// What it is obliged to.
    pub obligations: Vec<Obligation>,
    /// What its owners attest for the standards.
    pub attested: Vec<Attestation>,
    /// Where help is given.
    pub support: Vec<Channel>,
    /// Further reading.
    pub links: Vec<Link>,
    /// When its owner looks at it again.
    pub review_by: Option<Date>,
    /// The product that takes its place.
    pub replaced_by: Option<ProductIx>,
    /// The day from which it is gone.
    pub ends: Option<Date>,
    /// What was achieved, newest first.
    pub accomplishments: Vec<Accomplishment>,
    /// What the owner says of a problem.
    pub notices: Vec<Notice>,
}

impl Product {
    /// Whether any consumer adds logic of its own.
    #[must_use]
    pub(crate) fn has_last_miles(&self) -> bool {
        self.consumers.iter().any(|consumer| !consumer.last_miles.is_empty())
    }

    /// Whether it goes: it is retired or deprecated, or has a day from which it is gone.
    #[must_use]
    pub(crate) fn is_going(&self) -> bool {
        self.ends.is_some() || matches!(self.lifecycle, Lifecycle::Deprecated | Lifecycle::Retired)
    }

    /// The assets behind its output ports.
    pub(crate) fn output_assets(&self) -> impl Iterator<Item = AssetIx> + '_ {
        self.output_ports.iter().filter_map(|port| port.asset)
    }

    /// The assets that a promise is about: of one port, of all ports, or all of a product without.
    #[must_use]
    pub(crate) fn promised_assets(&self, sla: &Sla) -> Vec<AssetIx> {
        let covered = self.output_ports.iter().enumerate().filter(|(at, _)| sla.covers(*at));
        let mut assets: Vec<AssetIx> = covered.filter_map(|(_, port)| port.asset).collect();
        if sla.port.is_none() && assets.is_empty() {
            return self.assets.clone();
        }
        assets.sort_unstable();
        assets.dedup();
        assets
    }

    /// What it promises of an asset.
    pub(crate) fn promises_of(&self, asset: AssetIx) -> impl Iterator<Item = &Sla> {
        self.slas.iter().filter(move |sla| self.is_promised(sla, asset))
    }

    /// Whether an asset is among the [promised ones](Self::promised_assets).
    fn is_promised(&self, sla: &Sla, asset: AssetIx) -> bool {
        let ports = self.output_ports.iter().enumerate().filter(|(at, _)| sla.covers(*at));
        let mut covered = ports.filter_map(|(_, port)| port.asset).peekable();
        if sla.port.is_none() && covered.peek().is_none() {
            return self.assets.binary_search(&asset).is_ok();
        }
        covered.any(|covered| covered == asset)
    }
}

/// What others may build on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OutputPort {
    /// The id, unique within the product.
    pub id: String,
    /// Where the id is written.
    pub span: Span,
    /// The name; the id where there is none.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// The asset behind it.
    pub asset: Option<AssetIx>,
    /// What it names as the asset behind it, where there is no such asset.
    pub missing: Option<Spanned<String>>,
    /// What it is.
    pub kind: Option<PortType>,
    /// Where it is opened.
    pub url: Option<String>,
    /// Where access to it is asked for, if it has a place of its own.
    pub access: Option<String>,
    /// The path of its data contract.
    pub contract: Option<String>,
    /// Of a sync, the fields that it fills in another system.
    pub fields: Vec<FieldMapping>,
}

/// A product that this one says it builds on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InputPort {
    /// The product that is read.
    pub product: ProductIx,
    /// The position of the output port in that product.
    pub port: Option<usize>,
    /// Where it names an output port that the product does not have.
    pub missing_port: Option<Span>,
    /// Where it is written.
    pub span: Span,
}

/// What the owner of a product says of a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    /// What is said.
    pub text: String,
    /// Since when.
    pub since: Option<Date>,
    /// By when it is expected to be over.
    pub until: Option<Date>,
}

/// Who a product is used by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum User {
    /// People.
    Team(TeamIx),
    /// Another product.
    Product(ProductIx),
}

/// One use of a product.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Consumer {
    /// Who uses it.
    pub user: User,
    /// Where that is written.
    pub span: Span,
    /// What for; may be empty.
    pub purpose: String,
    /// Where its output is used.
    pub stage: Option<Stage>,
    /// Since when.
    pub since: Option<Date>,
    /// Logic of the consumer's own, for a while.
    pub last_miles: Vec<LastMile>,
}

impl Consumer {
    /// The team that uses it, if it is one.
    #[must_use]
    pub(crate) fn team(&self) -> Option<TeamIx> {
        match self.user {
            User::Team(team) => Some(team),
            User::Product(_) => None,
        }
    }
}

/// Logic that stands outside of any product, for a while.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LastMile {
    /// Where it stands; may be empty.
    pub place: String,
    /// What it does; may be empty.
    pub what: String,
    /// The product that it should become part of.
    pub into: Option<ProductIx>,
    /// Since when.
    pub since: Option<Date>,
    /// How long it may stay.
    pub ttl: Option<Period>,
}

impl LastMile {
    /// What it does, else where it stands; may be empty.
    #[must_use]
    pub(crate) fn words(&self) -> &str {
        if self.what.is_empty() { &self.place } else { &self.what }
    }

    /// The day until which it may stay, if both the beginning and the time are known.
    #[must_use]
    pub(crate) fn until(&self) -> Option<Date> {
        self.ttl?.after(self.since?)
    }
}

/// A promise.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sla {
    /// What is promised.
    pub property: SlaProperty,
    /// How much.
    pub target: SlaTarget,
    /// The position of the output port it is about; all, if none.
    pub port: Option<usize>,
    /// In which sense; may be empty.
    pub description: String,
    /// Where its target is written.
    pub span: Span,
}

impl Sla {
    /// Whether it is about an output port, by position.
    #[must_use]
    pub(crate) fn covers(&self, port: usize) -> bool {
        self.port.is_none_or(|own| own == port)
    }

    /// What tells it apart from the product's other promises, for a record of several days:
    /// `freshness`, `freshness/bookings`.
    #[must_use]
    pub(crate) fn key(&self, of: &Product) -> String {
        match self.port.and_then(|port| of.output_ports.get(port)) {
            Some(port) => format!("{}/{}", self.property.word(), port.id),
            None => self.property.word().to_owned(),
        }
    }
}

/// What a product is worth to the business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BusinessValue {
    /// What is better because of it.
    pub text: String,
    /// How much better; may be empty.
    pub measure: String,
    /// When that was last checked.
    pub checked: Option<Date>,
}

/// What a product is obliged to by a regulation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Obligation {
    /// The regulation.
    pub regulation: RegulationIx,
    /// Where it is written.
    pub span: Span,
    /// Why the data may be held; may be empty.
    pub basis: String,
    /// Which data it concerns.
    pub data: Vec<String>,
    /// The evidence for controls, by the control's position in the regulation.
    pub evidence: Vec<ControlEvidence>,
    /// Why the obligation ends here for those downstream.
    pub drops: Option<String>,
}

impl Obligation {
    /// What shows that a control is done, by the control's position in the regulation.
    #[must_use]
    pub(crate) fn evidence_for(&self, control: usize) -> Option<&ControlEvidence> {
        self.evidence.iter().find(|one| one.control == control && !one.text.is_empty())
    }
}

/// The evidence for one control.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ControlEvidence {
    /// The control's position in its regulation.
    pub control: usize,
    /// A link or a text; may be empty.
    pub text: String,
    /// When somebody last looked.
    pub reviewed: Option<Date>,
}

/// Something that was achieved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Accomplishment {
    /// The day.
    pub date: Date,
    /// Markdown.
    pub text: String,
}
