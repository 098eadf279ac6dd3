//! Initiatives: requests, and the products that they need.

use super::{DeliveryStatus, Due, Effort, Link, ProductIx, TeamIx, Value};
use crate::source::Span;
use jiff::civil::Date;

/// An ask in the words of who asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Initiative {
    /// The id.
    pub id: String,
    /// Where the id is written.
    pub span: Span,
    /// The title.
    pub title: String,
    /// The ask, in the sponsor's words; may be empty.
    pub ask: String,
    /// The team that asked.
    pub sponsor: Option<TeamIx>,
    /// The value, once delivered; may be empty.
    pub outcome: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Further reading.
    pub links: Vec<Link>,
    /// The work on each product.
    pub deliveries: Vec<Delivery>,
}

/// The work on one product for an initiative.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Delivery {
    /// The product.
    pub product: ProductIx,
    /// Where the product is named.
    pub span: Span,
    /// Where it says when it is due.
    pub target_span: Option<Span>,
    /// What is done; may be empty.
    pub work: String,
    /// How much work.
    pub effort: Option<Effort>,
    /// How long its value lasts.
    pub value: Option<Value>,
    /// Where it stands.
    pub status: DeliveryStatus,
    /// When it is due.
    pub target: Option<Due>,
    /// When it was delivered.
    pub delivered: Option<Date>,
    /// Products that must come first.
    pub waits_for: Vec<ProductIx>,
}
