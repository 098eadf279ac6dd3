//! `/teams/<id>/`: who they are, what they answer for, where to ask.

use super::listing::ListingView;
use super::parts::{Channel, Link, Person, Term};
use serde::Serialize;

/// The page of a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TeamView {
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// The domain it belongs to.
    pub domain: Option<Term>,
    /// Who leads it.
    pub lead: Option<Person>,
    /// Its members.
    pub members: Vec<Person>,
    /// Where help is given.
    pub support: Vec<Channel>,
    /// Further reading.
    pub links: Vec<Link>,
    /// The products it answers for.
    pub products: ListingView,
    /// What it uses, as the products' owners know it.
    pub uses: Vec<UseView>,
    /// The regulations it answers for.
    pub regulations: Vec<Term>,
}

/// A product that the team uses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct UseView {
    /// The product.
    pub product: Term,
    /// What for; may be empty.
    pub purpose: String,
}
