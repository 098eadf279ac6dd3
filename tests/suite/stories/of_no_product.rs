//! Failures of tables that no product claims, and jobs of no product that read what fails.

use super::*;

/// Returns a catalog of one product, `Orders`, made of the model `orders`, which the team Ops uses in its operations.
/// The model reads the table `shop.raw`, which no product claims.
fn story(name: &str, failing: (&str, &'static str)) -> Scratch {
    let raw = node("source", "shop", "raw", &[]);
    let staged = node("model", "staging", "staged", &["source.p.shop.raw"]);
    let apart = node("model", "staging", "apart", &["source.p.shop.raw"]);
    let orders = node("model", "marts", "orders", &["model.p.staged"]);
    let checked = [test("not_null", &raw.0), test("unique", &orders.0)];
    let rows = [&staged.0, &apart.0, &orders.0, &checked[0].0, &checked[1].0].map(|id| {
        let is_test = id.starts_with("test.");
        let well = if is_test { "pass" } else { "success" };
        (id.clone(), if id.starts_with(failing.0) { failing.1 } else { well })
    });
    let nodes = [vec![raw.clone(), staged.clone(), apart.clone(), orders.clone()], checked.to_vec()].concat();
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Of no product\ndbt: [{path: target}]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}, {id: ops, name: Ops}]\n"),
        (
            "products/orders.yml",
            "id: orders\nname: Orders\nowner: data\nassets: [{dbt: orders}]\noutput_ports: [{id: o, dbt: orders}]\n\
             consumers: [{team: ops, use: dispatch, stage: operational}]\n",
        ),
        ("target/manifest.json", &manifest(nodes)),
        ("target/run_results.json", &results(rows.to_vec())),
    ])
}

#[test]
fn a_failed_test_of_an_unclaimed_table_is_listed_with_who_relies_on_it() {
    let catalog = story("unclaimed-test", ("test.p.not_null", "fail"));
    let said = "1 broken table belongs to no product and needs a fix today. Ops relies on it (dispatch).";
    let quality = page(&catalog, "quality/index.html");
    assert!(quality.contains(said), "{quality}");
    assert!(quality.contains("Broken tables in no product 1"), "{quality}");
    assert!(
        quality.contains("shop.raw Failing Fix today. Its test fails: id is empty in 1 row"),
        "{quality}"
    );
    assert!(quality.contains("Who is affected: Orders (at risk) ; Ops (dispatch)"), "{quality}");
    assert!(!quality.contains("Nothing is broken") && !quality.contains("No failed run"), "{quality}");
    let home = page(&catalog, "index.html");
    assert!(home.contains("1 broken table belongs to no product"), "{home}");
    let coverage = page(&catalog, "coverage/index.html");
    assert!(coverage.contains("shop.raw Failing") && !coverage.contains("staged Failing"), "{coverage}");
    let unclaimed = fs::read_to_string(catalog.path().join("site/api/unclaimed.json")).unwrap();
    let unclaimed: Value = serde_json::from_str(&unclaimed).unwrap();
    let items = unclaimed["items"].as_array().unwrap();
    let status = |id: &str| items.iter().find(|item| item["unique_id"] == id).unwrap()["status"].clone();
    assert_eq!(status("source.p.shop.raw"), "failing");
    assert_eq!(status("model.p.apart"), Value::Null);
}

#[test]
fn an_unclaimed_model_that_failed_is_named_by_the_command_line_too() {
    let catalog = story("unclaimed-model", ("model.p.staged", "error"));
    let results = catalog.path().join("target/run_results.json");
    let said = glassbox(catalog.path(), &["impact", "--run-results", results.to_str().unwrap()]);
    let first = said.stdout.lines().next().unwrap();
    assert_eq!(
        first,
        "1 broken table belongs to no product and needs a fix today. Ops relies on it (dispatch)."
    );
}

#[test]
fn an_unclaimed_table_on_which_nothing_builds_can_wait() {
    let catalog = story("unclaimed-apart", ("model.p.apart", "error"));
    let quality = page(&catalog, "quality/index.html");
    assert!(
        quality.contains("1 broken table belongs to no product; no product is known to be broken."),
        "{quality}"
    );
    assert!(!quality.contains("Fix today"), "{quality}");
    let well = story("unclaimed-well", ("nothing", "fail"));
    let quality = page(&well, "quality/index.html");
    assert!(!quality.contains("in no product") && quality.contains("No failed run"), "{quality}");
}

/// Returns an event of a successful job with its inputs and outputs.
fn event(job: &str, end: &str, reads: &[(&str, &str)], writes: &[(&str, &str)]) -> String {
    let (namespace, name) = job.split_once('/').unwrap();
    let datasets = |all: &[(&str, &str)]| -> Vec<Value> {
        all.iter().map(|(namespace, name)| json!({"namespace": namespace, "name": name})).collect()
    };
    json!({"eventType": end, "eventTime": "2026-11-21T02:30:00Z", "producer": "https://x",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json",
        "run": {"runId": format!("00000000-0000-4000-8000-{:012}", job.len()), "facets": {}},
        "job": {"namespace": namespace, "name": name, "facets": {}},
        "inputs": datasets(reads), "outputs": datasets(writes)})
    .to_string()
}

#[test]
fn a_job_of_no_product_that_carries_a_table_elsewhere_makes_its_failure_urgent() {
    let table = [("snowflake://acc", "db.marts.orders")];
    for (writes, urgent) in [(("mail://eu", "users"), true), (("snowflake://acc", "db.tmp.users"), false)] {
        let product = "id: orders\nname: Orders\nowner: data\nassets: [{dbt: orders}]\noutput_ports: [{id: o, dbt: orders}]\n";
        let catalog = story("unclaimed-reader", ("test.p.unique", "fail")).with(&[
            ("products/orders.yml", product),
            ("glassbox.yml", "title: Of no product\ndbt: [{path: target}]\nopenlineage: [ol]\n"),
            ("ol/e.ndjson", &event("hightouch/mails", "COMPLETE", &table, &[writes])),
        ]);
        let quality = page(&catalog, "quality/index.html");
        assert_eq!(quality.contains("Fix today"), urgent, "{quality}");
        assert!(!quality.contains("nobody is known to rely on it"), "{quality}");
        if urgent {
            assert!(quality.contains("The job hightouch/mails (of no product) reads it."), "{quality}");
            assert!(quality.contains("Who is affected the job hightouch/mails (of no product)"), "{quality}");
        }
        let said = glassbox(catalog.path(), &["impact", "orders"]).stdout;
        assert!(said.contains("1 job of no product that reads it\n  hightouch/mails\n"), "{said}");
        let coverage = page(&catalog, "coverage/index.html");
        assert!(coverage.contains("reads snowflake://acc/db.marts.orders"), "{coverage}");
        let unclaimed = fs::read_to_string(catalog.path().join("site/api/unclaimed.json")).unwrap();
        let unclaimed: Value = serde_json::from_str(&unclaimed).unwrap();
        assert_eq!(unclaimed["jobs"][0]["reads"], json!(["snowflake://acc/db.marts.orders"]));
    }
}

#[test]
fn a_failed_guard_of_unclaimed_tables_reaches_those_who_read_them() {
    let guard = "id: scans\nname: Scans\nowner: data\nassets: [{id: s, name: Scan, job: soda/scan, guards: 'source:shop'}]\n";
    let catalog = story("unclaimed-guarded", ("nothing", "fail")).with(&[
        ("products/scans.yml", guard),
        ("glassbox.yml", "title: Of no product\ndbt: [{path: target}]\nopenlineage: [ol]\n"),
        ("ol/e.ndjson", &event("soda/scan", "FAIL", &[], &[])),
    ]);
    let quality = page(&catalog, "quality/index.html");
    assert!(
        quality.contains("1 failure in 1 product needs a fix today. Ops relies on it (dispatch)."),
        "{quality}"
    );
    assert!(!quality.contains("belongs to no product"), "{quality}");
    let scans = page(&catalog, "products/scans/index.html");
    assert!(scans.contains("Check before you use it: Scan found a problem."), "{scans}");
    assert!(!scans.contains("Not updated"), "{scans}");
}

#[test]
fn a_job_of_no_product_that_writes_a_table_of_one_is_unclaimed() {
    let table = [("snowflake://acc", "db.shop.raw")];
    let source = "id: raw\nname: Raw\nowner: data\nassets: [{dbt: 'source:shop'}]\n";
    for end in ["COMPLETE", "FAIL"] {
        let catalog = story("unclaimed-writer", ("nothing", "fail")).with(&[
            ("products/raw.yml", source),
            ("glassbox.yml", "title: Of no product\ndbt: [{path: target}]\nopenlineage: [ol]\n"),
            ("ol/e.ndjson", &event("spark/orders", end, &[], &table)),
        ]);
        let coverage = page(&catalog, "coverage/index.html");
        assert!(coverage.contains("spark/orders"), "{coverage}");
        let unclaimed = fs::read_to_string(catalog.path().join("site/api/unclaimed.json")).unwrap();
        let unclaimed: Value = serde_json::from_str(&unclaimed).unwrap();
        assert_eq!(unclaimed["jobs"][0]["job"], "spark/orders");
        let listed =
            ["items", "jobs", "datasets", "systems"].map(|key| unclaimed[key].as_array().unwrap().len());
        assert_eq!(unclaimed["count"], listed.iter().sum::<usize>(), "{unclaimed}");
        assert_eq!(listed[1], 1);
        // Its failure is that of the product, and counted once.
        let quality = page(&catalog, "quality/index.html");
        assert!(!quality.contains("belongs to no product"), "{quality}");
    }
    // With an owner, it is claimed.
    let owned = story("unclaimed-owned", ("nothing", "fail")).with(&[
        ("glassbox.yml", "title: Of no product\ndbt: [{path: target}]\nopenlineage: [ol]\n"),
        ("products/jobs.yml", "id: jobs\nname: Jobs\nowner: data\nassets: [{id: j, job: spark/orders}]\n"),
        ("ol/e.ndjson", &event("spark/orders", "COMPLETE", &[], &table)),
    ]);
    assert!(!page(&owned, "coverage/index.html").contains("spark/orders"));
}

#[test]
fn a_problem_that_can_wait_says_how_much_failed() {
    let catalog = story("unclaimed-waits", ("test.p.unique", "fail"));
    let own = fs::read_to_string(catalog.path().join("products/orders.yml")).unwrap();
    let (own, _) = own.split_once("consumers:").unwrap();
    catalog.write("products/orders.yml", own);
    let quality = page(&catalog, "quality/index.html");
    let (_, waits) = quality.split_once("Can wait 1").unwrap();
    assert!(quality.contains("1 failure in 1 product can wait"), "{quality}");
    assert!(waits.contains("Orders Failing orders: its test fails"), "{quality}");
}
