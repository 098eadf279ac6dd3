//! What the files of teams and domains say: who is who.

use super::parts::{self, ChannelDoc, LinkDoc, optional_text};
use super::yaml::{Faults, Fields, Node, values};
use crate::source::Spanned;

/// A team.
#[derive(Clone, Debug)]
pub struct TeamDoc {
    /// `id`: unique in the catalog.
    pub id: Spanned<String>,
    /// `name`: for people; the id if missing.
    pub name: Option<Spanned<String>>,
    /// `description`: Markdown.
    pub description: Option<Spanned<String>>,
    /// `domain`: the id of a domain.
    pub domain: Option<Spanned<String>>,
    /// `lead`: a person, by e-mail or name.
    pub lead: Option<Spanned<String>>,
    /// `members`.
    pub members: Vec<MemberDoc>,
    /// `support`: where help is given.
    pub support: Vec<ChannelDoc>,
    /// `links`: further reading.
    pub links: Vec<LinkDoc>,
}

/// A member of a team.
#[derive(Clone, Debug)]
pub struct MemberDoc {
    /// `name`.
    pub name: Option<Spanned<String>>,
    /// `email`.
    pub email: Option<Spanned<String>>,
    /// `role`: in the company's own words.
    pub role: Option<Spanned<String>>,
}

/// A domain.
#[derive(Clone, Debug)]
pub struct DomainDoc {
    /// `id`: unique in the catalog.
    pub id: Spanned<String>,
    /// `name`: for people; the id if missing.
    pub name: Option<Spanned<String>>,
    /// `description`: Markdown.
    pub description: Option<Spanned<String>>,
    /// `owner`: the id of a team.
    pub owner: Option<Spanned<String>>,
}

/// Reads `teams.yml`: a list of teams under `teams`.
pub fn teams(node: &Node, faults: &mut Faults) -> Vec<TeamDoc> {
    let Some(mut fields) = Fields::open("the file of teams", node, faults) else { return Vec::new() };
    fields.list("teams", team)
}

/// Reads a file of `teams/`: one team.
pub fn team(node: &Node, faults: &mut Faults) -> Option<TeamDoc> {
    let mut fields = Fields::open("a team", node, faults)?;
    let id = fields.required("id", values::id);
    Some(TeamDoc {
        name: optional_text(&mut fields, "name"),
        description: optional_text(&mut fields, "description"),
        domain: optional_text(&mut fields, "domain"),
        lead: optional_text(&mut fields, "lead"),
        members: fields.list("members", member),
        support: fields.list("support", parts::channel),
        links: fields.list("links", parts::link),
        id: id?,
    })
}

/// A member is a mapping, or just an e-mail address or name.
fn member(node: &Node, faults: &mut Faults) -> Option<MemberDoc> {
    if let super::yaml::NodeKind::Scalar(text) = &node.kind {
        let text = Some(Spanned::new(text.clone(), node.span));
        let is_email = text.as_ref().is_some_and(|text| text.value.contains('@'));
        let (name, email) = if is_email { (None, text) } else { (text, None) };
        return Some(MemberDoc { name, email, role: None });
    }
    let mut fields = Fields::open("a member", node, faults)?;
    Some(MemberDoc {
        name: optional_text(&mut fields, "name"),
        email: optional_text(&mut fields, "email"),
        role: optional_text(&mut fields, "role"),
    })
}

/// Reads `domains.yml`: a list of domains under `domains`.
pub fn domains(node: &Node, faults: &mut Faults) -> Vec<DomainDoc> {
    let Some(mut fields) = Fields::open("the file of domains", node, faults) else { return Vec::new() };
    fields.list("domains", |node, faults| {
        let mut fields = Fields::open("a domain", node, faults)?;
        let id = fields.required("id", values::id);
        Some(DomainDoc {
            name: optional_text(&mut fields, "name"),
            description: optional_text(&mut fields, "description"),
            owner: optional_text(&mut fields, "owner"),
            id: id?,
        })
    })
}
