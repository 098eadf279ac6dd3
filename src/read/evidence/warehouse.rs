//! dbt's `catalog.json`: which columns the tables have in the warehouse.
//!
//! The shape is that of dbt's published JSON schema (catalog v1).

use super::format::{FormatReader, Input, Reading};
use super::observation::{ObservedFact, ObservedSubject, instant};
use super::run_results::RunMetadataDoc;
use crate::model::EvidenceFormat;
use crate::read::dbt::json::JsonFile;
use crate::read::dbt::lenient::{Entries, LenientRecord, Text};
use serde::Deserialize;

/// `catalog.json`.
pub(super) const FORMAT: FormatReader = FormatReader {
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
    metadata: LenientRecord<RunMetadataDoc>,
    /// Models, seeds and snapshots by id.
    nodes: Entries<LenientRecord<CatalogTableDoc>>,
    /// Sources by id.
    sources: Entries<LenientRecord<CatalogTableDoc>>,
}

/// A table of the warehouse.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct CatalogTableDoc {
    /// Its columns; the case of their names is the warehouse's.
    columns: Entries<LenientRecord<CatalogColumnDoc>>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct CatalogColumnDoc {
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
        JsonFile { bytes: input.bytes, path: input.path, what: "a dbt catalog", again: "dbt docs generate" };
    let doc = match file.read::<CatalogDoc>(&mut reading.sources) {
        Ok(doc) => doc,
        Err(fault) => return reading.is_broken(fault),
    };
    let at = instant(doc.metadata.0.generated_at.or_empty());
    for (id, LenientRecord(table)) in doc.nodes.0.into_iter().chain(doc.sources.0) {
        let mut columns = table.columns.0;
        columns.sort_by_key(|(_, LenientRecord(column))| {
            column.index.filled().and_then(|index| index.parse::<u32>().ok()).unwrap_or(u32::MAX)
        });
        let columns = columns.into_iter().map(|(key, LenientRecord(column))| {
            let data_type = column.data_type.or_empty().to_owned();
            (column.name.into_filled().unwrap_or(key), data_type)
        });
        let what = ObservedFact::Columns(columns.collect());
        let row = reading.row();
        reading.observe(row, at, ObservedSubject::Node { id: id.into(), relations: Vec::new() }, what);
    }
}
