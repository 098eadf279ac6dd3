//! What dbt's runs, tests and source freshness show about the shop.

use super::*;

#[test]
fn after_a_night_without_failures_tested_products_are_healthy() {
    let shop = Shop::new("good", &[]);
    for product in ["raw", "orders", "board"] {
        assert_eq!(shop.says(product), "holding", "{product}");
    }
    assert_eq!(shop.says("study"), "unchecked", "it ran, and nothing tests it");
    assert_eq!(shop.says("advice"), "nothing", "a product without assets has no status");
    let page = fs::read_to_string(shop.catalog.path().join("site/quality/index.html")).unwrap();
    assert!(page.contains("Nothing is known to be broken; 1 product ran, but nothing tests it."));
}

#[test]
fn a_failing_test_gives_its_reason_and_puts_downstream_at_risk() {
    let odd = [(TESTS[0], "fail", Some(312))];
    let shop = Shop::new("failing-test", &[("target/run_results.json", &run("build", MORNING, &odd))]);
    assert_eq!(
        shop.says("orders"),
        "failing: stg_orders: 1 of 2 tests fails: order_id is not unique (312 values repeat)"
    );
    assert_eq!(
        shop.says("board"),
        "at-risk: Upstream problem in stg_orders (Orders): 1 of 2 tests fails: order_id is not unique (312 values repeat)"
    );
    assert_eq!(shop.says("raw"), "holding");
}

#[test]
fn a_failed_model_gives_its_error_in_one_line() {
    let odd = [(MODELS[1], "error", None)];
    let shop = Shop::new("error", &[("target/run_results.json", &run("run", MORNING, &odd))]);
    assert_eq!(shop.says("orders"), "failing: orders: its last run failed: no such column: amout");
}

#[test]
fn skipped_models_and_tests_do_not_count_as_passed() {
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
            "skipped because something upstream failed",
            "Its promise is broken (available 99%): 0% since 21 November 2026, 03:00, over 1 skipped run",
            "its test did not run",
        ]
    );
}

#[test]
fn a_test_warning_carries_over_to_dashboards_that_show_the_table() {
    let odd = [(TESTS[2], "warn", Some(1))];
    let shop = Shop::new("warning", &[("target/run_results.json", &run("build", MORNING, &odd))]);
    assert_eq!(shop.says("orders"), "warning: orders: its test warns: amount is empty in 1 row");
    assert_eq!(
        shop.says("board"),
        "warning: Upstream problem in orders (Orders): its test warns: amount is empty in 1 row",
        "a dashboard has the status of the table it shows"
    );
    assert_eq!(shop.says("study"), "unchecked", "products that do not read the table are not affected");
}

#[test]
fn results_of_docs_generate_and_compile_are_not_runs() {
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
fn the_newest_row_of_each_node_counts_across_files() {
    let night =
        run("build", "2026-11-20T23:00:00Z", &[(TESTS[0], "fail", Some(3)), (MODELS[2], "error", None)]);
    // Only the tests were repeated in the morning: their findings count, and the models of the night.
    let mut again: Value = serde_json::from_str(&run("test", MORNING, &[])).unwrap();
    again["results"].as_array_mut().unwrap().retain(|row| row["status"] == "pass");
    let shop = Shop::new(
        "newest",
        &[("target/run_results.json", &again.to_string()), ("target/run_results_night.json", &night)],
    );
    assert_eq!(shop.says("orders"), "holding");
    assert_eq!(shop.says("study"), "failing: study: its last run failed: no such column: amout");
}

/// A test that passed later says nothing about when another one was seen to fail, or in which file.
#[test]
fn a_failing_test_has_the_time_of_its_own_result() {
    let mut again: Value = serde_json::from_str(&run("test", "2026-11-21T03:00:00Z", &[])).unwrap();
    again["results"].as_array_mut().unwrap().retain(|row| row["unique_id"] == TESTS[1]);
    for (name, odd) in [("fail", "fail"), ("warn", "warn"), ("skip", "skipped")] {
        let night = run("build", MORNING, &[(TESTS[0], odd, Some(3))]);
        let files = [
            ("target/run_results.json", night.as_str()),
            ("target/run_results_again.json", &again.to_string()),
        ];
        let shop = Shop::new(&format!("own-time-{name}"), &files);
        let reasons = shop.product("orders")["standing"]["reasons"].clone();
        let reason = reasons[0].to_string();
        assert!(reason.contains("stg_orders"), "{reasons}");
        assert!(reason.contains("03:00") && !reason.contains("04:00"), "in Berlin: {reason}");
        assert!(!reason.contains("again"), "{reason}");
    }
}

#[test]
fn run_results_are_also_read_from_other_folders_in_the_settings() {
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
fn a_source_without_a_freshness_result_is_unknown() {
    let empty = json!({"metadata": {"generated_at": MORNING}, "results": []}).to_string();
    let shop = Shop::new("shop-2", &[("target/sources.json", &empty)]);
    assert_eq!(shop.says("raw"), "unknown: raw.orders: no result of its freshness check was found");
    let crashed = json!({"metadata": {"generated_at": MORNING}, "results": [{"unique_id": "source.shop.raw.orders", "error": "x", "status": "runtime error"}]});
    let shop = Shop::new("shop-2-crash", &[("target/sources.json", &crashed.to_string())]);
    assert_eq!(shop.says("raw"), "unknown: raw.orders: its freshness check failed: x");
}

#[test]
fn a_source_without_freshness_limits_is_unchecked() {
    let mut without = manifest();
    without["sources"]["source.shop.raw.orders"]["freshness"] = json!({"warn_after": {"count": null, "period": null}, "error_after": {"count": null, "period": null}});
    let empty = json!({"metadata": {"generated_at": MORNING}, "results": []}).to_string();
    let shop = Shop::new(
        "shop-3",
        &[("target/manifest.json", &without.to_string()), ("target/sources.json", &empty)],
    );
    assert_eq!(shop.says("raw"), "unchecked", "it was loaded, and nothing checks its freshness");
}

#[test]
fn capitalised_statuses_of_dbt_fusion_are_understood() {
    let late = freshness("Error", "2026-11-20T08:15:00.123456789Z", "2026-11-21T01:50:00.123456789Z");
    let shop = Shop::new("fusion", &[("target/sources.json", &late)]);
    assert_eq!(
        shop.says("raw"),
        "late: raw.orders: its newest data was from 20 November 2026, 09:15 (limit: 12 hours)"
    );
    assert_eq!(
        shop.says("board"),
        "at-risk: Upstream problem in raw.orders (Raw): its newest data was from 20 November 2026, 09:15 (limit: 12 hours)"
    );
    let reused = run("build", MORNING, &[(MODELS[1], "Reused", None), (TESTS[2], "Fail", Some(2))]);
    let shop = Shop::new("fusion-run", &[("target/run_results.json", &reused)]);
    assert_eq!(shop.says("orders"), "failing: orders: its test fails: amount is empty in 2 rows");
}
