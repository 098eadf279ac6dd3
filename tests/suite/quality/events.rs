//! What the events of jobs show about the shop.

use super::*;

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
fn events_are_grouped_by_run_and_may_be_repeated_or_late() {
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
        "during a run the previous run counts"
    );
    let stopped =
        [event("START", "2026-11-21T00:20:00Z", "a"), event("ABORT", "2026-11-21T00:31:00Z", "a")].join("\n");
    assert_eq!(
        Shop::new("abort", &[("events/loads.ndjson", &stopped)]).says("raw"),
        "failing: raw.orders: its last load failed: it was stopped"
    );
}

#[test]
fn dbt_events_can_replace_run_results() {
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
    let failed = "2 of 2 tests fail: order_id is empty; order_id is not unique (3 values repeat)";
    assert!(reasons.contains(&failed), "a missing count does not undo a failure: {reasons:?}");
    let skipped = events.replace("\"FAIL\"", "\"ABORT\"");
    let shop = Shop::new(
        "dbt-events-skipped",
        &[("events/dbt.ndjson", &skipped), ("target/run_results.json", &nothing)],
    );
    let said = shop.says("orders");
    assert!(said.starts_with("at-risk: orders: skipped because"), "{said}");
}
