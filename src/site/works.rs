//! The work of the roadmap for other programs: as records, as a table and as dates.

use super::context::ViewContext;
use super::page::{Calendar, DueDate, Table};
use super::{paths, words};
use crate::model::{Delivery, DeliveryAssessment, Initiative, WorkState};
use crate::prose::{Code as _, Coded};
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
    /// The id of the team that asked; may be empty.
    pub sponsor: String,
    /// The id of the product.
    pub product: String,
    /// Its name.
    pub product_name: String,
    /// What is done; may be empty.
    pub work: String,
    /// `on-track`, `at-risk`, `overdue`, `paused`, `delivered` or `dropped`.
    pub state: String,
    /// Why it is at risk; may be empty.
    pub why: String,
    /// The same for programs.
    #[serde(flatten)]
    pub risk: Option<Coded>,
    /// `4 weeks`; may be empty.
    pub effort: String,
    /// `lasting`, `this-ask`; may be empty.
    pub value: String,
    /// The last day on which it is in time: `2026-12-31`.
    pub due: Option<String>,
    /// When it was delivered: `2026-10-14`.
    pub delivered: Option<String>,
}

/// Every piece of work of the roadmap.
pub(super) fn works(context: &ViewContext<'_>) -> Vec<Work> {
    each(context)
        .map(|(initiative, one, stands)| {
            let product = context.product(one.product);
            Work {
                initiative: initiative.id.clone(),
                title: initiative.title.clone(),
                sponsor: initiative
                    .sponsor
                    .map(|team| context.catalog.team(team).id.clone())
                    .unwrap_or_default(),
                product: product.id.clone(),
                product_name: product.name.clone(),
                work: one.work.clone(),
                state: stands.state.word().to_owned(),
                why: context.said(stands.risk.as_ref()),
                risk: stands.risk.map(|risk| risk.coded(context.catalog)),
                effort: one.effort.map(|effort| effort.to_string()).unwrap_or_default(),
                value: one.value.map(|value| value.word().to_owned()).unwrap_or_default(),
                due: stands.due.map(|day| day.to_string()),
                delivered: one.delivered.map(|day| day.to_string()),
            }
        })
        .collect()
}

/// `roadmap.csv`: every piece of work.
pub(super) fn table(context: &ViewContext<'_>) -> Table {
    let row = |work: Work| {
        let (due, delivered) = (work.due.unwrap_or_default(), work.delivered.unwrap_or_default());
        vec![
            work.initiative,
            work.title,
            work.sponsor,
            work.product,
            work.product_name,
            work.work,
            work.state,
            work.why,
            work.effort,
            work.value,
            due,
            delivered,
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
        ],
        rows: works(context).into_iter().map(row).collect(),
    }
}

/// What is due, by day.
pub(super) fn calendar(context: &ViewContext<'_>) -> Calendar {
    let base = context.catalog.facts.base_url.as_deref();
    let mut ids = StableIds::default();
    let due = each(context).map(|(initiative, one, stands)| {
        // Also what is not due takes its place among its like.
        let of = format!("{}/{}", initiative.id, context.product(one.product).id);
        (ids.of(&of, '/', &one.work), initiative, one, stands)
    });
    let mut dates: Vec<DueDate> = due
        .filter(|(_, _, _, stands)| stands.state > WorkState::Delivered)
        .filter_map(|(uid, initiative, one, stands)| {
            let product = context.product(one.product);
            let state = words::work_state(stands.state).name.to_lowercase();
            Some(DueDate {
                uid,
                day: stands.due?,
                title: format!("{} due ({state})", product.name),
                description: format!("For {}. {}", initiative.title, one.work),
                url: base.map(|base| paths::address(base, &paths::folder("initiatives", &initiative.id))),
            })
        })
        .collect();
    dates.sort_by(|one, other| (one.day, &one.uid).cmp(&(other.day, &other.uid)));
    Calendar {
        title: format!("{}: roadmap", context.catalog.facts.title),
        stamp: context.now.strftime("%Y%m%dT%H%M%SZ").to_string(),
        dates,
    }
}

/// Ids that subscribers keep: each is made of what the thing is itself, so that it stays the same when others
/// come, go or change. Of things that are alike in all, the second is told by its number.
#[derive(Debug, Default)]
pub(super) struct StableIds {
    given: BTreeMap<String, usize>,
}

impl StableIds {
    /// The id of a thing: what it is of, and its text, if it has one.
    pub(super) fn of(&mut self, of: &str, between: char, text: &str) -> String {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let id = match words.is_empty() {
            true => of.to_owned(),
            false => format!("{of}{between}{:016x}", xxh3_64(words.as_bytes())),
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
            .map(move |(one, stands)| (initiative, one, stands))
    })
}
