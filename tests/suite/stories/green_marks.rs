//! What is green although something is broken, or not green although it was checked: jobs without dbt, retired products.

use super::table_changes::{run, table};
use super::*;

/// Returns the products of a catalog as JSON, by id.
fn products(
    name: &str,
    files: &[(&str, &str)],
    events: &[Value],
) -> std::collections::BTreeMap<String, Value> {
    let events: Vec<String> = events.iter().map(Value::to_string).collect();
    let catalog = Scratch::new(name).with(&[
        ("glassbox.yml", "title: Trains\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: ops, name: Operations}]\n"),
        ("ol/e.ndjson", &events.join("\n")),
    ]);
    let catalog = catalog.with(files);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let record = |path: &str| {
        let id = path.trim_start_matches("products/").trim_end_matches(".yml").to_owned();
        let json = fs::read_to_string(out.join(format!("products/{id}.json"))).unwrap();
        (id, serde_json::from_str(&json).unwrap())
    };
    files.iter().filter(|(path, _)| path.starts_with("products/")).map(|(path, _)| record(path)).collect()
}

const BOARD: &str = "id: board\nname: Board\nowner: ops\nassets: [{id: s, job: cron/board, table: db.p.board}]\n\
                     output_ports: [{id: b, name: Board, asset: s, type: dashboard}]\nslas: [{property: freshness, target: 6h}]\n";

/// The load of a table fails, and the job of a board that shows it, but does not list what it reads, succeeds.
fn failing_table(reads: &[&str]) -> [Value; 2] {
    [
        run(1, "cron/x", "FAIL", &[], vec![table("db.p.x", &[])]),
        run(9, "cron/board", "COMPLETE", reads, vec![table("db.p.board", &[])]),
    ]
}

#[test]
fn a_product_named_as_a_consumer_is_at_risk_unless_it_is_seen_to_read_something_else() {
    let x = "id: x\nname: Table x\nowner: ops\nassets: [{id: j, job: cron/x, table: db.p.x}]\n\
             output_ports: [{id: o, name: X, asset: j, type: table}]\nconsumers: [{product: board, use: departures, stage: application}]\n";
    let other = "id: y\nname: Table y\nowner: ops\noutput_ports: [{id: o, name: Y, dataset: db.p.y}]\n";
    let files = [("products/x.yml", x), ("products/board.yml", BOARD), ("products/y.yml", other)];
    let unlisted = products("consumer-unlisted", &files, &failing_table(&[]));
    assert_eq!(unlisted["board"]["status"]["id"], "at-risk", "nothing shows what it reads: {unlisted:?}");
    let listed = products("consumer-listed", &files, &failing_table(&["db.p.y"]));
    assert_eq!(listed["board"]["status"]["id"], "holding", "{listed:?}");
}

#[test]
fn a_retired_input_that_fails_puts_the_product_that_declares_it_at_risk() {
    let x = "id: x\nname: Table x\nowner: ops\nlifecycle: retired\nassets: [{id: j, job: cron/x, table: db.p.x}]\n";
    let board = format!("{BOARD}input_ports: [{{product: x}}]\n");
    let files = [("products/x.yml", x), ("products/board.yml", &board)];
    let products = products("retired-input", &files, &failing_table(&[]));
    assert_eq!(products["board"]["status"]["id"], "at-risk", "{products:?}");
}

#[test]
fn a_table_with_a_check_is_healthy_though_nothing_checks_the_job_that_writes_it() {
    let crm = "id: crm\nname: CRM\nowner: ops\nassets: [{id: l, job: cron/crm}]\n\
               output_ports: [{id: a, name: Accounts, dataset: db.p.accounts}]\n";
    let mut checked = table("db.p.accounts", &[]);
    checked["inputFacets"] =
        json!({"dataQualityAssertions": {"assertions": [{"assertion": "row_count > 0", "success": true}]}});
    let load = run(1, "cron/crm", "COMPLETE", &[], vec![table("db.p.accounts", &[])]);
    let mut scan = run(9, "soda/scan", "COMPLETE", &[], vec![]);
    scan["inputs"] = json!([checked]);
    let files = [("products/crm.yml", crm)];
    let with = products("checked-table", &files, &[load.clone(), scan]);
    let statuses = |products: &std::collections::BTreeMap<String, Value>| {
        [&products["crm"]["status"]["id"], &products["crm"]["ports"][0]["status"]["id"]].map(Value::to_string)
    };
    assert_eq!(statuses(&with), ["\"holding\"", "\"holding\""], "{with:?}");
    let without = products("unchecked-table", &files, &[load]);
    assert_eq!(statuses(&without), ["\"unchecked\"", "\"unchecked\""], "{without:?}");
}

#[test]
fn the_due_date_of_delivered_work_is_not_its_day() {
    let catalog = Scratch::new("delivered-undated").with(&[
        ("glassbox.yml", "title: Trains\n"),
        ("products/x.yml", "id: x\nname: Table x\n"),
        (
            "roadmap/ask.yml",
            "id: ask\ntitle: An ask\nask: An ask?\ndelivers: [{product: x, target: 2026-Q3, status: delivered}]\n",
        ),
    ]);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let page = fs::read_to_string(out.join("initiatives/ask/index.html")).unwrap();
    assert!(page.contains("Delivered") && !page.contains("30 September 2026"), "{page}");
}

/// Nobody looked, so nothing is known: that is no merit, and no fault of the product.
#[test]
fn a_rule_that_is_switched_off_is_not_said_to_be_kept() {
    for (rules, asked) in [("", 2), ("rules: {ownerless: off}\n", 1)] {
        let catalog = Scratch::new("green-rule-off").with(&[
            ("glassbox.yml", &format!("title: Trains\n{rules}")),
            ("teams.yml", "teams: [{id: ops, name: Operations}]\n"),
            (
                "standards.yml",
                "standards: [{id: ours, checks: [{check: keeps, rule: ownerless}, description]}]\n",
            ),
            ("products/board.yml", BOARD),
        ]);
        page(&catalog, "index.html");
        let record = fs::read_to_string(catalog.path().join("site/products/board.json")).unwrap();
        let record: Value = serde_json::from_str(&record).unwrap();
        assert_eq!(record["standards"][0]["score"]["whole"], asked, "{rules}: {record}");
    }
}
