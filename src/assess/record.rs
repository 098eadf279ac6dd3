//! The record of a day: a line of JSON for each product, small enough to keep in git.

use crate::model::{Assessment, Catalog, Product, ProductIx, RecordedDay};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// A line of the history.
#[derive(Serialize)]
struct HistoryLine<'a> {
    day: String,
    at: String,
    product: &'a str,
    status: &'a str,
    promises: &'a BTreeMap<String, bool>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    rows: &'a BTreeMap<String, u64>,
}

/// Returns today and the lines to add to its history. Products without a status are left out, and those whose record of
/// today already has the same status, promises and numbers of rows. Lines end in a newline.
#[must_use]
pub(crate) fn lines(catalog: &Catalog, assessment: &Assessment, now: Timestamp) -> (Date, Vec<String>) {
    let today = now.to_zoned(catalog.settings.time_zone.clone()).date();
    let mut lines = Vec::new();
    for (position, product_assessment) in assessment.products.iter().enumerate() {
        let index = ProductIx::at(position);
        let product = catalog.product(index);
        let Some(RecordedDay { status, promises, .. }) = RecordedDay::of(product, product_assessment, now)
        else {
            continue;
        };
        let recorded = catalog.observations.history.get(&index).and_then(|days| days.get(&today));
        // Counts from earlier in the day apply until there are new ones.
        let mut rows = recorded.map(|day| day.rows.clone()).unwrap_or_default();
        rows.extend(counted_rows(catalog, product, now));
        let is_same =
            |day: &RecordedDay| day.status == status && day.promises == promises && day.rows == rows;
        if recorded.is_some_and(is_same) {
            continue;
        }
        let line = HistoryLine {
            day: today.to_string(),
            at: now.to_string(),
            product: &product.id,
            status: status.word(),
            promises: &promises,
            rows: &rows,
        };
        lines.push(serde_json::to_string(&line).expect("serializable") + "\n");
    }
    (today, lines)
}

/// Returns the current numbers of rows of a product's output ports, as far as the warehouse reported them today.
fn counted_rows(catalog: &Catalog, product: &Product, now: Timestamp) -> BTreeMap<String, u64> {
    let rows = product.output_ports.iter().filter_map(|port| {
        let asset = port.asset?;
        let size = catalog
            .observations
            .assets
            .get(asset)?
            .size
            .filter(|size| size.is_of_day(now, &catalog.settings.time_zone))?;
        Some((catalog.asset(asset).key.clone(), size.rows?))
    });
    rows.collect()
}
