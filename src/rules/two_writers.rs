//! Jobs of two products write one table, or one product's job a table that dbt builds in another.

use super::RuleContext;
use crate::model::{AssetIx, Catalog, ProductIx, RuleFact, TableWriter, TableWriters};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(context: &mut RuleContext<'_>) {
    let catalog = context.catalog;
    // What the same products share is one finding for each of them, however many tables it is.
    let mut shared: BTreeMap<Vec<ProductIx>, Vec<AssetIx>> = BTreeMap::new();
    let jobs = catalog.observations.jobs.iter();
    let running_dbt: BTreeSet<&str> = jobs.filter(|job| job.runs_dbt).map(|job| job.job.as_str()).collect();
    for (table, writers) in catalog.shared_tables.iter() {
        let products = true_writers(table, writers, &running_dbt, catalog);
        if products.len() > 1 {
            shared.entry(products.into_iter().collect()).or_default().push(table);
        }
    }
    for (products, tables) in shared {
        for product in &products {
            let others = || products.iter().filter(|other| *other != product);
            let fact = RuleFact::TwoWriters { tables: tables.clone(), writers: others().copied().collect() };
            context.report(*product, fact, place(*product, &tables, catalog));
            for other in others() {
                context.also_at(place(*other, &tables, catalog));
            }
        }
    }
}

/// Returns the products in use that write a table. A job that guards the table, such as one that masks it, is there to
/// change what others write; and what a job that runs dbt writes is what dbt builds.
fn true_writers(
    table: AssetIx,
    writers: &TableWriters,
    running_dbt: &BTreeSet<&str>,
    catalog: &Catalog,
) -> BTreeSet<ProductIx> {
    let is_dbt = |writer: &&TableWriter| {
        let job = catalog.asset(writer.job);
        let is_tool = job.tool.as_deref().is_some_and(|tool| tool.to_lowercase().starts_with("dbt"));
        writers.built.is_some()
            && (is_tool || job.job.as_deref().is_some_and(|name| running_dbt.contains(name)))
    };
    let is_guard = |writer: &&TableWriter| {
        let mut guards = catalog.guards.guards_of(table).iter();
        guards.any(|guard| catalog.guards.all[*guard].asset == writer.job)
    };
    let jobs = writers
        .jobs
        .iter()
        .filter(|writer| !is_guard(writer) && !is_dbt(writer))
        .map(|writer| writer.product);
    writers.built.into_iter().chain(jobs).filter(|product| is_in_service(*product, catalog)).collect()
}

fn is_in_service(product: ProductIx, catalog: &Catalog) -> bool {
    catalog.product(product).lifecycle.is_in_service()
}

/// Returns where a product declares the job that writes the first of these tables, or else the product itself.
fn place(product: ProductIx, tables: &[AssetIx], catalog: &Catalog) -> Span {
    let jobs = tables.iter().filter_map(|table| catalog.shared_tables.writers(*table));
    let mut jobs = jobs.flat_map(|writers| &writers.jobs).filter(|writer| writer.product == product);
    let declared = jobs.find_map(|writer| catalog.asset(writer.job).declared);
    declared.unwrap_or(catalog.product(product).span)
}
