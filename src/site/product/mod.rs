//! `/products/<id>/`: what it is and whether to trust it, where to open it, whom to ask, and then
//! all the rest in the order in which readers need it.

mod inside;
mod lineage;
mod obligations;
mod ports;

use super::parts::{Channel, Link, Person, StatusMark, Term, Word};
use serde::Serialize;

pub use inside::{AssetView, ColumnView, LayerView};
pub use lineage::{FlowView, LineageView, PairView};
pub use obligations::{EvidenceView, ObligationView};
pub use ports::{PortView, SlaView};

/// The page of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProductView {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// One plain sentence; may be empty.
    pub summary: String,
    /// Markdown: purpose, limits, how to use it; may be empty.
    pub description: String,
    /// What kind of product it is.
    pub category: Option<Term>,
    /// For a mart, what it is about.
    pub mart: Option<Word>,
    /// The domain it belongs to.
    pub domain: Option<Term>,
    /// Where it stands in its life.
    pub lifecycle: Word,
    /// How much is promised.
    pub tier: Option<Term>,
    /// Free words.
    pub tags: Vec<String>,
    /// How it stands today, once that is known.
    pub status: Option<StatusMark>,
    /// Where people open it: dashboards and tools first; may be empty.
    pub open: Vec<OpenLink>,
    /// The team that answers for it.
    pub owner: Option<Term>,
    /// The person who looks after it.
    pub steward: Option<Person>,
    /// Where help is given: its own channels, else its team's.
    pub support: Vec<Channel>,
    /// When its owner looks at it again.
    pub review: Option<Review>,
    /// What it gives.
    pub ports: Vec<PortView>,
    /// What it promises.
    pub slas: Vec<SlaView>,
    /// Where it stands among the products.
    pub lineage: LineageView,
    /// Who uses it.
    pub consumers: Vec<ConsumerView>,
    /// What it is obliged to.
    pub regulations: Vec<ObligationView>,
    /// What is coming and what was delivered, open work first.
    pub deliveries: Vec<DeliveryView>,
    /// What was achieved, newest first.
    pub accomplishments: Vec<Accomplishment>,
    /// Further reading.
    pub links: Vec<Link>,
    /// What is inside, by layer.
    pub layers: Vec<LayerView>,
    /// How many assets are inside.
    pub assets: usize,
}

/// Where a product is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OpenLink {
    /// What opens.
    pub title: String,
    /// The address.
    pub url: String,
    /// What it is: `Dashboard`, `Table`…
    pub kind: String,
}

/// When a product is looked at again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Review {
    /// The day: `2027-03-31`.
    pub date: String,
    /// Whether the day has passed.
    pub overdue: bool,
}

/// Somebody who uses a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ConsumerView {
    /// A team or a product.
    pub who: Term,
    /// `team` or `product`.
    pub kind: String,
    /// What for; may be empty.
    pub purpose: String,
    /// Where its output is used.
    pub stage: Option<Word>,
    /// Logic of the consumer's own, for a while.
    pub last_mile: Option<LastMile>,
    /// For a product: whether the lineage shows that it reads.
    pub seen: Option<bool>,
}

/// Logic that stands outside of any product, for a while.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LastMile {
    /// Where it stands; may be empty.
    pub place: String,
    /// Since when: `2026-05-01`.
    pub since: Option<String>,
    /// Until when it may stay.
    pub until: Option<String>,
    /// Whether that day has passed.
    pub expired: bool,
}

/// Work on a product for an initiative.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DeliveryView {
    /// The initiative's title.
    pub initiative: String,
    /// The initiative's page, once there is one.
    pub path: Option<String>,
    /// What is done; may be empty.
    pub work: String,
    /// Where it stands.
    pub status: Word,
    /// When it is due: `2026-Q4` or a day.
    pub target: Option<String>,
    /// When it was delivered.
    pub delivered: Option<String>,
}

/// Something that was achieved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Accomplishment {
    /// The day: `2026-10-01`.
    pub date: String,
    /// Markdown.
    pub text: String,
}
