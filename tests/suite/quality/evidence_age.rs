//! Evidence that is old, broken, from the future, or missing; and columns that only the warehouse knows.

use super::*;

#[test]
fn columns_come_from_the_warehouse_if_not_described() {
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
        "names keep the case of the warehouse"
    );
    // The other models are not in the catalog, as models that were never built are not.
    assert_eq!(shop.says("study"), "unchecked");
}

#[test]
fn old_evidence_makes_a_product_late_and_then_expires() {
    let shop = Shop::new("old", &[]);
    let later = |now: &str| status_and_reason(&shop.product_at("orders", now));
    assert_eq!(
        later("2026-11-23T01:00:00Z"),
        "late: orders: its data is 48 hours old instead of at most 24 hours: from 21 November 2026, 01:30, 24 hours late, delayed by raw.orders"
    );
    let port = shop.product_at("orders", "2026-11-23T01:00:00Z")["ports"][0]["status"]["id"].clone();
    assert_eq!(port, "late", "the promise is made for the port");
    let silent = shop.product_at("orders", "2026-11-23T04:00:00Z");
    assert_eq!(
        status_and_reason(&silent),
        "warning: Its promise is broken (updated every day): nothing arrived on time after 21 November 2026, 03:00: \
         it was due by 22 November 2026, 04:00, with an hour of grace; 25 hours late",
        "a missed update stays missed"
    );
    let reasons = silent["standing"]["reasons"].to_string();
    assert!(
        reasons.contains("its last known run was on 21 November 2026, 03:00, too long ago to say"),
        "{reasons}"
    );
    let config = format!("{CONFIG}evidence: {{expires: 1 week}}\n");
    let shop = Shop::new("old-config", &[("glassbox.yml", &config)]);
    assert_eq!(status_and_reason(&shop.product_at("study", "2026-11-23T04:00:00Z")), "unchecked");
}

#[test]
fn unreadable_evidence_leaves_the_status_unknown() {
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
    assert!(warnings.contains("warning[bad-evidence]: `target/run_results.json` is cut off"), "{warnings}");
    assert!(
        warnings.contains(
            "warning[bad-evidence]: `target/sources.json` is not source freshness: it has no `results`"
        ),
        "{warnings}"
    );
    assert!(
        warnings.contains("warning[bad-evidence]: an event of `events/loads.ndjson` is cut off"),
        "{warnings}"
    );
}

#[test]
fn evidence_dated_in_the_future_is_ignored_with_a_warning() {
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
fn without_evidence_there_are_no_statuses_and_no_quality_page() {
    let shop = Shop::new("none", &[]);
    for file in ["target/run_results.json", "target/sources.json", "events/loads.ndjson"] {
        fs::remove_file(shop.catalog.path().join(file)).unwrap();
    }
    assert_eq!(shop.says("orders"), "nothing");
    assert!(!shop.catalog.path().join("site/quality").exists());
}
