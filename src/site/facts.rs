//! What every page shows of the site: its name, its navigation, its feed.

use super::parts::{Nav, SiteFacts};
use super::paths;
use crate::model::Catalog;

/// What every page shows of the site.
pub(super) fn facts(catalog: &Catalog) -> SiteFacts {
    let mut navigation = vec![("products", "Products"), ("domains", "Domains"), ("teams", "Teams")];
    navigation.retain(|(key, _)| match *key {
        "domains" => !catalog.domains.is_empty(),
        "teams" => !catalog.teams.is_empty(),
        _ => true,
    });
    if !catalog.initiatives.is_empty() {
        navigation.push(("roadmap", "Roadmap"));
    }
    if catalog.observations.files > 0 {
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
        feed: has_news(catalog).then(|| paths::FEED.to_owned()),
        navigation: sections.chain(own).collect(),
    }
}

/// Whether anything was or will be delivered, or was achieved.
pub(super) fn has_news(catalog: &Catalog) -> bool {
    !catalog.initiatives.is_empty()
        || catalog.products.iter().any(|product| !product.accomplishments.is_empty())
}
