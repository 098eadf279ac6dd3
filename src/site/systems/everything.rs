//! Everything about a system as one table, for what its pages only count.

use super::dependents::SystemDependents;
use crate::model::{ProductIx, capitalised, other_exposures};
use crate::site::context::ViewContext;
use crate::site::page::Table;
use crate::site::words;
use std::collections::BTreeSet;

impl SystemDependents<'_, '_> {
    /// Returns its tables and loads with their status and who reads them, everything that a change affects, and the
    /// names in the logs of its loads.
    pub(super) fn everything(&self, context: &ViewContext<'_>) -> Table {
        let (catalog, reached) = (context.catalog, &self.affected.reached.all);
        let mut rows: Vec<Vec<String>> = Vec::new();
        for (index, uses) in self.uses() {
            let asset = catalog.asset(index);
            let stands = context.assessment.assets.get(index.position());
            let status = stands.and_then(|stands| stands.status).map(|status| words::status(status).name);
            let worst = stands.and_then(|stands| stands.reasons.iter().max_by_key(|reason| reason.status));
            let kind = if self.system.read.contains(&index) { "table" } else { "load" };
            let why = capitalised(&context.fact_in_words(worst.map(|reason| &reason.fact)));
            let address = asset.relation.clone().unwrap_or_default();
            rows.push(vec![
                kind.to_owned(),
                asset.name.clone(),
                address,
                status.unwrap_or_default(),
                why,
                ids(&uses.readers, context),
                ids(&uses.dependents, context),
            ]);
        }
        let named = |kind: &str, name: &str, owner: String| {
            let mut row = vec![kind.to_owned(), name.to_owned(), owner];
            row.resize(COLUMNS.len(), String::new());
            row
        };
        for product in self.in_order(context) {
            let owner = context.product(product).owner.map(|owner| context.team(owner).name);
            rows.push(named("affected product", &context.product(product).id, owner.unwrap_or_default()));
        }
        for index in other_exposures(reached, &self.affected.products, catalog) {
            let owner = catalog.asset(index).owner.as_ref().map(ToString::to_string);
            rows.push(named("affected dashboard", &catalog.asset(index).name, owner.unwrap_or_default()));
        }
        for job in catalog.unclaimed_readers(reached) {
            rows.push(named("affected job", &catalog.observations.jobs[job].job, String::new()));
        }
        let jobs = self.system.read.iter().chain(&self.system.loaders);
        let read: BTreeSet<&str> =
            jobs.flat_map(|job| self.foreign.read_by(*job, catalog)).map(|dataset| dataset.name).collect();
        rows.extend(read.into_iter().map(|name| named("name in the logs", name, String::new())));
        Table { columns: COLUMNS, rows }
    }
}

const COLUMNS: &[&str] = &["what", "name", "address or owner", "status", "why", "read by", "depends on it"];

/// Returns the ids of products, in one field.
fn ids(products: &[ProductIx], context: &ViewContext<'_>) -> String {
    products.iter().map(|product| context.product(*product).id.as_str()).collect::<Vec<_>>().join(" ")
}
