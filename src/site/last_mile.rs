//! `/last-mile/`: logic that consumers keep outside of products, by the day when it should be gone.

use super::context::{self, ViewContext, support};
use super::page::{Calendar, DueDate, Page, Table, View};
use super::parts::{ChannelView, MenuPosition, MenuSectionId, PageRef};
use super::paths;
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::works::StableIds;
use crate::model::{Consumer, LastMile, Lifecycle, ProductIx, User, logic_added};
use jiff::civil::Date;
use serde::Serialize;

/// The page of all last miles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LastMilesView {
    /// All last miles, the first due first, and those without a day last.
    pub miles: Vec<PlacedMileView>,
    /// The number that should be gone by now.
    pub overdue: usize,
}

/// Logic outside of any product, with its owner and the product that it adds to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PlacedMileView {
    /// The logic.
    #[serde(flatten)]
    pub mile: LastMileView,
    /// The team or product that owns it.
    pub who: PageRef,
    /// The channels of that team, or of that product.
    pub channels: Vec<ChannelView>,
    /// Its purpose; may be empty.
    pub purpose: String,
    /// The product that it adds to.
    pub product: PageRef,
    /// The day until which it may stay, for sorting.
    #[serde(skip)]
    due: Option<Date>,
}

/// Logic that is outside of any product, for a while.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LastMileView {
    /// Where it is; may be empty.
    pub place: String,
    /// What it does; may be empty.
    pub what: String,
    /// The product that it should become part of.
    pub into: Option<PageRef>,
    /// Since when it exists: `2026-05-01`.
    pub since: Option<String>,
    /// Whether that day is still to come.
    pub planned: bool,
    /// How many days it has existed; `None` before it does.
    pub age: Option<u64>,
    /// Until when it may stay.
    pub until: Option<String>,
    /// Whether that day has passed.
    pub expired: bool,
    /// For how many days it has been overdue; 0 if it is not.
    pub overdue_days: u64,
}

/// The page, the table and the calendar.
pub(super) const SECTION: Section = Section {
    places: &["last-mile", "last-mile.csv", "last-mile.ics"],
    pages,
    menu: |context| {
        entry(
            MenuSectionId::Usability,
            MenuPosition::More,
            section_ref("last-mile", "Last miles"),
            has_any(context),
        )
    },
    ..Section::EMPTY
};

impl View for LastMilesView {
    const TEMPLATE: &'static str = "last-mile.html";
}

fn pages(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    let miles = all(context);
    if miles.is_empty() {
        return;
    }
    pages.file("last-mile.csv", Page::Csv(table(&miles)));
    pages.file("last-mile.ics", Page::Calendar(calendar(&miles, context)));
    let overdue = miles.iter().filter(|placed| placed.mile.expired).count();
    let meta = PageMeta::first(
        "last-mile",
        "Last miles",
        "Logic that consumers keep outside any product, and when it is due to move.",
    );
    pages.html(paths::section("last-mile"), meta, LastMilesView { miles, overdue });
}

/// Returns a last mile as pages show it.
pub(super) fn view(mile: &LastMile, context: &ViewContext<'_>) -> LastMileView {
    LastMileView {
        place: mile.place.clone(),
        what: mile.logic.clone(),
        into: mile.into.map(|into| context.product_ref(into)),
        since: mile.since.map(|date| date.to_string()),
        planned: mile.since.is_some_and(|since| since > context.today),
        age: mile.since.and_then(|since| context.today.since(since).ok()?.get_days().try_into().ok()),
        until: mile.until().map(|date| date.to_string()),
        expired: mile.until().is_some_and(|date| date < context.today),
        overdue_days: mile
            .until()
            .and_then(|until| context.today.since(until).ok()?.get_days().try_into().ok())
            .unwrap_or(0),
    }
}

/// Returns what consumers add to a product: its own consumers, and those of what builds on it up to the next mart.
/// Empty if only its own do, which are listed with them.
pub(super) fn added_to(product: ProductIx, context: &ViewContext<'_>) -> Vec<PlacedMileView> {
    let users = context.added(|| logic_added(context.catalog)).neighbours(product.position());
    if users.iter().all(|user| *user == product) {
        return Vec::new();
    }
    let mut miles: Vec<PlacedMileView> =
        users.iter().flat_map(|user| miles_of_product(*user, context)).collect();
    sort(&mut miles);
    miles
}

/// Whether there is any last mile.
fn has_any(context: &ViewContext<'_>) -> bool {
    context.all().any(|product| logic(product, context).next().is_some())
}

/// Returns every last mile, the first due first.
fn all(context: &ViewContext<'_>) -> Vec<PlacedMileView> {
    let mut miles: Vec<PlacedMileView> =
        context.all().flat_map(|product| miles_of_product(product, context)).collect();
    sort(&mut miles);
    miles
}

fn sort(miles: &mut [PlacedMileView]) {
    miles.sort_by(|left, right| {
        let key = |placed: &PlacedMileView| (placed.due.is_none(), placed.due);
        key(left)
            .cmp(&key(right))
            .then_with(|| (&left.product.name, &left.who.name).cmp(&(&right.product.name, &right.who.name)))
    });
}

/// Returns the logic that consumers of a product add, if it is in use.
fn logic<'c>(
    product: ProductIx,
    context: &ViewContext<'c>,
) -> impl Iterator<Item = (&'c Consumer, &'c LastMile)> + use<'c> {
    let in_use = Some(context.product(product)).filter(|product| product.lifecycle != Lifecycle::Retired);
    let consumers = in_use.into_iter().flat_map(|product| &product.consumers);
    consumers.flat_map(|consumer| consumer.last_miles.iter().map(move |mile| (consumer, mile)))
}

/// Returns the last miles of the consumers of a product that is in use.
fn miles_of_product<'s>(
    product: ProductIx,
    context: &'s ViewContext<'_>,
) -> impl Iterator<Item = PlacedMileView> + 's {
    logic(product, context).map(move |(consumer, mile)| PlacedMileView {
        mile: view(mile, context),
        who: match consumer.user {
            User::Team(team) => context.team(team),
            User::Product(user) => context.product_ref(user),
        },
        channels: match consumer.user {
            User::Team(team) => context::channels(&context.catalog.team(team).support),
            User::Product(user) => support(context.product(user), context),
        },
        purpose: consumer.purpose.clone(),
        product: context.product_ref(product),
        due: mile.until(),
    })
}

/// Returns `last-mile.csv`.
fn table(miles: &[PlacedMileView]) -> Table {
    let row = |placed: &PlacedMileView| {
        let mile = &placed.mile;
        vec![
            placed.product.id.clone(),
            placed.who.id.clone(),
            placed.purpose.clone(),
            mile.place.clone(),
            mile.what.clone(),
            mile.into.as_ref().map(|into| into.id.clone()).unwrap_or_default(),
            mile.since.clone().unwrap_or_default(),
            mile.until.clone().unwrap_or_default(),
        ]
    };
    Table {
        columns: &["product", "consumer", "use", "where", "what", "into", "since", "until"],
        rows: miles.iter().map(row).collect(),
    }
}

/// Returns the days when last miles are due.
fn calendar(miles: &[PlacedMileView], context: &ViewContext<'_>) -> Calendar {
    let base = context.catalog.settings.base_url.as_deref();
    let mut ids = StableIds::default();
    let stamp = context.now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let dates = miles.iter().filter_map(|placed| {
        let owner = format!("last-mile/{}/{}", placed.product.id, placed.who.id);
        let uid = ids.add(&owner, '/', &placed.mile.place);
        Some(DueDate {
            uid,
            day: placed.due?,
            title: format!("Last mile of {} due ({})", placed.product.name, placed.who.name),
            description: [placed.mile.what.as_str(), placed.mile.place.as_str()]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(": "),
            url: base.map(|base| paths::address(base, &placed.product.path)),
        })
    });
    Calendar {
        title: format!("{}: last miles", context.catalog.settings.title),
        stamp,
        dates: dates.collect(),
    }
}
