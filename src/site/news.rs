//! `/whats-new/`: what changed for users of the products, what was delivered and achieved.

use super::context::{ViewContext, plain};
use super::lists::{Pages, pages_of};
use super::news_event::{NewsEvent, NewsItem};
use super::page::{Feed, FeedEntry, Page, View};
use super::parts::{MenuPosition, MenuSectionId, PageRef};
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::words::NewsKind;
use super::works::{self, StableIds};
use super::{ends, paths, words};
use crate::model::{
    ChangeFact, ChangeKind, ConcernedParties, Initiative, ProductIx, RecipientKind, RecordedChange, Status,
    TeamIx, WorkItem, capitalised,
};
use crate::prose::en;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// One page of the news.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct NewsView {
    /// The products that nothing tests any more; on the first page only.
    pub unchecked: Option<NowUnchecked>,
    /// The days, newest first.
    pub days: Vec<NewsDay>,
    /// The feed of the news.
    pub feed: String,
    /// The number of all events.
    pub total: usize,
    /// The position among the pages.
    pub pages: Pages,
}

/// Changes, deliveries and achievements, as pages and as a feed.
pub(super) const SECTION: Section = Section {
    places: &["whats-new", paths::FEED],
    pages: section,
    menu: |context| {
        entry(
            MenuSectionId::Plans,
            MenuPosition::Wide,
            section_ref("whats-new", "What’s new"),
            is_present(context),
        )
    },
    ..Section::EMPTY
};

impl View for NewsView {
    const TEMPLATE: &'static str = "news.html";
}

fn section(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    for (path, view) in self::pages(context) {
        let meta =
            PageMeta::first("whats-new", "What’s new", "What changed, and what was delivered and achieved.");
        pages.html(path, meta, view);
    }
    if is_present(context) {
        pages.file(paths::FEED, Page::Feed(feed(context)));
    }
}

/// Products that were healthy when a day was last recorded, and have run since without being tested.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct NowUnchecked {
    /// The day when they were healthy: `2026-11-20`.
    pub since: String,
    /// The number of all such products.
    pub total: usize,
    /// The first such products, by name.
    pub products: Vec<PageRef>,
}

/// The events of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct NewsDay {
    /// The day: `2026-10-14`.
    pub date: String,
    /// The events of each product, possibly breaking ones first.
    pub entries: Vec<NewsEntry>,
}

/// The events of a product on a day, one or several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct NewsEntry {
    /// The product, the same in each of its items.
    pub product: PageRef,
    /// The events, possibly breaking ones first.
    pub items: Vec<NewsItem>,
}

/// The number of events on a page.
const PAGE: usize = 100;
/// For how many days a recorded day is compared with today.
const RECENT: usize = 14;
/// The most products that nothing tests any more that are named.
const MAX_NAMED: usize = 20;

/// Returns the pages of the news, each with its path; none if there is no news.
fn pages(context: &ViewContext<'_>) -> Vec<(String, NewsView)> {
    let events = events(context);
    let first = paths::section("whats-new");
    let unchecked = now_unchecked(context);
    let count = events.len().div_ceil(PAGE).max(usize::from(unchecked.is_some()));
    let page = |number: usize| {
        let shown = &events[(number - 1) * PAGE..events.len().min(number * PAGE)];
        let days = shown
            .chunk_by(|left, right| left.day == right.day)
            .map(|events| NewsDay { date: events[0].day.to_string(), entries: entries(events) });
        let view = NewsView {
            unchecked: unchecked.clone().filter(|_| number == 1),
            days: days.collect(),
            feed: paths::FEED.to_owned(),
            total: events.len(),
            pages: pages_of(&first, number, count),
        };
        (paths::page_of(&first, number), view)
    };
    (1..=count).map(page).collect()
}

/// Groups the events of a day by subject, in the order of their first events.
fn entries(events: &[NewsEvent]) -> Vec<NewsEntry> {
    let mut entries: Vec<NewsEntry> = Vec::new();
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for event in events {
        let product = &event.item.product;
        // A product that is gone has no page.
        let key = (product.path.as_str(), product.name.as_str());
        let entry = *known.entry(key).or_insert(entries.len());
        if entry == entries.len() {
            entries.push(NewsEntry { product: product.clone(), items: Vec::new() });
        }
        entries[entry].items.push(event.item.clone());
    }
    entries
}

/// Returns the products that were healthy on the last recorded day before today and are unchecked today; `None` if
/// that day is long ago.
fn now_unchecked(context: &ViewContext<'_>) -> Option<NowUnchecked> {
    let history = &context.catalog.observations.history;
    let mut before = context.last_days(RECENT + 1).into_iter().rev().skip(1);
    let since = before.find(|day| history.values().any(|days| days.contains_key(day)))?;
    let was_healthy = |product| {
        history.get(&product).and_then(|days| days.get(&since)).map(|day| day.status) == Some(Status::Healthy)
    };
    let products: Vec<ProductIx> = context
        .listed()
        .iter()
        .copied()
        .filter(|product| context.status(*product) == Some(Status::Unchecked) && was_healthy(*product))
        .collect();
    (!products.is_empty()).then(|| NowUnchecked {
        since: since.to_string(),
        total: products.len(),
        products: products.into_iter().take(MAX_NAMED).map(|product| context.product_ref(product)).collect(),
    })
}

/// Whether there is any event until today: a change, a delivery, an achievement, or a product no longer tested.
pub(super) fn is_present(context: &ViewContext<'_>) -> bool {
    context.has_news(|| has_happened(context))
}

fn has_happened(context: &ViewContext<'_>) -> bool {
    let catalog = context.catalog;
    let has_come = |day: Date| day <= context.today;
    catalog.changes.iter().any(|change| has_come(change.day) && is_news(&change))
        || works::each(context).any(|(_, delivery, _)| delivery.delivered.is_some_and(has_come))
        || works::each_on_platform(context).any(|(_, work, _)| work.delivered.is_some_and(has_come))
        || catalog
            .products
            .iter()
            .flat_map(|product| &product.accomplishments)
            .any(|accomplishment| has_come(accomplishment.date))
        || catalog
            .products
            .iter()
            .flat_map(|product| &product.notices)
            .any(|notice| notice.since.is_some_and(has_come))
        || ends::ended(context).any(|event| has_come(event.day))
        || now_unchecked(context).is_some()
}

/// Whether a product has any event until today, or was to be notified of one.
pub(super) fn has_events(product: ProductIx, context: &ViewContext<'_>) -> bool {
    let ids = || events(context).iter().flat_map(NewsEvent::products).map(str::to_owned).collect();
    context.is_in_news(product, ids)
}

/// Returns all events until today, newest first.
pub(super) fn events<'s>(context: &'s ViewContext<'_>) -> &'s [NewsEvent] {
    context.events(|| collected(context))
}

fn collected(context: &ViewContext<'_>) -> Vec<NewsEvent> {
    let catalog = context.catalog;
    let mut ids = StableIds::default();
    let delivered = works::each(context).filter_map(|(initiative, delivery, _)| {
        let id = format!("delivered:{}:{}", initiative.id, context.product(delivery.product).id);
        let id = ids.add(&id, ':', &delivery.work);
        delivered(initiative, delivery, context.product_ref(delivery.product), id)
    });
    let achieved = context.all().flat_map(|index| {
        let product = context.product(index);
        let mut ids = StableIds::default();
        product.accomplishments.iter().map(move |accomplishment| {
            let item = NewsItem {
                kind: words::news(NewsKind::Achieved),
                product: context.product_ref(index),
                texts: vec![plain(&accomplishment.text)],
                ..NewsItem::default()
            };
            let id = ids.add(
                &format!("achieved:{}:{}", product.id, accomplishment.date),
                ':',
                &accomplishment.text,
            );
            NewsEvent {
                day: accomplishment.date,
                kind: NewsKind::Achieved,
                id,
                item,
                concerns: ConcernedParties::default(),
            }
        })
    });
    // The changes of a product on a day are one piece of news, or two if some of them may break things.
    let mut changes: Vec<&RecordedChange> = catalog.changes.iter().filter(is_news).collect();
    changes.sort_by(|left, right| key(left).cmp(&key(right)));
    let changed =
        changes.chunk_by(|left, right| key(left) == key(right)).map(|changes| change(changes, context));
    let mut events: Vec<NewsEvent> = delivered
        .chain(noticed(context))
        .chain(ends::ended(context))
        .chain(on_platform(context))
        .chain(achieved)
        .chain(changed)
        .filter(|event| event.day <= context.today)
        .collect();
    events.sort_by(NewsEvent::in_order);
    events
}

/// Returns the notices of owners about problems.
fn noticed<'s>(context: &'s ViewContext<'_>) -> impl Iterator<Item = NewsEvent> + 's {
    context.all().flat_map(move |index| {
        let product = context.product(index);
        let mut ids = StableIds::default();
        product.notices.iter().filter_map(move |notice| {
            let day = notice.since?;
            let until = notice.until.map_or(String::new(), |until| {
                format!(" It should be over by {}.", crate::model::day_in_words(until))
            });
            let item = NewsItem {
                kind: words::news(NewsKind::Notice),
                product: context.product_ref(index),
                texts: vec![format!("{}{until}", notice.text)],
                ..NewsItem::default()
            };
            let id = ids.add(&format!("notice:{}:{day}", product.id), ':', &notice.text);
            Some(NewsEvent { day, kind: NewsKind::Notice, id, item, concerns: ConcernedParties::default() })
        })
    })
}

/// Returns the delivered work on the platform.
fn on_platform<'s>(context: &'s ViewContext<'_>) -> impl Iterator<Item = NewsEvent> + 's {
    let mut ids = StableIds::default();
    works::each_on_platform(context).filter_map(move |(initiative, work, _)| {
        let id = ids.add(&format!("delivered:{}:platform", initiative.id), ':', &work.name);
        delivered(initiative, work, PageRef { name: work.name.clone(), ..PageRef::default() }, id)
    })
}

/// Returns the news that work was delivered, if it was.
fn delivered(initiative: &Initiative, item: &WorkItem, product: PageRef, id: String) -> Option<NewsEvent> {
    let news = NewsItem {
        kind: words::news(NewsKind::Delivered),
        product,
        texts: vec![item.work.clone()],
        more: Some(super::context::initiative_ref(initiative)),
        tell: Vec::new(),
    };
    Some(NewsEvent {
        day: item.delivered?,
        kind: NewsKind::Delivered,
        id,
        item: news,
        concerns: ConcernedParties::default(),
    })
}

/// Whether a change is news for all: a lost level is reported only on the pages of the product and its owner.
fn is_news(recorded: &&RecordedChange) -> bool {
    recorded.change.fact.kind() != ChangeKind::LevelLost
}

/// Groups changes into one piece of news: those of a product or a system on a day, apart from breaking changes and
/// from achievements.
fn key(recorded: &RecordedChange) -> (Date, &str, Option<&str>, NewsKind) {
    let kind = match recorded.change.fact.kind() {
        _ if recorded.change.breaking => NewsKind::Breaking,
        ChangeKind::LevelReached => NewsKind::Achieved,
        ChangeKind::LastMileRemoved if !is_left(&recorded.change.fact) => NewsKind::Achieved,
        _ => NewsKind::Changed,
    };
    (recorded.day, &recorded.change.product, recorded.change.system.as_deref(), kind)
}

/// Whether a team took its logic along when it stopped using a product: nothing became part of it.
fn is_left(fact: &ChangeFact) -> bool {
    matches!(fact, ChangeFact::LastMileRemoved { with_use: true, .. })
}

/// Returns everyone that changes concern, with the owners of the products that were to be told.
fn concerned(changes: &[&RecordedChange]) -> ConcernedParties {
    let mut all = ConcernedParties::default();
    for recorded in changes {
        all.products.extend(recorded.change.concerns.products.iter().cloned());
        all.teams.extend(recorded.change.concerns.teams.iter().cloned());
        all.teams.extend(
            recorded.change.tell.iter().filter_map(|recipient| Some(recipient.owner.as_ref()?.id.clone())),
        );
    }
    all
}

fn is_new(recorded: &RecordedChange) -> bool {
    recorded.change.fact.kind() == ChangeKind::ProductAdded
}

fn change(changes: &[&RecordedChange], context: &ViewContext<'_>) -> NewsEvent {
    let first = changes[0];
    let kind = match key(first).3 {
        NewsKind::Changed if changes.iter().any(|recorded| is_new(recorded)) => NewsKind::Came,
        kind => kind,
    };
    let system = first.change.system.as_deref();
    let known = context.catalog.product_of(&first.change.product);
    let product = match (known, system) {
        (Some(product), _) => context.product_ref(product),
        (None, Some(id)) => system_ref(id, &first.change.name, context),
        (None, None) => PageRef {
            id: first.change.product.clone(),
            name: first.change.name.clone(),
            ..PageRef::default()
        },
    };
    let mut tell: Vec<(&str, RecipientKind)> = changes
        .iter()
        .flat_map(|recorded| &recorded.change.tell)
        .map(|recipient| (recipient.id.as_str(), recipient.kind))
        .collect();
    tell.sort_unstable();
    tell.dedup();
    let item = NewsItem {
        kind: words::news(kind),
        product,
        texts: changes
            .iter()
            .map(|recorded| capitalised(&en::change_named(&recorded.change.fact, context.catalog)))
            .chain(known.and_then(|product| ends::instead(product, changes, context)))
            .collect(),
        more: None,
        tell: tell.into_iter().filter_map(|(id, kind)| user(id, kind, context)).collect(),
    };
    let apart = match kind {
        NewsKind::Breaking => ":breaking",
        NewsKind::Achieved => ":achieved",
        _ => "",
    };
    let what = system.map_or_else(|| first.change.product.clone(), |id| format!("system/{id}"));
    let id = format!("changed:{what}:{}{apart}", first.day);
    NewsEvent { day: first.day, kind, id, item, concerns: concerned(changes) }
}

/// Returns a system, with its page if it still exists.
fn system_ref(id: &str, name: &str, context: &ViewContext<'_>) -> PageRef {
    let known = context.catalog.systems.with_id(id);
    PageRef {
        id: id.to_owned(),
        name: name.to_owned(),
        path: known.map(|system| paths::folder("systems", &system.id)).unwrap_or_default(),
        ..PageRef::default()
    }
}

/// Returns a product or a team that still exists.
fn user(id: &str, kind: RecipientKind, context: &ViewContext<'_>) -> Option<PageRef> {
    let catalog = context.catalog;
    match kind {
        RecipientKind::Product => Some(context.product_ref(catalog.product_of(id)?)),
        RecipientKind::Team => {
            let at = catalog.teams.iter().position(|team| team.id == id)?;
            Some(context.team(TeamIx::at(at)))
        }
        RecipientKind::Job => None,
    }
}

/// Returns an event as a feed entry.
pub(super) fn feed_entry(event: &NewsEvent) -> FeedEntry {
    let NewsItem { kind, product, texts, more, .. } = &event.item;
    let about = more.as_ref().map_or(String::new(), |more| format!(" For {}.", more.name));
    let path = more.as_ref().map_or(&product.path, |more| &more.path);
    FeedEntry {
        date: event.day.to_string(),
        id: format!("urn:glassbox:{}", event.id),
        title: format!("{}: {}", kind.name, product.name),
        text: format!("{}{about}", texts.join("; ")).trim().to_owned(),
        path: if path.is_empty() { paths::section("whats-new") } else { path.clone() },
    }
}

/// Returns the feed of the events until today.
fn feed(context: &ViewContext<'_>) -> Feed {
    let catalog = context.catalog;
    let entries = events(context).iter().take(ENTRIES).map(feed_entry).collect();
    Feed {
        path: paths::FEED.to_owned(),
        title: catalog.settings.title.clone(),
        base_url: catalog.settings.base_url.clone(),
        as_of: context.today.to_string(),
        entries,
    }
}

/// The number of entries in a feed.
pub(super) const ENTRIES: usize = 50;
