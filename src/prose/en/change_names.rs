//! Changes with names: ids in changes are replaced by the names in the catalog.

use super::changes::change;
use crate::model::{Catalog, ChangeFact, NamedIdKind, ShownNames};

/// Returns what changed in a product, like [`change`], but with regulations, controls, tiers, teams, domains and
/// categories by their names.
#[must_use]
pub(crate) fn change_named(fact: &ChangeFact, catalog: &Catalog) -> String {
    let fact = replaced(fact, |kind, id| name_in(kind, id, catalog));
    change(&match fact {
        ChangeFact::GuardRemoved { guard, control, others } => ChangeFact::GuardRemoved {
            guard,
            control: control.map(|id| control_name(&id, catalog)),
            others: others.iter().map(|id| control_name(id, catalog)).collect(),
        },
        ChangeFact::GuardControl { guard, is, was } => {
            let name = |id: Option<String>| id.map(|id| control_name(&id, catalog));
            ChangeFact::GuardControl { guard, is: name(is), was: name(was) }
        }
        fact => fact,
    })
}

/// Returns a change with names instead of ids, for its text.
#[must_use]
pub(crate) fn with_names(fact: &ChangeFact, names: &ShownNames) -> ChangeFact {
    replaced(fact, |kind, id| names.of_id(kind, id))
}

fn replaced(fact: &ChangeFact, name: impl Fn(NamedIdKind, &str) -> String) -> ChangeFact {
    let some = |kind, id: &Option<String>| id.as_deref().map(|id| name(kind, id));
    let regulation = |id: &str| name(NamedIdKind::Regulation, id);
    match fact {
        ChangeFact::RegulationAdded { regulation: id } => {
            ChangeFact::RegulationAdded { regulation: regulation(id) }
        }
        ChangeFact::RegulationRemoved { regulation: id } => {
            ChangeFact::RegulationRemoved { regulation: regulation(id) }
        }
        ChangeFact::RegulationEnds { regulation: id, because } => {
            ChangeFact::RegulationEnds { regulation: regulation(id), because: because.clone() }
        }
        ChangeFact::Tier { is, was } => {
            ChangeFact::Tier { is: name(NamedIdKind::Tier, is), was: name(NamedIdKind::Tier, was) }
        }
        ChangeFact::Owner { is, was, unknown } => ChangeFact::Owner {
            is: some(NamedIdKind::Team, is),
            was: some(NamedIdKind::Team, was),
            unknown: unknown.clone(),
        },
        ChangeFact::Domain { is, was } => {
            ChangeFact::Domain { is: some(NamedIdKind::Domain, is), was: some(NamedIdKind::Domain, was) }
        }
        ChangeFact::Category { is, was } => ChangeFact::Category {
            is: some(NamedIdKind::Category, is),
            was: some(NamedIdKind::Category, was),
        },
        fact => fact.clone(),
    }
}

/// Returns the name of something in a catalog; its id if it no longer exists.
fn name_in(kind: NamedIdKind, id: &str, catalog: &Catalog) -> String {
    match kind {
        NamedIdKind::Regulation => {
            name_of(id, catalog.regulations.iter().map(|regulation| (&regulation.id, &regulation.name)))
        }
        NamedIdKind::Tier => name_of(id, catalog.tiers.iter().map(|tier| (&tier.id, &tier.name))),
        NamedIdKind::Team => name_of(id, catalog.teams.iter().map(|team| (&team.id, &team.name))),
        NamedIdKind::Domain => name_of(id, catalog.domains.iter().map(|domain| (&domain.id, &domain.name))),
        NamedIdKind::Category => {
            name_of(id, catalog.categories.iter().map(|category| (&category.id, &category.name)))
        }
    }
}

/// Returns the name of something with an id; the id if it no longer exists.
fn name_of<'c>(id: &str, mut names_by_id: impl Iterator<Item = (&'c String, &'c String)>) -> String {
    names_by_id.find(|(other_id, _)| *other_id == id).map_or_else(|| id.to_owned(), |(_, name)| name.clone())
}

/// Returns the name of a control: `Erasure on request (GDPR)` for `gdpr/erasure`.
fn control_name(id: &str, catalog: &Catalog) -> String {
    let name = || {
        let (regulation, control) = id.split_once('/')?;
        let regulation = catalog.regulations.iter().find(|other| other.id == regulation)?;
        let control = regulation.controls.iter().find(|other| other.id == control)?;
        Some(format!("{} ({})", control.name, regulation.name))
    };
    name().unwrap_or_else(|| id.to_owned())
}
