//! The pages that are not about products but may be searched for nevertheless: `search/pages.json`.

use super::super::context::{ViewContext, page_ref, plain};
use super::super::parts::{MenuEntry, PageRef};
use super::super::tokeniser::parts;
use super::super::{outputs, paths};
use crate::model::{DomainIx, Person, RegulationIx, TeamIx};
use serde::{Serialize, Serializer};

/// A page that is not about a product, as the search finds it. In the file it is a list of its fields, in this order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FoundPage {
    /// The kind of page.
    pub kind: &'static str,
    /// The name.
    pub name: String,
    /// The path.
    pub path: String,
    /// The words that find it besides those of its name.
    pub words: String,
    /// What it belongs to, as results show it; may be empty.
    pub parent: String,
}

impl Serialize for FoundPage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.kind, &self.name, &self.path, &self.words, &self.parent).serialize(serializer)
    }
}

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
    let built_in = menus.iter().filter(|nav| catalog.pages.iter().all(|page| page.name != nav.key));
    let built_in = built_in.map(|nav| {
        let other = OTHER_WORDS.iter().find(|(key, _)| *key == nav.key).map_or("", |(_, words)| *words);
        general(&nav.name, nav.path.clone(), other.to_owned())
    });
    let regulations = (0..catalog.regulations.len()).flat_map(|position| {
        let regulation = context.regulation(RegulationIx::at(position));
        let controls = catalog.regulations[position].controls.iter().map({
            let regulation = regulation.clone();
            move |control| {
                let also = format!("{} {} {}", control.id, regulation.id, regulation.name);
                let path = format!("{}#control-{}", regulation.path, control.id);
                let (name, parent) = (control.name.clone(), regulation.name.clone());
                FoundPage { kind: "Control", name, path, words: also, parent }
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
        general(&page.title, paths::section(&page.name), words.join(" "))
    });
    let all = built_in.chain(regulations).chain(initiatives).chain(teams);
    let mut all: Vec<FoundPage> =
        all.chain(kinds).chain(systems).chain(standards).chain(domains).chain(pages).collect();
    let mut seen = std::collections::BTreeSet::new();
    // The lead of a team may also be among its members.
    all.retain(|found| seen.insert((found.kind, found.name.clone(), found.path.clone())));
    all
}

/// Returns a page of something in the catalog, which its id and some other words find as well.
fn page(kind: &'static str, page_ref: PageRef, also: &str) -> FoundPage {
    let words = format!("{} {also}", page_ref.id);
    FoundPage { kind, name: page_ref.name, path: page_ref.path, words, parent: String::new() }
}

/// Returns a page of the site itself, or one that people wrote.
fn general(name: &str, path: String, words: String) -> FoundPage {
    FoundPage { kind: "Page", name: name.to_owned(), path, words, parent: String::new() }
}

/// Returns a person of a team: the contact details are on the team's page.
fn person(who: &Person, team: &PageRef) -> Option<FoundPage> {
    let name = who.name.clone()?;
    let path = format!("{}#ask", team.path);
    Some(FoundPage { kind: "Person", name, path, words: who.role.clone(), parent: team.name.clone() })
}
