//! The work of the roadmap for other programs: as records, as a table and as dates.

use super::context::ViewContext;
use super::page::{Calendar, DueDate, Table};
use super::{paths, words};
use crate::model::{
    self, Delivery, DeliveryAssessment, Initiative, PlatformWork, ProductIx, WorkState, on_one_line,
};
use crate::prose::{Code as _, Coded, en};
use serde::Serialize;
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// A row of `roadmap.csv` and a record of `api/roadmap.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Work {
    /// The id of the initiative.
    pub initiative: String,
    /// Its title.
    pub title: String,
    /// The id of the sponsoring team; may be empty.
    pub sponsor: String,
    /// The id of the product.
    pub product: String,
    /// Its name.
    pub product_name: String,
    /// The work; may be empty.
    pub work: String,
    /// `on-track`, `at-risk`, `overdue`, `paused`, `delivered` or `dropped`.
    pub state: String,
    /// The reason why it is at risk; may be empty.
    pub why: String,
    /// The reason for programs.
    #[serde(flatten)]
    pub risk: Option<Coded>,
    /// The effort: `4 weeks`; may be empty.
    pub effort: String,
    /// Its lifetime: `lasting`, `this-ask`; may be empty.
    pub value: String,
    /// The last day when it is in time: `2026-12-31`.
    pub due: Option<String>,
    /// The day when it was delivered: `2026-10-14`.
    pub delivered: Option<String>,
    /// The kind of its initiative: `new`, `hardening`; may be empty.
    pub kind: String,
    /// Its upkeep from then on: `1 day a month`; may be empty.
    pub upkeep: String,
    /// Its subject, if it is work on the platform and so has no product.
    pub platform: String,
}

/// Returns every piece of work of the roadmap.
pub(super) fn works(context: &ViewContext<'_>) -> Vec<Work> {
    let on_products = each(context).map(|(initiative, delivery, stands)| {
        let product = context.product(delivery.product);
        Work {
            product: product.id.clone(),
            product_name: product.name.clone(),
            ..piece(initiative, delivery, stands, context)
        }
    });
    let on_platform = each_on_platform(context).map(|(initiative, work, stands)| Work {
        platform: work.name.clone(),
        ..piece(initiative, work, stands, context)
    });
    on_products.chain(on_platform).collect()
}

/// Returns the facts about a piece of work, whatever its subject.
fn piece(
    initiative: &Initiative,
    work: &model::WorkItem,
    stands: &DeliveryAssessment,
    context: &ViewContext<'_>,
) -> Work {
    Work {
        initiative: initiative.id.clone(),
        title: initiative.title.clone(),
        sponsor: initiative.sponsor.map(|team| context.catalog.team(team).id.clone()).unwrap_or_default(),
        work: work.work.clone(),
        state: stands.state.word().to_owned(),
        why: context.fact_in_words(stands.risk.as_ref()),
        risk: stands.risk.map(|risk| risk.coded(context.catalog)),
        effort: work.effort.map(|effort| effort.to_string()).unwrap_or_default(),
        value: work.value.map(|value| value.word().to_owned()).unwrap_or_default(),
        due: stands.due.map(|day| day.to_string()),
        delivered: work.delivered.map(|day| day.to_string()),
        kind: initiative.kind.map(|kind| kind.word().to_owned()).unwrap_or_default(),
        upkeep: work.upkeep.map(|upkeep| upkeep.to_string()).unwrap_or_default(),
        ..Work::default()
    }
}

/// Returns `roadmap.csv`: every piece of work; work on the platform has a name and no product.
pub(super) fn table(context: &ViewContext<'_>) -> Table {
    let row = |work: Work| {
        let (due, delivered) = (work.due.unwrap_or_default(), work.delivered.unwrap_or_default());
        vec![
            work.initiative,
            work.title,
            work.sponsor,
            work.product,
            if work.platform.is_empty() { work.product_name } else { work.platform },
            work.work,
            work.state,
            work.why,
            work.effort,
            work.value,
            due,
            delivered,
            work.kind,
        ]
    };
    Table {
        columns: &[
            "initiative",
            "title",
            "sponsor",
            "product",
            "product_name",
            "work",
            "state",
            "why",
            "effort",
            "value",
            "due",
            "delivered",
            "kind",
        ],
        rows: works(context).into_iter().map(row).collect(),
    }
}

/// Returns the due dates, by day.
pub(super) fn calendar(context: &ViewContext<'_>) -> Calendar {
    let base = context.catalog.settings.base_url.as_deref();
    let mut ids = StableIds::default();
    let on_products = each(context).map(|(initiative, delivery, stands)| {
        let product = context.product(delivery.product);
        (product.id.as_str(), product.name.as_str(), initiative, &delivery.piece, stands)
    });
    let on_platform = each_on_platform(context).map(|(initiative, work, stands)| {
        // No product id has a capital letter.
        ("Platform", work.name.as_str(), initiative, &work.piece, stands)
    });
    let due = on_products.chain(on_platform).map(|(id, name, initiative, work, stands)| {
        // Work that is not due is numbered too, among work like it.
        let owner = format!("{}/{id}", initiative.id);
        let text = if id == "Platform" { format!("{name} {}", work.work) } else { work.work.clone() };
        (ids.add(&owner, '/', &text), name, initiative, work, stands)
    });
    let mut dates: Vec<DueDate> = due
        .filter(|(.., stands)| stands.state > WorkState::Delivered)
        .filter_map(|(uid, name, initiative, work, stands)| {
            let state = words::work_state(stands.state).name.to_lowercase();
            Some(DueDate {
                uid,
                day: stands.due?,
                title: format!("{name} due ({state})"),
                description: format!("For {}. {}", initiative.title, work.work),
                url: base.map(|base| paths::address(base, &paths::folder("initiatives", &initiative.id))),
            })
        })
        .collect();
    dates.extend(ends_of_products(context));
    dates.extend(context.all().flat_map(|index| ends_of_ports(index, context)));
    dates.sort_by(|left, right| (left.day, &left.uid).cmp(&(right.day, &right.uid)));
    Calendar {
        title: format!("{}: roadmap", context.catalog.settings.title),
        stamp: context.now.strftime("%Y%m%dT%H%M%SZ").to_string(),
        dates,
    }
}

/// Returns the days when products are gone.
fn ends_of_products<'s>(context: &'s ViewContext<'_>) -> impl Iterator<Item = DueDate> + 's {
    let base = context.catalog.settings.base_url.as_deref();
    let ending = context.catalog.products.iter().filter(|product| product.lifecycle.is_in_service());
    ending.filter_map(move |product| {
        let successor = product.replaced_by.map(|other| context.product(other).name.as_str());
        let words = en::ending(&product.name, successor);
        Some(DueDate {
            uid: format!("{}/ends", product.id),
            day: product.ends?,
            title: words.title,
            description: words.text,
            url: base.map(|base| paths::address(base, &paths::product(&product.id))),
        })
    })
}

/// Returns the days from which output ports of a product should not be used.
fn ends_of_ports<'s>(index: ProductIx, context: &'s ViewContext<'_>) -> impl Iterator<Item = DueDate> + 's {
    let (base, product) = (context.catalog.settings.base_url.as_deref(), context.product(index));
    context.catalog.port_ends.of(index).iter().map(move |end| {
        let port = context.catalog.port_of(end);
        let words = en::ending_port(&port.name, &product.name);
        DueDate {
            uid: format!("{}/{}/ends", product.id, port.id),
            day: end.day,
            title: words.title,
            description: words.text,
            url: base.map(|base| paths::address(base, &paths::product(&product.id))),
        }
    })
}

/// Ids that subscribers keep: each is made of the item's own properties, so that it stays the same when others
/// come, go or change. Of items that are alike in everything, the second is distinguished by its number.
#[derive(Debug, Default)]
pub(super) struct StableIds {
    given: BTreeMap<String, usize>,
}

impl StableIds {
    /// Adds an item and returns its id: its owner, and its text, if it has one.
    pub(super) fn add(&mut self, owner: &str, between: char, text: &str) -> String {
        let words = on_one_line(text);
        let id = match words.is_empty() {
            true => owner.to_owned(),
            false => format!("{owner}{between}{:016x}", xxh3_64(words.as_bytes())),
        };
        let number = self.given.entry(id.clone()).and_modify(|number| *number += 1).or_insert(1);
        match *number {
            1 => id,
            number => format!("{id}{between}{number}"),
        }
    }
}

pub(super) fn each<'s>(
    context: &'s ViewContext<'_>,
) -> impl Iterator<Item = (&'s Initiative, &'s Delivery, &'s DeliveryAssessment)> {
    let all = context.catalog.initiatives.iter().zip(&context.assessment.initiatives);
    all.flat_map(|(initiative, assessment)| {
        initiative
            .deliveries
            .iter()
            .zip(&assessment.deliveries)
            .map(move |(delivery, stands)| (initiative, delivery, stands))
    })
}

/// Returns every piece of work on the platform.
pub(super) fn each_on_platform<'s>(
    context: &'s ViewContext<'_>,
) -> impl Iterator<Item = (&'s Initiative, &'s PlatformWork, &'s DeliveryAssessment)> {
    let all = context.catalog.initiatives.iter().zip(&context.assessment.initiatives);
    all.flat_map(|(initiative, assessment)| {
        let pieces = initiative.platform.iter().zip(&assessment.platform);
        pieces.map(move |(work, stands)| (initiative, work, stands))
    })
}
