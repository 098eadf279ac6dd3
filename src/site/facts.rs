//! What every page shows of the site: its name, its navigation, its feed.

use super::context::ViewContext;
use super::parts::{Nav, SiteFacts};
use super::{coverage, evidence, modularity, news, paths};

/// What every page shows of the site.
pub(super) fn facts(context: &ViewContext<'_>) -> SiteFacts {
    let catalog = context.catalog;
    let mut navigation = vec![("products", "Products"), ("domains", "Domains"), ("teams", "Teams")];
    navigation.retain(|(key, _)| match *key {
        "domains" => !catalog.domains.is_empty(),
        "teams" => !catalog.teams.is_empty(),
        _ => true,
    });
    if !catalog.initiatives.is_empty() {
        navigation.push(("roadmap", "Roadmap"));
    }
    if !catalog.observations.files.is_empty() {
        navigation.push(("quality", "Quality"));
    }
    if catalog.lineage.graph().edge_count() > 0 {
        navigation.push(("lineage", "Lineage"));
    }
    if !catalog.regulations.is_empty() {
        navigation.push(("regulations", "Regulations"));
    }
    let sections = navigation.into_iter().map(|(key, name)| Nav {
        key: key.to_owned(),
        name: name.to_owned(),
        path: paths::section(key),
    });
    let own = catalog.pages.iter().filter(|page| page.in_navigation).map(|page| Nav {
        key: page.name.clone(),
        name: page.title.clone(),
        path: paths::section(&page.name),
    });
    SiteFacts {
        title: catalog.facts.title.clone(),
        company: catalog.facts.company.clone(),
        language: catalog.facts.language.clone(),
        stylesheets: Vec::new(),
        scripts: Vec::new(),
        raw_html: catalog.facts.raw_html,
        feed: news::is_there(context).then(|| paths::FEED.to_owned()),
        navigation: sections.chain(own).collect(),
        more: more(context),
    }
}

/// The pages for those who look after products.
fn more(context: &ViewContext<'_>) -> Vec<Nav> {
    let (catalog, judgement) = (context.catalog, context.judgement);
    let pages = [
        ("a-z", "A to Z", true),
        ("whats-new", "What’s new", news::is_there(context)),
        ("standards", "Standards", !catalog.standards.standards.is_empty()),
        ("rules", "Rules", judgement.has_findings()),
        ("modularity", "Modularity", modularity::is_there(context)),
        ("coverage", "Coverage", coverage::nodes(catalog).next().is_some()),
        ("evidence", "Evidence", evidence::is_there(context)),
    ];
    let shown = pages.into_iter().filter(|(.., is_there)| *is_there);
    shown
        .map(|(key, name, _)| Nav { key: key.to_owned(), name: name.to_owned(), path: paths::section(key) })
        .collect()
}
