//! What evidence is about: tables by all their names, runs that built another table, jobs by their former
//! names, tests over several tables. One case for each kind, in addition to the laws.

use crate::support::{Scratch, glassbox};
use serde_json::{Value, json};
use std::fs;

const NOW: &str = "2026-11-21T08:00:00Z";

const PRODUCTS: &[(&str, &str)] = &[
    ("products/orders.yml", "{id: orders, name: Orders, assets: [{dbt: orders}]}\n"),
    ("products/customers.yml", "{id: customers, name: Customers, assets: [{dbt: customers}]}\n"),
    ("products/sync.yml", "{id: sync, name: Sync, assets: [{id: sync, kind: sync, job: ns/sync}]}\n"),
    (
        "products/feed.yml",
        "{id: feed, name: Feed, assets: [{id: feed, kind: replication, table: WH.raw.feed}]}\n",
    ),
];

fn manifest() -> String {
    let model = |name: &str| {
        json!({"name": name, "resource_type": "model", "package_name": "shop", "fqn": ["shop", name],
            "original_file_path": format!("models/{name}.sql"), "config": {"materialized": "table"},
            "relation_name": format!("\"wh\".\"main\".\"{name}\"")})
    };
    json!({"metadata": {"project_name": "shop"},
        "nodes": {
            "model.shop.orders": model("orders"),
            "model.shop.customers": model("customers"),
            "test.shop.unique_orders": {"name": "unique_orders_id", "attached_node": "model.shop.orders", "column_name": "id",
                "test_metadata": {"name": "unique", "kwargs": {"column_name": "id"}}, "depends_on": {"nodes": ["model.shop.orders"]}},
            "test.shop.totals": {"name": "totals", "depends_on": {"nodes": ["model.shop.orders", "model.shop.customers"]}},
            "test.shop.off": {"name": "off", "config": {"enabled": false}, "attached_node": "model.shop.orders",
                "depends_on": {"nodes": ["model.shop.orders"]}},
            "test.shop.alone": {"name": "alone", "depends_on": {"nodes": []}},
        }})
    .to_string()
}

/// Returns the run results of one command: rows of id, status and the schema in which the table was built.
fn run(args: Value, at: &str, rows: &[(&str, &str, &str)]) -> String {
    let row = |(id, status, schema): &(&str, &str, &str)| {
        let name = id.rsplit('.').next().unwrap();
        let relation = (!schema.is_empty()).then(|| format!("\"wh\".\"{schema}\".\"{name}\""));
        json!({"unique_id": id, "status": status, "relation_name": relation,
            "timing": [{"name": "execute", "completed_at": at}]})
    };
    json!({"metadata": {"generated_at": at, "invocation_id": at}, "args": args, "results": rows.iter().map(row).collect::<Vec<_>>()})
        .to_string()
}

const WELL: &[(&str, &str, &str)] = &[
    ("model.shop.orders", "success", "main"),
    ("model.shop.customers", "success", "main"),
    ("test.shop.unique_orders", "pass", ""),
    ("test.shop.totals", "pass", ""),
];

fn event(kind: &str, at: &str, (job, run): (&str, &str), writes: Value) -> String {
    json!({"eventType": kind, "eventTime": at, "run": {"runId": run}, "job": {"namespace": "ns", "name": job},
        "inputs": [], "outputs": writes})
    .to_string()
        + "\n"
}

struct Shop(Scratch);

impl Shop {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let scratch = Scratch::new(&format!("evidence-of-{name}"))
            .with(&[(
                "glassbox.yml",
                "{title: Shop, dbt: [{path: target, runs: [archive]}], openlineage: [events]}\n",
            )])
            .with(PRODUCTS);
        scratch.write("target/manifest.json", &manifest());
        scratch.write("archive/night", &run(json!({"which": "build"}), "2026-11-21T03:00:00Z", WELL));
        scratch.write(
            "events/other.log",
            &event("COMPLETE", "2026-11-21T01:00:00Z", ("elsewhere", "e"), json!([])),
        );
        Self(scratch.with(files))
    }

    /// Returns the status and reasons of a product.
    fn says(&self, product: &str) -> (String, String) {
        let run = glassbox(self.0.path(), &["build", ".", "--now", NOW]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let text = fs::read_to_string(self.0.path().join(format!("site/products/{product}.json"))).unwrap();
        let product: Value = serde_json::from_str(&text).unwrap();
        let status = product["status"]["id"].as_str().unwrap_or("nothing").to_owned();
        (status, product["standing"]["reasons"].to_string())
    }

    fn status(&self, product: &str) -> String {
        self.says(product).0
    }

    fn warnings(&self) -> String {
        glassbox(self.0.path(), &["check", ".", "--now", NOW, "--format", "short"]).stdout
    }
}

#[test]
fn evidence_files_are_recognised_whatever_their_name() {
    let shop = Shop::new("any-name", &[]);
    assert_eq!((shop.status("orders"), shop.status("customers")), ("holding".into(), "holding".into()));
    let warnings = shop.warnings();
    assert!(!warnings.contains("unknown-evidence"), "{warnings}");
    let shop = Shop::new("no-evidence", &[("archive/notes.txt", "called the vendor\n")]);
    assert!(shop.warnings().contains("`archive/notes.txt` is not evidence of a known format"));
}

#[test]
fn a_dbt_schema_that_is_not_a_text_does_not_hide_what_a_file_is() {
    for schema in ["null", "6", "[\"x\"]", "{\"a\": \"b\"}"] {
        let failed =
            run(json!({"which": "build"}), "2026-11-21T06:00:00Z", &[("model.shop.orders", "error", "main")]);
        let written =
            failed.replace("\"metadata\":{", &format!("\"metadata\":{{\"dbt_schema_version\": {schema}, "));
        assert_ne!(failed, written);
        let shop = Shop::new("schema-of-no-text", &[("archive/nightly", &written)]);
        assert_eq!(shop.status("orders"), "failing", "{schema}: {}", shop.warnings());
    }
}

#[test]
fn only_runs_that_built_the_production_table_count() {
    let failed = &[("model.shop.orders", "error", "pr_77"), ("test.shop.unique_orders", "fail", "")];
    let elsewhere = run(json!({"which": "build"}), "2026-11-21T05:00:00Z", failed);
    let shop = Shop::new("another-schema", &[("archive/pull-request", &elsewhere)]);
    assert_eq!(shop.status("orders"), "holding");
    assert!(shop.warnings().contains("tables in the schema `wh.pr_77`"), "{}", shop.warnings());
    let settings = "{title: Shop, dbt: [{path: target, runs: [archive], schemas: [pr_77]}]}\n";
    let shop = Shop::new("named-schema", &[("archive/pull-request", &elsewhere), ("glassbox.yml", settings)]);
    assert_eq!(shop.status("orders"), "failing", "the settings declare this schema as production");
    for args in [
        json!({"which": "build", "empty": true}),
        json!({"which": "run", "sample": {"start": "x"}}),
        json!({"which": "clone"}),
    ] {
        let name = format!("scope-{}", args.to_string().len());
        let only = run(args, "2026-11-21T05:00:00Z", WELL);
        let shop = Shop::new(&name, &[("archive/night", &only)]);
        let (status, reasons) = shop.says("orders");
        assert_eq!(status, "unknown", "{reasons}");
        assert!(reasons.contains("no run was seen, only"), "{reasons}");
    }
}

#[test]
fn a_test_on_several_tables_counts_for_each_and_one_on_none_is_reported() {
    let rows: Vec<_> = WELL
        .iter()
        .map(|(id, status, schema)| (*id, if *id == "test.shop.totals" { "fail" } else { *status }, *schema))
        .chain([("test.shop.alone", "fail", ""), ("test.shop.off", "fail", "")])
        .collect();
    let failed = run(json!({"which": "build"}), "2026-11-21T05:00:00Z", &rows);
    let shop = Shop::new("several", &[("archive/morning", &failed)]);
    assert_eq!((shop.status("orders"), shop.status("customers")), ("failing".into(), "failing".into()));
    let warnings = shop.warnings();
    assert!(warnings.contains("the test `alone` failed, and reads nothing that dbt knows"), "{warnings}");
}

#[test]
fn a_test_on_no_table_is_reported_only_if_its_newest_result_is_a_failure() {
    let alone = |args: Value, at: &str, status: &str| run(args, at, &[("test.shop.alone", status, "")]);
    let build = || json!({"which": "build"});
    let failed = alone(build(), "2026-11-14T05:00:00Z", "fail");
    let is_reported = |name: &str, later: &str| {
        let shop = Shop::new(name, &[("archive/last-week", &failed), ("archive/today", later)]);
        shop.warnings().contains("the test `alone` failed")
    };
    assert!(!is_reported("alone-passes", &alone(build(), "2026-11-21T05:00:00Z", "pass")));
    assert!(is_reported("alone-passed-before", &alone(build(), "2026-11-13T05:00:00Z", "pass")));
    // A skipped test keeps its last result, and what counts for no table does not count here either.
    assert!(is_reported("alone-skipped", &alone(build(), "2026-11-21T05:00:00Z", "skipped")));
    let empty = json!({"which": "build", "empty": true});
    assert!(is_reported("alone-empty-passes", &alone(empty.clone(), "2026-11-21T05:00:00Z", "pass")));
    let only = |name: &str, failed: &str| Shop::new(name, &[("archive/today", failed)]).warnings();
    let empty = only("alone-empty", &alone(empty, "2026-11-21T05:00:00Z", "fail"));
    assert!(!empty.contains("the test `alone` failed"), "{empty}");
    let future = only("alone-future", &alone(build(), "2027-11-21T05:00:00Z", "fail"));
    assert!(!future.contains("the test `alone` failed"), "{future}");
}

#[test]
fn a_skipped_test_of_a_reused_model_keeps_its_last_result() {
    let rows = [("model.shop.orders", "reused", "main"), ("test.shop.unique_orders", "skipped", "")];
    let reused = run(json!({"which": "build"}), "2026-11-21T05:00:00Z", &rows);
    assert_eq!(Shop::new("reused", &[("archive/morning", &reused)]).status("orders"), "holding");
    let rows = [("model.shop.orders", "skipped", "main"), ("test.shop.unique_orders", "skipped", "")];
    let skipped = run(json!({"which": "build"}), "2026-11-21T05:00:00Z", &rows);
    assert_eq!(Shop::new("skipped", &[("archive/morning", &skipped)]).status("orders"), "at-risk");
}

#[test]
fn a_declared_table_is_matched_by_any_of_its_names_in_events() {
    let named = json!([{"namespace": "s3://lake", "name": "raw/feed",
        "facets": {"symlinks": {"identifiers": [{"namespace": "glue", "name": "wh.raw.FEED", "type": "TABLE"}]}}}]);
    let failed = event("FAIL", "2026-11-21T05:00:00Z", ("load", "l"), named);
    assert_eq!(Shop::new("names", &[("events/load", &failed)]).status("feed"), "failing");
}

#[test]
fn namespace_settings_choose_between_two_systems_with_the_same_table() {
    let load = |kind: &str, at: &str, system: &str| {
        event(kind, at, (system, system), json!([{"namespace": system, "name": "wh.raw.feed"}]))
    };
    let events =
        load("COMPLETE", "2026-11-21T04:00:00Z", "prod") + &load("FAIL", "2026-11-21T05:00:00Z", "staging");
    let shop = Shop::new("two-systems", &[("events/load", &events)]);
    assert_eq!(shop.status("feed"), "failing");
    assert!(shop.warnings().contains("`wh.raw.feed` appears under 2 namespaces: `prod`, `staging`"));
    let settings = "{title: Shop, dbt: [{path: target, runs: [archive]}], openlineage: [{path: events, namespaces: {prod: wh}}]}\n";
    let shop = Shop::new("mapped", &[("events/load", &events), ("glassbox.yml", settings)]);
    assert_eq!(shop.status("feed"), "unchecked", "events of the other system do not count");
    assert!(!shop.warnings().contains("ambiguous-table"), "{}", shop.warnings());
}

/// A good run on one system neither ends nor dates a failure on another one.
#[test]
fn a_table_on_two_systems_fails_since_its_first_failure_on_the_same_system() {
    let load = |kind: &str, at: &str, system: &str| {
        event(
            kind,
            at,
            (system, &format!("{system}-{at}")),
            json!([{"namespace": system, "name": "wh.raw.feed"}]),
        )
    };
    let events = load("COMPLETE", "2026-11-19T02:00:00Z", "prod")
        + &load("FAIL", "2026-11-20T02:00:00Z", "prod")
        + &load("COMPLETE", "2026-11-20T03:00:00Z", "other")
        + &load("FAIL", "2026-11-21T02:00:00Z", "prod");
    let shop = Shop::new("two-systems-since", &[("events/load", &events)]);
    assert_eq!(shop.status("feed"), "failing");
    let quality = crate::reading::main_of(&shop.0.path().join("site"), "quality/index.html");
    assert!(quality.contains("td      20 November 2026, 02:00"), "{quality}");
    assert!(!quality.contains("21 November 2026, 02:00"), "{quality}");
}

#[test]
fn a_job_spelled_otherwise_than_in_events_is_reported_with_their_spelling() {
    let events = event("COMPLETE", "2026-11-21T03:00:00Z", ("dag.sync", "1"), json!([]));
    for (written, expected) in [
        ("dag.sync", "did you mean `ns/dag.sync`?"),
        ("ns.dag.sync", "did you mean `ns/dag.sync`?"),
        ("NS/Dag.Sync", "did you mean `ns/dag.sync`?"),
        ("nightly", "write `NAMESPACE/nightly`"),
    ] {
        let sync = format!("{{id: sync, name: Sync, assets: [{{id: sync, kind: sync, job: {written}}}]}}\n");
        let shop = Shop::new("spelled", &[("events/sync", &events), ("products/sync.yml", &sync)]);
        let warnings = shop.warnings();
        assert!(warnings.contains("unseen-job") && warnings.contains(expected), "{written}: {warnings}");
    }
    for written in ["ns/dag.sync", "ns/another"] {
        let sync = format!("{{id: sync, name: Sync, assets: [{{id: sync, kind: sync, job: {written}}}]}}\n");
        let shop = Shop::new("spelled-well", &[("events/sync", &events), ("products/sync.yml", &sync)]);
        assert!(!shop.warnings().contains("unseen-job"), "{written}: {}", shop.warnings());
    }
}

#[test]
fn a_dataset_is_one_whatever_the_spelling_of_its_address() {
    for address in ["s3://lake", "s3://lake/", "S3://Lake", "s3a://lake"] {
        let loads = |state: &str, name: &str| {
            event(state, "2026-11-21T03:00:00Z", ("load", "1"), json!([{"namespace": address, "name": name}]))
        };
        for name in ["raw/o", "/raw/o", "raw/o/"] {
            let product = "{id: lake, name: Lake, output_ports: [{id: o, dataset: 's3://lake/raw/o'}]}\n";
            let events = loads("COMPLETE", name);
            let shop = Shop::new("address", &[("events/load", &events), ("products/lake.yml", product)]);
            assert_eq!(shop.status("lake"), "unchecked", "{address} {name}: {}", shop.warnings());
        }
    }
}

#[test]
fn a_renamed_job_is_reported_and_its_earlier_runs_count_if_declared() {
    let writes = json!([{"namespace": "crm", "name": "contacts"}]);
    let events = event("COMPLETE", "2026-11-18T03:00:00Z", ("sync", "1"), writes.clone())
        + &event("COMPLETE", "2026-11-21T03:00:00Z", ("sync-v2", "2"), writes);
    let shop = Shop::new("renamed", &[("events/sync", &events)]);
    let warnings = shop.warnings();
    assert!(warnings.contains("renamed-job") && warnings.contains("write `job: ns/sync-v2`"), "{warnings}");
    let named =
        "{id: sync, name: Sync, assets: [{id: sync, kind: sync, job: ns/sync-v2, formerly: [ns/sync]}]}\n";
    let shop = Shop::new("formerly", &[("events/sync", &events), ("products/sync.yml", named)]);
    assert_eq!(shop.status("sync"), "unchecked");
    assert!(!shop.warnings().contains("renamed-job"), "{}", shop.warnings());
}

#[test]
fn results_of_a_weekly_product_count_for_its_status_for_a_week() {
    let weekly =
        "{id: orders, name: Orders, assets: [{dbt: orders}], slas: [{property: freshness, target: 8d}]}\n";
    let night = run(json!({"which": "build"}), "2026-11-16T03:00:00Z", WELL);
    let shop = Shop::new("weekly", &[("archive/night", &night), ("products/orders.yml", weekly)]);
    assert_eq!(shop.status("orders"), "holding");
    let text = fs::read_to_string(shop.0.path().join("site/products/orders.json")).unwrap();
    let product: Value = serde_json::from_str(&text).unwrap();
    let checked = product["standing"]["checked"].as_str().unwrap();
    assert!(checked.contains("both tests passed"), "{checked}");
}
