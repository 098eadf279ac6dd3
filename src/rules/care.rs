//! Whether somebody looks after a product, and whether it is made for where it is used.

use super::RuleContext;
use crate::model::{AssetKind, Lifecycle, PortType, ProductIx, Role, RuleFact};
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
pub(super) fn below_effective_tier(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    let users = most_important_users(looking);
    for (index, product) in looking.living() {
        let Some(user) = users[index.position()].filter(|user| catalog.product(*user).tier > product.tier)
        else {
            continue;
        };
        looking.find(index, RuleFact::BelowTier { user }, product.span);
    }
}

/// Of each product that others build on, the one of the highest tier among all that do, directly or
/// not. Going up from the highest first, every product is met once.
fn most_important_users(looking: &RuleContext<'_>) -> Vec<Option<ProductIx>> {
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
pub(super) fn ownerless(looking: &mut RuleContext<'_>) {
    for (index, product) in looking.living().filter(|(_, product)| product.owner.is_none()) {
        looking.find(index, RuleFact::Ownerless, product.span);
    }
}

/// The day of its review has passed.
pub(super) fn review_overdue(looking: &mut RuleContext<'_>) {
    let today = looking.today;
    for (index, product) in looking.living() {
        if let Some(by) = product.review_by.filter(|day| *day < today) {
            looking.find(index, RuleFact::ReviewOverdue { by }, product.span);
        }
    }
}

/// Logic outside of any product was to be gone by now.
pub(super) fn last_mile_expired(looking: &mut RuleContext<'_>) {
    let today = looking.today;
    for (index, product) in looking.living() {
        for (at, consumer) in product.consumers.iter().enumerate() {
            let until = consumer.last_mile.as_ref().and_then(|mile| mile.until());
            if let Some(until) = until.filter(|until| *until < today) {
                looking.find(index, RuleFact::LastMileExpired { consumer: at, until }, consumer.span);
            }
        }
    }
}

/// Logic outside of any product has no end.
pub(super) fn temporary_without_end(looking: &mut RuleContext<'_>) {
    for (index, product) in looking.living() {
        for consumer in &product.consumers {
            if consumer.last_mile.as_ref().is_some_and(|mile| mile.until().is_none()) {
                looking.find(index, RuleFact::LastMileWithoutEnd, consumer.span);
            }
        }
    }
}

/// A summary that only data people understand.
pub(super) fn jargon_in_summary(looking: &mut RuleContext<'_>) {
    for (index, product) in looking.living() {
        let words: Vec<&str> = product.summary.split(|letter: char| !letter.is_alphanumeric()).collect();
        let is_said = |jargon: &&str| words.iter().any(|word| word.eq_ignore_ascii_case(jargon));
        let words: Vec<&'static str> = JARGON.iter().copied().filter(is_said).collect();
        if !words.is_empty() {
            looking.find(index, RuleFact::Jargon { words }, product.span);
        }
    }
}

/// What others may build on says nothing of itself.
pub(super) fn undocumented_output(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    for (index, product) in looking.living() {
        for (at, port) in product.output_ports.iter().enumerate() {
            let asset = port.asset.map(|asset| catalog.asset(asset));
            if port.description.is_empty() && asset.is_none_or(|asset| asset.description.is_empty()) {
                looking.find(index, RuleFact::UndocumentedOutput { port: at }, port.span);
            }
        }
    }
}

/// A table that others build on has no tests.
pub(super) fn untested_output(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    for (index, product) in looking.living() {
        for (at, port) in product.output_ports.iter().enumerate() {
            let Some(index_of) = port.asset else { continue };
            let asset = catalog.asset(index_of);
            let is_table = matches!(asset.kind, AssetKind::Model | AssetKind::Snapshot)
                && port.kind.is_none_or(|kind| kind == PortType::Table);
            if is_table && asset.tests.is_empty() {
                looking.find(index, RuleFact::UntestedOutput { port: at, asset: index_of }, port.span);
            }
        }
    }
}

/// There is nothing in it that anybody could use.
pub(super) fn empty_product(looking: &mut RuleContext<'_>) {
    let catalog = looking.catalog;
    let is_service = |product: &crate::model::Product| catalog.role(product) == Some(Role::Consulting);
    for (index, product) in looking.living() {
        let is_in_use = product.lifecycle == Lifecycle::Active;
        if is_in_use && product.assets.is_empty() && product.output_ports.is_empty() && !is_service(product) {
            looking.find(index, RuleFact::Empty, product.span);
        }
    }
}
