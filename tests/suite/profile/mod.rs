//! The profile of a table on the page of details: its size, its number of rows on earlier days, which of
//! its tests ran, and its last ten runs with their links.

use crate::reading::main_of;
use crate::support::{NOW, Scratch, attributes, build, dbt_model, glassbox};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

mod empty_ports;

const CATALOG: &[(&str, &str)] = &[
    (
        "glassbox.yml",
        "title: Shop\ntime_zone: Europe/Berlin\ndbt:\n  - path: target\n    runs: [archive]\n    \
         run_url: https://ci.example/{run}\nopenlineage: [events]\n",
    ),
    (
        "products/orders.yml",
        "id: orders\nname: Orders\nassets: [{dbt: path:models/orders}]\noutput_ports: [{id: orders, dbt: orders}]\n",
    ),
    (
        "products/sync.yml",
        "id: sync\nname: Sync\nassets: [{id: sync, name: Sync, kind: sync, job: ns/sync}]\n",
    ),
];

fn manifest() -> Value {
    let test = |id: &str, name: &str| {
        json!({"name": id, "resource_type": "test", "column_name": "id", "attached_node": "model.shop.orders",
            "test_metadata": {"name": name, "kwargs": {"column_name": "id"}},
            "depends_on": {"nodes": ["model.shop.orders"]}})
    };
    json!({"metadata": {"project_name": "shop"},
    "nodes": {
        "model.shop.orders": dbt_model("orders", "orders", ""),
        "test.shop.unique.1": test("unique_orders", "unique"),
        "test.shop.not_null.2": test("not_null_orders", "not_null"),
        "test.shop.values.3": test("values_orders", "accepted_values"),
        "test.shop.never.4": test("never_orders", "relationships"),
    }})
}

/// Returns the warehouse's description of orders: in this schema, at this moment.
fn sizes(schema: &str, at: &str, rows: u32) -> String {
    let stat = |id: &str, value: f64| json!({"id": id, "label": id, "value": value, "include": true});
    json!({"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/catalog/v1.json", "generated_at": at},
        "nodes": {"model.shop.orders": {
            "metadata": {"database": "DB", "schema": schema, "name": "ORDERS"}, "columns": {},
            "stats": {"row_count": stat("row_count", rows.into()), "bytes": stat("bytes", 2_097_152.0)}}},
        "sources": {}})
    .to_string()
}

/// Returns one night of dbt: when, its duration, and the status of each node.
fn night(at: &str, seconds: f64, rows: &[(&str, &str)]) -> String {
    let row = |(id, status): &(&str, &str)| {
        json!({"unique_id": id, "status": status, "execution_time": seconds,
            "timing": [{"name": "execute", "completed_at": at}]})
    };
    json!({"metadata": {"generated_at": at, "invocation_id": format!("night {}", &at[..10])},
        "args": {"which": "build"}, "results": rows.iter().map(row).collect::<Vec<_>>()})
    .to_string()
}

/// Returns an event of the sync: its kind, time and run, and the address of its log.
fn event(kind: &str, at: &str, run: &str, log: &str) -> String {
    json!({"eventType": kind, "eventTime": at, "job": {"namespace": "ns", "name": "sync"}, "inputs": [], "outputs": [],
        "run": {"runId": run, "facets": {"airflow": {"taskInstance": {"log_url": log}}}}})
    .to_string()
        + "\n"
}

/// Returns the shop, with twelve nights in files whose names are in the opposite order.
fn shop(name: &str) -> Scratch {
    let shop = Scratch::new(&format!("profile-{name}")).with(CATALOG);
    shop.write("target/manifest.json", &manifest().to_string());
    for day in 10..=21 {
        let outcome = if day == 15 { "error" } else { "success" };
        let tests: &[(&str, &str)] = match day {
            // Too long ago to count.
            10 => &[("test.shop.never.4", "pass")],
            20 => &[("test.shop.values.3", "pass"), ("test.shop.not_null.2", "pass")],
            21 => &[
                ("test.shop.unique.1", "pass"),
                ("test.shop.not_null.2", "fail"),
                ("test.shop.values.3", "skipped"),
            ],
            _ => &[],
        };
        let rows = [&[("model.shop.orders", outcome)], tests].concat();
        let text = night(&format!("2026-11-{day}T02:00:00Z"), f64::from(day) * 10.0, &rows);
        shop.write(&format!("archive/{:02}.json", 40 - day), &text);
    }
    shop.write("events/day.ndjson", "");
    shop
}

/// Returns the only asset of a product's record.
fn asset(shop: &Scratch, product: &str) -> Value {
    let run = glassbox(shop.path(), &["build", ".", "--now", NOW]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = fs::read_to_string(shop.path().join(format!("site/products/{product}.json"))).unwrap();
    let record: Value = serde_json::from_str(&text).unwrap();
    record["layers"][0]["assets"][0].clone()
}

fn outcomes(asset: &Value) -> Vec<&str> {
    asset["runs"].as_array().unwrap().iter().map(|run| run["outcome"].as_str().unwrap()).collect()
}

#[test]
fn a_table_shows_its_size_and_when_it_was_measured() {
    let shop = shop("size");
    assert_eq!(asset(&shop, "orders")["size"], Value::Null);
    shop.write("target/catalog.json", &sizes("main", "2026-11-18T02:00:00Z", 14_567));
    let expected = json!({"rows": 14_567, "bytes": 2_097_152, "counted": "2026-11-18T02:00:00Z"});
    assert_eq!(asset(&shop, "orders")["size"], expected);
    let page = fs::read_to_string(shop.path().join("site/products/orders/detail/index.html")).unwrap();
    assert!(page.contains("14,567 rows, 2.1 MB <small>as of 18 November 2026, 03:00</small>"));
    // An older file, a table of another schema, and one from the future do not count.
    shop.write("archive/a-catalog.json", &sizes("main", "2026-11-17T02:00:00Z", 1));
    shop.write("archive/pull-request.json", &sizes("pr_77", "2026-11-21T02:00:00Z", 2));
    shop.write("archive/z-catalog.json", &sizes("main", "2026-12-21T02:00:00Z", 3));
    assert_eq!(asset(&shop, "orders")["size"], expected);
    // A newer one does, wherever it is.
    shop.write("archive/b-catalog.json", &sizes("main", "2026-11-21T02:00:00Z", 4));
    assert_eq!(asset(&shop, "orders")["size"]["rows"], 4);
}

#[test]
fn the_last_ten_runs_are_in_chronological_order() {
    let shop = shop("runs");
    let orders = asset(&shop, "orders");
    let ended: Vec<&str> =
        orders["runs"].as_array().unwrap().iter().map(|run| run["ended"].as_str().unwrap()).collect();
    let expected: Vec<String> = (12..=21).map(|day| format!("2026-11-{day}T02:00:00Z")).collect();
    assert_eq!(ended, expected);
    let failed: Vec<usize> = (0..10).filter(|at| outcomes(&orders)[*at] == "failed").collect();
    assert_eq!(failed, [3], "only the night of the 15th failed");
    let last = &orders["runs"][9];
    assert_eq!(last["milliseconds"], 210_000);
    assert_eq!(last["began"], "2026-11-21T01:56:30Z");
    assert_eq!(last["url"], "https://ci.example/night%202026-11-21");
}

#[test]
fn an_unfinished_run_does_not_count_as_succeeded() {
    let shop = shop("unended");
    let log = "https://airflow.example/log";
    let events = [
        event("START", "2026-11-19T02:00:00Z", "a", ""),
        event("START", "2026-11-20T02:00:00Z", "b", log),
        event("ABORT", "2026-11-20T02:00:05Z", "b", ""),
        event("START", "2026-11-20T03:00:00Z", "c", "javascript:alert(1)"),
        event("COMPLETE", "2026-11-20T03:00:09Z", "c", "data:text/html,<script>"),
        event("START", "2026-11-21T03:55:00Z", "d", ""),
    ];
    // The latest report comes first.
    shop.write("events/day.ndjson", &events.iter().rev().map(String::as_str).collect::<String>());
    let sync = asset(&shop, "sync");
    assert_eq!(outcomes(&sync), ["unended", "stopped", "succeeded", "running"]);
    let urls: Vec<Option<&str>> =
        sync["runs"].as_array().unwrap().iter().map(|run| run["url"].as_str()).collect();
    assert_eq!(urls, [None, Some(log), None, None], "only web addresses are links");
    assert_eq!(sync["runs"][0].get("ended"), None);
    let page = fs::read_to_string(shop.path().join("site/products/sync/detail/index.html")).unwrap();
    assert!(attributes(&page, "href").contains(&log));
    assert!(!page.contains("javascript:") && !page.contains("data:text"));
    assert!(page.contains("4 runs: 1 succeeded, 1 running, 1 without an end, 1 stopped"));
    // After hours without a sign of life it is no longer expected to end.
    let run = glassbox(shop.path(), &["build", ".", "--now", "2026-11-21T18:00:00Z"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = fs::read_to_string(shop.path().join("site/products/sync.json")).unwrap();
    let record: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(outcomes(&record["layers"][0]["assets"][0])[3], "unended");
}

#[test]
fn the_order_of_files_and_lines_does_not_change_the_result() {
    let events = [
        event("START", "2026-11-19T02:00:00Z", "a", "https://airflow.example/1"),
        event("RUNNING", "2026-11-19T02:00:01Z", "a", "https://airflow.example/2"),
        event("COMPLETE", "2026-11-19T02:00:02Z", "a", ""),
        // Two runs that differ only in their logs.
        event("COMPLETE", "2026-11-20T02:00:02Z", "b", "https://airflow.example/3"),
        event("COMPLETE", "2026-11-20T02:00:02Z", "c", "https://airflow.example/4"),
    ];
    let layers = |is_reversed: bool| {
        let shop = shop(&format!("order-{is_reversed}"));
        let names = if is_reversed { ["y", "x"] } else { ["x", "y"] };
        shop.write(&format!("archive/{}.json", names[0]), &sizes("main", "2026-11-20T02:00:00Z", 7));
        shop.write(&format!("archive/{}.json", names[1]), &sizes("main", "2026-11-20T02:00:00Z", 8));
        let twice = night("2026-11-20T02:00:00Z", 1.0, &[("model.shop.orders", "success")]);
        shop.write(&format!("archive/{}.json", if is_reversed { "00" } else { "99" }), &twice);
        let mut lines: Vec<&str> = events.iter().map(String::as_str).collect();
        if is_reversed {
            lines.reverse();
        }
        shop.write("events/day.ndjson", &lines.concat());
        (asset(&shop, "orders"), asset(&shop, "sync"))
    };
    assert_eq!(layers(false), layers(true));
}

#[test]
fn a_run_without_a_log_links_to_its_parent_run() {
    let shop = shop("parent");
    let log = "https://airflow.example/task";
    let mut part: Value =
        serde_json::from_str(&event("COMPLETE", "2026-11-20T02:00:00Z", "part", "")).unwrap();
    part["run"]["facets"]["parent"] =
        json!({"run": {"runId": "whole"}, "job": {"namespace": "ns", "name": "dag"}});
    let mut whole: Value =
        serde_json::from_str(&event("COMPLETE", "2026-11-20T02:00:01Z", "whole", log)).unwrap();
    whole["job"]["name"] = json!("dag");
    shop.write("events/day.ndjson", &format!("{part}\n{whole}\n"));
    assert_eq!(asset(&shop, "sync")["runs"][0]["url"], log);
}

#[test]
fn the_link_to_a_dbt_run_comes_from_its_environment_variables() {
    let shop = shop("surroundings");
    let url = |env: Value| {
        let mut last: Value =
            serde_json::from_str(&night("2026-11-21T03:30:00Z", 1.0, &[("model.shop.orders", "success")]))
                .unwrap();
        last["metadata"]["env"] = env;
        shop.write("target/run_results.json", &last.to_string());
        asset(&shop, "orders")["runs"][9]["url"].clone()
    };
    assert_eq!(url(json!({"DBT_CLOUD_RUN_ID": "77"})), "https://ci.example/77");
    shop.write("glassbox.yml", &CATALOG[0].1.replace("    run_url: https://ci.example/{run}\n", ""));
    assert_eq!(url(json!({"DBT_CLOUD_RUN_ID": "77"})), Value::Null);
    assert_eq!(url(json!({"RUN_URL": "https://ci.example/jobs/8"})), "https://ci.example/jobs/8");
    assert_eq!(url(json!({"RUN_URL": "JavaScript:alert(1)"})), Value::Null);
    assert_eq!(url(json!([1])), Value::Null);
}

#[test]
fn a_run_url_in_the_settings_overrides_that_of_the_events() {
    let shop = shop("address");
    let settings = CATALOG[0]
        .1
        .replace("[events]", "[{path: events, run_url: 'https://runs.example/{namespace}/{job}/{run}'}]");
    shop.write("glassbox.yml", &settings);
    let log = "https://airflow.example/log";
    shop.write("events/day.ndjson", &event("COMPLETE", "2026-11-20T03:00:09Z", "c/1", log));
    assert_eq!(asset(&shop, "sync")["runs"][0]["url"], "https://runs.example/ns/sync/c%2F1");
    shop.write("glassbox.yml", &settings.replace("{run}'", "{id}'"));
    let check = glassbox(shop.path(), &["check", ".", "--now", NOW]);
    assert_eq!(check.code, 1);
    assert!(check.stderr.contains("error[unsafe-url]"), "{}{}", check.stdout, check.stderr);
}

#[test]
fn a_run_shows_its_query_id_and_links_only_to_web_addresses() {
    let shop = shop("query");
    let of = |at: &str, run: &str, query: Value| {
        let mut event: Value = serde_json::from_str(&event("COMPLETE", at, run, "")).unwrap();
        event["run"]["facets"]["externalQuery"] = query;
        format!("{event}\n")
    };
    let read = |events: String| {
        shop.write("events/day.ndjson", &events);
        let runs = asset(&shop, "sync")["runs"].clone();
        (runs, fs::read_to_string(shop.path().join("site/products/sync/detail/index.html")).unwrap())
    };
    let job = json!({"externalQueryId": "job_17", "source": "bigquery"});
    let (runs, page) = read(of("2026-11-20T03:00:00Z", "a", job.clone()));
    assert_eq!(runs[0]["query"], json!({"id": "job_17", "source": "bigquery"}));
    assert!(page.contains("query <code>job_17</code> in bigquery"), "{page}");
    let (runs, page) = read(
        of(
            "2026-11-20T01:00:00Z",
            "a",
            json!({"externalQueryId": "https://bi.example/q/<1>", "source": "warehouse"}),
        ) + &of(
            "2026-11-20T02:00:00Z",
            "b",
            json!({"externalQueryId": "q 2", "source": "https://bi.example/"}),
        ) + &of(
            "2026-11-20T03:00:00Z",
            "c",
            json!({"externalQueryId": "javascript:alert(1)", "source": "JavaScript:x"}),
        ) + &of("2026-11-20T04:00:00Z", "d", json!({"externalQueryId": "", "source": "warehouse"}))
            + &of("2026-11-20T05:00:00Z", "e", json!([1])),
    );
    assert!(page.contains("query <a href=\"https://bi.example/\">q 2"), "{page}");
    assert!(
        page.contains("<code>javascript:alert(1)</code>") && !page.contains("href=\"javascript"),
        "{page}"
    );
    assert!(!page.contains("/<1>"), "{page}");
    assert_eq!((runs[3].get("query"), runs[4].get("query")), (None, None));
    // Of several events of a run, any may contain it.
    let silent = event("RUNNING", "2026-11-20T02:30:00Z", "a", "");
    let (runs, _) = read(silent + &of("2026-11-20T03:00:00Z", "a", job));
    assert_eq!((runs.as_array().unwrap().len(), &runs[0]["query"]["id"]), (1, &json!("job_17")));
}

#[test]
fn test_results_are_counted_as_the_status_counts_them() {
    let orders = asset(&shop("tests"), "orders");
    assert_eq!(orders["status"], "failing");
    // One passed; one failed last night after it had passed; one was to run again and was skipped; one ran too
    // long ago.
    let counted = json!({"total": 4, "passed": 1, "warned": 0, "failed": 1, "missing": 2, "before_load": 0});
    assert_eq!(orders["results"], counted);
}

#[test]
fn a_catalog_without_evidence_shows_no_test_results() {
    let shop = Scratch::new("profile-nothing").with(CATALOG);
    shop.write("glassbox.yml", "title: Shop\ndbt: [target]\n");
    shop.write("target/manifest.json", &manifest().to_string());
    let orders = asset(&shop, "orders");
    assert_eq!((orders.get("results"), orders.get("size")), (None, None));
    let page = fs::read_to_string(shop.path().join("site/products/orders/detail/index.html")).unwrap();
    assert!(!page.contains("profile-facts") && page.contains("4 tests"));
}

/// Returns a line of the history.
fn line(day: u8, more: &str) -> String {
    format!(
        "{{\"day\":\"2026-11-{day}\",\"at\":\"2026-11-{day}T04:00:00Z\",\"product\":\"orders\",\"status\":\"failing\",\
         \"promises\":{{}}{more}}}\n"
    )
}

#[test]
fn row_counts_are_recorded_and_compared_with_the_day_before() {
    let shop = shop("growth");
    shop.write("target/catalog.json", &sizes("main", "2026-11-21T02:00:00Z", 1_220));
    let history = [
        // As written before rows were kept, and as a later version may write it.
        line(18, ""),
        line(19, ",\"rows\":{\"model.shop.orders\":1000,\"model.shop.gone\":7},\"nulls\":{\"x\":[1]}"),
        line(20, ",\"rows\":{\"model.shop.orders\":1100}"),
    ];
    shop.write("history/2026-11.ndjson", &history.concat());
    let orders = asset(&shop, "orders");
    let days = json!({"2026-11-19": 1000, "2026-11-20": 1100, "2026-11-21": 1220});
    assert_eq!(orders["rows_by_day"], days);
    let page = fs::read_to_string(shop.path().join("site/products/orders/detail/index.html")).unwrap();
    assert!(page.contains("+120 since yesterday"));
    let record = || {
        let run = glassbox(shop.path(), &["record", ".", "--now", NOW]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let text = fs::read_to_string(shop.path().join("history/2026-11.ndjson")).unwrap();
        text.lines()
            .filter(|line| line.contains("2026-11-21") && line.contains("\"orders\""))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let recorded = record();
    assert_eq!(recorded.len(), 1);
    assert!(
        recorded[0].ends_with("\"promises\":{},\"rows\":{\"model.shop.orders\":1220}}"),
        "{}",
        recorded[0]
    );
    assert_eq!(record(), recorded, "unchanged counts are not recorded twice");
    // Without a new count, the one of the day stays; an old one is not today's.
    shop.write("target/catalog.json", &sizes("main", "2026-11-19T02:00:00Z", 1));
    assert_eq!(record(), recorded);
    assert_eq!(asset(&shop, "orders")["rows_by_day"]["2026-11-21"], 1220);
}

#[test]
fn unusual_row_growth_and_run_times_are_reported_in_a_sentence() {
    let shop = shop("usual");
    shop.write("target/catalog.json", &sizes("main", "2026-11-21T02:00:00Z", 7_000));
    let history: Vec<String> = (13..=20)
        .map(|day| line(day, &format!(",\"rows\":{{\"model.shop.orders\":{}}}", 1_000 + u32::from(day) * 10)))
        .collect();
    shop.write("history/2026-11.ndjson", &history.concat());
    let detail = || {
        asset(&shop, "orders");
        fs::read_to_string(shop.path().join("site/products/orders/detail/index.html")).unwrap()
    };
    let page = detail();
    assert!(page.contains("+5,800 since yesterday, <b>usually +10 a day</b>"), "{page}");
    // The nights before took up to 210 seconds.
    assert!(!page.contains("Took "), "{page}");
    let last = night("2026-11-21T03:00:00Z", 900.0, &[("model.shop.orders", "success")]);
    shop.write("target/run_results.json", &last);
    shop.write("history/2026-11.ndjson", &history[1..].concat());
    let page = detail();
    assert!(page.contains("Took 15 minutes, usually 3."), "{page}");
    assert!(
        page.contains("+5,800 since yesterday") && !page.contains("a day"),
        "six days of history are too few: {page}"
    );
}

#[test]
fn an_old_row_count_is_not_recorded_for_today() {
    let shop = shop("old-count");
    shop.write("target/catalog.json", &sizes("main", "2026-11-19T02:00:00Z", 1));
    let run = glassbox(shop.path(), &["record", ".", "--now", NOW]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = fs::read_to_string(shop.path().join("history/2026-11.ndjson")).unwrap();
    assert!(text.contains("\"orders\"") && !text.contains("rows"), "{text}");
}

#[test]
fn the_detail_page_matches_its_snapshot() {
    let shop = shop("page");
    shop.write("target/catalog.json", &sizes("main", "2026-11-21T02:00:00Z", 1_220));
    shop.write("history/2026-11.ndjson", &line(20, ",\"rows\":{\"model.shop.orders\":1100}"));
    let out = shop.path().join("site");
    build(shop.path(), &out);
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/profile/detail.txt");
    let page = main_of(&out, "products/orders/detail/index.html");
    snapbox::assert_data_eq!(page, snapbox::Data::read_from(&expected, None).raw());
}
