//! Files of teams and domains.

use super::document::kinds::{IdValue, MarkdownValue, TextValue};
use super::document::references::{DomainId, PersonName, TeamId};
use super::document::{OrShorthand, Shorthand, document};
use super::file_kind::{FileAbout, FileKind};
use super::parts::{ChannelDoc, LinkDoc};
use crate::diagnostics::Diagnostics;
use crate::source::Spanned;

document! {
    /// The teams of the company.
    pub struct TeamsDoc as "the file of teams" {
        /// The teams.
        teams: list TeamDoc,
    }
}

document! {
    /// A team that owns or uses products, and where to reach it.
    pub struct TeamDoc as "a team" {
        /// Unique in the catalog, and part of the address of its page.
        #[example = "revenue-data"]
        id: required IdValue,
        /// The display name; by default, derived from the id.
        #[example = "Revenue Data"]
        name: optional TextValue,
        /// What the team does.
        description: optional MarkdownValue,
        /// The domain that it belongs to.
        #[example = "finance"]
        domain: optional DomainId,
        /// The person who leads it, by e-mail or name.
        #[example = "ada@example.com"]
        lead: optional PersonName,
        /// Its members.
        members: list OrShorthand<MemberDoc>,
        /// Where to get help.
        support: list ChannelDoc,
        /// Further reading.
        links: list LinkDoc,
    }
}

document! {
    /// A member of a team; in short, just an e-mail address or a name.
    pub struct MemberDoc as "a member" {
        /// The name.
        #[example = "Ada Lovelace"]
        name: optional TextValue,
        /// The e-mail address.
        #[example = "ada@example.com"]
        email: optional TextValue,
        /// The role in the team, in the company's own words.
        #[example = "Analytics engineer"]
        role: optional TextValue,
    }
}

impl Shorthand for MemberDoc {
    type Form = TextValue;

    fn from_shorthand(text: Spanned<String>, _: &mut Diagnostics) -> Option<Self> {
        let is_email = text.value.contains('@');
        let (name, email) = if is_email { (None, Some(text)) } else { (Some(text), None) };
        Some(Self { name, email, role: None })
    }
}

document! {
    /// The domains of the company.
    pub struct DomainsDoc as "the file of domains" {
        /// The domains.
        domains: list DomainDoc,
    }
}

document! {
    /// A domain: a part of the business.
    pub struct DomainDoc as "a domain" {
        /// Unique in the catalog, and part of the address of its page.
        #[example = "finance"]
        id: required IdValue,
        /// The display name; by default, derived from the id.
        #[example = "Finance"]
        name: optional TextValue,
        /// What belongs to it.
        description: optional MarkdownValue,
        /// The team that is responsible for it.
        #[example = "revenue-data"]
        owner: optional TeamId,
    }
}

/// `teams.yml`.
pub(super) const TEAMS_FILE: FileKind<TeamsDoc> = FileKind::yaml(FileAbout {
    name: "teams",
    files: "teams.yml",
    title: "Teams",
    at_least: Some("write a list of teams under `teams`, or remove the file"),
});

/// `teams/*.yml`.
pub(super) const TEAM_FILE: FileKind<TeamDoc> = FileKind::yaml(FileAbout {
    name: "team",
    files: "teams/*.yml",
    title: "Team",
    at_least: Some("write at least an `id`, or remove the file"),
});

/// `domains.yml`.
pub(super) const DOMAINS_FILE: FileKind<DomainsDoc> = FileKind::yaml(FileAbout {
    name: "domains",
    files: "domains.yml",
    title: "Domains",
    at_least: Some("write a list of domains under `domains`, or remove the file"),
});
