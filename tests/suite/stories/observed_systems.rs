//! Systems beside the warehouse as they appear in the events of jobs, without dbt.

use super::*;

/// Returns a dataset by its namespace and name.
fn dataset(namespace: &str, name: &str) -> Value {
    json!({"namespace": namespace, "name": name})
}

/// Returns a run of a job at this minute after two o'clock.
fn run(at: u32, job: &str, reads: Vec<Value>, writes: Vec<Value>) -> Value {
    let (namespace, name) = job.split_once('/').unwrap();
    json!({"eventType": "COMPLETE", "eventTime": format!("2026-11-21T02:{at:02}:00Z"), "producer": "https://x",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json",
        "run": {"runId": format!("00000000-0000-4000-8000-0000000000{at:02}")},
        "job": {"namespace": namespace, "name": name}, "inputs": reads, "outputs": writes})
}

/// Returns a loader of a table of a shop and a sync of it to Salesforce; `systems` are their declared systems.
fn story(name: &str, systems: [&str; 2], fields: &str) -> Scratch {
    let warehouse = "snowflake://acc";
    let mut stock = dataset(warehouse, "wh.stock");
    stock["facets"] =
        json!({"schema": {"fields": [{"name": "id", "type": "int"}, {"name": "amount", "type": "int"}]}});
    let events = [
        run(
            1,
            "fivetran/stock",
            vec![dataset("postgres://shop:5432", "public.stock"), dataset(warehouse, "wh.rates")],
            vec![stock],
        ),
        run(
            2,
            "census/stock",
            vec![dataset(warehouse, "wh.stock")],
            vec![dataset("salesforce://acme", "Account")],
        ),
    ];
    let lines: Vec<String> = events.iter().map(Value::to_string).collect();
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Stock\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("ol/e.ndjson", &lines.join("\n")),
        (
            "products/stock.yml",
            &format!("id: stock\nname: Stock\nowner: data\nassets: [{{id: load, kind: loader, job: fivetran/stock{}}}]\noutput_ports: [{{id: t, dataset: wh.stock}}]\n", systems[0]),
        ),
        (
            "products/sync.yml",
            &format!("id: sync\nname: Sync\nowner: data\nassets: [{{id: push, kind: sync, job: census/stock{}, fields: {{{fields}}}}}]\n", systems[1]),
        ),
    ])
}

const NAMED: [&str; 2] = [", system: shop", ", system: salesforce"];

#[test]
fn the_page_of_a_system_names_the_tables_in_its_events() {
    let catalog = story("seen-systems-named", NAMED, "amount: Stock");
    let shop = page(&catalog, "systems/shop/index.html");
    assert!(shop.contains("Names in the loaders’ logs 1"), "{shop}");
    assert!(shop.contains("public.stock"), "{shop}");
    let salesforce = page(&catalog, "systems/salesforce/index.html");
    assert!(salesforce.contains("Its events name account ."), "{salesforce}");
    let coverage = catalog.path().join("site/coverage/index.html");
    assert!(
        !fs::read_to_string(coverage).unwrap_or_default().contains("Systems without a name"),
        "all have a name"
    );
}

#[test]
fn undeclared_systems_in_events_are_listed_on_the_coverage_page() {
    let catalog = story("seen-systems-unnamed", ["", ""], "amount: Stock");
    let coverage = page(&catalog, "coverage/index.html");
    assert!(coverage.contains("Systems without a name 2"), "{coverage}");
    assert!(coverage.contains("postgres://shop:5432 Read by Stock : public.stock"), "{coverage}");
    assert!(coverage.contains("salesforce://acme Written by Sync : account"), "{coverage}");
    assert!(!coverage.contains("snowflake://acc Read"), "the warehouse is not listed: {coverage}");
    let listed = fs::read_to_string(catalog.path().join("site/api/unclaimed.json")).unwrap();
    let listed: Value = serde_json::from_str(&listed).unwrap();
    let systems = listed["systems"].as_array().unwrap().iter();
    let systems: Vec<_> =
        systems.map(|one| (&one["namespace"], &one["direction"], &one["datasets"])).collect();
    assert_eq!(
        systems,
        [
            (&json!("postgres://shop:5432"), &json!("source"), &json!(["public.stock"])),
            (&json!("salesforce://acme"), &json!("destination"), &json!(["account"])),
        ]
    );
}

#[test]
fn a_field_filled_from_an_unknown_column_is_marked() {
    let catalog = story("seen-systems-field", NAMED, "amount: Stock, nothing: Margin");
    let check = glassbox(catalog.path(), &["check", "--now", crate::support::NOW]);
    assert!(check.messages().contains("unknown-column"), "{}", check.messages());
    let salesforce = page(&catalog, "systems/salesforce/index.html");
    assert!(
        salesforce.contains("Filled from nothing No table that it reads has this column"),
        "{salesforce}"
    );
    assert!(!salesforce.contains("Filled from amount No table"), "{salesforce}");
}
