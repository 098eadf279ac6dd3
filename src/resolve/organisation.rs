//! Teams, domains and regulations.

use super::names::{DOMAIN, KnownNames, REGULATION, TEAM, by_id};
use super::parts::{channels, links, text, titled};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{Control, Domain, DomainIx, Person, Regulation, RegulationIx, Team, TeamIx};
use crate::read::documents::Documents;
use crate::read::organisation::{DomainDoc, MemberDoc, TeamDoc};
use crate::read::regulation::{IS_CARRIED, RegulationDoc};
use crate::source::{SourceMap, Spanned};
use std::collections::BTreeMap;

/// The documents of the organisation, each id once and in the order of the ids, so that a position in the list is the
/// index of the resolved item.
pub(super) struct Organisation<'d> {
    teams: Vec<&'d TeamDoc>,
    domains: Vec<&'d DomainDoc>,
    regulations: Vec<&'d RegulationDoc>,
    sources: &'d SourceMap,
}

impl<'d> Organisation<'d> {
    pub(super) fn new(documents: &'d Documents, diagnostics: &mut Diagnostics) -> Self {
        Self {
            teams: by_id(&documents.teams, "teams", |doc| &doc.id, diagnostics),
            domains: by_id(&documents.domains, "domains", |doc| &doc.id, diagnostics),
            regulations: by_id(&documents.regulations, "regulations", |doc| &doc.id, diagnostics),
            sources: &documents.sources,
        }
    }

    pub(super) fn team_names(&self) -> KnownNames<'d, TeamIx> {
        let names = self.teams.iter().enumerate();
        KnownNames::new(TEAM, names.map(|(position, doc)| (doc.id.value.as_str(), TeamIx::at(position))))
    }

    pub(super) fn domain_names(&self) -> KnownNames<'d, DomainIx> {
        let names = self.domains.iter().enumerate();
        KnownNames::new(DOMAIN, names.map(|(position, doc)| (doc.id.value.as_str(), DomainIx::at(position))))
    }

    pub(super) fn regulation_names(&self) -> KnownNames<'d, RegulationIx> {
        let names = self.regulations.iter().enumerate();
        let index = |(position, doc): (usize, &&'d RegulationDoc)| {
            (doc.id.value.as_str(), RegulationIx::at(position))
        };
        KnownNames::new(REGULATION, names.map(index))
    }

    /// Returns the teams, by id.
    pub(super) fn teams(&self, diagnostics: &mut Diagnostics) -> Vec<Team> {
        let domains = self.domain_names();
        let team = |doc: &&TeamDoc| Team {
            id: doc.id.value.clone(),
            file: self.sources.shared_path(doc.id.span.file),
            name: doc.name.as_ref().map_or_else(|| titled(&doc.id.value), |name| name.value.clone()),
            description: text(&doc.description),
            domain: doc.domain.as_ref().and_then(|domain| {
                domains.find(domain, || format!("team `{}` belongs to", doc.id.value), diagnostics)
            }),
            lead: doc.lead.as_ref().map(|lead| person(lead, &doc.members)),
            members: doc.members.iter().map(member).collect(),
            support: channels(&doc.support),
            links: links(&doc.links),
        };
        self.teams.iter().map(team).collect()
    }

    /// Returns the domains, by id.
    pub(super) fn domains(&self, diagnostics: &mut Diagnostics) -> Vec<Domain> {
        let teams = self.team_names();
        let domain = |doc: &&DomainDoc| Domain {
            id: doc.id.value.clone(),
            file: self.sources.shared_path(doc.id.span.file),
            name: doc.name.as_ref().map_or_else(|| titled(&doc.id.value), |name| name.value.clone()),
            description: text(&doc.description),
            owner: doc.owner.as_ref().and_then(|owner| {
                teams.find(owner, || format!("domain `{}` is owned by", doc.id.value), diagnostics)
            }),
        };
        self.domains.iter().map(domain).collect()
    }

    /// Returns the regulations, by id.
    pub(super) fn regulations(&self, diagnostics: &mut Diagnostics) -> Vec<Regulation> {
        let teams = self.team_names();
        let regulation = |doc: &&RegulationDoc| Regulation {
            id: doc.id.value.clone(),
            file: self.sources.shared_path(doc.id.span.file),
            name: doc.name.value.clone(),
            summary: text(&doc.summary),
            description: text(&doc.description),
            jurisdiction: text(&doc.jurisdiction),
            owner: doc.owner.as_ref().and_then(|owner| {
                teams.find(owner, || format!("regulation `{}` is owned by", doc.id.value), diagnostics)
            }),
            url: doc.url.as_ref().map(|url| url.value.clone()),
            carried: doc.carried.unwrap_or(IS_CARRIED),
            marks: doc.marks.iter().map(|mark| mark.value.to_lowercase()).collect(),
            controls: controls(doc, diagnostics),
        };
        self.regulations.iter().map(regulation).collect()
    }
}

/// Returns a regulation's controls in its own order.
fn controls(doc: &RegulationDoc, diagnostics: &mut Diagnostics) -> Vec<Control> {
    let mut controls: Vec<Control> = Vec::new();
    for control in &doc.controls {
        if controls.iter().any(|known| known.id == control.id.value) {
            let message = format!("two controls of `{}` have the id `{}`", doc.id.value, control.id.value);
            diagnostics.push(Diagnostic::error("duplicate-id", message).at(control.id.span, "given again"));
            continue;
        }
        controls.push(Control {
            id: control.id.value.clone(),
            name: control.name.as_ref().map_or_else(|| titled(&control.id.value), |name| name.value.clone()),
            description: text(&control.description),
            evidence: text(&control.evidence),
            review_every: control.review_every.as_ref().map(|length| length.value),
        });
    }
    controls
}

/// Returns a person given by address or name; for the address of a member, with the member's name.
pub(super) fn person(written: &Spanned<String>, members: &[MemberDoc]) -> Person {
    let known = members.iter().find(|doc| {
        [&doc.email, &doc.name].into_iter().flatten().any(|identity| identity.value == written.value)
    });
    match known {
        Some(doc) => member(doc),
        None if written.value.contains('@') => {
            Person { email: Some(written.value.clone()), ..Person::default() }
        }
        None => Person { name: Some(written.value.clone()), ..Person::default() },
    }
}

/// The people of all teams with a known name and address, by either.
pub(super) type People<'d> = BTreeMap<&'d str, &'d MemberDoc>;

/// Returns the people of these teams; for the same name or address, the one of the first team.
pub(super) fn people(teams: &[TeamDoc]) -> People<'_> {
    let mut people = People::new();
    for member in teams.iter().flat_map(|team| &team.members) {
        if let (Some(name), Some(email)) = (&member.name, &member.email) {
            people.entry(&name.value).or_insert(member);
            people.entry(&email.value).or_insert(member);
        }
    }
    people
}

/// Returns a steward given by name or address, with the other one from any team that has it.
pub(super) fn steward(written: &Spanned<String>, people: &People<'_>) -> Person {
    match people.get(written.value.as_str()) {
        Some(known) => member(known),
        None => person(written, &[]),
    }
}

fn member(doc: &MemberDoc) -> Person {
    Person {
        name: doc.name.as_ref().map(|name| name.value.clone()),
        email: doc.email.as_ref().map(|email| email.value.clone()),
        role: text(&doc.role),
    }
}
