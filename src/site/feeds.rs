//! `products/<id>/feed.xml` and `teams/<id>/feed.xml`: events of a product and those upstream that concern it, and
//! events of everything that a team owns or uses. Notices go to everything downstream.

use super::context::ViewContext;
use super::news;
use super::news_event::NewsEvent;
use super::notices;
use super::page::{Feed, Page};
use super::paths;
use super::problem_events;
use super::section::{PageSet, Section};
use super::words::NewsKind;
use crate::model::{Consumer, Lifecycle, ProductIx, TeamIx};
use std::collections::{BTreeMap, BTreeSet};

/// The feeds of products and teams.
pub(super) const SECTION: Section =
    Section { also: |path, _| paths::is_feed_of_part(path), pages, ..Section::EMPTY };

fn pages(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    // Failures are reported to those concerned, and not among the news of the company.
    let problems = problem_events::collected(context);
    let mut events: Vec<&NewsEvent> = news::events(context).iter().chain(&problems).collect();
    events.sort_by(|left, right| left.in_order(right));
    let by_product = by_product(&events);
    for index in context.all().filter(|product| has_feed(*product, context)) {
        let product = context.product(index);
        let path = paths::feed_of("products", &product.id);
        let events = concerning(index, &events, &by_product, context);
        pages.file(path.clone(), Page::Feed(feed(&product.name, path, &events, context)));
    }
    for (team, events) in context.catalog.teams.iter().zip(by_team(&events, context)) {
        let path = paths::feed_of("teams", &team.id);
        pages.file(path.clone(), Page::Feed(feed(&team.name, path, &events, context)));
    }
}

/// Whether a product has a feed: a retired one only if it has events.
pub(super) fn has_feed(product: ProductIx, context: &ViewContext<'_>) -> bool {
    context.product(product).lifecycle != Lifecycle::Retired || news::has_events(product, context)
}

/// Returns, by product id, the positions of its events and of the events that it was to be notified of.
fn by_product<'e>(events: &[&'e NewsEvent]) -> BTreeMap<&'e str, Vec<usize>> {
    let mut by_product: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (position, event) in events.iter().enumerate() {
        for product in event.products() {
            by_product.entry(product).or_default().push(position);
        }
    }
    by_product
}

/// Returns the events of a product, and those of its direct upstream products that its owner has to know: changes
/// and notices, but not achievements.
fn concerning<'e>(
    product: ProductIx,
    events: &[&'e NewsEvent],
    by_product: &BTreeMap<&str, Vec<usize>>,
    context: &ViewContext<'_>,
) -> Vec<&'e NewsEvent> {
    let of = |product: ProductIx| by_product.get(context.product(product).id.as_str()).into_iter().flatten();
    let is_praise = |event: &NewsEvent| matches!(event.kind, NewsKind::Achieved | NewsKind::Delivered);
    let upstream = context.catalog.lineage.upstream(product);
    let upstream = upstream.iter().flat_map(|neighbour| {
        let id = &context.product(neighbour.product).id;
        of(neighbour.product)
            .filter(move |at| events[**at].item.product.id == *id && !is_praise(events[**at]))
    });
    let noticed = notices::sources(product, context)
        .iter()
        .flat_map(|source| of(*source).filter(|at| is_notice_of(events[**at], *source, context)));
    // In their order, newest first.
    let positions: BTreeSet<usize> = of(product).chain(upstream).chain(noticed).copied().collect();
    positions.into_iter().map(|at| events[at]).collect()
}

/// Whether an event is a notice from the owner of a product.
fn is_notice_of(event: &NewsEvent, product: ProductIx, context: &ViewContext<'_>) -> bool {
    event.kind == NewsKind::Notice && event.item.product.id == context.product(product).id
}

/// Returns, by team, the events of the products that it owns or uses, and those it was to be notified of.
fn by_team<'e>(events: &[&'e NewsEvent], context: &ViewContext<'_>) -> Vec<Vec<&'e NewsEvent>> {
    let concerned = concerned(context);
    let downstream = downstream(&concerned, context);
    let teams = 0..context.catalog.teams.len();
    let with_page: BTreeMap<String, usize> =
        teams.map(|position| (context.team(TeamIx::at(position)).path, position)).collect();
    let teams = context.catalog.teams.iter().enumerate();
    let by_id: BTreeMap<&str, usize> = teams.map(|(position, team)| (team.id.as_str(), position)).collect();
    let mut by_team = vec![Vec::new(); with_page.len()];
    for event in events.iter().copied() {
        let of = |by: &BTreeMap<&str, BTreeSet<usize>>| by.get(event.item.product.id.as_str()).cloned();
        let mut meant = of(&concerned).unwrap_or_default();
        if event.kind == NewsKind::Notice {
            meant.extend(of(&downstream).unwrap_or_default());
        }
        // The events of a product that is gone go to those who were to be notified.
        meant.extend(event.item.tell.iter().filter_map(|recipient| with_page.get(&recipient.path)));
        meant.extend(event.concerns.teams.iter().filter_map(|id| by_id.get(id.as_str())));
        meant.into_iter().for_each(|position| by_team[position].push(event));
    }
    by_team
}

/// Returns, by product, even a retired one, the positions of the team that owns it and of those that use it.
fn concerned<'s>(context: &'s ViewContext<'_>) -> BTreeMap<&'s str, BTreeSet<usize>> {
    let mut concerned: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for product in &context.catalog.products {
        let users = product.consumers.iter().filter_map(Consumer::team);
        let teams = product.owner.into_iter().chain(users).map(TeamIx::position);
        concerned.entry(&product.id).or_default().extend(teams);
    }
    concerned
}

/// Returns, by product with a notice today, the teams concerned by something downstream.
fn downstream<'s>(
    concerned: &BTreeMap<&'s str, BTreeSet<usize>>,
    context: &'s ViewContext<'_>,
) -> BTreeMap<&'s str, BTreeSet<usize>> {
    let mut recipients: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for product in context.all() {
        let Some(teams) = concerned.get(context.product(product).id.as_str()) else { continue };
        for source in notices::sources(product, context) {
            recipients.entry(&context.product(*source).id).or_default().extend(teams);
        }
    }
    recipients
}

fn feed(name: &str, path: String, events: &[&NewsEvent], context: &ViewContext<'_>) -> Feed {
    let settings = &context.catalog.settings;
    let entries = events.iter().take(news::ENTRIES).map(|event| news::feed_entry(event)).collect();
    let (title, base_url) = (format!("{name} · {}", settings.title), settings.base_url.clone());
    Feed { path, title, base_url, as_of: context.today.to_string(), entries }
}
