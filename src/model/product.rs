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
    /// The file that defines it, relative to the folder of the catalog.
    pub file: Arc<str>,
    /// The name.
    pub name: String,
    /// Other names by which people know it.
    pub aliases: Vec<String>,
    /// One plain sentence; may be empty.
    pub summary: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Its category.
    pub category: Option<CategoryIx>,
    /// For a mart, its kind.
    pub mart: Option<MartKind>,
    /// The domain it belongs to.
    pub domain: Option<DomainIx>,
    /// The team that owns it.
    pub owner: Option<TeamIx>,
    /// The owner as written, if no such team is known.
    pub unknown_owner: Option<String>,
    /// Its steward.
    pub steward: Option<Person>,
    /// Its lifecycle.
    pub lifecycle: Lifecycle,
    /// Its tier; the lowest if none is declared.
    pub tier: TierIx,
    /// Whether a tier is declared.
    pub has_tier: bool,
    /// Free-form tags.
    pub tags: Vec<String>,
    /// Its assets, sorted.
    pub assets: Vec<AssetIx>,
    /// The final layer: everything that others may build on.
    pub output_ports: Vec<OutputPort>,
    /// The products that it declares as inputs.
    pub input_ports: Vec<InputPort>,
    /// Who uses it.
    pub consumers: Vec<Consumer>,
    /// Its promises.
    pub slas: Vec<Sla>,
    /// Its value to the business, if declared.
    pub business_value: Option<BusinessValue>,
    /// The ongoing work that it requires while in use.
    pub upkeep: Option<Upkeep>,
    /// Its obligations under regulations.
    pub obligations: Vec<Obligation>,
    /// Its owners' attestations for the standards.
    pub attested: Vec<Attestation>,
    /// Where to get help.
    pub support: Vec<Channel>,
    /// Further reading.
    pub links: Vec<Link>,
    /// The date of its next review.
    pub review_by: Option<Date>,
    /// The product that replaces it.
    pub replaced_by: Option<ProductIx>,
    /// The day from which it no longer exists.
    pub ends: Option<Date>,
    /// Its accomplishments, newest first.
    pub accomplishments: Vec<Accomplishment>,
    /// The owner's notices about problems.
    pub notices: Vec<Notice>,
}

impl Product {
    /// Returns whether any consumer adds logic of its own.
    #[must_use]
    pub(crate) fn has_last_miles(&self) -> bool {
        self.consumers.iter().any(|consumer| !consumer.last_miles.is_empty())
    }

    /// Returns its uses today: neither those that begin later nor those by products that are not in use.
    pub(crate) fn current_uses(&self) -> impl DoubleEndedIterator<Item = &Consumer> {
        self.consumers.iter().filter(|consumer| !consumer.planned)
    }

    /// Returns whether the day has come from which it should no longer be available.
    #[must_use]
    pub(crate) fn has_ended(&self, today: Date) -> bool {
        self.ends.is_some_and(|day| day <= today)
    }

    /// Returns whether it is on its way out: retired, deprecated, or with a day from which it no longer exists.
    #[must_use]
    pub(crate) fn is_ending(&self) -> bool {
        self.ends.is_some() || matches!(self.lifecycle, Lifecycle::Deprecated | Lifecycle::Retired)
    }

    /// Returns the assets behind its output ports.
    pub(crate) fn output_assets(&self) -> impl Iterator<Item = AssetIx> + '_ {
        self.output_ports.iter().filter_map(|port| port.asset)
    }

    /// Returns the assets that a promise covers: that of its port, those of all ports, or, if no port has an asset, all
    /// assets of the product.
    #[must_use]
    pub(crate) fn promised_assets(&self, sla: &Sla) -> Vec<AssetIx> {
        let covered = self.output_ports.iter().enumerate().filter(|(position, _)| sla.covers(*position));
        let mut assets: Vec<AssetIx> = covered.filter_map(|(_, port)| port.asset).collect();
        if sla.port.is_none() && assets.is_empty() {
            return self.assets.clone();
        }
        assets.sort_unstable();
        assets.dedup();
        assets
    }

    /// Returns its promises that cover an asset.
    pub(crate) fn promises_of(&self, asset: AssetIx) -> impl Iterator<Item = &Sla> {
        self.slas.iter().filter(move |sla| self.covers_asset(sla, asset))
    }

    /// Returns whether an asset is among the [promised ones](Self::promised_assets).
    fn covers_asset(&self, sla: &Sla, asset: AssetIx) -> bool {
        let ports = self.output_ports.iter().enumerate().filter(|(position, _)| sla.covers(*position));
        let mut covered = ports.filter_map(|(_, port)| port.asset).peekable();
        if sla.port.is_none() && covered.peek().is_none() {
            return self.assets.binary_search(&asset).is_ok();
        }
        covered.any(|covered| covered == asset)
    }
}

/// An interface that others may build on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OutputPort {
    /// The id, unique within the product.
    pub id: String,
    /// Where the id is written.
    pub span: Span,
    /// The name; the id if there is none.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// The asset behind it.
    pub asset: Option<AssetIx>,
    /// The asset that it names as the one behind it, if there is no such asset.
    pub missing: Option<Spanned<String>>,
    /// Its type.
    pub kind: Option<PortType>,
    /// Its address.
    pub url: Option<String>,
    /// Where to request access to it, if that differs from the rest of the catalog.
    pub access: Option<String>,
    /// The path of its data contract.
    pub contract: Option<String>,
    /// For a sync, the fields that it fills in another system.
    pub fields: Vec<FieldMapping>,
}

/// A product that this one declares as an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InputPort {
    /// The product that it reads.
    pub product: ProductIx,
    /// The position of the output port in that product.
    pub port: Option<usize>,
    /// Where it names an output port that the product does not have.
    pub missing_port: Option<Span>,
    /// Where it is written.
    pub span: Span,
}

/// An owner's notice about a problem with a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    /// The text.
    pub text: String,
    /// Since when.
    pub since: Option<Date>,
    /// When it is expected to be over.
    pub until: Option<Date>,
}

/// A user of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum User {
    /// A team.
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
    /// The purpose; may be empty.
    pub purpose: String,
    /// The stage in which its output is used.
    pub stage: Option<Stage>,
    /// Since when.
    pub since: Option<Date>,
    /// Whether it is only planned: it begins later, or its user is a product that is not in use.
    pub planned: bool,
    /// The positions of the output ports that it uses, sorted; any of them if empty.
    pub ports: Vec<usize>,
    /// The consumer's own temporary logic.
    pub last_miles: Vec<LastMile>,
}

impl Consumer {
    /// Returns whether it may use one of these output ports. Without any, it is unknown what is meant, so that it may be
    /// what it uses.
    #[must_use]
    pub(crate) fn may_use_any(&self, ports: &[usize]) -> bool {
        self.ports.is_empty() || ports.is_empty() || self.ports.iter().any(|port| ports.contains(port))
    }

    /// Returns the team that uses it, if it is a team.
    #[must_use]
    pub(crate) fn team(&self) -> Option<TeamIx> {
        match self.user {
            User::Team(team) => Some(team),
            User::Product(_) => None,
        }
    }
}

/// Temporary logic outside of any product.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LastMile {
    /// Where it is kept; may be empty.
    pub place: String,
    /// What it does; may be empty.
    pub logic: String,
    /// The product that it should become part of.
    pub into: Option<ProductIx>,
    /// Since when.
    pub since: Option<Date>,
    /// How long it may stay.
    pub ttl: Option<Period>,
}

impl LastMile {
    /// Returns what it does, or else where it is kept; may be empty.
    #[must_use]
    pub(crate) fn logic_or_place(&self) -> &str {
        if self.logic.is_empty() { &self.place } else { &self.logic }
    }

    /// Returns the day until which it may stay, if both its start and its duration are known.
    #[must_use]
    pub(crate) fn until(&self) -> Option<Date> {
        self.ttl?.after(self.since?)
    }
}

/// A promise.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sla {
    /// The promised property.
    pub property: SlaProperty,
    /// The target.
    pub target: SlaTarget,
    /// The position of the output port that it covers; all if `None`.
    pub port: Option<usize>,
    /// What exactly it means; may be empty.
    pub description: String,
    /// Where its target is written.
    pub span: Span,
}

impl Sla {
    /// Returns the promise as part of a sentence: `fresh within 6 hours`.
    #[must_use]
    pub(crate) fn in_words(&self) -> String {
        self.property.promise(&self.target)
    }

    /// Returns whether the promise covers an output port, by its position.
    #[must_use]
    pub(crate) fn covers(&self, port: usize) -> bool {
        self.port.is_none_or(|own_port| own_port == port)
    }

    /// Returns a key that distinguishes it from the product's other promises, for records over several days:
    /// `freshness`, `freshness/bookings`.
    #[must_use]
    pub(crate) fn key(&self, product: &Product) -> String {
        match self.port.and_then(|port| product.output_ports.get(port)) {
            Some(port) => format!("{}/{}", self.property.word(), port.id),
            None => self.property.word().to_owned(),
        }
    }
}

/// The value of a product to the business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BusinessValue {
    /// What improves because of it.
    pub text: String,
    /// By how much; may be empty.
    pub measure: String,
    /// When that was last checked.
    pub checked: Option<Date>,
}

/// A product's obligation under a regulation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Obligation {
    /// The regulation.
    pub regulation: RegulationIx,
    /// Where it is written.
    pub span: Span,
    /// The legal basis for holding the data; may be empty.
    pub basis: String,
    /// The data concerned.
    pub data: Vec<String>,
    /// The evidence for controls, by the control's position in the regulation.
    pub evidence: Vec<ControlEvidence>,
    /// Why the obligation ends here, so that it does not apply downstream.
    pub reason_not_passed_on: Option<String>,
}

impl Obligation {
    /// Returns whether it applies downstream as well.
    #[must_use]
    pub(crate) fn passes_on(&self) -> bool {
        self.reason_not_passed_on.is_none()
    }

    /// Returns the evidence for a control, by the control's position in the regulation.
    #[must_use]
    pub(crate) fn evidence_for(&self, control: usize) -> Option<&ControlEvidence> {
        self.evidence.iter().find(|evidence| evidence.control == control && !evidence.text.is_empty())
    }

    /// Returns what is written for a control, with or without evidence: of a control that a job carries out, the day of
    /// the review may be all there is.
    #[must_use]
    pub(crate) fn review_of(&self, control: usize) -> Option<&ControlEvidence> {
        self.evidence_for(control)
            .or_else(|| self.evidence.iter().find(|evidence| evidence.control == control))
    }
}

/// The evidence for one control.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ControlEvidence {
    /// The control's position in its regulation.
    pub control: usize,
    /// A link or a text; may be empty.
    pub text: String,
    /// When it was last reviewed.
    pub reviewed: Option<Date>,
}

/// An accomplishment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Accomplishment {
    /// The day.
    pub date: Date,
    /// Markdown.
    pub text: String,
}
