//! Runs of a job, of other jobs that write its table, and of the jobs that check it: none vouches for another.

use super::table_changes::{run, table};
use super::without_dbt::{SHARED, model_with_a_second_writer};
use super::*;

/// Returns a catalog in which one asset is a job and its table; its product promises data of this age.
fn stock(name: &str, events: &[Value]) -> Scratch {
    let lines: Vec<String> = events.iter().map(Value::to_string).collect();
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Stock\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("products/stock.yml", "id: stock\nname: Stock\nowner: data\nassets: [{id: j, job: spark/stock, table: wh.raw.stock}]\noutput_ports: [{id: o, asset: j, type: table}]\nslas: [{property: freshness, target: 6h}]\n"),
        ("ol/e.ndjson", &lines.join("\n")),
    ])
}

fn written(at: u32, job: &str, state: &str) -> Value {
    run(at, job, state, &[], vec![table("wh.raw.stock", &[])])
}

/// Returns a run that read the table, and what it says of the check `unique` if it made it.
fn checked(at: u32, job: &str, state: &str, passes: Option<bool>) -> Value {
    let mut event = run(at, job, state, &["wh.raw.stock"], vec![]);
    if let Some(passes) = passes {
        event["inputs"][0]["inputFacets"]["dataQualityAssertions"]["assertions"] =
            json!([{"assertion": "unique", "success": passes}]);
    }
    event
}

fn stock_page(name: &str, events: &[Value]) -> String {
    text_of(&page(&stock(name, events), "products/stock/index.html"))
}

#[test]
fn another_job_that_writes_the_table_does_not_repeat_a_failed_run() {
    let mut yesterday = written(1, "spark/stock", "COMPLETE");
    yesterday["eventTime"] = json!("2026-11-20T02:01:00Z");
    let failed = written(5, "spark/stock", "FAIL");
    let touched = written(15, "adhoc/touch", "COMPLETE");
    let said = stock_page("writers-failed", &[yesterday.clone(), failed.clone(), touched.clone()]);
    assert!(said.contains("Failing") && !said.contains("Kept"), "{said}");
    // The same job clears its failure; another writer shows how old the data of a job without a failure is.
    let repeated = written(20, "spark/stock", "COMPLETE");
    let said = stock_page("writers-repeated", &[yesterday.clone(), failed, touched.clone(), repeated]);
    assert!(!said.contains("Failing") && said.contains("Kept"), "{said}");
    let said = stock_page("writers-well", &[yesterday, touched]);
    assert!(!said.contains("Failing") && said.contains("Kept"), "{said}");
}

#[test]
fn a_check_whose_newest_run_crashed_says_nothing() {
    let load = written(1, "spark/stock", "COMPLETE");
    let passed = checked(10, "soda/scan", "COMPLETE", Some(true));
    let well = stock_page("checks-well", &[load.clone(), passed.clone()]);
    assert!(well.contains("Healthy") && well.contains("check passed"), "{well}");
    let crashed = checked(20, "soda/scan", "FAIL", None);
    let said = stock_page("checks-crashed", &[load.clone(), passed.clone(), crashed]);
    assert!(said.contains("Unknown") && !said.contains("check passed"), "{said}");
    let other = run(20, "soda/scan", "FAIL", &["wh.raw.zones"], vec![]);
    let said = stock_page("checks-of-another-table", &[load, passed, other]);
    assert!(said.contains("Healthy"), "a scan of another table: {said}");
}

#[test]
fn the_checks_of_two_tools_are_two_checks() {
    let load = written(1, "spark/stock", "COMPLETE");
    let failed = checked(10, "soda/scan", "COMPLETE", Some(false));
    let said = stock_page(
        "checks-of-two",
        &[load.clone(), failed.clone(), checked(20, "gx/other", "COMPLETE", Some(true))],
    );
    assert!(said.contains("Failing"), "{said}");
    let said = stock_page("checks-of-one", &[load, failed, checked(20, "soda/scan", "COMPLETE", Some(true))]);
    assert!(!said.contains("Failing"), "{said}");
}

#[test]
fn a_check_from_before_a_table_was_dropped_does_not_pass() {
    let mut gone = table("wh.raw.stock", &[]);
    gone["facets"]["lifecycleStateChange"] = json!({"lifecycleStateChange": "DROP"});
    let dropped = run(20, "ops/clean", "COMPLETE", &[], vec![gone]);
    let events =
        [written(1, "spark/stock", "COMPLETE"), checked(10, "soda/scan", "COMPLETE", Some(true)), dropped];
    let catalog = stock("checks-of-a-lost-table", &events);
    let said = text_of(&page(&catalog, "products/stock/index.html"));
    assert!(
        said.contains("Failing") && !said.contains("passing") && !said.contains("check passed"),
        "{said}"
    );
    let record = fs::read_to_string(catalog.path().join("site/products/stock.json")).unwrap();
    let record: Value = serde_json::from_str(&record).unwrap();
    assert_eq!(record["standing"]["checks"]["passed"], json!(0), "{record}");
}

#[test]
fn checks_that_a_failed_run_reported_itself_count_without_its_start() {
    let load = written(1, "spark/stock", "COMPLETE");
    let mut running = checked(10, "soda/scan", "RUNNING", Some(true));
    let failed = checked(12, "soda/scan", "FAIL", None);
    running["run"] = failed["run"].clone();
    let said = stock_page("checks-of-a-failed-run", &[load, running, failed]);
    assert!(said.contains("check passed"), "{said}");
}

/// A job that masks the table changes what others write, so the finding is about the other job.
#[test]
fn the_second_writer_is_pointed_at_and_not_the_guard_beside_it() {
    let wrote = |job: &str| event_of(job).to_string();
    let asset =
        "{id: a-mask, kind: job, job: spark/mask, guards: [orders]}, {id: fill, kind: job, job: spark/fill}";
    let catalog = model_with_a_second_writer("writers-beside-a-guard", None, asset);
    catalog.write("ol/e.ndjson", &[wrote("spark/mask"), wrote("spark/fill")].join("\n"));
    let said = glassbox(catalog.path(), &SHARED).stdout;
    let line = fs::read_to_string(catalog.path().join("products/rates.yml")).unwrap();
    let column = line.lines().nth(2).unwrap().find("fill").unwrap() + 1;
    assert!(said.contains(&format!("products/rates.yml:3:{column}: warning[two-writers]")), "{said}");
}

fn event_of(job: &str) -> Value {
    run(u32::try_from(job.len()).unwrap(), job, "COMPLETE", &[], vec![table("db.mart.orders", &[])])
}

/// What was checked is not what is there now. The status stays, as taking evidence of a load away must not make it better.
#[test]
fn a_check_of_what_was_there_before_the_last_load_says_so() {
    for (name, at, said) in [
        ("checks-before", 1, "its check passed (before the last load)"),
        ("checks-after", 25, "its check passed"),
    ] {
        let passed = checked(at, "soda/scan", "COMPLETE", Some(true));
        let catalog = stock(name, &[passed, written(20, "spark/stock", "COMPLETE")]);
        let product = page(&catalog, "products/stock/index.html");
        assert!(product.contains(said), "{product}");
        let detail = page(&catalog, "products/stock/detail/index.html");
        for text in [&product, &detail] {
            assert_eq!(text.contains("before the last load)"), at == 1, "{text}");
        }
    }
}

#[test]
fn a_check_of_a_renamed_job_replaces_what_it_found_under_its_former_name() {
    for (name, before, after) in [("renamed-mended", false, true), ("renamed-broken", true, false)] {
        let events = [
            written(1, "spark/stock", "COMPLETE"),
            checked(10, "soda/scan", "COMPLETE", Some(before)),
            checked(25, "soda/nightly", "COMPLETE", Some(after)),
        ];
        for (formerly, is_failing) in [("", true), (", formerly: [soda/scan]", !after)] {
            let catalog = stock(name, &events);
            let scan = format!("assets: [{{id: scan, kind: job, job: soda/nightly{formerly}}}]");
            catalog.write("products/scans.yml", &format!("id: scans\nname: Scans\nowner: data\n{scan}\n"));
            let said = page(&catalog, "products/stock/index.html");
            assert_eq!(said.contains("Failing"), is_failing, "{name}{formerly}: {said}");
        }
    }
}
