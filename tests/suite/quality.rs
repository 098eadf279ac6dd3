//! Is it holding? What the site says of a small shop, with every kind of evidence that there is:
//! each trap of the formats, statuses and promises worked out by hand, and who is affected.
//!
//! The shop has a loader, whose source dbt checks for freshness; a mart of two models with tests; a
//! board for customers; and a study that nobody depends on. It is five o'clock in Berlin, four in UTC.

use crate::reading::main_of;
use crate::support::{NOW, Scratch, build, dbt_model, glassbox};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const CONFIG: &str = "title: Shop\ntime_zone: Europe/Berlin\ndbt: [target]\nopenlineage: [events]\n";

const PRODUCTS: &[(&str, &str)] = &[
    ("teams.yml", "teams:\n  - {id: data, name: Data}\n  - {id: shop-floor, name: Shop floor}\n"),
    (
        "products/raw.yml",
        "id: raw\nname: Raw\nowner: data\ntier: company\nassets:\n  - dbt: source:raw\n  - id: loader\n    name: Loader\n    job: loads/orders\n    feeds: [source:raw.orders]\n",
    ),
    (
        "products/orders.yml",
        "id: orders\nname: Orders\nowner: data\ntier: company\nassets: [{dbt: path:models/orders}]\n\
         output_ports: [{id: orders, dbt: orders}]\n\
         slas:\n  - {property: freshness, target: 24h, port: orders}\n  - {property: availability, target: 99%}\n  - {property: error_rate, target: 10%}\n  - {property: frequency, target: daily}\n  - {property: latency, target: 2h}\n  - {property: support_response, target: 1 business day}\n",
    ),
    (
        "products/board.yml",
        "id: board\nname: Board\nowner: data\ntier: customer-facing\nassets: [{dbt: 'exposure:board'}]\n\
         output_ports: [{id: board, dbt: 'exposure:board', type: dashboard}]\n\
         consumers: [{team: shop-floor, use: opening hours, stage: application}]\n",
    ),
    (
        "products/study.yml",
        "id: study\nname: Study\nowner: data\ntier: experimental\nassets: [{dbt: path:models/study}]\n",
    ),
    ("products/advice.yml", "id: advice\nname: Advice\nowner: data\ncategory: consulting\n"),
];

/// What dbt knows of the shop.
fn manifest() -> Value {
    let test = |name: &str, column: &str, of: &str| {
        json!({"name": format!("{name}_{of}_{column}"), "resource_type": "test", "column_name": column,
            "attached_node": format!("model.shop.{of}"), "test_metadata": {"name": name, "kwargs": {"column_name": column}},
            "depends_on": {"nodes": [format!("model.shop.{of}")]}})
    };
    json!({"metadata": {"project_name": "shop"},
        "nodes": {
            "model.shop.stg_orders": dbt_model("stg_orders", "orders", "source.shop.raw.orders"),
            "model.shop.orders": dbt_model("orders", "orders", "model.shop.stg_orders"),
            "model.shop.study": dbt_model("study", "study", "model.shop.stg_orders"),
            "test.shop.unique_stg.1": test("unique", "order_id", "stg_orders"),
            "test.shop.not_null_stg.2": test("not_null", "order_id", "stg_orders"),
            "test.shop.not_null_orders.3": test("not_null", "amount", "orders"),
        },
        "sources": {"source.shop.raw.orders": {"source_name": "raw", "name": "orders", "resource_type": "source",
            "relation_name": "\"db\".\"raw\".\"orders\"", "fqn": ["shop", "raw", "orders"], "original_file_path": "models/raw.yml",
            "freshness": {"warn_after": {"count": 6, "period": "hour"}, "error_after": {"count": 12, "period": "hour"}}}},
        "exposures": {"exposure.shop.board": {"name": "board", "type": "dashboard", "fqn": ["shop", "board"],
            "original_file_path": "models/board.yml", "depends_on": {"nodes": ["model.shop.orders"]}}}})
}

const MODELS: [&str; 3] = ["model.shop.stg_orders", "model.shop.orders", "model.shop.study"];
const TESTS: [&str; 3] =
    ["test.shop.unique_stg.1", "test.shop.not_null_stg.2", "test.shop.not_null_orders.3"];

/// A file of run results in which all is well but for `odd`: rows of id, status and failures.
fn run(which: &str, at: &str, odd: &[(&str, &str, Option<u64>)]) -> String {
    let row = |id: &str, well: &str| {
        let (status, failures) = odd
            .iter()
            .find(|(odd, ..)| *odd == id)
            .map_or((well, None), |(_, status, count)| (*status, *count));
        json!({"unique_id": id, "status": status, "failures": failures, "message": "Database Error in model x (models/x.sql)\n  no such column: amout",
            "timing": [{"name": "execute", "started_at": at, "completed_at": at}]})
    };
    let rows: Vec<Value> =
        MODELS.iter().map(|id| row(id, "success")).chain(TESTS.iter().map(|id| row(id, "pass"))).collect();
    json!({"metadata": {"generated_at": at, "invocation_id": format!("run-{at}")}, "args": {"which": which}, "results": rows}).to_string()
}

/// A file of source freshness.
fn freshness(status: &str, loaded: &str, at: &str) -> String {
    json!({"metadata": {"generated_at": at}, "results": [{"unique_id": "source.shop.raw.orders", "status": status,
        "max_loaded_at": loaded, "snapshotted_at": at}]}).to_string()
}

/// An event of the loader's job.
fn event(kind: &str, at: &str, run: &str) -> String {
    json!({"eventType": kind, "eventTime": at, "run": {"runId": run, "facets": {"errorMessage": {"message": "connection refused\nat line 1"}}},
        "job": {"namespace": "loads", "name": "orders"}, "inputs": [], "outputs": [{"namespace": "db", "name": "DB.raw.\"orders\""}]}).to_string()
}

const MORNING: &str = "2026-11-21T02:00:00Z";

/// The shop with this evidence, on a morning on which all is well otherwise.
struct Shop {
    catalog: Scratch,
}

impl Shop {
    fn new(name: &str, evidence: &[(&str, &str)]) -> Self {
        let catalog =
            Scratch::new(&format!("quality-{name}")).with(&[("glassbox.yml", CONFIG)]).with(PRODUCTS);
        catalog.write("target/manifest.json", &manifest().to_string());
        catalog.write("target/run_results.json", &run("build", MORNING, &[]));
        catalog
            .write("target/sources.json", &freshness("pass", "2026-11-21T00:30:00Z", "2026-11-21T01:50:00Z"));
        let loaded =
            [event("START", "2026-11-21T00:20:00Z", "a"), event("COMPLETE", "2026-11-21T00:31:00Z", "a")];
        catalog.write("events/loads.ndjson", &loaded.join("\n"));
        Self { catalog: catalog.with(evidence) }
    }

    /// The product's JSON on the site.
    fn product(&self, id: &str) -> Value {
        self.product_at(id, NOW)
    }

    fn product_at(&self, id: &str, now: &str) -> Value {
        let out = self.catalog.path().join("site");
        let run =
            glassbox(self.catalog.path(), &["build", ".", "--now", now, "--out", out.to_str().unwrap()]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        serde_json::from_str(&fs::read_to_string(out.join(format!("products/{id}.json"))).unwrap()).unwrap()
    }

    /// Status and first reason of a product: `failing: orders: its last run failed`.
    fn says(&self, id: &str) -> String {
        said(&self.product(id))
    }

    /// What `check` warns of.
    fn warnings(&self) -> String {
        let run = glassbox(self.catalog.path(), &["check", ".", "--now", NOW, "--format", "short"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    }
}

fn said(product: &Value) -> String {
    let status = product["status"]["id"].as_str().unwrap_or("nothing");
    let Some(reason) = product["standing"]["reasons"].get(0) else { return status.to_owned() };
    let asset = reason["asset"]
        .as_str()
        .filter(|asset| !asset.is_empty())
        .map_or(String::new(), |asset| format!("{asset}: "));
    format!("{status}: {asset}{}", reason["text"].as_str().unwrap())
}

/// A promise of a product: what came of it and what was measured.
fn promise(product: &Value, property: &str) -> String {
    let slas = product["slas"].as_array().unwrap();
    let sla = slas.iter().find(|sla| sla["id"] == property).unwrap();
    format!("{}: {}", sla["status"]["name"].as_str().unwrap_or("-"), sla["measured"].as_str().unwrap())
}

#[test]
fn on_a_good_morning_all_holds() {
    let shop = Shop::new("good", &[]);
    for product in ["raw", "orders", "board"] {
        assert_eq!(shop.says(product), "holding", "{product}");
    }
    assert_eq!(shop.says("study"), "unchecked", "it ran, and nothing tests it");
    assert_eq!(shop.says("advice"), "nothing", "of advice nothing can be seen");
    let page = fs::read_to_string(shop.catalog.path().join("site/quality/index.html")).unwrap();
    assert!(page.contains("Nothing is known to be broken; 1 product ran, but nothing tests it."));
}

#[test]
fn a_failing_test_names_what_is_wrong_and_puts_at_risk_what_builds_on_it() {
    let odd = [(TESTS[0], "fail", Some(312))];
    let shop = Shop::new("failing-test", &[("target/run_results.json", &run("build", MORNING, &odd))]);
    assert_eq!(
        shop.says("orders"),
        "failing: stg_orders: 1 of 2 tests fails: order_id is not unique (312 rows)"
    );
    assert_eq!(
        shop.says("board"),
        "at-risk: It builds on stg_orders (Orders): 1 of 2 tests fails: order_id is not unique (312 rows)"
    );
    assert_eq!(shop.says("raw"), "holding");
}

#[test]
fn a_model_that_broke_says_why_in_one_line() {
    let odd = [(MODELS[1], "error", None)];
    let shop = Shop::new("error", &[("target/run_results.json", &run("run", MORNING, &odd))]);
    assert_eq!(shop.says("orders"), "failing: orders: its last run failed: no such column: amout");
}

#[test]
fn what_was_skipped_did_not_pass() {
    let odd = [(MODELS[0], "error", None), (MODELS[1], "skipped", None), (TESTS[2], "skipped", None)];
    let shop = Shop::new("skipped", &[("target/run_results.json", &run("build", MORNING, &odd))]);
    let product = shop.product("orders");
    let reasons: Vec<&str> = product["standing"]["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["text"].as_str().unwrap())
        .collect();
    assert_eq!(
        reasons,
        [
            "its last run failed: no such column: amout",
            "it was skipped, because something before it failed",
            "its test did not run",
        ]
    );
}

#[test]
fn a_warning_is_a_warning_also_of_what_shows_the_table() {
    let odd = [(TESTS[2], "warn", Some(1))];
    let shop = Shop::new("warning", &[("target/run_results.json", &run("build", MORNING, &odd))]);
    assert_eq!(shop.says("orders"), "warning: orders: its test warns: amount is empty (1 row)");
    assert_eq!(
        shop.says("board"),
        "warning: It builds on orders (Orders): its test warns: amount is empty (1 row)",
        "a dashboard stands as what it shows"
    );
    assert_eq!(shop.says("study"), "unchecked", "what does not read the table is not touched");
}

#[test]
fn what_docs_generate_and_compile_write_is_no_run() {
    for which in ["generate", "compile", "GENERATE"] {
        let shop =
            Shop::new(&format!("shop-1-{which}"), &[("target/run_results.json", &run(which, MORNING, &[]))]);
        assert_eq!(
            shop.says("orders"),
            "unknown: orders: no run was seen, only commands that run nothing, such as dbt docs generate",
            "{which}"
        );
    }
}

#[test]
fn of_several_files_the_newest_row_of_each_node_counts() {
    let night =
        run("build", "2026-11-20T23:00:00Z", &[(TESTS[0], "fail", Some(3)), (MODELS[2], "error", None)]);
    // Only the tests were run again in the morning: what they found counts, and the models of the night.
    let mut again: Value = serde_json::from_str(&run("test", MORNING, &[])).unwrap();
    again["results"].as_array_mut().unwrap().retain(|row| row["status"] == "pass");
    let shop = Shop::new(
        "newest",
        &[("target/run_results.json", &again.to_string()), ("target/run_results_night.json", &night)],
    );
    assert_eq!(shop.says("orders"), "holding");
    assert_eq!(shop.says("study"), "failing: study: its last run failed: no such column: amout");
}

#[test]
fn more_runs_can_stand_elsewhere() {
    let config = "title: Shop\ntime_zone: Europe/Berlin\ndbt: [{path: target, runs: [archive, gone]}]\n";
    let later = run("build", "2026-11-21T03:00:00Z", &[(TESTS[2], "fail", None)]);
    let shop =
        Shop::new("elsewhere", &[("glassbox.yml", config), ("archive/nov/run_results.21.json", &later)]);
    assert_eq!(shop.says("orders"), "failing: orders: its test fails: amount is empty");
    assert!(
        shop.warnings().contains("warning[missing-evidence]: there is nothing at `gone`"),
        "{}",
        shop.warnings()
    );
}

#[test]
fn a_source_that_was_not_checked_is_not_fresh() {
    let empty = json!({"metadata": {"generated_at": MORNING}, "results": []}).to_string();
    let shop = Shop::new("shop-2", &[("target/sources.json", &empty)]);
    assert_eq!(shop.says("raw"), "unknown: raw.orders: its freshness was not checked, or the check failed");
    let crashed = json!({"metadata": {"generated_at": MORNING}, "results": [{"unique_id": "source.shop.raw.orders", "error": "x", "status": "runtime error"}]});
    let shop = Shop::new("shop-2-crash", &[("target/sources.json", &crashed.to_string())]);
    assert_eq!(shop.says("raw"), "unknown: raw.orders: its freshness check failed: x");
}

#[test]
fn a_source_without_limits_needs_no_check() {
    let mut without = manifest();
    without["sources"]["source.shop.raw.orders"]["freshness"] = json!({"warn_after": {"count": null, "period": null}, "error_after": {"count": null, "period": null}});
    let empty = json!({"metadata": {"generated_at": MORNING}, "results": []}).to_string();
    let shop = Shop::new(
        "shop-3",
        &[("target/manifest.json", &without.to_string()), ("target/sources.json", &empty)],
    );
    assert_eq!(shop.says("raw"), "unchecked", "it was loaded, and nobody looks at its age");
}

#[test]
fn statuses_of_fusion_are_the_same_in_capitals() {
    let late = freshness("Error", "2026-11-20T08:15:00.123456789Z", "2026-11-21T01:50:00.123456789Z");
    let shop = Shop::new("fusion", &[("target/sources.json", &late)]);
    assert_eq!(
        shop.says("raw"),
        "late: raw.orders: its newest data was from 20 November 2026, 09:15 (limit: 12 hours)"
    );
    assert_eq!(
        shop.says("board"),
        "at-risk: It builds on raw.orders (Raw): its newest data was from 20 November 2026, 09:15 (limit: 12 hours)"
    );
    let reused = run("build", MORNING, &[(MODELS[1], "Reused", None), (TESTS[2], "Fail", Some(2))]);
    let shop = Shop::new("fusion-run", &[("target/run_results.json", &reused)]);
    assert_eq!(shop.says("orders"), "failing: orders: its test fails: amount is empty (2 rows)");
}

#[test]
fn a_failed_load_fails_the_source_and_the_loader() {
    let failed =
        [event("START", "2026-11-21T00:20:00Z", "a"), event("FAIL", "2026-11-21T00:31:00Z", "a")].join("\n");
    let shop = Shop::new("load", &[("events/loads.ndjson", &failed)]);
    let product = shop.product("raw");
    let reasons: Vec<String> = product["standing"]["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{}: {}", one["asset"].as_str().unwrap(), one["text"].as_str().unwrap()))
        .collect();
    assert_eq!(
        reasons,
        [
            "raw.orders: its last load failed: connection refused",
            "Loader: its last run failed: connection refused"
        ]
    );
    assert_eq!(shop.says("orders").split(':').next(), Some("at-risk"));
}

#[test]
fn events_are_told_apart_by_their_run_and_may_come_twice_and_late() {
    let events = [
        event("COMPLETE", "2026-11-21T00:31:00Z", "b"),
        event("FAIL", "2026-11-20T00:31:00Z", "a"),
        event("START", "2026-11-21T00:20:00Z", "b"),
        event("COMPLETE", "2026-11-21T00:31:00Z", "b"),
        event("START", "2026-11-20T00:20:00Z", "a"),
    ];
    let shop = Shop::new("shop-17", &[("events/loads.ndjson", &events.join("\n"))]);
    assert_eq!(shop.says("raw"), "holding");
    let running =
        [event("COMPLETE", "2026-11-20T23:31:00Z", "a"), event("START", "2026-11-21T03:50:00Z", "b")]
            .join("\n");
    assert_eq!(
        Shop::new("running", &[("events/loads.ndjson", &running)]).says("raw"),
        "holding",
        "while it runs, the run before counts"
    );
    let stopped =
        [event("START", "2026-11-21T00:20:00Z", "a"), event("ABORT", "2026-11-21T00:31:00Z", "a")].join("\n");
    assert_eq!(
        Shop::new("abort", &[("events/loads.ndjson", &stopped)]).says("raw"),
        "failing: raw.orders: its last load failed: it was stopped"
    );
}

#[test]
fn events_of_dbt_stand_in_for_run_results() {
    let dbt = |kind: &str, node: &str, job: &str, assertions: Value| {
        json!({"eventType": kind, "eventTime": MORNING, "run": {"runId": format!("{node}-{job}"), "facets": {"dbt_run": {"invocation_id": "x"}}},
            "job": {"namespace": "dbt", "name": job, "facets": {"dbt_node": {"unique_id": node}}},
            "inputs": [{"namespace": "db", "name": "db.main.stg_orders", "inputFacets": {"dataQualityAssertions": {"assertions": assertions}}}], "outputs": []}).to_string()
    };
    let assertions = json!([
        {"assertion": "unique", "column": "order_id", "success": false, "actual": "3", "severity": "error"},
        {"assertion": "not_null", "column": "order_id", "success": false, "severity": "error"},
    ]);
    let events = [
        dbt("COMPLETE", MODELS[0], "stg_orders.build.run", json!([])),
        dbt("FAIL", MODELS[1], "orders.build.run", json!([])),
        dbt("FAIL", MODELS[0], "stg_orders.build.test", assertions),
    ]
    .join("\n");
    let nothing = json!({"metadata": {}, "args": {"which": "generate"}, "results": []}).to_string();
    let shop =
        Shop::new("dbt-events", &[("events/dbt.ndjson", &events), ("target/run_results.json", &nothing)]);
    let product = shop.product("orders");
    let reasons: Vec<&str> = product["standing"]["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["text"].as_str().unwrap())
        .collect();
    assert!(reasons.contains(&"its last run failed"), "{reasons:?}");
    let failed = "2 of 2 tests fail: order_id is empty; order_id is not unique (3 rows)";
    assert!(reasons.contains(&failed), "a number that is missing makes no failure undone: {reasons:?}");
    let skipped = events.replace("\"FAIL\"", "\"ABORT\"");
    let shop = Shop::new(
        "dbt-events-skipped",
        &[("events/dbt.ndjson", &skipped), ("target/run_results.json", &nothing)],
    );
    let said = shop.says("orders");
    assert!(said.starts_with("at-risk: orders: it was skipped"), "{said}");
}

#[test]
fn the_warehouse_knows_columns_that_nobody_described() {
    let table = json!({"columns": {"AMOUNT": {"name": "AMOUNT", "type": "NUMERIC", "index": 2}, "ORDER_ID": {"name": "ORDER_ID", "type": "INTEGER", "index": 1}}});
    let mut described = manifest();
    described["nodes"]["model.shop.orders"]["columns"] =
        json!({"amount": {"name": "amount", "description": "In euro."}});
    let catalog = json!({"nodes": {"model.shop.orders": table}, "sources": {}}).to_string();
    let shop = Shop::new(
        "shop-5",
        &[("target/catalog.json", &catalog), ("target/manifest.json", &described.to_string())],
    );
    let product = shop.product("orders");
    let columns: Vec<(&str, &str)> = product["ports"][0]["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].as_str().unwrap(), one["data_type"].as_str().unwrap()))
        .collect();
    assert_eq!(
        columns,
        [("amount", "NUMERIC"), ("ORDER_ID", "INTEGER")],
        "the case of names is the warehouse's"
    );
    // The other models are not in the catalog, as models that were never built are not.
    assert_eq!(shop.says("study"), "unchecked");
}

#[test]
fn old_evidence_says_how_old_it_is_and_then_nothing() {
    let shop = Shop::new("old", &[]);
    let later = |now: &str| said(&shop.product_at("orders", now));
    assert_eq!(
        later("2026-11-23T01:00:00Z"),
        "late: orders: it breaks its promise (fresh within 24 hours): data as of 21 November 2026, 01:30, delayed by raw.orders, too old since 22 November 2026, 01:30"
    );
    let port = shop.product_at("orders", "2026-11-23T01:00:00Z")["ports"][0]["status"]["id"].clone();
    assert_eq!(port, "late", "the promise is made for the port");
    let silent = shop.product_at("orders", "2026-11-23T04:00:00Z");
    assert_eq!(
        said(&silent),
        "warning: Its promise is broken (updated every day): nothing arrived on time after 21 November 2026, 03:00: \
         it was due by 22 November 2026, 04:00, with an hour of grace",
        "what did not come is still missing"
    );
    let reasons = silent["standing"]["reasons"].to_string();
    assert!(
        reasons.contains("its last known run was on 21 November 2026, 03:00, too long ago to say"),
        "{reasons}"
    );
    let config = format!("{CONFIG}evidence: {{expires: 1 week}}\n");
    let shop = Shop::new("old-config", &[("glassbox.yml", &config)]);
    assert_eq!(said(&shop.product_at("study", "2026-11-23T04:00:00Z")), "unchecked");
}

#[test]
fn broken_evidence_is_no_good_news() {
    let whole = run("build", MORNING, &[]);
    let shop = Shop::new(
        "broken",
        &[
            ("target/run_results.json", &whole[..whole.len() / 2]),
            ("target/sources.json", "[1, 2]"),
            ("events/loads.ndjson", "{\"eventType\": \"COMPL"),
        ],
    );
    assert_eq!(shop.says("orders"), "unknown: orders: no run was seen");
    let warnings = shop.warnings();
    assert!(
        warnings.contains("warning[bad-evidence]: `target/run_results.json` ends too early"),
        "{warnings}"
    );
    assert!(
        warnings.contains(
            "warning[bad-evidence]: `target/sources.json` is not source freshness: it has no `results`"
        ),
        "{warnings}"
    );
    assert!(
        warnings.contains("warning[bad-evidence]: an event of `events/loads.ndjson` ends too early"),
        "{warnings}"
    );
}

#[test]
fn evidence_of_the_future_is_not_believed() {
    let shop =
        Shop::new("future", &[("target/run_results.json", &run("build", "2026-11-21T09:00:00Z", &[]))]);
    assert_eq!(shop.says("orders"), "unknown: orders: no run was seen");
    assert!(
        shop.warnings()
            .contains("`target/run_results.json` has a time in the future: 2026-11-21T09:00:00Z, and now is"),
        "{}",
        shop.warnings()
    );
}

#[test]
fn without_any_evidence_nothing_is_said_of_quality() {
    let shop = Shop::new("none", &[]);
    for file in ["target/run_results.json", "target/sources.json", "events/loads.ndjson"] {
        fs::remove_file(shop.catalog.path().join(file)).unwrap();
    }
    assert_eq!(shop.says("orders"), "nothing");
    assert!(!shop.catalog.path().join("site/quality").exists());
}

#[test]
fn promises_are_measured_by_hand() {
    // A run each night at two; the one of the 18th failed, and was mended at eight.
    let nights = [
        "2026-11-16T02:00:00Z",
        "2026-11-17T02:00:00Z",
        "2026-11-18T08:00:00Z",
        "2026-11-19T02:00:00Z",
        "2026-11-20T02:00:00Z",
    ];
    let mut evidence: Vec<(String, String)> = nights
        .iter()
        .enumerate()
        .map(|(at, night)| (format!("target/run_results_{at}.json"), run("build", night, &[])))
        .collect();
    evidence.push((
        "target/run_results_x.json".to_owned(),
        run("build", "2026-11-18T02:00:00Z", &[(MODELS[1], "error", None)]),
    ));
    let evidence: Vec<(&str, &str)> =
        evidence.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let product = Shop::new("promises", &evidence).product("orders");
    // The newest row of the source was of 00:30 when dbt looked, before the model was made at 02:00.
    assert_eq!(
        promise(&product, "freshness"),
        "Kept: Data as of 21 November 2026, 01:30, as old as raw.orders"
    );
    // Down for 6 of the 122 hours since the first run: 95.08% up.
    assert_eq!(
        promise(&product, "availability"),
        "Broken: 95.08% since 16 November 2026, 03:00, over 7 runs"
    );
    assert_eq!(promise(&product, "error_rate"), "Broken: 1 of 7 runs failed: 14.29%");
    // From the 17th, two o'clock, to the 18th, eight o'clock: six hours more than a day.
    assert_eq!(
        promise(&product, "frequency"),
        "Broken: Nothing arrived on time after 17 November 2026, 03:00: it was due by 18 November 2026, 04:00, with an hour of grace"
    );
    assert_eq!(
        promise(&product, "latency"),
        "Kept: Loaded on 21 November 2026, 01:30, available on 21 November 2026, 03:00"
    );
    assert_eq!(promise(&product, "support_response"), "-: ");
}

#[test]
fn one_run_is_no_history() {
    let product = Shop::new("one-run", &[]).product("orders");
    assert_eq!(promise(&product, "availability"), "Not measurable: Needs a history of several runs");
}

#[test]
fn those_who_hurt_most_come_first_and_the_rest_can_wait() {
    let odd = [(TESTS[2], "fail", Some(2)), (MODELS[2], "error", None)];
    let shop = Shop::new("triage", &[("target/run_results.json", &run("build", MORNING, &odd))]);
    shop.says("orders");
    let page = fs::read_to_string(shop.catalog.path().join("site/quality/index.html")).unwrap();
    assert!(page.contains("1 problem to fix today. It affects customers. 1 more can wait."), "{page}");
    let (urgent, waiting) = (page.find("id=\"urgent\"").unwrap(), page.find("id=\"waiting\"").unwrap());
    let place = |id: &str| page.find(&format!("<li class=\"card trouble cat\" id=\"{id}\">")).unwrap();
    assert!(urgent < place("orders") && place("orders") < waiting && waiting < place("study"));
    assert!(page[place("orders")..waiting].contains("Shop floor"), "who is affected is named");
    assert!(
        shop.catalog.path().join("site/quality/teams/shop-floor/index.html").exists(),
        "who is affected has a page"
    );
}

#[test]
fn impact_says_who_is_hit() {
    let shop = Shop::new("impact", &[]);
    for node in ["stg_orders", "model.shop.stg_orders", "db.main.stg_orders", "test.shop.unique_stg.1"] {
        let run = glassbox(shop.catalog.path(), &["impact", node, "--now", NOW]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(
            run.stdout,
            "\
stg_orders

3 products
  orders (company; Data, breaks here)
  board (customer-facing; Data)
  study (experimental; Data)

2 output ports
  board: board
  orders: orders

1 use outside of dbt
  board

1 team
  Shop floor

5 promises
  orders: freshness of orders 24 hours
  orders: availability 99%
  orders: error rate 10%
  orders: frequency every day
  orders: latency 2 hours
"
            .replace("  board: board\n  orders: orders\n", "  orders: orders\n  board: board\n"),
            "{node}"
        );
    }
    let job = glassbox(shop.catalog.path(), &["impact", "loads/orders", "--now", NOW, "--format", "json"]);
    let impact: Value = serde_json::from_str(&job.stdout).unwrap();
    let products: Vec<&str> =
        impact["products"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(products, ["raw", "board", "orders", "study"]);
    let unknown = glassbox(shop.catalog.path(), &["impact", "stg_order", "--now", NOW]);
    assert_eq!(
        (unknown.code, unknown.stderr.contains("did you mean `stg_orders`?")),
        (2, true),
        "{}",
        unknown.stderr
    );
    shop.catalog.write("failed.json", &run("build", MORNING, &[(TESTS[2], "fail", Some(1))]));
    let failed = glassbox(shop.catalog.path(), &["impact", "--run-results", "failed.json", "--now", NOW]);
    assert!(failed.stdout.starts_with("orders\n"), "{}", failed.stdout);
}

#[test]
fn the_numbers_of_the_home_page_add_up_to_all_products() {
    let shop = Shop::new("numbers", &[]);
    build(shop.catalog.path(), &shop.catalog.path().join("site"));
    let home = main_of(&shop.catalog.path().join("site"), "index.html");
    assert!(home.contains("5 data products"), "{home}");
    assert!(
        home.contains("3 Healthy") && home.contains("1 Unchecked") && home.contains("1 Not watched"),
        "{home}"
    );
}

#[test]
fn trouble_is_told_since_the_day_that_the_history_knows() {
    let line = |day: &str, status: &str| {
        format!(
            "{{\"day\":\"{day}\",\"at\":\"{day}T04:00:00Z\",\"product\":\"orders\",\"status\":\"{status}\",\"promises\":{{}}}}\n"
        )
    };
    let since = |name: &str, days: &[(&str, &str)]| {
        let history: String = days.iter().map(|(day, status)| line(day, status)).collect();
        let failed = run("build", MORNING, &[(MODELS[1], "error", None)]);
        let shop =
            Shop::new(name, &[("history/2026-11.ndjson", &history), ("target/run_results.json", &failed)]);
        build(shop.catalog.path(), &shop.catalog.path().join("site"));
        let page = main_of(&shop.catalog.path().join("site"), "quality/index.html");
        page.lines().find_map(|line| line.split_once("since ").map(|(_, day)| day.to_owned())).unwrap()
    };
    let late = [("2026-11-18", "holding"), ("2026-11-19", "late"), ("2026-11-20", "failing")];
    assert_eq!(since("since-history", &late), "19 November 2026");
    let at_risk = [("2026-11-19", "late"), ("2026-11-20", "at-risk")];
    assert_eq!(since("since-runs", &at_risk), "21 November 2026, 03:00", "others were to blame until then");
}

#[test]
fn days_that_were_alike_are_told_together() {
    let day = |day: &str, status: &str, kept: bool| {
        format!(
            "{{\"day\":\"{day}\",\"at\":\"{day}T04:00:00Z\",\"product\":\"orders\",\"status\":\"{status}\",\"promises\":{{\"freshness/orders\":{kept}}}}}\n"
        )
    };
    let history = [
        day("2026-11-14", "holding", true),
        day("2026-11-15", "holding", true),
        // The 16th is not recorded.
        day("2026-11-17", "holding", true),
        day("2026-11-18", "late", true),
        day("2026-11-19", "late", false),
        day("2026-11-20", "late", false),
    ];
    let shop = Shop::new("spells", &[("history/2026-11.ndjson", &history.concat())]);
    let product = shop.product("orders");
    let told = |spell: &Value| {
        let status = spell["status"]["id"].as_str().unwrap_or("-");
        let broken = spell["broken"].as_array().unwrap().len();
        format!("{} to {}: {} {status}, {broken} broken", &spell["from"], &spell["to"], spell["days"])
            .replace('"', "")
    };
    let spells: Vec<String> = product["history"]["spells"].as_array().unwrap().iter().map(told).collect();
    assert_eq!(
        spells[1..],
        [
            "2026-11-14 to 2026-11-15: 2 holding, 0 broken",
            "2026-11-16 to 2026-11-16: 1 -, 0 broken",
            "2026-11-17 to 2026-11-17: 1 holding, 0 broken",
            "2026-11-18 to 2026-11-18: 1 late, 0 broken",
            "2026-11-19 to 2026-11-20: 2 late, 1 broken",
            "2026-11-21 to 2026-11-21: 1 -, 0 broken",
        ]
    );
    let page = fs::read_to_string(shop.catalog.path().join("site/products/orders/index.html")).unwrap();
    let key: Vec<&str> =
        page.split("key-colour key-").skip(1).filter_map(|part| part.split('"').next()).collect();
    assert_eq!(key, ["late", "holding", "none"]);
}

#[test]
fn days_are_recorded_once_and_survive_merges_and_torn_lines() {
    let shop = Shop::new("record", &[]);
    let record = |now: &str| glassbox(shop.catalog.path(), &["record", ".", "--now", now]);
    let recorded = || fs::read_to_string(shop.catalog.path().join("history/2026-11.ndjson")).unwrap();
    assert!(record(NOW).stderr.contains("Recorded 4 products of 2026-11-21"));
    assert_eq!(
        recorded().lines().nth(1).unwrap(),
        r#"{"day":"2026-11-21","at":"2026-11-21T04:00:00Z","product":"orders","status":"holding","promises":{"freshness/orders":true,"latency":true}}"#
    );
    assert!(record("2026-11-21T04:30:00Z").stderr.contains("is already recorded"));
    // A branch has recorded the day too, with another end, and the machine stopped in a line.
    let merged = format!(
        "{}{}",
        recorded().replace("04:00:00Z", "03:00:00Z").replace("\"holding\"", "\"failing\""),
        recorded()
    );
    fs::write(shop.catalog.path().join("history/2026-11.ndjson"), format!("{merged}{{\"day\":\"2026-11-2"))
        .unwrap();
    let product = shop.product("orders");
    let history = &product["history"];
    let spells = history["spells"].as_array().unwrap();
    assert_eq!((&history["days"], spells.len()), (&json!(90), 2), "89 days that nobody recorded, then one");
    assert_eq!((&spells[0]["days"], &spells[0]["status"]), (&json!(89), &Value::Null));
    let today = |product: &Value| product["history"]["spells"][1].clone();
    assert_eq!(today(&product)["status"]["id"], "holding", "the newest line of a day counts");
    assert_eq!(today(&product)["from"], "2026-11-21");
    let kept = product["history"]["kept"].as_array().unwrap();
    let fresh = kept.iter().find(|one| one["promise"] == "Fresh within 24 hours, Orders").unwrap();
    assert_eq!((fresh["month"].as_u64(), fresh["quarter"].as_u64()), (Some(100), Some(100)));
    assert!(shop.warnings().contains("warning[bad-history]"), "{}", shop.warnings());
    shop.catalog.write("target/run_results.json", &run("build", MORNING, &[(MODELS[1], "error", None)]));
    assert!(record("2026-11-21T04:45:00Z").stderr.contains("Recorded 2 products"));
    assert!(
        recorded().lines().last().unwrap().contains("\"board\"")
            || recorded().lines().last().unwrap().contains("\"orders\"")
    );
    let product = shop.product_at("orders", "2026-11-21T04:50:00Z");
    assert_eq!(today(&product)["status"]["id"], "failing");
}

#[test]
fn a_badge_says_how_it_stands_in_any_readme() {
    let shop = Shop::new("badge", &[]);
    build(shop.catalog.path(), &shop.catalog.path().join("site"));
    let read = |name: &str| fs::read_to_string(shop.catalog.path().join("site/badges").join(name)).unwrap();
    let badge: Value = serde_json::from_str(&read("orders.json")).unwrap();
    assert_eq!(
        badge,
        json!({"schemaVersion": 1, "label": "Orders", "message": "healthy · 2 of 2 promises kept", "color": "156b39"})
    );
    assert!(read("orders.svg").contains("aria-label=\"Orders: healthy · 2 of 2 promises kept\""));
}

/// Worked out by hand from the example's artifacts: `run_results.json` (three failing tests, two that
/// warn, one model with an error), `sources.json` (the shop four days late, the app three hours, the
/// absences not checked) and the events of the jobs (the shop's load and the audience sync failed).
const EXAMPLE: &[(&str, &str)] = &[
    ("app-events", "late"),
    ("audience-sync", "failing"),
    ("billing-mart", "warning"),
    ("care-mart", "holding"),
    ("crm-mart", "holding"),
    ("customer-360", "failing"),
    ("data-help-desk", "nothing"),
    ("engagement-mart", "at-risk"),
    ("equipment-mart", "failing"),
    ("growth-dashboard", "at-risk"),
    ("hr-dashboard", "at-risk"),
    ("hr-replication", "unknown"),
    ("marketing-mart", "failing"),
    ("monday-numbers", "late"),
    ("my-progress", "at-risk"),
    ("partner-newsletter", "nothing"),
    ("people-mart", "failing"),
    ("people-questions", "at-risk"),
    ("reference-tables", "holding"),
    ("revenue-mart", "late"),
    ("shop-replication", "failing"),
    ("spain-launch", "at-risk"),
];

#[test]
fn the_example_stands_as_its_artifacts_say() {
    let scratch = Scratch::new("quality-example");
    let out = scratch.path().join("site");
    build(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-catalog"), &out);
    let status = |id: &str| {
        let text = fs::read_to_string(out.join(format!("products/{id}.json"))).unwrap();
        let product: Value = serde_json::from_str(&text).unwrap();
        product["status"]["id"].as_str().unwrap_or("nothing").to_owned()
    };
    let found: Vec<(&str, String)> = EXAMPLE.iter().map(|(id, _)| (*id, status(id))).collect();
    let expected: Vec<(&str, String)> = EXAMPLE.iter().map(|(id, word)| (*id, (*word).to_owned())).collect();
    assert_eq!(found, expected);
    let page = fs::read_to_string(out.join("quality/index.html")).unwrap();
    assert!(
        page.contains("6 problems to fix today. 3 affect customers; 6 promises are broken. 2 more can wait.")
    );
    // Customers are reached by the first three: most products by the events of the app.
    let order: Vec<&str> = page
        .split("<li class=\"card trouble ")
        .skip(1)
        .filter_map(|part| part.split("id=\"").nth(1)?.split('"').next())
        .collect();
    assert_eq!(
        order,
        [
            "app-events",
            "customer-360",
            "audience-sync",
            "shop-replication",
            "equipment-mart",
            "people-mart",
            "billing-mart",
            "marketing-mart"
        ]
    );
}

/// The failing jaffle shop in `shared/data`, with the products drawn along its folders; what is
/// expected was read from its `run_results.json`, `sources.json` and events by hand.
#[test]
fn the_failing_jaffle_shop_fails_where_it_should() {
    let Some(data) = crate::real_manifests::data() else { return };
    let (dbt, events) = (data.join("jaffle-shop-failing"), data.join("openlineage"));
    let all = format!("title: Jaffle\ndbt: ['{}']\nopenlineage: ['{}']\n", dbt.display(), events.display());
    let products = [
        ("products/raw.yml", "{id: raw, name: Raw, assets: [{dbt: 'source:ecom'}]}\n"),
        (
            "products/staging.yml",
            "id: staging\nname: Staging\nassets:\n  - dbt: path:models/staging\n    exclude: source:ecom\n",
        ),
        ("products/marts.yml", "{id: marts, name: Marts, assets: [{dbt: path:models/marts}]}\n"),
        ("products/uses.yml", "{id: uses, name: Uses, assets: [{dbt: 'exposure:*'}]}\n"),
    ];
    let catalog = Scratch::new("quality-jaffle").with(&[("glassbox.yml", &all)]).with(&products);
    let reasons = |id: &str| -> Vec<String> {
        build(catalog.path(), &catalog.path().join("site"));
        let text = fs::read_to_string(catalog.path().join(format!("site/products/{id}.json"))).unwrap();
        let product: Value = serde_json::from_str(&text).unwrap();
        let reasons = product["standing"]["reasons"].as_array().unwrap().iter();
        reasons
            .map(|one| {
                format!(
                    "{}: {}: {}",
                    one["status"]["id"].as_str().unwrap(),
                    one["asset"].as_str().unwrap(),
                    one["text"].as_str().unwrap()
                )
            })
            .collect()
    };
    assert_eq!(
        reasons("raw"),
        [
            "late: ecom.raw_orders: its newest data was from 31 August 2019, 14:59 (limit: 24 hours)",
            "warning: ecom.raw_stores: its newest data was from 12 September 2021, 00:00 (limit: 30 days)",
            "unknown: ecom.raw_supplies: its freshness was not checked, or the check failed",
        ]
    );
    let stg =
        "stg_customers: 2 of 2 tests fail: customer_id is empty (1 row); customer_id is not unique (2 rows)";
    let late = "at-risk: : It builds on ecom.raw_orders (Raw): its newest data was from 31 August 2019, 14:59 (limit: 24 hours)";
    let warns = "warning: : It builds on ecom.raw_stores (Raw): its newest data was from 12 September 2021, 00:00 (limit: 30 days)";
    let unseen = "unknown: : It builds on ecom.raw_supplies (Raw), whose status is unknown: its freshness was not checked, or the check failed";
    assert_eq!(
        reasons("staging"),
        [format!("failing: {stg}"), late.to_owned(), warns.to_owned(), unseen.to_owned()]
    );
    // dbt skipped the tests of customers in its own results; the later events tell them as failures, and leave
    // out what was found. Nothing says that they did not run.
    let marts = [
        "failing: bad_model: its last run failed: Binder Error: Referenced column \"no_such_column\" not found in FROM clause!",
        "failing: customers: 3 of 4 tests fail: customer_type has values that are not allowed; customer_id is empty; customer_id is not unique",
        "failing: customers: a data check failed: “expression is true”",
        "at-risk: customers: it was skipped, because something before it failed",
        &format!("at-risk: : It builds on {}", stg.replacen("stg_customers", "stg_customers (Staging)", 1)),
        late,
        "warning: orders.v2: 1 of 7 tests warns: “assert positive totals” (75286 rows)",
        warns,
    ];
    assert_eq!(reasons("marts"), marts);
    assert_eq!(
        reasons("uses")[0],
        "at-risk: churn_model: it was skipped, because something before it failed"
    );
    // Its events alone tell of the same failures, but not of what was skipped.
    let alone = format!(
        "title: Jaffle\ndbt: ['{}']\nopenlineage: ['{}']\n",
        dbt.join("manifest.json").display(),
        events.display()
    );
    let manifest = fs::read(dbt.join("manifest.json")).unwrap();
    catalog.write("dbt/manifest.json", &String::from_utf8(manifest).unwrap());
    catalog.write("glassbox.yml", &alone.replace(&dbt.join("manifest.json").display().to_string(), "dbt"));
    assert!(
        reasons("staging").contains(
            &"failing: stg_customers: 2 of 2 tests fail: customer_id is empty (1 row); customer_id is not unique (2 rows)"
                .to_owned()
        ),
        "{:?}",
        reasons("staging")
    );
    assert!(
        reasons("marts").contains(&"failing: bad_model: its last run failed".to_owned()),
        "{:?}",
        reasons("marts")
    );
}
