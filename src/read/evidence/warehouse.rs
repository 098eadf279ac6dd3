//! dbt's `catalog.json`: which columns the tables have in the warehouse.
//!
//! The shape is that of dbt's published JSON schema (catalog v1).

use super::format::{Format, Input, Reading};
use super::observation::{Subject, What, instant};
use super::run_results::MetadataDoc;
use crate::model::EvidenceFormat;
use crate::read::dbt::json::File;
use crate::read::dbt::lenient::{Entries, Record, Text};
use serde::Deserialize;

/// `catalog.json`.
pub(super) const FORMAT: Format = Format {
    name: EvidenceFormat::Warehouse,
    named: "catalog",
    recognises: |beginning| beginning.is_dbt("/catalog/", &["nodes", "sources", "errors"]),
    read,
};

/// What stands in the warehouse.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct CatalogDoc {
    /// About the file.
    metadata: Record<MetadataDoc>,
    /// Models, seeds and snapshots by id.
    nodes: Entries<Record<TableDoc>>,
    /// Sources by id.
    sources: Entries<Record<TableDoc>>,
}

/// A table of the warehouse.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct TableDoc {
    /// Its columns; the case of their names is the warehouse's.
    columns: Entries<Record<ColumnDoc>>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct ColumnDoc {
    /// The name.
    name: Text,
    /// The type.
    #[serde(rename = "type")]
    data_type: Text,
    /// The place in the table.
    index: Text,
}

fn read(input: &Input<'_>, reading: &mut Reading) {
    let file =
        File { bytes: input.bytes, path: input.path, what: "a dbt catalog", again: "dbt docs generate" };
    let doc = match file.read::<CatalogDoc>(&mut reading.sources) {
        Ok(doc) => doc,
        Err(fault) => return reading.is_broken(fault),
    };
    let at = instant(doc.metadata.0.generated_at.or_empty());
    for (id, Record(table)) in doc.nodes.0.into_iter().chain(doc.sources.0) {
        let mut columns = table.columns.0;
        columns.sort_by_key(|(_, Record(column))| {
            column.index.filled().and_then(|index| index.parse::<u32>().ok()).unwrap_or(u32::MAX)
        });
        let columns = columns.into_iter().map(|(key, Record(column))| {
            let data_type = column.data_type.or_empty().to_owned();
            (column.name.into_filled().unwrap_or(key), data_type)
        });
        let what = What::Columns(columns.collect());
        let row = reading.row();
        reading.observe(row, at, Subject::Node { id: id.into(), relations: Vec::new() }, what);
    }
}
