//! dbt's `catalog.json`: the columns of the tables in the warehouse, and their sizes.
//!
//! The shape is that of dbt's published JSON schema (catalog v1).

use super::format::{FormatReader, Input, Reading};
use super::observation::{ObservedFact, ObservedSubject, instant};
use super::run_results::RunMetadataDoc;
use crate::model::relation_name;
use crate::read::dbt::json::JsonFile;
use crate::read::dbt::lenient::{Entries, LenientRecord, Text};
use serde::Deserialize;

/// `catalog.json`.
pub(super) const FORMAT: FormatReader = FormatReader {
    named: "catalog",
    ending_of_events: &[],
    recognises: |beginning| beginning.is_dbt("/catalog/", &["nodes", "sources", "errors"]),
    read,
};

/// The contents of the warehouse.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct DbtCatalogDoc {
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
    /// The warehouse's statistics of it; the keys differ by adapter.
    stats: Entries<LenientRecord<StatDoc>>,
    /// The name of the table.
    metadata: LenientRecord<TableNameDoc>,
}

/// A statistic of a table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct StatDoc {
    /// Its value: a number, a text, a boolean.
    value: Text,
    /// Whether the adapter wants it shown; not if the warehouse does not know the value.
    include: Text,
}

/// The name of a table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct TableNameDoc {
    database: Text,
    schema: Text,
    name: Text,
}

impl TableNameDoc {
    /// Returns the name normalised for comparison; `None` if the file does not give it.
    fn relation(&self) -> Option<Box<str>> {
        let parts = [self.database.filled(), Some(self.schema.filled()?), Some(self.name.filled()?)];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        Some(relation_name(&parts.join(".")).into_boxed_str())
    }
}

/// The names that adapters use for the number of rows: Snowflake, BigQuery, and Redshift, Spark and Databricks.
const ROWS: &[&str] = &["row_count", "num_rows", "rows"];
/// The names that they use for the size in bytes; Redshift's `size` is in bytes too.
const BYTES: &[&str] = &["bytes", "num_bytes", "size", "approximate_size"];

/// A column of a table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct CatalogColumnDoc {
    /// The name.
    name: Text,
    /// The type.
    #[serde(rename = "type")]
    data_type: Text,
    /// The position in the table.
    index: Text,
}

fn read(input: &Input<'_>, reading: &mut Reading) {
    let file =
        JsonFile { bytes: input.bytes, path: input.path, what: "a dbt catalog", again: "dbt docs generate" };
    let doc = match file.read::<DbtCatalogDoc>(&mut reading.sources) {
        Ok(doc) => doc,
        Err(diagnostic) => return reading.mark_unreadable(diagnostic),
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
        let fact = ObservedFact::Columns(columns.collect());
        let row = reading.row();
        let rows = stat(&table.stats.0, ROWS, "rows");
        let bytes = stat(&table.stats.0, BYTES, "bytes");
        let id: Box<str> = id.into();
        if rows.is_some() || bytes.is_some() {
            let relations = table.metadata.0.relation().into_iter().collect();
            let subject = ObservedSubject::Node { id: id.clone(), relations };
            reading.observe(row, at, subject, ObservedFact::Size { rows, bytes });
        }
        reading.observe(row, at, ObservedSubject::Node { id, relations: Vec::new() }, fact);
    }
}

/// Returns the first of these statistics that is meant to be shown and is a non-negative integer.
fn stat(stats: &[(String, LenientRecord<StatDoc>)], keys: &[&str], unit: &str) -> Option<u64> {
    let named = |key: &str| stats.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
    let shown = keys.iter().filter_map(|key| Some(&named(key)?.1.0));
    let mut shown = shown.filter(|stat| stat.include.or_empty().eq_ignore_ascii_case("true"));
    shown.find_map(|stat| whole(stat.value.filled()?, unit))
}

/// Parses a non-negative integer, also `14567.0`, or as Spark writes it: `2097152 bytes, 14567 rows`.
fn whole(text: &str, unit: &str) -> Option<u64> {
    /// Above this, a number with a fraction is not exact.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let text = text.trim();
    if let Ok(count) = text.parse() {
        return Some(count);
    }
    if let Ok(number) = text.parse::<f64>() {
        return (number.fract() == 0.0 && (0.0..EXACT).contains(&number)).then_some(number as u64);
    }
    text.split(',').find_map(|part| part.trim().strip_suffix(unit)?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the rows and bytes of a table with these statistics.
    fn size(stats: &str) -> (Option<u64>, Option<u64>) {
        let stats: Entries<LenientRecord<StatDoc>> = serde_json::from_str(stats).unwrap();
        (stat(&stats.0, ROWS, "rows"), stat(&stats.0, BYTES, "bytes"))
    }

    #[test]
    fn rows_and_bytes_are_read_under_the_names_of_each_adapter() {
        let stat = |id: &str, value: &str| {
            format!(
                r#""{id}": {{"id": "{id}", "label": "x", "value": {value}, "description": "", "include": true}}"#
            )
        };
        for (adapter, rows, bytes) in [
            ("snowflake", stat("row_count", "14567.0"), stat("bytes", "2097152.0")),
            ("bigquery", stat("num_rows", "14567"), stat("num_bytes", "2097152")),
            ("redshift", stat("rows", "14567.0"), stat("size", "2097152")),
            ("spark", stat("rows", "14567"), stat("bytes", "2097152")),
            ("a text", stat("rows", r#""14567""#), stat("bytes", r#""2097152 bytes, 14567 rows""#)),
        ] {
            assert_eq!(size(&format!("{{{rows}, {bytes}}}")), (Some(14567), Some(2_097_152)), "{adapter}");
        }
    }

    #[test]
    fn excluded_or_non_numeric_statistics_are_ignored() {
        let none = (None, None);
        let postgres = r#"{"has_stats": {"id": "has_stats", "value": false, "include": false}}"#;
        assert_eq!(size(postgres), none);
        assert_eq!(size("{}"), none);
        assert_eq!(size("null"), none);
        for value in ["null", "true", r#""many""#, "-1", "1.5", "1e300", r#""NaN""#, "[1]", r#""rows""#] {
            let stats = format!(r#"{{"row_count": {{"value": {value}, "include": true}}}}"#);
            assert_eq!(size(&stats), none, "{value}");
        }
        for include in ["false", "null", r#""no""#] {
            let stats = format!(r#"{{"row_count": {{"value": 3, "include": {include}}}}}"#);
            assert_eq!(size(&stats), none, "{include}");
        }
        assert_eq!(size(r#"{"row_count": {"value": 3}}"#), none);
        let second =
            r#"{"row_count": {"value": null, "include": false}, "rows": {"value": 0, "include": true}}"#;
        assert_eq!(size(second), (Some(0), None));
    }

    #[test]
    fn a_table_name_is_joined_from_its_known_parts() {
        let name = |json: &str| serde_json::from_str::<TableNameDoc>(json).unwrap().relation();
        let full = r#"{"database": "WH", "schema": "Main", "name": "ORDERS"}"#;
        assert_eq!(name(full).as_deref(), Some("wh.main.orders"));
        let spark = r#"{"database": null, "schema": "main", "name": "orders"}"#;
        assert_eq!(name(spark).as_deref(), Some("main.orders"));
        assert_eq!(name("{}"), None);
    }
}
