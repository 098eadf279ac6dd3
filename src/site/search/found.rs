//! The pages that are about no product, and that somebody may look for all the same: `search/pages.json`.

use super::super::context::{ViewContext, plain, term};
use super::super::parts::PageRef;
use super::super::paths;
use crate::model::{DomainIx, TeamIx};

/// A page that is about no product, as the search finds it: what kind of page it is, its name, its path, and
/// the words that lead to it beside those of its name.
pub(crate) type FoundPage = (&'static str, String, String, String);

/// The pages that are about no product, and that somebody may look for all the same.
pub(super) fn other_pages(context: &ViewContext<'_>) -> Vec<FoundPage> {
    let catalog = context.catalog;
    let page = |kind, term: PageRef, also: &str| (kind, term.name, term.path, format!("{} {also}", term.id));
    let at = crate::model::RegulationIx::at;
    let regulations = (0..catalog.regulations.len()).map(|one| {
        let controls = catalog.regulations[one].controls.iter().map(|control| control.name.as_str());
        page("Regulation", context.regulation(at(one)), &controls.collect::<Vec<_>>().join(" "))
    });
    let initiatives = catalog.initiatives.iter().map(|initiative| {
        page("Roadmap", term("initiatives", &initiative.id, &initiative.title), &initiative.ask)
    });
    let teams = (0..catalog.teams.len()).map(|one| {
        let at = TeamIx::at(one);
        let people = catalog.team(at).members.iter().filter_map(|person| person.name.as_deref());
        page("Team", context.team(at), &people.collect::<Vec<_>>().join(" "))
    });
    let systems =
        catalog.systems.all.iter().map(|system| {
            page("System", term("systems", &system.id, &system.name), &plain(&system.description))
        });
    let domains = (0..catalog.domains.len()).map(|one| page("Domain", context.domain(DomainIx::at(one)), ""));
    let own = catalog.pages.iter().map(|own| {
        ("Page", own.title.clone(), paths::section(&own.name), format!("{} {}", own.name, own.description))
    });
    regulations.chain(initiatives).chain(teams).chain(systems).chain(domains).chain(own).collect()
}
