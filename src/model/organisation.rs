//! Who is who: teams and the domains of the business.

use super::{Channel, DomainIx, Link, Person, TeamIx};

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// The domain it belongs to.
    pub domain: Option<DomainIx>,
    /// Who leads it.
    pub lead: Option<Person>,
    /// Its members.
    pub members: Vec<Person>,
    /// Where help is given.
    pub support: Vec<Channel>,
    /// Further reading.
    pub links: Vec<Link>,
}

/// A part of the business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// The team that answers for it.
    pub owner: Option<TeamIx>,
}
