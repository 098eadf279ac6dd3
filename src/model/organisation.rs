//! Teams and the domains of the business.

use super::{DomainIx, Link, TeamIx};
use std::sync::Arc;

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Team {
    /// The id.
    pub id: String,
    /// The file that defines it, relative to the folder of the catalog.
    pub file: Arc<str>,
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
    /// Where to get help.
    pub support: Vec<Channel>,
    /// Further reading.
    pub links: Vec<Link>,
}

/// A part of the business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Domain {
    /// The id.
    pub id: String,
    /// The file that defines it, relative to the folder of the catalog.
    pub file: Arc<str>,
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// The team that owns it.
    pub owner: Option<TeamIx>,
}

/// A person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Person {
    /// The name, if known.
    pub name: Option<String>,
    /// The e-mail address, if known.
    pub email: Option<String>,
    /// The role in the team; may be empty.
    pub role: String,
}

/// A channel for help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Channel {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: Option<String>,
    /// When it is staffed; may be empty.
    pub hours: String,
}
