//! Changes for readers of a page: ids in changes are replaced by the names in the catalog.

use super::changes::change;
use crate::model::{Catalog, ChangeFact};

/// Returns what changed in a product, like [`change`], but with regulations, controls, tiers, teams, domains and
/// categories by their names.
#[must_use]
pub(crate) fn change_named(fact: &ChangeFact, catalog: &Catalog) -> String {
    change(&with_names(fact, catalog))
}

fn with_names(fact: &ChangeFact, catalog: &Catalog) -> ChangeFact {
    let regulations = || catalog.regulations.iter().map(|one| (&one.id, &one.name));
    let tiers = || catalog.tiers.iter().map(|one| (&one.id, &one.name));
    let teams = || catalog.teams.iter().map(|one| (&one.id, &one.name));
    let domains = || catalog.domains.iter().map(|one| (&one.id, &one.name));
    let categories = || catalog.categories.iter().map(|one| (&one.id, &one.name));
    let control = |id: &Option<String>| id.as_ref().map(|id| control_name(id, catalog));
    match fact {
        ChangeFact::RegulationAdded { regulation } => {
            ChangeFact::RegulationAdded { regulation: named(regulation, regulations()) }
        }
        ChangeFact::RegulationRemoved { regulation } => {
            ChangeFact::RegulationRemoved { regulation: named(regulation, regulations()) }
        }
        ChangeFact::RegulationEnds { regulation, because } => ChangeFact::RegulationEnds {
            regulation: named(regulation, regulations()),
            because: because.clone(),
        },
        ChangeFact::GuardRemoved { guard, control: id } => {
            ChangeFact::GuardRemoved { guard: guard.clone(), control: control(id) }
        }
        ChangeFact::GuardControl { guard, is, was } => {
            ChangeFact::GuardControl { guard: guard.clone(), is: control(is), was: control(was) }
        }
        ChangeFact::Tier { is, was } => ChangeFact::Tier { is: named(is, tiers()), was: named(was, tiers()) },
        ChangeFact::Owner { is, was } => {
            let name = |id: &Option<String>| id.as_ref().map(|id| named(id, teams()));
            ChangeFact::Owner { is: name(is), was: name(was) }
        }
        ChangeFact::Domain { is, was } => {
            let name = |id: &Option<String>| id.as_ref().map(|id| named(id, domains()));
            ChangeFact::Domain { is: name(is), was: name(was) }
        }
        ChangeFact::Category { is, was } => {
            let name = |id: &Option<String>| id.as_ref().map(|id| named(id, categories()));
            ChangeFact::Category { is: name(is), was: name(was) }
        }
        fact => fact.clone(),
    }
}

/// Returns the name of something with an id; the id if it no longer exists.
fn named<'c>(id: &str, mut known: impl Iterator<Item = (&'c String, &'c String)>) -> String {
    known.find(|(known, _)| *known == id).map_or_else(|| id.to_owned(), |(_, name)| name.clone())
}

/// Returns `Erasure on request (GDPR)` for `gdpr/erasure`.
fn control_name(id: &str, catalog: &Catalog) -> String {
    let known = || {
        let (regulation, control) = id.split_once('/')?;
        let regulation = catalog.regulations.iter().find(|one| one.id == regulation)?;
        let control = regulation.controls.iter().find(|one| one.id == control)?;
        Some(format!("{} ({})", control.name, regulation.name))
    };
    known().unwrap_or_else(|| id.to_owned())
}
