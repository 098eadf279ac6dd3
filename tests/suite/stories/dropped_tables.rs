//! Tables that a job drops, renames or truncates: such an event names the table as an output, but wrote nothing.

use super::table_changes::{COLUMNS, after, again, load, loaded, readers, run, table};
use super::*;

/// Returns a clean-up at this minute after two o'clock that did this to the stock table.
fn changed(at: u32, state: &str, change: &str) -> Value {
    let mut stock = table("wh.raw.stock", &[]);
    stock["facets"]["lifecycleStateChange"] = json!({"lifecycleStateChange": change});
    run(at, "airflow/clean_up", state, &[], vec![stock])
}

/// Returns the same table by another name.
fn renamed(at: u32) -> Value {
    let mut stock = table("wh.raw.stock_old", &[]);
    stock["facets"]["lifecycleStateChange"] = json!({
        "lifecycleStateChange": "RENAME",
        "previousIdentifier": {"namespace": stock["namespace"], "name": "wh.raw.stock"},
    });
    run(at, "airflow/clean_up", "COMPLETE", &[], vec![stock])
}

const LOST: &str = "output B has lost its table stock: a job dropped or renamed it";

#[test]
fn dropping_or_renaming_a_table_is_a_breaking_change() {
    let before = [load(&COLUMNS)];
    for (name, event) in [("dropped", changed(15, "COMPLETE", "DROP")), ("renamed", renamed(15))] {
        let (said, code) = after(name, &before, &[load(&COLUMNS), event.clone()]);
        assert_eq!(code, 1, "{name}: {said}");
        assert!(said.starts_with(&format!("Breaking: Stock ({LOST}). It reaches customers")), "{said}");
        // The events of the night before are not required.
        let (said, _) = after(&format!("{name}-alone"), &before, &[event]);
        assert!(said.contains(LOST), "{name}: {said}");
    }
}

#[test]
fn a_recreated_table_or_a_failed_drop_is_not_a_change() {
    let before = [load(&COLUMNS)];
    let nothing = ("Nothing that others rely on has changed.\n".to_owned(), 0);
    let first = changed(0, "COMPLETE", "DROP");
    assert_eq!(after("dropped-before", &before, &[first, load(&COLUMNS)]), nothing);
    let failed = changed(15, "FAIL", "DROP");
    assert_eq!(after("dropped-failed", &before, &[load(&COLUMNS), failed]), nothing);
    // One run that drops a table and creates it again.
    let mut both = load(&COLUMNS);
    let gone = changed(15, "COMPLETE", "DROP")["outputs"][0].clone();
    both["outputs"].as_array_mut().unwrap().push(gone);
    assert_eq!(after("dropped-and-made", &before, &[both]), nothing);
    let emptied = changed(15, "COMPLETE", "TRUNCATE");
    assert_eq!(after("emptied", &before, &[load(&COLUMNS), emptied]), nothing);
}

/// Returns the same with a promise of fresh data and a report that reads the stock table without knowing its writer.
fn promised(name: &str, events: &[Value]) -> Scratch {
    let catalog = loaded(name, &[events, &readers()[..]].concat());
    let product = fs::read_to_string(catalog.path().join("products/stock.yml")).unwrap();
    let promise = "slas: [{property: freshness, target: 24h}]\n";
    catalog.write("products/stock.yml", &format!("{product}{promise}"));
    catalog
}

#[test]
fn an_output_port_is_not_available_until_its_table_is_recreated() {
    let gone = [
        (
            "dropped",
            changed(15, "COMPLETE", "DROP"),
            "was dropped by airflow/clean_up, and nothing has created it again since",
        ),
        ("renamed", renamed(15), "was renamed by airflow/clean_up, and nothing has created it again since"),
        (
            "emptied",
            changed(15, "COMPLETE", "TRUNCATE"),
            "was emptied by airflow/clean_up, and nothing has filled it since",
        ),
    ];
    for (name, event, what) in gone {
        let catalog = promised(&format!("gone-{name}"), &[load(&COLUMNS), event.clone()]);
        let site = catalog.path().join("site");
        let stock = page(&catalog, "products/stock/index.html");
        let expected = format!("Not available: the table of “B” {what}.");
        assert!(stock.contains("Failing") && stock.contains(&expected), "{name}: {stock}");
        assert!(!stock.contains("Kept"), "a missing table keeps no promise: {name}: {stock}");
        let record: Value =
            serde_json::from_str(&fs::read_to_string(site.join("products/stock.json")).unwrap()).unwrap();
        let fact = record["standing"]["reasons"][0]["fact"].clone();
        assert_eq!((&fact["code"], &fact["data"]["how"]), (&json!("table-gone"), &json!(name)), "{fact}");
        let quality = text_of(&fs::read_to_string(site.join("quality/index.html")).unwrap());
        assert!(quality.contains(what), "{name}: {quality}");
        let top = text_of(&fs::read_to_string(site.join("products/top/index.html")).unwrap());
        assert!(top.contains("At risk") && top.contains("has lost its table"), "{name}: {top}");
        // A later load has created it again.
        let catalog =
            promised(&format!("gone-{name}-back"), &[load(&COLUMNS), event, again(&load(&COLUMNS), 18)]);
        let stock = page(&catalog, "products/stock/index.html");
        assert!(!stock.contains("Failing") && stock.contains("Kept"), "{name}: {stock}");
    }
}

#[test]
fn only_a_successful_write_recreates_a_lost_table() {
    for (change, lost) in [("DROP", "was dropped"), ("TRUNCATE", "was emptied")] {
        for (job, state) in [
            ("fivetran/stock", "START"),
            ("fivetran/stock", "RUNNING"),
            ("fivetran/stock", "FAIL"),
            ("fivetran/stock", "ABORT"),
            ("adhoc/fix", "START"),
            ("adhoc/fix", "FAIL"),
        ] {
            let name = format!("gone-{change}-{}-{state}", job.replace('/', "-"));
            let later = run(18, job, state, &[], vec![table("wh.raw.stock", &[])]);
            let catalog = promised(&name, &[load(&COLUMNS), changed(15, "COMPLETE", change), later]);
            let stock = page(&catalog, "products/stock/index.html");
            assert!(stock.contains("Failing") && stock.contains(lost), "{name}: {stock}");
            assert!(!stock.contains("Kept"), "{name}: {stock}");
        }
    }
}

#[test]
fn a_failed_run_that_would_drop_a_table_has_no_effect() {
    let failed = changed(15, "FAIL", "DROP");
    let stock =
        text_of(&page(&promised("gone-failed", &[load(&COLUMNS), failed]), "products/stock/index.html"));
    assert!(!stock.contains("Not available") && stock.contains("Kept"), "{stock}");
}

#[test]
fn an_internal_table_may_be_emptied() {
    let catalog = promised("gone-inside", &[load(&COLUMNS), changed(25, "COMPLETE", "TRUNCATE")]);
    let product = fs::read_to_string(catalog.path().join("products/stock.yml")).unwrap();
    catalog.write("products/stock.yml", &product.replace("{id: b, dataset: wh.raw.stock}, ", ""));
    let stock = page(&catalog, "products/stock/index.html");
    assert!(!stock.contains("Failing") && !stock.contains("Not available"), "{stock}");
}

#[test]
fn a_dbt_table_dropped_after_its_run_is_not_available() {
    let at = |hour: u32| {
        let mut fct = table("db.marts.fct", &[]);
        fct["facets"]["lifecycleStateChange"] = json!({"lifecycleStateChange": "DROP"});
        let mut event = run(15, "airflow/clean_up", "COMPLETE", &[], vec![fct]);
        event["eventTime"] = json!(format!("2026-11-21T0{hour}:15:00Z"));
        event.to_string()
    };
    let results = results([("model.p.fct".to_owned(), "success")]);
    for (hour, is_gone) in [(1, false), (3, true)] {
        let catalog = Scratch::new(&format!("gone-dbt-{hour}")).with(&[
            ("glassbox.yml", "title: Shop\ndbt: [target]\nopenlineage: [ol]\n"),
            ("teams.yml", "teams: [{id: data, name: Data}]\n"),
            ("products/mart.yml", "id: mart\nname: Mart\nowner: data\nassets: [{dbt: fct}]\noutput_ports: [{id: o, dbt: fct}]\n"),
            ("target/manifest.json", &manifest(vec![node("model", "marts", "fct", &[])])),
            ("target/run_results.json", &results),
            ("ol/e.ndjson", &at(hour)),
        ]);
        let mart = page(&catalog, "products/mart/index.html");
        assert_eq!(
            mart.contains("Not available: the table of “O” was dropped by airflow/clean_up"),
            is_gone,
            "{hour}: {mart}"
        );
    }
}

#[test]
fn dropping_or_emptying_a_table_does_not_count_as_loading_it() {
    for change in ["DROP", "TRUNCATE"] {
        let events = [&[changed(15, "COMPLETE", change)], &readers()[..]].concat();
        let catalog = loaded(&format!("no-load-{change}"), &events);
        let detail = page(&catalog, "products/stock/detail/index.html");
        assert!(!detail.contains("succeeded"), "{change}: {detail}");
    }
    // What was loaded before no longer exists.
    let mut only = load(&COLUMNS);
    only["outputs"].as_array_mut().unwrap().truncate(1);
    let events = [&[only, changed(15, "COMPLETE", "DROP")], &readers()[..]].concat();
    let catalog = loaded("no-load-after", &events);
    let product = fs::read_to_string(catalog.path().join("products/stock.yml")).unwrap();
    catalog.write("products/stock.yml", &product.replace("job: fivetran/stock", "job: other/job"));
    let detail = page(&catalog, "products/stock/detail/index.html");
    assert!(!detail.contains("02:01: succeeded"), "{detail}");
}
