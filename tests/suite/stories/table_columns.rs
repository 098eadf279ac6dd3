//! The columns and the size of a table, if several jobs write it, if it is described, and if it was
//! never read.

use super::table_changes::{COLUMNS, after, again, loaded, run, table};
use super::*;

/// Returns a run of a job that writes the stock table with these columns, at this minute.
fn write(at: u32, job: &str, columns: &[(&str, &str)]) -> Value {
    run(at, job, "COMPLETE", &[], vec![table("wh.raw.stock", columns), table("wh.raw.zones", &[])])
}

fn nothing() -> (String, i32) {
    ("Nothing that others rely on has changed.\n".to_owned(), 0)
}

#[test]
fn another_job_that_writes_some_columns_removes_none() {
    let night = [write(1, "fivetran/stock", &COLUMNS)];
    for (at, writer) in ["airflow/mask", "spark/top"].into_iter().enumerate() {
        let touched = [night[0].clone(), write(10, writer, &COLUMNS[..2])];
        let reversed = [touched[1].clone(), touched[0].clone()];
        for (order, events) in [&touched, &reversed].into_iter().enumerate() {
            let (said, code) = after(&format!("part-{order}-{at}"), &night, events);
            assert!(code == 0 && !said.contains("column"), "{writer}: {said}");
        }
        // It also adds none, and hides no removed one.
        let less = [write(12, "fivetran/stock", &COLUMNS[..2]), write(13, writer, &COLUMNS)];
        let (said, code) = after(&format!("part-less-{at}"), &touched, &less);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains("removed column shop from B"), "{said}");
    }
}

#[test]
fn writes_of_other_jobs_without_the_loader_are_no_change() {
    let night = [write(1, "fivetran/stock", &COLUMNS)];
    let (said, code) = after("others-only", &night, &[write(2, "airflow/mask", &COLUMNS[..1])]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("no successful run of `fivetran/stock` reports what it wrote"), "{said}");
    assert!(!said.contains("removed"), "{said}");
    // A job that writes all columns is as good as the loader.
    assert_eq!(after("others-all", &night, &[write(2, "airflow/mask", &COLUMNS)]), nothing());
}

#[test]
fn column_types_are_compared_without_case_and_by_alias() {
    let state = |kinds: [&'static str; 3]| {
        [write(1, "fivetran/stock", &[("a", kinds[0]), ("b", kinds[1]), ("c", kinds[2])])]
    };
    let before = state(["NUMBER(38,0)", "int", "long"]);
    assert_eq!(after("types-same", &before, &state(["number(38, 0)", "INTEGER", "bigint"])), nothing());
    let (said, code) = after("types-other", &before, &state(["number(38, 2)", "int", "long"]));
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("type of column a in B changed from number(38,0) to number(38, 2)"), "{said}");
}

#[test]
fn columns_of_unowned_jobs_that_write_one_table_are_combined() {
    let parts = [write(1, "dlt/one", &COLUMNS[..2]), write(5, "dlt/two", &COLUMNS[1..])];
    let turned = [again(&parts[0], 9), parts[1].clone()];
    assert_eq!(after("together", &parts, &turned), nothing());
    let (said, _) = after("together-less", &parts, &[parts[0].clone(), write(5, "dlt/two", &COLUMNS[1..2])]);
    assert!(said.contains("removed column shop from B"), "{said}");
    // Spark and the warehouse have their own names for types.
    let spark = [("id", "long"), ("amount", "integer"), ("shop", "string")];
    let both = [write(1, "dlt/one", &COLUMNS), write(5, "dlt/two", &spark)];
    assert_eq!(after("together-types", &both, &[again(&both[0], 9), both[1].clone()]), nothing());
}

#[test]
fn a_child_run_that_names_fewer_columns_removes_none() {
    let mut piece = write(10, "spark/append", &COLUMNS[..1]);
    piece["run"]["facets"] = json!({"parent": {"job": {"namespace": "fivetran", "name": "stock"},
        "run": {"runId": "00000000-0000-4000-8000-000000000001"}}});
    let night = [write(1, "fivetran/stock", &COLUMNS)];
    assert_eq!(after("piece", &night, &[night[0].clone(), piece]), nothing());
}

/// Returns the stock as a source of dbt, with columns that its file describes.
fn described(name: &str, described: &[&str], events: &[Value]) -> Scratch {
    let (id, mut source) = node("source", "raw", "stock", &[]);
    source["relation_name"] = json!("wh.raw.stock");
    let columns =
        described.iter().map(|name| ((*name).to_owned(), json!({"name": name, "description": "Described"})));
    source["columns"] = Value::Object(columns.collect());
    loaded(name, events).with(&[
        ("glassbox.yml", "title: Stock\nopenlineage: [ol]\ndbt: [target]\n"),
        ("target/manifest.json", &manifest(vec![(id, source)])),
        ("products/stock.yml", "id: stock\nname: Stock\nowner: data\nassets: [{dbt: 'source:raw'}, {id: load, job: fivetran/stock}]\noutput_ports: [{id: b, dbt: 'source:raw.stock'}]\nconsumers: [{team: app, use: x}]\n"),
    ])
}

fn diff(old: &Scratch, new: &Scratch) -> (String, i32) {
    super::table_changes::diff(old, new)
}

#[test]
fn a_column_described_without_a_type_can_be_removed() {
    let all = &["id", "shop"];
    let old = described("described-old", all, &[write(1, "fivetran/stock", &COLUMNS)]);
    let new = described("described-new", all, &[write(1, "fivetran/stock", &COLUMNS[..2])]);
    let (said, code) = diff(&old, &new);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("stock (Stock): removed column shop from B\n    tell App (#app)\n"), "{said}");
    // The same columns without types.
    let bare = COLUMNS.map(|(name, _)| (name, ""));
    let old = described("described-bare-old", all, &[write(1, "fivetran/stock", &bare)]);
    let new = described("described-bare-new", all, &[write(1, "fivetran/stock", &bare[..2])]);
    assert!(diff(&old, &new).0.contains("removed column shop from B"));
    // It is back, and then it is removed from the file alone.
    assert!(diff(&new, &old).0.contains("added column shop to B"));
    let undescribed = described("described-file", &["id"], &[write(1, "fivetran/stock", &bare)]);
    assert_eq!(diff(&old, &undescribed), nothing());
}

#[test]
fn described_columns_are_not_evidence_of_the_table() {
    let all = &["id", "shop"];
    let blind = described("look-blind", all, &[]);
    let seen = described("look-seen", all, &[write(1, "fivetran/stock", &COLUMNS[..2])]);
    // It may never have existed.
    let (said, code) = diff(&blind, &seen);
    assert!(code == 0 && !said.contains("removed"), "{said}");
    // Conversely, the described columns are not all columns.
    let full = described("look-full", all, &[write(1, "fivetran/stock", &COLUMNS)]);
    let silent = described("look-silent", all, &[write(1, "fivetran/stock", &[])]);
    let (said, code) = diff(&full, &silent);
    assert_eq!(code, 2, "{said}");
    assert!(
        said.contains("the columns of `b` of `stock` were known before and are no longer known"),
        "{said}"
    );
    assert!(!said.contains("removed"), "{said}");
    // Only its author knows the name of a nested part of a column.
    let parts = described("look-parts", &["id", "id.part"], &[write(1, "fivetran/stock", &COLUMNS)]);
    let none = described("look-none", &["id"], &[write(1, "fivetran/stock", &COLUMNS)]);
    assert!(diff(&parts, &none).0.contains("removed column id.part from B"));
}

#[test]
fn the_dbt_catalog_shows_that_a_described_column_was_removed() {
    let story = |name: &str, columns: &[&str]| {
        let table = columns
            .iter()
            .enumerate()
            .map(|(at, name)| ((*name).to_owned(), json!({"name": name, "type": "TEXT", "index": at})));
        let catalog = json!({"metadata": {"generated_at": "2026-11-21T02:00:00Z"}, "nodes": {}, "sources": {"source.p.raw.stock": {
            "unique_id": "source.p.raw.stock", "metadata": {"type": "table", "schema": "raw", "name": "stock", "database": "wh"},
            "columns": Value::Object(table.collect()), "stats": {}}}});
        described(name, &["id", "shop"], &[]).with(&[("target/catalog.json", &catalog.to_string())])
    };
    let (old, new) = (story("catalog-old", &["ID", "SHOP"]), story("catalog-new", &["ID"]));
    let (said, code) = diff(&old, &new);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("removed column shop from B"), "{said}");
}

#[test]
fn a_run_without_columns_does_not_hide_a_later_removal() {
    let catalog = described("record-columns", &["id", "shop"], &[write(1, "fivetran/stock", &COLUMNS)]);
    let record = |day: u8| {
        let run = glassbox(catalog.path(), &["record", "--now", &format!("2026-11-{day}T03:00:00Z")]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        fs::read_to_string(catalog.path().join("history/changes.ndjson")).unwrap_or_default()
    };
    record(21);
    catalog.write("ol/e.ndjson", &write(2, "fivetran/stock", &[]).to_string());
    assert_eq!(record(22), "");
    catalog.write("ol/e.ndjson", &write(3, "fivetran/stock", &COLUMNS[..2]).to_string());
    assert!(record(23).contains("removed column shop from B"));
}

#[test]
fn an_event_of_a_dataset_without_a_run_says_nothing_about_its_size() {
    // A `DatasetEvent` reports that a table exists: no run wrote these rows.
    let dataset = |rows: u32| {
        let mut event = write(9, "fivetran/stock", &COLUMNS);
        let mut dataset = event["outputs"][0].take();
        dataset["facets"]["outputStatistics"] = json!({"rowCount": rows, "size": 5_000_000});
        dataset["outputFacets"] = json!({"outputStatistics": {"rowCount": rows, "size": 5_000_000}});
        json!({"eventTime": event["eventTime"], "producer": "https://x", "dataset": dataset,
            "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/DatasetEvent"})
    };
    let mut load = write(1, "fivetran/stock", &COLUMNS);
    load["outputs"][0]["outputFacets"] = json!({"outputStatistics": {"rowCount": 14_567, "size": 999_999}});
    load["outputs"][0]["facets"]["lifecycleStateChange"] = json!({"lifecycleStateChange": "CREATE"});
    let catalog = loaded("size-dataset-event", &[load, dataset(0), dataset(123_456)]);
    let detail = page(&catalog, "products/stock/detail/index.html");
    assert!(detail.contains("14,567 rows, 1.0 MB as of"), "{detail}");
    assert!(!detail.contains("123,456") && !detail.contains("0 rows"), "{detail}");
    let evidence = fs::read_to_string(catalog.path().join("site/api/evidence.json")).unwrap();
    assert!(evidence.contains("no-run"), "{evidence}");
    // Without the load, nothing is known of its size, and nothing ran.
    let alone = loaded("size-dataset-event-alone", &[dataset(123_456)]);
    let detail = page(&alone, "products/stock/detail/index.html");
    assert!(!detail.contains("123,456"), "{detail}");
}

#[test]
fn the_size_of_a_table_is_that_of_its_last_load() {
    let load = |at: u32, rows: Option<u32>, change: &str| {
        let mut load = write(at, "fivetran/stock", &COLUMNS);
        if let Some(rows) = rows {
            load["outputs"][0]["outputFacets"] =
                json!({"outputStatistics": {"rowCount": rows, "size": 999_999}});
        }
        load["outputs"][0]["facets"]["lifecycleStateChange"] = json!({"lifecycleStateChange": change});
        load
    };
    let detail = |name: &str, events: &[Value]| {
        let catalog = loaded(&format!("size-{name}"), events);
        page(&catalog, "products/stock/detail/index.html")
    };
    let made = load(1, Some(14_567), "CREATE");
    assert!(detail("made", std::slice::from_ref(&made)).contains("14,567 rows, 1.0 MB as of"));
    let appended = detail("appended", &[made.clone(), load(10, Some(12), "")]);
    assert!(appended.contains("12 rows, 1.0 MB in the last load"), "{appended}");
    assert!(!appended.contains("14,567"), "{appended}");
    // A load that writes nothing is a problem only if an earlier one wrote something.
    let emptied = |name: &str, events: &[Value]| {
        let catalog = loaded(&format!("size-{name}"), events);
        page(&catalog, "products/stock.json")
    };
    let none = load(10, Some(0), "");
    let later = emptied("emptied", &[made.clone(), none.clone()]);
    assert!(later.contains("no-rows") && later.contains("14567"), "{later}");
    let turned = emptied("emptied-turned", &[none.clone(), made.clone()]);
    assert_eq!(later, turned);
    assert!(!emptied("always-empty", &[none]).contains("no-rows"));
    // After a load that does not report it, the number of rows is unknown.
    let silent = detail("silent", &[made.clone(), load(10, None, "")]);
    assert!(!silent.contains("14,567 rows"), "{silent}");
    // The parent of the job that reports it adds nothing.
    let mut start = load(1, None, "");
    start["eventType"] = json!("START");
    start["eventTime"] = json!("2026-11-21T02:00:00Z");
    start["run"]["runId"] = json!("00000000-0000-4000-8000-000000000099");
    start["job"] = json!({"namespace": "airflow", "name": "all"});
    let mut end = start.clone();
    end["eventType"] = json!("COMPLETE");
    end["eventTime"] = json!("2026-11-21T02:09:00Z");
    assert!(detail("whole", &[made, start, end]).contains("14,567 rows, 1.0 MB as of"));
}
