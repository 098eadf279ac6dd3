//! The pages that are not about products but may be searched for nevertheless: `search/pages.json`.

use super::super::context::{ViewContext, page_ref, plain};
use super::super::parts::{MenuEntry, PageRef};
use super::super::tokeniser::parts;
use super::super::{outputs, paths};
use crate::model::{DomainIx, Person, RegulationIx, TeamIx};

/// A page that is not about a product, as the search finds it.
pub(crate) type FoundPage = (
    // The kind of page.
    &'static str,
    // The name.
    String,
    // The path.
    String,
    // The words that find it besides those of its name.
    String,
    // What it belongs to, as results show it; may be empty.
    String,
);

/// Other names for the built-in pages, by the key of their menu entries.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("a-z", "index list names"),
    ("coverage", "unclaimed unowned gaps"),
    ("domains", "areas company map"),
    ("evidence", "runs loads nights freshness"),
    ("last-mile", "spreadsheets logic"),
    ("lineage", "map graph dependencies upstream downstream impact"),
    ("modularity", "boundaries coupling"),
    ("outputs", "interfaces tables dashboards exports"),
    ("products", "catalog catalogue"),
    ("quality", "incidents broken today triage problems health failures"),
    ("regulations", "compliance privacy law controls audit"),
    ("roadmap", "plan planned quarter due coming initiatives deliveries"),
    ("rules", "findings checks warnings lint"),
    ("standards", "levels maturity scorecard"),
    ("systems", "sources applications tools"),
    ("teams", "people owners contacts"),
    ("whats-new", "changes changelog news updates"),
];

/// Returns the pages that are not about products but may be searched for, including those of these menus.
pub(super) fn other_pages(context: &ViewContext<'_>, menus: &[&MenuEntry]) -> Vec<FoundPage> {
    let catalog = context.catalog;
    let page = |kind, page_ref: PageRef, also: &str| {
        (kind, page_ref.name, page_ref.path, format!("{} {also}", page_ref.id), String::new())
    };
    let built_in = menus.iter().filter(|nav| catalog.pages.iter().all(|page| page.name != nav.key));
    let built_in = built_in.map(|nav| {
        let other = OTHER_WORDS.iter().find(|(key, _)| *key == nav.key).map_or("", |(_, words)| *words);
        ("Page", nav.name.clone(), nav.path.clone(), other.to_owned(), String::new())
    });
    let regulations = (0..catalog.regulations.len()).flat_map(|position| {
        let regulation = context.regulation(RegulationIx::at(position));
        let controls = catalog.regulations[position].controls.iter().map({
            let regulation = regulation.clone();
            move |control| {
                let also = format!("{} {} {}", control.id, regulation.id, regulation.name);
                let path = format!("{}#control-{}", regulation.path, control.id);
                ("Control", control.name.clone(), path, also, regulation.name.clone())
            }
        });
        std::iter::once(page("Regulation", regulation, "")).chain(controls)
    });
    let initiatives = catalog.initiatives.iter().map(|initiative| {
        page("Roadmap", page_ref("initiatives", &initiative.id, &initiative.title), &initiative.ask)
    });
    let teams = (0..catalog.teams.len()).flat_map(|position| {
        let team = context.team(TeamIx::at(position));
        let people = catalog.teams[position].lead.iter().chain(&catalog.teams[position].members);
        let people = people.filter_map(|who| person(who, &team)).collect::<Vec<_>>();
        std::iter::once(page("Team", team, "")).chain(people)
    });
    let systems = catalog.systems.all.iter().map(|system| {
        page("System", page_ref("systems", &system.id, &system.name), &plain(&system.description))
    });
    let standards = catalog.standards.standards.iter().map(|standard| {
        let page_ref = page_ref("standards", &standard.id, &standard.name);
        page("Standard", page_ref, &plain(&standard.description))
    });
    let domains =
        (0..catalog.domains.len()).map(|position| page("Domain", context.domain(DomainIx::at(position)), ""));
    let kinds = outputs::lists(context).into_iter().map(|list| page("Output ports", list, ""));
    let pages = catalog.pages.iter().map(|page| {
        let words: Vec<String> =
            parts(&format!("{} {} {}", page.name, page.description, page.body)).into_iter().collect();
        ("Page", page.title.clone(), paths::section(&page.name), words.join(" "), String::new())
    });
    let all = built_in.chain(regulations).chain(initiatives).chain(teams);
    let mut all: Vec<FoundPage> =
        all.chain(kinds).chain(systems).chain(standards).chain(domains).chain(pages).collect();
    let mut seen = std::collections::BTreeSet::new();
    // The lead of a team may also be among its members.
    all.retain(|(kind, name, path, ..)| seen.insert((*kind, name.clone(), path.clone())));
    all
}

/// Returns a person of a team: the contact details are on the team's page.
fn person(who: &Person, team: &PageRef) -> Option<FoundPage> {
    let name = who.name.clone()?;
    Some(("Person", name, format!("{}#ask", team.path), who.role.clone(), team.name.clone()))
}
