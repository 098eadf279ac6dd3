//! Output ports without rows.

use super::{asset, line, manifest, shop, sizes};
use crate::support::{NOW, Scratch, glassbox};
use serde_json::{Value, json};
use std::fs;

#[test]
fn an_output_port_without_rows_says_so_whatever_its_status() {
    let shop = shop("no-rows");
    shop.write(
        "products/orders.yml",
        "id: orders\nname: Orders\nassets: [{dbt: orders}]\noutput_ports: [{id: orders, dbt: orders}]\n",
    );
    let page = |rows: u32| {
        shop.write("target/catalog.json", &sizes("main", "2026-11-21T02:00:00Z", rows));
        asset(&shop, "orders");
        fs::read_to_string(shop.path().join("site/products/orders/index.html")).unwrap()
    };
    assert!(page(0).contains("It has 0 rows (21 November 2026, 03:00)"));
    assert!(!page(1).contains("0 rows"));
}

/// Returns the record of a product whose only output port is built and has these rows today, and its page.
fn port_with(shop: &Scratch, rows: u32) -> (Value, String) {
    shop.write("target/catalog.json", &sizes("main", "2026-11-21T02:00:00Z", rows));
    // The tests of the shop do not matter here.
    let mut manifest = manifest();
    manifest["nodes"].as_object_mut().unwrap().retain(|id, _| !id.starts_with("test.") || id.ends_with(".1"));
    shop.write("target/manifest.json", &manifest.to_string());
    let run = glassbox(shop.path(), &["build", ".", "--now", NOW]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let read = |path: &str| fs::read_to_string(shop.path().join("site").join(path)).unwrap();
    let record: Value = serde_json::from_str(&read("products/orders.json")).unwrap();
    (record, read("products/orders/index.html"))
}

#[test]
fn an_output_port_that_lost_all_its_rows_is_a_warning() {
    let shop = shop("rows-gone");
    let (record, page) = port_with(&shop, 0);
    // Nothing tells that it ever had any: it may be meant to be empty.
    assert_eq!(record["status"]["id"], "holding");
    assert_eq!(record["verdict"]["answer"], "Fine to use as far as it is checked, but “Orders” has 0 rows.");
    assert!(page.contains("but “Orders” has 0 rows."));
    // The history recorded some.
    shop.write("history/2026-11.ndjson", &line(20, ",\"rows\":{\"model.shop.orders\":1100}"));
    let (record, page) = port_with(&shop, 0);
    assert_eq!(record["status"]["id"], "warning");
    assert_eq!(record["verdict"]["answer"], "Use with care: it has 0 rows.");
    assert_eq!(record["verdict"]["because"], "It had 1,100 rows on 20 November 2026.");
    assert!(page.contains("It had 1,100 rows on 20 November 2026."));
    let fact = &record["standing"]["reasons"][0]["fact"];
    let expected = json!({"load": false, "before": 1_100, "on": "2026-11-20T04:00:00Z"});
    assert_eq!((&fact["code"], &fact["data"]), (&json!("no-rows"), &expected));
    let quality = fs::read_to_string(shop.path().join("site/quality/index.html")).unwrap();
    assert!(quality.contains("0 rows; it had 1,100 rows on 20 November 2026"), "{quality}");
    // With rows again, all is well.
    assert_eq!(port_with(&shop, 3).0["status"]["id"], "holding");
    // An older report of the warehouse tells the same as the history.
    fs::remove_file(shop.path().join("history/2026-11.ndjson")).unwrap();
    shop.write("archive/earlier-catalog.json", &sizes("main", "2026-11-19T02:00:00Z", 7));
    assert_eq!(port_with(&shop, 0).0["verdict"]["because"], "It had 7 rows on 19 November 2026.");
    // A report from before it had any does not.
    shop.write("archive/earlier-catalog.json", &sizes("main", "2026-11-19T02:00:00Z", 0));
    assert_eq!(port_with(&shop, 0).0["status"]["id"], "holding");
}

/// That an empty table is as fresh as promised does not say that it should be empty.
#[test]
fn an_output_port_without_rows_and_without_a_test_is_unchecked() {
    let shop = shop("rows-unchecked");
    let mut manifest = manifest();
    manifest["nodes"].as_object_mut().unwrap().retain(|id, _| !id.starts_with("test."));
    shop.write("target/manifest.json", &manifest.to_string());
    shop.write(
        "products/orders.yml",
        "id: orders\nname: Orders\nassets: [{dbt: orders}]\noutput_ports: [{id: orders, dbt: orders}]\n\
         slas: [{property: frequency, target: 2d}]\n",
    );
    let statuses = |rows: u32| {
        shop.write("target/catalog.json", &sizes("main", "2026-11-21T02:00:00Z", rows));
        let run = glassbox(shop.path(), &["build", ".", "--now", NOW]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let text = fs::read_to_string(shop.path().join("site/products/orders.json")).unwrap();
        let record: Value = serde_json::from_str(&text).unwrap();
        let port = &record["ports"][0];
        let kept = record["slas"][0]["status"]["name"].as_str().unwrap().to_owned();
        (kept, record["status"]["id"].clone(), port["status"]["id"].clone(), port["no_rows"].clone())
    };
    let (kept, product, port, no_rows) = statuses(3);
    assert_eq!((kept.as_str(), product, port), ("Kept", json!("holding"), json!("holding")));
    assert_eq!(no_rows, Value::Null);
    let (kept, product, port, no_rows) = statuses(0);
    assert_eq!((kept.as_str(), product, port), ("Kept", json!("unchecked"), json!("unchecked")));
    assert_eq!(no_rows, "It has 0 rows (21 November 2026, 03:00); no test says that this is right");
}
