//! `products/<id>/feed.xml` and `teams/<id>/feed.xml`: what happened to a product, and to all that a team owns or
//! uses.

use super::context::ViewContext;
use super::news::{self, NewsEvent};
use super::page::{Feed, Page};
use super::paths;
use super::section::{PageSet, Section};
use crate::model::{TeamIx, User};
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
            let path = paths::feed_of("products", &product.id);
            pages.file(path.clone(), Page::Feed(feed(&product.name, path, events, context)));
        }
    }
    let concerned = concerned(context);
    for (position, team) in context.catalog.teams.iter().enumerate() {
        // Of a product that is gone, those hear who were to be told.
        let page = context.team(TeamIx::at(position)).path;
        let is_meant = |event: &&NewsEvent| {
            concerned[position].contains(event.item.product.id.as_str())
                || event.item.tell.iter().any(|one| one.path == page)
        };
        let events: Vec<&NewsEvent> = events.iter().filter(is_meant).collect();
        let path = paths::feed_of("teams", &team.id);
        pages.file(path.clone(), Page::Feed(feed(&team.name, path, &events, context)));
    }
}

/// By team, the ids of the products that it owns and those that it uses, retired ones too.
fn concerned<'s>(context: &'s ViewContext<'_>) -> Vec<BTreeSet<&'s str>> {
    let mut concerned = vec![BTreeSet::new(); context.catalog.teams.len()];
    for product in &context.catalog.products {
        let users = product.consumers.iter().filter_map(|consumer| match consumer.user {
            User::Team(team) => Some(team),
            User::Product(_) => None,
        });
        for team in product.owner.into_iter().chain(users) {
            concerned[team.position()].insert(product.id.as_str());
        }
    }
    concerned
}

fn feed(name: &str, path: String, events: &[&NewsEvent], context: &ViewContext<'_>) -> Feed {
    let facts = &context.catalog.facts;
    let entries = events.iter().take(news::ENTRIES).map(|event| news::feed_entry(event)).collect();
    Feed { path, title: format!("{name} · {}", facts.title), base_url: facts.base_url.clone(), entries }
}
