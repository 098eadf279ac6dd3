//! `products/<id>/feed.xml` and `teams/<id>/feed.xml`: what happened to a product, and to all that a team owns or
//! uses.

use super::context::ViewContext;
use super::news::{self, NewsEvent};
use super::page::{Feed, Page};
use super::section::{PageSet, Section};
use super::{paths, team};
use crate::model::{ProductIx, TeamIx};
use std::collections::{BTreeMap, BTreeSet};

/// The feeds of products and teams to which something happened.
pub(super) const SECTION: Section =
    Section { owns: |path, _| paths::is_feed_of_part(path), pages, ..Section::EMPTY };

fn pages(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    let mut by_product: BTreeMap<&str, Vec<&NewsEvent>> = BTreeMap::new();
    let events = news::events(context);
    for event in &events {
        by_product.entry(&event.item.product.id).or_default().push(event);
    }
    for product in context.all() {
        let product = context.product(product);
        if let Some(events) = by_product.get(product.id.as_str()) {
            let feed = feed(&product.name, events, context);
            pages.file(paths::feed_of("products", &product.id), Page::Feed(feed));
        }
    }
    for (position, (own, used)) in team::products_of_teams(context).into_iter().enumerate() {
        let team = context.catalog.team(TeamIx::at(position));
        let products: BTreeSet<ProductIx> = own.into_iter().chain(used).collect();
        let ids: BTreeSet<&str> = products.iter().map(|one| context.product(*one).id.as_str()).collect();
        let events: Vec<&NewsEvent> =
            events.iter().filter(|event| ids.contains(event.item.product.id.as_str())).collect();
        let feed = feed(&team.name, &events, context);
        pages.file(paths::feed_of("teams", &team.id), Page::Feed(feed));
    }
}

fn feed(name: &str, events: &[&NewsEvent], context: &ViewContext<'_>) -> Feed {
    let facts = &context.catalog.facts;
    let entries = events.iter().take(news::ENTRIES).map(|event| news::feed_entry(event)).collect();
    Feed { title: format!("{name} · {}", facts.title), base_url: facts.base_url.clone(), entries }
}
