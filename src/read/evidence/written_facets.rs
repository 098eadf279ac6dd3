//! The facets of OpenLineage events about a table that a run wrote: its columns, and how much was written.

use super::format::Reading;
use super::observation::{WrittenColumn, WrittenTable};
use crate::model::TableLoss;
use crate::read::dbt::lenient::{LenientRecord, Records, Text};
use serde::Deserialize;

/// The columns of a dataset.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SchemaDoc {
    /// The columns.
    fields: Records<SchemaFieldDoc>,
}

/// A column of a dataset; what is nested in it is part of its type.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SchemaFieldDoc {
    /// Its name.
    name: Text,
    /// Its type.
    #[serde(rename = "type")]
    data_type: Text,
    /// What it holds.
    description: Text,
}

/// How much of a dataset was written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct OutputStatisticsDoc {
    /// The number of rows.
    row_count: Text,
    /// The number of bytes.
    size: Text,
}

/// What happened to a table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct LifecycleDoc {
    /// `CREATE`, `OVERWRITE`, `ALTER`, `DROP`, `RENAME`, `TRUNCATE`…
    lifecycle_state_change: Text,
    /// Its former name, if it was renamed.
    previous_identifier: LenientRecord<NamedDoc>,
}

/// A job or a dataset by its name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NamedDoc {
    /// The namespace in which its name is unique.
    pub(super) namespace: Text,
    /// Its name.
    pub(super) name: Text,
}

impl LifecycleDoc {
    fn is(&self, change: &str) -> bool {
        self.lifecycle_state_change.or_empty().eq_ignore_ascii_case(change)
    }

    /// Returns what the table lost by it, if nothing was written: the table itself, or its contents.
    pub(super) fn loss(&self) -> Option<TableLoss> {
        let losses = [("DROP", TableLoss::Dropped), ("TRUNCATE", TableLoss::Emptied)];
        losses.into_iter().find(|(change, _)| self.is(change)).map(|(_, loss)| loss)
    }

    /// Returns the former name of a renamed table.
    pub(super) fn old_name(&self) -> Option<&NamedDoc> {
        let old = &self.previous_identifier.0;
        (self.is("RENAME") && old.name.filled().is_some()).then_some(old)
    }
}

/// The facets that describe a written table.
#[derive(Clone, Copy)]
pub(super) struct WrittenFacets<'d> {
    pub(super) schema: &'d SchemaDoc,
    pub(super) statistics: &'d OutputStatisticsDoc,
    pub(super) lifecycle: &'d LifecycleDoc,
}

/// Returns the details of a written table; for each, the first facet that gives it counts.
pub(super) fn written_table(
    at: usize,
    facets: &[WrittenFacets<'_>],
    reading: &mut Reading,
) -> Option<WrittenTable> {
    let number = |text: &Text| text.filled().and_then(|count| count.parse::<f64>().ok()).and_then(whole);
    let rows = facets.iter().find_map(|facets| number(&facets.statistics.row_count));
    let bytes = facets.iter().find_map(|facets| number(&facets.statistics.size));
    let columns = facets.iter().find_map(|facets| {
        let named = facets.schema.fields.0.iter().filter(|field| field.name.filled().is_some());
        let columns = named.map(|field| WrittenColumn {
            name: reading.shared(field.name.or_empty()),
            data_type: reading.shared(field.data_type.or_empty()),
            description: reading.shared(field.description.or_empty()),
        });
        Some(columns.collect::<Vec<_>>()).filter(|columns| !columns.is_empty())
    });
    let columns = columns.map(|columns| reading.shared_columns(columns));
    let is_whole =
        facets.iter().any(|facets| ["CREATE", "OVERWRITE"].iter().any(|change| facets.lifecycle.is(change)));
    let is_known = columns.is_some() || rows.is_some() || bytes.is_some();
    is_known.then_some(WrittenTable { at, columns, rows, bytes, is_whole })
}

/// Returns a count; some tools write it as `12.0`.
fn whole(count: f64) -> Option<u64> {
    // No count of rows or bytes is larger than fits.
    (count >= 0.0 && count.fract() == 0.0 && count < 1e18).then_some(count as u64)
}
