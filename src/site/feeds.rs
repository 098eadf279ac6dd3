//! `products/<id>/feed.xml` and `teams/<id>/feed.xml`: what happened to a product and what concerns it in those that it
//! builds on, and what happened to all that a team owns or uses.

use super::context::ViewContext;
use super::news;
use super::news_event::NewsEvent;
use super::page::{Feed, Page};
use super::paths;
use super::section::{PageSet, Section};
use super::words::NewsKind;
use crate::model::{ProductIx, TeamIx, User};
use std::collections::{BTreeMap, BTreeSet};

/// The feeds of products and teams to which something happened.
pub(super) const SECTION: Section =
    Section { owns: |path, _| paths::is_feed_of_part(path), pages, ..Section::EMPTY };

fn pages(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    let events = news::events(context);
    let by_product = by_product(events);
    for index in context.all().filter(|product| has_feed(*product, context)) {
        let product = context.product(index);
        let path = paths::feed_of("products", &product.id);
        let events = concerning(index, events, &by_product, context);
        pages.file(path.clone(), Page::Feed(feed(&product.name, path, &events, context)));
    }
    for (team, events) in context.catalog.teams.iter().zip(by_team(events, context)) {
        let path = paths::feed_of("teams", &team.id);
        pages.file(path.clone(), Page::Feed(feed(&team.name, path, &events, context)));
    }
}

/// Whether a product has a feed: something happened to it, or it builds on something to which something may.
pub(super) fn has_feed(product: ProductIx, context: &ViewContext<'_>) -> bool {
    let builds = || {
        context.product(product).lifecycle.is_in_service()
            && !context.catalog.lineage.upstream(product).is_empty()
    };
    news::has_events(product, context) || builds()
}

/// By the id of a product, the positions of what happened to it and of what it was to be told.
fn by_product(events: &[NewsEvent]) -> BTreeMap<&str, Vec<usize>> {
    let mut by_product: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (position, event) in events.iter().enumerate() {
        for product in event.products() {
            by_product.entry(product).or_default().push(position);
        }
    }
    by_product
}

/// What happened to a product, and of what it builds on directly what its owner has to know: what changed and what the
/// owners say, and not what they are proud of.
fn concerning<'e>(
    product: ProductIx,
    events: &'e [NewsEvent],
    by_product: &BTreeMap<&str, Vec<usize>>,
    context: &ViewContext<'_>,
) -> Vec<&'e NewsEvent> {
    let of = |product: ProductIx| by_product.get(context.product(product).id.as_str()).into_iter().flatten();
    let is_praise = |event: &NewsEvent| matches!(event.kind, NewsKind::Achieved | NewsKind::Delivered);
    let upstream = context.catalog.lineage.upstream(product);
    let upstream = upstream.iter().flat_map(|neighbour| {
        let id = &context.product(neighbour.product).id;
        of(neighbour.product)
            .filter(move |at| events[**at].item.product.id == *id && !is_praise(&events[**at]))
    });
    // In their order, the newest first.
    let positions: BTreeSet<usize> = of(product).chain(upstream).copied().collect();
    positions.into_iter().map(|at| &events[at]).collect()
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
