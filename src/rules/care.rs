//! Whether somebody looks after a product, and whether it is made for where it is used.

use super::{Looking, named};
use crate::model::{AssetKind, Lifecycle, PortType, ProductIx, TierIx};
use std::cmp::Reverse;

/// Words that only data people understand.
const JARGON: &[&str] = &[
    "dbt",
    "dag",
    "elt",
    "etl",
    "olap",
    "oltp",
    "scd",
    "scd1",
    "scd2",
    "cdc",
    "ddl",
    "upsert",
    "idempotent",
    "denormalised",
    "denormalized",
    "normalised",
    "parquet",
    "airflow",
    "lakehouse",
    "materialised",
    "materialized",
    "incremental",
    "backfill",
    "cte",
    "schema",
    "fct",
    "dim",
    "bi",
];

/// Used in a more important place than it is made for.
pub(super) fn below_effective_tier(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    let users = most_important_users(looking);
    for (index, product) in looking.living() {
        let Some(user) = users[index.position()].filter(|user| catalog.product(*user).tier > product.tier)
        else {
            continue;
        };
        let name = |tier: TierIx| catalog.tiers.get(tier.position()).map_or("", |tier| tier.id.as_str());
        let (tier, user) = (name(catalog.product(user).tier), &catalog.product(user).id);
        let message = format!(
            "`{}` is made for the tier `{}`, and `{user}` is built on it for `{tier}`",
            product.id,
            name(product.tier)
        );
        let help = format!(
            "give it what the tier `{tier}` asks for and say so, or let `{user}` build on something else"
        );
        looking.find(index, (message, help), (product.span, "made for less"));
    }
}

/// Of each product that others build on, the one of the highest tier among all that do, directly or
/// not. Going up from the highest first, every product is met once.
fn most_important_users(looking: &Looking<'_>) -> Vec<Option<ProductIx>> {
    let catalog = looking.catalog;
    let mut users: Vec<ProductIx> = looking
        .living()
        .filter(|(_, product)| product.lifecycle == Lifecycle::Active)
        .map(|(index, _)| index)
        .collect();
    users.sort_by_key(|user| (Reverse(catalog.product(*user).tier), *user));
    let mut found: Vec<Option<ProductIx>> = vec![None; catalog.products.len()];
    for user in users {
        let mut next = vec![user];
        while let Some(at) = next.pop() {
            for flow in catalog.lineage.upstream(at).iter().filter(|flow| flow.flow.is_seen()) {
                let known = &mut found[flow.product.position()];
                if known.is_none() {
                    *known = Some(user);
                    next.push(flow.product);
                }
            }
        }
    }
    found
}

/// Nobody answers for it.
pub(super) fn ownerless(looking: &mut Looking<'_>) {
    for (index, product) in looking.living().filter(|(_, product)| product.owner.is_none()) {
        let message = format!("nobody answers for `{}`", product.id);
        looking.find(
            index,
            (message, "write the team that does: `owner: …`".to_owned()),
            (product.span, "no owner"),
        );
    }
}

/// The day of its review has passed.
pub(super) fn review_overdue(looking: &mut Looking<'_>) {
    let today = looking.today;
    for (index, product) in looking.living() {
        if let Some(day) = product.review_by.filter(|day| *day < today) {
            let message = format!("`{}` was to be looked at by {day}", product.id);
            let help =
                "ask whether it is still needed and right, and write the next day as `review_by`".to_owned();
            looking.find(index, (message, help), (product.span, "review overdue"));
        }
    }
}

/// Logic outside of any product was to be gone by now.
pub(super) fn last_mile_expired(looking: &mut Looking<'_>) {
    let today = looking.today;
    for (index, product) in looking.living() {
        for consumer in &product.consumers {
            let Some(mile) = &consumer.last_mile else { continue };
            if let Some(until) = mile.until().filter(|until| *until < today) {
                let place =
                    if mile.place.is_empty() { "elsewhere".to_owned() } else { format!("in {}", mile.place) };
                let message = format!("the logic {place} behind `{}` was to be gone by {until}", product.id);
                let help = "move it into a product, or agree on a new day".to_owned();
                looking.find(index, (message, help), (consumer.span, "still there"));
            }
        }
    }
}

/// Logic outside of any product has no end.
pub(super) fn temporary_without_end(looking: &mut Looking<'_>) {
    for (index, product) in looking.living() {
        for consumer in &product.consumers {
            if consumer.last_mile.as_ref().is_some_and(|mile| mile.until().is_none()) {
                let message =
                    format!("logic outside of any product stands behind `{}` without an end", product.id);
                looking.find(
                    index,
                    (message, "write `since` and `ttl`".to_owned()),
                    (consumer.span, "for how long?"),
                );
            }
        }
    }
}

/// A summary that only data people understand.
pub(super) fn jargon_in_summary(looking: &mut Looking<'_>) {
    for (index, product) in looking.living() {
        let words: Vec<&str> = product.summary.split(|letter: char| !letter.is_alphanumeric()).collect();
        let is_said = |jargon: &&str| words.iter().any(|word| word.eq_ignore_ascii_case(jargon));
        let found: Vec<&str> = JARGON.iter().copied().filter(is_said).collect();
        if !found.is_empty() {
            let message = format!(
                "the summary of `{}` says {}, which only data people understand",
                product.id,
                named(found)
            );
            looking.find(
                index,
                (message, "say what it is good for".to_owned()),
                (product.span, "for nine in ten readers"),
            );
        }
    }
}

/// What others may build on says nothing of itself.
pub(super) fn undocumented_output(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    for (index, product) in looking.living() {
        for port in &product.output_ports {
            let asset = port.asset.map(|asset| catalog.asset(asset));
            if port.description.is_empty() && asset.is_none_or(|asset| asset.description.is_empty()) {
                let message =
                    format!("the output port `{}` of `{}` does not say what it holds", port.id, product.id);
                looking.find(
                    index,
                    (message, "write a sentence: `description: …`, here or in dbt".to_owned()),
                    (port.span, "no description"),
                );
            }
        }
    }
}

/// A table that others build on has no tests.
pub(super) fn untested_output(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    for (index, product) in looking.living() {
        for port in &product.output_ports {
            let Some(asset) = port.asset.map(|asset| catalog.asset(asset)) else { continue };
            let is_table = matches!(asset.kind, AssetKind::Model | AssetKind::Snapshot)
                && port.kind.is_none_or(|kind| kind == PortType::Table);
            if is_table && asset.tests.is_empty() {
                let message =
                    format!("no test looks after the output port `{}` of `{}`", port.id, product.id);
                let help = format!(
                    "test in dbt what others rely on in `{}`: that its key is unique and never empty",
                    asset.name
                );
                looking.find(index, (message, help), (port.span, "untested"));
            }
        }
    }
}

/// There is nothing in it that anybody could use.
pub(super) fn empty_product(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    let is_service = |product: &crate::model::Product| {
        product.category.is_some_and(|category| catalog.categories[category.position()].id == "consulting")
    };
    for (index, product) in looking.living() {
        let is_in_use = product.lifecycle == Lifecycle::Active;
        if is_in_use && product.assets.is_empty() && product.output_ports.is_empty() && !is_service(product) {
            let message = format!("`{}` is in use, and holds and gives nothing", product.id);
            let help = "name what is inside under `assets`, or what it gives under `output_ports`".to_owned();
            looking.find(index, (message, help), (product.span, "empty"));
        }
    }
}
