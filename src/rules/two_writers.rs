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
            context.report(*product, fact, place(*product, &tables, &running_dbt, catalog));
            for other in others() {
                context.also_at(place(*other, &tables, &running_dbt, catalog));
            }
        }
    }
}

/// Returns the products in use that write a table.
fn true_writers(
    table: AssetIx,
    writers: &TableWriters,
    running_dbt: &BTreeSet<&str>,
    catalog: &Catalog,
) -> BTreeSet<ProductIx> {
    let jobs = true_jobs(table, writers, running_dbt, catalog).map(|writer| writer.product);
    writers.built.into_iter().chain(jobs).filter(|product| is_in_service(*product, catalog)).collect()
}

/// Returns the jobs that write a table. A job that guards the table, such as one that masks it, is there to change what
/// others write; and what a job that runs dbt writes is what dbt builds.
fn true_jobs<'w>(
    table: AssetIx,
    writers: &'w TableWriters,
    running_dbt: &BTreeSet<&str>,
    catalog: &Catalog,
) -> impl Iterator<Item = &'w TableWriter> {
    let is_dbt = move |writer: &&TableWriter| {
        let job = catalog.asset(writer.job);
        let is_tool = job.tool.as_deref().is_some_and(|tool| tool.to_lowercase().starts_with("dbt"));
        writers.built.is_some()
            && (is_tool || job.job.as_deref().is_some_and(|name| running_dbt.contains(name)))
    };
    let is_guard = move |writer: &&TableWriter| {
        let mut guards = catalog.guards.guards_of(table).iter();
        guards.any(|guard| catalog.guards.all[*guard].asset == writer.job)
    };
    writers.jobs.iter().filter(move |writer| !is_guard(writer) && !is_dbt(writer))
}

fn is_in_service(product: ProductIx, catalog: &Catalog) -> bool {
    catalog.product(product).lifecycle.is_in_service()
}

/// Returns where a product declares the job that writes the first of these tables, or else the product itself.
fn place(product: ProductIx, tables: &[AssetIx], running_dbt: &BTreeSet<&str>, catalog: &Catalog) -> Span {
    let all = tables.iter().filter_map(|table| Some((*table, catalog.shared_tables.writers(*table)?)));
    let jobs = all.flat_map(|(table, writers)| true_jobs(table, writers, running_dbt, catalog));
    let mut jobs = jobs.filter(|writer| writer.product == product);
    let declared = jobs.find_map(|writer| catalog.asset(writer.job).declared);
    declared.unwrap_or(catalog.product(product).span)
}
