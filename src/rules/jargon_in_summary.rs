//! A summary contains jargon that only data people understand.

use super::RuleContext;
use crate::model::{Catalog, ProductIx, RuleFact};

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

pub(super) fn check(context: &mut RuleContext<'_>) {
    for (index, product) in context.in_service() {
        let words: Vec<&str> = product.summary.split(|letter: char| !letter.is_alphanumeric()).collect();
        let is_used = |jargon: &&str| words.iter().any(|word| word.eq_ignore_ascii_case(jargon));
        let words: Vec<&'static str> = JARGON.iter().copied().filter(is_used).collect();
        if !words.is_empty() {
            context.report(index, RuleFact::JargonInSummary { words }, product.span);
        }
    }
}

/// Applies to products with a summary.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    !product.summary.is_empty()
}
