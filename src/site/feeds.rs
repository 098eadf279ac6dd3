//! `products/<id>/feed.xml` and `teams/<id>/feed.xml`: what happened to a product, and to all that a team owns or
//! uses.

use super::context::ViewContext;
use super::news;
use super::news_event::NewsEvent;
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
    for event in events {
        by_product.entry(&event.item.product.id).or_default().push(event);
    }
    for product in context.all() {
        let product = context.product(product);
        if let Some(events) = by_product.get(product.id.as_str()) {
            let path = paths::feed_of("products", &product.id);
            pages.file(path.clone(), Page::Feed(feed(&product.name, path, events, context)));
        }
    }
    for (team, events) in context.catalog.teams.iter().zip(by_team(events, context)) {
        let path = paths::feed_of("teams", &team.id);
        pages.file(path.clone(), Page::Feed(feed(&team.name, path, &events, context)));
    }
}

/// By team, what happened to the products that it owns or uses, and what it was to be told.
fn by_team<'e>(events: &'e [NewsEvent], context: &ViewContext<'_>) -> Vec<Vec<&'e NewsEvent>> {
    let concerned = concerned(context);
    let teams = 0..context.catalog.teams.len();
    let with_page: BTreeMap<String, usize> =
        teams.map(|position| (context.team(TeamIx::at(position)).path, position)).collect();
    let mut by_team = vec![Vec::new(); with_page.len()];
    for event in events {
        let mut meant = concerned.get(event.item.product.id.as_str()).cloned().unwrap_or_default();
        // Of a product that is gone, those hear who were to be told.
        meant.extend(event.item.tell.iter().filter_map(|one| with_page.get(&one.path)));
        meant.into_iter().for_each(|position| by_team[position].push(event));
    }
    by_team
}

/// By product, also a retired one, the positions of the team that owns it and of those that use it.
fn concerned<'s>(context: &'s ViewContext<'_>) -> BTreeMap<&'s str, BTreeSet<usize>> {
    let mut concerned: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for product in &context.catalog.products {
        let users = product.consumers.iter().filter_map(|consumer| match consumer.user {
            User::Team(team) => Some(team),
            User::Product(_) => None,
        });
        let teams = product.owner.into_iter().chain(users).map(TeamIx::position);
        concerned.entry(&product.id).or_default().extend(teams);
    }
    concerned
}

fn feed(name: &str, path: String, events: &[&NewsEvent], context: &ViewContext<'_>) -> Feed {
    let facts = &context.catalog.facts;
    let entries = events.iter().take(news::ENTRIES).map(|event| news::feed_entry(event)).collect();
    Feed { path, title: format!("{name} · {}", facts.title), base_url: facts.base_url.clone(), entries }
}
