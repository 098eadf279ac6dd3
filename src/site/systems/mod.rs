//! `/systems/`: where data comes from and where it goes; `/systems/<id>/`: for those who run or use one.

mod affected;
mod dependents;
mod everything;
mod origin;
mod standing;
mod target;

use self::affected::{DependentView, OtherReaderView};
use self::dependents::{SystemDependents, customers};
use self::origin::{LoaderView, ReadingTeamView, SourceTableView};
use self::standing::{SystemStatusCount, SystemTodayView};
use self::target::WriterView;
use super::api::List;
use super::badges;
use super::context::{self, ViewContext, page_ref, plain};
use super::lists::{Pages, pages_of};
use super::page::{Badge, Page, Table, View};
use super::parts::{ChannelView, ExternalLink, MenuPosition, MenuSectionId, PageRef};
use super::paths;
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use crate::model::{ForeignDatasets, ProductIx, Status, SystemIx, SystemWalk};
use crate::prose::en;
use rayon::prelude::*;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The list of all systems.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SystemsView {
    /// The systems that data comes from.
    pub sources: Vec<SystemCard>,
    /// The systems that data is written to.
    pub destinations: Vec<SystemCard>,
}

/// A system as the list and `api/systems.json` show it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SystemCard {
    /// Its id, name and page.
    #[serde(flatten)]
    pub page_ref: PageRef,
    /// `source`, `destination` or `both`.
    pub direction: &'static str,
    /// The description, in plain words; may be empty.
    pub description: String,
    /// The team that runs it.
    pub team: Option<PageRef>,
    /// The number of its tables that are read.
    pub tables: usize,
    /// The number of products that build on it.
    pub products: usize,
    /// The number of those products that customers rely on.
    pub customers: usize,
    /// The number of jobs that write to it.
    pub writers: usize,
    /// The number of its fields that they fill, as far as known.
    pub fields: usize,
    /// Each status today with the number of tables that are read, and jobs that load them, that have it, worst first.
    pub read_today: Vec<SystemStatusCount>,
    /// The same for the jobs that write to it.
    pub written_today: Vec<SystemStatusCount>,
}

/// The page of a system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SystemView {
    /// Its numbers and description.
    pub system: SystemCard,
    /// Markdown; may be empty.
    pub description: String,
    /// The address that opens or describes it.
    pub url: Option<String>,
    /// Its data contract: a file of the site.
    pub contract: Option<PageRef>,
    /// Its data contract elsewhere.
    pub contract_url: Option<ExternalLink>,
    /// The channels of the team that runs it.
    pub support: Vec<ChannelView>,
    /// Its tables that are read, the worst status first, then those that most depends on.
    pub tables: Vec<SourceTableView>,
    /// The number of further tables that are read.
    pub more_tables: usize,
    /// The tables that nothing reads.
    pub unread: Vec<String>,
    /// The jobs that load its data.
    pub loaders: Vec<LoaderView>,
    /// Who reads it directly, and should be asked before a change.
    pub ask_first: Vec<ReadingTeamView>,
    /// How its data stands today, if known.
    pub today: Option<SystemTodayView>,
    /// What builds on it or writes to it, on this page, and how that is used; what customers see first.
    pub uses: Vec<DependentView>,
    /// The number of such products on all pages.
    pub affected: usize,
    /// The number of further products, which are on no page.
    pub more_uses: usize,
    /// The position among the pages; everything but the affected products is on the first.
    pub pages: Pages,
    /// Dashboards and jobs of no product that read it, directly or not.
    pub others: Vec<OtherReaderView>,
    /// The number of further ones.
    pub more_others: usize,
    /// The table of everything, if the page cannot show all of it.
    pub everything: Option<String>,
    /// The terminal command that lists all this.
    pub command: String,
    /// The badge for the README of its engineers.
    pub badge: Option<BadgeView>,
    /// The jobs that write to it.
    pub writers: Vec<WriterView>,
    /// Its tables that jobs read according to events: `public.stock`.
    pub datasets: Vec<String>,
    /// The number of further tables.
    pub more_datasets: usize,
}

/// A badge, and how to show it elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct BadgeView {
    /// The file.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The Markdown that shows it, if the site's address is known.
    pub markdown: Option<String>,
}

/// The systems, with their badges and the list for programs.
pub(super) const SECTION: Section = Section {
    places: &["systems", "badges/systems", "api/systems.json"],
    pages,
    menu: |context| {
        entry(
            MenuSectionId::Catalog,
            MenuPosition::More,
            section_ref("systems", "Systems"),
            !context.catalog.systems.all.is_empty(),
        )
    },
    ..Section::EMPTY
};

impl View for SystemsView {
    const TEMPLATE: &'static str = "systems.html";
}

impl View for SystemView {
    const TEMPLATE: &'static str = "system.html";
}

fn pages(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    if context.catalog.systems.all.is_empty() {
        return;
    }
    let walk = SystemWalk::new(context.catalog);
    let foreign = ForeignDatasets::new(context.catalog);
    let made: Vec<(SystemCard, Vec<SystemView>, Option<Table>)> = context
        .catalog
        .systems
        .all
        .par_iter()
        .map(|system| {
            let look = SystemDependents::new(system, &walk, &foreign, context);
            let card = look.card(context);
            let mut views = look.views(&card, context);
            let everything = views.iter().any(SystemView::is_cut).then(|| look.everything(context));
            if everything.is_some() {
                for view in &mut views {
                    view.everything = Some(everything_of(&system.id));
                }
            }
            (card, views, everything)
        })
        .collect();
    let mut cards = Vec::new();
    for (system, (card, views, everything)) in context.catalog.systems.all.iter().zip(made) {
        if let Some(shown) = views.first().and_then(|view| view.badge.as_ref()) {
            let badge = Badge {
                label: system.name.clone(),
                message: shown.text.clone(),
                title: String::new(),
                colour: badges::neutral(),
            };
            pages.json(paths::system_badge(&system.id, "json"), badges::record(&badge));
            pages.file(paths::system_badge(&system.id, "svg"), Page::Badge(badge));
        }
        for view in views {
            let meta = PageMeta::first("systems", &system.name, plain(&system.description))
                .below(section_ref("systems", "Systems"));
            let path = paths::page_of(&paths::folder("systems", &system.id), view.pages.number);
            pages.html(path, meta, view);
        }
        if let Some(everything) = everything {
            pages.file(everything_of(&system.id), Page::Csv(everything));
        }
        cards.push(card);
    }
    let view = index(cards.clone());
    let meta = PageMeta::first("systems", "Systems", "Where our data comes from, and where it is used.");
    pages.html(paths::section("systems"), meta, view);
    pages.json("api/systems.json", List::new(cards));
}

/// Returns the list of all systems: those with a problem today first, then by name.
fn index(mut by_name: Vec<SystemCard>) -> SystemsView {
    by_name.sort_by_cached_key(|card: &SystemCard| {
        (card.page_ref.name.to_lowercase(), card.page_ref.id.clone())
    });
    let of = |is_meant: fn(&SystemCard) -> bool, today: fn(&SystemCard) -> &[SystemStatusCount]| {
        let mut cards: Vec<SystemCard> = by_name.iter().filter(|card| is_meant(card)).cloned().collect();
        // What has a problem today comes first, the worst before the others.
        let problem = |card: &SystemCard| {
            let worst = today(card).first().and_then(|count| count.rank);
            Reverse(worst.filter(|status| *status >= Status::Warning))
        };
        cards.sort_by_key(problem);
        cards
    };
    SystemsView {
        sources: of(|card| card.direction != "destination", |card| &card.read_today),
        destinations: of(|card| card.direction != "source", |card| &card.written_today),
    }
}

/// Returns the file with everything that pages of a system are about.
fn everything_of(id: &str) -> String {
    paths::folder_file("systems", id, "everything.csv")
}

impl SystemView {
    /// Returns whether the page counts what it does not show.
    fn is_cut(&self) -> bool {
        let of_tables = self.tables.iter().any(|table| table.more_readers + table.more_customers > 0);
        let of_today = self.today.as_ref().is_some_and(|today| today.more > 0);
        of_tables || of_today || self.more_tables + self.more_uses + self.more_others + self.more_datasets > 0
    }
}

/// The systems of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ProductSystemsView {
    /// The systems whose tables it holds or loads.
    pub sources: Vec<PageRef>,
    /// The systems that it writes to.
    pub destinations: Vec<PageRef>,
}

/// Returns the systems of a product: not those behind what it builds on.
pub(super) fn of_product(product: ProductIx, context: &ViewContext<'_>) -> ProductSystemsView {
    let systems = &context.catalog.systems;
    let assets = &context.product(product).assets;
    let sources: BTreeSet<SystemIx> = assets.iter().flat_map(|asset| systems.origins(*asset)).collect();
    let destinations: BTreeSet<SystemIx> = assets.iter().flat_map(|asset| systems.targets(*asset)).collect();
    let terms = |found: BTreeSet<SystemIx>| {
        let system = |index: SystemIx| &systems.all[index.position()];
        found.into_iter().map(system).map(|system| page_ref("systems", &system.id, &system.name)).collect()
    };
    ProductSystemsView { sources: terms(sources), destinations: terms(destinations) }
}

impl SystemDependents<'_, '_> {
    fn card(&self, context: &ViewContext<'_>) -> SystemCard {
        let system = self.system;
        SystemCard {
            page_ref: page_ref("systems", &system.id, &system.name),
            direction: system.flow().word(),
            description: plain(&system.description),
            team: system.team.map(|team| context.team(team)),
            tables: self.table_uses().filter(|(_, uses)| !uses.readers.is_empty()).count(),
            products: self.dependents.len(),
            customers: customers(&self.dependents, context),
            writers: system.written.len(),
            fields: system.written.iter().map(|asset| target::fields_of(*asset, context).count()).sum(),
            read_today: standing::counts(&self.used(), context),
            written_today: standing::counts(&system.written.iter().copied().collect(), context),
        }
    }

    /// Returns the pages of the system, at least one: the affected products are on as many as they need, up to a limit.
    fn views(&self, card: &SystemCard, context: &ViewContext<'_>) -> Vec<SystemView> {
        let products = self.in_order(context);
        let count = products.len().div_ceil(affected::PAGE).clamp(1, affected::MAX_PAGES);
        let list = paths::folder("systems", &self.system.id);
        let page = |number: usize| {
            let shown = products.iter().skip((number - 1) * affected::PAGE).take(affected::PAGE);
            let is_last = number == count;
            let any = SystemView {
                system: card.clone(),
                uses: shown.map(|product| self.dependent(*product, context)).collect(),
                affected: products.len(),
                more_uses: if is_last { products.len().saturating_sub(count * affected::PAGE) } else { 0 },
                pages: pages_of(&list, number, count),
                command: format!("glassbox impact --system {}", self.system.id),
                ..SystemView::default()
            };
            if number == 1 { self.first(any, card, context) } else { any }
        };
        (1..=count).map(page).collect()
    }

    /// Adds to the first page everything but the affected products.
    fn first(&self, page: SystemView, card: &SystemCard, context: &ViewContext<'_>) -> SystemView {
        let system = self.system;
        let elsewhere = system.contract.as_deref().filter(|contract| contract.contains("://"));
        let (tables, more_tables, unread) = self.tables(context);
        let (others, more_others) = self.other_readers(context);
        let (datasets, more_datasets) = self.datasets(context);
        SystemView {
            description: system.description.clone(),
            url: system.url.clone(),
            contract: system.contract.as_ref().filter(|_| elsewhere.is_none()).map(|path| PageRef {
                id: system.id.clone(),
                name: path.rsplit('/').next().unwrap_or(path).to_owned(),
                path: path.clone(),
                ..PageRef::default()
            }),
            contract_url: elsewhere
                .map(|url| ExternalLink { title: "Data contract".to_owned(), url: url.to_owned() }),
            support: system
                .team
                .map(|team| context::channels(&context.catalog.team(team).support))
                .unwrap_or_default(),
            tables,
            more_tables,
            unread,
            loaders: self.loaders(context),
            ask_first: self.ask_first(context),
            today: self.today(context),
            others,
            more_others,
            badge: (!system.read.is_empty()).then(|| self.badge(card, context)),
            writers: target::writers(system, self.walk, self.foreign, context),
            datasets,
            more_datasets,
            ..page
        }
    }

    fn badge(&self, card: &SystemCard, context: &ViewContext<'_>) -> BadgeView {
        let path = paths::system_badge(&self.system.id, "svg");
        let text = en::builds_on_schema(card.products, card.customers);
        let base = context.catalog.settings.base_url.as_deref();
        let markdown = base.map(|base| {
            let page = paths::address(base, &card.page_ref.path);
            let name = card.page_ref.name.replace(['[', ']', '\n'], " ");
            format!("[![{name}: {text}]({base}{path})]({page})")
        });
        BadgeView { path, text, markdown }
    }
}
