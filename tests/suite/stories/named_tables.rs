//! Guards whose runs name some of the tables that they guard.

use super::*;

/// Returns an event of a run of the guard that names tables.
fn look(end: &str, run: u8, at: &str, names: &[&str]) -> Value {
    let tables =
        names.iter().map(|name| json!({"namespace": "snowflake://acc", "name": format!("wh.{name}")}));
    json!({"eventType": end, "eventTime": format!("2026-11-21T{at}:00Z"), "producer": "https://x",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json",
        "run": {"runId": format!("00000000-0000-4000-8000-{run:012}"), "facets": {}},
        "job": {"namespace": "ranger", "name": "look", "facets": {}},
        "inputs": tables.collect::<Vec<_>>(), "outputs": []})
}

/// Three products with a table each, loaded at two, and one with all of them, under a guard of these keys.
fn catalog(name: &str, guard: &str, looks: &[Value]) -> Scratch {
    let load = |table: &&str| {
        json!({"eventType": "COMPLETE", "eventTime": "2026-11-21T02:00:00Z", "producer": "https://x",
            "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json",
            "run": {"runId": format!("00000000-0000-4000-9000-{:012}", table.as_bytes()[0]), "facets": {}},
            "job": {"namespace": "load", "name": table, "facets": {}}, "inputs": [],
            "outputs": [{"namespace": "snowflake://acc", "name": format!("wh.{table}")}]})
    };
    let tables = ["orders", "people", "visits"];
    let events = tables.iter().map(load).chain(looks.iter().cloned());
    let events: Vec<String> = events.map(|event| event.to_string()).collect();
    let scratch = Scratch::new(name).with(&[
        ("glassbox.yml", "title: Guards\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("regulations/gdpr.yml", "id: gdpr\nname: GDPR\ncontrols: [{id: masking, name: Masking}]\n"),
        ("ol/events.ndjson", &(events.join("\n") + "\n")),
    ]);
    for table in tables {
        let product = format!(
            "id: {table}\nname: {table}\nowner: data\nregulations: [{{id: gdpr}}]\n\
             output_ports: [{{id: p, dataset: wh.{table}}}]\nassets: [{{id: m, kind: loader, job: load/{table}}}]\n"
        );
        scratch.write(&format!("products/{table}.yml"), &product);
    }
    let guards = "guards: ['orders:p', 'people:p', 'visits:p'], job: ranger/look";
    let product =
        format!("id: looks\nname: Looks\nowner: data\nassets:\n  - {{id: look, {guards}, {guard}}}\n");
    scratch.write("products/looks.yml", &product);
    scratch
}

const SCAN: &str = "kind: scan";
const POLICY: &str = "kind: access policy, control: gdpr/masking";

/// Returns the record of a product.
fn record(catalog: &Scratch, product: &str) -> Value {
    serde_json::from_slice(&fs::read(catalog.path().join(format!("site/products/{product}.json"))).unwrap())
        .unwrap()
}

/// Returns the statuses of the three products.
fn statuses(name: &str, guard: &str, looks: &[Value]) -> [String; 3] {
    let catalog = catalog(name, guard, looks);
    build(catalog.path(), &catalog.path().join("site"));
    ["orders", "people", "visits"]
        .map(|product| record(&catalog, product)["status"]["id"].as_str().unwrap().to_owned())
}

#[test]
fn a_scan_stands_only_for_the_tables_that_its_run_names() {
    let catalog = catalog("scan-names-one", SCAN, &[look("COMPLETE", 1, "02:10", &["orders"])]);
    let orders = page(&catalog, "products/orders/index.html");
    assert!(orders.contains("1 check, passing"), "{orders}");
    for product in ["people", "visits"] {
        let text = page(&catalog, &format!("products/{product}/index.html"));
        assert!(!text.contains("1 check"), "{product}: {text}");
        assert_eq!(record(&catalog, product)["status"]["id"], "unchecked", "{product}");
    }
    // A run that names nothing stands for all, as before, and so does one whose parts name them all.
    assert_eq!(
        statuses("scan-names-none", SCAN, &[look("COMPLETE", 1, "02:10", &[])]),
        ["holding", "holding", "holding"]
    );
    let part = |run: u8, table: &str| {
        let mut part = look("COMPLETE", run, "02:09", &[table]);
        part["job"]["name"] = json!(format!("look.{table}"));
        part["run"]["facets"] = json!({"parent": {"job": {"namespace": "ranger", "name": "look"},
            "run": {"runId": "00000000-0000-4000-8000-000000000001"}}});
        part
    };
    let whole = look("COMPLETE", 1, "02:10", &[]);
    assert_eq!(
        statuses("scan-names-in-parts", SCAN, &[part(2, "orders"), part(3, "people"), whole]),
        ["holding", "holding", "unchecked"]
    );
}

#[test]
fn a_scan_of_one_table_in_each_run_is_one_round() {
    let nightly = [
        look("COMPLETE", 1, "02:10", &["orders"]),
        look("COMPLETE", 2, "02:11", &["people"]),
        look("COMPLETE", 3, "02:12", &["visits"]),
    ];
    assert_eq!(statuses("scan-in-rounds", SCAN, &nightly), ["holding", "holding", "holding"]);
    // What was loaded again since is not what the scan saw, and a policy may have been taken back.
    let early =
        [look("COMPLETE", 1, "01:10", &["orders"]), look("COMPLETE", 2, "02:11", &["people", "visits"])];
    assert_eq!(statuses("scan-before-load", SCAN, &early), ["unchecked", "holding", "holding"]);
}

#[test]
fn a_policy_is_seen_only_on_the_tables_that_its_last_run_names() {
    let looks = [
        look("COMPLETE", 1, "02:10", &["orders", "people", "visits"]),
        look("COMPLETE", 2, "02:20", &["orders"]),
    ];
    let catalog = catalog("policy-names-one", POLICY, &looks);
    catalog.write(
        "products/all.yml",
        "id: all\nname: All\nowner: data\nregulations: [{id: gdpr}]\nassets: [{id: a, table: wh.a}, {id: b, table: wh.b}]\n",
    );
    build(catalog.path(), &catalog.path().join("site"));
    let control = |product: &str| record(&catalog, product)["regulations"][0]["controls"][0].clone();
    assert_eq!(control("orders")["seen"], "last run today, 02:20: 1 of 1 table");
    assert_eq!(control("orders")["state"]["id"], "seen");
    assert_eq!(control("people")["seen"], "seen: 0 of 1 table; the last run did not name wh.people");
    assert_eq!(control("people")["state"]["id"], "missing");
    let check =
        glassbox(catalog.path(), &["check", "--only", "missing-control", "--now", crate::support::NOW]);
    for (product, is_missing) in [("orders", false), ("people", true), ("visits", true)] {
        let said = check.stderr.contains(&format!("`{product}` has no evidence for `masking`"));
        assert_eq!(said, is_missing, "{product}: {}", check.stderr);
    }
    // The page of the regulation counts the products in which it was carried out on every table.
    let regulation = page(&catalog, "regulations/gdpr/index.html");
    assert!(regulation.contains("carried out on every table in 1"), "{regulation}");
}

#[test]
fn a_failure_is_about_the_tables_that_its_run_names_and_hidden_in_none() {
    let fails = |run, at, names: &[&str]| look("FAIL", run, at, names);
    assert_eq!(
        statuses("fail-names-one", SCAN, &[fails(1, "02:10", &["orders"])]),
        ["failing", "unchecked", "unchecked"]
    );
    // It may be about any table if it names none of them.
    let load = json!([{"namespace": "snowflake://acc", "name": "wh.unknown"}]);
    let mut of_another = fails(1, "02:10", &[]);
    of_another["inputs"] = load;
    for (name, failed) in [("fail-names-none", fails(1, "02:10", &[])), ("fail-names-another", of_another)] {
        assert_eq!(statuses(name, SCAN, &[failed]), ["failing", "failing", "failing"], "{name}");
    }
    // A later run that names other tables does not clear it, whether it succeeds or fails; one that names none does.
    let first = fails(1, "02:10", &["orders"]);
    let well = look("COMPLETE", 2, "02:20", &["people"]);
    let again = fails(2, "02:20", &["people"]);
    let all = look("COMPLETE", 2, "02:20", &[]);
    assert_eq!(
        statuses("fail-then-other", SCAN, &[first.clone(), well]),
        ["failing", "holding", "unchecked"]
    );
    assert_eq!(
        statuses("fail-then-other-fails", SCAN, &[first.clone(), again]),
        ["failing", "failing", "unchecked"]
    );
    assert_eq!(statuses("fail-then-all", SCAN, &[first, all]), ["holding", "holding", "holding"]);
}
